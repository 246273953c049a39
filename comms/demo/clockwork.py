"""What runs by itself while the demo's diary is played: mail leaves, clocks fire, silence counts as agreed."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from django.db.models import F

from agency.demo.founding import as_old_as_first_event
from agency.demo.world import House
from agency.models import Absence
from agency.tenancy.scope import within
from comms.demo import post
from comms.domain import cover, reminding, silences, stages
from comms.models import Episode, Interaction, Notice, OutboxMessage, Outgoing, Question, Summary

Due = tuple[datetime, Callable[[], object]]
READ_AFTER = timedelta(minutes=25)
UNREAD_SINCE = timedelta(hours=2)


def run_until(house: House, until: datetime) -> None:
    """Does what the sweeps would have done up to a moment, the earliest first, since one thing brings the next."""
    while due := min(_due(house, until), key=lambda due: due[0], default=None):
        due[1]()


def _due(house: House, until: datetime) -> Iterator[Due]:
    """The first mail, clock, absence and silence. This is asked twice an act, so it reads no whole rows."""
    waiting = OutboxMessage.objects.filter(state__in=Outgoing.WAITING)
    for rows, moment, act in (
        (waiting, "next_attempt_at", lambda at, pk: post.settle_sent(house, pk, at)),
        (Episode.objects.all(), "next_check_at", lambda at, pk: stages.fire(pk, at=at)),
        (Absence.objects.all(), "next_check_at", lambda at, pk: cover.act_upon(Absence.objects.get(pk=pk), at)),
        (Summary.objects.all(), "next_check_at", lambda at, pk: silences.act_upon(pk, at=at)),
        (Question.objects.all(), "next_check_at", lambda at, pk: reminding.remind(pk, at=at)),
    ):
        due = rows.filter(**{f"{moment}__lte": until}).order_by(moment, "pk")
        for at, pk in due.values_list(moment, "pk")[:1]:
            yield at, partial(act, at, pk)


def grow_old(house: House) -> None:
    """Rows are as old as what they tell of, and notices were read on the page, all but those of the last two hours."""
    with within(house.agency):
        post.settle_account_mail()
        Interaction.objects.update(created_at=F("at"))
        as_old_as_first_event(Summary, "created_at")
        for draft in Summary.objects.filter(state=Summary.State.DRAFT).select_related("interaction"):
            Summary.objects.filter(pk=draft.pk).update(created_at=draft.interaction.at)
        read = Notice.objects.filter(at__lt=house.now - UNREAD_SINCE, mailed_at=None)
        read.update(seen_at=F("at") + READ_AFTER, mail_after=None)

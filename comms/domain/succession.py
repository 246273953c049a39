"""Who goes leaves nothing here that would be told to nobody: running clocks, requests, calls that are not in writing
yet, mail of unknown senders, questions to experts (V8).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from agency.domain.events import record
from agency.models import Membership
from comms.domain import clocks, episodes, passing_on, requests
from comms.domain.passing_on import questions_of
from comms.models import Episode, Mailbox, Request, Summary

__all__ = ["clocks_of", "hand_over_everything", "mailboxes_of", "questions_of", "requests_of", "unsent_of"]


def clocks_of(member: Membership) -> QuerySet[Episode]:
    """Those that run, also of clients that are archived: somebody still waits."""
    return Episode.objects.filter(responsible=member, closed_at=None)


def requests_of(member: Membership) -> QuerySet[Request]:
    return Request.objects.filter(assignee=member).exclude(state=Request.State.CLOSED)


def unsent_of(member: Membership) -> QuerySet[Summary]:
    """Calls that the member has logged and not yet sent in writing."""
    return Summary.objects.filter(written_by=member, state=Summary.State.DRAFT)


def mailboxes_of(member: Membership) -> QuerySet[Mailbox]:
    """Whose mail of unknown senders waits under this member's name."""
    return Mailbox.objects.filter(triage=member)


@transaction.atomic
def hand_over_everything(leaving: Membership, receiver: Membership, by: Membership, at: datetime) -> None:
    """Clocks keep their times; the receiver is told of each. Threads are locked in the order of their ids."""
    running = {episode.request_id: episode for episode in clocks_of(leaving).select_related("covers__user")}
    covered = {episode.request_id: episode for episode in Episode.objects.filter(covers=leaving, closed_at=None)}
    assigned = requests_of(leaving).in_bulk()
    for request_id in sorted({*running, *assigned, *covered}):
        if request_id in running:
            covers = running[request_id].covers
            episodes.assume(running[request_id], receiver, by=by, at=at, covers=None if covers == receiver else covers)
        if request_id in covered:
            _inherit(covered[request_id], receiver)
        if request_id in assigned:
            requests.assign(assigned[request_id], receiver, by=by, at=at)
    for summary in unsent_of(leaving).select_for_update().order_by("pk"):
        summary.written_by = receiver
        summary.save(update_fields=["written_by"])
        record("summary.handed_over", summary, by=by, at=at, giver=leaving.pk, receiver=receiver.pk)
    for mailbox in mailboxes_of(leaving).select_for_update().order_by("pk"):
        mailbox.triage = receiver
        mailbox.save(update_fields=["triage"])
        record("mailbox.changed", mailbox, by=by, at=at, triage=receiver.pk, triage_was=leaving.pk)
    passing_on.pass_on(leaving, receiver, by=by, at=at)


def _inherit(episode: Episode, receiver: Membership) -> None:
    """What would have come back to whoever leaves comes to their successor."""
    episode = clocks.locked(episode.pk)
    episode.covers = None if episode.responsible_id == receiver.pk else receiver
    episode.save(update_fields=["covers"])

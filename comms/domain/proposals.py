"""Proposals become items of an agenda, and what was said to a briefing question becomes its answer."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from clients.domain import briefing_answers
from clients.domain.changes import lock
from clients.domain.refusals import Refusal, require_active
from clients.models import BriefingAnswer, BriefingQuestion, Contact
from comms.models import AgendaItem, Attendee, Meeting, Topic
from comms.proposing_agenda import Matter, Proposal
from comms.queries.proposals import proposals

MOST_ITEMS, MOST_CHOSEN = 40, 100


class NotPlanned(Refusal):
    """The meeting was held or called off: its agenda is what it was."""


class TooMany(Refusal):
    """An agenda that nobody can get through."""


@transaction.atomic
def take(meeting: Meeting, *, by: Membership, at: datetime, wanted: Collection[str] | None = None) -> list[AgendaItem]:
    """Puts proposals on the agenda, after what stands there: those `wanted` by their keys, or all that there is time
    for. What stands there already, or is proposed no more, is left as it is. Raises NotPlanned, TooMany,
    ClientIsArchived.
    """
    require_active(lock(meeting).client)
    if meeting.state != Meeting.State.PLANNED:
        raise NotPlanned(_("This meeting is not ahead of us any more."))
    there = list(AgendaItem.objects.filter(meeting=meeting).values_list("position", flat=True))
    chosen = [one for one in proposals(meeting) if _is_wanted(one, wanted)]
    if chosen and len(there) + len(chosen) > MOST_ITEMS:
        raise TooMany(_("An agenda has at most %(count)s items.") % {"count": MOST_ITEMS})
    first = max(there, default=0) + 1
    items = AgendaItem.objects.bulk_create(
        AgendaItem(
            client_id=meeting.client_id, meeting=meeting, position=first + place, title=one.title, aim=one.aim,
            minutes=one.minutes, owner=one.owner, contact=one.contact, source_kind=one.source_kind,
            source_id=one.source_id,
        )
        for place, one in enumerate(chosen)
    )  # fmt: skip
    if items:
        record("meeting.proposals_taken", meeting, by=by, at=at, count=len(items))
    return items


def _is_wanted(one: Proposal, wanted: Collection[str] | None) -> bool:
    return one.fits if wanted is None else one.key in wanted


@transaction.atomic
def answers_from(meeting: Meeting, topics: Sequence[Topic], *, by: Membership, at: datetime) -> list[BriefingAnswer]:
    """What was written under a topic that came from a briefing question is noted as its answer; said by who decided,
    or the item's own contact, or the only one who came. Doing so again, for a corrected summary, supersedes what is
    said otherwise and changes nothing else. Raises ClientIsArchived.
    """
    items = list(AgendaItem.objects.filter(meeting=meeting, source_kind=Matter.BRIEFING).select_related("contact"))
    if not items:
        return []
    questions = BriefingQuestion.objects.in_bulk([item.source_id for item in items if item.source_id is not None])
    only = _only_one_there(meeting)
    noted = []
    for item in items:
        question, topic = questions.get(item.source_id or 0), _topic_of(item, topics)
        said = "\n".join(filter(None, (topic.answer.strip(), topic.decision.strip()))) if topic else ""
        if topic is None or question is None or not said:
            continue
        who = topic.decided_by or item.contact or only
        answer = briefing_answers.note(
            meeting.client, question, by=by, at=at, text=said[: briefing_answers.LONGEST], contact=who,
            interaction_id=topic.interaction_id,
        )  # fmt: skip
        noted.append(answer)
    return noted


def _topic_of(item: AgendaItem, topics: Sequence[Topic]) -> Topic | None:
    """The topic the item became; of a call that was written anew, the one that is called as it."""
    by_id = {topic.pk: topic for topic in topics}
    if item.topic_id in by_id:
        return by_id[item.topic_id]
    return next((topic for topic in topics if topic.title.strip() == item.title.strip()), None)


def _only_one_there(meeting: Meeting) -> Contact | None:
    there = Attendee.objects.filter(meeting=meeting, removed_at=None).exclude(contact=None)
    found = [row.contact for row in there.select_related("contact")[:2]]
    return found[0] if len(found) == 1 else None

"""Proposals become items of an agenda, and what was said to a briefing question becomes its answer."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from agency.models import Membership
from clients.domain import briefing_answers
from clients.domain.changes import lock
from clients.models import BriefingAnswer, BriefingQuestion, Contact
from comms.domain import agendas
from comms.domain.meeting_refusals import require_open
from comms.models import AgendaItem, Attendee, Meeting, Topic
from comms.proposing_agenda import Matter, Proposal
from comms.queries.proposals import proposals

MOST_CHOSEN = 100


@transaction.atomic
def take(meeting: Meeting, *, by: Membership, at: datetime, wanted: Collection[str] | None = None) -> list[AgendaItem]:
    """Puts proposals on the agenda, after what stands there: those `wanted` by their keys, or all that there is time
    for. What stands there already, or is proposed no more, is left as it is. Raises what adding an item would.
    """
    require_open(lock(meeting))
    chosen = [one for one in proposals(meeting) if _is_wanted(one, wanted)]
    return agendas.extend(meeting, [_item(one) for one in chosen], by=by, at=at)


def _item(one: Proposal) -> dict[str, Any]:
    fields = ("title", "aim", "minutes", "owner", "contact", "source_kind", "source_id")
    return {name: getattr(one, name) for name in fields}


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

"""Talking points of a month: put in other words, left out, and made the agenda of the month's call (practice T5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from agency import wording
from agency.domain.events import record
from agency.models import Membership
from clients.domain.changes import lock
from clients.domain.refusals import Refusal, require_active
from clients.models import Client, Contact
from comms.domain import month_calls
from comms.models import AgendaItem, Meeting
from comms.proposal_words import standard_title
from comms.proposing_agenda import Standard
from reports.gathering import zone_of
from reports.models import TalkingEdit
from reports.queries.talking import Talk, talk_of
from reports.talking_points import Part

LONGEST = 600
MOST_EDITS = 200
Aim = AgendaItem.Aim
ITEMS = {
    Part.RESULT: (Standard.RESULT, Aim.INFORM, 10),
    Part.WRONG: (Standard.WRONG, Aim.INFORM, 5),
    Part.COMING: (Standard.COMING, Aim.DISCUSS, 10),
    Part.GIVEN: (Standard.GIVEN, Aim.INFORM, 2),
}
"""What a part is on an agenda, to what end, and for how many minutes."""


@dataclass(frozen=True)
class Edit:
    text: str
    left_out: bool


class TooLong(Refusal):
    field = "text"


@transaction.atomic
def change(client: Client, month: date, edits: Mapping[str, Edit], *, by: Membership, at: datetime) -> Talk:
    """Other words for points of the month, or none. Words that are empty, or as they were gathered, are those again; a
    slot that is none of the month's is left aside. Raises TooLong, ClientIsArchived.
    """
    require_active(lock(client))
    talk = talk_of(client, month, at=at)
    kept = {edit.slot: edit for edit in TalkingEdit.objects.filter(client=client, month=month)}
    touched: TalkingEdit | None = None
    for point in talk.points:
        edit = edits.get(point.slot)
        if edit is None:
            continue
        text = " ".join(edit.text.split())
        if len(text) > LONGEST:
            raise TooLong(_("At most %(count)s characters for a point.") % {"count": LONGEST}, field=point.slot)
        text = "" if text == point.gathered else text
        row = kept.get(point.slot) or TalkingEdit(client=client, month=month, slot=point.slot)
        if (row.text, row.left_out) == (text, edit.left_out):
            continue
        row.text, row.left_out, row.by, row.at = text, edit.left_out, by, at
        row.save()
        touched = row
    if touched is not None:
        record("talking_points.changed", touched, by=by, at=at, month=month.isoformat())
    return talk_of(client, month, at=at) if touched else talk


@transaction.atomic
def plan_call(
    client: Client,
    month: date,
    *,
    by: Membership,
    at: datetime,
    starts_at: datetime,
    minutes: int,
    contacts: Sequence[Contact],
) -> Meeting:
    """Plans the call about a month: an item for each part that has something to say, with the points beneath, for us.

    Raises what planning a review raises (month_calls.plan).
    """
    talk = talk_of(client, month, at=at)
    items = [
        month_calls.Draft(standard, standard_title(standard, talk.language), aim, long, "\n".join(said))
        for part, (standard, aim, long) in ITEMS.items()
        if (said := [f"– {point.text}" for point in talk.points if point.part == part and not point.left_out])
    ]
    with translation.override(talk.language):
        title = _("%(client)s in %(month)s") % {"client": client.name, "month": wording.month(month)}
    return month_calls.plan(
        client, by=by, at=at, title=title, starts_at=starts_at, minutes=minutes, contacts=contacts, items=items,
        zone=zone_of(client, client.agency),
    )  # fmt: skip

"""What leaves the desk, before it leaves: the very letter of each reader, of notes that are not kept yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import get_language_info, gettext as _

from agency import wording
from agency.models import Membership
from clients.models import Contact, DetailLevel
from clients.profile import effective_profile
from comms import changes, sheet, summary_letter, writer
from comms.desk import Desk
from comms.domain.summaries import silence_at
from comms.models import Summary
from comms.summary_letter import Copy, Record

LOOKS = ("letter", "mail", "text")


@dataclass(frozen=True)
class Chosen:
    """Whose letter is shown, in which detail ('' as they like it), and how."""

    reader: str = ""
    detail: str = ""
    look: str = "letter"

    @classmethod
    def of(cls, data: Any) -> "Chosen":
        detail, look = data.get("sheet_detail", ""), data.get("sheet_look", "")
        return cls(
            reader=data.get("sheet_reader", ""),
            detail=detail if detail in DetailLevel.values else "",
            look=look if look in LOOKS else LOOKS[0],
        )


def of_desk(desk: Desk, member: Membership, now: datetime, chosen: Chosen) -> dict[str, Any]:
    """Context of comms/call_sheet.html for what is typed so far."""
    there = desk.to.people
    if not there:
        return {"sheet": None, "checks": [], "readers": [], "why": desk.why}
    ticked = desk.to.ticked()
    wanted = ticked or there
    first = next((contact for contact in there if contact.key == chosen.reader), wanted[0])
    profile = effective_profile(first, desk.client, first.agency)
    record = record_of(desk, member, now)
    copy = copy_for(desk, first, record, member, chosen.detail)
    return {
        "sheet": {
            "copy": copy,
            "letter": copy.letter,
            "bidi": get_language_info(copy.language)["bidi"],
            "from": _("%(name)s, %(agency)s") % {"name": member.user, "agency": first.agency.name},
            "to": wording.listing([contact.person.name for contact in ticked]) or "–",
        },
        "chosen": chosen,
        "details": _details(profile.detail_level.value),
        "looks": [("letter", _("Letter")), ("mail", _("As a mail")), ("text", _("Plain text"))],
        "chips": sheet.chips(profile),
        **sheet.before_sending(desk, [first, *(one for one in wanted if one != first)], record.at),
        **changes.at_desk(desk.summary, record.lines),
        "readers": desk.to.readers(),
        "first": first,
    }


def record_of(desk: Desk, member: Membership, now: datetime) -> Record:
    """What would be frozen if it were sent now."""
    bound = desk.form.is_bound and desk.form.is_valid()
    at = desk.form.cleaned_data.get("at") if bound else None
    summary = desk.summary
    keys = desk.form["members"].value() or []
    ours = [str(one.user) for key, one in desk.cast.members.items() if key in keys and one != desk.cast.besides]
    return Record(
        agency=desk.client.agency,
        at=at or (summary.interaction.at if summary else now),
        lines=writer.lines(sheet.spoken(desk)),
        version=summary.version if summary else 1,
        subject=summary.subject if summary else "",
        opening=summary.opening if summary else "",
        silence_at=silence_at(summary or Summary(agency=desk.client.agency, client=desk.client), now),
        ours=ours,
        **(summary_letter.of_before(summary) if summary else {}),
    )


def copy_for(desk: Desk, contact: Contact, record: Record, by: Membership, detail: str = "") -> Copy:
    """The same as leaves, but for the secret in its link."""
    link = f"{settings.BASE_URL}/{desk.client.agency.slug}/l/…"
    profile = effective_profile(contact, desk.client, contact.agency)
    return summary_letter.write(record, contact, profile, by=by, link=link, detail=detail)


def _details(theirs: str) -> list[tuple[str, str]]:
    """The levels to look at; the one they like is ''."""
    return [("" if value == theirs else value, str(label)) for value, label in DetailLevel.choices]

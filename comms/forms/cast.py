"""Who and what a call's form offers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext

from agency import wording
from agency.models import Membership
from clients.models import Contact, Exclusion
from comms.forms.questions import expert_choices
from comms.models import AgendaItem, Decision, Expert, Interaction, Meeting


class Cast:
    """Everybody and everything that a call's form offers for one client; made once for all of its sub-forms."""

    def __init__(
        self,
        contacts: Sequence[Contact],
        members: Sequence[Membership],
        exclusions: Sequence[Exclusion],
        *,
        besides: Membership | None = None,
    ) -> None:
        self.contacts = {contact.key: contact for contact in contacts}
        self.members = {member.key: member for member in members}
        self.exclusions = {exclusion.key: exclusion for exclusion in exclusions}
        self.besides = besides
        self.meeting: Meeting | None = None
        self.call: Interaction | None = None
        self.decisions: Mapping[str, Decision] = {}
        self.decisions_help = ""
        self.experts: Mapping[str, Expert] = {}
        self.away: Mapping[int, str] = {}

    @cached_property
    def names(self) -> dict[str, str]:
        """Everybody by the value of the field 'Who', for reading names out of words."""
        theirs = {f"c:{key}": contact.person.name for key, contact in self.contacts.items()}
        return theirs | {f"m:{key}": str(member.user) for key, member in self.members.items()}

    @property
    def items(self) -> dict[str, AgendaItem]:
        return {item.key: item for item in self.meeting.items.all()} if self.meeting else {}

    def colleague_choices(self) -> list[tuple[str, str]]:
        return [(key, str(member.user)) for key, member in self.members.items() if member != self.besides]

    def contact_choices(self) -> list[tuple[str, str]]:
        return [(key, contact.person.name) for key, contact in self.contacts.items()]

    def doer_choices(self) -> list[Any]:
        ours = [(f"m:{key}", str(member.user)) for key, member in self.members.items()]
        theirs = [(f"c:{key}", contact.person.name) for key, contact in self.contacts.items()]
        return [("", "–"), (gettext("At the client"), theirs), (gettext("With us"), ours)]

    def exclusion_choices(self) -> list[tuple[str, str]]:
        return [("", gettext("no clause")), *((key, str(exclusion)) for key, exclusion in self.exclusions.items())]

    @cached_property
    def decision_choices(self) -> list[tuple[str, str]]:
        """By their words, so that typing finds one."""
        today = timezone.localdate()
        rows = [(key, _short(row), wording.day(row.decided_on, today)) for key, row in self.decisions.items()]
        return [("", gettext("nothing")), *((key, f"{what} ({day})") for key, what, day in rows)]

    @cached_property
    def expert_choices(self) -> list[Any]:
        return [("", gettext("nobody")), *expert_choices(list(self.experts.values()), self.away)]

    def replaced_here(self, key: str) -> bool:
        """Whether an earlier version of this call's summary took the place of that decision already."""
        later = getattr(self.decisions.get(key), "superseded_by", None)
        return self.call is not None and later is not None and later.interaction_id == self.call.pk


def _short(decision: Decision) -> str:
    return Truncator(" ".join(decision.what.split())).chars(80)

"""What verbs of meetings refuse."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from agency.models import Membership
from clients.domain.refusals import Refusal, require_active
from clients.models import Client, Contact
from comms.models import Meeting

MOST_PEOPLE = 60


class InThePast(Refusal):
    field = "starts_at"


class MeetingIsHeld(Refusal):
    """It took place: what was planned stands as it was."""


class MeetingIsOff(Refusal):
    """It was called off."""


class NobodyComes(Refusal):
    field = "contacts"


class NotTheirs(Refusal):
    """Somebody, or something, of another client."""

    field = "contacts"


class GoneFromUs(Refusal):
    """Whoever has left the agency cannot be asked."""

    field = "members"


class NotReady(Refusal):
    """Somebody of ours comes to a kickoff and speaks for nothing (practice M2)."""


class AgendaIsFull(Refusal):
    field = "title"


class WrongItem(Refusal):
    field = "title"


class AlreadyFollowed(Refusal):
    """The next one was planned, and called off."""


def require_open(meeting: Meeting) -> None:
    """Raises MeetingIsHeld, MeetingIsOff, ClientIsArchived."""
    if meeting.state == Meeting.State.HELD:
        raise MeetingIsHeld(_("This meeting took place. What was planned for it stays as it was."))
    if meeting.state == Meeting.State.CANCELLED:
        raise MeetingIsOff(_("This meeting was called off. Plan a new one instead."))
    require_active(meeting.client)


def require_coming(client: Client, members: Sequence[Membership], contacts: Sequence[Contact]) -> None:
    """Raises NobodyComes, NotTheirs, GoneFromUs."""
    if not contacts:
        raise NobodyComes(_("Say who comes from the client."))
    if not members:
        raise NobodyComes(_("Say who of us comes."), field="members")
    if len(members) + len(contacts) > MOST_PEOPLE:
        raise NobodyComes(_("At most %(count)s people, please.") % {"count": MOST_PEOPLE})
    require_theirs(client, contacts)
    require_ours(members)


def require_theirs(client: Client, contacts: Sequence[Contact], field: str = "contacts") -> None:
    """Raises NotTheirs."""
    if any(contact.client_id != client.pk for contact in contacts):
        raise NotTheirs(_("Everybody must be a contact of this client."), field=field)


def require_ours(members: Sequence[Membership], field: str = "members") -> None:
    """Raises GoneFromUs."""
    if gone := [member for member in members if not member.active]:
        raise GoneFromUs(_("%(name)s is no longer with us.") % {"name": gone[0]}, field=field)

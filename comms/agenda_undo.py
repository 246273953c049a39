"""An item that was taken off an agenda travels, signed, with its Undo; nothing of it is kept."""

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from agency.models import Membership
from clients.domain.refusals import Refusal
from clients.models import Contact
from comms.domain import agendas
from comms.models import AgendaItem, Meeting

SALT = "comms.agenda_undo"
WITHIN = timedelta(hours=1)
AS_THEY_ARE = ("key", "title", "aim", "minutes", "note", "source_kind", "source_id")


def sealed(item: AgendaItem) -> str:
    """The item as text that fits an address and cannot be changed on the way."""
    values = {name: getattr(item, name) for name in (*AS_THEY_ARE, "position", "owner_id", "contact_id")}
    return signing.dumps(values, salt=_salt(item.meeting_id), compress=True)


def put_back(meeting: Meeting, text: str, *, by: Membership, at: datetime) -> AgendaItem:
    """The item where it stood. Raises Refusal for what is not one of this meeting or too old, and what `agendas.add`
    raises.
    """
    try:
        values: dict[str, Any] = signing.loads(text, salt=_salt(meeting.pk), max_age=WITHIN)
    except signing.BadSignature:
        raise Refusal(_("That was too long ago. Please write the item again.")) from None
    fields = {name: values[name] for name in AS_THEY_ARE}
    fields["owner"] = Membership.objects.filter(pk=values["owner_id"]).first()
    fields["contact"] = Contact.objects.filter(pk=values["contact_id"]).first()
    item = agendas.add(meeting, by=by, at=at, **fields)
    return agendas.place(item, values["position"], by=by, at=at)


def _salt(meeting_id: int) -> str:
    return f"{SALT}.{meeting_id}"

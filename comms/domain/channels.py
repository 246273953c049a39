"""Connecting a client's chat channel, changing it, and what it is told (practice V10)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.keys import new_token
from agency.models import Membership
from clients.domain.changes import lock
from clients.domain.refusals import require_active
from comms import chat_addresses, sealing
from comms.models import ChatChannel

CHANGED_BY_PEOPLE = ("name", "readers", "contact", "tells_messages", "tells_clocks", "tells_agreements", "active")


class NameTaken(ValidationError):
    def __init__(self) -> None:
        super().__init__({"name": _("This client has a channel of this name already.")})


class NoAddress(ValidationError):
    def __init__(self) -> None:
        words = _("No service that Rapport knows is addressed like this. Copy the channel’s webhook address once more.")
        super().__init__({"address": words})


@transaction.atomic
def connect(channel: ChatChannel, *, address: str, by: Membership, at: datetime) -> ChatChannel:
    """A new channel of a client. Without an address nothing is posted; what is written there can come in all the same.

    Raises NameTaken, NoAddress, ClientIsArchived.
    """
    require_active(lock(channel.client))
    _check(channel)
    _aim(channel, address)
    channel.secret = sealing.seal(new_token())
    channel.save()
    record("channel.connected", channel, by=by, at=at, service=channel.service, readers=channel.readers)
    return channel


@transaction.atomic
def change(
    channel: ChatChannel, *, address: str = "", forget: bool = False, by: Membership, at: datetime
) -> ChatChannel:
    """Saves what was changed. An empty address keeps the old one, `forget` takes it away. Raises NameTaken, NoAddress.

    The secret, and when something was last heard, stay as they are now, whatever the caller has read before.
    """
    _check(channel)
    fields = list(CHANGED_BY_PEOPLE)
    if address or forget:
        _aim(channel, "" if forget else address)
        fields += ["service", "address"]
    channel.problem, channel.problem_since = "", None
    channel.save(update_fields=[*fields, "problem", "problem_since"])
    record("channel.changed", channel, by=by, at=at, active=channel.active, readers=channel.readers)
    return channel


@transaction.atomic
def renew_secret(channel: ChatChannel, *, by: Membership, at: datetime) -> ChatChannel:
    """What is signed with the old one is refused from now on."""
    channel.secret = sealing.seal(new_token())
    channel.save(update_fields=["secret"])
    record("channel.secret_renewed", channel, by=by, at=at)
    return channel


def secret_of(channel: ChatChannel) -> str:
    """What its messages are signed with."""
    return unsealed(bytes(channel.secret))


def unsealed(secret: bytes) -> str:
    """Empty when the installation's key was changed since: it has to be renewed."""
    try:
        return sealing.unseal(secret)
    except sealing.Unreadable:
        return ""


def _aim(channel: ChatChannel, address: str) -> None:
    try:
        channel.service = chat_addresses.service_of(address) if address else ""
    except chat_addresses.NoService:
        raise NoAddress from None
    channel.address = sealing.seal(address) if address else b""


def _check(channel: ChatChannel) -> None:
    same = ChatChannel.objects.filter(client=channel.client, name__iexact=channel.name)
    if same.exclude(pk=channel.pk).exists():
        raise NameTaken
    if channel.contact.client_id != channel.client_id:
        raise ValidationError({"contact": _("Choose one of this client’s people.")})

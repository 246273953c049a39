"""Mails say more than their reader may know."""

from typing import Any

import pytest

from agency import invitation_mail
from agency.models import Invitation
from clients.models import Client
from comms.domain import outbox
from comms.models import Interaction
from tests.doors.faults.fault import fault


@fault("a note for us goes out with the answer", "answer", "manager who leads", methods=("POST",))
def _(patch: pytest.MonkeyPatch) -> None:
    queue = outbox.queue

    def with_note(**mail: Any) -> Any:
        notes = Interaction.objects.filter(internal=True).values_list("text", flat=True)
        return queue(**{**mail, "text": "\n".join([mail["text"], *notes])})

    patch.setattr(outbox, "queue", with_note)


@fault("an invitation tells what the agency does elsewhere", "invitations", "owner", methods=("POST",))
def _(patch: pytest.MonkeyPatch) -> None:
    send = invitation_mail.send

    def telling(invitation: Invitation, token: str) -> None:
        invitation.agency.name = " ".join([invitation.agency.name, *Client.objects.values_list("name", flat=True)])
        send(invitation, token)

    patch.setattr(invitation_mail, "send", telling)

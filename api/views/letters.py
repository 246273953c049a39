"""Writing to somebody who has not asked."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from agency.reach import reach
from api.operations import operation
from api.serializers.letters import LetterBody
from api.serializers.requests import MessageAnswer
from api.views.base import ApiView
from api.views.requests import parts
from clients.models import Contact
from clients.queries import contacts_of
from comms.domain import draft_files, first_words, later
from comms.models import Interaction


class Letters(ApiView):
    tag = "Requests"
    verbs = {"POST": "letter.write"}
    largest_body = draft_files.TOGETHER * 4 // 3 + 1_000_000

    def found(self, key: str) -> tuple[Contact]:  # type: ignore[override]
        return (reach(contacts_of(self.member), key=key),)

    @operation("Write to a contact", takes=LetterBody, gives=MessageAnswer, status=201, once=True)
    def post(self, contact: Contact, body: dict[str, Any], key: str) -> Interaction:
        """A letter that answers nothing. It begins a thread without a clock; when the client answers, it has one."""
        when = body.get("leaves", "now")
        leaves_at = later.morning_of(contact, self.now) if when == "morning" else body.get("leaves_at")
        if when == "chosen" and leaves_at is None:
            raise ValidationError({"leaves_at": [_("Say when it is to leave.")]}, code="required")
        return first_words.write(
            contact,
            by=self.member,
            at=self.now,
            subject=body["subject"],
            text=body["text"],
            attachments=draft_files.bounded(parts(body.get("attachments", []))),
            leaves_at=None if when == "now" else leaves_at,
            key=key,
        )

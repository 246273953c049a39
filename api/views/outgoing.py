"""Mail that left, one by one: its story, what a person decides, and the account that an agency sends by."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agency.reach import reach
from api.operations import operation
from api.serializers.outgoing import OneMailAnswer, SendingAnswer, SendingBody
from api.views.base import ApiView
from comms.domain import outbox, sending
from comms.models import OutboxMessage, SendingAccount
from comms.queries.outbox import outbox_rows


class OneMail(ApiView):
    tag = "Mail"
    verbs = {"GET": "outbox.read"}

    def found(self, key: str) -> tuple[OutboxMessage]:  # type: ignore[override]
        return (reach(outbox_rows(self.member).prefetch_related("tries", "reports"), key=key),)

    @operation("A mail that left", gives=OneMailAnswer)
    def get(self, message: OutboxMessage) -> OutboxMessage:
        """With each attempt, and what a provider reported afterwards."""
        return message


class MailVerb(ApiView):
    tag = "Mail"
    verbs = {"POST": "outbox.settle"}

    def found(self, key: str) -> tuple[OutboxMessage]:  # type: ignore[override]
        return (reach(outbox_rows(self.member), key=key),)


class Retry(MailVerb):
    @operation("Send a mail again", gives=OneMailAnswer)
    def post(self, message: OutboxMessage, body: dict[str, Any] | None = None) -> OutboxMessage:
        """For one that could not be sent, came back, or is perhaps sent."""
        return outbox.retry(message, by=self.member, at=self.now)


class Arrival(MailVerb):
    @operation("Say that a mail did arrive", gives=OneMailAnswer)
    def post(self, message: OutboxMessage, body: dict[str, Any] | None = None) -> OutboxMessage:
        """For one that is perhaps sent."""
        return outbox.mark_arrived(message, by=self.member, at=self.now)


class Sending(ApiView):
    tag = "Mail"
    verbs = {"GET": "sending.edit", "PATCH": "sending.edit"}

    @operation("How mail leaves", gives=SendingAnswer)
    def get(self) -> SendingAccount:
        """The account that the agency sends by. Without one, `active` is false and mail leaves by our server."""
        return SendingAccount.objects.first() or SendingAccount(agency=self.agency, active=False)

    @operation("Change how mail leaves", takes=SendingBody, gives=SendingAnswer)
    def patch(self, body: dict[str, Any]) -> SendingAccount:
        """The account itself, with its password or key, is set up on the page, where it is tried out."""
        account = SendingAccount.objects.first()
        if account is None:
            raise ValidationError(_("There is no account yet. It is set up on the page, where it is tried out."))
        for name, value in body.items():
            setattr(account, name, value)
        return sending.save(account, by=self.member, at=self.now)

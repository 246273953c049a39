"""One mail that left with its story, and the account for sending."""

from rest_framework import serializers

from api.serializers.base import Answer, ModelBody
from api.serializers.mail import OutboxAnswer
from comms.models import DeliveryAttempt, OutboxMessage, SendingAccount, TrackingReport


class AttemptAnswer(Answer):
    class Meta:
        model = DeliveryAttempt
        fields = ("number", "at", "verdict", "reply", "via", "next_attempt_at")


class ReportOfProvider(Answer):
    class Meta:
        model = TrackingReport
        fields = ("provider", "what", "at", "reply")


class OneMailAnswer(OutboxAnswer):
    tries = AttemptAnswer(many=True)
    reports = ReportOfProvider(many=True)

    class Meta:
        model = OutboxMessage
        fields = (*OutboxAnswer.Meta.fields, "via", "provider_id", "tries", "reports")


class SendingAnswer(Answer):
    account = serializers.SerializerMethodField(help_text="Its server, or the provider’s name.")

    class Meta:
        model = SendingAccount
        fields = (
            *("way", "account", "active", "sender_name", "per_minute"),
            *("problem", "problem_since", "worked_at"),
        )

    def get_account(self, account: SendingAccount) -> str:
        return str(account)


class SendingBody(ModelBody):
    class Meta:
        model = SendingAccount
        fields = ("active", "sender_name", "per_minute")

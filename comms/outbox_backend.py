"""Django's e-mail backend: whatever a lower room or allauth mails becomes an account mail in the outbox, sent by the worker."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class OutboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        from comms.domain.outbox import queue_account_mail

        return sum(queue_account_mail(message) for message in email_messages)

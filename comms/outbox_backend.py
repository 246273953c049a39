"""Django's e-mail backend: what a lower room or allauth mails becomes account mail in the outbox, sent by a worker."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class OutboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        from comms.domain.account_mail import queue_account_mail

        return sum(queue_account_mail(message) for message in email_messages)

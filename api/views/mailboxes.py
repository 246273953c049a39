"""Where mail comes in: how it stands, and letting a provider post it."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from agency.reach import reach
from api.operations import listing, operation
from api.serializers.mailboxes import AddressesAnswer, HookBody, MailboxAnswer, MailboxBody, NewMailboxBody
from api.views.base import ApiView
from comms.domain import mail_hooks, mailboxes
from comms.models import Mailbox, MailHook

BESIDE = ("agency", "triage__user", "for_client", "hook", "sent_folder", "token_sign_in")


class MailboxView(ApiView):
    tag = "Mail"

    def rows(self) -> QuerySet[Mailbox]:
        return Mailbox.objects.select_related(*BESIDE)

    def found(self, key: str) -> tuple[Mailbox]:  # type: ignore[override]
        return (reach(self.rows(), key=key),)

    def again(self, mailbox: Mailbox) -> Mailbox:
        return self.rows().get(pk=mailbox.pk)


class Mailboxes(MailboxView):
    verbs = {"GET": "mailbox.edit", "POST": "mailbox.edit"}

    def found(self) -> tuple[()]:  # type: ignore[override]
        return ()

    @listing("List mailboxes", of=MailboxAnswer)
    def get(self, query: dict[str, Any]) -> QuerySet[Mailbox]:
        return self.rows()

    @operation("Connect a mailbox by webhook", takes=NewMailboxBody, gives=MailboxAnswer, status=201, once=True)
    def post(self, body: dict[str, Any], key: str) -> Mailbox:
        """Then ask for its addresses by making a new secret, and give them to the provider."""
        way = {name: body.pop(name) for name in ("provider", "signing_key") if name in body}
        mailbox = Mailbox(**{**body, "address": body["address"].lower()})
        return self.again(mail_hooks.connect(mailbox, **way, by=self.member, at=self.now).mailbox)


class OneMailbox(MailboxView):
    verbs = {"GET": "mailbox.edit", "PATCH": "mailbox.edit"}

    @operation("One mailbox", gives=MailboxAnswer)
    def get(self, mailbox: Mailbox) -> Mailbox:
        return mailbox

    @operation("Change a mailbox", takes=MailboxBody, gives=MailboxAnswer)
    def patch(self, mailbox: Mailbox, body: dict[str, Any]) -> Mailbox:
        for name, value in body.items():
            setattr(mailbox, name, value)
        return self.again(mailboxes.change(mailbox, by=self.member, at=self.now))


class Webhook(MailboxView):
    verbs = {"PUT": "mailbox.edit", "DELETE": "mailbox.edit"}

    @operation("Let a provider post a mailbox’s mail", takes=HookBody, gives=MailboxAnswer)
    def put(self, mailbox: Mailbox, body: dict[str, Any]) -> Mailbox:
        """Nobody signs in to it any more. For one that is posted already the provider changes, its address stays."""
        return self.again(mail_hooks.open_to(mailbox, **body, by=self.member, at=self.now).mailbox)

    @operation("Sign in to a mailbox again", gives=MailboxAnswer)
    def delete(self, mailbox: Mailbox) -> Mailbox:
        """By IMAP, if it was read by IMAP before."""
        return self.again(mail_hooks.close(hook_of(mailbox), by=self.member, at=self.now))


class WebhookSecret(MailboxView):
    verbs = {"POST": "mailbox.edit"}

    @operation("Make new addresses for a provider", gives=AddressesAnswer)
    def post(self, mailbox: Mailbox) -> dict[str, Any]:
        """What is posted to the old ones is refused from now on."""
        hook = mail_hooks.renew(hook_of(mailbox), by=self.member, at=self.now)
        return {**mail_hooks.addresses_of(hook), "renewed_at": hook.renewed_at}


def hook_of(mailbox: Mailbox) -> MailHook:
    """Raises Http404 for one that no provider posts."""
    hook: MailHook | None = getattr(mailbox, "hook", None)
    if hook is None:
        raise Http404("no webhook")
    return hook

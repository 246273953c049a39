"""Where mail comes in, without any of its secrets; only who lets a provider post is told the address to give it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agency.models import Membership
from api.fields import Choice, Email, Flag, Moment, Pointer, Reference, Text
from api.serializers.base import Answer, Body, Shown
from clients.queries import clients_of
from comms.models import Mailbox, MailHook, SentFolder, TokenSignIn


def members(member: Membership) -> Any:
    return Membership.objects.filter(deactivated_at=None).select_related("user")


class HookAnswer(Shown):
    class Meta:
        model = MailHook
        fields = ("provider", "renewed_at", "received_at", "reported_at", "problem", "problem_since")


class SentFolderAnswer(Shown):
    class Meta:
        model = SentFolder
        fields = ("name", "polled_at", "problem")


class TokenSignInAnswer(Shown):
    class Meta:
        model = TokenSignIn
        fields = ("issuer", "token_url", "client_id", "access_until")


class MailboxAnswer(Answer):
    """`hook`: a provider posts its mail; else it is read by IMAP. The three are null where there is none."""

    triage = Pointer()
    for_client = Pointer(allow_null=True)
    hook = serializers.SerializerMethodField()
    sent_folder = serializers.SerializerMethodField()
    token_sign_in = serializers.SerializerMethodField()

    class Meta:
        model = Mailbox
        fields: tuple[str, ...] = (
            *("id", "address", "active", "triage", "for_client", "takes_plus", "host", "port", "tls", "username"),
            *("folder", "polled_at", "problem", "problem_since", "hook", "sent_folder", "token_sign_in"),
        )

    @extend_schema_field(HookAnswer(allow_null=True))
    def get_hook(self, mailbox: Any) -> dict[str, Any] | None:
        return self._beside(mailbox, "hook", HookAnswer)

    @extend_schema_field(SentFolderAnswer(allow_null=True))
    def get_sent_folder(self, mailbox: Any) -> dict[str, Any] | None:
        return self._beside(mailbox, "sent_folder", SentFolderAnswer)

    @extend_schema_field(TokenSignInAnswer(allow_null=True))
    def get_token_sign_in(self, mailbox: Any) -> dict[str, Any] | None:
        return self._beside(mailbox, "token_sign_in", TokenSignInAnswer)

    def _beside(self, mailbox: Any, name: str, answer: type[Shown]) -> dict[str, Any] | None:
        row = getattr(mailbox, name, None)
        return dict(answer(row, context=self.context).data) if row is not None else None


class AddressesAnswer(serializers.Serializer):
    """What to tell the provider. Whoever knows these can post."""

    mail = serializers.URLField(help_text="For messages that come in.")
    reports = serializers.URLField(help_text="For what became of mail that left.")
    renewed_at = Moment()


class MailboxBody(Body):
    triage = Reference(members, required=False)
    for_client = Reference(clients_of, required=False, allow_null=True)
    takes_plus = Flag(required=False)
    active = Flag(required=False)


class NewMailboxBody(MailboxBody):
    """One whose mail a provider posts. One that is read by IMAP is set up on its page, where it is tried first."""

    address = Email(max_length=254)
    triage = Reference(members)
    provider = Choice(choices=MailHook.Provider.choices)
    signing_key = Text(max_length=200, required=False, help_text="For Mailgun and MailerSend.")


class HookBody(Body):
    provider = Choice(choices=MailHook.Provider.choices)
    signing_key = Text(max_length=200, required=False, help_text="Left out, the stored one stays.")

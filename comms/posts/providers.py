"""The providers that post to us: the readers of django-anymail for each, and where it puts a message as it came."""

from __future__ import annotations

import json
import logging
import warnings
from base64 import b64decode
from binascii import Error as NoBase64
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from anymail.exceptions import AnymailConfigurationError, AnymailWebhookValidationFailure
from anymail.webhooks import amazon_ses, mailersend, mailgun, mailjet, postmark, sendgrid, sparkpost
from anymail.webhooks.base import AnymailBaseWebhookView
from django.http import HttpRequest

from comms.mail.charset import one_line
from comms.posts import rebuild
from comms.posts.posted import Malformed, Post, hand_on

logger = logging.getLogger(__name__)


class Forged(Exception):
    """The provider's signature is missing, or does not fit the key."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message, and the addresses of its envelope as far as the provider names them."""

    raw: bytes
    recipients: tuple[str, ...] = ()


Raw = Callable[[Post], Iterator[Incoming]]
Reader = Callable[[str], Any]
"""Gives django-anymail's view for a key."""


def unsigned(view: type[Any]) -> Reader:
    """Made once. The warnings that no password is asked for are not due: the secret in the address is our lock."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = view(webhook_secret=[])
    return lambda key: made


def signed(view: type[Any], key_name: str) -> Reader:
    return lambda key: view(webhook_secret=[], **{key_name: key})


@dataclass(frozen=True, slots=True)
class Provider:
    """`raw` finds messages that were posted whole; what gives none is rebuilt by way of `mail`. One of the fields of
    `shows_mail` stands in every post of a message. `signs`: a key tells that the post is really theirs.
    `writes_authentication`: it puts Authentication-Results of its own on top.
    """

    mail: Reader
    reports: Reader
    raw: Raw
    shows_mail: tuple[str, ...]
    signs: bool = False
    writes_authentication: bool = False

    def messages(self, request: HttpRequest, post: Post, key: str) -> list[Incoming]:
        """What was posted. Raises Forged and Malformed; what is mail and defeats the readers comes whole."""
        view = self.mail(key)
        _verify(view, hand_on(request, post))
        try:
            found = [one for one in self.raw(post) if one.raw.strip()]
            found = found or [_rebuilt(event) for event in view.parse_events(request)]
            return [Incoming(one.raw, tuple(one_line(name)[:320] for name in one.recipients)) for one in found]
        except AnymailConfigurationError as reason:
            raise Malformed(str(reason)) from reason
        except Exception as reason:
            if not self._looks_like_mail(post):
                raise Malformed(f"{type(reason).__name__}: {reason}") from reason
            logger.exception("a provider's post could not be read as mail; it is kept whole")
            return [Incoming(rebuild.of_what_came(post.body))]

    def events(self, request: HttpRequest, post: Post, key: str) -> Sequence[Any]:
        """What became of our mail, as django-anymail's AnymailTrackingEvent. Raises Forged and Malformed."""
        view = self.reports(key)
        _verify(view, hand_on(request, post))
        try:
            return list(view.parse_events(request))
        except Exception as reason:
            raise Malformed(f"{type(reason).__name__}: {reason}") from reason

    def _looks_like_mail(self, post: Post) -> bool:
        there = set(post.fields) | set(post.data if isinstance(post.data, dict) else ())
        return bool(there.intersection(self.shows_mail))


def _verify(view: Any, request: HttpRequest) -> None:
    try:
        view.run_validators(request)
    except AnymailWebhookValidationFailure as reason:
        raise Forged(str(reason)) from reason
    except Exception as reason:
        raise Malformed(f"{type(reason).__name__}: {reason}") from reason


def _rebuilt(event: Any) -> Incoming:
    recipient = event.message.envelope_recipient
    return Incoming(rebuild.from_anymail(event.message), (str(recipient),) if recipient else ())


# --- where each puts a message as it came -----------------------------------------------------------------------------
def _mailgun(post: Post) -> Iterator[Incoming]:
    yield Incoming(post.raw("body-mime"), tuple(filter(None, [post.text("recipient")])))


def _sendgrid(post: Post) -> Iterator[Incoming]:
    envelope = json.loads(post.text("envelope") or "{}")
    recipients = envelope.get("to", []) if isinstance(envelope, dict) else []
    yield Incoming(post.raw("email"), tuple(map(str, recipients if isinstance(recipients, list) else [])))


def _postmark(post: Post) -> Iterator[Incoming]:
    recipient = post.data.get("OriginalRecipient")
    yield Incoming(_bytes(post.data.get("RawEmail")), (str(recipient),) if recipient else ())


def _mailersend(post: Post) -> Iterator[Incoming]:
    data = post.data["data"]
    recipients = data.get("recipients", {}).get("rcptTo", [])
    yield Incoming(_bytes(data.get("raw")), tuple(str(one["email"]) for one in recipients))


def _sparkpost(post: Post) -> Iterator[Incoming]:
    if not isinstance(post.data, list):
        raise Malformed("no batch of events")
    for event in post.data:
        relayed = event["msys"].get("relay_message")
        if relayed and relayed["protocol"] == "smtp":
            content = relayed["content"]
            raw = _bytes(content["email_rfc822"], base64=bool(content.get("email_rfc822_is_base64")))
            yield Incoming(raw, tuple(filter(None, [str(relayed.get("rcpt_to") or "")])))


def _ses(post: Post) -> Iterator[Incoming]:
    """A notification with the content in it; without, it is to be found in S3, and `content_place` says where."""
    told = notification(post)
    receipt = told.get("receipt", {})
    if told.get("notificationType") == "Received" and told.get("content"):
        in_base64 = receipt.get("action", {}).get("encoding") == "BASE64"
        yield Incoming(_bytes(told["content"], base64=in_base64), tuple(map(str, receipt.get("recipients", []))))


def _mailjet(post: Post) -> Iterator[Incoming]:
    """It posts no message as it came."""
    yield from ()


def _bytes(text: object, *, base64: bool = False) -> bytes:
    """Raises Malformed for what says that it is base64 and is none."""
    written = str(text or "")
    if not base64:
        return written.encode("utf-8", "replace")
    try:
        return b64decode(written)
    except (NoBase64, ValueError) as reason:
        raise Malformed("no base64") from reason


# --- Amazon's notifications -------------------------------------------------------------------------------------------
def notification(post: Post) -> dict[str, Any]:
    """What an SNS notification says; nothing for other kinds. Raises Malformed."""
    try:
        told = json.loads(post.data["Message"]) if post.data["Type"] == "Notification" else {}
    except (TypeError, KeyError, ValueError, RecursionError) as reason:
        raise Malformed("no notification of Amazon SNS") from reason
    return told if isinstance(told, dict) else {}


def confirmation(post: Post) -> str:
    """Where a person confirms that SNS may post here: an address at Amazon, or '' if that is not what was posted."""
    if not isinstance(post.data, dict) or post.data.get("Type") != "SubscriptionConfirmation":
        return ""
    url = str(post.data.get("SubscribeURL") or "")[:2000]
    parts = urlsplit(url)
    host = parts.hostname or ""
    at_amazon = host.startswith("sns.") and host.endswith((".amazonaws.com", ".amazonaws.com.cn"))
    return url if parts.scheme == "https" and at_amazon else ""


class _WithoutTheirLibrary:
    """Anymail's views of SES ask for boto3 when they are made. What comes in the notification itself needs none."""

    def __init__(self, **kwargs: Any) -> None:
        self.auto_confirm_enabled = False
        AnymailBaseWebhookView.__init__(self, **kwargs)


class SesMail(_WithoutTheirLibrary, amazon_ses.AmazonSESInboundWebhookView):
    pass


class SesReports(_WithoutTheirLibrary, amazon_ses.AmazonSESTrackingWebhookView):
    pass


PROVIDERS: dict[str, Provider] = {
    "mailgun": Provider(
        signed(mailgun.MailgunInboundWebhookView, "webhook_signing_key"),
        signed(mailgun.MailgunTrackingWebhookView, "webhook_signing_key"),
        _mailgun,
        ("body-mime", "message-headers", "body-plain"),
        signs=True,
    ),
    "postmark": Provider(
        unsigned(postmark.PostmarkInboundWebhookView),
        unsigned(postmark.PostmarkTrackingWebhookView),
        _postmark,
        ("RawEmail", "FromFull", "TextBody", "HtmlBody"),
    ),
    "sendgrid": Provider(
        unsigned(sendgrid.SendGridInboundWebhookView),
        unsigned(sendgrid.SendGridTrackingWebhookView),
        _sendgrid,
        ("email", "headers", "text", "html"),
    ),
    "ses": Provider(unsigned(SesMail), unsigned(SesReports), _ses, (), writes_authentication=True),
    "mailersend": Provider(
        signed(mailersend.MailerSendInboundWebhookView, "inbound_secret"),
        signed(mailersend.MailerSendTrackingWebhookView, "signing_secret"),
        _mailersend,
        (),
        signs=True,
    ),
    "mailjet": Provider(
        unsigned(mailjet.MailjetInboundWebhookView),
        unsigned(mailjet.MailjetTrackingWebhookView),
        _mailjet,
        ("Headers", "Text-part", "Html-part"),
    ),
    "sparkpost": Provider(
        unsigned(sparkpost.SparkPostInboundWebhookView),
        unsigned(sparkpost.SparkPostTrackingWebhookView),
        _sparkpost,
        (),
    ),
}

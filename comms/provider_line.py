"""Handing mails to a provider's API, with the same verdicts as an SMTP conversation gives."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Self

import requests
from anymail.exceptions import AnymailError, AnymailRecipientsRefused, AnymailRequestsAPIError
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext as _
from urllib3.exceptions import HTTPError, MaxRetryError, NewConnectionError

from comms.mail.structured import Structured, structured
from comms.smtp import REPLY_LIMIT, Letter, Outcome, Verdict

HANDED_OVER_OR_NOT = frozenset({500, 502, 504})
"""Answers after which the provider may have the mail: something behind its front door broke."""
NO_LONGER_OURS = frozenset({401, 402, 403})
"""The key is wrong, or the account may not send."""
KEEP_ID = {"X-PM-KeepID": "true"}
"""Postmark replaces a Message-ID unless it is asked not to."""


class ProviderLine:
    """One session with a provider, kept for all mails of a round. Use as a context manager.

    `way` names anymail's module; `access` are the options that its backend takes (keys, a domain, a region's address).
    """

    def __init__(self, way: str, access: Mapping[str, Any], *, timeout: float) -> None:
        self.way = way
        self._access = {**access, "timeout": (min(timeout, 10.0), timeout)}
        self._backend: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._backend is not None:
            self._backend.close()
            self._backend = None

    def deliver(self, letter: Letter, *, before_data: Callable[[], bool]) -> Outcome:
        """`before_data`, then the request. Raises only what `before_data` raises."""
        if not all(map(_travels, self._access.values())):
            trouble = _("This key has signs in it that no key has. Type it in again.")
            return Outcome(Verdict.REFUSED_TEMPORARILY, trouble, reached=False, trouble=trouble)
        message = self._message(structured(letter.mime, letter.recipient))
        if not before_data():
            return Outcome(Verdict.NOT_OURS)
        try:
            self._opened().send_messages([message])
        except AnymailRequestsAPIError as reason:
            return refusal(reason)
        except AnymailRecipientsRefused as reason:
            return Outcome(Verdict.REFUSED_FOR_GOOD, said(reason.response), no_such_person=_is_invalid(message))
        except AnymailError as reason:
            return Outcome(Verdict.REFUSED_FOR_GOOD, str(reason).partition("\n")[0][:REPLY_LIMIT])
        status: Any = message.anymail_status  # type: ignore[attr-defined]
        return Outcome(Verdict.ACCEPTED, said(status.esp_response), provider_id=_id_of(status))

    def _opened(self) -> Any:
        if self._backend is None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # anymail tests SendGrid no longer; it works as it did
                module = import_module(f"anymail.backends.{self.way}")
                self._backend = module.EmailBackend(**self._access)
            self._backend.open()
        return self._backend

    def _message(self, parts: Structured) -> EmailMultiAlternatives:
        message = EmailMultiAlternatives(
            parts.subject,
            parts.text,
            parts.sender,
            [parts.to],
            reply_to=[parts.reply_to] if parts.reply_to else None,
            headers={**parts.headers, **(KEEP_ID if self.way == "postmark" else {})},
        )
        if parts.html:
            message.attach_alternative(parts.html, "text/html")
        for part in parts.attachments:
            message.attach(part.name, part.data, part.content_type)
        return message


def _travels(value: object) -> bool:
    """Whether it can stand in a header of HTTP."""
    written = str(value)
    return written.isascii() and written.isprintable() and written == written.strip()


def refusal(reason: AnymailRequestsAPIError) -> Outcome:
    """What is known after a request that was not answered with 'taken'."""
    code = reason.status_code
    if code is None:
        return _without_answer(reason)
    words = said(reason.response)
    if code in NO_LONGER_OURS or (code == 404 and reason.response is not None):
        trouble = _("The provider does not accept this key. It said: %(said)s") % {"said": words[:150]}
        return Outcome(Verdict.REFUSED_TEMPORARILY, words, reached=False, trouble=trouble)
    if 200 <= code < 300 or code in HANDED_OVER_OR_NOT:
        return Outcome(Verdict.UNKNOWN, words)
    if code in (408, 429) or code >= 500:
        return Outcome(Verdict.REFUSED_TEMPORARILY, words)
    return Outcome(Verdict.REFUSED_FOR_GOOD, words)


def _without_answer(reason: Exception) -> Outcome:
    """No line, no mail; a line that broke later leaves it open."""
    cause = reason.__cause__
    inner = cause.args[0] if cause is not None and cause.args else None
    below = inner.reason if isinstance(inner, MaxRetryError) else inner
    if isinstance(cause, requests.ConnectTimeout | requests.exceptions.SSLError) or isinstance(
        below, NewConnectionError
    ):
        words = _("The provider could not be reached.")
        return Outcome(Verdict.REFUSED_TEMPORARILY, words, reached=False, trouble=words)
    if isinstance(cause, requests.Timeout):
        return Outcome(Verdict.UNKNOWN, _("The provider did not answer in time."))
    kind = type(below if isinstance(below, HTTPError) else cause or reason).__name__
    return Outcome(Verdict.UNKNOWN, _("The line to the provider broke: %(reason)s") % {"reason": kind})


def said(response: Any) -> str:
    """A provider's answer in one line."""
    if response is None:
        return ""
    return f"{response.status_code} {' '.join(response.text.split())}"[:REPLY_LIMIT]


def _is_invalid(message: Any) -> bool:
    return any(one.status == "invalid" for one in message.anymail_status.recipients.values())


def _id_of(status: Any) -> str:
    found = status.message_id
    one = next(iter(found)) if isinstance(found, set) else found
    return str(one or "").strip().strip("<>")[:200]

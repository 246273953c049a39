"""Asking as somebody at a door does: a request through all middleware, and the answer as bytes, without test clients'
copies of every template's context."""

import json
import re
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.signals import got_request_exception
from django.http import HttpResponseBase, QueryDict
from django.test.client import ClientHandler, RequestFactory

from agency.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"
SECRETS = re.compile(r"(?<![\w-])[A-Za-z0-9]{64}(?![\w-])|\b\d\d:\d\d(?::\d\d)?\b|nonce-[\w-]+")
Data = Mapping[str, Any]


@dataclass
class Answer:
    status: int
    body: str
    headers: dict[str, str]
    error: str = ""
    queries: int = 0

    def text(self) -> str:
        """Everything in which a word could leak: body and headers."""
        return "\n".join([self.body, *(f"{name}: {value}" for name, value in self.headers.items())])

    def without(self, *words: str) -> tuple[int, str, tuple[tuple[str, str], ...]]:
        """Status, body and headers with what differs anyway left out: these words, tokens against forgery, the time."""
        return (
            self.status,
            _plain(self.body, words),
            tuple(
                sorted(
                    (n, _plain(v, words)) for n, v in self.headers.items() if n not in {"Set-Cookie", "Content-Length"}
                )
            ),
        )

    def same_as(self, other: "Answer") -> bool:
        return self.without() == other.without()


def _plain(text: str, words: tuple[str, ...]) -> str:
    for word in words:
        text = text.replace(word, "WORD")
    return SECRETS.sub("SECRET", text)


class Asker:
    """One person's browser: signed in once, its cookies the same for every request."""

    _handler = ClientHandler(enforce_csrf_checks=False)

    def __init__(self, user: User | None, bearer: str = "") -> None:
        self.factory = RequestFactory()
        self.bearer = bearer
        if user is not None:
            self.factory.cookies[settings.SESSION_COOKIE_NAME] = _session_of(user)

    def ask(
        self, method: str, path: str, data: Data | None = None, query: Data | None = None, *, htmx: bool = False
    ) -> Answer:
        """The answer, whatever it is: an error 500 comes with the exception that made it."""
        headers = {"HTTP_ACCEPT": "text/html", "REMOTE_ADDR": "192.0.2.9"} | (
            {"HTTP_HX_REQUEST": "true"} if htmx else {}
        )
        if self.bearer:
            headers |= {"HTTP_ACCEPT": "application/json", "HTTP_AUTHORIZATION": f"Bearer {self.bearer}"}
        if query:
            path = f"{path}?{_encoded(query)}"
        errors: list[str] = []

        def heard(sender: Any, request: Any = None, **_: Any) -> None:
            _kind, error, trace = sys.exc_info()
            places = [
                f"{frame.filename.rsplit('/', 2)[-2]}/{frame.name}:{frame.lineno}"
                for frame in traceback.extract_tb(trace)
            ]
            errors.append(f"{type(error).__name__}: {error} in {' < '.join(reversed(places[-4:]))}")

        got_request_exception.connect(heard)
        try:
            response = self._handler(self._environ(method, path, data, headers))
        finally:
            got_request_exception.disconnect(heard)
        return _answer(response, errors)

    def _environ(self, method: str, path: str, data: Data | None, headers: dict[str, str]) -> dict[str, Any]:
        if self.bearer and data is not None:
            request = self.factory.generic(method, path, json.dumps(data), "application/json", **headers)
        elif data is None or method in {"GET", "HEAD", "DELETE"}:
            request = self.factory.generic(method, path, **headers)
        else:
            request = self.factory.generic(method, path, _encoded(data), "application/x-www-form-urlencoded", **headers)
        return request.environ


def _session_of(user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    key: str = session.session_key
    return key


def _encoded(data: Data) -> str:
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, list(value) if isinstance(value, (list, tuple)) else [value])
    return query.urlencode()


def _answer(response: HttpResponseBase, errors: list[str]) -> Answer:
    chunks = response.streaming_content if response.streaming else [response.content]  # type: ignore[attr-defined]
    body = b"".join(chunks).decode("utf-8", "replace")
    headers = dict(response.items())
    cookies = {f"Set-Cookie {name}": morsel.value for name, morsel in response.cookies.items() if "session" not in name}
    cookies.pop(f"Set-Cookie {settings.CSRF_COOKIE_NAME}", None)
    return Answer(response.status_code, body, headers | cookies, "\n".join(errors))


@dataclass
class Form:
    """A form of a page as a browser would send it: where to, how, its values and what could be chosen instead."""

    action: str = ""
    method: str = "get"
    values: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)

    @property
    def unticked(self) -> set[str]:
        """Boxes that can be ticked and are not."""
        return {name for name, kind in self.types.items() if kind == "checkbox" and not self.values.get(name)}


class Forms(HTMLParser):
    """All forms of a page, with controls that stand outside but name their form."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._by_id: dict[str, Form] = {}
        self._open: Form | None = None
        self._select: tuple[Form, str] | None = None
        self._area: tuple[Form, str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""), given.get("method", "get").lower())
            self.found.append(self._open)
            self._by_id[given.get("id", "")] = self._open
            return
        form = self._by_id.get(given.get("form", ""), self._open) if given.get("form") else self._open
        if form is None:
            return
        if tag in {"input", "button"} and given.get("name"):
            self._control(form, tag, given)
        elif tag == "select":
            self._select = (form, given.get("name", ""))
            form.values.setdefault(given.get("name", ""), [])
            form.types[given.get("name", "")] = "select"
        elif tag == "option" and self._select is not None:
            owner, name = self._select
            owner.choices.setdefault(name, []).append(given.get("value", ""))
            if "selected" in given:
                owner.values[name].append(given.get("value", ""))
        elif tag == "textarea" and given.get("name"):
            self._area = (form, given["name"])
            form.values[given["name"]] = [""]
            form.types[given["name"]] = "text"

    def _control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given["name"], given.get("type", "text" if tag == "input" else "submit")
        form.types.setdefault(name, kind)
        value = given.get("value", "on" if kind in {"checkbox", "radio"} else "")
        if kind in {"checkbox", "radio"}:
            form.choices.setdefault(name, []).append(value)
            form.values.setdefault(name, [])
            if "checked" in given:
                form.values[name].append(value)
        elif kind == "submit":
            form.choices.setdefault(name, []).append(value)
        else:
            form.values.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            form, name = self._area
            form.values[name][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select" and self._select is not None:
            form, name = self._select
            if not form.values[name] and form.choices.get(name):
                form.values[name] = [form.choices[name][0]]
            self._select = None
        elif tag == "textarea" and self._area is not None:
            form, name = self._area
            form.values[name][-1] = form.values[name][-1].removeprefix("\n")  # as browsers do
            self._area = None

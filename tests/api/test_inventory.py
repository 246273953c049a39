"""Every address of the API, read from the addresses themselves: what is added is a view with a verb, or fails here."""

from typing import Any

import pytest
from django.urls import URLPattern

from agency.permissions import TABLE
from api.urls import urlpatterns
from api.views.base import ApiView

OPEN_TO_ALL = {"schema/", "docs/", ""}
"""They hold no data: the schema, its page, and the answer to an address that is none."""
METHODS = ("get", "post", "put", "patch", "delete")


def views() -> list[tuple[str, type[ApiView]]]:
    found = []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        if str(pattern.pattern) not in OPEN_TO_ALL:
            found.append((str(pattern.pattern), getattr(pattern.callback, "view_class", None)))
    return found


@pytest.mark.parametrize(("route", "view"), views(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_operation_has_a_verb(route: str, view: Any) -> None:
    assert issubclass(view, ApiView), f"{route} goes past token and scope"
    assert view.authentication_classes == ApiView.authentication_classes
    assert view.permission_classes == ApiView.permission_classes
    methods = {method.upper() for method in METHODS if hasattr(view, method)}
    assert methods, f"{route} does nothing"
    assert methods == set(view.verbs), f"{route}: a method without a verb, or a verb without a method"
    assert set(view.verbs.values()) <= set(TABLE)
    for method in methods:
        assert getattr(view, method.lower()).operation, f"{route} {method} is not described"


def test_a_method_without_a_verb_is_open_to_nobody() -> None:
    class Forgotten(ApiView):
        verbs = {"GET": "client.read"}

        def post(self) -> None: ...

    assert Forgotten.verb_for("POST") is None
    assert Forgotten.verb_for("HEAD") == Forgotten.verb_for("GET") == "client.read"


def test_addresses_are_nouns() -> None:
    verbs = {"get", "create", "update", "delete", "send", "list", "do"}
    assert not verbs & {part for route, _view in views() for part in route.split("/")}

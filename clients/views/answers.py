"""What views of this room answer with: a form with its errors, a way back, a sentence with Undo."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from clients.domain.refusals import Refusal

T = TypeVar("T")


class Refusable(Protocol):
    """A form that shows a verb's refusal beside the field at fault."""

    def is_valid(self) -> bool: ...

    def refused(self, refusal: Refusal) -> None: ...


def tried(form: Refusable, verb: Callable[[], T]) -> T | None:
    """What the verb returns if the form is valid and the verb agrees; else None, and the form says why."""
    if not form.is_valid():
        return None
    try:
        return verb()
    except Refusal as refusal:
        form.refused(refusal)
        return None


def form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page of a form: 422 when it comes back with something to put right."""
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To the page that the form names as `next`, if it is one of ours, else to `otherwise`."""
    wish = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wish, {request.get_host()}, require_https=request.is_secure())
    return redirect(wish if ours else otherwise)


def said(request: HttpRequest, words: str, undo_url: str = "") -> None:
    """A toast on the next page, with Undo where `undo_url` takes a POST with undo=1."""
    messages.success(request, words, extra_tags=f"undo:{undo_url}" if undo_url else "")


def wants_undo(request: HttpRequest) -> bool:
    return request.POST.get("undo") == "1"

"""A letter that is proposed, read once more and sent: it begins a thread as any letter of ours does."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency.http import MemberRequest
from clients.views.answers import form_page
from comms import drafts
from comms.domain import first_words
from comms.domain.outbox import HOLD
from comms.forms.short_letter import ShortLetterForm
from comms.models import Interaction


def short_letter(
    request: MemberRequest,
    form: ShortLetterForm,
    back_url: str,
    context: dict[str, Any],
    *,
    then: Callable[[], object] = lambda: None,
) -> HttpResponse:
    """GET shows what is proposed; POST sends it, after which `then` is done, or with `do` = box opens it in the letter
    box, where there are templates, files and a moment of its own.
    """
    if request.method == "POST":
        if request.POST.get("do") == "box" and (there := _in_the_box(request, form)) is not None:
            return there
        if form.is_valid() and (sent := _sent(request, form)) is not None:
            then()
            leaves_soon(request, sent, _("Your letter leaves in a moment."))
            return redirect(back_url)
    context |= {
        "form": form,
        "back_url": back_url,
        "once": request.POST.get("once", ""),
        "none": not form.cast.contacts,
    }
    return form_page(request, "comms/short_letter.html", context)


def leaves_soon(request: MemberRequest, sent: Interaction, words: str) -> None:
    """Says so, with Undo for as long as the letter waits; taken back, it is a draft in the letter box."""
    undo = reverse("message_withdrawal", args=[request.agency.slug, sent.key])
    messages.success(request, words, extra_tags=f"undo:{undo} until:{(sent.at + HOLD).isoformat()}")


def _in_the_box(request: MemberRequest, form: ShortLetterForm) -> HttpResponse | None:
    """What is typed becomes the draft of a letter to whoever is chosen."""
    contact = form.cast.contacts.get(request.POST.get("to", ""))
    if contact is None:
        return None
    drafts.keep(request.member, drafts.letter_place(contact), request.POST, at=timezone.now())
    return redirect("letter", request.agency.slug, contact.key)


def _sent(request: MemberRequest, form: ShortLetterForm) -> Interaction | None:
    clean = form.cleaned_data
    try:
        return first_words.write(
            form.cast.contacts[clean["to"]], by=request.member, at=timezone.now(), subject=clean["subject"],
            text=clean["text"], key=request.POST.get("once", ""),
        )  # fmt: skip
    except ValidationError as refusal:
        form.unsent(refusal)
        return None

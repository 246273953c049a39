"""Playbooks in the settings: the four types as they hold here, the agency's own texts, a line not for somebody."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency import wording
from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import require
from agency.reach import reach
from agency.sections import settings_sections
from clients import playbook_pages as pages
from clients.domain import playbooks as verbs
from clients.domain.refusals import Refusal
from clients.effective_playbook import PARTS
from clients.forms.playbooks import PlaybookForm
from clients.playbooks import PLAYBOOKS, Playbook
from clients.queries import contacts_of, playbooks as queries
from clients.views.answers import back, form_page, said, tried, wants_undo


@member_door("playbook.read")
def playbooks(request: MemberRequest) -> HttpResponse:
    known, rows, now = queries.books(), queries.written_by_us(), timezone.now()
    context = {
        "books": [
            {**pages.shown(*known[kind], request.member), "changed": pages.changed_words(rows.get(kind), now)}
            for kind in PLAYBOOKS
        ],
        "settings_sections": settings_sections(request),
    }
    return render(request, "clients/playbooks.html", context)


@member_door("playbook.read")
def playbook(request: MemberRequest, kind: str) -> HttpResponse:
    """All that one type's playbook says, on one sheet of paper."""
    book, own = _book(kind)
    row = queries.written_by_us().get(kind)
    context = {
        "book": pages.shown(book, own, request.member),
        "changed": pages.changed_words(row, timezone.now()),
        "differences": pages.differences(book, own),
        "was_reset": row is not None and row.reset_at is not None,
        "settings_sections": settings_sections(request),
    }
    return render(request, "clients/playbook.html", context)


@member_door("playbook.edit", writes=True)
def playbook_edit(request: MemberRequest, kind: str) -> HttpResponse:
    book, own = _book(kind)
    form = PlaybookForm(request.POST or None, book=book)
    if request.method == "POST":
        by, at = request.member, timezone.now()
        if tried(form, lambda: verbs.change(kind, form.texts(), by=by, at=at)):
            said(request, _("Saved."))
            return redirect("playbook", request.agency.slug, kind)
    context = {
        "form": form,
        "book": pages.shown(book, own, request.member),
        "parts": [_beside(form, book, own, name) for name in PARTS],
        "settings_sections": settings_sections(request),
    }
    return form_page(request, "clients/playbook_edit.html", context)


def _beside(form: PlaybookForm, book: Playbook, own: frozenset[str], name: str) -> dict[str, Any]:
    return {"field": form[name], "lines": pages.difference(book, name) if name in own else []}


@require_POST
@member_door("playbook.edit", writes=True)
def playbook_reset(request: MemberRequest, kind: str) -> HttpResponse:
    """Back to what comes with Rapport; `undo` takes the agency's texts up again."""
    _book(kind)
    by, at, here = request.member, timezone.now(), reverse("playbook", args=[request.agency.slug, kind])
    if wants_undo(request):
        verbs.restore(kind, by=by, at=at)
        said(request, _("Your own texts hold again."))
    elif verbs.reset(kind, by=by, at=at) is not None:
        undo = reverse("playbook_reset", args=[request.agency.slug, kind])
        said(request, _("What comes with Rapport holds again."), undo)
    return back(request, here)


@require_POST
@member_door("person.edit", writes=True)
def contact_line(request: MemberRequest, key: str) -> HttpResponse:
    """The line that is named by its mark is not said of them; `undo` says it again."""
    contact = reach(contacts_of(request.member), key=key)
    require(request.member, "person.edit", contact.client)
    mark, name = request.POST.get("line", "") or request.GET.get("line", ""), wording.first_name(contact.person.name)
    who: dict[str, Any] = {"by": request.member, "at": timezone.now(), "client": contact.client}
    try:
        if wants_undo(request):
            verbs.hear(contact.person, mark, **who)
            said(request, _("It stands on %(name)s’s card again.") % {"name": name})
        else:
            verbs.silence(contact.person, mark, **who)
            undo = f"{reverse('contact_line', args=[request.agency.slug, key])}?line={mark}"
            said(request, _("It is not said of %(name)s any more.") % {"name": name}, undo)
    except Refusal as refusal:
        said(request, refusal.words)
    return back(request, reverse("person", args=[request.agency.slug, contact.person.key]))


def _book(kind: str) -> tuple[Playbook, frozenset[str]]:
    """Raises Http404 for a type that there is none of."""
    book, own = queries.book_of_type(kind)
    if book is None:
        raise Http404
    return book, own

"""The glossary of a client: its tab, each term in its place, and many at once."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import may, require
from agency.reach import reach
from agency.spreadsheet import as_csv
from clients.domain import glossary as verbs
from clients.domain.refusals import Refusal
from clients.forms.glossary import LinesForm, TermForm
from clients.frame import client_frame
from clients.models import Client, GlossaryTerm
from clients.queries.glossary import glossary_of, holding
from clients.views.answers import form_page, said, tried, wants_undo
from clients.views.clients import this_client

LONGEST_SEARCH = 100


@member_door("client.read", writes=True)
def client_glossary(request: MemberRequest, key: str) -> HttpResponse:
    """GET lists and searches, POST adds one."""
    client = this_client(request, key)
    form = TermForm(request.POST or None, initial={"term": request.GET.get("term", "")[:80]})
    if request.method == "POST":
        require(request.member, "glossary.edit", client)
        by, at = request.member, timezone.now()
        if tried(form, lambda: verbs.add(client, by=by, at=at, **form.cleaned_data)):
            said(request, _("Written down."))
            return redirect("client_glossary", request.agency.slug, key)
    return _page(request, client, form, LinesForm())


@member_door("glossary.edit", writes=True)
def glossary_lines(request: MemberRequest, key: str) -> HttpResponse:
    """POST: many at once."""
    client = this_client(request, key)
    require(request.member, "glossary.edit", client)
    if request.method != "POST":
        return redirect("client_glossary", request.agency.slug, key)
    form = LinesForm(request.POST)
    by, at = request.member, timezone.now()
    taken = tried(form, lambda: verbs.take_over(client, form.cleaned_data["lines"], by=by, at=at))
    if taken is None:
        return _page(request, client, TermForm(), form)
    said(request, _("New: %(added)s, changed: %(changed)s.") % taken._asdict())
    return redirect("client_glossary", request.agency.slug, key)


@member_door("client.read")
def glossary_csv(request: MemberRequest, key: str) -> HttpResponse:
    client = this_client(request, key)
    terms = glossary_of(request.member).filter(client=client, removed_at=None)
    rows = [(term.term, term.forms, term.meaning) for term in terms]
    return as_csv([(_("Term"), _("Other forms"), _("Meaning")), *rows], "glossary.csv")


@member_door("glossary.edit", writes=True)
def term(request: MemberRequest, key: str) -> HttpResponse:
    """A page of its own; in the table it is changed in its place."""
    found = _this_term(request, key)
    form = TermForm(request.POST or None, row=found)
    if request.method == "POST":
        by, at = request.member, timezone.now()
        if tried(form, lambda: verbs.change(found, by=by, at=at, **form.cleaned_data)):
            if request.htmx:
                row = {"row": row_of(found), "may_edit": True}
                return render(request, "clients/glossary_row.html", row)
            said(request, _("Saved."))
            return redirect("client_glossary", request.agency.slug, found.client.key)
    template = "clients/glossary_row_form.html" if request.htmx else "clients/term_form.html"
    return form_page(request, template, {"form": form, "client": found.client, "term": found})


@member_door("glossary.edit", writes=True)
def term_removal(request: MemberRequest, key: str) -> HttpResponse:
    """POST takes it out, and with undo=1 puts it back."""
    found = _this_term(request, key)
    if request.method == "POST":
        by, at = request.member, timezone.now()
        try:
            if wants_undo(request):
                verbs.put_back(found, by=by, at=at)
                said(request, _("“%(term)s” is back.") % {"term": found.term})
            else:
                verbs.remove(found, by=by, at=at)
                undo = reverse("term_removal", args=[request.agency.slug, found.key])
                said(request, _("“%(term)s” is taken out.") % {"term": found.term}, undo)
        except Refusal as refusal:
            said(request, refusal.words)
    return redirect("client_glossary", request.agency.slug, found.client.key)


def row_of(term: GlossaryTerm) -> dict[str, Any]:
    slug = term.agency.slug
    return {
        "term": term,
        "url": reverse("term", args=[slug, term.key]),
        "removal_url": reverse("term_removal", args=[slug, term.key]),
    }


def _page(request: MemberRequest, client: Client, form: TermForm, lines: LinesForm) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    terms = holding(glossary_of(request.member).filter(client=client, removed_at=None), words)
    context = {
        **client_frame(request, client, "glossary"),
        "rows": [row_of(each) for each in terms[: verbs.MOST_TERMS]],
        "q": words,
        "form": form,
        "lines": lines,
        "may_edit": may(request.member, "glossary.edit", client) and not client.archived,
    }
    return form_page(request, "clients/client_glossary.html", context)


def _this_term(request: MemberRequest, key: str) -> GlossaryTerm:
    found = reach(glossary_of(request.member), key=key)
    require(request.member, "glossary.edit", found.client)
    return found

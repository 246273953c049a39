"""The knowledge base: what was asked once and is answered for good (practice T19)."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency import wording
from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import may
from agency.reach import reach
from agency.spreadsheet import as_csv
from clients.domain.refusals import Refusal
from clients.keyset import page_of
from clients.views.answers import form_page, said, tried, wants_undo
from comms import asking_pages, question_places
from comms.domain import knowledge as verbs
from comms.forms.experts import all_subjects
from comms.forms.knowledge import EntryForm, KnowledgeFilter
from comms.models import KnowledgeEntry, Question
from comms.queries import knowledge as queries
from comms.queries.questions import questions_of, with_answers
from comms.views.requests import found_for

A_PAGE = 40
MOST_ROWS = 5000


@member_door("knowledge.read")
def knowledge(request: MemberRequest) -> HttpResponse:
    member, slug, now = request.member, request.agency.slug, timezone.now()
    form = KnowledgeFilter(request.GET)
    chosen = form.chosen()
    asked = {"after": request.GET.get("after", ""), "before": request.GET.get("before", "")}
    page = page_of(queries.chosen(**chosen), [("written_at", True)], size=A_PAGE, **asked)
    used = queries.uses(page.rows, member)
    context = {
        "tabs": asking_pages.tabs(slug, "knowledge", asking_pages.waiting_of(member)),
        "form": form,
        "here": reverse("knowledge", args=[slug]),
        "filtered": any(chosen.values()),
        "rows": [asking_pages.entry_row(entry, used.get(entry.pk, 0), now) for entry in page.rows],
        "may_edit": may(member, "knowledge.edit"),
        "older_url": _address(request, after=page.after),
        "newer_url": _address(request, before=page.before),
    }
    return render(request, "comms/knowledge.html", context)


def _address(request: MemberRequest, **edge: str) -> str:
    if not any(edge.values()):
        return ""
    kept = {name: value for name, value in request.GET.items() if name not in ("after", "before")}
    return "?" + urlencode(kept | edge)


@member_door("knowledge.read")
def knowledge_csv(request: MemberRequest) -> HttpResponse:
    head = (_("Title"), _("Subject"), _("The question"), _("The answer"), _("Language"), _("Written by"), _("On"))
    rows = [
        (
            entry.title,
            entry.subject.name if entry.subject else "",
            entry.question,
            entry.answer,
            entry.language,
            str(entry.written_by.user),
            f"{entry.written_at:%Y-%m-%d}",
        )
        for entry in queries.chosen(**KnowledgeFilter(request.GET).chosen()).order_by("title", "pk")[:MOST_ROWS]
    ]
    return as_csv([head, *rows], "knowledge.csv")


@member_door("knowledge.edit", writes=True)
def entry_new(request: MemberRequest) -> HttpResponse:
    """`of` names a question: its words and its answer stand in the form, and it leads here afterwards."""
    question = _question(request)
    form = EntryForm(request.POST or None, initial=_initial(question, request))
    if request.method == "POST":
        made = tried(
            form,
            lambda: verbs.write(by=request.member, at=timezone.now(), of=question, **form.of_entry()),
        )
        if made is not None:
            said(request, _("Written down. Next time it is offered before anybody is asked."))
            return redirect("entry", request.agency.slug, made.key)
    context = {"form": form, "entry": None, "question": question, "subjects": all_subjects()}
    return form_page(request, "comms/entry_form.html", context)


def _question(request: MemberRequest) -> Question | None:
    key = request.POST.get("of", "") or request.GET.get("of", "")
    return with_answers(questions_of(request.member)).filter(key=key).first() if key else None


def _initial(question: Question | None, request: MemberRequest) -> dict[str, Any]:
    if question is None:
        return {"language": request.agency.language}
    return {
        "question": question.text,
        "answer": verbs.text_of(question),
        "subject_name": question.subject.name if question.subject else "",
        "language": question.expert.language,
    }


@member_door("knowledge.read")
def entry(request: MemberRequest, key: str) -> HttpResponse:
    """One entry with all that stands behind it, and what it said before."""
    found, now, zone = reach(queries.entries_of(), key=key), timezone.now(), timezone.get_current_timezone()
    versions = [
        {
            "number": version.number,
            "by": f"{version.written_by}, {wording.moment(version.written_at, zone, now)}",
            "title": version.texts.get("title", ""),
            "answer": version.texts.get("answer", ""),
        }
        for version in found.versions.select_related("written_by__user")
    ]
    behind = (
        (_("How it goes"), found.process),
        (_("Why"), found.why),
        (_("Typical results"), found.typical_results),
        (_("Samples"), found.samples),
    )
    context = {
        "entry": found,
        "written": _("Version %(number)s, written by %(name)s, %(moment)s")
        % {"number": found.version, "name": found.written_by, "moment": wording.moment(found.written_at, zone, now)},
        "used": asking_pages.used_words(queries.uses([found], request.member).get(found.pk, 0)),
        "review": wording.short_day(found.review_on) if found.review_on else "",
        "outdated": asking_pages.outdated(found, now),
        "behind": [{"title": title, "text": text} for title, text in behind if text],
        "links": found.links.splitlines(),
        "versions": versions,
        "may_edit": may(request.member, "knowledge.edit"),
    }
    return render(request, "comms/entry.html", context)


@member_door("knowledge.edit", writes=True)
def entry_text(request: MemberRequest, key: str) -> HttpResponse:
    """GET shows what it says in a form; POST makes a new version."""
    found = reach(queries.entries_of(), key=key)
    form = EntryForm(request.POST or None, row=found)
    if request.method == "POST":
        done = tried(form, lambda: verbs.rewrite(found, by=request.member, at=timezone.now(), **form.of_entry()))
        if done is not None:
            said(request, _("Saved. What it said before is kept below."))
            return redirect("entry", request.agency.slug, found.key)
    context = {"form": form, "entry": found, "question": None, "subjects": all_subjects()}
    return form_page(request, "comms/entry_form.html", context)


@require_POST
@member_door("knowledge.edit", writes=True)
def entry_review(request: MemberRequest, key: str) -> HttpResponse:
    """Still true: looked at again half a year from today."""
    found, now = reach(queries.entries_of(), key=key), timezone.now()
    try:
        verbs.still_true(found, by=request.member, at=now, review_on=verbs.next_review(now))
        said(request, _("Still true. It comes up again in half a year."))
    except Refusal as refusal:
        messages.error(request, refusal.words)
    return redirect("entry", request.agency.slug, found.key)


@require_POST
@member_door("knowledge.edit", writes=True)
def entry_retirement(request: MemberRequest, key: str) -> HttpResponse:
    """Offered no more; `undo` brings it back."""
    found = reach(KnowledgeEntry.objects.all(), key=key)
    if wants_undo(request):
        verbs.restore(found, by=request.member, at=timezone.now())
        said(request, _("It is offered again."))
    else:
        verbs.retire(found, by=request.member, at=timezone.now())
        undo = reverse("entry_retirement", args=[request.agency.slug, key])
        said(request, _("It is offered no more."), undo)
    return redirect("entry", request.agency.slug, key)


@require_POST
@member_door("request.answer", writes=True)
def entry_use(request: MemberRequest, key: str) -> HttpResponse:
    """Into the reply of the request that the form names."""
    found = reach(queries.entries_of(), key=key)
    about = found_for(request, request.POST.get("request", ""), "request.answer")
    try:
        verbs.use(found, about, by=request.member, at=timezone.now())
        hint = question_places.language_hint(found.language, about)
        said(request, " ".join(filter(None, (_("The answer stands in your reply."), hint))))
    except Refusal as refusal:
        messages.error(request, refusal.words)
    return redirect("request", request.agency.slug, about.key)

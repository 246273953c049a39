"""Settings: the bank of briefing questions and the agency's services. Owners edit them, all read them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import may
from agency.reach import reach
from agency.sections import settings_sections
from clients.domain import briefing_questions as verbs, offering
from clients.domain.refusals import Refusal
from clients.forms.briefing import QuestionForm, ServiceForm
from clients.models import BriefingQuestion, Service
from clients.queries.briefing import bank, by_service
from clients.shipped import QUESTIONS, question_words, why_words
from clients.views.answers import form_page, said, tried, wants_undo


@member_door("briefing.read")
def briefing_questions(request: MemberRequest) -> HttpResponse:
    every = list(bank())
    asked = [question for question in every if question.retired_at is None]
    services = list(Service.objects.all())
    groups = by_service(asked)
    context = {
        "groups": [
            {
                "title": service.name if service else _("Asked of every client"),
                "retired": service is not None and service.retired_at is not None,
                "rows": [_row(question, place, len(rows)) for place, question in enumerate(rows)],
            }
            for service, rows in groups.items()
            if rows
        ],
        "retired": [_row(question, 0, 1) for question in every if question.retired_at is not None],
        "services": [service for service in services if service.retired_at is None],
        "retired_services": [service for service in services if service.retired_at is not None],
        "ours_left": len(QUESTIONS) - sum(1 for question in every if question.shipped in QUESTIONS),
        "may_edit": may(request.member, "briefing.edit"),
        "settings_sections": settings_sections(request),
    }
    return render(request, "clients/briefing_questions.html", context)


def _row(question: BriefingQuestion, place: int, of: int) -> dict[str, Any]:
    feeds = capfirst(str(BriefingQuestion.Feeds(question.feeds).label)) if question.feeds else ""
    return {
        "key": question.key,
        "words": question_words(question),
        "why": why_words(question),
        "feeds": feeds,
        "ours": bool(question.shipped) and not question.text,
        "earlier": place - 1 if place > 0 else None,
        "later": place + 1 if place < of - 1 else None,
    }


@require_POST
@member_door("briefing.edit", writes=True)
def briefing_start(request: MemberRequest) -> HttpResponse:
    """Takes our questions over."""
    taken = len(verbs.begin(by=request.member, at=timezone.now()))
    if taken:
        words = ngettext("%(count)s question is there.", "%(count)s questions are there.", taken) % {"count": taken}
        said(request, words + " " + _("Reword, reorder or retire them as you like."))
    return redirect("briefing_questions", request.agency.slug)


@member_door("briefing.edit", writes=True)
def question_new(request: MemberRequest) -> HttpResponse:
    form = QuestionForm(request.POST or None)
    if request.method == "POST":
        done = tried(form, lambda: verbs.add(by=request.member, at=timezone.now(), **form.cleaned_data))
        if done is not None:
            said(request, _("The question is there."))
            return redirect("briefing_questions", request.agency.slug)
    context = {"form": form, "question": None, "settings_sections": settings_sections(request)}
    return form_page(request, "clients/briefing_question_form.html", context)


@member_door("briefing.edit", writes=True)
def question(request: MemberRequest, key: str) -> HttpResponse:
    found = reach(BriefingQuestion.objects.select_related("service"), key=key)
    form = QuestionForm(request.POST or None, row=found)
    if request.method == "POST":
        done = tried(form, lambda: verbs.change(found, by=request.member, at=timezone.now(), **form.cleaned_data))
        if done is not None:
            said(request, _("Saved."))
            return redirect("briefing_questions", request.agency.slug)
    context = {
        "form": form,
        "question": found,
        "words": question_words(found),
        "settings_sections": settings_sections(request),
    }
    return form_page(request, "clients/briefing_question_form.html", context)


@require_POST
@member_door("briefing.edit", writes=True)
def question_place(request: MemberRequest, key: str) -> HttpResponse:
    """Puts it at the place `to` among its like."""
    found = reach(BriefingQuestion.objects.all(), key=key)
    wish = request.POST.get("to", "")
    if wish.isascii() and wish.isdigit() and len(wish) < 4:
        verbs.move(found, by=request.member, at=timezone.now(), to=int(wish))
    return redirect(f"{reverse('briefing_questions', args=[request.agency.slug])}#q-{key}")


@require_POST
@member_door("briefing.edit", writes=True)
def question_retirement(request: MemberRequest, key: str) -> HttpResponse:
    """Asked no more; `undo` asks it again."""
    found = reach(BriefingQuestion.objects.all(), key=key)
    if wants_undo(request):
        verbs.restore(found, by=request.member, at=timezone.now())
        said(request, _("It is asked again."))
    else:
        verbs.retire(found, by=request.member, at=timezone.now())
        undo = reverse("briefing_question_retirement", args=[request.agency.slug, key])
        said(request, _("It is asked no more. What was answered stays."), undo)
    return redirect("briefing_questions", request.agency.slug)


@member_door("briefing.edit", writes=True)
def service_new(request: MemberRequest) -> HttpResponse:
    form = ServiceForm(request.POST or None)
    if request.method == "POST":
        made = tried(form, lambda: offering.add(by=request.member, at=timezone.now(), **form.cleaned_data))
        if made is not None:
            said(request, _("“%(service)s” is among the services.") % {"service": made.name})
            return redirect("briefing_questions", request.agency.slug)
    context = {"form": form, "service": None, "settings_sections": settings_sections(request)}
    return form_page(request, "clients/service_form.html", context)


@member_door("briefing.edit", writes=True)
def service(request: MemberRequest, key: str) -> HttpResponse:
    found = reach(Service.objects.all(), key=key)
    form = ServiceForm(request.POST or None, row=found)
    if request.method == "POST":
        done = tried(form, lambda: offering.rename(found, by=request.member, at=timezone.now(), **form.cleaned_data))
        if done is not None:
            said(request, _("Saved."))
            return redirect("briefing_questions", request.agency.slug)
    context = {"form": form, "service": found, "settings_sections": settings_sections(request)}
    return form_page(request, "clients/service_form.html", context)


@require_POST
@member_door("briefing.edit", writes=True)
def service_retirement(request: MemberRequest, key: str) -> HttpResponse:
    """Offered no more; `undo` offers it again."""
    found = reach(Service.objects.all(), key=key)
    if not wants_undo(request):
        offering.retire(found, by=request.member, at=timezone.now())
        undo = reverse("service_retirement", args=[request.agency.slug, key])
        said(request, _("“%(service)s” is offered no more.") % {"service": found.name}, undo)
        return redirect("briefing_questions", request.agency.slug)
    try:
        offering.restore(found, by=request.member, at=timezone.now())
        said(request, _("“%(service)s” is offered again.") % {"service": found.name})
    except Refusal as refusal:
        said(request, refusal.words)
    return redirect("briefing_questions", request.agency.slug)

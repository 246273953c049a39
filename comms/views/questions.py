"""'I will ask the specialist': asking about a request, answering, and taking the answer up (practices M8, T19)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import require
from agency.reach import reach
from clients.domain.refusals import Refusal
from clients.keyset import page_of
from clients.views.answers import said, tried, wants_undo
from comms import asking_pages, question_places
from comms.domain import questions as verbs, taking
from comms.domain.senders import NoAddress
from comms.forms.experts import all_subjects
from comms.forms.questions import ExpertAnswerForm, QuestionForm
from comms.models import ExpertAnswer, Question, Request
from comms.proposing import proposal
from comms.queries import knowledge, questions as queries
from comms.queries.experts import away_words, to_be_asked
from comms.views.requests import found_for

A_PAGE = 40
SHOWN = ("open", "answered", "all")


@member_door("question.ask", writes=True)
def request_question(request: MemberRequest, key: str) -> HttpResponse:
    """GET shows who could be asked, and what we know already; POST asks. `instead` names a question to take back."""
    found, now = found_for(request, key, "question.ask"), timezone.now()
    instead = _instead(request, found)
    proposed = proposal(found, request.member, now, subject=request.GET.get("subject", ""), instead=instead)
    experts = sorted(to_be_asked().exclude(member=request.member), key=lambda expert: str(expert).casefold())
    form = QuestionForm(
        request.POST or None, experts=experts, away=away_words(experts, now), said=proposed.said,
        may_tell=proposed.may_tell, initial=proposed.initial,
    )  # fmt: skip
    if request.method == "POST" and (asked := _asked(request, found, form, instead)) is not None:
        words = _("Asked. %(name)s is reminded until there is an answer.") % {"name": asked.whom}
        said(request, words, reverse("question_withdrawal", args=[request.agency.slug, asked.key]))
        return redirect("request", request.agency.slug, found.key)
    slug = request.agency.slug
    typed = request.POST.get("text", "")
    offers = knowledge.fitting(f"{proposed.words} {typed}", names=knowledge.names_of(found))
    context = {
        "form": form,
        "found": found,
        "instead": instead,
        "nobody": not experts,
        "offers": [asking_pages.offer(offer, found, slug, now) for offer in offers],
        "request_key": found.key,
        "may_use": True,
        "once": request.POST.get("once", ""),
    }
    return render(request, "comms/question_new.html", context, status=422 if request.method == "POST" else 200)


def _instead(request: MemberRequest, found: Request) -> Question | None:
    """The open question of this conversation that the new one replaces, if the form or the address names one."""
    key = request.POST.get("instead", "") or request.GET.get("instead", "")
    rows = Question.objects.filter(request=found, state=Question.State.ASKED)
    return rows.select_related("expert__member__user", "holder__user").filter(key=key).first() if key else None


def _asked(request: MemberRequest, found: Request, form: QuestionForm, instead: Question | None) -> Question | None:
    if not form.is_valid():
        return None
    now, once, until = timezone.now(), request.POST.get("once", ""), form.promised()
    telling = verbs.telling(found, until=until, at=now, text=form.own_words(), key=once) if until else None
    try:
        return tried(
            form,
            lambda: verbs.ask(
                found, by=request.member, at=now, instead_of=instead, telling=telling, key=once, **form.of_question()
            ),
        )
    except NoAddress as refusal:
        form.add_error("tell_client", refusal)
        return None


@member_door("question.read")
def questions(request: MemberRequest) -> HttpResponse:
    """Open ones by when they are due, or answered or all of them, the latest first."""
    member, slug, now = request.member, request.agency.slug, timezone.now()
    show = request.GET.get("show", "")
    show = show if show in SHOWN else SHOWN[0]
    rows = queries.questions_of(member)
    if show != "all":
        rows = rows.filter(state=Question.State.ASKED if show == "open" else Question.State.ANSWERED)
    subject = all_subjects().filter(key=request.GET.get("subject", "")).first() if "subject" in request.GET else None
    if subject is not None:
        rows = rows.filter(subject=subject)
    order = [("due_at", False)] if show == "open" else [("asked_at", True)]
    page = page_of(rows, order, size=A_PAGE, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    here = reverse("questions", args=[slug])
    labels = {"open": _("Waiting"), "answered": _("Answered"), "all": _("All")}
    asked = f"&subject={subject.key}" if subject else ""
    context: dict[str, Any] = {
        "tabs": asking_pages.tabs(slug, "questions", asking_pages.waiting_of(member)),
        "shows": [
            {"label": label, "url": f"{here}?show={name}{asked}", "current": name == show}
            for name, label in labels.items()
        ],
        "rows": asking_pages.rows(page.rows, now),
        "subject": subject,
        "all_url": f"{here}?show={show}",
        "older_url": f"{here}?show={show}{asked}&after={page.after}" if page.after else "",
        "newer_url": f"{here}?show={show}{asked}&before={page.before}" if page.before else "",
    }
    return render(request, "comms/questions.html", context)


@member_door("question.answer", writes=True)
def question(request: MemberRequest, key: str) -> HttpResponse:
    """GET shows it with its context; POST answers, or writes down what an expert said on the phone."""
    found = reach(queries.with_answers(queries.questions_of(request.member)), key=key)
    own = found.holder_id == request.member.pk
    form = ExpertAnswerForm(request.POST or None, own=own)
    if request.method == "POST":
        if not asking_pages.may_answer(found, request.member):
            raise PermissionDenied("question.answer")
        way = ExpertAnswer.Way.PAGE if own else ExpertAnswer.Way.TOLD
        done = tried(
            form,
            lambda: verbs.answer(found, by=request.member, at=timezone.now(), text=form.cleaned_data["text"], way=way),
        )
        if done is not None:
            said(request, _("Answered. %(name)s is told.") % {"name": found.asked_by})
            return redirect("question", request.agency.slug, found.key)
    now = timezone.now()
    context = {
        "shown": asking_pages.in_full(found, request.member, now),
        "context": asking_pages.context_of(found, now),
        "form": form,
        "own": own,
    }
    return render(request, "comms/question.html", context, status=422 if request.method == "POST" else 200)


def _reached(request: MemberRequest, key: str, verb: str) -> Question:
    found = reach(queries.questions_of(request.member), key=key)
    require(request.member, verb, found.client)
    return found


@require_POST
@member_door("question.ask", writes=True)
def question_withdrawal(request: MemberRequest, key: str) -> HttpResponse:
    """Not needed any more: whoever was asked is told."""
    found = _reached(request, key, "question.ask")
    try:
        verbs.withdraw(found, by=request.member, at=timezone.now())
        messages.success(request, _("Withdrawn. %(name)s need not answer any more.") % {"name": found.whom})
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(question_places.origin_url(found))


@require_POST
@member_door("request.answer", writes=True)
def question_use(request: MemberRequest, key: str) -> HttpResponse:
    """The answer stands in the box of the reply, to be put into words for the client."""
    found = _reached(request, key, "request.answer")
    if found.request is None:
        return redirect("question_letter", request.agency.slug, key)
    try:
        taking.use(found, by=request.member, at=timezone.now())
        hint = question_places.language_hint(found.expert.language, found.request) if found.holder_id is None else ""
        messages.success(request, " ".join(filter(None, (_("The answer stands in your reply."), hint))))
    except Refusal as refusal:
        messages.error(request, refusal.words)
    return redirect("request", request.agency.slug, found.request.key)


@require_POST
@member_door("request.answer", writes=True)
def question_aside(request: MemberRequest, key: str) -> HttpResponse:
    """Nothing more to do with the answer; `undo` puts it into Today again."""
    found, undo = _reached(request, key, "request.answer"), wants_undo(request)
    try:
        taking.put_aside(found, by=request.member, at=timezone.now(), undo=undo)
        here = "" if undo else reverse("question_aside", args=[request.agency.slug, key])
        said(request, _("It stands in Today again.") if undo else _("Put aside."), here)
    except Refusal as refusal:
        messages.error(request, refusal.words)
    return redirect("question", request.agency.slug, found.key)

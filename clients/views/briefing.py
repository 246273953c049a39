"""A client's briefing: how far it has come, what to ask next, each answer noted in its place, and their services."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from agency import wording
from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import may, require
from agency.reach import reach
from agency.spreadsheet import as_csv
from clients.domain import briefing_answers as verbs, offering
from clients.domain.refusals import Refusal
from clients.forms.briefing import AnswerForm, ServicesForm
from clients.frame import client_frame
from clients.models import BriefingAnswer, BriefingQuestion, Client
from clients.queries.briefing import Asked, Briefing, briefing_of, by_service
from clients.queries.reach import seen_by
from clients.shipped import question_words, why_words
from clients.views.answers import said, tried
from clients.views.clients import this_client


@member_door("briefing.read", writes=True)
def client_briefing(request: MemberRequest, key: str) -> HttpResponse:
    """`answer` in the address names the question whose form is open; POST notes what was said."""
    client = this_client(request, key)
    briefing = briefing_of(client)
    asked = briefing.row(request.POST.get("question", "") or request.GET.get("answer", ""))
    if request.method != "POST":
        form = AnswerForm(client=client, asked=asked) if asked and _may_answer(request, client) else None
        return _page(request, client, briefing, asked=asked, form=form)
    require(request.member, "briefing.answer", client)
    if asked is None:
        raise Http404("no such question")
    form = AnswerForm(request.POST, client=client, asked=asked)
    by, at = request.member, timezone.now()
    answer = tried(form, lambda: verbs.note(client, asked.question, by=by, at=at, **form.cleaned_data))
    if answer is None:
        return _page(request, client, briefing, asked=asked, form=form, status=422)
    undo = reverse("briefing_answer_removal", args=[request.agency.slug, answer.key])
    said(request, _("The answer is noted."), undo if answer.at == at else "")
    return redirect(f"{reverse('client_briefing', args=[request.agency.slug, key])}#q-{asked.question.key}")


def _may_answer(request: MemberRequest, client: Client) -> bool:
    return may(request.member, "briefing.answer", client) and not client.archived


def _page(
    request: MemberRequest,
    client: Client,
    briefing: Briefing,
    *,
    asked: Asked | None = None,
    form: AnswerForm | None = None,
    services: ServicesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    may_answer = _may_answer(request, client)
    rows = {row.question: row for row in (*briefing.rows, *briefing.others)}
    groups = by_service([row.question for row in briefing.rows])
    context = {
        **client_frame(request, client, "briefing"),
        "answered": briefing.answered,
        "asked": len(briefing.rows),
        "progress": progress_words(briefing),
        "next": [
            {"words": question_words(question), "why": why_words(question), "key": question.key}
            for question in briefing.next
        ],
        "groups": [
            {
                "title": service.name if service else _("Asked of every client"),
                "rows": [_row(rows[question], asked, form) for question in questions],
            }
            for service, questions in groups.items()
        ],
        "others": [_row(row, asked, form) for row in briefing.others],
        "may_answer": may_answer,
        "services_form": services or (ServicesForm(client=client) if may_answer else None),
        "may_edit_bank": may(request.member, "briefing.edit"),
    }
    return render(request, "clients/client_briefing.html", context, status=status)


def progress_words(briefing: Briefing) -> str:
    """'7 of 18 answered'."""
    names = {"answered": wording.number(briefing.answered), "count": wording.number(len(briefing.rows))}
    return (
        ngettext("%(answered)s of %(count)s answered", "%(answered)s of %(count)s answered", len(briefing.rows)) % names
    )


def _row(asked: Asked, opened: Asked | None, form: AnswerForm | None) -> dict[str, Any]:
    question = asked.question
    return {
        "key": question.key,
        "words": question_words(question),
        "why": why_words(question),
        "answer": asked.answer.text if asked.answer else "",
        "about": said_by(asked.answer) if asked.answer else "",
        "earlier": [{"text": answer.text, "about": said_by(answer)} for answer in asked.earlier],
        "form": form if opened is not None and opened.question == question else None,
    }


def said_by(answer: BriefingAnswer) -> str:
    """'Jens Solvang, 3 Nov 2026, noted by Ida Brandt'."""
    day = wording.short_day(timezone.localtime(answer.at).date())
    names = {"day": day, "member": answer.noted_by.user, "contact": answer.contact and answer.contact.person.name}
    if answer.contact is None:
        return _("%(day)s, noted by %(member)s") % names
    return _("%(contact)s, %(day)s, noted by %(member)s") % names


@member_door("briefing.read")
def client_briefing_csv(request: MemberRequest, key: str) -> HttpResponse:
    client = this_client(request, key)
    briefing = briefing_of(client)
    head = (_("Question"), _("Asked of"), _("Answer"), _("Who said it"), _("On"), _("Noted by"))
    return as_csv(
        [head, *(_cells(row) for row in (*briefing.rows, *briefing.others))], f"briefing-{client.key}.csv"
    )  # fmt: skip


def _cells(row: Asked) -> tuple[str, ...]:
    question: BriefingQuestion = row.question
    whose = question.service.name if question.service else _("Every client")
    if row.answer is None:
        return (question_words(question), whose, "", "", "", "")
    contact = row.answer.contact.person.name if row.answer.contact else ""
    day = f"{timezone.localtime(row.answer.at):%Y-%m-%d}"
    return (question_words(question), whose, row.answer.text, contact, day, str(row.answer.noted_by.user))


@require_POST
@member_door("briefing.answer", writes=True)
def client_services(request: MemberRequest, key: str) -> HttpResponse:
    """Which services the client has from now on: their questions are asked, too."""
    client = this_client(request, key)
    require(request.member, "briefing.answer", client)
    form = ServicesForm(request.POST, client=client)
    by, at = request.member, timezone.now()

    def choose() -> bool:
        offering.choose(client, form.cleaned_data["services"], by=by, at=at)
        return True

    if tried(form, choose) is None:
        return _page(request, client, briefing_of(client), services=form, status=422)
    said(request, _("The services are saved."))
    return redirect("client_briefing", request.agency.slug, key)


@require_POST
@member_door("briefing.answer", writes=True)
def answer_removal(request: MemberRequest, key: str) -> HttpResponse:
    """An answer that was noted by mistake."""
    found = reach(seen_by(request.member, BriefingAnswer.objects.select_related("client", "question")), key=key)
    require(request.member, "briefing.answer", found.client)
    try:
        verbs.take_back(found, by=request.member, at=timezone.now())
        said(request, _("The answer is taken back."))
    except Refusal as refusal:
        said(request, refusal.words)
    return redirect("client_briefing", request.agency.slug, found.client.key)

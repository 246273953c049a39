"""Asking a specialist from a call, and telling the client what they say (practices M8, T19)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import require
from agency.reach import reach
from clients.views.answers import form_page, said, tried
from comms import asking, noting_letters
from comms.domain import call_questions as verbs, clocks, taking
from comms.domain.calls import topics_of
from comms.forms.call_questions import CallQuestionForm
from comms.forms.short_letter import ShortLetterForm
from comms.models import Question, Summary, Topic
from comms.queries import questions as queries
from comms.queries.calls import cast_of, summaries_of
from comms.queries.experts import away_words, to_be_asked
from comms.views.short_letters import short_letter


@member_door("question.ask", writes=True)
def call_question(request: MemberRequest, key: str) -> HttpResponse:
    """GET offers the call's topics, first those that nobody answered; POST asks. `instead` names a question that the
    new one replaces.
    """
    summary = reach(summaries_of(request.member), key=key)
    require(request.member, "question.ask", summary.client)
    now, call, topics = timezone.now(), summary.interaction, topics_of(summary.interaction)
    experts = sorted(to_be_asked().exclude(member=request.member), key=lambda expert: str(expert).casefold())
    instead = _instead(request, summary)
    form = CallQuestionForm(
        request.POST or None, experts=experts, away=away_words(experts, now), topics=topics,
        initial=_initial(request, summary, topics, instead),
    )  # fmt: skip
    if request.method == "POST":
        once = request.POST.get("once", "")
        asked = tried(
            form,
            lambda: verbs.ask(call, by=request.member, at=now, instead_of=instead, key=once, **form.of_question()),
        )
        if asked is not None:
            words = _("Asked. %(name)s is reminded until there is an answer.") % {"name": asked.whom}
            said(request, words, reverse("question_withdrawal", args=[request.agency.slug, asked.key]))
            return redirect("summary", request.agency.slug, key)
    context = {
        "form": form,
        "summary": summary,
        "instead": instead,
        "nobody": not experts,
        "once": request.POST.get("once", ""),
    }
    return form_page(request, "comms/call_question.html", context)


def _instead(request: MemberRequest, summary: Summary) -> Question | None:
    key = request.POST.get("instead", "") or request.GET.get("instead", "")
    rows = Question.objects.filter(interaction=summary.interaction, state=Question.State.ASKED)
    related = ("expert__member__user", "holder__user", "asked_by__user", "client")
    return rows.select_related(*related).filter(key=key.replace("\0", "")).first() if key else None


def _initial(request: MemberRequest, summary: Summary, topics: list[Topic], instead: Question | None) -> dict[str, Any]:
    now = timezone.now()
    chosen = next((topic for topic in topics if topic.key == request.GET.get("topic", "")), None)
    unanswered = [topic for topic in topics if not topic.answer.strip() and not topic.decision.strip()]
    first = chosen or next(iter(unanswered), None)
    return {
        "text": instead.text if instead else first.question if first else "",
        "topics": [first.key] if first else [],
        "due_at": asking.usual_due(now, clocks.hours_at(summary.agency, now)),
    }


@member_door("letter.write", writes=True)
def question_letter(request: MemberRequest, key: str) -> HttpResponse:
    """GET proposes how the client hears what the specialist said to what came up on a call; POST sends it, and the
    answer is used.
    """
    rows = queries.with_answers(queries.questions_of(request.member)).exclude(interaction=None)
    found: Question = reach(rows.filter(state=Question.State.ANSWERED), key=key)
    require(request.member, "letter.write", found.client)
    cast = cast_of(found.client)
    there = found.interaction.contact if found.interaction else None
    first = cast.contacts.get(there.key) if there else None
    first = first or next(iter(cast.contacts.values()), None)
    proposed = noting_letters.told(found, first) if first else noting_letters.Proposed("", "")
    initial = {"to": first.key if first else "", "subject": proposed.subject, "text": proposed.text}
    form = ShortLetterForm(request.POST or None, cast=cast, initial=initial)
    back_url = reverse("question", args=[request.agency.slug, key])
    context = {"client": found.client, "about": str(found)}
    return short_letter(
        request, form, back_url, context, then=lambda: taking.put_aside(found, by=request.member, at=timezone.now())
    )

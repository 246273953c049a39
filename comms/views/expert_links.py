"""Behind the link in a mail to an expert outside: GET shows the question, POST answers it. Mail scanners change
nothing.
"""

from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agency import wording
from agency.doors import open_door
from agency.http import client_address
from clients.views.answers import tried
from comms import asking_pages
from comms.domain import question_mail, questions
from comms.expert_letters import letter_of
from comms.forms.questions import ExpertAnswerForm
from comms.models import ExpertAnswer, Question


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_door("link", writes=True)
def question_link(request: HttpRequest, agency_slug: str, token: str) -> HttpResponse:
    """It names no client that the mail did not name, and shows nothing but what was sent. What was written while the
    question was settled is not lost.
    """
    found = question_mail.find(token, timezone.now())
    if found is None:
        raise Http404("no such page")
    zone = ZoneInfo(found.agency.zone)
    with translation.override(found.expert.language), timezone.override(zone):
        return _show_or_answer(request, found, token)


def _show_or_answer(request: HttpRequest, found: Question, token: str) -> HttpResponse:
    now, zone = timezone.now(), timezone.get_current_timezone()
    form = ExpertAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        done = tried(
            form,
            lambda: questions.answer(
                found,
                by=None,
                at=now,
                text=form.cleaned_data["text"],
                way=ExpertAnswer.Way.LINK,
                from_address=client_address(request),
                agent=request.headers.get("User-Agent", ""),
            ),
        )
        if done is not None:
            return redirect("question_link", found.agency.slug, token)
    context = {
        "letter": letter_of(found.agency, found),
        "question": found,
        "asker": str(found.asked_by.user),
        "expert": str(found.expert),
        "due": wording.moment(found.due_at, zone, now),
        "late": now >= found.due_at,
        "context": asking_pages.context_of(found, now),
        "answers": [said.text for said in found.answers.all()] if not found.waiting else [],
        "form": form,
    }
    return render(request, "comms/question_link.html", context, status=422 if form.is_bound and found.waiting else 200)

"""Where a question to an expert comes from, a conversation or a call, and what to mind when its answer goes there."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_info, gettext as _

from comms.domain.inserting import language_of
from comms.models import Question, Request, Summary


def origin_url(question: Question) -> str:
    """The conversation, or the call with its newest summary."""
    slug = question.agency.slug
    if question.request is not None:
        return reverse("request", args=[slug, question.request.key])
    newest = _summary_of(question)
    return (
        reverse("summary", args=[slug, newest.key]) if newest else reverse("client", args=[slug, question.client.key])
    )


def _summary_of(question: Question) -> Summary | None:
    return (
        max(question.interaction.summaries.all(), key=lambda each: each.version, default=None)
        if question.interaction
        else None
    )


def again_url(question: Question, slug: str) -> str:
    if question.request is not None:
        return f"{reverse('request_question', args=[slug, question.request.key])}?instead={question.key}"
    newest = _summary_of(question)
    return f"{reverse('call_question', args=[slug, newest.key])}?instead={question.key}" if newest else ""


def hint(question: Question) -> str:
    """Only of a conversation: what is told about a call is written anew."""
    if question.holder_id is not None or question.request is None:
        return ""
    return language_hint(question.expert.language, question.request)


def language_hint(language: str, request: Request) -> str:
    """'The answer is in English; Lin is written to in Chinese.' Nothing when both are the same."""
    theirs = language_of(request)
    if language == theirs:
        return ""
    known = dict(settings.LANGUAGES)
    named = {code: get_language_info(code)["name_translated"] for code in (language, theirs) if code in known}
    return _("The answer is in %(language)s; %(name)s is written to in %(theirs)s.") % {
        "language": named.get(language, language),
        "theirs": named.get(theirs, theirs),
        "name": request.contact.person.name,
    }

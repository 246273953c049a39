"""Questions, experts and entries as pages show them: everything in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from agency import wording
from agency.models import Membership
from agency.permissions import may
from comms import question_places
from comms.expert_letters import who_said
from comms.models import Expert, ExpertAnswer, Interaction, KnowledgeEntry, Question, Request
from comms.queries import knowledge, questions
from comms.queries.experts import SubjectCount
from comms.queries.knowledge import Offer

State = Question.State


def tabs(slug: str, current: str, waiting: int = 0) -> list[dict[str, Any]]:
    """The three pages about experts."""
    named = (("experts", _("Experts")), ("questions", _("Questions")), ("knowledge", _("Knowledge base")))
    counts = {"questions": waiting}
    return [
        {"label": label, "url": reverse(name, args=[slug]), "count": counts.get(name, 0), "current": name == current}
        for name, label in named
    ]


def sign_of(question: Question, now: datetime) -> tuple[str, str]:
    """Kind and words of how the question stands."""
    if question.state == State.ANSWERED:
        return "good", _("answered")
    if question.state == State.WITHDRAWN:
        return "", _("withdrawn")
    zone = timezone.get_current_timezone()
    due = wording.moment(question.due_at, zone, now)
    if question.due_at <= now:
        return "late", _("silent since %(moment)s") % {"moment": due}
    return "info", _("answer by %(moment)s") % {"moment": due}


def row(question: Question, now: datetime) -> dict[str, Any]:
    """A question in a list, or on its own page."""
    slug, zone = question.agency.slug, timezone.get_current_timezone()
    kind, words = sign_of(question, now)
    return {
        "question": question,
        "key": question.key,
        "text": question.text,
        "short": str(question),
        "url": reverse("question", args=[slug, question.key]),
        "request_url": question_places.origin_url(question),
        "of_call": question.request is None,
        "about": question.about,
        "subject": question.subject.name if question.subject else "",
        "client": question.client.name,
        "whom": question.whom,
        "outside": question.holder_id is None,
        "asked": _("%(asker)s asked %(whom)s, %(moment)s")
        % {"asker": question.asked_by, "whom": question.whom, "moment": wording.moment(question.asked_at, zone, now)},
        "whole": question.kind == Question.Kind.HAND_OVER,
        "sign_kind": kind,
        "sign": words,
        "waiting": question.waiting,
        "reminded": _reminded(question, now),
    }


def _reminded(question: Question, now: datetime) -> str:
    if not question.reminders or question.reminded_at is None:
        return ""
    count = question.reminders
    words = ngettext("reminded once, %(when)s", "reminded %(count)s times, last %(when)s", count)
    return words % {"count": count, "when": wording.moment(question.reminded_at, timezone.get_current_timezone(), now)}


def answer(said: ExpertAnswer, question: Question, now: datetime) -> dict[str, Any]:
    zone, slug = timezone.get_current_timezone(), question.agency.slug
    author = str(said.member.user) if said.member else str(question.expert)
    files = said.files_note.attachments.all() if said.files_note else ()
    return {
        "author": author,
        "initials": wording.initials(author),
        "when": " · ".join((wording.moment(said.at, zone, now), str(said.get_way_display()))),
        "text": said.text,
        "sender": said.sender if said.sender and said.sender.lower() != question.expert.address else "",
        "files": [
            {"name": file.name, "url": reverse("attachment", args=[slug, file.key]), "size": filesizeformat(file.size)}
            for file in files
        ],
    }


def context_of(question: Question, now: datetime) -> list[dict[str, str]]:
    """What went along."""
    zone = timezone.get_current_timezone()
    return [
        {
            "who": who_said(said),
            "when": wording.moment(datetime.fromisoformat(said["when"]), zone, now),
            "text": said["text"],
        }
        for said in question.context
    ]


def in_full(question: Question, member: Membership, now: datetime) -> dict[str, Any]:
    """A question with its answers and what the member may do with it."""
    slug, keys = question.agency.slug, [question.agency.slug, question.key]
    may_ask = may(member, "question.ask", question.client)
    return {
        **row(question, now),
        "answers": [answer(said, question, now) for said in question.answers.all()],
        "may_ask": may_ask,
        "may_answer": may_answer(question, member),
        "may_use": may(member, "request.answer", question.client),
        "hint": question_places.hint(question),
        "withdrawal_url": reverse("question_withdrawal", args=keys),
        "use_url": reverse("question_use", args=keys),
        "aside_url": reverse("question_aside", args=keys),
        "again_url": question_places.again_url(question, slug),
        "letter_url": reverse("question_letter", args=keys),
        "keep_url": f"{reverse('entry_new', args=[slug])}?of={question.key}",
        "entry_url": reverse("entry", args=[slug, question.entry.key]) if question.entry else "",
        "entry": question.entry.title if question.entry else "",
    }


def of_call(call: Interaction, member: Membership, now: datetime) -> list[dict[str, Any]]:
    """What specialists were asked from a call, the latest first."""
    asked = questions.with_answers(questions.questions_of(member).filter(interaction=call))
    return [in_full(question, member, now) for question in asked.order_by("-asked_at", "-pk")]


def may_answer(question: Question, member: Membership) -> bool:
    """Who is asked answers; who looks after the client writes down what they were told."""
    return question.holder_id == member.pk or may(member, "question.ask", question.client)


def offer(found: Offer, request: Request, slug: str, now: datetime) -> dict[str, Any]:
    entry = found.entry
    return {
        "title": entry.title,
        "answer": entry.answer,
        "key": entry.key,
        "url": reverse("entry", args=[slug, entry.key]),
        "use_url": reverse("entry_use", args=[slug, entry.key]),
        "when": _("We answered this in %(month)s.") % {"month": wording.month(entry.written_at.date())},
        "words": _("Both speak of: %(words)s.") % {"words": wording.listing(found.words[:6])},
        "hint": question_places.language_hint(entry.language, request),
        "outdated": outdated(entry, now),
    }


def outdated(entry: KnowledgeEntry, now: datetime) -> bool:
    return entry.review_on is not None and entry.review_on <= now.astimezone(timezone.get_current_timezone()).date()


def beside_conversation(
    request: Request, said: Sequence[Interaction], member: Membership, now: datetime
) -> dict[str, Any]:
    """The block on a request's page: its questions, and while nobody has been asked the entries that fit what was
    `said` last.
    """
    slug = request.agency.slug
    asked = questions.asked_about(request, member)
    looks = request.state != Request.State.CLOSED
    names = knowledge.names_of(request)
    offers = knowledge.fitting(knowledge.words_of(request, said), names=names) if looks else []
    may_ask = may(member, "question.ask", request.client) and not request.client.archived
    return {
        "questions": [in_full(question, member, now) for question in asked],
        "offers": [offer(found, request, slug, now) for found in offers],
        "may_use": may(member, "request.answer", request.client),
        "ask_url": reverse("request_question", args=[slug, request.key]) if may_ask else "",
        "request_key": request.key,
    }


def expert_row(expert: Expert, waiting: int, away: str, slug: str) -> dict[str, Any]:
    return {
        "away": away,
        "name": str(expert),
        "about": expert.company or (expert.member.title if expert.member else ""),
        "address": expert.address,
        "inside": expert.inside,
        "subjects": [known.subject.name for known in expert.knows.all()],
        "waiting": waiting,
        "retired": expert.retired_at is not None,
        "gone": expert.member is not None and not expert.member.active,
        "url": reverse("expert", args=[slug, expert.key]),
        "retirement_url": reverse("expert_retirement", args=[slug, expert.key]),
    }


def subject_row(count: SubjectCount, slug: str) -> dict[str, Any]:
    return {
        "name": count.subject.name,
        "url": f"{reverse('questions', args=[slug])}?show=all&subject={count.subject.key}",
        "asked": count.asked,
        "waiting": count.waiting,
        "took": wording.span(count.took) if count.took is not None else "",
        "entries": count.entries,
        "entries_url": f"{reverse('knowledge', args=[slug])}?subject={count.subject.key}",
        "write_url": f"{reverse('entry_new', args=[slug])}?of={count.last.key}",
        "write_it_down": count.write_it_down,
    }


def entry_row(entry: KnowledgeEntry, used: int, now: datetime) -> dict[str, Any]:
    return {
        "title": entry.title,
        "url": reverse("entry", args=[entry.agency.slug, entry.key]),
        "subject": entry.subject.name if entry.subject else "",
        "by": _("%(name)s, %(month)s") % {"name": entry.written_by, "month": wording.month(entry.written_at.date())},
        "used": used_words(used),
        "outdated": outdated(entry, now),
        "retired": entry.retired_at is not None,
        "about": entry.question or entry.answer,
    }


def used_words(count: int) -> str:
    return ngettext("used once", "used %(count)s times", count) % {"count": count} if count else _("not used yet")


def waiting_of(member: Membership) -> int:
    return questions.questions_of(member).filter(state=State.ASKED).count()


def rows(found: Sequence[Question], now: datetime) -> list[dict[str, Any]]:
    return [row(question, now) for question in found]

"""Mail to experts outside, each with the question's own signed address to answer to (docs/experts.md)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from agency.keys import digest, new_token
from agency.models import Membership
from agency.tenancy.scope import current_agency
from comms import expert_letters
from comms.domain import outbox, senders
from comms.expert_letters import Mail
from comms.models import ExpertLink, OutboxMessage, Question

Lane = OutboxMessage.Lane
LINK_HOLDS = timedelta(days=60)


def ask(question: Question, *, at: datetime) -> OutboxMessage:
    """Waits its 20 seconds, as all that people write."""
    mail = expert_letters.asking(question, _link(question, at), at)
    return _queue(question, "asked", mail, Lane.PERSON, at, hold=outbox.HOLD)


def remind(question: Question, *, at: datetime) -> OutboxMessage:
    mail = expert_letters.reminding(question, _link(question, at), at)
    return _queue(question, f"r{question.reminders}", mail, Lane.NOTICE, at)


def _link(question: Question, at: datetime) -> str:
    """The full address of the page on which the expert answers; its secret is kept nowhere but in the mail."""
    token = new_token()
    ExpertLink.objects.create(
        client=question.client, question=question, token_digest=digest(token), made_at=at, expires_at=at + LINK_HOLDS
    )
    return settings.BASE_URL + reverse("question_link", args=[current_agency().slug, token])


def find(token: str, at: datetime) -> Question | None:
    """The question of a link, whether it still waits or not; None for a link that has expired."""
    link = ExpertLink.objects.filter(token_digest=digest(token), expires_at__gt=at).first()
    related = ("client", "expert", "request", "asked_by__user", "holder__user")
    return Question.objects.select_related(*related).get(pk=link.question_id) if link else None


def call_off(question: Question, *, by: Membership, at: datetime) -> None:
    """What still waits does not leave; who has been asked is told that it is settled."""
    waiting = OutboxMessage.objects.defer("mime").filter(
        purpose_key=_purpose(question, "asked"), state__in=OutboxMessage.WAITING, handed_at=None
    )
    for message in waiting:
        outbox.withdraw(message, by=by, at=at)
        return
    _queue(question, "settled", expert_letters.no_longer(question), Lane.PERSON, at)


def _purpose(question: Question, what: str) -> str:
    return f"question:{question.key}:{what}"


def _queue(
    question: Question, what: str, mail: Mail, lane: str, at: datetime, hold: timedelta = timedelta(0)
) -> OutboxMessage:
    return outbox.queue(
        purpose_key=_purpose(question, what),
        lane=lane,
        to=question.expert.address,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        at=at,
        client=question.client,
        thing=question,
        by=question.asked_by,
        hold=hold,
        language=mail.language,
        reply_to=senders.reply_address(current_agency(), question),
    )


def path_of(question: Question) -> str:
    return reverse("question", args=[current_agency().slug, question.key])

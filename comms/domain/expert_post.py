"""Mail from experts outside: filed with the question that it answers. It opens no client's clock, and no client sees
it (docs/experts.md).
"""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from agency.models import Agency, Membership
from comms.domain import files, notices, question_mail, questions
from comms.mail import tokens
from comms.mail.parsed import Parsed
from comms.models import ExpertAnswer, InboundMessage, Interaction, OutboxMessage, Question

State = InboundMessage.State
LONGEST = 50_000


def asked_in(agency: Agency, message: InboundMessage, parsed: Parsed) -> Question | None:
    """The question that a message answers: by the signed address, else by the mail of ours that it refers to, if it
    comes from the address that was asked.
    """
    rows = Question.objects.select_related("client", "expert", "request", "asked_by__user", "holder__user")
    key = tokens.read_question(message.recipient, settings.SECRET_KEY, agency_slug=agency.slug)
    if key:
        return rows.filter(key=key).first()
    named = [name for name in (parsed.in_reply_to, *parsed.references) if name]
    sent = OutboxMessage.objects.filter(message_id__in=named, object_kind="question").exclude(object_id=None)
    asked = rows.filter(pk__in=list(sent.values_list("object_id", flat=True)[:20]))
    return asked.filter(expert__address=parsed.sender.address.lower()).order_by("-asked_at").first() if named else None


def take(message: InboundMessage, parsed: Parsed, question: Question, member: Membership | None, at: datetime) -> str:
    """What came in for a question: an answer, or the word of a robot, of which the asker is told."""
    if parsed.kind != "message":
        _tell_of_robot(message, parsed, question, at)
        return State.NOTED
    words = parsed.new_text.strip() or parsed.text.strip() or _("(The message has no text.)")
    questions.answer(
        question,
        by=member,
        at=message.received_at,
        text=words[:LONGEST],
        way=ExpertAnswer.Way.MAIL,
        sender=parsed.sender.address[:320],
        inbound=message,
        files_note=_keep_files(question, parsed, member, message.received_at),
    )
    message.wants_answer = False
    return State.FILED


def _tell_of_robot(message: InboundMessage, parsed: Parsed, question: Question, at: datetime) -> None:
    notices.tell(
        question.asked_by,
        kind="question.robot",
        facts={"whom": question.whom, "words": " ".join(parsed.new_text.split())[:200]},
        purpose_key=f"question:{question.key}:robot:{message.key}",
        at=at,
        client=question.client,
        path=question_mail.path_of(question),
    )


def _keep_files(question: Question, parsed: Parsed, member: Membership | None, at: datetime) -> Interaction | None:
    """Files lie with a note among us in the conversation: no client sees it, and nothing can mail it."""
    if not parsed.attachments:
        return None
    note = Interaction.objects.create(
        client=question.client,
        request=question.request,
        kind=Interaction.Kind.NOTE,
        direction=Interaction.Direction.INSIDE,
        internal=True,
        at=at,
        member=member,
        text=_("%(name)s sent these files with the answer.") % {"name": question.whom},
    )
    files.keep(note, parsed.attachments)
    return note

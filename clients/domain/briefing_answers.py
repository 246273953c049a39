"""What a client said to a briefing question. A newer answer takes the place of the one before, which stays."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from clients.domain import clients
from clients.domain.changes import lock, write
from clients.domain.refusals import Refusal, require_active
from clients.models import BriefingAnswer, BriefingQuestion, Client, Contact

Feeds = BriefingQuestion.Feeds
LONGEST = 4000
ROOM = {Feeds.EXPECTATIONS: 4000, Feeds.WORRIES: 2000}
"""How much fits into the fields of a client."""


class SaysNothing(Refusal):
    field = "text"


class NotOfThisClient(Refusal):
    """Somebody at another client said nothing for this one."""

    field = "contact"


@transaction.atomic
def note(
    client: Client,
    question: BriefingQuestion,
    *,
    by: Membership,
    at: datetime,
    text: str,
    contact: Contact | None = None,
    interaction_id: int | None = None,
    copy: bool = False,
) -> BriefingAnswer:
    """Writes an answer down. The same words of the same person change nothing. `copy` writes it into the field of the
    client that the question feeds, too. Raises SaysNothing, NotOfThisClient, ClientIsArchived, or Refusal (`copy`)
    where it does not fit in there.
    """
    require_active(lock(client))
    text = text.strip()
    if not text:
        raise SaysNothing(_("Write what they said."))
    if len(text) > LONGEST:
        raise SaysNothing(_("This is longer than %(count)s characters.") % {"count": LONGEST})
    if contact is not None and contact.client_id != client.pk:
        raise NotOfThisClient(_("That person is not at this client."))
    standing = BriefingAnswer.objects.filter(client=client, question=question, superseded_at=None).first()
    if standing is not None and (standing.text, standing.contact_id) == (text, contact and contact.pk):
        answer = standing
    else:
        if standing is not None:
            write(standing, superseded_at=at)
        answer = BriefingAnswer.objects.create(
            client=client, question=question, text=text, contact=contact, noted_by=by, at=at,
            interaction_id=interaction_id,
        )  # fmt: skip
        record("briefing.answered", answer, by=by, at=at, question=question.key)
    if copy:
        _copy(client, question, text, by=by, at=at)
    return answer


@transaction.atomic
def take_back(answer: BriefingAnswer, *, by: Membership, at: datetime) -> None:
    """For what was noted by mistake: it goes, and the answer before it stands again. Raises ClientIsArchived, or
    Refusal if a newer one has taken its place.
    """
    client = lock(answer.client)
    require_active(client)
    if lock(answer).superseded_at is not None:
        raise Refusal(_("A newer answer has taken its place meanwhile."))
    record("briefing.answer_taken_back", answer, by=by, at=at, question=answer.question.key)
    earlier = BriefingAnswer.objects.filter(client=client, question=answer.question_id).exclude(pk=answer.pk).first()
    answer.delete()
    if earlier is not None:
        write(earlier, superseded_at=None)


def _copy(client: Client, question: BriefingQuestion, text: str, *, by: Membership, at: datetime) -> None:
    """Beneath what stands there, unless it says so already."""
    if not question.feeds:
        return
    held = str(getattr(client, question.feeds))
    if text in held:
        return
    wanted = "\n".join(filter(None, (held.rstrip(), text)))
    if len(wanted) > ROOM[Feeds(question.feeds)]:
        raise Refusal(_("It does not fit in there any more. Shorten what stands there first."), field="copy")
    clients.edit(client, by=by, at=at, **{question.feeds: wanted})

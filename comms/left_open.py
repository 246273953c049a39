"""What is still open in this room: when a client is archived it stays so, when a member goes somebody takes it over."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import ngettext

from agency.models import Membership
from agency.registry import Holding
from clients.models import Client
from comms.domain import succession
from comms.models import Episode, Question, ScopeFlag, Summary


def left_open(client: Client, member: Membership, now: datetime) -> Iterator[Holding]:
    """Unanswered requests, calls that are not in writing, wishes nobody decided on, and questions that experts have not
    answered; four queries.
    """
    keys = [client.agency.slug, client.key]
    count = Episode.objects.filter(client=client, closed_at=None).count()
    words = ngettext("%(count)s unanswered request", "%(count)s unanswered requests", count)
    yield Holding(words % {"count": count}, count, reverse("client_requests", args=keys))
    count = Summary.objects.filter(client=client, state=Summary.State.DRAFT).count()
    words = ngettext("%(count)s summary that was not sent", "%(count)s summaries that were not sent", count)
    yield Holding(words % {"count": count}, count, reverse("client_summaries", args=keys))
    count = ScopeFlag.objects.filter(client=client, state=ScopeFlag.State.RAISED).count()
    words = ngettext("%(count)s undecided wish", "%(count)s undecided wishes", count)
    yield Holding(words % {"count": count}, count, reverse("scope", args=keys))
    count = Question.objects.filter(client=client, state=Question.State.ASKED).count()
    words = ngettext("%(count)s question to an expert", "%(count)s questions to experts", count)
    yield Holding(words % {"count": count}, count, reverse("questions", args=keys[:1]))


def held_by(member: Membership) -> Iterator[Holding]:
    """What somebody else must take over before a member goes; five queries."""
    slug = member.agency.slug
    inbox = reverse("inbox", args=[slug])
    count = succession.clocks_of(member).count()
    words = ngettext("%(count)s unanswered request", "%(count)s unanswered requests", count)
    yield Holding(words % {"count": count}, count, f"{inbox}?show=waiting")
    count = succession.requests_of(member).count()
    words = ngettext("%(count)s assigned request", "%(count)s assigned requests", count)
    yield Holding(words % {"count": count}, count, f"{inbox}?show=all")
    count = succession.unsent_of(member).count()
    words = ngettext("%(count)s call that is not in writing", "%(count)s calls that are not in writing", count)
    yield Holding(words % {"count": count}, count, reverse("today", args=[slug]))
    count = succession.mailboxes_of(member).count()
    words = ngettext(
        "mail of unknown senders in %(count)s mailbox", "mail of unknown senders in %(count)s mailboxes", count
    )
    yield Holding(words % {"count": count}, count, reverse("mailboxes", args=[slug]))
    count = succession.questions_of(member).count()
    words = ngettext("%(count)s question to or from them", "%(count)s questions to or from them", count)
    yield Holding(words % {"count": count}, count, reverse("questions", args=[slug]))

"""What the pages of calls, summaries and decisions read."""

from django.db.models import Prefetch, QuerySet

from agency.keys import is_key
from agency.models import Membership
from clients.models import Client, Contact
from clients.queries.reach import seen_by
from comms.domain.calls import SPOKEN
from comms.flagging import clauses_of
from comms.forms.cast import Cast
from comms.models import Correction, Decision, Interaction, Meeting, Summary, SummaryCopy, SummaryLine


def summaries_of(member: Membership) -> QuerySet[Summary]:
    """The summaries of the clients that a member may see."""
    return seen_by(member, Summary.objects.select_related("client", "interaction", "written_by__user"))


def copies_of(member: Membership) -> QuerySet[SummaryCopy]:
    rows = SummaryCopy.objects.select_related("summary__client", "summary__interaction", "contact__person", "mail")
    return seen_by(member, rows)


def corrections_of(member: Membership) -> QuerySet[Correction]:
    rows = Correction.objects.select_related("line", "copy__request", "copy__summary__client", "copy__contact__person")
    return seen_by(member, rows)


def decisions_of(member: Membership) -> QuerySet[Decision]:
    rows = Decision.objects.select_related(
        "client", "interaction", "decided_by__person", "decided_by_member__user", "superseded_by", "supersedes"
    )
    return seen_by(member, rows)


def with_answers(rows: QuerySet[Summary]) -> QuerySet[Summary]:
    """With frozen lines, copies and corrections, in a constant number of queries."""
    return rows.prefetch_related(
        Prefetch("lines", SummaryLine.objects.select_related("contact__person", "member__user")),
        Prefetch("copies", _copies()),
        Prefetch("copies__corrections", Correction.objects.select_related("line")),
    )


def _copies() -> QuerySet[SummaryCopy]:
    people = ("contact__person", "mail", "judged_by__user")
    return SummaryCopy.objects.select_related(*people).order_by("contact__person__name")


def last_spoken_with(client: Client) -> str:
    """The key of the contact whom we spoke with last; '' if with nobody yet."""
    rows = Interaction.objects.filter(client=client, kind__in=SPOKEN, contact__isnull=False, withdrawn_at=None)
    return rows.order_by("-at", "-id").values_list("contact__key", flat=True).first() or ""


def planned_meeting(client: Client, key: str) -> Meeting | None:
    """One that can be written down: planned with this client, and not written down yet."""
    if not is_key(key):
        return None
    rows = Meeting.objects.filter(client=client, key=key, interaction=None).exclude(state=Meeting.State.CANCELLED)
    return rows.prefetch_related("items__owner", "items__contact", "attendees__contact", "attendees__member").first()


def meeting_of(interaction: Interaction) -> Meeting | None:
    """The planned meeting that a logged call had been."""
    return Meeting.objects.filter(interaction=interaction).prefetch_related("items").first()


def cast_of(client: Client, besides: Membership | None = None) -> Cast:
    """Who and what a call's form offers: the client's contacts (decision-makers first), our members (`besides` wrote it
    down and need not be named), the exclusions in force.
    """
    contacts = (
        Contact.objects.filter(client=client, ended_at=None)
        .select_related("person", "client")
        .order_by("-decision_maker", "person__name")
    )
    members = Membership.objects.filter(deactivated_at=None).select_related("user").order_by("user__name")
    exclusions = clauses_of(client.pk)
    return Cast(list(contacts), list(members), list(exclusions), besides=besides)

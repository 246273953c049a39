"""What the portal reads: each list names its fields, so that what is internal is not fetched at all
(tenancy.md, wall 5).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from agency.models import Absence, Membership, Role
from clients.models import Deliverable, DeliverableUse, Exclusion, Favour, Goal, ScopeOfWork, Task
from comms.models import (
    Correction,
    Decision,
    Episode,
    Interaction,
    Participant,
    Request,
    Summary,
    SummaryCopy,
    SummaryLine,
)
from portal.doors import Visit
from reports.models import Report

RECENT = 12
Row = Mapping[str, Any]


def open_tasks(visit: Visit) -> list[Row]:
    """Work that is open, the client's date only; `theirs` marks what waits for the client."""
    rows = Task.objects.filter(client=visit.client, internal=False, state=Task.State.OPEN)
    return list(
        rows.order_by(F("client_due").asc(nulls_last=True), "id").values("key", "title", "client_due", "contact_id")[
            :60
        ]
    )


def summaries(visit: Visit, most: int = RECENT) -> list[Row]:
    """Summaries that were sent, newest first, with what this contact said to each."""
    rows = (
        Summary.objects.filter(client=visit.client)
        .exclude(state__in=[Summary.State.DRAFT, Summary.State.SUPERSEDED])
        .order_by("-interaction__at", "-version")
    )
    found = list(
        rows.values(
            "id",
            "key",
            "subject",
            "state",
            "silence_at",
            "settled_at",
            "version",
            at=F("interaction__at"),
            about=F("interaction__subject"),
        )[:most]
    )
    mine = {
        copy["summary_id"]: copy
        for copy in SummaryCopy.objects.filter(
            summary_id__in=[row["id"] for row in found], contact_id=visit.contact_id
        ).values("summary_id", "verdict", "answered_at")
    }
    return [{**row, "mine": mine.get(row["id"])} for row in found]


def summary(visit: Visit, key: str) -> Row | None:
    row = (
        Summary.objects.filter(client=visit.client, key=key)
        .exclude(state=Summary.State.DRAFT)
        .values(
            "id",
            "key",
            "subject",
            "state",
            "silence_at",
            "settled_at",
            "version",
            at=F("interaction__at"),
            about=F("interaction__subject"),
        )
        .first()
    )
    if row is None:
        return None
    fixes = Correction.objects.filter(line__summary_id=row["id"]).values(
        "line_id", "text", name=F("copy__contact__person__name")
    )
    return {**row, "lines": summary_lines(row["id"]), "fixes": {fix["line_id"]: fix for fix in fixes}}


def summary_lines(summary_id: int) -> list[Row]:
    fields = ("id", "number", "topic", "kind", "text", "reason", "contact_id", "due")
    rows = SummaryLine.objects.filter(summary_id=summary_id).order_by("number")
    return list(rows.values(*fields, name=F("contact__person__name")))


THREAD = Q(request=OuterRef("pk")) | Q(request__merged_into=OuterRef("pk"))


def requests(visit: Visit, most: int = RECENT) -> list[Row]:
    """Subject, state and times of all the client's threads; `on_it` says whether this contact was on the messages."""
    on_it = Interaction.objects.filter(THREAD, at__lte=Now()).filter(
        Q(contact_id=visit.contact_id)
        | Exists(Participant.objects.filter(interaction=OuterRef("pk"), contact_id=visit.contact_id))
    )
    rows = Request.objects.filter(_told(), client=visit.client, merged_into=None).order_by("-last_at")
    rows = rows.annotate(on_it=Exists(on_it), spoken_to=_spoken_to(), begun_by_us=_begun_by_us())
    fields = ("id", "key", "subject", "state", "opened_at", "last_at", "on_it", "spoken_to", "begun_by_us")
    return list(rows.values(*fields, by=F("contact__person__name"))[:most])


def _told() -> Q:
    """Whether the client has sent or been sent anything in a thread, not only what is put off or was taken back."""
    said = Interaction.objects.filter(THREAD, internal=False, withdrawn_at=None, at__lte=Now())
    return Q(Exists(said)) | Q(Exists(Episode.objects.filter(THREAD)))


def _begun_by_us() -> Q:
    """Whether it is a letter of ours that the client has not answered: nobody has ever waited for us in it."""
    return ~Q(Exists(Episode.objects.filter(THREAD)))


def _spoken_to() -> Q:
    """Whether a person of ours has said anything to a request: some need no answer, and have none."""
    acknowledged = Episode.objects.filter(request=OuterRef("pk")).exclude(acknowledged_at=None)
    written = Interaction.objects.filter(
        request=OuterRef("pk"), direction=Interaction.Direction.OUTBOUND, automatic=False, withdrawn_at=None
    ).filter(at__lte=Now())
    return Q(Exists(acknowledged)) | Q(Exists(written))


def request(visit: Visit, key: str) -> Row | None:
    row = (
        Request.objects.filter(_told(), client=visit.client, key=key)
        .annotate(spoken_to=_spoken_to(), begun_by_us=_begun_by_us())
        .values("id", "key", "subject", "state", "opened_at", "spoken_to", "begun_by_us", by=F("contact__person__name"))
        .first()
    )
    return None if row is None else {**row, "messages": messages(visit, row["id"])}


def messages(visit: Visit, request_id: int) -> list[Row]:
    """The texts of a request, and of those merged into it, that this contact was on."""
    thread = Q(request_id=request_id) | Q(request__merged_into_id=request_id)
    here = Exists(Participant.objects.filter(interaction=OuterRef("pk"), contact_id=visit.contact_id))
    rows = (
        Interaction.objects.filter(thread, internal=False, withdrawn_at=None, at__lte=Now())
        .annotate(here=here)
        .filter(Q(contact_id=visit.contact_id) | Q(here=True))
        .order_by("at")
    )
    return list(
        rows.values(
            "key",
            "at",
            "direction",
            "automatic",
            "text",
            contact_name=F("contact__person__name"),
            member_name=F("member__user__name"),
        )
    )


def scope(visit: Visit) -> Row | None:
    """The scope of work in force, with what is delivered, left out, assumed and measured. The fee is the
    client's to see.
    """
    row = (
        ScopeOfWork.objects.filter(client=visit.client, state=ScopeOfWork.State.ACCEPTED)
        .values(
            "id",
            "version",
            "starts_on",
            "ends_on",
            "fee_minor",
            "currency",
            "assumptions",
            "success_metrics",
            "accepted_at",
            by=F("accepted_by__person__name"),
        )
        .first()
    )
    if row is None:
        return None
    return {
        **row,
        "deliverables": list(
            Deliverable.objects.filter(scope_id=row["id"]).values("id", "name", "unit", "quantity", "period")
        ),
        "exclusions": list(Exclusion.objects.filter(scope_id=row["id"]).values("number", "what", "reason")),
    }


def uses(visit: Visit, since: date) -> list[Row]:
    """What was used since then, by name: a change order makes new rows of the same deliverables."""
    rows = DeliverableUse.objects.filter(client=visit.client, day__gte=since)
    return list(rows.values("day", "quantity", name=F("deliverable__name")))


def favours(visit: Visit, since: date) -> list[Row]:
    return list(Favour.objects.filter(client=visit.client, day__gte=since).values("what", "day", "hours"))


def people(visit: Visit) -> list[Row]:
    """Lead and backup, in this order."""
    rows = Membership.objects.filter(pk__in=[visit.client.lead_id, visit.client.backup_id], deactivated_at=None)
    found = {row["id"]: row for row in rows.values("id", name=F("user__name"), email=F("user__email"))}
    return [found[pk] for pk in (visit.client.lead_id, visit.client.backup_id) if pk in found]


def line(visit: Visit) -> list[Row]:
    """Lead, backup and owners, each once, in the order in which they answer."""
    first = [visit.client.lead_id, visit.client.backup_id]
    rows = Membership.objects.filter(Q(pk__in=[pk for pk in first if pk]) | Q(role=Role.OWNER), deactivated_at=None)
    found = list(rows.order_by("pk").values("id", name=F("user__name"), email=F("user__email")))
    return sorted(found, key=lambda row: first.index(row["id"]) if row["id"] in first else len(first))


def away(visit: Visit, member_ids: Sequence[int], now: datetime) -> dict[int, date]:
    """Which of these members are away, and the last day of it."""
    rows = Absence.objects.filter(member__in=member_ids, begins_at__lte=now, ends_at__gt=now)
    return dict(rows.values_list("member_id", "last"))


def in_charge(visit: Visit) -> list[Row]:
    """Who runs the agency: name and id, the longest there first."""
    rows = Membership.objects.filter(role=Role.OWNER, deactivated_at=None).order_by("id")
    return list(rows.values("id", name=F("user__name")))


def goals(visit: Visit) -> list[Row]:
    return list(Goal.objects.filter(client=visit.client).values("name", "unit", "baseline", "target", "current", "due"))


def reports(visit: Visit) -> list[Row]:
    rows = Report.objects.filter(client=visit.client, state=Report.State.SENT).order_by("-month", "-revision")
    return list(rows.values("key", "month", "revision", "sent_at")[:36])


def report_pdf(visit: Visit, key: str) -> Row | None:
    rows = Report.objects.filter(client=visit.client, state=Report.State.SENT, key=key)
    return rows.values("pdf", "month", "revision").first()


def new_since(visit: Visit) -> int:
    """How much was decided, sent, or reported since the contact's last visit."""
    if visit.last_visit_at is None:
        return 0
    since = visit.last_visit_at
    return (
        Decision.objects.filter(client=visit.client, recorded_at__gt=since).count()
        + Summary.objects.filter(client=visit.client, sent_at__gt=since).exclude(state=Summary.State.DRAFT).count()
        + Report.objects.filter(client=visit.client, state=Report.State.SENT, sent_at__gt=since).count()
    )

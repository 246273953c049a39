"""A month of one client, gathered from what was recorded in it. Read once, frozen, never read again (practice V9)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from agency.models import Agency as AgencyRow
from clients.models import Client, Contact, Favour as FavourRow, Goal as GoalRow, Task
from clients.profile import effective_profile
from comms.kept import Fate, kept
from comms.models import Decision, Episode, OutboxMessage, SummaryCopy
from reports import figures
from reports.models import MonthNote
from reports.months import shifted, within
from reports.snapshot import (
    Agency,
    Decided,
    Favour,
    Goal,
    Missed,
    Planned,
    Promise,
    Snapshot,
    TaskCount,
    Trial,
)
from reports.talking_points import Besides

MOST_DECISIONS, MOST_PLANNED = 12, 12
A_DAY = timedelta(hours=24)


def zone_of(client: Client, agency: AgencyRow) -> ZoneInfo:
    """Where the client lives; the agency's zone where nobody has said."""
    return ZoneInfo(client.zone or agency.zone)


def gather(client: Client, month: date, *, at: datetime) -> Snapshot:
    """Everything that the records say of the month. The manager's sentences are added on approval."""
    agency = client.agency
    zone = zone_of(client, agency)
    readers = report_readers(client)
    first = readers[0] if readers else None
    profile = effective_profile(first, client, agency) if first else None
    found = figures.measures(client, month)
    notes = list(MonthNote.objects.filter(client=client, day__gte=shifted(month, -11), day__lt=shifted(month, 1)))
    of_month = [note for note in notes if note.day >= month]
    episodes = list(_episodes(client, month, zone))
    return Snapshot(
        client=client.name,
        agency=Agency(agency.name, agency.hue, tuple(filter(None, agency.postal_address.splitlines()))),
        month=month,
        language=profile.language.value if profile else (client.language or agency.language),
        zone=zone.key,
        written_on=at.astimezone(zone).date(),
        contacts=tuple(contact.person.name for contact in readers),
        detail=profile.detail_level.value if profile else "summary",  # type: ignore[arg-type]
        figures=figures.figures(found, month),
        series=figures.series(found, month, [note for note in notes if note.kind == MonthNote.Kind.CONTEXT]),
        goals=_goals(client),
        went_well=tuple(note.text for note in of_month if note.kind == MonthNote.Kind.WENT_WELL),
        went_wrong=tuple(note.text for note in of_month if note.kind == MonthNote.Kind.WENT_WRONG),
        missed=_missed(episodes, zone),
        tests=tuple(
            Trial(note.text, note.result, note.conclusion)
            for note in of_month
            if note.kind == MonthNote.Kind.EXPERIMENT
        ),
        plan=_plan(client, shifted(month, 1)),
        decisions=_decisions(client, month),
        promise=_promise(episodes),
        tasks=_tasks(client, month, zone),
        favours=_favours(client, month),
        spend=figures.spend(found, month),
    )


def report_readers(client: Client) -> list[Contact]:
    """Contacts who get the monthly report, decision-makers first."""
    return list(
        Contact.objects.filter(client=client, ended_at=None, gets_reports=True)
        .select_related("person", "client")
        .order_by("-decision_maker", "person__name")
    )


def _episodes(client: Client, month: date, zone: ZoneInfo) -> list[Episode]:
    since, until = within(month, zone)
    return list(
        Episode.objects.filter(client=client, opened_at__gte=since, opened_at__lt=until, dismissed_at=None)
        .select_related("request")
        .order_by("opened_at")
    )


def besides(client: Client, month: date) -> Besides:
    """What the report leaves out and a call says: two queries."""
    zone = zone_of(client, client.agency)
    since, until = within(month, zone)
    corrected = SummaryCopy.objects.filter(
        client=client, verdict=SummaryCopy.Verdict.CORRECTED, answered_at__gte=since, answered_at__lt=until
    )
    back = OutboxMessage.objects.filter(
        client=client, state=OutboxMessage.State.BOUNCED, settled_at__gte=since, settled_at__lt=until
    )
    days = corrected.order_by("answered_at").values_list("answered_at", flat=True)
    return Besides(
        corrected=tuple(dict.fromkeys(moment.astimezone(zone).date() for moment in days if moment)),
        came_back=back.count(),
    )


def _promise(episodes: list[Episode]) -> Promise | None:
    if not episodes:
        return None
    found = kept(tuple(getattr(episode, name) for name in Fate._fields) for episode in episodes)
    return Promise(
        messages=found.messages,
        by_person=found.by_person,
        by_note=found.by_note,
        broken=found.broken,
        median_minutes=None if found.median is None else round(found.median / timedelta(minutes=1)),
    )


def _missed(episodes: list[Episode], zone: ZoneInfo) -> tuple[Missed, ...]:
    return tuple(
        Missed(
            subject=episode.request.subject,
            received=episode.opened_at.astimezone(zone).date(),
            late_minutes=_late(episode),
        )
        for episode in episodes
        if episode.promise == Episode.Promise.BROKEN
    )


def _late(episode: Episode) -> int | None:
    answered = episode.acknowledged_at or episode.note_accepted_at
    return (
        round((answered - episode.promise_at).total_seconds() / 60)
        if answered and answered > episode.promise_at
        else None
    )


def _goals(client: Client) -> tuple[Goal, ...]:
    return tuple(
        Goal(metric=goal.name, target=goal.target, unit=goal.unit, now=goal.current, due=goal.due, outlook=goal.outlook)
        for goal in GoalRow.objects.filter(client=client)
    )


def _plan(client: Client, month: date) -> tuple[Planned, ...]:
    """Open work that the client sees and that is due in the month after; what waits for the client is asked for."""
    rows = Task.objects.filter(
        client=client, internal=False, state=Task.State.OPEN, client_due__gte=month, client_due__lt=shifted(month, 1)
    ).select_related("contact__person")
    return tuple(
        Planned(work=task.title, with_you_by=task.client_due, we_need=task.details if task.contact_id else "")
        for task in rows.order_by("client_due", "id")[:MOST_PLANNED]
    )


def _decisions(client: Client, month: date) -> tuple[Decided, ...]:
    rows = (
        Decision.objects.filter(
            client=client, decided_on__gte=month, decided_on__lt=shifted(month, 1), withdrawn_at=None
        )
        .select_related("decided_by__person", "superseded_by")
        .order_by("decided_on", "id")
    )
    return tuple(
        Decided(
            what=row.what,
            on=row.decided_on,
            by=row.decided_by.person.name if row.decided_by else "",
            why=row.why,
            corrected=newer.decided_on if (newer := getattr(row, "superseded_by", None)) else None,
        )
        for row in rows[:MOST_DECISIONS]
    )


def _tasks(client: Client, month: date, zone: ZoneInfo) -> TaskCount | None:
    """Ours alone: what waits for the client is no promise of ours."""
    rows = list(
        Task.objects.filter(
            client=client, internal=False, contact=None, client_due__gte=month, client_due__lt=shifted(month, 1)
        ).exclude(state=Task.State.DROPPED)
    )
    if not rows:
        return None
    days = [(task, task.done_at.astimezone(zone).date() if task.done_at else None) for task in rows]
    early = sum(1 for task, done in days if done and task.client_due and done < task.client_due)
    on_time = sum(1 for task, done in days if done and done == task.client_due)
    return TaskCount(due=len(rows), on_time=on_time, early=early, late_unannounced=len(rows) - early - on_time)


def _favours(client: Client, month: date) -> tuple[Favour, ...]:
    rows = FavourRow.objects.filter(client=client, day__gte=month, day__lt=shifted(month, 1)).order_by("day")
    return tuple(Favour(row.what, row.hours, row.worth_minor or None, row.currency) for row in rows)

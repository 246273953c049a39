"""The table of clients: filtered, sorted, paged by key, with what stands in each row put into words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import (
    CharField,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from agency import registry, wording
from agency.models import Agency, Membership, Role
from clients.days import day_of, near_day
from clients.keyset import Order, Page, page_of
from clients.models import Client, Contact
from clients.profile import CADENCE_DAYS
from clients.queries.reach import clients_of
from clients.queries.scope_use import Usage, fullest, in_force, usage

PAGE = 25
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
SORTS: Mapping[str, str] = {
    "name": "sort_name",
    "industry": "sort_industry",
    "lead": "sort_lead",
    "backup": "sort_backup",
    "last": "sort_last",
    "next": "next_touch",
}
WHOSE = ("mine", "led", "backed", "all", "archived")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What to show and in which order. `silent_at`: those with whom nobody had been in touch for longer than their
    cadence by then. `sort` is a key of SORTS, with '-' before it when it descends."""

    whose: str = "all"
    q: str = ""
    lead_id: int | None = None
    industry: str = ""
    silent_at: datetime | None = None
    sort: str = "name"

    @property
    def order(self) -> Order:
        name = self.sort.removeprefix("-")
        falls = self.sort.startswith("-")
        return [(SORTS.get(name, "sort_name"), falls)] + ([] if name == "name" else [("sort_name", False)])


@dataclass(frozen=True, kw_only=True)
class ClientRow:
    client: Client
    url: str
    lead: str
    backup: str
    last: str
    next: str
    next_is_late: bool
    clock: dict[str, Any] | None
    use: Usage | None


def default_whose(member: Membership) -> str:
    """A manager begins with their own clients, everybody else with all."""
    return "mine" if member.role == Role.MANAGER else "all"


def chosen(member: Membership, choice: Choice) -> QuerySet[Client]:
    """The clients of a choice, not yet sorted, with lead, backup and what they are sorted by."""
    rows = clients_of(member).filter(archived_at__isnull=choice.whose != "archived")
    match choice.whose:
        case "mine":
            rows = rows.filter(Q(lead=member) | Q(backup=member))
        case "led":
            rows = rows.filter(lead=member)
        case "backed":
            rows = rows.filter(backup=member)
    if choice.lead_id is not None:
        rows = rows.filter(lead_id=choice.lead_id)
    if choice.industry:
        rows = rows.filter(industry=choice.industry)
    if choice.q:
        rows = rows.filter(_named(choice.q))
    rows = _sortable(rows)
    if choice.silent_at is not None:
        rows = rows.filter(next_touch__lt=choice.silent_at)  # type: ignore[misc]
    return rows.select_related("lead__user", "backup__user")


def client_page(member: Membership, choice: Choice, *, after: str = "", before: str = "") -> Page[Client]:
    return page_of(chosen(member, choice), choice.order, size=PAGE, after=after, before=before)


def client_rows(clients: Sequence[Client], member: Membership, now: datetime) -> list[ClientRow]:
    """The rows in words, in a number of queries that does not depend on how many there are."""
    ids = [client.pk for client in clients]
    today = day_of(now, member.agency)
    clocks = first_clocks(ids, member, now)
    uses = usage(in_force(ids).values(), today)
    return [_row(client, member, now, clocks.get(client.pk), uses.get(client.pk, [])) for client in clients]


def first_clocks(client_ids: Sequence[int], member: Membership, now: datetime) -> dict[int, dict[str, Any]]:
    """The first running clock of each client, from whichever room keeps clocks."""
    found: dict[int, dict[str, Any]] = {}
    for provider in registry.client_clocks:
        found |= provider(client_ids, member, now)
    return found


def industries(member: Membership) -> list[str]:
    """The industries there are among the clients a member may see, in order."""
    named = clients_of(member).filter(archived_at=None).exclude(industry="")
    return list(named.order_by("industry").values_list("industry", flat=True).distinct())


def next_touch_words(client: Client, agency: Agency, now: datetime) -> tuple[str, bool]:
    """When the client should hear from us next, and whether that day has passed."""
    due, today = next_touch_of(client), day_of(now, agency)
    day = day_of(due, agency)
    if day < today:
        days = (today - day).days
        return ngettext("%(count)s day late", "%(count)s days late", days) % {"count": days}, True
    return near_day(day, today), False


def next_touch_of(client: Client) -> datetime:
    """The last contact, or when we took the client on, and the cadence from there (practice M0b)."""
    return (client.last_contact_at or client.created_at) + timedelta(days=client.cadence_days or CADENCE_DAYS)


def table(clients: Iterable[ClientRow], agency: Agency) -> list[list[str]]:
    """The rows for a spreadsheet, under a head; days as dates, so that they are true tomorrow, too."""
    head = [_("Client"), _("Industry"), _("Lead"), _("Backup"), _("Last contact"), _("Next touch"), _("Scope use")]
    rows = ([r.client.name, r.client.industry, r.lead, r.backup, *_days(r.client, agency), _use(r)] for r in clients)
    return [head, *rows]


def _days(client: Client, agency: Agency) -> tuple[str, str]:
    """Of the last contact and of the next touch, '' where there is none."""
    last = day_of(client.last_contact_at, agency).isoformat() if client.last_contact_at else ""
    return last, "" if client.archived else day_of(next_touch_of(client), agency).isoformat()


def _use(row: ClientRow) -> str:
    return row.use.label if row.use else ""


def _row(
    client: Client, member: Membership, now: datetime, clock: dict[str, Any] | None, uses: Sequence[Usage]
) -> ClientRow:
    words, late = next_touch_words(client, member.agency, now)
    last = client.last_contact_at
    return ClientRow(
        client=client,
        url=reverse("client", args=[member.agency.slug, client.key]),
        lead=str(client.lead.user),
        backup=str(client.backup.user) if client.backup else "",
        last=_("%(span)s ago") % {"span": wording.span(now - last)} if last else "",
        next="" if client.archived else words,
        next_is_late=late and not client.archived,
        clock=clock,
        use=fullest(uses),
    )


def _named(q: str) -> Q:
    people = Contact.objects.filter(client=OuterRef("pk"), person__name__icontains=q, ended_at=None)
    return Q(name__icontains=q) | Q(industry__icontains=q) | Q(about__icontains=q) | Q(Exists(people))


def _sortable(rows: QuerySet[Client]) -> QuerySet[Client]:
    cadence = ExpressionWrapper(
        Coalesce(F("cadence_days"), CADENCE_DAYS, output_field=IntegerField()) * Value(timedelta(days=1)),
        output_field=DurationField(),
    )
    since = Coalesce(F("last_contact_at"), F("created_at"))
    return rows.annotate(
        sort_name=Lower("name"),
        sort_industry=Lower("industry"),
        sort_lead=Lower("lead__user__name"),
        sort_backup=Coalesce(Lower("backup__user__name"), Value(""), output_field=CharField()),
        sort_last=Coalesce("last_contact_at", Value(LONG_AGO, output_field=DateTimeField())),
        next_touch=ExpressionWrapper(since + cadence, output_field=DateTimeField()),
    )

"""From the sheets of the demo to rows, by the verbs of this room: a client as it was taken on, long ago."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from agency.demo.founding import as_old_as_first_event
from agency.demo.world import FRIDAY, House
from agency.tenancy.scope import within
from clients.demo import happenings
from clients.demo.sheets import THIS_YEAR, Aim, AlsoThere, ClientSheet, PersonSheet, Version
from clients.domain import clients, contacts, goals, people, scopes
from clients.models import Client, Contact, Person, ScopeOfWork, Task
from clients.scope_changes import LeftOut, Promise

PERSON = {
    "salutation": "salutation", "phone": "phone", "kind": "personality_type", "channel": "preferred_channel",
    "detail": "detail_level", "tone": "tone", "involvement": "involvement", "cadence": "cadence_days",
    "language": "language", "zone": "zone", "triggers": "triggers", "ways": "ways", "do": "do", "dont": "dont",
    "boundaries": "boundaries",
    "note": "personal_note",
}  # fmt: skip
"""Names on a person's sheet, and the fields they fill."""


def build(house: House, sheet: ClientSheet) -> None:
    """The client as it was taken on, and in the diary whatever has happened to it since."""
    started = house.months_ago(sheet.months, day=6)
    at = house.on(started, "10:20")
    client = clients.create(
        by=house.members[sheet.lead],
        at=at,
        name=sheet.name,
        lead=house.members[sheet.lead],
        backup=house.pick(sheet.backup),
        started_on=started,
        industry=sheet.industry,
        about=sheet.about,
        website=sheet.website,
        country=sheet.country,
        zone=sheet.zone,
        language=sheet.language,
        **sheet.facts,
    )
    house.clients[sheet.handle] = client
    for person in sheet.people:
        _meet(house, client, person, at + timedelta(minutes=15))
    for place in sheet.also:
        _meet_again(house, client, place, at + timedelta(minutes=40))
    for aim in sheet.aims:
        _aim(house, client, aim, at + timedelta(hours=2))
    for version in sheet.scope:
        _agree(house, client, sheet, version)
    happenings.plan(house, client, sheet)


def _meet(house: House, client: Client, sheet: PersonSheet, at: datetime) -> None:
    begin, end = sheet.calls or (None, None)
    house.contacts[sheet.handle] = people.create(
        client,
        by=client.lead,
        at=at,
        name=sheet.name,
        addresses=[sheet.email] if sheet.email else [],
        place={
            "role": sheet.role,
            "decision_maker": sheet.decides,
            "decides_about": sheet.decides_about,
            "gets_summaries": sheet.summaries,
            "gets_reports": sheet.reports,
        },
        calls_from=begin and time.fromisoformat(begin),
        calls_until=end and time.fromisoformat(end),
        **{field: getattr(sheet, name) for name, field in PERSON.items()},
    )
    if sheet.portal is not None:
        happenings.plan_portal(house, house.contacts[sheet.handle], sheet)


def _meet_again(house: House, client: Client, place: AlsoThere, at: datetime) -> None:
    person = house.contacts[place.person].person
    house.contacts[place.handle] = contacts.add(
        person, client, by=client.lead, at=at, role=place.role, gets_summaries=place.summaries,
        gets_reports=place.reports,
    )  # fmt: skip


def _aim(house: House, client: Client, aim: Aim, at: datetime) -> None:
    goal = goals.set_goal(
        client,
        by=client.lead,
        at=at,
        name=aim.name,
        unit=aim.unit,
        baseline=_exact(aim.baseline),
        target=_exact(aim.target),
        due=house.year_end() if aim.due == THIS_YEAR else house.month_end(aim.due),
        outlook=aim.outlook,
    )
    if aim.current is not None:
        happenings.plan_measure(house, goal, _exact(aim.current))


def _agree(house: House, client: Client, sheet: ClientSheet, version: Version) -> None:
    """One version of the scope: drafted, written, and accepted in writing two days later."""
    day = house.months_ago(version.months, day=12)
    at = house.on(day, "15:30")
    scope = scopes.draft(client, by=client.lead, at=at)
    scopes.revise(
        scope,
        by=client.lead,
        at=at,
        promises=[Promise(name, _exact(much), unit, period) for name, much, unit, period in version.deliverables],
        exclusions=[LeftOut(*clause) for clause in version.exclusions],
        starts_on=house.month_end(-version.months) + timedelta(days=1),
        ends_on=house.month_end(version.until),
        fee_minor=version.fee * 100,
        currency=sheet.currency,
        assumptions="\n".join(sheet.assumptions),
        success_metrics="\n".join(sheet.success),
        changes=version.changes,
    )
    accepted = house.on(workday(at.date() + timedelta(days=2)), "10:30")
    by = house.contacts[version.by]
    scopes.accept(scope, by=client.lead, at=accepted, accepted_by=by, accepted_at=accepted, how=version.how)


def grow_old(house: House) -> None:
    """Clients, their people and tasks are as old as their first event."""
    with within(house.agency):
        for model in (Client, Task, ScopeOfWork):
            as_old_as_first_event(model, "created_at")
        for contact in Contact.objects.select_related("client"):
            Person.objects.filter(pk=contact.person_id).update(created_at=contact.client.created_at)


def workday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=8 - day.isoweekday()) if day.isoweekday() > FRIDAY else day


def _exact(value: float) -> Decimal:
    return Decimal(str(value))

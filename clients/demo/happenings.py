"""What happened to a client of the demo besides what was said: planned in the diary, done by the verbs of this room."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from agency.demo.world import House
from agency.models import Membership
from clients.demo.sheets import ClientSheet, Given, PersonSheet, Promised, Used, Work
from clients.domain import clients, favours, goals, portal_invitations, promises, scopes, tasks
from clients.models import Client, Contact, Deliverable, Goal, ScopeOfWork, Task


def plan(house: House, client: Client, sheet: ClientSheet) -> None:
    """What was delivered, given free, worked on and, for one client, ended."""
    for use in sheet.used:
        house.plan(house.at(use.days, "16:45"), partial(_use, client, use))
    for given in sheet.favours:
        house.plan(house.at(given.days, "17:05"), partial(_give, client, given, sheet.currency))
    for work in sheet.work:
        _plan_work(house, client, work)
    if sheet.promised:
        house.plan(house.at(sheet.promised.days, "15:20"), partial(_promise, client, sheet.promised))
    if sheet.archived:
        days, reason, note = sheet.archived
        house.plan(house.at(days, "14:30"), partial(_let_go, client, reason, note))


def plan_portal(house: House, contact: Contact, sheet: PersonSheet) -> None:
    """Invited, and hours later at home in the portal; with the account they have, if they are staff somewhere."""

    def invite(at: datetime) -> None:
        present = Contact.objects.select_related("client__lead__user", "person").get(pk=contact.pk)
        invitation = portal_invitations.invite(present, by=present.client.lead, at=at)
        joined = at + timedelta(hours=3, minutes=25)
        if known := portal_invitations.users_at(invitation.email):
            portal_invitations.accept(invitation, user=known[0], at=joined)
        else:
            portal_invitations.join(invitation, at=joined)
        Contact.objects.filter(pk=contact.pk).update(last_visit_at=max(joined, house.moment(sheet.visited)))

    house.plan(house.at(sheet.portal or 0, "11:15"), invite)


def plan_measure(house: House, goal: Goal, current: Decimal) -> None:
    """Where a goal stands, as it was written down last."""

    def measure(at: datetime) -> None:
        present = Goal.objects.select_related("client__lead__user").get(pk=goal.pk)
        goals.change(present, by=present.client.lead, at=at, current=current)

    house.plan(house.at(9, "16:10"), measure)


def fresh(client: Client) -> Client:
    """The client as it is by then, with whoever looks after it by then."""
    return Client.objects.select_related("lead__user", "backup__user").get(pk=client.pk)


def _promise(client: Client, promised: Promised, at: datetime) -> None:
    lead, minutes = fresh(client).lead, round(promised.target_hours * 60)
    promises.change(
        client, by=lead, at=at, promise_hours=promised.hours, target_minutes=minutes, target_kind="working"
    )  # fmt: skip


def _use(client: Client, use: Used, at: datetime) -> None:
    rows = Deliverable.objects.filter(client=client, scope__state=ScopeOfWork.State.ACCEPTED, name=use.deliverable)
    deliverable = rows.select_related("scope", "client__lead__user").get()
    quantity = Decimal(str(use.quantity))
    scopes.record_use(
        deliverable, by=deliverable.client.lead, at=at, day=at.date(), quantity=quantity, what=use.what
    )  # fmt: skip


def _give(client: Client, given: Given, currency: str, at: datetime) -> None:
    present = fresh(client)
    favours.give(
        present,
        by=present.lead,
        at=at,
        day=at.date(),
        what=given.what,
        hours=Decimal(str(given.hours)),
        worth_minor=given.worth * 100,
        currency=currency,
    )


def _plan_work(house: House, client: Client, work: Work) -> None:
    """A task as it was made, and when it was finished or dropped. The handle tells whether it is ours or theirs."""
    owner, contact = house.members.get(work.who), house.contacts.get(work.who)
    if owner is None and contact is None:
        raise KeyError(work.who)

    def make(at: datetime) -> None:
        present = fresh(client)
        task = tasks.create(
            present,
            by=present.lead,
            at=at,
            title=work.title,
            details=work.details,
            owner=owner,
            contact=contact,
            internal_due=None if work.ours is None else house.day(work.ours),
            client_due=None if work.theirs is None else house.day(work.theirs),
            internal=work.internal,
        )
        if work.done is not None:
            end = max(house.at(-work.done, "15:20"), at + timedelta(hours=1))
            house.plan(end, partial(_finish, task, owner or present.lead))
        if work.dropped is not None:
            house.plan(house.at(-work.dropped, "10:40"), partial(_drop, task, present.lead))

    house.plan(house.at(-work.made, "11:30"), make)


def _finish(task: Task, by: Membership, at: datetime) -> None:
    present = Task.objects.select_related("owner", "client").get(pk=task.pk)
    if present.state == Task.State.OPEN:
        tasks.complete(present, by=by, at=at)


def _drop(task: Task, by: Membership, at: datetime) -> None:
    tasks.drop(Task.objects.select_related("client").get(pk=task.pk), by=by, at=at)


def _let_go(client: Client, reason: str, note: str, at: datetime) -> None:
    present = fresh(client)
    still_open = Task.objects.filter(client=client, state=Task.State.OPEN).values_list("key", flat=True)
    clients.archive(present, by=present.lead, at=at, reason=reason, note=note, seen=list(still_open))

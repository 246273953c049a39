"""The first story of the demo: two agencies are founded, people join them, and one has gone again."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.db.models import Model, OuterRef, Subquery

from agency.demo import leave
from agency.demo.staff import BUREAUS, Bureau, Colleague
from agency.demo.world import House, World
from agency.domain import agencies, invitations, members, profile
from agency.domain.invitations import users_at
from agency.models import Agency, Event, Membership, User
from agency.tenancy.scope import within

GONE_SINCE = 36
"""Days since Felix Hartmann left: whom he led and backed up went to Ruth, and one client lost its backup with him."""


def found_agencies(world: World) -> None:
    world.finishers.append(grow_old)
    for bureau in BUREAUS:
        house = _found(world, bureau)
        world.houses[bureau.handle] = house
        with within(house.agency):
            for colleague in bureau.staff:
                _join(house, bureau, colleague)
            _close_days(house, bureau)
            _ask(house, bureau)
            for colleague in (bureau.owner, *bureau.staff):
                _settle_in(house, colleague)
            leave.plan(house, bureau.handle)
    _felix_leaves(world.houses["northlight"])


def _found(world: World, bureau: Bureau) -> House:
    """The owner's account, the agency, and what it works by."""
    at = world.now - timedelta(days=round(30.4 * bureau.founded))
    at = at.astimezone(ZoneInfo(bureau.zone)).replace(hour=9, minute=12)
    user = User.objects.create_user(_address(bureau, bureau.owner), None, name=bureau.owner.name, zone=bureau.zone)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    owner = agencies.found(name=bureau.name, slug=bureau.slug, by=user, at=at, zone=bureau.zone, language="en")
    with within(owner.agency):
        agencies.change(
            owner.agency,
            by=owner,
            at=at,
            hue=bureau.hue,
            country=bureau.country,
            region=bureau.region,
            postal_address=bureau.postal_address,
            mail_address=f"hello@{bureau.domain}",
            span_limit=bureau.span_limit,
        )
    house = House(Agency.objects.get(pk=owner.agency_id), world.now, world.chance)
    with within(house.agency):
        house.members[bureau.owner.handle] = Membership.objects.select_related("user").get(pk=owner.pk)
    return house


def _join(house: House, bureau: Bureau, colleague: Colleague) -> None:
    """Invited by the owner, and joined the next day; with the account one has, if one works elsewhere already."""
    owner = house.members[bureau.owner.handle]
    at = house.on(house.months_ago(colleague.joined), "10:30")
    email = _address(bureau, colleague)
    invitation = invitations.invite(email=email, name=colleague.name, role=colleague.role, by=owner, at=at)
    joined = at + timedelta(hours=22, minutes=40)
    if known := users_at(email):
        invitations.accept(invitation, user=known[0], at=joined)
    else:
        invitations.join(
            invitation, name=colleague.name, password="", zone=colleague.zone, language="en", at=joined
        )  # fmt: skip
    member = Membership.objects.select_related("user").get(user__email=email)
    house.members[colleague.handle] = member
    span, title = colleague.span, colleague.title
    members.change(member, by=owner, at=joined, role=member.role, title=title, span_limit=span)


def _settle_in(house: House, colleague: Colleague) -> None:
    """The signature and the look of each, and when they were last here."""
    member = house.members[colleague.handle]
    member.refresh_from_db(fields=["title", "span_limit"])
    at = house.on(house.months_ago(colleague.joined, day=12), "11:05")
    signature = f"{colleague.name}\n{house.agency.name}"
    profile.change(member, at=at, signature=signature, theme=colleague.theme)
    seen = house.moment(colleague.seen)
    User.objects.filter(pk=member.user_id).update(date_joined=at, last_login=seen)


def _close_days(house: House, bureau: Bureau) -> None:
    at = house.on(house.months_ago(7), "15:00")
    for offset, why in bureau.closed:
        agencies.close_on(house.agency, house.day(offset), why, by=house.members[bureau.owner.handle], at=at)
    house.agency.refresh_from_db()
    house.forget_calendar()


def _ask(house: House, bureau: Bureau) -> None:
    """Invitations that are open today."""
    for email, name, role in bureau.asked:
        at = house.at(2, "16:20")
        invitations.invite(email=email, name=name, role=role, by=house.members[bureau.owner.handle], at=at)


def _felix_leaves(house: House) -> None:
    def leave(at: datetime) -> None:
        felix = Membership.objects.get(pk=house.members["felix"].pk)
        members.deactivate(felix, by=house.members["helen"], at=at, to=house.members["ruth"])

    house.plan(house.at(GONE_SINCE, "17:30"), leave)


def _address(bureau: Bureau, colleague: Colleague) -> str:
    return colleague.email or f"{colleague.handle}@{bureau.domain}"


def grow_old(house: House) -> None:
    """Rows say that they were made when their first event happened, not when the demo was loaded."""
    with within(house.agency):
        born = Event.objects.filter(object_kind="agency").order_by("at").values_list("at", flat=True)[0]
        Agency.objects.filter(pk=house.agency.pk).update(created_at=born)
        Membership.objects.update(joined_at=born)
        as_old_as_first_event(Membership, "joined_at")


def as_old_as_first_event(model: type[Model], field: str) -> None:
    """Sets a moment of each row of a tenant table that has events to that of the first. Needs the agency's scope."""
    kind = model._meta.model_name
    events = Event.objects.filter(object_kind=kind).order_by("at")
    rows = model._default_manager.filter(pk__in=events.values("object_id"))
    rows.update(**{field: Subquery(events.filter(object_id=OuterRef("pk")).values("at")[:1])})

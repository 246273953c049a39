"""The staff: invited, changed, and let go only when somebody has taken over what they hold."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ValidationError
from django.utils import timezone

from agency.domain import invitations, members, tokens
from agency.models import ApiToken, Event, Invitation, Membership, Role
from agency.tenancy.scope import within
from clients.models import Client
from tests.world import CANARY, World, member as joined

pytestmark = pytest.mark.usefixtures("clients_held")
PEOPLE = "/northlight/settings/people/"


def row(member: Membership) -> Membership:
    with within(member.agency):
        return Membership.objects.get(pk=member.pk)


def test_the_list_says_who_works_here(world: World) -> None:
    TOTP.activate(world.ours.backup.user, "JBSWY3DPEHPK3PXP")
    page = world.browser(world.ours.owner).get(PEOPLE).content.decode()
    for name in ("Helen Marsh", "Ida Brandt", "Daniel Whitlock", "Lena Köhler"):
        assert name in page
    assert "1 of 3" in page
    assert page.count("</svg>On</span>") == 1
    assert CANARY not in page


def test_the_list_takes_the_same_queries_for_few_and_many(
    world: World, queries: Callable[[Callable[[], object]], int]
) -> None:
    browser = world.browser(world.ours.owner)
    browser.get(PEOPLE)
    few = queries(lambda: browser.get(PEOPLE))
    with within(world.ours.agency):
        for number in range(3):
            someone = joined(world.ours.agency, f"more{number}", f"More {number}", Role.MANAGER)
            Client.objects.create(name=f"Client {number}", lead=someone)
            invitations.invite(
                email=f"new{number}@x.example", name="", role="manager", by=world.ours.owner, at=timezone.now()
            )
    assert queries(lambda: browser.get(PEOPLE)) == few


def test_owners_only(world: World) -> None:
    with within(world.ours.agency):
        asked = invitations.invite(
            email="n@x.example", name="", role="manager", by=world.ours.owner, at=timezone.now() - timedelta(hours=1)
        )
    key = world.ours.specialist.key
    posts = ("invitations/", f"invitations/{asked.key}/mail/", f"invitations/{asked.key}/revocation/")
    posts += (f"{key}/", f"{key}/deactivation/")
    for who, status in ((world.ours.manager, 403), (world.theirs.owner, 404), (world.stranger, 404), (None, 401)):
        browser = world.browser(who)
        assert [browser.post(PEOPLE + path, {"role": "owner"}).status_code for path in posts] == [status] * len(posts)
        assert browser.get(PEOPLE).status_code == (302 if who is None else status)
    assert row(world.ours.specialist).role == Role.SPECIALIST
    with within(world.ours.agency):
        assert Invitation.objects.get().revoked_at is None


def test_people_of_another_agency_do_not_exist(world: World) -> None:
    browser = world.browser(world.ours.owner)
    foreign = browser.get(f"{PEOPLE}{world.theirs.manager.key}/")
    missing = browser.get(f"{PEOPLE}000000000000/")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content
    assert browser.post(f"{PEOPLE}{world.theirs.manager.key}/deactivation/").status_code == 404
    assert row(world.theirs.manager).active


def test_role_title_and_limit_are_changed(world: World) -> None:
    typed = {"role": "owner", "title": "Head of accounts", "span_limit": "5"}
    response = world.browser(world.ours.owner).post(f"{PEOPLE}{world.ours.manager.key}/", typed)
    assert response.status_code == 302
    changed = row(world.ours.manager)
    assert (changed.role, changed.title, changed.span_limit) == ("owner", "Head of accounts", 5)
    with within(world.ours.agency):
        assert Event.objects.get(verb="member.changed").facts == {"role": "owner", "role_before": "manager"}


@pytest.mark.parametrize(
    ("who", "typed", "words"),
    [
        ("owner", {"role": "manager"}, "An agency needs an owner"),
        ("manager", {"role": "specialist"}, "this member leads 1. Hand them over first"),
        ("manager", {"role": "king"}, "valid choice"),
        ("manager", {"role": "manager", "span_limit": "0"}, "must be 1 at least"),
        ("manager", {"role": "manager", "span_limit": "many"}, "whole number"),
        ("manager", {"role": "manager", "title": "x" * 81}, "80"),
    ],
)
def test_what_cannot_be_is_refused_with_words(world: World, who: str, typed: dict[str, str], words: str) -> None:
    member: Membership = getattr(world.ours, who)
    response = world.browser(world.ours.owner).post(f"{PEOPLE}{member.key}/", typed)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert row(member).role == member.role


def test_who_holds_something_is_deactivated_only_when_somebody_takes_over(world: World) -> None:
    browser, address = world.browser(world.ours.owner), f"{PEOPLE}{world.ours.manager.key}/deactivation/"
    page = browser.get(address).content.decode()
    assert "1 clients led" in page
    assert world.ours.specialist.key not in page, "a specialist leads no clients"
    assert browser.post(address).status_code == 422
    assert browser.post(address, {"to": world.theirs.owner.key}).status_code == 422
    assert browser.post(address, {"to": world.ours.specialist.key}).status_code == 422
    assert browser.post(address, {"to": world.ours.manager.key}).status_code == 422
    assert row(world.ours.manager).active
    assert browser.post(address, {"to": world.ours.backup.key}).status_code == 302
    assert not row(world.ours.manager).active
    assert ">Undo<" not in browser.get(PEOPLE).content.decode(), "what was handed over would not come back"
    with within(world.ours.agency):
        assert Client.objects.get(pk=world.ours.client.pk).lead_id == world.ours.backup.pk
        event = Event.objects.get(verb="member.deactivated")
    assert event.facts == {"taken_over_by": world.ours.backup.pk}
    assert world.browser(world.ours.manager).get("/northlight/me/").status_code == 404


def test_who_holds_nothing_simply_goes_and_can_come_back(world: World) -> None:
    browser, address = world.browser(world.ours.owner), f"{PEOPLE}{world.ours.specialist.key}/deactivation/"
    assert "They hold nothing" in browser.get(address).content.decode()
    response = browser.post(address, follow=True)
    assert "Lena Köhler is deactivated." in response.content.decode()
    assert "Let in again" in response.content.decode()
    assert browser.get(address).status_code == 302
    browser.post(address, {"undo": "1"})
    assert row(world.ours.specialist).active
    with within(world.ours.agency):
        verbs = list(Event.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["member.deactivated", "member.reactivated"]


def test_the_last_owner_cannot_go_and_one_of_two_can(world: World) -> None:
    browser, address = world.browser(world.ours.owner), f"{PEOPLE}{world.ours.owner.key}/deactivation/"
    response = browser.post(address)
    assert response.status_code == 422
    assert "An agency needs an owner" in response.content.decode()
    with within(world.ours.agency):
        joined(world.ours.agency, "second", "Second Owner", Role.OWNER)
    assert browser.post(address)["Location"] == "/"
    assert not row(world.ours.owner).active


def test_the_tokens_of_who_goes(world: World) -> None:
    at = timezone.now()
    with within(world.ours.agency):
        second = joined(world.ours.agency, "second", "Second Owner", Role.OWNER)
        own, _text = tokens.create(name="mine", scope="read", by=second, at=at, expires_at=None)
        shared, _text = tokens.create(name="ours", scope="read", by=second, at=at, expires_at=None, for_agency=True)
        with pytest.raises(members.StillHolds):
            members.deactivate(second, by=world.ours.owner, at=at)
        members.deactivate(second, by=world.ours.owner, at=at, to=world.ours.owner)
        assert ApiToken.objects.get(pk=own.pk).revoked_at == at
        assert ApiToken.objects.get(pk=shared.pk).revoked_at is None
        assert ApiToken.objects.get(pk=shared.pk).member == world.ours.owner


def test_nobody_goes_while_something_would_be_left_behind(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agency.registry.hand_overs", [])
    with within(world.ours.agency):
        with pytest.raises(members.StillHolds):
            members.deactivate(world.ours.manager, by=world.ours.owner, at=timezone.now(), to=world.ours.backup)
        assert members.deactivate(world.ours.specialist, by=world.ours.owner, at=timezone.now()).deactivated_at
        again = members.deactivate(world.ours.specialist, by=world.ours.owner, at=timezone.now())
        assert again.deactivated_at
        assert Event.objects.filter(verb="member.deactivated").count() == 1


def test_one_or_many_are_invited(world: World, mailoutbox: list[Any]) -> None:
    typed = {"addresses": "Sofia Petrou <Sofia@X.example>,\njonas@x.example; jonas@x.example\n", "role": "specialist"}
    response = world.browser(world.ours.owner).post(f"{PEOPLE}invitations/", typed, follow=True)
    page = response.content.decode()
    assert "2 invitations are on their way." in page
    assert "sofia@x.example" in page
    assert sorted(mail.to[0] for mail in mailoutbox) == ["jonas@x.example", "sofia@x.example"]
    mail = next(mail for mail in mailoutbox if mail.to == ["sofia@x.example"])
    assert mail.subject == "Helen Marsh invites you to Northlight Digital"
    assert mail.reply_to == ["helen@northlight.example"]
    assert "Hello Sofia Petrou," in mail.body
    assert "http://localhost:8000/join/northlight/" in mail.body
    with within(world.ours.agency):
        asked = Invitation.objects.get(email="sofia@x.example")
        assert asked.token_digest not in mail.body
        assert asked.expires_at - asked.invited_at == timedelta(days=7)


def test_what_cannot_be_invited_stays_in_the_form(world: World, mailoutbox: list[Any]) -> None:
    browser = world.browser(world.ours.owner)
    wrong = browser.post(f"{PEOPLE}invitations/", {"addresses": "a@x.example, nonsense", "role": "manager"})
    assert wrong.status_code == 422
    assert "This is no e-mail address: nonsense" in wrong.content.decode()
    assert not mailoutbox
    mixed = browser.post(
        f"{PEOPLE}invitations/", {"addresses": "a@x.example\nida@northlight.example", "role": "manager"}
    )
    page = mixed.content.decode()
    assert mixed.status_code == 422
    assert "ida@northlight.example belongs to the agency already" in page
    assert "1 invitation is on its way." in page
    assert [mail.to for mail in mailoutbox] == [["a@x.example"]]
    many = ",".join(f"p{number}@x.example" for number in range(51))
    assert (
        "At most 50" in browser.post(f"{PEOPLE}invitations/", {"addresses": many, "role": "manager"}).content.decode()
    )


def test_sent_again_with_a_new_token_and_revoked(world: World, mailoutbox: list[Any]) -> None:
    earlier = timezone.now() - timedelta(days=8)
    with within(world.ours.agency):
        asked = invitations.invite(email="n@x.example", name="", role="manager", by=world.ours.owner, at=earlier)
    browser, address = world.browser(world.ours.owner), f"{PEOPLE}invitations/{asked.key}/"
    assert "Expired" in browser.get(PEOPLE).content.decode()
    browser.post(f"{address}mail/")
    with within(world.ours.agency):
        renewed = Invitation.objects.get()
    assert renewed.token_digest != asked.token_digest
    assert renewed.expires_at > timezone.now()
    assert len(mailoutbox) == 2
    assert "has just gone" in browser.post(f"{address}mail/", follow=True).content.decode()
    assert len(mailoutbox) == 2
    browser.post(f"{address}revocation/")
    assert "n@x.example" not in browser.get(PEOPLE).content.decode()
    assert "cannot be used any more" in browser.post(f"{address}mail/", follow=True).content.decode()


def test_inviting_an_open_address_again_renews_it(world: World, mailoutbox: list[Any]) -> None:
    now = timezone.now()
    with within(world.ours.agency):
        by = world.ours.owner
        invitations.invite(email="n@x.example", name="", role="manager", by=by, at=now - timedelta(hours=2))
        invitations.invite(email="N@x.example", name="Nora", role="owner", by=by, at=now)
        assert Invitation.objects.get().role == "owner"
        with pytest.raises(invitations.JustSent):
            invitations.invite(email="n@x.example", name="", role="owner", by=by, at=now)


def test_not_half_the_world(world: World, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "OPEN_AT_ONCE", 2)
    with within(world.ours.agency):
        for number in range(2):
            invitations.invite(
                email=f"{number}@x.example", name="", role="manager", by=world.ours.owner, at=timezone.now()
            )
        with pytest.raises(invitations.TooManyOpen):
            invitations.invite(email="3@x.example", name="", role="manager", by=world.ours.owner, at=timezone.now())


def test_a_former_member_is_let_in_again_rather_than_invited(world: World) -> None:
    with within(world.ours.agency):
        members.deactivate(world.ours.specialist, by=world.ours.owner, at=timezone.now())
        with pytest.raises(ValidationError, match="is a former member"):
            invitations.invite(
                email=world.ours.specialist.user.email, name="", role="manager", by=world.ours.owner, at=timezone.now()
            )


def test_an_invitation_speaks_the_agencys_language_and_no_header_is_forged(world: World, mailoutbox: list[Any]) -> None:
    world.ours.agency.language = "ar"
    world.ours.agency.name = "Northlight\nBcc: all@x.example"
    world.ours.agency.save()
    with within(world.ours.agency):
        invitations.invite(email="n@x.example", name="", role="manager", by=world.ours.owner, at=timezone.now())
    mail = mailoutbox[0]
    assert "\n" not in mail.subject
    assert 'dir="rtl"' in mail.alternatives[0][0]


def test_the_verbs_hold_without_the_page(world: World) -> None:
    at = timezone.now()
    with within(world.ours.agency):
        manager, owner = world.ours.manager, world.ours.owner
        for receiver in (world.ours.specialist, manager):
            with pytest.raises(members.CannotTakeOver):
                members.deactivate(manager, by=owner, at=at, to=receiver)
        same = {"role": manager.role, "title": manager.title, "span_limit": manager.span_limit}
        members.change(manager, by=owner, at=at, **same)
        members.reactivate(manager, by=owner, at=at)
        with pytest.raises(ValidationError):
            members.change(manager, by=owner, at=at, **same | {"span_limit": 1000})
        assert not Event.objects.exists()


def test_without_a_room_that_knows_clients_nobody_leads_any(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agency.registry.clients_led", [])
    assert members.clients_led([world.ours.manager]) == {}

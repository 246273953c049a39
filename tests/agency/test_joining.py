"""The link in an invitation: it opens once, for one address, for a week."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.test import Client as Browser
from django.utils import timezone

from agency.domain import invitations
from agency.models import Event, Invitation, Membership, User
from agency.tenancy.scope import within
from tests.world import World

ADDRESS = "sofia@elsewhere.example"
JOIN = {"name": "Sofia Petrou", "zone": "Europe/Athens", "language": "en", "password": ""}


@pytest.fixture
def link(world: World, mailoutbox: list[Any]) -> str:
    return invite(world, ADDRESS, mailoutbox)


def invite(world: World, email: str, mailoutbox: list[Any]) -> str:
    """The path of the link in a fresh invitation."""
    with within(world.ours.agency):
        invitations.invite(email=email, name="Sofia", role="manager", by=world.ours.owner, at=timezone.now())
    found = re.search(r"http://localhost:8000(/join/\S+)", mailoutbox[-1].body)
    assert found
    return found[1]


def the_member(world: World, email: str) -> Membership | None:
    with within(world.ours.agency):
        return Membership.objects.select_related("user").filter(user__email=email).first()


def test_looking_decides_nothing(world: World, link: str) -> None:
    page = Browser().get(link).content.decode()
    assert "Northlight Digital invites you" in page
    assert "Helen Marsh would like you to join as account manager." in page
    assert the_member(world, ADDRESS) is None
    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_newcomer_joins_in_one_step(world: World, link: str, mailoutbox: list[Any]) -> None:
    browser = Browser()
    response = browser.post(link, JOIN)
    assert response.status_code == 302
    assert response["Location"].startswith("/northlight/")
    member = the_member(world, ADDRESS)
    assert member is not None
    assert (member.role, member.user.name, member.user.zone) == ("manager", "Sofia Petrou", "Europe/Athens")
    assert EmailAddress.objects.get(user=member.user).verified
    assert browser.get("/northlight/me/").status_code == 200
    assert len(mailoutbox) == 1, "the address needs no further proof"
    with within(world.ours.agency):
        assert Event.objects.get(verb="member.joined").actor_id == member.pk
    assert "This invitation is used" in Browser().get(link).content.decode()
    assert Browser().post(link, JOIN).status_code == 200
    assert User.objects.filter(email=ADDRESS).count() == 1


def test_a_newcomer_may_set_a_password(world: World, link: str) -> None:
    weak = Browser().post(link, JOIN | {"password": "sofia"})
    assert weak.status_code == 422
    assert "too short" in weak.content.decode()
    Browser().post(link, JOIN | {"password": "a long way to Ithaca"})
    response = Browser().post("/accounts/login/", {"login": ADDRESS, "password": "a long way to Ithaca"})
    assert response["Location"] == "/"


@pytest.mark.parametrize("typed", [{"name": ""}, {"zone": "Ithaca"}, {"language": "el"}])
def test_bad_input(world: World, link: str, typed: dict[str, str]) -> None:
    assert Browser().post(link, JOIN | typed).status_code == 422
    assert the_member(world, ADDRESS) is None


def test_an_account_with_that_address_signs_in_and_accepts(world: World, mailoutbox: list[Any]) -> None:
    link = invite(world, world.stranger.email, mailoutbox)
    page = Browser().get(link).content.decode()
    assert "There is an account for" in page
    assert "next=%2Fjoin%2Fnorthlight%2F" in page
    assert Browser().post(link, JOIN).status_code == 200
    assert the_member(world, world.stranger.email) is None
    browser = world.browser(world.stranger)
    assert "Accept" in browser.get(link).content.decode()
    assert browser.post(link)["Location"].startswith("/northlight/")
    assert the_member(world, world.stranger.email) is not None


def test_the_address_is_there_when_one_signs_in(world: World, mailoutbox: list[Any]) -> None:
    link = invite(world, world.stranger.email, mailoutbox)
    address = re.search(r'href="(/accounts/login/\?[^"]+)"', Browser().get(link).content.decode())
    assert address
    page = Browser().get(address[1].replace("&amp;", "&")).content.decode()
    assert f'value="{world.stranger.email}"' in page


def test_a_further_address_of_ones_account_counts(world: World, link: str) -> None:
    EmailAddress.objects.create(user=world.stranger, email=ADDRESS, verified=True)
    assert world.browser(world.stranger).post(link).status_code == 302
    assert the_member(world, world.stranger.email) is not None


def test_an_address_that_nobody_confirmed_does_not(world: World, link: str) -> None:
    EmailAddress.objects.create(user=world.stranger, email=ADDRESS, verified=False)
    page = world.browser(world.stranger).post(link).content.decode()
    assert "The invitation went to another address" in page
    assert the_member(world, world.stranger.email) is None


def test_somebody_else_cannot_use_it(world: World, link: str) -> None:
    page = world.browser(world.theirs.owner).post(link).content.decode()
    assert "You are signed in as" in page
    assert the_member(world, world.theirs.owner.user.email) is None


def test_expired_and_revoked_say_so(world: World, link: str) -> None:
    with within(world.ours.agency):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert "This invitation has expired" in Browser().get(link).content.decode()
    assert Browser().post(link, JOIN).status_code == 200
    with within(world.ours.agency):
        invitations.revoke(Invitation.objects.get(), by=world.ours.owner, at=timezone.now())
    assert "This invitation was taken back" in Browser().post(link, JOIN).content.decode()
    assert the_member(world, ADDRESS) is None


def test_an_unknown_token_a_foreign_agency_and_a_missing_one_are_alike(world: World, link: str) -> None:
    token = link.rstrip("/").rpartition("/")[2]
    pages = [
        Browser().get(f"/join/{slug}/{text}/")
        for slug, text in (("northlight", "x" * 32), ("harbour", token), ("nowhere", token))
    ]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1


def test_a_member_who_accepts_stays_as_they_are(world: World, link: str) -> None:
    EmailAddress.objects.create(user=world.ours.owner.user, email=ADDRESS, verified=True)
    assert world.browser(world.ours.owner).post(link).status_code == 302
    with within(world.ours.agency):
        assert Membership.objects.get(pk=world.ours.owner.pk).role == "owner"


def test_the_verbs_hold_without_the_page(world: World, link: str) -> None:
    now = timezone.now()
    with within(world.ours.agency):
        asked = Invitation.objects.get()
        with pytest.raises(invitations.AnotherAddress):
            invitations.accept(asked, user=world.stranger, at=now)
        with pytest.raises(invitations.InvitationClosed):
            invitations.accept(asked, user=world.stranger, at=now + timedelta(days=8))
        User.objects.create_user(ADDRESS)
        with pytest.raises(ValidationError, match="There is an account"):
            invitations.join(asked, name="", password="", zone="UTC", language="en", at=now)
        assert not Membership.objects.filter(user__email=ADDRESS).exists()


def test_a_former_member_comes_back_in_the_role_they_were_asked_for(world: World, link: str) -> None:
    former = world.ours.specialist
    EmailAddress.objects.create(user=former.user, email=ADDRESS, verified=True)
    User.objects.filter(pk=former.user_id).update(name="")
    with within(world.ours.agency):
        Membership.objects.filter(pk=former.pk).update(deactivated_at=timezone.now())
    assert world.browser(former.user).post(link).status_code == 302
    with within(world.ours.agency):
        back = Membership.objects.select_related("user").get(pk=former.pk)
    assert (back.active, back.role, back.user.name) == (True, "manager", "Sofia")


def test_a_revoked_one_is_not_taken_back_once_accepted(world: World, link: str) -> None:
    Browser().post(link, JOIN)
    with within(world.ours.agency):
        with pytest.raises(invitations.InvitationClosed):
            invitations.revoke(Invitation.objects.get(), by=world.ours.owner, at=timezone.now())
        asked = Invitation.objects.get()
        assert asked.revoked_at is None

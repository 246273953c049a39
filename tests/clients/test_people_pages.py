"""People and the portal's invitations, through their pages."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from agency.models import User
from agency.tenancy.scope import within
from clients.domain import contacts, portal_invitations
from clients.models import Contact, Person, PersonAddress, PortalInvitation
from clients.profile import effective_profile
from clients.queries import person_card
from clients.queries.people import contact_rows, found_rows, strangers_to
from clients.queries.person_card import likes
from clients.queries.reach import people_of
from tests.counting import queries_of
from tests.world import CANARY, NOW, House, World, user_at

MARK = "rides the Grenaa loop"
ANDERS = {"name": "Anders Krogh", "addresses": "anders@solvang.example\nak@home.example", "gets_summaries": "on"}


def new_url(house: House) -> str:
    return house.url(f"clients/{house.client.key}/people/new/")


def test_adding_a_person(world: World) -> None:
    browser, house = world.browser(world.ours.manager), world.ours
    answer = browser.post(new_url(house), {**ANDERS, "personality_type": "phlegmatic", "role": "web shop"}, follow=True)
    page = answer.content.decode()
    assert "Anders Krogh is a contact of Solvang Cycles now." in page
    assert "Phlegmatic" in page
    with within(house.agency):
        contact = Contact.objects.get(person__name="Anders Krogh")
        assert (contact.role, contact.gets_summaries, contact.gets_reports) == ("web shop", True, False)


def test_a_taken_address_names_its_owner_and_offers_them(world: World) -> None:
    browser, house = world.browser(world.ours.owner), world.ours
    form = {**ANDERS, "addresses": "Tomas.northlight@client.example", "ways": "typed with care"}
    answer = browser.post(new_url(house), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "belongs to Tomás Ferreira of Clínica Duero already" in page
    assert "people/known/?find=Tom%C3%A1s%20Ferreira" in page
    assert "typed with care" in page


@pytest.mark.parametrize(
    "bad",
    [
        {"name": ""},
        {"addresses": "not an address"},
        {"addresses": "\n".join(f"a{n}@b.example" for n in range(21))},
        {"calls_from": "10:00"},
        {"calls_from": "25:00", "calls_until": "26:00"},
        {"personality_type": "grumpy"},
        {"phone": "x" * 41},
    ],
)
def test_bad_input_comes_back_with_its_reason(world: World, bad: dict[str, str]) -> None:
    answer = world.browser(world.ours.manager).post(new_url(world.ours), {**ANDERS, **bad})
    assert answer.status_code == 422
    assert b"field--wrong" in answer.content
    with within(world.ours.agency):
        assert not Person.objects.filter(name="Anders Krogh").exists()


def test_editing_a_person_and_their_place(world: World) -> None:
    browser, house = world.browser(world.ours.manager), world.ours
    url = house.url(f"contacts/{house.contact.key}/edit/")
    page = browser.get(url).content.decode()
    assert "maria.northlight@client.example" in page
    form = {"name": "Maria Holm", "addresses": "maria@solvang.example", "decision_maker": "on", "tone": "friendly"}
    answer = browser.post(url, {**form, "calls_from": "09:30", "calls_until": "12:00"}, follow=True)
    page = answer.content.decode()
    assert "Calls from 09:30 to 12:00, their time" in page
    with within(house.agency):
        contact = Contact.objects.select_related("person").get(pk=house.contact.pk)
        assert (contact.decision_maker, contact.person.tone) == (True, "friendly")
        assert list(PersonAddress.objects.filter(person=contact.person).values_list("email", flat=True)) == [
            "maria@solvang.example"
        ]


def test_a_refused_edit_leaves_all_as_it_was(world: World) -> None:
    """Person and place are one step: what the one refuses, the other does not keep."""
    house = world.ours
    url = house.url(f"contacts/{house.contact.key}/edit/")
    form = {"name": "Maria", "addresses": "jens.northlight@client.example", "role": "director"}
    assert world.browser(house.manager).post(url, form).status_code == 422
    with within(house.agency):
        contact = Contact.objects.select_related("person").get(pk=house.contact.pk)
        assert (contact.role, contact.person.name) == ("", "Maria Holm")


def test_the_personal_note_is_for_those_who_look_after_the_client(world: World) -> None:
    house = world.ours
    with within(house.agency):
        Person.objects.filter(pk=house.contact.person.pk).update(personal_note=MARK)
        person = house.contact.person
        contact = Contact.objects.select_related("person", "client").get(pk=house.contact.pk)
        assert MARK in str(person_card(contact, house.manager, NOW))
        for nobody in (None, house.specialist):
            assert MARK not in str(person_card(contact, nobody, NOW))
    url = house.url(f"people/{person.key}/")
    seen = {who.role: MARK in world.browser(who).get(url).content.decode() for who in (house.owner, house.specialist)}
    assert seen == {"owner": True, "specialist": False}
    assert MARK in world.browser(house.backup).get(url).content.decode()
    edit = world.browser(house.manager).get(house.url(f"contacts/{contact.key}/edit/")).content.decode()
    assert MARK in edit


def test_a_manager_of_another_client_reads_no_personal_note(world: World) -> None:
    house = world.ours
    with within(house.agency):
        Person.objects.filter(pk=house.other_contact.person.pk).update(personal_note=MARK)
    url = house.url(f"people/{house.other_contact.person.key}/")
    assert MARK not in world.browser(house.manager).get(url).content.decode()


def test_the_card_of_somebody_untyped_asks_the_database_nothing(ours: House) -> None:
    contact = Contact.objects.select_related("person", "client").get(pk=ours.contact.pk)
    assert queries_of(lambda: person_card(contact, ours.manager, NOW)) == 0


def test_the_card_says_how_they_like_it(ours: House) -> None:
    Person.objects.filter(pk=ours.contact.person.pk).update(
        personality_type="sanguine", zone="Europe/Lisbon", boundaries="No calls on Fridays\n\n", cadence_days=7
    )
    contact = Contact.objects.select_related("person", "client").get(pk=ours.contact.pk)
    card = person_card(contact, ours.manager, NOW)
    assert card["lines"] == ["Solvang Cycles", "Lisbon, 10:10 there"]
    told = {fact["term"]: (fact["value"], fact["strong"]) for fact in card["facts"]}
    assert told["Type"] == ("Sanguine", True)
    assert told["Rhythm"] == ("Weekly", True)
    assert told["Channel"] == ("E-mail", False)
    assert [block["title"] for block in card["blocks"]] == ["Boundaries", "How to speak with Maria"]
    assert {"text": "Ask closed questions", "kind": "do"} in [
        {"text": str(way["text"]), "kind": way["kind"]} for way in card["blocks"][1]["ways"]
    ]


def test_somebody_we_know_already(world: World) -> None:
    browser, house = world.browser(world.ours.owner), world.ours
    url = house.url(f"clients/{house.client.key}/people/known/")
    page = browser.get(f"{url}?find=tomas").content.decode()
    assert "Tomás Ferreira" in page, "by a part of the address"
    assert "Maria Holm" not in browser.get(f"{url}?find=maria").content.decode().split("<main")[1], "is there already"
    assert browser.get(f"{url}?find=%00").status_code == 200
    assert browser.post(url, {"person": "a\0b"}).status_code == 404
    assert CANARY not in browser.get(f"{url}?find=t").content.decode()
    answer = browser.post(url, {"person": house.other_contact.person.key})
    with within(house.agency):
        contact = Contact.objects.get(client=house.client, person=house.other_contact.person)
    assert answer["Location"] == house.url(f"contacts/{contact.key}/edit/")
    assert browser.post(url, {"person": world.theirs.contact.person.key}).status_code == 404


def test_a_contact_ends_with_undo(world: World) -> None:
    browser, house = world.browser(world.ours.manager), world.ours
    url = house.url(f"contacts/{house.contact.key}/ending/")
    page = browser.post(url, follow=True).content.decode()
    assert "Maria Holm no longer speaks for the client." in page
    assert "spoke for them before" in page
    assert f'action="{url}"' in page, "the toast offers Undo"
    browser.post(url, {"undo": "1"})
    with within(house.agency):
        assert Contact.objects.get(pk=house.contact.pk).ended_at is None


def test_a_way_back_leads_to_our_own_pages_only(world: World) -> None:
    browser, house = world.browser(world.ours.manager), world.ours
    url = house.url(f"contacts/{house.contact.key}/ending/")
    own = house.url("work/")
    assert browser.post(url, {"next": own})["Location"] == own
    for foreign in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        assert browser.post(url, {"next": foreign})["Location"] == house.url(f"clients/{house.client.key}/people/")


def test_lists_of_people_take_the_same_queries_for_one_and_three(ours: House) -> None:
    two = queries_of(lambda: contact_rows(ours.client, ours.manager, NOW))
    found = queries_of(lambda: found_rows(strangers_to(ours.other_client, ours.owner, "jens"), ours.owner))
    for number in range(3):
        person = Person.objects.create(name=f"Jens {number}")
        PersonAddress.objects.create(person=person, email=f"jens{number}@solvang.example")
        contacts.add(person, ours.client, by=ours.manager, at=NOW)
    assert queries_of(lambda: contact_rows(ours.client, ours.manager, NOW)) == two
    assert queries_of(lambda: found_rows(strangers_to(ours.other_client, ours.owner, "jens"), ours.owner)) == found


def test_people_kept_to_their_own(ours: House) -> None:
    ours.manager.agency.managers_see_own_only = True
    assert set(people_of(ours.manager)) == {ours.contact.person, ours.second_contact.person}


# --- the portal's invitation ------------------------------------------------------------------------------------------
def invited(world: World, email: str = "anders@solvang.example") -> str:
    """The address in the mail to a new person."""
    mail.outbox.clear()
    house = world.ours
    browser = world.browser(house.manager)
    browser.post(new_url(house), {**ANDERS, "addresses": email})
    with within(house.agency):
        contact = Contact.objects.get(person__name="Anders Krogh")
    page = browser.get(house.url(f"contacts/{contact.key}/portal-invitation/")).content.decode()
    assert email in page
    browser.post(house.url(f"contacts/{contact.key}/portal-invitation/"), {"email": email})
    (letter,) = mail.outbox
    return "/" + letter.body.split("http://localhost:8000/")[1].split()[0]


def tied() -> Any:
    return Person.objects.get(name="Anders Krogh").user


def test_a_newcomer_opens_the_page_and_is_signed_in(world: World) -> None:
    url, visitor = invited(world), world.browser(None)
    page = visitor.get(url)
    assert "Welcome, Anders Krogh" in page.content.decode()
    with within(world.ours.agency):
        assert tied() is None, "looking opens nothing: mail scanners follow links"
    answer = visitor.post(url)
    assert answer.status_code == 302
    with within(world.ours.agency):
        assert tied() == User.objects.get(email="anders@solvang.example")
        assert Contact.objects.get(person__name="Anders Krogh").portal_access
    assert visitor.session["_auth_user_id"]
    used = world.browser(None).get(url)
    assert used.status_code == 410
    assert "This invitation has been used" in used.content.decode()


def test_who_has_an_account_signs_in_first(world: World) -> None:
    user = user_at("anders@solvang.example", "Anders")
    url, visitor = invited(world), world.browser(None)
    assert "Sign in" in visitor.get(url).content.decode()
    assert visitor.post(url)["Location"].startswith("/accounts/login/?next=")
    with within(world.ours.agency):
        assert tied() is None
    assert world.browser(user).post(url).status_code == 302
    with within(world.ours.agency):
        assert tied() == user


def test_another_account_is_told_so(world: World) -> None:
    url, browser = invited(world), world.browser(world.stranger)
    assert "You are signed in with another address" in browser.get(url).content.decode()
    answer = browser.post(url)
    assert answer.status_code == 409
    with within(world.ours.agency):
        assert tied() is None


def test_a_token_opens_its_own_agency_only(world: World) -> None:
    url = invited(world)
    visitor = world.browser(None)
    assert visitor.get(url.replace("/northlight/", "/harbour/")).status_code == 404
    assert visitor.get(url[:-3] + "xx/").status_code == 404


def test_taking_it_back_and_running_out(world: World) -> None:
    url, house = invited(world), world.ours
    with within(house.agency):
        invitation = PortalInvitation.objects.select_related("contact").get()
        PortalInvitation.objects.update(expires_at=timezone.now())
    visitor = world.browser(None)
    assert "has run out" in visitor.get(url).content.decode()
    assert visitor.post(url).status_code == 410
    take_back = house.url(f"contacts/{invitation.contact.key}/portal-invitation/")
    world.browser(house.manager).post(take_back, {"undo": "1"})
    assert "was taken back" in visitor.get(url).content.decode()


def test_the_page_speaks_the_contacts_language(world: World) -> None:
    url = invited(world)
    with within(world.ours.agency):
        Person.objects.filter(name="Anders Krogh").update(language="ar")
    assert 'lang="ar"' in world.browser(None).get(url).content.decode()


def test_closing_the_portal_and_opening_it_again(world: World) -> None:
    browser, house = world.browser(world.ours.manager), world.ours
    url = house.url(f"contacts/{house.contact.key}/portal-access/")
    assert "The portal is closed to Maria Holm." in browser.post(url, follow=True).content.decode()
    with within(house.agency):
        assert not Contact.objects.get(pk=house.contact.pk).portal_access
    browser.post(url, {"undo": "1"})
    with within(house.agency):
        assert Contact.objects.get(pk=house.contact.pk).portal_access


def test_how_it_stands_with_the_portal_in_words(ours: House) -> None:
    portal_invitations.close(ours.contact, by=ours.manager, at=NOW)
    portal_invitations.close(ours.second_contact, by=ours.manager, at=NOW)
    portal_invitations.invite(ours.second_contact, by=ours.manager, at=NOW)
    states = {row.contact.person.name: row.portal_state for row in contact_rows(ours.client, ours.manager, NOW)}
    assert states == {"Maria Holm": "closed", "Jens Solvang": "invited"}
    later = NOW + timedelta(days=8)
    states = {row.contact.person.name: row.portal_state for row in contact_rows(ours.client, ours.manager, later)}
    assert states["Jens Solvang"] == "expired"


def test_the_navigation_says_where_one_is(world: World) -> None:
    """Pages whose address begins otherwise belong to an entry, too."""
    house = world.ours
    page = world.browser(house.manager).get(house.url(f"people/{house.contact.person.key}/")).content.decode()
    marked = re.findall(r'<a href="([^"]+)"[^>]*aria-current="page"', page.split("</nav>")[0])
    assert marked == [house.url("clients/")]


def test_how_somebody_likes_it_is_said_in_a_sentence(world: World) -> None:
    house = world.ours
    with within(house.agency):
        contact = Contact.objects.select_related("person", "client").get(pk=house.contact.pk)
        person = contact.person
        person.detail_level, person.tone, person.preferred_channel = "headline", "friendly", "phone"
        profile = effective_profile(person, contact.client, house.agency)
        assert likes(contact, profile) == "Maria likes it short, friendly and by phone."

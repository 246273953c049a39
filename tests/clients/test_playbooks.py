"""Playbooks: the agency's texts over the shipped ones, a person's own lines before both, and who may change which."""

import pytest
from django.urls import reverse
from django.utils import translation

from agency.models import Event
from agency.tenancy.scope import within
from clients.domain import people, playbooks as verbs
from clients.effective_playbook import PARTS, Source, as_text, mark_of
from clients.models import AgencyPlaybook, Contact, Person
from clients.playbooks import CHOLERIC, PLAYBOOKS
from clients.queries import person_card
from clients.queries.playbooks import book_of_type, books, playbook_of
from tests.counting import queries_of
from tests.world import NOW, House, World

OURS = "Answer fast, even if the answer is short\nRing before you write"


def url(house: House, name: str, *keys: str) -> str:
    return reverse(name, args=[house.agency.slug, *keys])


def typed(house: House, **known: object) -> Contact:
    Person.objects.filter(pk=house.contact.person.pk).update(personality_type="choleric", **known)
    return Contact.objects.select_related("person", "client").get(pk=house.contact.pk)


def test_what_comes_with_rapport_is_whole() -> None:
    for book in PLAYBOOKS.values():
        assert all(as_text(book, name) for name in PARTS)
        assert len({mark_of(line) for line in [*book.do, *book.dont]}) == len([*book.do, *book.dont])
    with translation.override("ar"):
        arabic = mark_of(CHOLERIC.do[0])
    assert arabic == mark_of(CHOLERIC.do[0]), "a line is the same line in every language"


def test_the_agencys_over_the_shipped_and_the_persons_before_both(ours: House) -> None:
    verbs.change("choleric", {"do": OURS, "essence": str(CHOLERIC.essence)}, by=ours.owner, at=NOW)
    contact = typed(ours, do="Send the figure by text message", dont="Never call before nine")
    with translation.override("en"):
        treated = playbook_of(contact)
    assert [(line.text, line.source) for line in treated.lines][:4] == [
        ("Send the figure by text message", Source.PERSON),
        ("Never call before nine", Source.PERSON),
        ("Answer fast, even if the answer is short", Source.TYPE),
        ("Ring before you write", Source.AGENCY),
    ]
    assert treated.own == {"do"}, "what is said as it is shipped is shipped"
    assert treated.lines[-1].source is Source.TYPE
    with translation.override("ar"):
        kept = playbook_of(contact).lines[2]
        assert kept.text == str(CHOLERIC.do[0]), "a line that is kept as it came is read in one's language"
    assert kept.mark == treated.lines[2].mark
    verbs.silence(contact.person, mark_of("Ring before you write"), by=ours.manager, at=NOW, client=contact.client)
    assert "Ring before you write" in [line.text for line in playbook_of(contact).silenced]
    assert "Ring before you write" not in str(person_card(contact, ours.manager, NOW)["blocks"])
    with pytest.raises(verbs.NoSuchLine):
        verbs.silence(contact.person, "0" * 12, by=ours.manager, at=NOW, client=contact.client)
    verbs.change("choleric", {"do": "One line"}, by=ours.owner, at=NOW)
    verbs.silence(contact.person, mark_of("One line"), by=ours.manager, at=NOW, client=contact.client)
    contact.person.refresh_from_db()
    assert contact.person.not_for_them == [mark_of("One line")], "marks of lines that are gone are forgotten"


def test_lines_of_somebody_whose_type_nobody_knows(ours: House) -> None:
    people.edit(ours.contact.person, by=ours.manager, at=NOW, client=ours.client, do="Speak Danish\n\n with her ")
    contact = Contact.objects.select_related("person", "client").get(pk=ours.contact.pk)
    assert playbook_of(contact).of_kind("do") == ["Speak Danish", "with her"]
    with pytest.raises(verbs.TooMuch) as refused:
        people.edit(contact.person, by=ours.manager, at=NOW, client=ours.client, dont="x\n" * 11)
    assert refused.value.at_field == "dont"


def test_a_card_costs_one_query_and_several_no_more(ours: House) -> None:
    contact = typed(ours)
    assert queries_of(lambda: person_card(contact, ours.manager, NOW)) == 1
    known = books()
    assert queries_of(lambda: [person_card(contact, ours.manager, NOW, books=known) for _each in range(3)]) == 0


def test_back_to_what_is_shipped_and_again_to_ones_own(world: World) -> None:
    house = world.ours
    browser, page = world.browser(house.owner), url(house, "playbook", "sanguine")
    edit = url(house, "playbook_edit", "sanguine")
    with translation.override("en"):
        typed_in = {name: as_text(PLAYBOOKS["sanguine"], name) for name in PARTS}
    assert "Ask closed questions" in browser.get(edit).content.decode()
    wrong = browser.post(edit, {**typed_in, "dont": "y" * 161, "words": "Kept as typed"})
    assert wrong.status_code == 422
    assert "Kept as typed" in wrong.content.decode()
    assert (
        browser.post(edit, {**typed_in, "dont": f"{typed_in['dont']}\nDon’t send a contract by chat"}).status_code
        == 302
    )
    shown = browser.get(page).content.decode()
    assert "Don’t send a contract by chat" in shown
    assert "Changed by Helen Marsh" in shown
    browser.post(url(house, "playbook_reset", "sanguine"))
    assert "Don’t send a contract by chat" not in browser.get(page).content.decode()
    browser.post(url(house, "playbook_reset", "sanguine"), {"undo": "1"})
    with within(house.agency):
        book, own = book_of_type("sanguine")
        assert book is not None
        assert own == {"dont"}
        assert "Don’t send a contract by chat" in book.dont
        told = list(Event.objects.filter(verb__startswith="playbook.").order_by("pk").values_list("verb", flat=True))
    assert told == ["playbook.changed", "playbook.reset", "playbook.restored"]
    with within(world.theirs.agency):
        assert not AgencyPlaybook.objects.exists()
        assert book_of_type("sanguine")[1] == frozenset()


def test_who_may_change_which(world: World) -> None:
    house = world.ours
    for member, status in ((house.manager, 403), (house.specialist, 403)):
        browser = world.browser(member)
        assert browser.get(url(house, "playbooks")).status_code == 200
        assert browser.get(url(house, "playbook", "choleric")).status_code == 200
        assert browser.get(url(house, "playbook_edit", "choleric")).status_code == status
        assert browser.post(url(house, "playbook_reset", "choleric")).status_code == status
    assert world.browser(house.owner).get(url(house, "playbook", "bilious")).status_code == 404
    with within(house.agency):
        typed(house)
    line = {"line": mark_of(CHOLERIC.dont[0])}
    assert world.browser(house.specialist).post(url(house, "contact_line", house.contact.key), line).status_code == 403
    there = url(world.theirs, "contact_line", house.contact.key)
    assert world.browser(world.theirs.owner).post(there, line).status_code == 404
    manager = world.browser(house.manager)
    manager.post(url(house, "contact_line", house.contact.key), line)
    page = manager.get(url(house, "person", house.contact.person.key)).content.decode()
    assert "Not for Maria (1)" in page
    manager.post(url(house, "contact_line", house.contact.key), {**line, "undo": "1"})
    assert "Not for Maria (1)" not in manager.get(url(house, "person", house.contact.person.key)).content.decode()

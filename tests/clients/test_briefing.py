"""The briefing: a bank of questions, small bites, answers that are superseded and never lost (practice T10)."""

import pytest
from django.utils import timezone, translation

from agency.models import Event
from agency.tenancy.scope import within
from clients import briefing as pure
from clients.domain import briefing_answers, briefing_questions, offering
from clients.domain.clients import archive
from clients.domain.refusals import ClientIsArchived, Refusal
from clients.models import BriefingAnswer, BriefingQuestion, Client, ClientService, Service
from clients.queries.briefing import briefing_of
from clients.shipped import FEEDS, QUESTIONS, WHYS, question_words
from tests.clients.conftest import last_event
from tests.counting import queries_of
from tests.world import CANARY, NOW, House, World


def ask(house: House, text: str = "Who decides?", **fields: object) -> BriefingQuestion:
    return briefing_questions.add(by=house.owner, at=NOW, text=text, **fields)


def test_each_of_ours_says_why_and_fits_an_agenda() -> None:
    assert set(QUESTIONS) == set(WHYS) >= set(FEEDS)
    assert len(QUESTIONS) >= 20
    for language in ("en", "ar", "ru", "zh-hans"):
        with translation.override(language):
            assert all(0 < len(str(words)) <= 200 for words in QUESTIONS.values())


def test_never_more_than_three_and_those_left_over_come_first() -> None:
    assert pure.next_ones([1, 2, 3, 4, 5], {1}, ()) == [2, 3, 4]
    assert pure.next_ones([1, 2, 3, 4, 5], {1}, [1, 5, 4]) == [5, 4, 2]
    assert pure.next_ones([1, 2], {1, 2}, [2, 9]) == []


def test_ours_are_taken_over_once_and_asked_in_the_language_of_the_reader(ours: House) -> None:
    taken = briefing_questions.begin(by=ours.owner, at=NOW)
    assert [row.shipped for row in taken] == list(QUESTIONS)
    briefing_questions.retire(taken[0], by=ours.owner, at=NOW)
    assert briefing_questions.begin(by=ours.owner, at=NOW) == []
    first = BriefingQuestion.objects.get(shipped="result")
    as_it_stands = question_words(first)
    briefing_questions.change(first, by=ours.owner, at=NOW, text=as_it_stands, why="New: we ask early.")
    assert (first.text, first.why) == ("", "New: we ask early.")
    briefing_questions.change(first, by=ours.owner, at=NOW, text="What would be worth it?")
    with translation.override("ru"):
        assert question_words(first) == "What would be worth it?"
    briefing_questions.change(first, by=ours.owner, at=NOW, text=" ")
    assert question_words(first) == as_it_stands


def test_a_question_of_ones_own_says_something_and_has_its_place(ours: House) -> None:
    with pytest.raises(briefing_questions.SaysNothing):
        ask(ours, "  ")
    one, two, three = ask(ours, "One?"), ask(ours, "Two?"), ask(ours, "Three?")
    with pytest.raises(briefing_questions.SaysNothing):
        briefing_questions.change(one, by=ours.owner, at=NOW, text="")
    briefing_questions.move(three, by=ours.owner, at=NOW, to=0)
    briefing_questions.move(one, by=ours.owner, at=NOW, to=99)
    assert [row.pk for row in BriefingQuestion.objects.all()] == [three.pk, two.pk, one.pk]
    assert last_event().verb == "briefing.question_moved"


def test_services_have_one_name_and_questions_of_their_own(ours: House) -> None:
    search = offering.add(by=ours.owner, at=NOW, name=" Search  adverts ")
    assert search.name == "Search adverts"
    with pytest.raises(offering.NameTaken):
        offering.add(by=ours.owner, at=NOW, name="Search adverts")
    question = ask(ours, "Which words?", service=search)
    assert briefing_of(ours.client).rows == []
    offering.choose(ours.client, [search], by=ours.manager, at=NOW)
    assert (last_event().verb, last_event().client_id) == ("client.services_changed", ours.client.pk)
    assert [row.question for row in briefing_of(ours.client).rows] == [question]
    offering.retire(search, by=ours.owner, at=NOW)
    offering.choose(ours.client, [search], by=ours.manager, at=NOW)
    with pytest.raises(Refusal):
        offering.choose(ours.other_client, [search], by=ours.owner, at=NOW)
    assert ClientService.objects.count() == 1
    another = offering.add(by=ours.owner, at=NOW, name="Search adverts")
    with pytest.raises(offering.NameTaken):
        offering.restore(search, by=ours.owner, at=NOW)
    assert Service.objects.get(retired_at=None) == another


def test_a_newer_answer_takes_the_place_and_can_be_taken_back(ours: House) -> None:
    question, client = ask(ours, feeds="expectations"), ours.client
    note = {"by": ours.manager, "at": NOW}
    first = briefing_answers.note(client, question, **note, text="Jens", contact=ours.contact, interaction_id=7)
    assert briefing_answers.note(client, question, **note, text=" Jens ", contact=ours.contact) == first
    second = briefing_answers.note(client, question, **note, text="Maria", copy=True)
    row = briefing_of(client).rows[0]
    assert (row.answer, row.earlier) == (second, [first])
    assert (last_event().verb, Client.objects.get(pk=client.pk).expectations) == ("client.edited", "Maria")
    answered = Event.objects.get(verb="briefing.answered", object_id=second.pk)
    assert (answered.shown, answered.client_id) == (False, client.pk)
    with pytest.raises(Refusal):
        briefing_answers.take_back(first, **note)
    briefing_answers.take_back(second, **note)
    standing = briefing_of(client).rows[0].answer
    assert standing is not None
    assert standing.text == "Jens"


def test_what_is_no_answer_is_refused(ours: House) -> None:
    question, note = ask(ours, feeds="worries"), {"by": ours.manager, "at": NOW}
    with pytest.raises(briefing_answers.SaysNothing):
        briefing_answers.note(ours.client, question, **note, text=" ")
    with pytest.raises(briefing_answers.NotOfThisClient):
        briefing_answers.note(ours.client, question, **note, text="Yes", contact=ours.other_contact)
    with pytest.raises(Refusal) as refused:
        briefing_answers.note(ours.client, question, **note, text="x" * 2001, copy=True)
    assert refused.value.at_field == "copy"
    assert not BriefingAnswer.objects.exists()
    archive(ours.client, by=ours.manager, at=NOW, reason="budget")
    with pytest.raises(ClientIsArchived):
        briefing_answers.note(ours.client, question, **note, text="Yes")


def test_the_briefing_is_asked_in_as_many_queries_for_three_as_for_one(ours: House) -> None:
    def read() -> None:
        for row in briefing_of(ours.client).rows:
            assert row.question.service is None
            assert str(row.answer.noted_by.user if row.answer else "") + str(row.answer and row.answer.contact)

    for number in range(3):
        question = ask(ours, f"{number}?")
        briefing_answers.note(ours.client, question, by=ours.manager, at=NOW, text="Yes", contact=ours.contact)
        if number == 0:
            at_one = queries_of(read)
    assert queries_of(read) == at_one


def test_an_answer_is_noted_in_its_place(world: World) -> None:
    house = world.ours
    with within(house.agency):
        briefing_questions.begin(by=house.owner, at=timezone.now())
        question = BriefingQuestion.objects.get(shipped="awake")
    url, ida = house.url(f"clients/{house.client.key}/briefing/"), world.browser(house.manager)
    assert f"0 of {len(QUESTIONS)} answered" in ida.get(url).content.decode()
    opened = ida.get(f"{url}?answer={question.key}", headers={"HX-Request": "true"}).content.decode()
    assert 'name="copy"' in opened
    sent = {"question": question.key, "text": "That the bank calls.", "contact": house.contact.key, "copy": "on"}
    empty = ida.post(url, {**sent, "text": " ", "contact": "nobody"})
    assert (empty.status_code, "field__error" in empty.content.decode()) == (422, True)
    assert ida.post(url, sent).status_code == 302
    page = ida.get(url).content.decode()
    assert f"1 of {len(QUESTIONS)} answered" in page
    assert "That the bank calls." in page
    assert "Briefing: " in ida.get(house.url(f"clients/{house.client.key}/")).content.decode()
    table = ida.get(house.url(f"clients/{house.client.key}/briefing.csv"))
    assert "That the bank calls.,Maria Holm" in table.content.decode()
    with within(house.agency):
        answer = BriefingAnswer.objects.get()
        assert Client.objects.get(pk=house.client.pk).worries == "That the bank calls."
    assert ida.post(house.url(f"briefing-answers/{answer.key}/removal/"), {"undo": "1"}).status_code == 302
    assert "0 of " in ida.get(url).content.decode()


def test_who_may_note_and_who_may_edit_the_bank(world: World) -> None:
    house, theirs = world.ours, world.theirs
    with within(house.agency):
        question = ask(house, "Who decides?")
    with within(theirs.agency):
        foreign = ask(theirs, f"Who {CANARY}?")
    lena, daniel, helen = (world.browser(who) for who in (house.specialist, house.backup, house.owner))
    url, sent = house.url(f"clients/{house.client.key}/briefing/"), {"question": question.key, "text": "Jens"}
    assert lena.get(url).status_code == 200
    assert lena.post(url, sent).status_code == 403
    assert daniel.post(url, sent).status_code == 302
    elsewhere = house.url(f"clients/{house.other_client.key}/briefing/")
    assert world.browser(house.manager).post(elsewhere, sent).status_code == 403
    assert helen.post(url, {**sent, "question": foreign.key}).status_code == 404
    bank = house.url("settings/briefing/")
    assert daniel.get(bank).status_code == 200
    for path in ("start/", "new/", f"{question.key}/", f"{question.key}/place/", f"{question.key}/retirement/"):
        assert daniel.post(f"{bank}{path}", {"text": "x"}).status_code == 403
        assert helen.post(f"{bank}{path.replace(question.key, foreign.key)}", {"text": ""}).status_code in (
            302,
            404,
            422,
        )
    with within(theirs.agency):
        assert BriefingQuestion.objects.get().retired_at is None


def test_the_bank_in_the_settings(world: World) -> None:
    house, helen = world.ours, world.browser(world.ours.owner)
    bank = house.url("settings/briefing/")
    assert "Begin with ours" in helen.get(bank).content.decode()
    helen.post(f"{bank}start/")
    assert "questions are there" in helen.get(bank).content.decode()
    helen.post(house.url("settings/services/new/"), {"name": "Search adverts"})
    assert (
        "called Search adverts already"
        in helen.post(house.url("settings/services/new/"), {"name": "Search adverts"}).content.decode()
    )
    with within(house.agency):
        service, last = Service.objects.get(), BriefingQuestion.objects.order_by("position").last()
    assert last is not None
    made = helen.post(f"{bank}new/", {"text": "Which words?", "service": service.key, "feeds": ""})
    assert made.status_code == 302
    assert helen.post(f"{bank}{last.key}/place/", {"to": "0"}).status_code == 302
    assert helen.post(f"{bank}{last.key}/place/", {"to": "9" * 40}).status_code == 302
    assert helen.post(f"{bank}{last.key}/retirement/").status_code == 302
    assert helen.post(f"{bank}{last.key}/retirement/", {"undo": "1"}).status_code == 302
    form = helen.get(f"{bank}{last.key}/").content.decode()
    assert "One of ours" in form
    with within(house.agency):
        assert BriefingQuestion.objects.filter(service=None).first() == last
    helen.post(house.url(f"settings/services/{service.key}/retirement/"))
    assert "retired" in helen.get(bank).content.decode()
    helen.post(house.url(f"clients/{house.client.key}/services/"), {"services": ["nobody"]})

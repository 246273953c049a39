"""Pages of experts, questions and the knowledge base, as people use them."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client as Browser
from django.utils import timezone

from agency import wording
from agency.domain import absences
from agency.tenancy.scope import within
from comms.domain import cover, experts, knowledge, questions
from comms.models import (
    Draft,
    Expert,
    ExpertAnswer,
    Interaction,
    KnowledgeEntry,
    KnowledgeUse,
    Notice,
    OutboxMessage,
    Question,
    Request,
    Subject,
)
from comms.notice_words import words_for
from comms.queries.knowledge import fitting
from tests.comms.mailroom import written_by
from tests.doors.canaries import readable
from tests.world import House, World, age

pytestmark = pytest.mark.django_db
DUE = "2099-11-05T17:00"


def lena(house: House) -> Expert:
    with within(house.agency):
        return experts.add(by=house.owner, at=timezone.now(), member=house.specialist, subjects=["Shop", "Sale"])


def asked(house: House, request: Request, expert: Expert) -> Question:
    now = timezone.now()
    with within(house.agency):
        return questions.ask(
            request, expert, by=house.manager, at=now, text="May it move?", due_at=now + timedelta(days=1)
        )


def ask_url(house: House, request: Request) -> str:
    return house.url(f"requests/{request.key}/question/")


def test_asking_from_a_conversation(ours: House, world: World) -> None:
    request, expert = written_by(ours, ours.contact), lena(ours)
    ida = world.browser(ours.manager)
    page = ida.get(ours.url(f"requests/{request.key}/")).content.decode()
    assert ask_url(ours, request) in page
    form = ida.get(ask_url(ours, request)).content.decode()
    assert f'value="{expert.key}" selected' in form, "who knows about the shop is proposed"
    assert "can you move the sale to Friday?" in form
    assert "asking our specialist" in form, "what leaves was shown"
    sent = {"expert": expert.key, "text": "Can the sale move?", "due_at": DUE, "tell_client": "on", "hear_by": DUE}
    wrong = ida.post(ask_url(ours, request), {**sent, "due_at": "2020-01-01T10:00"})
    assert wrong.status_code == 422
    assert "Choose a time that lies ahead." in wrong.content.decode()
    assert "Can the sale move?" in wrong.content.decode(), "nothing typed is lost"
    page = ida.post(ask_url(ours, request), sent, follow=True).content.decode()
    assert "Ida Brandt asked Lena Köhler" in page
    assert "Withdraw" in page
    with within(ours.agency):
        told = Interaction.objects.get(direction="out")
        assert told.member == ours.manager
        assert "5 Nov 2099" in told.text, "as it was proposed, with the moment that was chosen"


def test_who_is_away_is_said_before_they_are_asked_and_not_proposed(ours: House, world: World) -> None:
    request, expert, now = written_by(ours, ours.contact), lena(ours), timezone.now()
    with within(ours.agency):
        today = now.astimezone(ZoneInfo(ours.specialist.user.zone)).date()
        absences.enter(ours.specialist, first=today, last=today + timedelta(days=3), by=ours.owner, at=now)
        experts.add(by=ours.owner, at=now, name="Anna", address="anna@vogel.example", subjects=["Sale"])
    ida = world.browser(ours.manager)
    form = ida.get(ask_url(ours, request)).content.decode()
    assert "Lena Köhler, away until" in form
    assert f'value="{expert.key}" selected' not in form, "somebody who is here comes first"
    assert "away until" in ida.get(ours.url("experts/")).content.decode()


def test_who_goes_away_later_is_told_once_to_whoever_asked(ours: House) -> None:
    request, expert, now = written_by(ours, ours.contact), lena(ours), timezone.now()
    asked(ours, request, expert)
    today = now.astimezone(ZoneInfo(ours.specialist.user.zone)).date()
    with within(ours.agency):
        absence = absences.enter(
            ours.specialist, first=today, last=today + timedelta(days=3), by=ours.owner, at=timezone.now()
        )
    for _sweep in range(2):
        cover.look_at(ours.agency, absence.pk)
        with within(ours.agency):
            notice = Notice.objects.get(kind="question.away")
            absence.refresh_from_db()
            type(absence).objects.update(next_check_at=timezone.now())
    assert notice.member_id == ours.manager.pk
    words = words_for(notice, ZoneInfo("Europe/Berlin"), timezone.now())
    assert words.title == "Lena Köhler is away, and has not answered yet"
    assert wording.long_day(today + timedelta(days=3), today) in words.detail
    with within(ours.agency):
        questions.withdraw(Question.objects.get(), by=ours.manager, at=timezone.now())
    asked(ours, request, expert)
    cover.look_at(ours.agency, absence.pk)
    with within(ours.agency):
        assert Notice.objects.filter(kind="question.away").count() == 1, "who asks now sees it before"


def test_who_is_no_longer_with_us_stands_among_those_no_longer_asked(ours: House, world: World) -> None:
    lena(ours)
    with within(ours.agency):
        type(ours.specialist).objects.filter(pk=ours.specialist.pk).update(deactivated_at=timezone.now())
    ida = world.browser(ours.manager)
    assert "Lena Köhler" not in ida.get(ours.url("experts/")).content.decode().split("<main")[1]
    page = ida.get(ours.url("experts/?retired=on")).content.decode().split("<main")[1]
    assert "Lena Köhler" in page
    assert "no longer with us" in page
    assert "Ask again" not in page, "nobody can be brought back into the directory who is not with us"


@pytest.mark.parametrize("role", ["specialist", "backup of another"])
def test_who_may_not_ask_is_refused(ours: House, world: World, role: str) -> None:
    request = written_by(ours, ours.other_contact)
    who = ours.specialist if role == "specialist" else ours.manager
    answer = world.browser(who).post(ask_url(ours, request), {"text": "x"})
    assert answer.status_code == 403
    with within(ours.agency):
        assert not Question.objects.exists()


def test_another_agencys_rows_are_not_there(ours: House, world: World) -> None:
    request, expert = written_by(ours, ours.contact), lena(ours)
    question = asked(ours, request, expert)
    with within(ours.agency):
        entry = knowledge.write(by=ours.owner, at=timezone.now(), title="Sale", answer="On Friday")
    theirs = world.browser(world.theirs.owner)
    for path in (f"questions/{question.key}/", f"experts/{expert.key}/", f"knowledge/{entry.key}/"):
        assert theirs.get(world.theirs.url(path)).status_code == 404
        assert theirs.get(ours.url(path)).status_code == 404
    with within(world.theirs.agency):
        foreign = experts.add(by=world.theirs.owner, at=timezone.now(), member=world.theirs.specialist)
    refused = world.browser(ours.manager).post(
        ask_url(ours, request), {"expert": foreign.key, "text": "x", "due_at": DUE}
    )
    assert refused.status_code == 422


def test_the_specialist_answers_beside_the_conversation_and_the_asker_uses_it(ours: House, world: World) -> None:
    request, expert = written_by(ours, ours.contact), lena(ours)
    question = asked(ours, request, expert)
    there = ours.url(f"questions/{question.key}/")
    assert "Ida Brandt asks you" in world.browser(ours.specialist).get(ours.url("today/")).content.decode()
    empty = world.browser(ours.specialist).post(there, {"text": " "})
    assert empty.status_code == 422
    world.browser(ours.specialist).post(there, {"text": "Yes, on Friday."})
    ida = world.browser(ours.manager)
    assert "Yes, on Friday." in ida.get(ours.url(f"requests/{request.key}/")).content.decode()
    page = ida.post(ours.url(f"questions/{question.key}/use/"), follow=True).content.decode()
    assert re.search(r"<textarea[^>]*>[^<]*Yes, on Friday\.", page)
    assert world.browser(ours.specialist).post(ours.url(f"questions/{question.key}/use/")).status_code == 403
    with within(ours.agency):
        assert Draft.objects.get().member == ours.manager


def test_behind_the_link_get_shows_and_post_answers_once(ours: House, world: World) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        anna = experts.add(by=ours.owner, at=timezone.now(), name="Anna Vogel", address="Anna@Vogel.example")
    question = asked(ours, request, anna)
    with within(ours.agency):
        mail = readable(bytes(OutboxMessage.objects.get(object_kind="question").mime))
    (path,) = set(re.findall(r"https?://[^/\s]+(/northlight/asked/[\w-]+/)", mail))
    anybody = Browser()
    for _each in range(2):
        page = anybody.get(path).content.decode()
        assert "May it move?" in page
        assert "Solvang" not in page
    assert "would help us most" in page
    with within(ours.agency):
        age(question, question.due_at - timezone.now() + timedelta(hours=1))
    page = anybody.get(path).content.decode()
    assert "We are still waiting for your answer." in page
    assert "would help us most" not in page
    assert anybody.post(path, {"text": ""}).status_code == 422
    assert anybody.post(path, {"text": "It may."}).status_code == 302
    assert "Thank you for your answer" in anybody.get(path).content.decode()
    for text in ("It may.", "", "One more thing."):
        anybody.post(path, {"text": text})
    with within(ours.agency):
        kept, more = ExpertAnswer.objects.filter(question=question).order_by("pk")
        assert more.text == "One more thing.", "the same words are one answer, further ones stand beside it"
        assert (kept.text, kept.way, kept.member, kept.from_address) == ("It may.", "link", None, "127.0.0.1")
    assert anybody.get(path.replace("northlight", "harbour")).status_code == 404
    assert anybody.get(f"{path[:-2]}x/").status_code == 404


def test_what_an_expert_wrote_while_it_was_withdrawn_is_not_lost(ours: House, world: World) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        anna = experts.add(by=ours.owner, at=timezone.now(), name="Anna Vogel", address="anna@vogel.example")
    question = asked(ours, request, anna)
    with within(ours.agency):
        mail = readable(bytes(OutboxMessage.objects.get(object_kind="question").mime))
        questions.withdraw(question, by=ours.manager, at=timezone.now())
    (path,) = set(re.findall(r"https?://[^/\s]+(/northlight/asked/[\w-]+/)", mail))
    page = Browser().post(path, {"text": "An hour’s work of mine."}, follow=True).content.decode()
    assert "An hour’s work of mine." in page
    with within(ours.agency):
        assert Question.objects.get().state == "withdrawn"
        assert Notice.objects.filter(kind="question.answered", member=ours.manager).exists()


def test_an_answer_is_kept_offered_the_second_time_and_counted(ours: House, world: World) -> None:
    first, expert = written_by(ours, ours.contact), lena(ours)
    question = asked(ours, first, expert)
    with within(ours.agency):
        questions.answer(question, by=ours.specialist, at=timezone.now(), text="Until noon the day before.", way="page")
    ida = world.browser(ours.manager)
    form = ida.get(ours.url(f"knowledge/new/?of={question.key}")).content.decode()
    assert "Until noon the day before." in form
    fields = {"of": question.key, "title": "Moving a sale", "question": "Can you move the sale to another day?",
              "answer": "Until noon the day before.", "subject_name": "sale", "language": "ar"}  # fmt: skip
    bad = ida.post(ours.url("knowledge/new/"), {**fields, "links": "javascript:alert(1)"})
    assert bad.status_code == 422
    assert "is no web address" in bad.content.decode()
    ida.post(ours.url("knowledge/new/"), fields)
    with within(ours.agency):
        entry = KnowledgeEntry.objects.get()
        assert entry.subject == Subject.objects.get(name="Sale"), "great or small letters are the same subject"
        assert Question.objects.get().entry == entry
    second = written_by(ours, ours.second_contact, text="Hi, could you move our sale to Monday instead?")
    page = ida.get(ours.url(f"requests/{second.key}/")).content.decode()
    assert "We answered this in" in page
    assert "Both speak of:" in page
    assert "Moving a sale" in ida.get(ask_url(ours, second)).content.decode(), "offered before anybody is asked"
    used = ours.url(f"knowledge/{entry.key}/use/")
    page = ida.post(used, {"request": second.key}, follow=True).content.decode()
    assert "The answer is in Arabic" in page
    ida.post(used, {"request": second.key})
    with within(ours.agency):
        assert KnowledgeUse.objects.count() == 1
        assert Draft.objects.get().fields["text"][0].count("Until noon") == 1, "a second click adds nothing"
        assert not fitting("Where is our invoice of October?")
    assert "used once" in ida.get(ours.url("knowledge/")).content.decode()
    assert "<mark>Moving</mark> a sale" in ida.get(ours.url("search/?q=moving")).content.decode()


def test_rewriting_keeps_what_it_said_and_what_is_retired_is_offered_no_more(ours: House, world: World) -> None:
    now = timezone.now()
    with within(ours.agency):
        entry = knowledge.write(by=ours.owner, at=now, title="Consent banner", answer="Old words", subject="Law")
        knowledge.rewrite(entry, by=ours.specialist, at=now, answer="New words", title="Cookie banner")
        assert (entry.version, entry.written_by) == (2, ours.specialist)
        assert [offer.entry for offer in fitting("the cookie banner")] == [entry]
        assert not fitting("our consent form"), "words that it no longer says do not find it"
    page = world.browser(ours.specialist).get(ours.url(f"knowledge/{entry.key}/")).content.decode()
    assert "New words" in page
    assert "Old words" in page
    world.browser(ours.specialist).post(ours.url(f"knowledge/{entry.key}/retirement/"))
    with within(ours.agency):
        assert not fitting("the cookie banner")
        with pytest.raises(knowledge.Retired):
            knowledge.rewrite(entry, by=ours.owner, at=now, answer="Never")


def test_the_directory_is_edited_by_owners_and_managers_alone(ours: House, world: World) -> None:
    new, ida = ours.url("experts/new/"), world.browser(ours.manager)
    assert world.browser(ours.specialist).get(new).status_code == 403
    assert world.browser(ours.specialist).get(ours.url("experts.csv")).status_code == 403
    nobody = ida.post(new, {"name": "Anna", "address": ""})
    assert nobody.status_code == 422
    fields = {
        "name": "Anna",
        "address": "ANNA@vogel.example",
        "terms": "=280 EUR",
        "subjects": "Law, law, Ads",
    }
    ida.post(new, fields)
    assert ida.post(new, fields).status_code == 422, "an address stands there once"
    with within(ours.agency):
        anna = Expert.objects.get()
        assert anna.address == "anna@vogel.example"
        assert [known.subject.name for known in anna.knows.order_by("subject__name")] == ["Ads", "Law"]
    page = world.browser(ours.specialist).get(ours.url("experts/?q=law&where=outside")).content.decode()
    assert "Anna" in page
    assert "280 EUR" not in page
    assert "'=280 EUR" in ida.get(ours.url("experts.csv")).content.decode()
    ida.post(ours.url(f"experts/{anna.key}/retirement/"))
    assert "Anna" not in ida.get(ours.url("experts/")).content.decode().split("<main")[1].replace(
        "Anna is no longer", ""
    )
    ida.post(ours.url(f"experts/{anna.key}/retirement/"), {"undo": "1"})
    with within(ours.agency):
        assert Expert.objects.get().retired_at is None

"""Entries of the knowledge base as verbs: written, rewritten, looked at again, taken out, used (practice T19)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from clients.domain.changes import Gone
from comms import nearness
from comms.domain import experts, knowledge, questions
from comms.domain.knowledge import Retired, SaysNothing
from comms.models import (
    Expert,
    KnowledgeEntry,
    KnowledgeStem,
    KnowledgeUse,
    KnowledgeVersion,
    Question,
    Request,
    Subject,
)
from tests.world import NOW, House, World

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def entry(house: House, **given: Any) -> KnowledgeEntry:
    """Written by Lena. Needs the scope."""
    texts = {"title": "Sizes in the feed", "answer": "They come from the EAN.", "subject": "Feeds", **given}
    return knowledge.write(by=house.specialist, at=NOW, **texts)


def found_by(words: str) -> list[KnowledgeEntry]:
    stems = KnowledgeStem.objects.filter(stem__in=nearness.stems(words))
    return list(KnowledgeEntry.objects.filter(stems__in=stems).distinct())


def last_fact(verb: str) -> dict[str, Any]:
    return Event.objects.filter(verb=verb).latest("pk").facts


@pytest.mark.parametrize(("wrong", "field"), [({"title": " "}, "title"), ({"answer": "\n"}, "answer")])
def test_what_says_nothing_is_not_kept(ours: House, wrong: dict[str, str], field: str) -> None:
    with within(ours.agency):
        with pytest.raises(SaysNothing) as refusal:
            entry(ours, **wrong)
        assert refusal.value.at_field == field
        assert not KnowledgeEntry.objects.exists()
        assert not Subject.objects.exists(), "no subject is left of what was refused"
        with pytest.raises(TypeError):
            entry(ours, retired_at=NOW)


def test_what_it_said_becomes_a_version_with_its_writer(ours: House) -> None:
    with within(ours.agency):
        kept = knowledge.rewrite(entry(ours), by=ours.manager, at=LATER, answer="From the GTIN.", subject="Shop")
        assert (kept.version, kept.written_by, kept.written_at) == (2, ours.manager, LATER)
        before = KnowledgeVersion.objects.get(entry=kept)
        assert (before.number, before.written_by, before.written_at) == (1, ours.specialist, NOW)
        assert before.texts["answer"] == "They come from the EAN."
        assert last_fact("knowledge.rewritten") == {"fields": ["answer", "subject"], "version": 2}


def test_what_changes_no_word_makes_no_version(ours: House) -> None:
    with within(ours.agency):
        kept = entry(ours)
        knowledge.rewrite(kept, by=ours.manager, at=LATER, answer=kept.answer, subject="FEEDS")
        assert not Event.objects.filter(verb="knowledge.rewritten").exists()
        knowledge.rewrite(kept, by=ours.manager, at=LATER, language="de", subject="")
        kept.refresh_from_db()
        assert (kept.version, kept.written_by, kept.language, kept.subject) == (1, ours.specialist, "de", None)
        assert last_fact("knowledge.rewritten")["fields"] == ["language", "subject"]
        with pytest.raises(SaysNothing):
            knowledge.rewrite(kept, by=ours.manager, at=LATER, title="")
        kept.refresh_from_db()
        assert kept.title == "Sizes in the feed"


def test_it_is_found_by_the_words_that_stand_there_now(ours: House) -> None:
    with within(ours.agency):
        kept = entry(ours)
        assert found_by("feed sizes") == [kept]
        knowledge.rewrite(kept, by=ours.manager, at=LATER, title="Colours at a glance", subject="Shop")
        assert (found_by("feed sizes"), found_by("shop colour")) == ([], [kept])


def test_somebody_looked_at_it(ours: House) -> None:
    with within(ours.agency):
        kept = entry(ours, review_on=date(2026, 11, 1))
        until = knowledge.next_review(NOW)
        assert until == date(2027, 5, 4)
        assert knowledge.still_true(kept, by=ours.manager, at=LATER, review_on=until).review_on == until
        assert last_fact("knowledge.reviewed") == {"until": "2027-05-04"}
        assert knowledge.still_true(kept, by=ours.manager, at=LATER, review_on=None).review_on is None
        kept.refresh_from_db()
        assert (kept.version, kept.written_at) == (1, NOW), "its words are as old as they were"


def test_what_was_taken_out_is_left_alone_until_it_is_back(ours: House, request_: Request) -> None:
    with within(ours.agency):
        kept = entry(ours)
        for _twice in range(2):
            knowledge.retire(kept, by=ours.owner, at=LATER)
        assert kept.retired_at == LATER
        for refused in (
            lambda: knowledge.rewrite(kept, by=ours.manager, at=LATER, answer="Another."),
            lambda: knowledge.still_true(kept, by=ours.manager, at=LATER, review_on=None),
            lambda: knowledge.use(kept, request_, by=ours.manager, at=LATER),
        ):
            with pytest.raises(Retired):
                refused()
        assert not KnowledgeUse.objects.exists()
        for _twice in range(2):
            knowledge.restore(kept, by=ours.owner, at=LATER)
        knowledge.rewrite(kept, by=ours.manager, at=LATER, answer="Another.")
        verbs = Event.objects.filter(object_kind="knowledgeentry").order_by("pk").values_list("verb", flat=True)
        assert list(verbs) == [
            "knowledge.written", "knowledge.retired", "knowledge.restored", "knowledge.rewritten",
        ]  # fmt: skip


def test_it_is_taken_into_a_reply_and_counted_once_a_request(ours: House, request_: Request) -> None:
    with within(ours.agency):
        kept = entry(ours)
        for who in (ours.manager, ours.backup):
            draft = knowledge.use(kept, request_, by=who, at=LATER)
            assert draft.member == who
            assert "They come from the EAN." in draft.fields["text"][0]
        assert KnowledgeUse.objects.get().by == ours.manager
        event = Event.objects.get(verb="knowledge.used")
        assert (event.client_id, event.shown) == (ours.client.pk, False)


def test_an_answer_is_kept_with_the_question_it_came_from(ours: House, request_: Request) -> None:
    with within(ours.agency):
        now = timezone.now()
        lena = experts.add(by=ours.owner, at=now, member=ours.specialist)
        asked = questions.ask(
            request_, lena, by=ours.manager, at=now, text="Where from?", due_at=now + timedelta(days=1)
        )
        assert knowledge.text_of(asked) == ""
        for said in ("From the EAN.", "Else from the name."):
            questions.answer(asked, by=ours.specialist, at=now, text=said, way="page")
            Question.objects.filter(pk=asked.pk).update(state=Question.State.ASKED)
        assert knowledge.text_of(asked) == "From the EAN.\n\nElse from the name."
        kept = entry(ours, of=asked)
        assert Question.objects.get(pk=asked.pk).entry == kept
        assert last_fact("knowledge.written") == {"question": asked.key}
        assert last_fact("question.kept") == {"entry": kept.key}


def test_no_verb_reaches_an_entry_of_another_agency(ours: House, world: World) -> None:
    with within(world.theirs.agency):
        theirs = entry(world.theirs)
    with within(ours.agency):
        for verb in (knowledge.retire, knowledge.restore):
            with pytest.raises(Gone):
                verb(theirs, by=ours.owner, at=LATER)
        with pytest.raises(Gone):
            knowledge.rewrite(theirs, by=ours.owner, at=LATER, answer="Ours now.")
    with within(world.theirs.agency):
        assert (KnowledgeEntry.objects.get().version, Expert.objects.count()) == (1, 0)

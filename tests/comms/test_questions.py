"""'I will ask the specialist': asked, reminded, answered, withdrawn, handed over and back (practices M8, T19)."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils import timezone

from agency.domain import members
from agency.keys import new_key
from agency.models import Event
from agency.tenancy.scope import within
from agency.today import rows_at
from clients.domain.clients import archive
from comms import asked_today, asking
from comms.domain import experts, knowledge, questions, reminding, requests, taking
from comms.domain.questions import CannotBeAsked, NamesTheClient, NothingAsked, Settled, TooSoon
from comms.left_open import left_open
from comms.mail import tokens
from comms.models import (
    Episode,
    Expert,
    ExpertAnswer,
    InboundMessage,
    Interaction,
    Notice,
    OutboxMessage,
    Question,
    Request,
)
from comms.queries.experts import counts_by_subject
from tests.comms.mailroom import arrive, eml, let_go, written_by
from tests.doors.canaries import readable
from tests.world import House, age

pytestmark = pytest.mark.django_db
State = Question.State
OUTSIDE = "anna@kanzlei-vogel.example"


def inside(house: House) -> Expert:
    return experts.add(by=house.owner, at=timezone.now(), member=house.specialist, subjects=["Feeds"])


def outside(house: House) -> Expert:
    return experts.add(
        by=house.owner, at=timezone.now(), name="Dr. Anna Vogel", address=OUTSIDE, subjects=["Data protection"]
    )


def ask(house: House, expert: Expert, request: Request, **given: Any) -> Question:
    now = timezone.now()
    values = {"text": "May the banner be closed without a choice?", "due_at": now + timedelta(days=1), **given}
    return questions.ask(request, expert, by=house.manager, at=now, **values)


def the_mail(house: House, what: str = "asked") -> str:
    with within(house.agency):
        return readable(bytes(OutboxMessage.objects.get(purpose_key__endswith=f":{what}").mime))


def token_address(house: House, question: Question) -> str:
    return tokens.question_address(
        house.agency.slug, question.key, f"reply@{settings.MAIL_DOMAIN}", settings.SECRET_KEY
    )


# --- Inside ----------------------------------------------------------------------------------------------------------
def test_one_of_us_is_told_answers_in_today_and_the_answer_becomes_a_draft(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        question = ask(ours, inside(ours), request)
        assert Notice.objects.get(member=ours.specialist).kind == "question.asked"
        now = timezone.now()
        (row,) = rows_at(asked_today.to_answer(ours.specialist, now))
        assert "Ida Brandt asks you" in row.lead
        questions.answer(question, by=ours.specialist, at=now, text="Yes, if nothing is set.", way="page")
        question.refresh_from_db()
        assert (question.state, question.next_check_at) == (State.ANSWERED, None)
        (row,) = rows_at(asked_today.answered(ours.manager, now))
        assert row.lead == "Lena Köhler has answered you."
        draft = taking.use(question, by=ours.manager, at=now)
        assert draft.fields["text"][0].startswith("Dear Maria Holm,\n\nYes, if nothing is set.")
        assert not list(asked_today.answered(ours.manager, now))
        assert not Interaction.objects.filter(direction="out").exists()
        assert Episode.objects.get().closed_at is None, "asking inside answers no client"


def test_the_client_is_told_by_when_and_the_day_becomes_the_next_step(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        until = timezone.now() + timedelta(days=2)
        telling = questions.telling(request, until=until, at=timezone.now())
        ask(ours, inside(ours), request, telling=telling)
        said = Interaction.objects.get(direction="out")
        assert "asking our specialist" in said.text
        request.refresh_from_db()
        assert request.next_step == "Tell Maria Holm what Lena Köhler says"
        assert request.next_step_on == until.astimezone(ZoneInfo("Europe/Berlin")).date()
    let_go(ours)
    with within(ours.agency):
        assert Request.objects.get(pk=request.pk).state == Request.State.ACKNOWLEDGED


def test_a_request_is_handed_over_and_comes_back_with_the_answer(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        requests.assign(request, ours.manager, by=ours.owner, at=timezone.now())
        question = ask(ours, inside(ours), request, hands_over=True)
        request.refresh_from_db()
        assert request.assignee == ours.specialist
        with pytest.raises(questions.Refusal, match="has this request already"):
            ask(ours, outside(ours), request, hands_over=True)
        questions.answer(question, by=ours.specialist, at=timezone.now(), text="Done.", way="page")
        request.refresh_from_db()
        assert request.assignee == ours.manager
        again = ask(ours, Expert.objects.get(member=ours.specialist), request, hands_over=True)
        questions.withdraw(again, by=ours.manager, at=timezone.now())
        request.refresh_from_db()
        assert request.assignee == ours.manager
        verbs = Event.objects.filter(object_kind="question").values_list("verb", "shown")
        assert {shown for _verb, shown in verbs} == {False}, "no client sees any of it"


# --- Outside, by the real path ---------------------------------------------------------------------------------------
def test_somebody_outside_gets_a_mail_without_names_and_answers_it(ours: House) -> None:
    request = written_by(ours, ours.contact, text="Hello,\n\nMaria here: may our banner be closed?\n\nMaria Holm")
    with within(ours.agency):
        said = list(Interaction.objects.filter(request=request))
        question = ask(ours, outside(ours), request, said=said)
        requests.note(request, by=ours.manager, at=timezone.now(), text="They pay late, be careful")
    text = the_mail(ours)
    assert "May the banner be closed without a choice?" in text
    for secret in ("Maria", "Holm", "Solvang", "pay late"):
        assert secret not in text
    assert "[…] here: may our banner be closed?" in text
    let_go(ours)
    with within(ours.agency):
        episodes = Episode.objects.count()
    answer = arrive(
        ours.agency,
        eml(f"Anna <{OUTSIDE}>", subject="Re: A question", text="No. A choice must be made.",
            attachments=(("opinion.txt", "text/plain", b"see 5.3"),)),
        token_address(ours, question),
    )  # fmt: skip
    with within(ours.agency):
        question.refresh_from_db()
        assert (question.state, answer.state) == (State.ANSWERED, InboundMessage.State.FILED)
        kept = ExpertAnswer.objects.get(question=question)
        assert (kept.text, kept.way, kept.sender, kept.member) == ("No. A choice must be made.", "mail", OUTSIDE, None)
        assert kept.files_note is not None
        assert kept.files_note.internal
        assert kept.files_note.attachments.count() == 1
        assert Episode.objects.count() == episodes, "no client's clock"
        assert not Interaction.objects.filter(request=request, internal=False, text__contains="choice must").exists()
        assert Notice.objects.filter(member=ours.manager, kind="question.answered").count() == 1


def test_an_answer_without_the_signed_address_is_found_by_what_it_refers_to(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        question = ask(ours, outside(ours), request)
        ours_id = OutboxMessage.objects.get(purpose_key=f"question:{question.key}:asked").message_id
    refers = f"In-Reply-To: {ours_id}\r\n".encode()
    stranger = arrive(ours.agency, refers + eml("x@elsewhere.example", text="Me too"))
    assert stranger.state == InboundMessage.State.UNMATCHED
    arrive(ours.agency, refers + eml(OUTSIDE, text="No."))
    with within(ours.agency):
        question.refresh_from_db()
        assert question.state == State.ANSWERED


def test_a_robot_is_no_answer_and_a_second_word_is_kept(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        question = ask(ours, outside(ours), request)
    there = token_address(ours, question)
    away = {"Auto-Submitted": "auto-replied"}
    robot = arrive(ours.agency, eml(OUTSIDE, subject="Out of office", text="Back on Monday", headers=away), there)
    with within(ours.agency):
        question.refresh_from_db()
        assert (robot.state, question.state) == (InboundMessage.State.NOTED, State.ASKED)
        assert Notice.objects.filter(member=ours.manager, kind="question.robot").exists()
        questions.withdraw(question, by=ours.manager, at=timezone.now())
        assert OutboxMessage.objects.get().state == OutboxMessage.State.WITHDRAWN, "it had not left yet"
    arrive(ours.agency, eml(OUTSIDE, text="Here it is anyway"), there)
    with within(ours.agency):
        question.refresh_from_db()
        assert question.state == State.WITHDRAWN
        assert question.answers.get().text == "Here it is anyway"


def test_a_token_of_another_agency_leads_nowhere(ours: House, world: Any) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        question = ask(ours, outside(ours), request)
    arrive(world.theirs.agency, eml(OUTSIDE, text="No."), token_address(ours, question))
    with within(ours.agency):
        question.refresh_from_db()
        assert question.state == State.ASKED


def test_who_was_asked_and_is_no_longer_is_thanked(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        question = ask(ours, outside(ours), request)
        OutboxMessage.objects.update(state=OutboxMessage.State.SENT, handed_at=timezone.now())
        second = ask(ours, inside(ours), request, instead_of=question)
        question.refresh_from_db()
        assert (question.state, second.instead_of) == (State.WITHDRAWN, question)
    assert "need not answer any more" in the_mail(ours, "settled")


# --- Bad input -------------------------------------------------------------------------------------------------------
def test_what_cannot_be_asked_is_refused_in_words(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        lena, anna = inside(ours), outside(ours)
        now = timezone.now()
        for refusal, expert, given in (
            (NothingAsked, lena, {"text": "  "}),
            (TooSoon, lena, {"due_at": now - timedelta(minutes=1)}),
            (NamesTheClient, anna, {"text": "What does solvang cycles need?"}),
        ):
            with pytest.raises(refusal):
                ask(ours, expert, request, **given)
        experts.retire(anna, by=ours.owner, at=now)
        with pytest.raises(CannotBeAsked):
            ask(ours, anna, request)
        other = Interaction.objects.create(client=ours.client, kind="note", direction="inside", internal=True, at=now)
        with pytest.raises(ValueError, match="in this conversation"):
            ask(ours, lena, request, said=[other])
        question = ask(ours, lena, request)
        questions.withdraw(question, by=ours.manager, at=now)
        with pytest.raises(Settled):
            questions.answer(question, by=ours.specialist, at=now, text="Yes", way="page")
        with pytest.raises(Settled):
            taking.use(question, by=ours.manager, at=now)


def test_sent_twice_it_is_one_question(ours: House) -> None:
    request, key = written_by(ours, ours.contact), new_key()
    with within(ours.agency):
        expert = inside(ours)
        assert ask(ours, expert, request, key=key) == ask(ours, expert, request, key=key)
        assert Question.objects.count() == 1


# --- Reminding -------------------------------------------------------------------------------------------------------
def sweep(house: House) -> list[bool]:
    return [reminding.look_at(house.agency, pk) for agency_id, pk in reminding.due() if agency_id == house.agency.pk]


def test_after_an_outage_one_reminder_stands_for_all_and_the_owner_hears(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        question = ask(ours, outside(ours), request, due_at=timezone.now() + timedelta(hours=8))
        age(question, timedelta(days=6))
    assert sweep(ours) == [True]
    assert sweep(ours) == [], "the next one comes tomorrow"
    with within(ours.agency):
        question.refresh_from_db()
        assert question.reminders == 1
        assert question.owners_told_at is not None
        assert question.next_check_at is not None
        assert question.next_check_at > timezone.now()
        assert OutboxMessage.objects.filter(purpose_key__endswith=":r1").count() == 1
        assert {(n.member_id, n.kind) for n in Notice.objects.filter(kind__startswith="question")} == {
            (ours.manager.pk, "question.silent"),
            (ours.owner.pk, "question.stuck"),
        }
        now = timezone.now()
        assert "has been silent since" in rows_at(asked_today.silent(ours.manager, now))[0].lead
        assert len(list(asked_today.silent(ours.owner, now))) == 1
    assert "I am still waiting for your answer" in the_mail(ours, "r1")


def test_two_schedulers_remind_once_and_one_bad_row_stops_nobody(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        expert = inside(ours)
        first, second = ask(ours, expert, request), ask(ours, expert, request, text="And another?")
        for question in (first, second):
            age(question, timedelta(days=2))
        Question.objects.filter(pk=first.pk).update(due_at=datetime.max.replace(tzinfo=first.due_at.tzinfo))
    due = [pk for _agency, pk in reminding.due()]
    assert due == [first.pk, second.pk]
    assert [reminding.look_at(ours.agency, pk) for pk in (*due, *due)][1:] == [True, False, False]
    with within(ours.agency):
        assert Notice.objects.filter(kind="question.reminder", purpose_key__contains=second.key).count() == 1


def test_nobody_outside_gets_more_than_five_reminders(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        question = ask(ours, outside(ours), request)
        Question.objects.filter(pk=question.pk).update(reminders=asking.MOST_MAILS)
        question.refresh_from_db()
        age(question, timedelta(days=9))
    assert sweep(ours) == [True]
    with within(ours.agency):
        assert not OutboxMessage.objects.filter(purpose_key__regex=r":r\d+$").exists()
        assert Notice.objects.filter(member=ours.manager, kind="question.silent").exists()


def test_what_was_settled_or_is_not_due_reminds_nobody(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        question = ask(ours, inside(ours), request)
        now = timezone.now()
        assert not reminding.remind(question.pk, at=now), "its time has not come"
        questions.withdraw(question, by=ours.manager, at=now)
        assert not reminding.remind(question.pk, at=now + timedelta(days=9))
        assert not reminding.remind(0, at=now)
        assert not Notice.objects.filter(kind="question.reminder").exists()


def test_an_owner_who_asked_is_not_told_of_their_own_question(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        question = ask(ours, inside(ours), request)
        Question.objects.filter(pk=question.pk).update(asked_by=ours.owner)
        question.refresh_from_db()
        age(question, timedelta(days=9))
    assert sweep(ours) == [True]
    with within(ours.agency):
        question.refresh_from_db()
        assert question.owners_told_at is not None
        assert not Notice.objects.filter(kind="question.stuck").exists()
        assert Notice.objects.filter(kind="question.silent", member=ours.owner).exists()


def test_what_cannot_be_reminded_is_looked_at_again_in_an_hour(ours: House, monkeypatch: pytest.MonkeyPatch) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        question = ask(ours, inside(ours), request)
        age(question, timedelta(days=2))
    with monkeypatch.context() as broken:
        broken.setattr(questions, "tell", lambda *_: (_ for _ in ()).throw(RuntimeError("the power is gone")))
        assert sweep(ours) == [False]
    with within(ours.agency):
        before, question = question.reminders, Question.objects.get()
        assert question.reminders == before
        assert question.next_check_at is not None
        assert timedelta(minutes=59) < question.next_check_at - timezone.now() <= reminding.BACK_OFF
        age(question, timedelta(hours=1))
    assert sweep(ours) == [True]


# --- What is left behind ---------------------------------------------------------------------------------------------
def test_who_goes_hands_their_questions_over(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        question = ask(ours, inside(ours), request)
        assert [held.count for held in left_open(ours.client, ours.owner, timezone.now())][-1] == 1
        members.deactivate(ours.specialist, by=ours.owner, at=timezone.now(), to=ours.backup)
        question.refresh_from_db()
        assert question.holder == ours.backup
        assert question.whom == "Daniel Whitlock"
        assert Notice.objects.filter(member=ours.backup, kind="question.asked").exists()
        members.deactivate(ours.manager, by=ours.owner, at=timezone.now(), to=ours.backup)
        question.refresh_from_db()
        assert question.asked_by == ours.backup


def test_the_second_time_without_an_entry_is_counted(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        expert, now = inside(ours), timezone.now()
        feeds = expert.knows.get().subject
        for each in range(2):
            question = ask(ours, expert, request, subject=feeds, text=f"How do sizes get into the feed? {each}")
            questions.answer(
                question, by=ours.specialist, at=now + timedelta(hours=4), text="From the EAN.", way="page"
            )
        (count,) = counts_by_subject(ours.manager, now + timedelta(hours=5))
        assert (count.asked, count.waiting, count.write_it_down) == (2, 0, True)
        assert count.took is not None
        assert abs(count.took - timedelta(hours=4)) < timedelta(minutes=1)
        knowledge.write(
            by=ours.specialist, at=now, of=question, title="Sizes in the feed", answer="From the EAN.", subject="feeds"
        )
        (count,) = counts_by_subject(ours.manager, now + timedelta(hours=5))
        assert (count.entries, count.write_it_down) == (1, False)


def test_an_archived_client_asks_nobody(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        archive(ours.client, by=ours.owner, at=timezone.now(), reason="finished")
        request = Request.objects.get(pk=request.pk)
        with pytest.raises(questions.Refusal):
            ask(ours, inside(ours), request)
        assert not Question.objects.exists()

"""Answers to a summary by mail: tied to the copy, a plain yes taken as one, the rest read by a person (practice V4)."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from agency.models import Event
from agency.tenancy.scope import within
from comms.domain import mail_agreement, silences, summaries
from comms.domain.mail_agreement import NothingToJudge, TooLateToUndo
from comms.mail import tokens
from comms.models import Episode, OutboxMessage, Summary, SummaryCopy
from comms.plain_yes import is_plain_yes
from tests.comms.mailroom import MARIA, arrive, eml
from tests.comms.test_calls import sent
from tests.world import NOW, House, World

State, Verdict = Summary.State, SummaryCopy.Verdict
JENS = "Jens Solvang <jens.northlight@client.example>"


@pytest.mark.parametrize(
    "words",
    [
        "Agreed", "agreed.", "Yes, that's right", "Yes. Agreed!\n\nThanks\nMaria", "YES", "Confirmed.\nMaria Holm",
        "Согласен", "Да, всё верно. Спасибо!", "同意", "同意。谢谢", "好的，没问题", "موافق", "نعم، صحيح. شكراً",
        "مُوافِق", "\u200fموافق\u200f", "That’s right.",
    ],
)  # fmt: skip
def test_a_plain_yes(words: str) -> None:
    assert is_plain_yes(words, "Maria Holm")


@pytest.mark.parametrize(
    "words",
    [
        "", "Thanks", "Maria", "Yes?", "Yes, but at nine", "Not agreed", "No", "Agreed, except line 2", "不同意",
        "غير موافق", "Не согласен", "да нет", "OK for the page. The price is wrong.", "yes " * 80,
        "agreed\n\nJens", "对吗？",
    ],
)  # fmt: skip
def test_no_plain_yes(words: str) -> None:
    assert not is_plain_yes(words, "Maria Holm")


@pytest.fixture
def summary(world: World, house: House) -> Summary:
    with within(house.agency):
        found = sent(world)
        OutboxMessage.objects.update(state=OutboxMessage.State.SENT)
        summaries.accepted_by_provider(found.pk, at=NOW)
        found.refresh_from_db()
        return found


def reply(house: House, summary: Summary, text: str, sender: str = MARIA, **fields: Any) -> SummaryCopy:
    """In answer to the mail that Maria got."""
    with within(house.agency):
        copy = SummaryCopy.objects.get(summary=summary, contact=house.contact)
        mail = OutboxMessage.objects.get(object_id=summary.pk, object_kind="summary", contact=house.contact)
    arrive(house.agency, eml(sender, text=text, headers={"In-Reply-To": mail.message_id}, **fields))
    return fresh(house, copy)


def fresh(house: House, copy: SummaryCopy) -> SummaryCopy:
    with within(house.agency):
        return SummaryCopy.objects.select_related("mail__request", "judged_by").get(pk=copy.pk)


def test_a_yes_is_agreement_and_its_clock_runs_on(house: House, summary: Summary) -> None:
    copy = reply(house, summary, "Agreed.\n\nMaria")
    with within(house.agency):
        assert (copy.verdict, copy.answered_how) == (Verdict.AGREED, "mail")
        assert copy.mail is not None
        assert copy.mail.text.startswith("Agreed")
        assert Episode.objects.get().closed_at is None
        assert Event.objects.get(verb="summary.agreed").facts["how"] == "mail"
        summary.refresh_from_db()
        assert summary.state == State.SENT, "Jens decides, and has not answered"


def test_the_signed_address_ties_a_mail_whose_reference_was_lost(house: House, summary: Summary) -> None:
    with within(house.agency):
        copy = SummaryCopy.objects.get(summary=summary, contact=house.second_contact)
        mail = OutboxMessage.objects.get(object_id=summary.pk, object_kind="summary", contact=house.second_contact)
    slug, secret = house.agency.slug, settings.SECRET_KEY
    address = tokens.summary_address(slug, copy.key, f"reply@{settings.MAIL_DOMAIN}", secret)
    assert address.encode() in bytes(mail.mime)
    arrive(house.agency, eml(JENS, text="Yes, agreed."), recipient=address)
    with within(house.agency):
        summary.refresh_from_db()
        assert summary.state == State.CONFIRMED


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Agreed, but please move it to nine.", {}),
        ("Agreed.", {"attachments": (("notes.pdf", "application/pdf", b"%PDF-1.7"),)}),
        ("Agreed.", {"sender": JENS}),
    ],
    ids=["more than a yes", "with an attachment", "from another contact with a copy of his own"],
)
def test_what_is_no_plain_yes_of_theirs_is_for_a_person(
    house: House, summary: Summary, text: str, fields: dict[str, Any]
) -> None:
    copy = reply(house, summary, text, **fields)
    with within(house.agency):
        assert copy.verdict == Verdict.WAITING


def test_until_it_is_read_silence_does_not_count(world: World, house: House, summary: Summary) -> None:
    copy = reply(house, summary, "Could we talk about line two?")
    assert copy.to_read
    with within(house.agency):
        assert not silences.act_upon(summary.pk, at=NOW + timedelta(days=60))
        summary.refresh_from_db()
        assert summary.state == State.SENT
    browser = world.browser(house.manager)
    page = browser.get(reverse("summary", args=[house.agency.slug, summary.key])).content.decode()
    assert "Answered by mail, to be read" in page
    assert "They correct something" in page
    with within(house.agency):
        assert copy.mail is not None
        assert copy.mail.request is not None
        thread = browser.get(reverse("request", args=[house.agency.slug, copy.mail.request.key])).content.decode()
        assert "They agree" in thread
    listed = browser.get(reverse("summaries", args=[house.agency.slug]) + "?state=to_read").content.decode()
    assert summary.key in listed


def test_a_person_judges_and_takes_it_back(world: World, house: House, summary: Summary) -> None:
    copy = reply(house, summary, "As discussed, go ahead.")
    browser, url = world.browser(house.manager), reverse("mail_judgement", args=[house.agency.slug, copy.key])
    assert browser.post(url, {"says": "nonsense"}).status_code == 302
    browser.post(url, {"says": "agreed"})
    copy = fresh(house, copy)
    assert (copy.verdict, copy.judged_by) == (Verdict.AGREED, house.manager)
    browser.post(url, {"undo": "1"})
    assert fresh(house, copy).to_read
    answer = browser.post(url, {"says": "corrected"})
    with within(house.agency):
        summary.refresh_from_db()
        draft = Summary.objects.get(supersedes=summary)
        assert (summary.state, draft.state) == (State.DISPUTED, State.DRAFT)
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "As discussed, go ahead." in page, "their words stand beside the draft"
    browser.post(url, {"undo": "1"})
    with within(house.agency):
        summary.refresh_from_db()
        assert summary.state == State.SENT
        assert summary.next_check_at is not None
        assert not Summary.objects.filter(supersedes=summary).exists()


def test_neither_begins_the_time_anew(house: House, summary: Summary) -> None:
    copy = reply(house, summary, "I read it next week.")
    with within(house.agency):
        before = summary.silence_at
        mail_agreement.judge(copy, "neither", by=house.manager, at=NOW)
        summary.refresh_from_db()
        assert before
        assert summary.silence_at
        assert summary.silence_at > before
        with pytest.raises(NothingToJudge):
            mail_agreement.judge(copy, "agreed", by=house.manager, at=NOW)


def test_what_has_gone_on_is_not_undone(house: House, summary: Summary) -> None:
    copy = reply(house, summary, "Line two is wrong.")
    with within(house.agency):
        draft = mail_agreement.judge(copy, "corrected", by=house.manager, at=NOW)
        summaries.send(draft, by=house.manager, at=NOW, to=[house.contact])
        with pytest.raises(TooLateToUndo):
            mail_agreement.undo(copy, by=house.manager, at=NOW)


def test_an_answer_to_what_was_replaced_is_an_ordinary_message(house: House, summary: Summary) -> None:
    with within(house.agency):
        draft = summaries.begin_correction(summary, by=house.manager, at=NOW)
        summaries.send(draft, by=house.manager, at=NOW, to=[house.contact])
    assert reply(house, summary, "Agreed").mail is None


def test_another_agencys_member_and_a_specialist_judge_nothing(world: World, house: House, summary: Summary) -> None:
    copy = reply(house, summary, "As discussed.")
    url = reverse("mail_judgement", args=[house.agency.slug, copy.key])
    assert world.browser(house.specialist).post(url, {"says": "agreed"}).status_code == 403
    foreign = reverse("mail_judgement", args=[world.theirs.agency.slug, copy.key])
    assert world.browser(world.theirs.manager).post(foreign, {"says": "agreed"}).status_code == 404

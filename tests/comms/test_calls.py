"""A call becomes a summary, the summary an agreement; what was sent stays as it was (practices V4, T13, M0a)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from clients.models import Task
from comms.domain import agreements, answers, calls, corrections, links, outbox, summaries
from comms.domain.calls import ActionNotes, CallNotes, SummaryAlreadySent, TopicNotes
from comms.models import (
    Decision,
    Episode,
    Interaction,
    OutboxMessage,
    Request,
    ScopeFlag,
    SignedLink,
    Summary,
    SummaryCopy,
)
from tests.comms.mailroom import point_to, send_all
from tests.servers.smtp import SmtpServer, Verb
from tests.world import NOW, House, World, age

YESTERDAY = NOW - timedelta(days=1)


def notes(house: House, **changes: object) -> CallNotes:
    topics = [
        TopicNotes(
            title="Cost per enquiry", answer="£41 per enquiry. That is £5 less than last year. From 312 enquiries."
        ),
        TopicNotes(
            title="Conveyancing page",
            decision="The page goes live on 12 November at 07:00.",
            reason="stamp-duty change on the 16th",
            decided_by=house.second_contact,
            actions=[
                ActionNotes(
                    text="Return the wording", contact=house.contact, client_due=NOW.date() + timedelta(days=3)
                ),
                ActionNotes(
                    text="Publish the page",
                    owner=house.specialist,
                    internal_due=NOW.date() + timedelta(days=7),
                    client_due=NOW.date() + timedelta(days=9),
                ),
            ],
        ),
        TopicNotes(title="LinkedIn adverts", out_of_scope=True),
    ]
    fields = {"kind": "call", "at": YESTERDAY, "minutes": 26, "contacts": [house.contact, house.second_contact]}
    return CallNotes(**{**fields, "topics": topics, **changes})  # type: ignore[arg-type]


def sent(world: World) -> Summary:
    house = world.ours
    summary = calls.log_call(house.client, notes(house), by=house.manager, at=NOW)
    return summaries.send(summary, by=house.manager, at=NOW, to=[house.contact, house.second_contact])


def link_of(world: World, summary: Summary, contact: object) -> tuple[SignedLink, str]:
    """The link and its token, read from the mail that carries it."""
    message = OutboxMessage.objects.get(object_kind="summary", object_id=summary.pk, contact=contact)
    text = bytes(message.mime).decode("utf-8", "replace").replace("=\r\n", "").replace("=\n", "")
    token = re.search(rf"/{world.ours.agency.slug}/l/([\w-]+)/", text)
    assert token
    found = links.find(token[1])
    assert found
    return found, token[1]


def test_a_call_is_logged_with_its_summary_in_draft(world: World) -> None:
    with within(world.ours.agency):
        summary = calls.log_call(world.ours.client, notes(world.ours), by=world.ours.manager, at=NOW)
        assert summary.state == Summary.State.DRAFT
        assert [topic.title for topic in calls.topics_of(summary.interaction)] == [
            "Cost per enquiry",
            "Conveyancing page",
            "LinkedIn adverts",
        ]
        world.ours.client.refresh_from_db()
        assert world.ours.client.last_contact_at == YESTERDAY
        assert Event.objects.filter(verb="call.logged", shown=True).count() == 1


@pytest.mark.parametrize(
    "changes",
    [{"at": NOW + timedelta(hours=1)}, {"contacts": []}, {"kind": "email"}],
    ids=["in the future", "with nobody", "not spoken"],
)
def test_what_cannot_be_logged(world: World, changes: dict[str, object]) -> None:
    with within(world.ours.agency), pytest.raises(ValidationError):
        calls.log_call(world.ours.client, notes(world.ours, **changes), by=world.ours.manager, at=NOW)


def test_a_contact_of_another_client_was_not_on_the_call(world: World) -> None:
    there = notes(world.ours, contacts=[world.ours.other_contact])
    with within(world.ours.agency), pytest.raises(ValidationError):
        calls.log_call(world.ours.client, there, by=world.ours.manager, at=NOW)


def test_sending_freezes_the_lines_and_queues_a_mail_each(world: World) -> None:
    with within(world.ours.agency):
        summary = sent(world)
        assert [(line.number, line.kind) for line in summary.lines.all()] == [
            (1, "answer"),
            (2, "decision"),
            (3, "action"),
            (4, "action"),
            (5, "out_of_scope"),
        ]
        assert summary.copies.count() == 2
        assert OutboxMessage.objects.filter(lane="summary", state="queued").count() == 2
        assert Decision.objects.get().decided_by == world.ours.second_contact
        assert {(task.title, task.owner_id is None) for task in Task.objects.all()} == {
            ("Return the wording", True),
            ("Publish the page", False),
        }
        assert ScopeFlag.objects.get().wish == "LinkedIn adverts"


def test_what_was_sent_is_not_rewritten(world: World) -> None:
    with within(world.ours.agency):
        summary = sent(world)
        with pytest.raises(SummaryAlreadySent):
            calls.rewrite_call(summary, notes(world.ours), by=world.ours.manager, at=NOW)
        with pytest.raises(SummaryAlreadySent):
            summaries.send(summary, by=world.ours.manager, at=NOW, to=[world.ours.contact])
        with pytest.raises(SummaryAlreadySent):
            calls.discard_call(summary, by=world.ours.manager, at=NOW)


def test_a_call_is_not_taken_back_while_the_mail_of_its_summary_waits(world: World) -> None:
    with within(world.ours.agency):
        summary = sent(world)
        with pytest.raises(ValidationError, match="Nothing of this waits"):
            answers.take_back(summary.interaction, by=world.ours.manager, at=NOW)
        summary.interaction.refresh_from_db()
        assert summary.interaction.withdrawn_at is None
        assert not OutboxMessage.objects.filter(state=OutboxMessage.State.WITHDRAWN).exists()


def test_nothing_to_say_is_not_sent(world: World) -> None:
    with within(world.ours.agency):
        empty = notes(world.ours, topics=[TopicNotes(title="Just a chat")])
        summary = calls.log_call(world.ours.client, empty, by=world.ours.manager, at=NOW)
        with pytest.raises(ValidationError, match="Nothing was answered"):
            summaries.send(summary, by=world.ours.manager, at=NOW, to=[world.ours.contact])


def test_silence_counts_from_acceptance_and_not_before(world: World) -> None:
    with within(world.ours.agency):
        summary = sent(world)
        assert not summaries.settle_by_silence(summary.pk, at=NOW + timedelta(days=30))
        OutboxMessage.objects.update(state="sent")
        summaries.accepted_by_provider(summary.pk, at=NOW + timedelta(days=2))
        summary.refresh_from_db()
        assert summary.silence_at
        assert summary.silence_at > NOW + timedelta(days=7)
        assert not summaries.settle_by_silence(summary.pk, at=summary.silence_at - timedelta(minutes=1))
        assert summaries.settle_by_silence(summary.pk, at=summary.silence_at)
        summary.refresh_from_db()
        assert summary.state == Summary.State.AGREED_BY_SILENCE


def test_once_silence_has_counted_the_link_says_so_and_takes_corrections_still(world: World) -> None:
    with within(world.ours.agency):
        summary = sent(world)
        _link, token = link_of(world, summary, world.ours.contact)
        OutboxMessage.objects.update(state="sent")
        summaries.accepted_by_provider(summary.pk, at=NOW)
        summary.refresh_from_db()
        assert summary.silence_at
        summaries.settle_by_silence(summary.pk, at=summary.silence_at)
        age(summary, timedelta(days=60))
    page = world.browser(None).get(reverse("signed_link", args=[world.ours.agency.slug, token])).content.decode()
    assert "it counts as agreed since" in page
    assert "If we hear nothing by" not in page


def test_silence_never_counts_after_a_bounce(world: World) -> None:
    with within(world.ours.agency):
        summary = sent(world)
        summaries.accepted_by_provider(summary.pk, at=NOW)
        OutboxMessage.objects.update(state="bounced")
        assert not summaries.settle_by_silence(summary.pk, at=NOW + timedelta(days=30))


def test_the_decision_maker_confirms(world: World) -> None:
    with within(world.ours.agency):
        summary = sent(world)
        link, _token = link_of(world, summary, world.ours.second_contact)
        agreements.answer(link, corrections={}, at=NOW + timedelta(hours=2), address="192.0.2.1", agent="Browser")
        summary.refresh_from_db()
        assert summary.state == Summary.State.CONFIRMED
        link.refresh_from_db()
        assert (link.decided_from, link.decided_with) == ("192.0.2.1", "Browser")


@pytest.mark.parametrize("corrections", [{}, {2: "At 09:00, please."}])
def test_what_the_client_says_by_the_link_is_a_contact(world: World, corrections: dict[int, str]) -> None:
    with within(world.ours.agency):
        link, _token = link_of(world, sent(world), world.ours.contact)
        agreements.answer(link, corrections=corrections, at=NOW + timedelta(hours=1))
        world.ours.client.refresh_from_db()
        assert world.ours.client.last_contact_at == NOW + timedelta(hours=1)


def test_one_of_two_who_decide_nothing_does_not_confirm(world: World) -> None:
    with within(world.ours.agency):
        summary = sent(world)
        link, _token = link_of(world, summary, world.ours.contact)
        agreements.answer(link, corrections={}, at=NOW)
        summary.refresh_from_db()
        assert summary.state == Summary.State.SENT


def test_a_correction_disputes_and_opens_a_request_with_its_clock(world: World) -> None:
    with within(world.ours.agency):
        summary = sent(world)
        link, _token = link_of(world, summary, world.ours.contact)
        copy = agreements.answer(link, corrections={2: "At 09:00, please."}, at=NOW + timedelta(hours=1))
        summary.refresh_from_db()
        assert (summary.state, copy.verdict) == (Summary.State.DISPUTED, SummaryCopy.Verdict.CORRECTED)
        episode = Episode.objects.get()
        assert episode.request.contact == world.ours.contact
        assert "09:00" in episode.request.interactions.get().text
        with pytest.raises(links.LinkClosed):
            agreements.answer(link, corrections={}, at=NOW + timedelta(hours=2))


def test_corrections_are_taken_over_into_a_new_version(world: World) -> None:
    house = world.ours
    with within(house.agency):
        summary = sent(world)
        link, _token = link_of(world, summary, house.contact)
        agreements.answer(link, corrections={2: "At 09:00.", 3: "Return the signed wording"}, at=NOW)
        first_text = summary.copies.get(contact=house.contact).text
        draft = corrections.take_over(summary, by=house.manager, at=NOW + timedelta(hours=1))
        second = summaries.send(draft, by=house.manager, at=NOW + timedelta(hours=1), to=[house.contact])
        summary.refresh_from_db()
        assert (summary.state, second.version) == (Summary.State.SUPERSEDED, 2)
        assert summary.copies.get(contact=house.contact).text == first_text
        assert "At 09:00." in [line.text for line in second.lines.all()]
        mail = OutboxMessage.objects.filter(object_id=second.pk, lane=OutboxMessage.Lane.SUMMARY).latest("pk")
        assert mail.subject.endswith(", corrected")
        assert "takes the place of what I sent before" in " ".join(second.copies.get().text.split())
        assert Decision.objects.get(superseded_by=None).what == "At 09:00."
        assert Decision.objects.count() == 2
        assert set(Task.objects.values_list("title", flat=True)) == {"Return the signed wording", "Publish the page"}
        old, _token = link_of(world, summary, house.second_contact)
        assert not links.open_at(old, NOW)


def corrected(world: World, summary: Summary) -> Summary:
    """Maria corrects its second line, and the draft of the next version says it her way."""
    house, now = world.ours, timezone.now()
    link, _token = link_of(world, summary, house.contact)
    agreements.answer(link, corrections={2: "At 09:00."}, at=now)
    return corrections.take_over(summary, by=house.manager, at=now)


def test_the_corrected_version_answers_the_request_that_the_correction_opened(
    world: World, smtp_server: SmtpServer, settings: Any
) -> None:
    """It stands in that thread, and counts once the provider has it; taken from the outbox, it does not."""
    point_to(smtp_server, settings)
    house, now = world.ours, timezone.now()
    with within(house.agency):
        summary = sent(world)
        second = summaries.send(
            corrected(world, summary), by=house.manager, at=now, to=[house.contact, house.second_contact]
        )
        asked = Request.objects.get()
        said = asked.interactions.get(direction=Interaction.Direction.OUTBOUND)
        assert (said.text, "/l/" in said.text) == ("Version 2 of the summary, with what was corrected.", False)
        assert Episode.objects.get().closed_at is None, "not before the provider has it"
        copies = OutboxMessage.objects.filter(object_kind="summary", object_id=second.pk)
        assert set(copies.values_list("contact_id", "interaction_id")) == {
            (house.contact.pk, said.pk),
            (house.second_contact.pk, summary.interaction_id),
        }
    assert send_all() > 0
    with within(house.agency):
        assert Episode.objects.get().closed_at is not None
        assert Request.objects.get().state == Request.State.ANSWERED


@pytest.mark.parametrize(
    ("first", "then", "remark"),
    [
        ({2: "At 09:00."}, {}, "May I move the launch? Please call me."),
        ({2: "At 09:00."}, {2: "At 10:00."}, ""),
    ],
    ids=["a question beside", "another's words came later"],
)
def test_what_the_new_version_does_not_say_still_waits_for_a_person(
    world: World, first: dict[int, str], then: dict[int, str], remark: str
) -> None:
    house, now = world.ours, timezone.now()
    with within(house.agency):
        summary = sent(world)
        mine, _token = link_of(world, summary, house.contact)
        agreements.answer(mine, corrections=first, remark=remark, at=now)
        if then:
            others, _token = link_of(world, summary, house.second_contact)
            agreements.answer(others, corrections=then, at=now)
        draft = corrections.take_over(summary, by=house.manager, at=now)
        summaries.send(draft, by=house.manager, at=now, to=[house.contact, house.second_contact])
        asked = Request.objects.get(contact=house.contact)
        assert asked.state == Request.State.NEW
        assert not asked.interactions.filter(direction=Interaction.Direction.OUTBOUND).exists()


def test_a_new_version_that_is_perhaps_sent_keeps_no_promise_and_the_clock_warns(
    world: World, smtp_server: SmtpServer, settings: Any
) -> None:
    point_to(smtp_server, settings)
    house, now = world.ours, timezone.now()
    with within(house.agency):
        summary = sent(world)
    assert send_all() > 0
    with within(house.agency):
        draft = summaries.send(corrected(world, summary), by=house.manager, at=now, to=[house.contact])
        assert Request.objects.get().state == Request.State.ANSWERED
    smtp_server.drop(Verb.BODY)
    send_all()
    with within(house.agency):
        mail = OutboxMessage.objects.get(object_id=draft.pk, object_kind="summary")
        assert mail.state == OutboxMessage.State.UNCERTAIN
        episode = Episode.objects.get()
        assert (episode.closed_at, episode.acknowledged_at) == (None, None)
        assert episode.next_check_at is not None
        assert Request.objects.get().state == Request.State.NEW
        outbox.mark_arrived(mail, by=house.manager, at=now)
    send_all()
    with within(house.agency):
        assert Episode.objects.get().closed_at is not None


def test_the_link_shows_on_get_and_decides_on_post(world: World) -> None:
    with within(world.ours.agency):
        summary = sent(world)
        _link, token = link_of(world, summary, world.ours.contact)
    address = reverse("signed_link", args=[world.ours.agency.slug, token])
    browser = world.browser(None)
    for _visit in range(3):
        page = browser.get(address)
        assert page.status_code == 200
        assert "The page goes live" in page.content.decode()
    with within(world.ours.agency):
        assert SummaryCopy.objects.exclude(verdict="").count() == 0
    wrong = browser.post(address, {"line2": "correct", "fix2": "", "remark": "typed"})
    assert wrong.status_code == 422
    assert "typed" in wrong.content.decode()
    browser.post(address, {"line2": "correct", "fix2": "At nine"})
    assert "corrections" in browser.get(address).content.decode()
    with within(world.ours.agency):
        assert SummaryCopy.objects.get(contact=world.ours.contact).verdict == "corrected"


def test_a_link_of_another_agency_does_not_exist(world: World) -> None:
    with within(world.ours.agency):
        summary = sent(world)
        _link, token = link_of(world, summary, world.ours.contact)
    foreign = world.browser(None).get(reverse("signed_link", args=[world.theirs.agency.slug, token]))
    missing = world.browser(None).get(reverse("signed_link", args=[world.theirs.agency.slug, "no-such-token"]))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content

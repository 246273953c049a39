"""Answers that leave later: what they keep and what they don't, and what can be done until then."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from comms import mornings
from comms.domain import acknowledgements, answers, episodes, later, outcomes, stages
from comms.models import Answer, Draft, Episode, Interaction, Notice, OutboxMessage, Request
from portal import queries as portal
from tests.world import House, World, age

HOUR = timedelta(hours=1)
LISBON = ZoneInfo("Europe/Lisbon")


@pytest.fixture
def asked(ours: House) -> Request:
    with within(ours.agency):
        return episodes.open_request(
            contact=ours.contact, subject="Adverts?", text="When do they start?", at=timezone.now() - HOUR
        )


def put_off(request: Request, house: House, by_hours: float = 3, **more: object) -> Interaction:
    now = timezone.now()
    given = {"text": "They start on Friday.", "leaves_at": now + by_hours * HOUR, **more}
    return later.answer(request, by=house.manager, at=now, **given)  # type: ignore[arg-type]


def accepted(message: OutboxMessage, house: House) -> None:
    """As the sweep settles it once the server has it."""
    at = message.leaves_at or timezone.now()
    OutboxMessage.objects.filter(pk=message.pk).update(state="sent", settled_at=at)
    assert outcomes.report_outcome(house.agency, message.pk)


def test_until_it_leaves_it_answers_nothing(ours: House, asked: Request) -> None:
    with within(ours.agency):
        sent = put_off(asked, ours)
        episode, mail = Episode.objects.get(), OutboxMessage.objects.get()
        assert (mail.next_attempt_at, mail.leaves_at, mail.state) == (sent.at, sent.at, "queued")
        assert (episode.acknowledged_at, episode.answer_leaves_at, episode.closed_at) == (None, sent.at, None)
        assert Request.objects.get().state == Request.State.NEW
        half = datetime.fromisoformat(episode.stage_times["half"])
        assert episode.next_check_at is not None
        assert episode.next_check_at <= half, "the stages before it go on"
        accepted(mail, ours)
        episode.refresh_from_db()
        assert (episode.acknowledged_at, episode.closed_at, episode.promise) == (sent.at, sent.at, "kept_by_person")
        assert Request.objects.get().state == Request.State.ANSWERED
        assert Event.objects.filter(verb="request.answered", shown=True).count() == 1


def test_stages_fire_while_it_waits(ours: House, asked: Request) -> None:
    with within(ours.agency):
        put_off(asked, ours, 12, late=True)
        episode = Episode.objects.get()
        fired = stages.fire(episode.pk, at=episode.target_at)
        assert {"half", "backup", "target"} <= {stage.value for stage in fired}
        episode.refresh_from_db()
        assert episode.target == Episode.Target.MISSED


def test_no_client_sees_it_before_it_leaves(world: World, ours: House, asked: Request) -> None:
    with within(ours.agency):
        put_off(asked, ours)
    page = world.browser(ours.contact).get(f"/{ours.agency.slug}/portal/{ours.client.key}/")
    assert "They start on Friday" not in page.content.decode()
    with within(ours.agency):
        visit = type("Visit", (), {"client": ours.client, "contact_id": ours.contact.pk})()
        said = [row["text"] for row in portal.messages(visit, asked.pk)]
        assert not [text for text in said if "Friday" in text]


def test_what_ends_before_it_leaves_is_said_and_can_be_acknowledged(ours: House, asked: Request) -> None:
    with within(ours.agency):
        with pytest.raises(later.Late) as refused:
            put_off(asked, ours, 30)
        assert refused.value.deadlines.promise_at == Episode.objects.get().promise_at
        assert not OutboxMessage.objects.exists()
        key = "0123456789ab"
        for _twice in range(2):
            sent = put_off(asked, ours, 30, acknowledge=True, key=key)
        first, then = OutboxMessage.objects.order_by("next_attempt_at")
        assert then.leaves_at == sent.at
        accepted(first, ours)
        episode = Episode.objects.get()
        assert episode.promise == Episode.Promise.KEPT_BY_PERSON
        assert Request.objects.get().state == Request.State.ACKNOWLEDGED
        accepted(then, ours)
        assert Request.objects.get().state == Request.State.ANSWERED
        assert Answer.objects.filter(kind="answer", accepted_at__isnull=False).count() == 1


def test_sent_now_it_counts_from_now(ours: House, asked: Request) -> None:
    with within(ours.agency):
        sent = put_off(asked, ours)
        before, now = OutboxMessage.objects.get(), timezone.now()
        later.send_now(sent, by=ours.manager, at=now)
        mail, episode = OutboxMessage.objects.get(), Episode.objects.get()
        assert mail.next_attempt_at == now + timedelta(seconds=20)
        assert (episode.acknowledged_at, episode.answer_leaves_at) == (now, None)
        old, new = (bytes(each.mime).partition(b"\r\n") for each in (before, mail))
        assert old[0] != new[0]
        assert old[2] == new[2], "what leaves is what was shown"
        with pytest.raises(answers.outbox.TooLate):
            later.send_now(sent, by=ours.manager, at=now)


def test_taken_back_its_words_are_a_draft_and_newer_words_stand_beside(ours: House, asked: Request) -> None:
    with within(ours.agency):
        sent = put_off(asked, ours)
        place = f"reply:{asked.key}"
        Draft.objects.create(
            member=ours.manager, place=place, kept_at=sent.at, fields={"text": ["Newer"], "once": ["x"]}
        )
        answers.take_back(sent, by=ours.manager, at=timezone.now())
        draft, episode = Draft.objects.get(), Episode.objects.get()
        assert draft.fields["text"] == "They start on Friday."
        assert draft.other["text"] == ["Newer"]
        assert (episode.answer_leaves_at, episode.closed_at) == (None, None)


def test_the_writer_is_told_when_the_client_writes_again_and_that_gets_its_own_clock(
    ours: House, asked: Request
) -> None:
    with within(ours.agency):
        sent = put_off(asked, ours)
        age(OutboxMessage.objects.get(), timedelta(minutes=5))
        OutboxMessage.objects.update(leaves_at=sent.at, next_attempt_at=sent.at)
        now = timezone.now()
        Interaction.objects.create(
            client=ours.client, request=asked, kind="email", direction="in", at=now, contact=ours.contact, text="Wait!"
        )
        for _twice in range(2):
            episodes.heard(asked, at=now, contact=ours.contact)
        told = Notice.objects.get(kind="answer.overtaken")
        assert (told.member_id, told.urgent) == (ours.manager.pk, True)
        assert told.mail_after is not None
        assert told.mail_after < sent.at
        accepted(OutboxMessage.objects.get(), ours)
        old, new = Episode.objects.order_by("number")
        assert old.closed_at is not None
        assert (new.closed_at, new.opened_at) == (None, now), "what came after the answer was written is not answered"


def test_a_moment_lies_ahead_and_not_too_far(ours: House, asked: Request) -> None:
    with within(ours.agency):
        with pytest.raises(later.NotAhead):
            put_off(asked, ours, -1)
        with pytest.raises(later.TooFar):
            put_off(asked, ours, 24 * 61)


@pytest.mark.parametrize(
    ("now", "options", "morning"),
    [
        (datetime(2026, 11, 4, 8, tzinfo=UTC), {}, datetime(2026, 11, 4, 9, tzinfo=UTC)),
        (datetime(2026, 11, 6, 9, tzinfo=UTC), {}, datetime(2026, 11, 9, 9, tzinfo=UTC)),
        (datetime(2026, 11, 5, 9, tzinfo=UTC), {"weekend": {4, 5}}, datetime(2026, 11, 8, 9, tzinfo=UTC)),
        (datetime(2026, 10, 24, 8, tzinfo=UTC), {"begins": time(10, 30)}, datetime(2026, 10, 26, 10, 30, tzinfo=UTC)),
        (datetime(2026, 11, 4, 8, tzinfo=UTC), {"weekend": set(range(7))}, datetime(2026, 11, 4, 9, tzinfo=UTC)),
    ],
)
def test_the_next_morning(now: datetime, options: dict[str, object], morning: datetime) -> None:
    assert mornings.next_morning(now, LISBON, **options) == morning  # type: ignore[arg-type]


def test_on_the_page(world: World, ours: House, asked: Request) -> None:
    browser, slug = world.browser(ours.manager), ours.agency.slug
    page, send = (reverse(name, args=[slug, asked.key]) for name in ("request", "answer"))
    assert "In Maria’s morning" in browser.get(page).content.decode()
    empty = browser.post(send, {"text": "On Friday.", "leave": "chosen"})
    assert "Say when it is to leave." in empty.content.decode()
    far = (timezone.localtime() + 3 * 24 * HOUR).strftime("%Y-%m-%dT%H:%M")
    refused = browser.post(send, {"text": "On Friday.", "leave": "chosen", "leaves": far})
    assert refused.status_code == 422
    told = refused.content.decode()
    assert "Acknowledge now, send this then" in told
    assert "On Friday." in told
    browser.post(send, {"text": "On Friday.", "leave": "chosen:acknowledge", "leaves": far})
    with within(ours.agency):
        said = Interaction.objects.get(at__gt=timezone.now())
        assert OutboxMessage.objects.count() == 2
    shown = browser.get(page).content.decode()
    assert "Send now" in shown
    browser.post(reverse("message_sending", args=[slug, said.key]))
    with within(ours.agency):
        said.refresh_from_db()
        assert said.at <= timezone.now()
    assert "Send now" not in browser.get(page).content.decode()
    other = world.browser(world.theirs.manager)
    assert other.post(reverse("message_sending", args=[world.theirs.agency.slug, said.key])).status_code == 404


def test_an_outcome_that_is_heard_twice_changes_nothing(ours: House, asked: Request) -> None:
    with within(ours.agency):
        put_off(asked, ours)
        mail = OutboxMessage.objects.get()
        accepted(mail, ours)
        acknowledgements.accepted(mail, timezone.now())
        assert Answer.objects.get().waits is False


def test_what_waits_is_taken_back_with_the_click_that_sends_another(world: World, ours: House, asked: Request) -> None:
    with within(ours.agency):
        waits = put_off(asked, ours)
    browser, send = world.browser(ours.manager), ours.url(f"requests/{asked.key}/answer/")
    page = browser.get(ours.url(f"requests/{asked.key}/")).content.decode()
    assert "An answer waits here already; both would leave" in page
    assert f'name="instead" value="{waits.key}"' in page
    wrong = browser.post(send, {"text": " ", "instead": waits.key}).content.decode()
    assert f'name="instead" value="{waits.key}" checked' in wrong, "the tick stays where something is wrong"
    typed = {"text": "They start on Monday.", "once": "abcdefghjkmn", "instead": waits.key}
    for _click in range(2):
        assert browser.post(send, typed).status_code == 302
    with within(ours.agency):
        leaving = OutboxMessage.objects.exclude(state="withdrawn").get()
        assert leaving.interaction is not None
        assert leaving.interaction.text == "They start on Monday."
        assert Draft.objects.get(member=ours.manager).fields["text"] == "They start on Friday.", "nothing typed is lost"
        assert Episode.objects.get().answer_leaves_at is None


def test_what_has_left_meanwhile_keeps_the_other_from_leaving(world: World, ours: House, asked: Request) -> None:
    with within(ours.agency):
        waits = put_off(asked, ours)
        OutboxMessage.objects.update(state="sent", handed_at=timezone.now())
    send = ours.url(f"requests/{asked.key}/answer/")
    page = world.browser(ours.manager).post(send, {"text": "They start on Monday.", "instead": waits.key})
    assert page.status_code == 422
    assert "They start on Monday." in page.content.decode()
    with within(ours.agency):
        assert OutboxMessage.objects.count() == 1

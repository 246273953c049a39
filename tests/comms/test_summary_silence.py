"""Silence and reminders: after the client's own working days, halfway once, and never while somebody has answered or a
copy is not known to have arrived (practice V4)."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from agency.worktime import Hours, parse_week
from clients.domain import promises
from comms import summary_times
from comms.domain import agreements, calls, chasing, links, silences, summaries, unsent
from comms.models import Notice, OutboxMessage, Summary
from tests.comms.mailroom import ALWAYS
from tests.comms.test_calls import link_of, notes, sent
from tests.world import NOW, House, World, age

State = OutboxMessage.State
OFFICE = Hours(
    ZoneInfo("Europe/Berlin"),
    parse_week({**{day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}, "sat": [], "sun": []}),
)


@pytest.fixture
def ours(world: World) -> Iterator[House]:
    with within(world.ours.agency):
        yield world.ours


@pytest.fixture
def summary(world: World, ours: House) -> Summary:
    found = sent(world)
    OutboxMessage.objects.update(state=State.SENT)
    summaries.accepted_by_provider(found.pk, at=NOW)
    found.refresh_from_db()
    return found


def reminders() -> set[int | None]:
    return set(OutboxMessage.objects.filter(purpose_key__endswith=":reminder").values_list("contact_id", flat=True))


def test_times_are_working_time() -> None:
    """A call that ends on a Friday at 16:00: an hour is left of that day."""
    ended = NOW.replace(month=11, day=6, hour=15, minute=0)  # 16:00 in Berlin
    times = summary_times.chase(ended, OFFICE)
    assert times.writer == ended + timedelta(days=3) - timedelta(hours=6)
    assert times.owners == ended + timedelta(days=3)
    assert summary_times.silence(ended, 2, OFFICE) == ended.replace(day=10, hour=16)
    halfway = summary_times.halfway(ended, ended.replace(day=10, hour=16), OFFICE)
    assert halfway == ended.replace(day=9, hour=15, minute=30)


def test_without_any_working_time_it_is_the_clocks() -> None:
    never = Hours(ZoneInfo("UTC"), ((),) * 7)
    assert summary_times.silence(NOW, 5, never) == NOW + timedelta(days=5)
    assert summary_times.halfway(NOW, NOW + timedelta(days=4), never) == NOW + timedelta(days=2)
    assert summary_times.chase(NOW, never).owners == NOW + timedelta(days=1)


def test_the_clients_own_days_count_and_the_mail_says_so(world: World, ours: House) -> None:
    version = ours.client.promise_version
    promises.change(ours.client, by=ours.owner, at=NOW, silence_days=2)
    assert ours.client.promise_version == version, "no clock has to be reckoned afresh"
    first = sent(world)
    assert first.silence_at
    assert first.silence_at.astimezone(ZoneInfo("Europe/Berlin")).date() == NOW.date() + timedelta(days=2)
    assert "Thursday 5 November" in " ".join(first.copies.all()[0].text.split())
    with pytest.raises(promises.CannotPromise):
        promises.change(ours.client, by=ours.owner, at=NOW, silence_days=31)


def test_halfway_whoever_said_nothing_is_reminded_once(world: World, ours: House, summary: Summary) -> None:
    link, _token = link_of(world, summary, ours.contact)
    assert summary.remind_at
    assert summary.silence_at
    agreements.answer(link, corrections={}, at=NOW)
    assert not silences.act_upon(summary.pk, at=summary.remind_at - timedelta(minutes=1))
    assert silences.act_upon(summary.pk, at=summary.remind_at)
    assert reminders() == {ours.second_contact.pk}
    summary.refresh_from_db()
    assert summary.next_check_at == summary.silence_at
    assert not silences.act_upon(summary.pk, at=summary.silence_at - timedelta(minutes=1))
    assert len(reminders()) == 1
    reminder = OutboxMessage.objects.get(purpose_key__endswith=":reminder")
    assert b"Auto-Submitted: auto-generated" in bytes(reminder.mime)


def test_both_tokens_are_one_link_and_end_together(world: World, ours: House, summary: Summary) -> None:
    link, token = link_of(world, summary, ours.second_contact)
    url = links.make_again(link)
    again = links.find(url.rstrip("/").rpartition("/")[2])
    assert again == links.find(token) == link
    assert again is not None
    agreements.answer(again, corrections={}, at=NOW)
    first = links.find(token)
    assert first is not None
    assert not links.open_at(first, NOW)


@pytest.mark.parametrize("state", [State.BOUNCED, State.UNCERTAIN, State.DEAD, State.RETRY])
def test_nobody_is_reminded_and_silence_does_not_count_unless_all_arrived(
    ours: House, summary: Summary, state: str
) -> None:
    OutboxMessage.objects.filter(contact=ours.contact).update(state=state)
    assert summary.remind_at
    assert summary.silence_at
    assert not silences.act_upon(summary.pk, at=summary.remind_at)
    assert reminders() == set()
    age_out = summary.silence_at + timedelta(days=30)
    assert not silences.act_upon(summary.pk, at=age_out)
    summary.refresh_from_db()
    assert summary.state == Summary.State.SENT


def test_after_an_outage_nobody_is_reminded_of_what_is_over(summary: Summary) -> None:
    assert summary.silence_at
    assert silences.act_upon(summary.pk, at=summary.silence_at)
    assert reminders() == set()
    summary.refresh_from_db()
    assert summary.state == Summary.State.AGREED_BY_SILENCE


def test_a_settled_or_replaced_summary_reminds_nobody(world: World, ours: House, summary: Summary) -> None:
    assert summary.remind_at
    draft = summaries.begin_correction(summary, by=ours.manager, at=NOW)
    summaries.send(draft, by=ours.manager, at=NOW, to=[ours.contact])
    assert not silences.act_upon(summary.pk, at=summary.remind_at)
    assert reminders() == set()


def test_the_writer_is_chased_once_and_after_a_working_day_the_owners(world: World) -> None:
    house, now = world.ours, timezone.now()
    house.agency.week = ALWAYS
    house.agency.save()
    with within(house.agency):
        ended = now - timedelta(minutes=26)
        draft = calls.log_call(house.client, notes(house, at=ended), by=house.manager, at=now)
        assert draft.chase_at == chasing.end_of(draft.interaction) + timedelta(hours=2)
        assert draft.overdue_at == chasing.end_of(draft.interaction) + timedelta(days=1)
        age(draft, timedelta(hours=3))
    assert (draft.agency_id, draft.pk) in summaries.due_for_silence()
    assert silences.look_at(house.agency, draft.pk)
    assert not silences.look_at(house.agency, draft.pk)
    assert unsent.tell_owners() == 0
    with within(house.agency):
        assert Notice.objects.get(kind="summary.unsent").member == house.manager
        age(draft, timedelta(days=1))
    assert unsent.tell_owners() == 1
    unsent.tell_owners()
    with within(house.agency):
        told = Notice.objects.get(kind="summary.still_unsent")
        assert (told.member, told.facts["count"]) == (house.owner, 1)
        assert not Event.objects.filter(verb="summary.reminded").exists()
    assert not mail.outbox

"""A month said aloud: the report's own facts as sentences, edited, and made the agenda of the month's call."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from agency.models import Event
from agency.tenancy.scope import within
from agency.worktime import Hours
from clients.domain.refusals import Refusal
from clients.models import Client
from comms.domain import announcing, month_calls
from comms.domain.meeting_refusals import InThePast
from comms.models import AgendaItem, Meeting
from comms.queries.proposals import proposals
from reports import registrations
from reports.call_time import first_days, proposed
from reports.domain import reports, talking
from reports.domain.talking import Edit
from reports.gathering import besides
from reports.models import MonthNote, TalkingEdit
from reports.months import month_of, shifted
from reports.queries.talking import called, talk_of, without_call
from reports.sentences import lead_words
from reports.snapshot import TaskCount
from reports.talking_points import Besides, Part, Saying, sayings
from tests.counting import queries_of
from tests.reports.samples import NEWCOMER, SOLVANG
from tests.world import House, World

MONTH = shifted(month_of(timezone.localdate()), -1)
BERLIN = ZoneInfo("Europe/Berlin")


def said(part: Part, told: list[Saying]) -> list[str]:
    return [one.text for one in told if one.part is part]


# --- pure -------------------------------------------------------------------------------------------------------------
def test_the_words_are_those_of_the_report() -> None:
    with translation.override("en"):
        told = sayings(SOLVANG, Besides())
        assert lead_words(replace(SOLVANG, headline="")).split(". ")[0] in " ".join(said(Part.RESULT, told))
        for point in SOLVANG.went_wrong:
            assert point in said(Part.WRONG, told)
        assert len(said(Part.COMING, told)) == len(SOLVANG.plan)
        assert len(said(Part.GIVEN, told)) == len(SOLVANG.favours)
    assert len({one.slot for one in told}) == len(told)
    assert all(len(one.slot) <= 40 for one in told)


def test_a_green_month_is_said_aloud_too() -> None:
    with translation.override("en"):
        told = sayings(replace(NEWCOMER, went_wrong=(), missed=(), tasks=TaskCount(due=2, on_time=2)), Besides())
        assert said(Part.WRONG, told) == ["Nothing went wrong that we know of."]
        assert any("2 tasks were due" in words for words in said(Part.RESULT, told))
        late = sayings(replace(NEWCOMER, tasks=TaskCount(due=2, on_time=1, late_unannounced=1)), Besides())
        assert any("late without a word" in words for words in said(Part.WRONG, late))


def test_what_a_report_does_not_tell_is_told_here() -> None:
    with translation.override("en"):
        wrong = said(Part.WRONG, sayings(NEWCOMER, Besides((date(2026, 10, 5),), 2)))
    assert "You corrected our summary on 5 October; the corrected one counts." in wrong
    assert "2 mails of ours did not reach you." in wrong


@pytest.mark.parametrize("language", ["ar", "ru", "zh-hans"])
def test_it_is_said_in_every_language(language: str) -> None:
    with translation.override(language):
        assert sayings(SOLVANG, Besides((date(2026, 10, 5),), 1))


def test_when_the_call_could_be() -> None:
    hours = Hours.always(BERLIN)
    november, now = date(2026, 11, 1), datetime(2026, 10, 20, 9, tzinfo=UTC)
    assert first_days(november, hours) == [date(2026, 11, day) for day in range(1, 6)]
    given = {"now": now, "hours": hours, "zone": BERLIN}
    assert proposed(november, **given).astimezone(BERLIN) == datetime(2026, 11, 1, 10, tzinfo=BERLIN)
    last = datetime(2026, 10, 2, 14, 30, tzinfo=BERLIN)
    assert proposed(november, **given, last=last).astimezone(BERLIN).time() == time(14, 30)
    window = {"calls_from": time(15), "calls_until": time(16)}
    assert proposed(november, **given, last=last, **window).astimezone(BERLIN).time() == time(15)
    late = {**given, "now": datetime(2026, 11, 9, 9, tzinfo=UTC)}
    assert proposed(november, **late).astimezone(BERLIN).date() == date(2026, 11, 10)
    short = {"calls_from": time(9, 10), "calls_until": time(9, 20)}
    assert proposed(november, **given, **short).astimezone(BERLIN).time() == time(9, 10)


# --- kept and planned -------------------------------------------------------------------------------------------------
@pytest.fixture
def house(world: World) -> House:
    with within(world.ours.agency):
        MonthNote.objects.create(
            client=world.ours.client, day=MONTH, kind="went_wrong", text="The checkout refused cards."
        )
    return world.ours


def plan(house: House, **fields: object) -> Meeting:
    at = timezone.now()
    given = {"by": house.manager, "at": at, "starts_at": at + timedelta(hours=2), "minutes": 30}
    return talking.plan_call(house.client, MONTH, **{**given, "contacts": [house.contact], **fields})  # type: ignore[arg-type]


def test_points_are_put_in_other_words_or_left_out(house: House) -> None:
    at, by = timezone.now(), house.manager
    with within(house.agency):
        talk = talk_of(house.client, MONTH, at=at)
        wrong = next(point for point in talk.points if point.gathered == "The checkout refused cards.")
        edits = {wrong.slot: Edit(" The shop took no cards. ", False), "nothing-here": Edit("x", True)}
        edits[talk.points[0].slot] = Edit("", True)
        changed = talking.change(house.client, MONTH, edits, by=by, at=at)
        assert changed.points[0].left_out
        assert {point.text for point in changed.points} >= {"The shop took no cards."}
        assert Event.objects.filter(verb="talking_points.changed").count() == 1
        talking.change(house.client, MONTH, edits, by=by, at=at)
        assert Event.objects.filter(verb="talking_points.changed").count() == 1
        with pytest.raises(talking.TooLong):
            talking.change(house.client, MONTH, {wrong.slot: Edit("x" * 601, False)}, by=by, at=at)
        again = talking.change(house.client, MONTH, {wrong.slot: Edit(wrong.gathered, False)}, by=by, at=at)
        assert wrong.gathered in {point.text for point in again.points}
        assert TalkingEdit.objects.count() == 2


def test_the_facts_are_those_of_the_report_where_there_is_one(house: House) -> None:
    at = timezone.now()
    with within(house.agency):
        assert not talk_of(house.client, MONTH, at=at).reported
        client = Client.objects.select_related("lead__user").get(pk=house.client.pk)
        report = reports.draft(client, MONTH, at=at, by=house.manager)
        reports.write(report, by=house.manager, at=at, headline="A fair month.", went_well="", went_wrong="We slept.")
        MonthNote.objects.all().delete()
        talk = talk_of(house.client, MONTH, at=at)
        assert talk.reported
        words = {point.text for point in talk.points}
        assert {"A fair month.", "We slept.", "The checkout refused cards."} <= words
        assert besides(house.client, MONTH) == Besides()


def test_the_call_is_planned_with_them_once(house: House) -> None:
    with within(house.agency):
        talk = talk_of(house.client, MONTH, at=timezone.now())
        coming = next(point for point in talk.points if point.part == Part.COMING)
        talking.change(house.client, MONTH, {coming.slot: Edit("", True)}, by=house.manager, at=timezone.now())
        meeting = plan(house)
        items = list(AgendaItem.objects.filter(meeting=meeting))
        assert [item.title for item in items] == ["The result, against your goals", "What went wrong"]
        assert items[1].note == "– The checkout refused cards."
        assert Event.objects.get(verb="meeting.planned").client_id == house.client.pk
        titles = [one.title for one in proposals(meeting)]
        assert titles[0] == "What comes", "the others stand there"
        with pytest.raises(month_calls.PlannedAlready):
            plan(house)
        announcing.call_off(meeting, reason="", by=house.manager, at=timezone.now())
        announcing.call_off(plan(house), reason="", by=house.manager, at=timezone.now())
        with pytest.raises(Refusal):
            plan(house, contacts=[house.other_contact])
        with pytest.raises(InThePast):
            plan(house, starts_at=timezone.now() - timedelta(hours=1))


def test_today_says_whose_call_is_not_planned(house: House) -> None:
    with within(house.agency):
        Client.objects.filter(pk=house.client.pk).update(created_at=datetime(2026, 1, 1, tzinfo=UTC))
        member, at = house.manager, datetime(2026, 11, 3, 9, tzinfo=UTC)
        (row,) = registrations.calls_to_plan(member, at)
        assert row.lead == "The month’s call with Solvang Cycles is not planned yet."
        assert "?month=2026-10" in row.data["url"]
        assert not list(without_call(member, at + timedelta(days=9)))
        assert not list(without_call(house.specialist, at))
        Meeting.objects.create(
            client=house.client, kind="review", title="x", starts_at=at + timedelta(days=20), organiser=member,
            made_by=member, made_at=at,
        )  # fmt: skip
        assert not list(without_call(member, at))
        assert called(house.client, date(2026, 10, 1)) is not None
        assert called(house.client, date(2026, 9, 1)) is None


def test_the_page(house: House, world: World) -> None:
    url, ida = house.url(f"clients/{house.client.key}/talking-points/"), world.browser(house.manager)
    page = ida.get(url).content.decode()
    assert "The checkout refused cards." in page
    assert "Plan the month’s call with these" in page
    with within(house.agency):
        slots = [point.slot for point in talk_of(house.client, MONTH, at=timezone.now()).points]
    sent = {f"say-{slot}": "on" for slot in slots} | {f"text-{slots[0]}": "Aloud: all is green."}
    assert ida.post(url, {**sent, "do": "keep"}).status_code == 302
    assert "Aloud: all is green." in ida.get(url).content.decode()
    wrong = ida.post(url, {**sent, "do": "plan", "on": "1812-01-01", "at": "10:00", "minutes": "9999"})
    assert (wrong.status_code, wrong.content.decode().count("field__error")) == (422, 3)
    kept = ida.post(url, {**sent, f"text-{slots[0]}": "x" * 700, "do": "keep"})
    assert (kept.status_code, "x" * 700 in kept.content.decode()) == (422, True)
    ahead = timezone.localdate() + timedelta(days=1)
    call = {"do": "plan", "on": ahead.isoformat(), "at": "10:00", "minutes": "30", "contacts": [house.contact.key]}
    assert ida.post(url, {**sent, **call}).status_code == 302
    for month in ("2026-13", "9999-99", "2099-01"):
        assert ida.get(f"{url}?month={month}").status_code == 404
    lena = world.browser(house.specialist)
    assert (lena.get(url).status_code, lena.post(url, sent).status_code) == (200, 403)
    assert world.browser(world.theirs.owner).get(url).status_code == 404
    review = house.url(f"clients/{house.client.key}/reports/")
    assert url in ida.get(review).content.decode()


def test_as_many_queries_for_many_points_as_for_one(house: House) -> None:
    with within(house.agency):
        one = queries_of(lambda: talk_of(house.client, MONTH, at=timezone.now()))
        for number in range(3):
            MonthNote.objects.create(client=house.client, day=MONTH, kind="went_well", text=f"{number}")
        assert queries_of(lambda: talk_of(house.client, MONTH, at=timezone.now())) == one

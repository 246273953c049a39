"""How the promise was kept, counted: the same figures for Today, the overview, the portal and the reports."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from agency.models import Membership
from agency.tenancy.scope import within
from comms.domain import answers, episodes, outbox
from comms.kept import Fate, Kept, kept, percentile
from comms.models import Episode, OutboxMessage
from comms.queries.promise import by_client, by_month, by_rated, kept_by_each, kept_since, total
from tests.comms.messages import rows_at_random
from tests.world import NOW, World

BEGAN = datetime(2026, 11, 2, 9, tzinfo=UTC)
spans = st.timedeltas(timedelta(), timedelta(days=9))
fates = st.lists(
    st.builds(
        Fate,
        promise=st.sampled_from(Episode.Promise.values),
        target=st.sampled_from(Episode.Target.values),
        opened_at=st.just(BEGAN),
        acknowledged_at=st.none() | spans.map(lambda span: BEGAN + span),
        accepted_at=st.sampled_from([None, BEGAN + timedelta(days=10)]),
        dismissed_at=st.sampled_from([None, None, BEGAN]),
    )
)


@given(fates)
def test_each_message_counts_once(some: list[Fate]) -> None:
    found = kept(some)
    assert found.settled + found.waiting == found.messages == len(some) - found.dismissed
    assert found.by_person == sum(fate.promise == "kept_by_person" and fate.dismissed_at is None for fate in some)
    assert found.met + found.missed <= found.messages
    assert all(rate is None or 0 <= rate <= 1 for rate in (found.rate, found.note_rate, found.met_rate))
    waits = [fate.wait for fate in some if fate.dismissed_at is None and fate.wait is not None]
    assert found.answered == len(waits)
    if waits:
        assert found.median is not None
        assert found.ninetieth is not None
        assert min(waits) <= found.median <= found.ninetieth <= max(waits)


def test_nothing_has_no_rate_and_no_median() -> None:
    assert (Kept().rate, Kept().median, Kept().ninetieth, Kept().waiting) == (None, None, None, 0)
    with pytest.raises(ValueError, match="Nothing"):
        percentile([], 0.5)
    with pytest.raises(ValueError, match="share"):
        percentile([1.0], 1.5)


@given(st.lists(st.integers(0, 10**6), min_size=2), st.integers(1, 99))
def test_a_percentile_is_the_inclusive_quantile_of_the_textbooks(values: list[int], hundredths: int) -> None:
    """Held to Python's own quantiles by the same definition, and to the median that everybody knows."""
    ordered = [float(value) for value in sorted(values)]
    asked = percentile(ordered, hundredths / 100)
    assert asked == pytest.approx(quantiles(values, n=100, method="inclusive")[hundredths - 1])
    assert percentile(ordered, 0.5) == pytest.approx(median(values))
    assert (percentile(ordered, 0), percentile(ordered, 1)) == (ordered[0], ordered[-1])
    assert percentile([3.0], hundredths / 100) == 3.0


@pytest.mark.django_db
def test_the_database_counts_as_a_plain_look_does(world: World) -> None:
    """By manager, client and month, at random: counts, median and 90th percentile."""
    house, zone = world.ours, ZoneInfo("Pacific/Auckland")
    with within(house.agency):
        made = rows_at_random(house, 120, seed=7)
        for found, key in (
            (by_rated(Episode.objects.all()), lambda row: row.rated_id),
            (by_client(Episode.objects.all(), house.owner), lambda row: row.client_id),
            (by_month(Episode.objects.all(), zone), lambda row: row.opened_at.astimezone(zone).date().replace(day=1)),
            ({0: total(Episode.objects.all())}, lambda row: 0),
        ):
            plain: dict[Any, list[Episode]] = defaultdict(list)
            for row in made:
                plain[key(row)].append(row)
            assert set(found) == set(plain)
            for name, rows in plain.items():
                wanted = kept(tuple(getattr(row, field) for field in Fate._fields) for row in rows)
                assert rounded(found[name]) == rounded(wanted)
        assert total(Episode.objects.none()) == Kept()


def rounded(figures: Kept) -> Kept:
    """Spans to the millisecond: databases interpolate in floating point as well."""
    return replace(figures, **{name: near(getattr(figures, name)) for name in ("median", "ninetieth")})


def near(span: timedelta | None) -> float | None:
    return None if span is None else round(span.total_seconds(), 3)


@pytest.mark.django_db
def test_what_was_dismissed_does_not_count(world: World) -> None:
    house = world.ours
    with within(house.agency):
        for contact in (house.contact, house.other_contact):
            episodes.open_request(contact=contact, subject="A", text="a", at=NOW - timedelta(hours=2))
        dismissed = episodes.open_request(contact=house.contact, subject="B", text="b", at=NOW - timedelta(hours=2))
        episodes.dismiss(dismissed.episodes.get(), by=house.manager, at=NOW)
        since = NOW - timedelta(days=1)
        assert kept_since(since).messages == 2
        assert kept_since(since, client=house.client).messages == 1
        assert kept_by_each(since)[house.manager.pk].messages == 1
        assert kept_since(NOW).messages == 0


@pytest.mark.django_db
def test_a_rate_stays_with_who_was_responsible_at_the_answer_or_at_the_target(world: World) -> None:
    house = world.ours
    receiver, since = house.backup, NOW - timedelta(days=9)

    def asked(at: datetime) -> Episode:
        return episodes.open_request(contact=house.contact, subject="A", text="a", at=at).episodes.get()

    def rated(episode: Episode, at: datetime) -> Membership:
        return episodes.assume(episode, receiver, by=house.owner, at=at).rated

    with within(house.agency):
        missed, running, answered, unsent = [asked(NOW - timedelta(hours=1)) for _number in range(4)]
        assert rated(running, NOW) == receiver, "the time is not up, and the receiver may still answer"
        assert rated(missed, missed.target_at + timedelta(minutes=1)) == house.manager
        for episode in (answered, unsent):
            answers.answer(episode.request, by=house.manager, at=NOW, text="Yes.")
            assert rated(episode, NOW) == house.manager, "who acted has done their part"
        (mail,) = OutboxMessage.objects.filter(interaction__request=unsent.request)
        outbox.withdraw(mail, by=house.manager, at=NOW)
        unsent.refresh_from_db()
        assert unsent.rated == receiver, "nothing was answered after all, and there is time"
        found = kept_by_each(since)
        assert (found[house.manager.pk].messages, found[receiver.pk].messages) == (2, 2)
        assert kept_since(since, rated=house.manager).messages == 2


@pytest.mark.django_db
def test_today_tells_how_one_keeps_the_promise(world: World) -> None:
    house, browser = world.ours, world.browser(world.ours.manager)
    assert "Your promise" not in browser.get(house.url("today/")).content.decode()
    with within(house.agency):
        asked = episodes.open_request(
            contact=house.contact, subject="A", text="a", at=datetime.now(UTC) - timedelta(days=3)
        )
    running = browser.get(house.url("today/")).content.decode()
    assert "Nothing is settled yet:" in running
    with within(house.agency):
        asked.episodes.update(promise=Episode.Promise.BROKEN)
    missed = browser.get(house.url("today/")).content.decode()
    assert "0 of 1 message" in missed
    assert "not answered yet" in missed
    assert house.url(f"requests/{asked.key}/") in missed
    with within(house.agency):
        asked.episodes.update(
            promise=Episode.Promise.KEPT_BY_PERSON,
            acknowledged_at=datetime.now(UTC) - timedelta(days=2, hours=22),
            accepted_at=datetime.now(UTC) - timedelta(days=2, hours=22),
        )
    held = browser.get(house.url("today/")).content.decode()
    assert "1 of 1 message" in held
    assert "Half were answered within 2 h." in held

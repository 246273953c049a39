"""How the promise was kept, counted: the same figures for Today, the overview, the portal and the reports."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from agency.models import Membership
from agency.tenancy.scope import within
from comms.domain import answers, episodes, outbox
from comms.models import Episode, OutboxMessage
from comms.queries.promise import Kept, kept, kept_by_each, kept_since
from tests.world import NOW, World

BEGAN = datetime(2026, 11, 2, 9, tzinfo=UTC)
fates = st.lists(
    st.tuples(st.sampled_from(Episode.Promise.values), st.none() | st.timedeltas(timedelta(), timedelta(days=9))).map(
        lambda drawn: (drawn[0], BEGAN, drawn[1] and BEGAN + drawn[1])
    )
)


@given(fates, fates)
def test_counts_add_up(
    some: list[tuple[str, datetime, datetime | None]], more: list[tuple[str, datetime, datetime | None]]
) -> None:
    assert kept(some) + kept(more) == kept(some + more)
    found = kept(some)
    assert found.settled + found.waiting == found.messages == len(some)
    assert found.rate is None or 0 <= found.rate <= 1
    if found.waits:
        assert min(found.waits) <= (found.median or timedelta()) <= max(found.waits)


def test_nothing_has_no_rate_and_no_median() -> None:
    assert (Kept().rate, Kept().median, Kept().waiting) == (None, None, 0)


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
            promise=Episode.Promise.KEPT_BY_PERSON, acknowledged_at=datetime.now(UTC) - timedelta(days=2, hours=22)
        )
    held = browser.get(house.url("today/")).content.decode()
    assert "1 of 1 message" in held
    assert "Half were answered within 2 h." in held

"""While somebody is away the next in the chain answers, and what is still open comes back (V8; lessons.md 6)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.utils import timezone, translation

from agency.domain import absences, members
from agency.models import Absence, Event, Membership, Role
from agency.tenancy.scope import within
from agency.today import rows_at
from comms import cover_words, today
from comms.domain import cover, dismissals, episodes, requests, responsibility
from comms.domain.filing import triage_of
from comms.models import Episode, Mailbox, Notice, Request
from comms.notice_words import words_for
from comms.queries import inbox
from tests.comms.mailroom import HOUR, arrive, eml, let_pass, sweep, the_episode, written_by
from tests.world import House, World, age, member as joined

DAY = timedelta(days=1)


def leave(house: House, who: Membership, days: int = 3, *, first: int = 0) -> Absence:
    """Away from today, or a later day, on; entered by themselves just now."""
    now = timezone.now()
    day = now.astimezone().date() + timedelta(days=first)
    with within(house.agency):
        return absences.enter(who, first=day, last=day + timedelta(days=days), by=who, at=now)


def round_of(house: House) -> int:
    """One round of the sweep; how many clocks changed hands."""
    assert all(agency_id == house.agency.pk for agency_id, _absence in cover.due())
    return sum(cover.look_at(house.agency, absence_id) for _agency, absence_id in cover.due())


def ends(house: House, absence: Absence) -> None:
    """The absence has run its course."""
    with within(house.agency):
        absence.refresh_from_db()
        age(absence, absence.ends_at - timezone.now() + HOUR)


def back(house: House, absence: Absence) -> None:
    with within(house.agency):
        absences.withdraw(absence, by=absence.member, at=timezone.now())


def holder(house: House) -> tuple[str, str]:
    """Who answers the newest message, and for whom."""
    episode = the_episode(house)
    with within(house.agency):
        return str(episode.responsible).split()[0], str(episode.covers or "").split(" ")[0]


def told(house: House, kind: str) -> list[str]:
    with within(house.agency):
        found = Notice.objects.filter(kind=kind).select_related("member__user").order_by("pk")
        return [str(notice.member).split()[0] for notice in found]


def test_what_runs_goes_over_at_once_and_comes_back_by_itself(ours: House) -> None:
    written_by(ours, ours.contact)
    before = the_episode(ours)
    absence = leave(ours, ours.manager)
    assert round_of(ours) == 1
    assert holder(ours) == ("Daniel", "Ida")
    assert round_of(ours) == 0, "each once"
    ends(ours, absence)
    assert round_of(ours) == 1
    assert holder(ours) == ("Ida", "")
    after = the_episode(ours)
    assert (after.promise_at, after.target_at, after.stage_times) == (
        before.promise_at, before.target_at, before.stage_times,
    )  # fmt: skip
    assert after.rated_id == ours.manager.pk
    assert (told(ours, "clock.cover"), told(ours, "clock.returned")) == (["Daniel"], ["Ida"])
    with within(ours.agency):
        absence.refresh_from_db()
        assert absence.next_check_at is None
        whys = [event.facts["why"] for event in Event.objects.filter(verb="episode.handed_over").order_by("pk")]
    assert whys == ["away", "returned"]


def test_what_comes_in_meanwhile_is_theirs_who_stand_in_from_the_start(ours: House) -> None:
    absence = leave(ours, ours.manager)
    written_by(ours, ours.contact)
    assert holder(ours) == ("Daniel", "Ida")
    assert sweep(ours) == ["arrival"]
    assert told(ours, "clock.arrival") == ["Daniel"]
    ends(ours, absence)
    round_of(ours)
    assert holder(ours) == ("Ida", "")


def test_a_coming_absence_moves_nothing_before_its_first_day(ours: House) -> None:
    written_by(ours, ours.contact)
    absence = leave(ours, ours.manager, first=2)
    assert round_of(ours) == 0
    assert holder(ours) == ("Ida", "")
    with within(ours.agency):
        age(absence, 3 * DAY)
    assert round_of(ours) == 1
    assert holder(ours) == ("Daniel", "Ida")


def test_the_chain_goes_on_to_the_owners_and_back_step_by_step(ours: House) -> None:
    written_by(ours, ours.contact)
    first = leave(ours, ours.manager, 9)
    second = leave(ours, ours.backup, 3)
    round_of(ours)
    assert holder(ours) == ("Helen", "Ida")
    ends(ours, second)
    round_of(ours)
    assert holder(ours) == ("Daniel", "Ida")
    back(ours, first)
    round_of(ours)
    assert holder(ours) == ("Ida", "")


def test_with_everybody_away_it_stays_and_owners_are_told_once(ours: House) -> None:
    written_by(ours, ours.contact)
    for who in (ours.manager, ours.backup, ours.owner):
        leave(ours, who)
    round_of(ours)
    round_of(ours)
    assert holder(ours)[0] in {"Ida", "Daniel", "Helen"}
    assert told(ours, "clock.nobody_here") == ["Helen"]
    written_by(ours, ours.second_contact, subject="Another")
    assert holder(ours) == ("Ida", "")
    assert told(ours, "clock.nobody_here") == ["Helen"] * 2


def test_back_early_has_it_back_at_once(ours: House) -> None:
    absence = leave(ours, ours.manager)
    written_by(ours, ours.contact)
    back(ours, absence)
    assert round_of(ours) == 1
    assert holder(ours) == ("Ida", "")


def test_the_replay_says_why_it_went_and_why_it_came_back(ours: House, world: World) -> None:
    request = written_by(ours, ours.contact)
    absence = leave(ours, ours.manager)
    round_of(ours)
    ends(ours, absence)
    round_of(ours)
    page = world.browser(ours.manager).get(ours.url(f"requests/{request.key}/clock/")).content.decode()
    assert page.index("Ida Brandt is away.") < page.index("Ida Brandt is here again.")


def test_a_longer_absence_keeps_what_was_handed_over(ours: House) -> None:
    written_by(ours, ours.contact)
    absence = leave(ours, ours.manager, 1)
    round_of(ours)
    with within(ours.agency):
        longer = absence.last + 3 * DAY
        absences.change(absence, first=absence.first, last=longer, note="", by=ours.owner, at=timezone.now())
    assert round_of(ours) == 0
    assert holder(ours) == ("Daniel", "Ida")
    assert told(ours, "absence.cover") == ["Daniel"] * 2, "until when is another day now"


def test_two_absences_one_after_the_other_are_no_return(ours: House) -> None:
    written_by(ours, ours.contact)
    first = leave(ours, ours.manager, 1)
    second = leave(ours, ours.manager, 1, first=2)
    round_of(ours)
    ended = first.ends_at - timezone.now() + HOUR
    with within(ours.agency):
        age(first, ended)
        age(second, ended)
    assert round_of(ours) == 0
    assert holder(ours) == ("Daniel", "Ida")


def test_an_outage_over_the_whole_absence_moves_nothing(ours: House) -> None:
    written_by(ours, ours.contact)
    absence = leave(ours, ours.manager)
    ends(ours, absence)
    assert round_of(ours) == 0
    assert holder(ours) == ("Ida", "")
    with within(ours.agency):
        absence.refresh_from_db()
        assert absence.next_check_at is None
        assert not Event.objects.filter(verb="episode.handed_over").exists()
    assert told(ours, "absence.cover") == []


def test_what_a_crash_left_undone_is_done_later(ours: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that cannot be handed over stops no other, and is tried again though the absence goes on."""
    for contact in (ours.contact, ours.second_contact):
        written_by(ours, contact)
    with within(ours.agency):
        poor, other = Episode.objects.order_by("request_id")
    real = responsibility.settle

    def settle(episode: Episode, people: Any, at: datetime) -> bool:
        if episode.pk == poor.pk:
            raise RuntimeError("the power is gone")
        return real(episode, people, at)

    monkeypatch.setattr(responsibility, "settle", settle)
    absence = leave(ours, ours.manager)
    assert round_of(ours) == 1
    with within(ours.agency):
        absence.refresh_from_db()
        assert absence.next_check_at is not None
        assert absence.next_check_at < absence.ends_at
        Absence.objects.update(next_check_at=timezone.now())
    monkeypatch.undo()
    assert round_of(ours) == 1
    with within(ours.agency):
        assert set(Episode.objects.values_list("responsible", flat=True)) == {ours.backup.pk}
        assert other.number == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_sweepers_at_once_hand_over_once(ours: House) -> None:
    for number, contact in enumerate((ours.contact, ours.second_contact, ours.contact)):
        written_by(ours, contact, subject=f"Question {number}")
    absence = leave(ours, ours.manager)
    together = threading.Barrier(2)

    def one(_number: int) -> int:
        try:
            together.wait(timeout=10)
            return cover.look_at(ours.agency, absence.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(one, range(2))) == 3
    with within(ours.agency):
        assert Event.objects.filter(verb="episode.handed_over").count() == 3
        assert Notice.objects.filter(kind="clock.cover").count() == 3
        assert Notice.objects.filter(kind="absence.cover").count() == 1


def test_what_a_person_gave_away_does_not_come_back(ours: House) -> None:
    written_by(ours, ours.contact)
    absence = leave(ours, ours.manager)
    round_of(ours)
    with within(ours.agency):
        episodes.assume(Episode.objects.get(), ours.owner, by=ours.owner, at=timezone.now())
    back(ours, absence)
    assert round_of(ours) == 0
    assert holder(ours) == ("Helen", "")


@pytest.mark.parametrize(("to", "found"), [("specialist", ("Daniel", "")), ("manager", ("Ida", ""))])
def test_what_was_assigned_meanwhile_stays(ours: House, to: str, found: tuple[str, str]) -> None:
    """Unless it was given to the very person who is away."""
    request = written_by(ours, ours.contact)
    absence = leave(ours, ours.manager)
    round_of(ours)
    with within(ours.agency):
        requests.assign(request, getattr(ours, to), by=ours.owner, at=timezone.now())
    back(ours, absence)
    round_of(ours)
    assert holder(ours) == found


def test_whoever_leaves_for_good_leaves_what_is_covered_to_the_successor(ours: House) -> None:
    written_by(ours, ours.contact)
    leave(ours, ours.manager)
    round_of(ours)
    with within(ours.agency):
        members.deactivate(ours.manager, by=ours.owner, at=timezone.now(), to=ours.owner)
        assert not Absence.objects.filter(ends_at__gt=timezone.now()).exists()
    round_of(ours)
    assert holder(ours) == ("Helen", "")


def test_whoever_stands_in_and_leaves_passes_the_standing_in_on(ours: House) -> None:
    written_by(ours, ours.contact)
    absence = leave(ours, ours.manager)
    round_of(ours)
    with within(ours.agency):
        members.deactivate(ours.backup, by=ours.owner, at=timezone.now(), to=ours.owner)
    assert holder(ours) == ("Helen", "Ida")
    back(ours, absence)
    round_of(ours)
    assert holder(ours) == ("Ida", "")


def test_a_dismissal_taken_back_after_the_return_is_theirs_again(ours: House) -> None:
    written_by(ours, ours.contact)
    absence = leave(ours, ours.manager)
    round_of(ours)
    with within(ours.agency):
        episodes.dismiss(Episode.objects.get(), by=ours.backup, at=timezone.now())
    back(ours, absence)
    round_of(ours)
    with within(ours.agency):
        dismissals.reinstate(Episode.objects.get(), by=ours.backup, at=timezone.now())
    assert holder(ours) == ("Ida", "")


def test_an_answer_of_whoever_stands_in_counts_for_them(ours: House) -> None:
    written_by(ours, ours.contact)
    leave(ours, ours.manager)
    round_of(ours)
    assert the_episode(ours).rated_id == ours.backup.pk
    let_pass(ours, 9 * HOUR)
    with within(ours.agency):
        episode = Episode.objects.get()
        episode.target_at = timezone.now() - HOUR
        responsibility.give(episode, ours.manager, timezone.now())
        assert episode.rated == ours.backup, "the target had passed"


def test_stages_go_to_those_who_are_here(ours: House) -> None:
    """With the backup standing in, the owners are the next; an owner who is away is left in peace."""
    with within(ours.agency):
        joined(ours.agency, "nora", "Nora Lind", Role.OWNER)
    leave(ours, ours.manager)
    leave(ours, ours.owner)
    written_by(ours, ours.contact)
    sweep(ours)
    for hours in (4, 2, 2):
        let_pass(ours, hours * HOUR)
        sweep(ours)
    assert told(ours, "clock.backup") == ["Nora"]
    assert told(ours, "clock.target") == ["Nora"]


def test_mail_of_unknown_senders_waits_under_somebody_who_is_here(ours: House) -> None:
    with within(ours.agency):
        box = Mailbox.objects.create(address="hello@northlight.example", triage=ours.manager)
    leave(ours, ours.manager)
    message = arrive(ours.agency, eml("Stranger <someone@nowhere.example>"))
    with within(ours.agency):
        message.mailbox = box
        message.received_at = timezone.now()
        assert triage_of(message) == ours.owner


def test_whoever_stands_in_sees_for_whom(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        requests.assign(request, ours.manager, by=ours.owner, at=timezone.now())
    leave(ours, ours.manager)
    round_of(ours)
    with within(ours.agency), translation.override("en"):
        now = timezone.now()
        (row,) = rows_at(today.clocks(ours.backup, now))
        assert "standing in for Ida Brandt, away until" in row.about
        rail = cover_words.rail(ours.backup, now)
        assert rail is not None
        assert [client["name"] for client in rail["rows"][0]["clients"]] == ["Solvang Cycles"]
        assert cover_words.rail(ours.owner, now) is None
        mine = inbox.shown(Request.objects.all(), inbox.Show.MINE, ours.backup)
        assert list(mine) == [request], "though it is assigned to who is away"
        assert inbox.counts(ours.backup, inbox.running(ours.backup))["mine"] == 1
        letters = [words_of(notice) for notice in Notice.objects.filter(member=ours.backup)]
    assert any("Ida Brandt is away until" in words for words in letters)
    assert any("You stand in for Ida Brandt until" in words for words in letters)


def words_of(notice: Notice) -> str:
    return " ".join(words_for(notice, ZoneInfo("Europe/Berlin"), timezone.now()))


def test_only_what_is_due_is_looked_at(ours: House) -> None:
    leave(ours, ours.manager, first=4)
    assert cover.due() == []
    with within(ours.agency):
        Absence.objects.update(next_check_at=timezone.now() - HOUR)
    assert len(cover.due()) == 1


def test_an_absence_that_is_not_due_or_gone_changes_nothing(ours: House) -> None:
    written_by(ours, ours.contact)
    absence = leave(ours, ours.manager, first=4)
    assert cover.look_at(ours.agency, absence.pk) == 0
    assert cover.look_at(ours.agency, 0) == 0
    assert holder(ours) == ("Ida", "")
    with within(ours.agency):
        dismissals.dismiss(Request.objects.get(), by=ours.manager, at=timezone.now())
        assert not cover.settle(Episode.objects.get().pk, timezone.now()), "nobody waits any more"


def test_at_a_moment_that_is_given_it_goes_over_and_comes_back(ours: House) -> None:
    written_by(ours, ours.contact)
    absence = leave(ours, ours.manager, first=4)
    with within(ours.agency):
        cover.act_upon(absence, absence.begins_at)
        absence.refresh_from_db()
        assert absence.next_check_at == absence.ends_at
    assert (holder(ours), told(ours, "absence.cover")) == (("Daniel", "Ida"), ["Daniel"])
    with within(ours.agency):
        cover.act_upon(absence, absence.ends_at)
        absence.refresh_from_db()
        assert absence.next_check_at is None
    assert (holder(ours), told(ours, "absence.cover")) == (("Ida", ""), ["Daniel"])

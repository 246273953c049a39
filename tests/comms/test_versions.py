"""What follows from the next version of a summary: each line goes on from its own, and what is gone is withdrawn."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from agency.models import Event, Membership
from agency.tenancy.scope import within
from clients.models import Task
from comms.domain import calls, summaries
from comms.domain.calls import ActionNotes, TopicNotes
from comms.models import Decision, Summary
from tests.comms.test_calls import notes
from tests.world import NOW, House, World


@pytest.fixture
def ours(world: World) -> Iterator[House]:
    with within(world.ours.agency):
        yield world.ours


def sent_again(house: House, summary: Summary, *topics: TopicNotes) -> Summary:
    """The next version, written anew at the desk."""
    draft = summaries.begin_correction(summary, by=house.manager, at=NOW)
    calls.rewrite_call(draft, notes(house, topics=topics), by=house.manager, at=NOW)
    return summaries.send(draft, by=house.manager, at=NOW, to=[house.contact])


def sent_first(house: House, *topics: TopicNotes) -> Summary:
    summary = calls.log_call(house.client, notes(house, topics=topics), by=house.manager, at=NOW)
    return summaries.send(summary, by=house.manager, at=NOW, to=[house.contact])


def standing() -> set[str]:
    return set(Decision.objects.filter(superseded_by=None, withdrawn_at=None).values_list("what", flat=True))


def follow_up(owner: Membership, days: int) -> ActionNotes:
    return ActionNotes(text="Follow up", owner=owner, client_due=NOW.date() + timedelta(days=days))


def owned() -> list[tuple[str, int | None, int]]:
    rows = Task.objects.order_by("id")
    return [(row.title, row.owner_id, (row.client_due - NOW.date()).days) for row in rows if row.client_due]


def test_two_alike_are_two_tasks_in_each_version(ours: House) -> None:
    first, second = follow_up(ours.manager, 1), follow_up(ours.backup, 9)
    summary = sent_first(ours, TopicNotes(title="Launch", actions=[first, second]))
    expected = [("Follow up", ours.manager.pk, 1), ("Follow up", ours.backup.pk, 9)]
    assert owned() == expected
    sent_again(ours, summary, TopicNotes(title="Launch", actions=[second, first]))
    assert owned() == expected, "in another order they are the same two"


def test_a_reworded_to_do_goes_on_as_its_task_unless_that_is_done(ours: House) -> None:
    both = [ActionNotes(text="Call", owner=ours.manager), ActionNotes(text="Write", owner=ours.manager)]
    summary = sent_first(ours, TopicNotes(title="Launch", actions=both))
    again = [ActionNotes(text="Ring Maria", owner=ours.manager), both[1]]
    summary = sent_again(ours, summary, TopicNotes(title="Launch", actions=again))
    assert list(Task.objects.order_by("id").values_list("title", flat=True)) == ["Ring Maria", "Write"]
    Task.objects.update(state=Task.State.DONE)
    sent_again(ours, summary, TopicNotes(title="Launch", actions=[ActionNotes(text="Send flowers"), both[1]]))
    assert Task.objects.get(state=Task.State.OPEN).title == "Send flowers"


def test_a_version_as_it_was_changes_no_task_and_no_decision(ours: House) -> None:
    summary = sent_first(ours, *notes(ours).topics)
    draft = summaries.begin_correction(summary, by=ours.manager, at=NOW)
    summaries.send(draft, by=ours.manager, at=NOW, to=[ours.contact])
    assert (Task.objects.count(), Decision.objects.count(), len(standing())) == (2, 1, 1)


A, B = TopicNotes(title="A", decision="yes"), TopicNotes(title="B", decision="go")


def test_a_decision_goes_on_whatever_its_place(ours: House) -> None:
    summary = sent_first(ours, A, B)
    sent_again(ours, summary, B)
    assert Decision.objects.count() == 2, "nothing is doubled"
    assert standing() == {"go"}
    assert not Decision.objects.exclude(supersedes=None).exists()
    assert Event.objects.get(verb="decision.withdrawn").shown


def test_a_decision_of_which_the_topic_is_gone_is_withdrawn(ours: House) -> None:
    summary = sent_first(ours, A, B)
    summary = sent_again(ours, summary, A)
    assert standing() == {"yes"}
    summary = sent_again(ours, summary, A, TopicNotes(title="B", answer="Not yet."))
    assert standing() == {"yes"}
    sent_again(ours, summary, TopicNotes(title="A", decision="no"), B)
    assert standing() == {"no", "go"}
    assert Decision.objects.get(what="no").supersedes == Decision.objects.get(what="yes")


def test_the_log_says_what_was_withdrawn(world: World) -> None:
    house = world.ours
    with within(house.agency):
        sent_again(house, sent_first(house, A, B), A)
    page = world.browser(house.manager).get(house.url(f"clients/{house.client.key}/decisions/")).content.decode()
    assert page.count("Withdrawn") == 1


def test_a_decision_is_of_the_agencys_day(ours: House) -> None:
    late = NOW.replace(day=2, hour=23, minute=30)
    summary = calls.log_call(ours.client, notes(ours, topics=[A], at=late), by=ours.manager, at=NOW)
    summaries.send(summary, by=ours.manager, at=NOW, to=[ours.contact])
    assert Decision.objects.get().decided_on.isoformat() == "2026-11-03"

"""Summaries agreed by silence, as the sweep settles them: one that cannot be settled stops nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from comms import tasks
from comms.domain import calls, summaries
from comms.domain.calls import CallNotes, TopicNotes
from comms.models import Summary
from tests.world import World


def test_one_that_breaks_waits_and_the_others_are_settled(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    with within(world.ours.agency):
        rows = [
            calls.log_call(
                world.ours.client,
                CallNotes(
                    kind="call",
                    at=now,
                    contacts=[world.ours.contact],
                    topics=[TopicNotes(title="The page", decision="It goes live.")],
                ),
                by=world.ours.manager,
                at=now,
            )
            for _number in range(2)
        ]
        for number, row in enumerate(rows):
            due = now - timedelta(hours=2 - number)
            Summary.objects.filter(pk=row.pk).update(
                state=Summary.State.SENT, accepted_at=due, silence_at=due, next_check_at=due
            )
    honest = summaries.settle_by_silence

    def settle(summary_id: int, **fields: Any) -> bool:
        return honest(summary_id, **fields) if summary_id != rows[0].pk else bool(1 / 0)

    monkeypatch.setattr(summaries, "settle_by_silence", settle)
    tasks.sweep_summaries()
    with within(world.ours.agency):
        broken, settled = Summary.objects.order_by("pk")
        assert settled.state == Summary.State.AGREED_BY_SILENCE
        assert broken.state == Summary.State.SENT
        assert broken.next_check_at is not None
        assert timedelta(minutes=59) < broken.next_check_at - timezone.now() <= timedelta(hours=1, seconds=5)
    assert summaries.due_for_silence() == []

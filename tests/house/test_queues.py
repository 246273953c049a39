"""Every queue that tasks are sent to is worked off wherever Rapport is started."""

from pathlib import Path

import pytest
from django.conf import settings

from comms.tasks import deliver_post, poll_mailbox
from config.celery import app

ROOT = Path(__file__).resolve().parents[2]
QUEUES = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}


@pytest.mark.parametrize("place", ["docker-compose.yml", "bin/run", "docs/operating.md", "tests/journeys/bed.py"])
@pytest.mark.parametrize("queue", sorted(QUEUES))
def test_somebody_works_off_each_queue(place: str, queue: str) -> None:
    lines = (ROOT / place).read_text().splitlines()
    assert [line for line in lines if "--queues" in line and queue in line]


@pytest.mark.parametrize("name", [poll_mailbox.name, deliver_post.name])
def test_what_waits_for_the_servers_of_others_has_a_queue_and_an_end_of_its_own(name: str) -> None:
    task = app.tasks[name]
    assert app.amqp.router.route({}, task.name)["queue"].name == "mailboxes"
    assert 0 < task.soft_time_limit < task.time_limit <= 90
    assert app.amqp.router.route({}, "comms.tasks.sweep_episodes")["queue"].name == "celery"

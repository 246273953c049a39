"""The broker is only a doorbell: a real Celery worker is killed, the broker is emptied, and nothing is lost."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic

from celery import current_app
from django.conf import settings
from django.db import connections
from django.utils import timezone

from agency.tenancy.scope import within
from comms import tasks
from comms.bell import ring
from comms.domain import outbox
from comms.models import OutboxMessage
from tests.faults.bed import Bed, wait_until
from tests.servers.daemon import die_with_parent
from tests.servers.smtp import SmtpServer, Verb
from tests.world import age

ROOT = Path(__file__).resolve().parents[2]


def environment(server: SmtpServer) -> dict[str, str]:
    """What a worker needs to meet this process: its database, its broker and its mail server."""
    told = connections["default"].settings_dict
    if connections["default"].vendor == "postgresql":
        database = f"postgres://rapport_app@{told['HOST']}:{told['PORT']}/{told['NAME']}"
    else:
        database = f"sqlite:///{told['NAME']}"
    return {
        **os.environ,
        "DATABASE_URL": database,
        "RAPPORT_DATA_DIR": str(settings.DATA_DIR),
        "RAPPORT_SMTP_URL": server.url,
        "CELERY_SKIP_CHECKS": "true",
    }


@contextmanager
def celery_worker(server: SmtpServer) -> Iterator["subprocess.Popen[bytes]"]:
    options = ("--pool=solo", "--loglevel=error", "--without-gossip", "--without-mingle", "--without-heartbeat")
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "--quiet", "-A", "config", "worker", *options],
        cwd=ROOT,
        env=environment(server),
        start_new_session=True,
        preexec_fn=die_with_parent(9),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()


def empty_the_broker() -> None:
    if settings.REDIS_URL:
        from redis import Redis

        with Redis.from_url(settings.REDIS_URL) as redis:
            redis.flushall()
    else:
        queue = Path(settings.DATA_DIR) / "broker" / "queue"
        shutil.rmtree(queue, ignore_errors=True)
        queue.mkdir(parents=True)


def queue(bed: Bed, numbers: range) -> None:
    house = bed.world.ours
    for number in numbers:
        with within(house.agency):
            outbox.queue(
                purpose_key=f"letter:{number}",
                lane=OutboxMessage.Lane.PERSON,
                to=house.contact,
                subject=f"Number {number}",
                text="Hello.",
                at=timezone.now() - timedelta(minutes=1),
            )


def state_of(bed: Bed, number: int) -> str:
    with within(bed.world.ours.agency):
        return OutboxMessage.objects.get(purpose_key=f"letter:{number}").state


def sent(bed: Bed) -> int:
    with within(bed.world.ours.agency):
        return OutboxMessage.objects.filter(state="sent").count()


def grow_older(bed: Bed) -> None:
    with within(bed.world.ours.agency):
        for message in OutboxMessage.objects.all():
            age(message, timedelta(minutes=20))


def test_a_bell_a_kill_and_an_empty_broker(bed: Bed, server: SmtpServer) -> None:
    empty_the_broker()
    queue(bed, range(3))
    server.hang(Verb.DATA, times=1, after=2)
    with celery_worker(server) as first:
        wait_until(lambda: state_of(bed, 2) == "sending")
        first.kill()
    assert [state_of(bed, number) for number in range(3)] == ["sent", "sent", "sending"]
    server.accept()
    queue(bed, range(3, 6))
    empty_the_broker()
    with celery_worker(server):
        for expected in (5, 6):
            grow_older(bed)
            tasks.sweep_outbox.delay()
            wait_until(lambda wanted=expected: sent(bed) >= wanted)
    assert Counter(str(one.message["Subject"]) for one in server.received) == {f"Number {n}": 1 for n in range(6)}


@contextmanager
def broker_at(url: str, options: dict[str, float]) -> Iterator[None]:
    conf = current_app.conf
    honest = conf.broker_url, conf.broker_transport_options
    conf.broker_url, conf.broker_transport_options = url, options
    current_app._after_fork()
    try:
        yield
    finally:
        conf.broker_url, conf.broker_transport_options = honest
        current_app._after_fork()


def test_a_verb_does_not_fail_because_the_broker_is_down(bed: Bed) -> None:
    """The bell is not heard, and nobody waits for it; what was committed stands, and a sweep will find it."""
    began = monotonic()
    with broker_at("redis://127.0.0.1:1/0", {"max_retries": 1, "interval_start": 0, "interval_max": 0.1}):
        ring("sweep_outbox")
        queue(bed, range(1))
    assert state_of(bed, 0) == "queued"
    assert monotonic() - began < 5

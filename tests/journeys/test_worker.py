"""Processes that are killed in mid-sentence lose nothing, and the one command starts and stops them all together."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import outbox
from comms.models import OutboxMessage
from tests.journeys.bed import ROOT, Rapport, answers, wait_until
from tests.journeys.databases import Stock
from tests.servers.daemon import free_port
from tests.servers.smtp import Verb
from tests.world import House, build_house

pytestmark = pytest.mark.journey
Lane, State = OutboxMessage.Lane, OutboxMessage.State
SLUG = "northlight"
LEASE_IS_OVER = timedelta(minutes=7)
SIGN_IN = re.compile(r"http://\S+/demo/sign-in/\S+")


@pytest.fixture
def house(rapport: Rapport) -> House:
    with rapport.rows():
        return build_house(SLUG, "Northlight Digital", mark="")


def queue(house: House, lane: str, number: int) -> None:
    """One mail to Maria, as a verb queues it: the bell rings in this process, where nobody listens."""
    with within(house.agency):
        outbox.queue(
            purpose_key=f"test:{lane}:{number}",
            lane=lane,
            to=house.contact,
            subject=f"{lane} {number}",
            text="As agreed.",
            at=timezone.now(),
        )


def states(rapport: Rapport) -> set[str]:
    with rapport.inside(SLUG):
        return set(OutboxMessage.objects.values_list("state", flat=True))


@pytest.mark.parametrize(
    ("verb", "lane", "held", "ends_as"),
    [
        (Verb.RCPT, Lane.PERSON, State.CLAIMED, State.SENT),
        pytest.param(Verb.BODY, Lane.PERSON, State.SENDING, State.SENT, marks=pytest.mark.prove),
        pytest.param(Verb.BODY, Lane.SUMMARY, State.SENDING, State.UNCERTAIN, marks=pytest.mark.prove),
    ],
)
def test_a_worker_that_is_killed_while_it_sends_loses_no_mail(
    rapport: Rapport, house: House, verb: Verb, lane: str, held: str, ends_as: str
) -> None:
    """What people write is sent again; of a summary that the server may have, a person decides. The rest just goes."""
    with rapport.rows():
        queue(house, lane, 0)
        for number in range(1, 5):
            queue(house, Lane.PERSON, number)
    rapport.smtp.hang(verb)
    rapport.start_worker("doomed", beat=False)
    rapport.ring("comms.tasks.sweep_outbox")
    wait_until(lambda: held in states(rapport), f"a mail is {held}")
    rapport.kill("doomed")
    rapport.smtp.accept()
    assert rapport.smtp.received == []

    with rapport.inside(SLUG):
        assert OutboxMessage.objects.get(state=held).lane == lane
        OutboxMessage.objects.filter(state=held).update(lease_until=timezone.now() - LEASE_IS_OVER)
    rapport.start_worker("heir", beat=False)
    wait_until(lambda: settled(rapport), "every mail is settled", 60)

    sent = [str(one.message["Subject"]) for one in rapport.smtp.received]
    again = [f"{lane} 0"] if ends_as == State.SENT else []
    assert sorted(sent) == sorted([*again, *(f"{Lane.PERSON} {number}" for number in range(1, 5))]), "lost 0, doubled 0"
    with rapport.inside(SLUG):
        assert OutboxMessage.objects.get(subject=f"{lane} 0").state == ends_as
    assert rapport.complaints() == []


def settled(rapport: Rapport) -> bool:
    """After another round of the sweep; a mail that waits for its next attempt need not wait here."""
    with rapport.inside(SLUG):
        OutboxMessage.objects.filter(state=State.RETRY).update(next_attempt_at=timezone.now())
    rapport.ring("comms.tasks.sweep_outbox")
    return states(rapport) <= {State.SENT, State.UNCERTAIN}


def test_the_scheduler_finds_what_no_bell_told_of(rapport: Rapport, house: House) -> None:
    """The broker was down as the mail was queued: the sweep of the scheduler sends it within its period."""
    with rapport.rows():
        queue(house, Lane.PERSON, 1)
    rapport.start_worker(beat=True)
    rapport.smtp.wait_for(1, seconds=60)
    assert rapport.complaints() == []


def test_one_command_starts_everything_and_stops_it_together(stock: Stock, tmp_path: Path) -> None:
    """`bin/run` on a folder in which somebody works already: it keeps what is there, says how to sign in, serves, and
    leaves no process behind."""
    if stock.on_postgres:
        pytest.skip("the one command is for the embedded database")
    shutil.copy(stock.template, tmp_path / "rapport.sqlite3")
    log = tmp_path / "run.log"
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "REDIS"))}
    surroundings |= {"RAPPORT_DATA_DIR": str(tmp_path), "PORT": str(free_port()), "PYTHONUNBUFFERED": "1"}
    people = "from tests.world import build_house; build_house('northlight', 'Northlight Digital', mark='')"
    subprocess.run([sys.executable, "manage.py", "shell", "-c", people], cwd=ROOT, env=surroundings, check=True)

    with log.open("wb") as out:
        run = subprocess.Popen(
            [sys.executable, "bin/run"], cwd=ROOT, env=surroundings, stdout=out, stderr=out, start_new_session=True
        )
    try:
        wait_until(lambda: run.poll() is not None or "Ctrl-C" in log.read_text(), "it says how it is ended", 120)
        said = log.read_text()
        assert run.poll() is None, said
        address = re.search(r"Rapport: (http://localhost:\d+)/", said)
        assert address, said
        assert "Helen Marsh" in said
        link = SIGN_IN.search(said)
        assert link, said
        wait_until(lambda: answers(f"{address[1]}/health/ready"), "it says that it is ready")
        with urlopen(link[0], timeout=10) as page:
            assert page.status == 200
        assert len(processes_in(tmp_path)) >= 4, "the command, web, worker and catcher"
    finally:
        run.send_signal(signal.SIGINT)
    assert run.wait(60) == 0
    wait_until(lambda: not processes_in(tmp_path), "no process is left", 10)
    assert "Traceback" not in log.read_text()


def processes_in(folder: Path) -> list[int]:
    """Processes whose data stands in this folder."""
    mark, found = f"RAPPORT_DATA_DIR={folder}".encode(), []
    for place in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark in place.read_bytes().split(b"\0"):
                found.append(int(place.parent.name))
        except OSError:
            continue
    return found

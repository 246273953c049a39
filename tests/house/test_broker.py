"""The embedded broker: a worker never sees half a message, and one that cannot be read stops nobody."""

import threading
from pathlib import Path

import pytest
from kombu import Connection

from config import broker

MANY = 400


@pytest.fixture
def connection(tmp_path: Path) -> Connection:
    broker.register()
    (tmp_path / "queue").mkdir()
    folder = str(tmp_path / "queue")
    return Connection(
        f"{broker.SCHEME}://localhost",
        transport_options={
            "data_folder_in": folder,
            "data_folder_out": folder,
            "control_folder": str(tmp_path / "control"),
        },
    )


def test_nothing_is_read_before_it_is_whole(connection: Connection) -> None:
    """A reader that does nothing but read, while another thread writes as fast as it can."""

    def write() -> None:
        with connection.clone() as line, line.SimpleQueue("work") as queue:
            for number in range(MANY):
                queue.put({"number": number, "text": "x" * 5000})

    writer = threading.Thread(target=write)
    found: set[int] = set()
    with connection as line, line.SimpleQueue("work") as queue:
        writer.start()
        while len(found) < MANY:
            message = queue.get(timeout=20)
            found.add(message.payload["number"])
            message.ack()
    writer.join()
    assert found == set(range(MANY))


def test_what_cannot_be_read_is_dropped(connection: Connection, tmp_path: Path) -> None:
    with connection as line, line.SimpleQueue("cut") as queue:
        (tmp_path / "queue" / "0_cut-off.cut.msg").write_bytes(b"")
        queue.put({"number": 1})
        assert queue.get(timeout=5).payload == {"number": 1}
        with pytest.raises(queue.Empty):
            queue.get_nowait()


def test_two_that_begin_together_both_find_their_queue(connection: Connection) -> None:
    """Web and worker write down the same exchange at the same moment, on the first day."""
    failures: list[Exception] = []

    def begin(name: str) -> None:
        try:
            with connection.clone() as line, line.SimpleQueue(name) as queue:
                queue.put({"of": name})
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=begin, args=(f"queue{number}",)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failures == []

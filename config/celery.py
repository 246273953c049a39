"""The Celery application and everything that happens by the clock. Tasks take ids and open scopes; state is
in the database.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init

from config import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

broker.register()
app = Celery("rapport")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def every(seconds: float, task: str) -> dict[str, object]:
    """A beat entry; one that waited longer than its period is dropped, since the next does the same work."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


app.conf.beat_schedule = {
    "deliver what waits in the outbox": every(15, "comms.tasks.sweep_outbox"),
    "post what waits for chat channels": every(15, "comms.tasks.sweep_posts"),
    "read what has come in": every(15, "comms.tasks.sweep_inbound"),
    "look at the acknowledgement clocks": every(30, "comms.tasks.sweep_episodes"),
    "hand over for who is away": every(30, "comms.tasks.sweep_absences"),
    "poll the mailboxes": every(60, "comms.tasks.sweep_mailboxes"),
    "look senders' domains up": every(60, "comms.tasks.sweep_domain_checks"),
    "bundle notices": every(300, "comms.tasks.sweep_notices"),
    "remind experts of what they are asked": every(300, "comms.tasks.sweep_questions"),
    "settle summaries by silence": every(300, "comms.tasks.sweep_summaries"),
    "draft and send monthly reports": every(300, "reports.tasks.sweep_reports"),
}


@worker_init.connect
@beat_init.connect
def start_safely(**_: Any) -> None:
    from config.starting import refuse_unsafe

    refuse_unsafe()

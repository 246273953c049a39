"""What is told of a mailbox: to the owners that it cannot be read, to its triage person that a message is too large."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from agency.domain.events import SYSTEM, record
from comms.domain import notices, responsibility
from comms.instants import database_time
from comms.models import Mailbox


@transaction.atomic
def tell_of_problem(mailbox: Mailbox, problem: str, since: datetime, at: datetime, *, owners: bool) -> None:
    """The record says when it began; with `owners` they are told."""
    if mailbox.problem_since is None:
        record("mailbox.failed", mailbox, by=SYSTEM, at=at)
    for owner in responsibility.owners() if owners else ():
        notices.tell(
            owner,
            kind="mailbox.problem",
            facts={"address": mailbox.address, "problem": problem, "since": since.isoformat()},
            urgent=True,
            purpose_key=f"mailbox:{mailbox.key}:{since.isoformat()}",
            at=at,
            path=reverse("mailboxes", args=[mailbox.agency.slug]),
        )


def tell_of_a_huge_one(mailbox: Mailbox, uid: int) -> None:
    notices.tell(
        mailbox.triage,
        kind="mailbox.huge",
        facts={"address": mailbox.address},
        urgent=True,
        purpose_key=f"mailbox:{mailbox.key}:huge:{mailbox.uid_validity}:{uid}",
        at=database_time(),
        path=reverse("mailboxes", args=[mailbox.agency.slug]),
    )

"""What is told of a mailbox: to the owners that it cannot be read, to its triage person that a message is too large."""

from datetime import datetime

from django.urls import reverse

from comms.domain import notices, responsibility
from comms.instants import database_time
from comms.models import Mailbox


def tell_owners(mailbox: Mailbox, problem: str, since: datetime, at: datetime) -> None:
    for owner in responsibility.owners():
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

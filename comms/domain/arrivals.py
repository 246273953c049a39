"""A delivery at a door that serves everybody here: the pipe of a mail server, or the hook of whoever runs Rapport."""

from collections.abc import Sequence

from comms.domain import addressees, bounces, inbound
from comms.instants import database_time
from comms.mail.parse import parse


def take_in(raw: bytes, recipients: Sequence[str], *, door: str) -> bool:
    """Stores one message for each agency that it was delivered to; False if it is for nobody here.

    `recipients` are those of its envelope. Without any its own header is read, and reaches one agency only: anybody
    can write that. Raises what storing raises.
    """
    candidates = recipients or _written(raw)
    found = addressees.of_each_agency(candidates)
    for to in found if recipients else found[:1]:
        inbound.receive(
            raw, agency=to.agency, recipient=to.recipient, door=door, mailbox=to.mailbox, at=database_time()
        )
    accounts = [] if found else [address for address in candidates if addressees.is_account_bounce(address)]
    for address in accounts:
        bounces.account_mail_came_back(address, raw, database_time())
    return bool(found or accounts)


def _written(raw: bytes) -> list[str]:
    parsed = parse(raw)
    return [*parsed.envelope, *(box.address for box in (*parsed.to, *parsed.cc))]

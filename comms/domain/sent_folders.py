"""The folder of sent mail: what a member writes to a client from a mail program is seen there, and nothing else.

A message that goes to no contact is read and left; so are our own, which a server may file there too.
"""

from datetime import datetime
from time import monotonic

from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Agency, Membership
from agency.tenancy.scope import within
from comms import imap
from comms.domain import addressees, bounces, inbound, matching, seen_answers
from comms.instants import database_time
from comms.mail.parse import parse
from comms.models import InboundMessage, Mailbox, SentFolder

SENT = "\\Sent"
AT_A_TIME = 100


@transaction.atomic
def follow(mailbox: Mailbox, name: str, *, by: Membership, at: datetime) -> SentFolder:
    """From now on; an empty name is the folder that the server marks. Another name is read from its next message on."""
    row = SentFolder.objects.filter(mailbox=mailbox).first()
    if row is not None and row.name == name:
        return row
    row = row or SentFolder(mailbox=mailbox)
    row.name, row.uid_validity, row.last_uid, row.polled_at, row.problem = name, 0, 0, None, ""
    row.save()
    record("mailbox.sent_followed", mailbox, by=by, at=at)
    return row


@transaction.atomic
def follow_no_longer(mailbox: Mailbox, *, by: Membership, at: datetime) -> None:
    if SentFolder.objects.filter(mailbox=mailbox).delete()[0]:
        record("mailbox.sent_not_followed", mailbox, by=by, at=at)


def opened(session: imap.Session, name: str) -> imap.Folder:
    """Raises Trouble when there is no such folder."""
    found = name or session.marked(SENT)
    if not found:
        raise imap.Trouble(_("The server marks no folder as the one of sent mail. Type its name."))
    return session.open(found)


def read(agency: Agency, row: SentFolder, session: imap.Session, ends: float) -> int:
    """Stores what was sent to contacts since the last time; how many messages. What is wrong with this folder is
    written beside it and does not stop the mailbox. Raises what storing raises: then the place stays.
    """
    count = 0
    try:
        folder = opened(session, row.name)
        _find_place(agency, row, folder)
        for uid in folder.uids_after(row.last_uid)[:AT_A_TIME]:
            if monotonic() > ends:
                break
            fetched = folder.fetch(uid)
            if fetched is not None and fetched.raw is not None:
                count += _store(agency, row.mailbox, fetched.raw, fetched.put_there_at)
            row.last_uid = uid
            _keep(agency, row)
    except imap.Trouble as trouble:
        row.problem = str(trouble)[:300]
        _keep(agency, row)
        return count
    row.problem, row.polled_at = "", database_time()
    _keep(agency, row)
    return count


def _find_place(agency: Agency, row: SentFolder, folder: imap.Folder) -> None:
    """The first time, from its end on; when the server has numbered anew, from the day before the last visit."""
    place = folder.place()
    if row.uid_validity == place.uid_validity:
        return
    last = place.next_uid - 1
    if row.polled_at is not None:
        recent = folder.uids_after(0, (row.polled_at - imap.A_DAY).date())
        last = min(recent, default=place.next_uid) - 1
    row.uid_validity, row.last_uid = place.uid_validity, last
    _keep(agency, row)


def _keep(agency: Agency, row: SentFolder) -> None:
    with within(agency):
        row.save(update_fields=["uid_validity", "last_uid", "polled_at", "problem"])


def _store(agency: Agency, mailbox: Mailbox, raw: bytes, put_there_at: datetime | None) -> bool:
    parsed = parse(raw)
    with within(agency):
        if bounces.is_ours(agency, parsed) or not matching.reached(parsed).exists():
            return False
        to = addressees.in_mailbox(mailbox, parsed)
    now = database_time()
    at = min(put_there_at or now, now)
    stored = inbound.receive(
        raw,
        agency=agency,
        recipient=to.recipient if to.agency.pk == agency.pk else mailbox.address.lower(),
        door=InboundMessage.Door.SENT,
        mailbox=mailbox,
        at=now,
        put_there_at=at,
    )
    if stored.door != InboundMessage.Door.SENT:
        with within(agency):
            seen_answers.vouch(stored, at, now)
    return True

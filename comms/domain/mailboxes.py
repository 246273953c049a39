"""Mailboxes of the agency that are read by IMAP: setting one up, and reading what has arrived since."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from agency.domain import agencies
from agency.domain.events import record
from agency.models import Agency, Membership
from agency.tenancy.scope import current_agency, everywhere, within
from comms import imap, sealing
from comms.bell import ring
from comms.domain import addressees, inbound, mailbox_notices, sent_folders, token_sign_ins
from comms.instants import database_time
from comms.mail.parse import parse
from comms.models import InboundMessage, Mailbox, SentFolder, TokenSignIn

logger = logging.getLogger(__name__)

EVERY = timedelta(seconds=60)
LEASE = timedelta(minutes=2)
"""Longer than a poll may take (comms.tasks.poll_mailbox): whoever is alive still holds it."""
LONGEST_WAIT = timedelta(minutes=15)
TELL_AFTER = timedelta(minutes=15)
AT_A_TIME = 200
SECONDS_AT_A_TIME = 40.0
SECONDS_OF_A_TEST = 10.0


@dataclass(frozen=True, slots=True)
class Tried:
    """What a test of the connection found: a problem in words, or how many messages lie there."""

    problem: str = ""
    place: imap.Place | None = None


class NotStored(Exception):
    def __str__(self) -> str:
        return _("A message could not be stored. It stays in the mailbox and is fetched again.")


def access_of(mailbox: Mailbox, password: str = "", token: TokenSignIn | None = None) -> imap.Access:
    """How to sign in; an access token may be bought for it. Raises Trouble when that is refused, or when the stored
    password cannot be read any more. Asks the database for nothing but the time.
    """
    try:
        secret = password or sealing.unseal(mailbox.secret)
        if token is not None:
            secret = token_sign_ins.access_token(token, secret, at=database_time())
    except sealing.Unreadable:
        raise imap.Trouble(_("The stored password cannot be read any more. Type it in again.")) from None
    by_token = token is not None
    return imap.Access(mailbox.host, mailbox.port, mailbox.tls, mailbox.username, secret, mailbox.folder, by_token)


def try_out(mailbox: Mailbox, password: str = "", token: TokenSignIn | None = None, sent: str | None = None) -> Tried:
    """Signs in and looks into the folder, and into the one of sent mail if its name is given ('' is the marked one),
    while somebody waits in front of a page.

    On PostgreSQL the page's transaction stays open meanwhile (the scope of its agency lives in it), so it is short.
    """
    try:
        with imap.signed_in(access_of(mailbox, password, token), SECONDS_OF_A_TEST) as session:
            if sent is not None:
                sent_folders.opened(session, sent)
            return Tried(place=session.open(mailbox.folder).place())
    except imap.Trouble as trouble:
        return Tried(problem=str(trouble))
    finally:
        if token is not None:
            token_sign_ins.keep(token)


@transaction.atomic
def connect(
    mailbox: Mailbox, *, password: str, place: imap.Place, read_old: bool, by: Membership, at: datetime
) -> Mailbox:
    """A new mailbox is read from now on; with `read_old` also what lies there already. `place` is that of its test.

    Raises ValidationError when the address is read already, or is not the agency's to name.
    """
    check_address(mailbox)
    mailbox.secret = sealing.seal(password)
    mailbox.uid_validity, mailbox.last_uid = place.uid_validity, 0 if read_old else place.next_uid - 1
    mailbox.next_poll_at = at
    mailbox.save()
    record("mailbox.connected", mailbox, by=by, at=at, read_old=read_old)
    ring("poll_mailbox", mailbox.agency_id, mailbox.pk)
    return mailbox


@transaction.atomic
def change(mailbox: Mailbox, *, password: str = "", by: Membership, at: datetime) -> Mailbox:
    """Saves what was changed; an empty password keeps the old one. Another place is read from yesterday on.

    How far it has been read, and a token that was renewed, are of now: a poll may have gone on meanwhile.
    """
    before = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    for name in ("secret", "uid_validity", "last_uid", "polled_at"):
        setattr(mailbox, name, getattr(before, name))
    if before.address.lower() != mailbox.address.lower():
        check_address(mailbox)
    if password:
        mailbox.secret = sealing.seal(password)
    if (before.host, before.username, before.folder) != (mailbox.host, mailbox.username, mailbox.folder):
        mailbox.uid_validity, mailbox.last_uid, mailbox.polled_at = 0, 0, at
    mailbox.next_poll_at, mailbox.problem, mailbox.problem_since = at, "", None
    mailbox.save()
    record("mailbox.changed", mailbox, by=by, at=at, active=mailbox.active)
    ring("poll_mailbox", mailbox.agency_id, mailbox.pk)
    return mailbox


def check_address(mailbox: Mailbox) -> None:
    """Raises ValidationError when the address is read already, or is not the agency's to name."""
    if Mailbox.objects.filter(address__iexact=mailbox.address).exclude(pk=mailbox.pk).exists():
        raise ValidationError({"address": _("This mailbox is read already.")})
    if why := agencies.not_theirs(current_agency(), mailbox.address):
        raise ValidationError({"address": why})


def due(limit: int = 100) -> list[tuple[int, int]]:
    """(agency id, mailbox id) of those to be looked into now."""
    with everywhere():
        waiting = Mailbox.objects.filter(active=True, next_poll_at__lte=Now(), agency__closed_at=None).exclude(host="")
        waiting = waiting.filter(hook=None)
        return list(waiting.order_by("next_poll_at").values_list("agency_id", "pk")[:limit])


def poll(agency: Agency, mailbox_id: int) -> int:
    """Stores what has arrived since the last time; how many messages. A mailbox that somebody else reads is left alone.

    Each message is stored before the place moves on: after a crash one may be fetched again, and is known by its bytes.
    """
    mailbox = _claim(agency, mailbox_id)
    if mailbox is None:
        return 0
    count, more, ends = 0, False, monotonic() + SECONDS_AT_A_TIME
    try:
        with imap.signed_in(_access(agency, mailbox)) as session:
            folder = session.open(mailbox.folder)
            _find_place(agency, mailbox, folder)
            for uid in folder.uids_after(mailbox.last_uid):
                if more := count == AT_A_TIME or (count > 0 and monotonic() > ends):
                    break
                _store(agency, mailbox, folder.fetch(uid))
                _advance(agency, mailbox, uid)
                count += 1
            if not more and hasattr(mailbox, "sent_folder"):
                count += _read_sent(agency, mailbox, session, ends)
    except (imap.Trouble, NotStored) as trouble:
        _failed(agency, mailbox, str(trouble))
        return count
    _succeeded(agency, mailbox, more=more)
    return count


def give_up(agency: Agency, mailbox_id: int) -> None:
    """A poll has taken too long: what was stored is stored, the rest waits, as with any other trouble."""
    with within(agency):
        mailbox = Mailbox.objects.select_related("triage").get(pk=mailbox_id)
    _failed(agency, mailbox, _("The server at %(host)s is too slow to be read.") % {"host": mailbox.host})


def _claim(agency: Agency, mailbox_id: int) -> Mailbox | None:
    with within(agency), transaction.atomic():
        free = Mailbox.objects.filter(pk=mailbox_id, active=True, hook=None, next_poll_at__lte=Now())
        if not free.update(next_poll_at=database_time() + LEASE):
            return None
        return Mailbox.objects.select_related("triage", "sent_folder", "token_sign_in").get(pk=mailbox_id)


def _access(agency: Agency, mailbox: Mailbox) -> imap.Access:
    token: TokenSignIn | None = getattr(mailbox, "token_sign_in", None)
    if token is None:
        return access_of(mailbox)
    token.mailbox = mailbox
    access = access_of(mailbox, token=token)
    with within(agency):
        token_sign_ins.keep(token)
    return access


def _read_sent(agency: Agency, mailbox: Mailbox, session: imap.Session, ends: float) -> int:
    row: SentFolder = mailbox.sent_folder
    row.mailbox = mailbox
    try:
        return sent_folders.read(agency, row, session, ends)
    except Exception as reason:
        logger.exception("a sent message could not be stored", extra={"mailbox": mailbox.pk})
        raise NotStored from reason


def _find_place(agency: Agency, mailbox: Mailbox, folder: imap.Folder) -> None:
    """When the server has numbered anew: on from the day before the last visit, as known bytes are not filed twice."""
    place = folder.place()
    if mailbox.uid_validity == place.uid_validity:
        return
    last = 0
    if mailbox.polled_at is not None:
        recent = folder.uids_after(0, (mailbox.polled_at - imap.A_DAY).date())
        last = min(recent, default=place.next_uid) - 1
    mailbox.uid_validity = place.uid_validity
    _advance(agency, mailbox, last)


def _store(agency: Agency, mailbox: Mailbox, fetched: imap.Fetched | None) -> None:
    if fetched is None:
        return
    if fetched.raw is None:
        with within(agency):
            mailbox_notices.tell_of_a_huge_one(mailbox, fetched.uid)
        return
    to = addressees.in_mailbox(mailbox, parse(fetched.raw))
    own = mailbox if to.agency.pk == agency.pk else None
    try:
        inbound.receive(
            fetched.raw,
            agency=to.agency,
            recipient=to.recipient,
            door=InboundMessage.Door.IMAP,
            mailbox=own,
            at=database_time(),
        )
    except Exception as reason:
        logger.exception("a message could not be stored", extra={"mailbox": mailbox.pk})
        raise NotStored from reason


def _advance(agency: Agency, mailbox: Mailbox, uid: int) -> None:
    mailbox.last_uid = uid
    with within(agency):
        Mailbox.objects.filter(pk=mailbox.pk).update(last_uid=uid, uid_validity=mailbox.uid_validity)


def _succeeded(agency: Agency, mailbox: Mailbox, *, more: bool) -> None:
    now = database_time()
    next_poll_at = now if more else now + EVERY
    with within(agency):
        Mailbox.objects.filter(pk=mailbox.pk).update(
            polled_at=now, next_poll_at=next_poll_at, problem="", problem_since=None
        )


def _failed(agency: Agency, mailbox: Mailbox, problem: str) -> None:
    """Tried again after half the time that it has been failing, at least every quarter of an hour. Owners are told."""
    now = database_time()
    since = mailbox.problem_since or now
    wait = min(max(EVERY, (now - since) / 2), LONGEST_WAIT)
    try:
        _write_down(agency, mailbox, problem, since, now + wait)
        with within(agency):
            mailbox_notices.tell_of_problem(mailbox, problem, since, now, owners=now - since >= TELL_AFTER)
    except (DatabaseError, OSError):  # a disk that is full for mail may be so for this; the lease runs out anyhow
        logger.exception("a mailbox's problem could not be written down", extra={"mailbox": mailbox.pk})


def _write_down(agency: Agency, mailbox: Mailbox, problem: str, since: datetime, again_at: datetime) -> None:
    with within(agency), transaction.atomic():
        token_sign_ins.forget_access(mailbox)
        Mailbox.objects.filter(pk=mailbox.pk).update(problem=problem[:300], problem_since=since, next_poll_at=again_at)

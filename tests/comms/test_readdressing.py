"""A mail that did not arrive goes to the right address, which is kept for the next ones."""

import pytest
from django.utils import timezone

from agency.models import Event, Membership
from agency.tenancy.scope import within
from clients.domain import people
from clients.domain.people import AddressRefused
from clients.models import PersonAddress
from comms.domain import outbox, readdressing
from comms.domain.outbox import NotWaitingForYou
from comms.domain.readdressing import NobodyToCorrect
from comms.mail.parse import parse
from comms.models import OutboxMessage
from tests.world import House

pytestmark = pytest.mark.django_db
State = OutboxMessage.State
WRONG = "maria.northlight@client.example"


def failed(house: House, state: str = State.BOUNCED, to: Membership | None = None) -> OutboxMessage:
    """Needs the scope."""
    now = timezone.now()
    letter = {"subject": "Årets plan", "text": "Hello,\n\nas agreed.", "lane": "person", "by": house.manager}
    mail = outbox.queue(purpose_key="letter:1", to=to or house.contact, at=now, **letter)
    PersonAddress.objects.filter(email=WRONG).update(bounced_at=now)
    OutboxMessage.objects.update(state=state, settled_at=now, next_attempt_at=None)
    mail.refresh_from_db()
    return mail


def send_to(house: House, mail: OutboxMessage, email: str) -> OutboxMessage:
    return readdressing.send_to(mail, email=email, by=house.manager, at=timezone.now())


def addresses() -> list[tuple[str, bool]]:
    rows = PersonAddress.objects.filter(person__name="Maria Holm").order_by("-first", "email")
    return [(row.email, row.bounced_at is None) for row in rows]


@pytest.mark.parametrize("state", [State.BOUNCED, State.DEAD])
def test_the_same_mail_goes_to_the_right_address_which_is_kept(ours: House, state: str) -> None:
    with within(ours.agency):
        people.edit(
            ours.contact.person, by=ours.manager, at=timezone.now(), client=ours.client,
            addresses=[WRONG, "private@maria.example"],
        )  # fmt: skip
        mail = failed(ours, state)
        before, content = bytes(mail.mime), mail.content_hash
        again = send_to(ours, mail, " Maria@Solvang.example ")
        assert (again.pk, again.state, again.recipient) == (mail.pk, State.QUEUED, "maria@solvang.example")
        assert again.content_hash != content
        was, now = parse(before), parse(bytes(again.mime))
        assert [(box.name, box.address) for box in now.to] == [("Maria Holm", "maria@solvang.example")]
        assert (now.subject, now.text, now.message_id, now.reply_to) == (
            was.subject,
            was.text,
            was.message_id,
            was.reply_to,
        )
        assert addresses() == [("maria@solvang.example", True), ("private@maria.example", True)]
        verbs = set(Event.objects.values_list("verb", flat=True))
        assert {"mail.address_corrected", "mail.retried", "person.edited"} <= verbs


def test_the_address_that_failed_may_work_by_now(ours: House) -> None:
    with within(ours.agency):
        again = send_to(ours, failed(ours), WRONG.upper())
        assert (again.state, again.recipient) == (State.QUEUED, WRONG)
        assert addresses() == [(WRONG, True)]


@pytest.mark.parametrize(
    "email", ["", "no address", "jens.northlight@client.example", "maria@exämple.example\r\nBcc: x"]
)
def test_an_address_that_is_none_or_anothers_changes_nothing(ours: House, email: str) -> None:
    with within(ours.agency):
        mail = failed(ours)
        with pytest.raises(AddressRefused):
            send_to(ours, mail, email)
        mail.refresh_from_db()
        assert (mail.state, mail.recipient, addresses()) == (State.BOUNCED, WRONG, [(WRONG, False)])


@pytest.mark.parametrize("state", [State.SENT, State.QUEUED, State.UNCERTAIN, State.WITHDRAWN])
def test_only_what_did_not_arrive_is_readdressed(ours: House, state: str) -> None:
    with within(ours.agency):
        mail = failed(ours, state)
        with pytest.raises(NotWaitingForYou):
            send_to(ours, mail, "maria@solvang.example")
        assert not Event.objects.filter(verb="mail.address_corrected").exists()


def test_what_somebody_sent_again_meanwhile_is_not_readdressed(ours: House) -> None:
    with within(ours.agency):
        mail = failed(ours)
        outbox.retry(OutboxMessage.objects.get(), by=ours.backup, at=timezone.now())
        with pytest.raises(NotWaitingForYou):
            send_to(ours, mail, "maria@solvang.example")
        stored = OutboxMessage.objects.get()
        assert (stored.recipient, addresses()) == (WRONG, [(WRONG, False)])


def test_a_mail_to_no_contact_has_no_address_to_correct(ours: House) -> None:
    with within(ours.agency):
        mail = failed(ours, to=ours.backup)
        with pytest.raises(NobodyToCorrect):
            send_to(ours, mail, "maria@solvang.example")


def test_a_domain_of_another_alphabet_is_written_to(ours: House) -> None:
    with within(ours.agency):
        again = send_to(ours, failed(ours), "maria@exämple.example")
        assert (again.state, addresses()) == (State.QUEUED, [("maria@exämple.example", True)])
        assert b"To: Maria Holm <maria@xn--exmple-cua.example>" in bytes(again.mime)

"""Our automatic note meets a machine that answers everything by itself: it ends after two mails (RFC 3834)."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.utils import make_msgid, parseaddr

import pytest

from agency.models import Agency
from agency.tenancy.scope import within
from comms.models import Episode, OutboxMessage
from tests.comms.mailroom import ALWAYS, HOUR, arrive, let_pass, send_all, sweep, written_by
from tests.faults.bed import Bed
from tests.servers.smtp import Delivery, SmtpServer
from tests.world import House

POLITE = {"Auto-Submitted": "auto-replied", "Precedence": "bulk"}
RUDE = {"Subject": "Thank you for your message!"}
"""Without a single header that says what it is, and under a subject of its own."""


class Responder:
    """The client's side: answers each mail that comes for its address at once, whatever it says."""

    def __init__(self, server: SmtpServer, address: str, manners: dict[str, str]) -> None:
        self.server, self.address, self.manners, self.answered = server, address, manners, 0

    def answers(self) -> Iterator[tuple[bytes, str]]:
        """(raw, recipient) of an answer to each mail that has come for it since."""
        mine = [one for one in self.server.received if self.address in one.recipients]
        for delivery in mine[self.answered :]:
            self.answered += 1
            yield self.answer_to(delivery)

    def answer_to(self, delivery: Delivery) -> tuple[bytes, str]:
        theirs, ours = delivery.message, EmailMessage()
        to = str(theirs["Reply-To"] or theirs["From"])
        ours["From"], ours["To"], ours["Message-ID"] = self.address, to, make_msgid(domain="client.example")
        ours["In-Reply-To"] = ours["References"] = str(theirs["Message-ID"])
        for name, value in {"Subject": f"Re: {theirs['Subject']}", **self.manners}.items():
            ours[name] = value
        ours.set_content("We have received your message and will come back to you as soon as possible.")
        return ours.as_bytes(policy=ours.policy.clone(linesep="\r\n")), parseaddr(to)[1]


@pytest.fixture
def house(bed: Bed, server: SmtpServer) -> House:
    Agency.objects.update(week=ALWAYS)
    bed.world.ours.agency.refresh_from_db()
    return bed.world.ours


@pytest.mark.parametrize("manners", [POLITE, RUDE], ids=["polite", "rude"])
def test_it_ends_after_two_mails(house: House, server: SmtpServer, manners: dict[str, str]) -> None:
    written_by(house, house.contact)
    with within(house.agency):
        responder = Responder(server, house.contact.person.addresses.get().email, manners)
    let_pass(house, 21 * HOUR)
    for _day in range(8):
        sweep(house)
        send_all()
        for raw, recipient in responder.answers():
            arrive(house.agency, raw, recipient)
        let_pass(house, timedelta(hours=12))
    with within(house.agency):
        notes = OutboxMessage.objects.filter(lane="automatic")
        assert [note.state for note in notes] == ["sent"]
        assert responder.answered == 1
        assert Episode.objects.get().closed_at is None, (
            "nobody has answered: the clock of the client's own message stands"
        )

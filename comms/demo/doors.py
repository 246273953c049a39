"""How mail comes in at the demo's agencies: one lets its provider post it, the other will have its mailbox read."""

from datetime import datetime

from agency.demo.world import House
from comms.domain import mail_hooks
from comms.domain.inbound import BACK_OFF
from comms.models import InboundMessage, Mailbox, MailHook, SentFolder


def plan(house: House) -> None:
    """Northlight's provider posts; what it posted last is the newest message that came."""
    house.plan(house.at(60, "09:12"), lambda at: _let_post(house, at))
    house.plan(house.moment("-20m"), lambda at: _was_posted(house))


def plan_mailbox(house: House) -> None:
    """Ponte's address is prepared and not yet read: nobody has typed its password in."""
    house.plan(house.at(20, "11:40"), lambda at: _prepare(house, at))


def _let_post(house: House, at: datetime) -> None:
    mailbox = Mailbox(agency=house.agency, address=house.agency.mail_address, triage=house.members["helen"])
    mail_hooks.connect(mailbox, provider=MailHook.Provider.POSTMARK, by=house.members["helen"], at=at)


def _was_posted(house: House) -> None:
    last = InboundMessage.objects.order_by("-received_at").values_list("received_at", flat=True).first()
    MailHook.objects.update(received_at=last, reported_at=last + BACK_OFF if last else None)


def _prepare(house: House, at: datetime) -> None:
    owner = next(member for member in house.members.values() if member.role == "owner")
    mailbox = Mailbox.objects.create(
        address=house.agency.mail_address,
        host=f"imap.{house.agency.mail_address.rpartition('@')[2]}",
        username=house.agency.mail_address,
        triage=owner,
        active=False,
    )
    SentFolder.objects.create(mailbox=mailbox)

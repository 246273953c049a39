"""Mail from people whom nobody knows yet: one waits for triage, one was a newsletter and is kept out from now on."""

from datetime import datetime

from agency.demo.world import House
from comms.demo import post
from comms.domain import triage
from comms.models import InboundMessage

WAITS = (
    "Good morning,\n\nKadri Tamm of Baltic Timber Homes gave me your name. We run a small sawmill and joinery "
    "near Viljandi, fourteen people, and our website is from 2009. Would you have half an hour for us next "
    "week?\n\nWith kind regards\nPriit Saar\nSaar Joinery"
)

NEWSLETTER = (
    "Seven tricks that every agency should know this winter. Read more on our page.\n\nYou receive this "
    "because your address was on a list."
)


def plan(house: House) -> None:
    house.plan(house.moment("-3.5h"), lambda at: _asks(house, at))
    house.plan(house.at(16, "08:05"), lambda at: _advertises(house, at))


def _asks(house: House, at: datetime) -> None:
    sender = '"Priit Saar" <priit@saarjoinery.example>'
    message = post.letter(house, sender=sender, subject="Half an hour of your time?", text=WAITS, at=at)
    post.receive(house, message, recipient=house.agency.mail_address, at=at)


def _advertises(house: House, at: datetime) -> None:
    """Bulk mail runs no clock; the owner says that it is not from a client, and what follows it is dismissed too."""
    sender = '"Agency Weekly" <news@agencyweekly.example>'
    message = post.letter(house, sender=sender, subject="Seven tricks for agencies", text=NEWSLETTER, at=at)
    message["List-Unsubscribe"] = "<mailto:off@agencyweekly.example>"
    message["Precedence"] = "bulk"
    stored = post.receive(house, message, recipient=house.agency.mail_address, at=at)
    house.plan(house.later(at, 2), lambda at: _keep_out(house, stored, at))


def _keep_out(house: House, message: InboundMessage, at: datetime) -> None:
    triage.dismiss(message, by=house.members["helen"], at=at, block=True)

"""What is sent regularly without being asked for each time, and how its reader ends it with one click (RFC 8058).

Two kinds of ours are like that: the monthly report, and bundles of notices to members. Answers, acknowledgements,
summaries of calls, invitations and codes are each about something that the reader began or takes part in: they carry
no List-Unsubscribe, since a click there would cut off a conversation.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from agency.domain.events import SYSTEM, Actor
from agency.models import Agency, Membership
from clients.domain import contacts
from clients.models import Contact
from comms.domain import notice_choices, notices
from comms.domain.stop_links import Kind, signed
from comms.models import Pace
from comms.notice_topics import TOPICS


@dataclass(frozen=True, slots=True)
class Wish:
    """What a link stands for: no more of this kind, for this one reader."""

    kind: Kind
    reader: Contact | Membership

    @property
    def granted(self) -> bool:
        """Whether nothing of the kind goes to them any more."""
        if isinstance(self.reader, Contact):
            return not self.reader.gets_reports
        return not set(notice_choices.chosen(self.reader).values()) & {Pace.HOURLY, Pace.DAILY}


def find(agency: Agency, wish: str) -> Wish | None:
    """What a link asks for; None if it is not ours, or not this agency's. Needs its scope."""
    word, _dot, rest = wish.partition(".")
    key, _dot, _signature = rest.partition(".")
    if word not in {kind.value for kind in Kind} or not constant_time_compare(wish, signed(agency, Kind(word), key)):
        return None
    if word == Kind.REPORTS:
        contact = Contact.objects.select_related("person", "client").filter(key=key).first()
        return Wish(Kind.REPORTS, contact) if contact else None
    member = Membership.objects.select_related("user").filter(key=key).first()
    return Wish(Kind.NOTICES, member) if member else None


@transaction.atomic
def end(wish: Wish, *, at: datetime) -> None:
    """Does what the link asks for. Twice is once."""
    if isinstance(wish.reader, Contact):
        end_reports(wish.reader, at=at, how="link", by=wish.reader)
    else:
        _end_bundles(wish.reader, at=at)


def end_reports(contact: Contact, *, at: datetime, how: str, by: Actor = SYSTEM) -> bool:
    """The contact gets no monthly report any more; whoever leads the client is told. False if that was so before."""
    if not contacts.stop_reports(contact, by=by, at=at, how=how):
        return False
    notices.tell(
        contact.client.lead,
        kind="contact.reports_stopped",
        facts={"contact": contact.person.name},
        purpose_key=f"contact:{contact.key}:reports_stopped:{at.isoformat()}",
        at=at,
        client=contact.client,
        path=reverse("client", args=[contact.agency.slug, contact.client.key]),
    )
    return True


def _end_bundles(member: Membership, *, at: datetime) -> None:
    """What may be left to the page is; what must not be missed comes alone from now on."""
    held = notice_choices.chosen(member)
    quiet = {
        topic.name: (Pace.PAGE if Pace.PAGE in topic.paces else Pace.AT_ONCE).value
        for topic in TOPICS
        if held[topic.name] in (Pace.HOURLY, Pace.DAILY)
    }
    notice_choices.choose(member, quiet, by=member, at=at)

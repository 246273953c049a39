"""Who a mail is from, where its answer and its bounce go, and which address of somebody it is sent to."""

from collections.abc import Collection

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agency.models import Agency, Membership
from clients.models import Contact, PersonAddress
from comms.mail import tokens
from comms.mail.parsed import Mailbox as Address
from comms.models import Mailbox, Meeting, Question, Request, SendingAccount, SummaryCopy

ACCOUNTS = "account mail"
"""What account mail is signed for, in the place of an agency's slug; no slug has a blank."""

_SIGNED_FOR = {
    Request: tokens.reply_address,
    Question: tokens.question_address,
    Meeting: tokens.meeting_address,
    SummaryCopy: tokens.summary_address,
}


class NoAddress(ValidationError):
    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s has no e-mail address that works.") % {"name": name}, code="no_address")


def sender_of(agency: Agency) -> Address:
    """The agency's own address and name: what it set, else the one that holds without. Another name may be set, by
    whatever server its mail leaves.
    """
    named = SendingAccount.objects.values_list("sender_name", flat=True).first()
    return Address(named or agency.name, agency.mail_address or usual_address(agency))


def usual_address(agency: Agency) -> str:
    """The sender's while none is set: a mailbox that is read, else the agency's address at our domain."""
    first = Mailbox.objects.filter(active=True).order_by("pk").values_list("address", flat=True).first()
    return first or own_address(agency)


def own_address(agency: Agency) -> str:
    """The address that every agency has at our domain, without setting anything up."""
    return f"{agency.slug}@{settings.MAIL_DOMAIN}"


def reply_address(agency: Agency, about: Request | Question | Meeting | SummaryCopy) -> str:
    """Where an answer to this request, an expert's to this question, a calendar's to this meeting or a contact's to
    their copy of a summary comes in: the agency's mailbox if it takes plus-addresses, else our domain.
    """
    sign = _SIGNED_FOR[type(about)]
    shared = f"reply@{settings.MAIL_DOMAIN}"
    boxes = Mailbox.objects.filter(active=True, takes_plus=True).order_by("pk").values_list("address", flat=True)
    for mailbox in (*boxes[:1], shared):
        try:
            return sign(agency.slug, about.key, mailbox, settings.SECRET_KEY)
        except ValueError:
            continue
    raise ValueError("RAPPORT_MAIL_DOMAIN leaves no room for a signed address")


def return_path(slug: str, key: str) -> str:
    return tokens.bounce_address(slug, key, settings.MAIL_DOMAIN, settings.SECRET_KEY)


def message_id(slug: str, purpose_key: str) -> str:
    return tokens.message_id(slug, purpose_key, settings.MAIL_DOMAIN, settings.SECRET_KEY)


def recipient(to: Contact | Membership | str) -> Address:
    """Name and address of whom a mail goes to. Raises NoAddress when a contact has none, or none that works."""
    if isinstance(to, str):
        return Address("", to)
    if isinstance(to, Membership):
        return Address(to.user.name, to.user.email)
    addresses = PersonAddress.objects.filter(person_id=to.person_id, bounced_at=None).order_by("-first", "pk")
    email = addresses.values_list("email", flat=True).first()
    if email is None:
        raise NoAddress(to.person.name)
    return Address(to.person.name, email)


def with_address(person_ids: Collection[int]) -> set[int]:
    """Those of these persons who have an address that works; one query."""
    rows = PersonAddress.objects.filter(person__in=person_ids, bounced_at=None)
    return set(rows.values_list("person_id", flat=True))

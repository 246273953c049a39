"""Trying an account for sending: a mail to oneself, while somebody waits in front of the page.

It goes straight to the account that was typed in and is no row of the outbox, as the account is not stored yet.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from agency.keys import new_key
from agency.models import Membership
from comms.domain import senders, sending
from comms.mail import compose
from comms.mail.parsed import Mailbox as Address
from comms.models import SendingAccount
from comms.smtp import Letter, Verdict

SECONDS = 10.0
"""On PostgreSQL the page's transaction stays open meanwhile (the scope of its agency lives in it)."""


@dataclass(frozen=True, slots=True)
class Tried:
    """`problem` in words, or what the server said when it took the mail."""

    problem: str = ""
    reply: str = ""


def try_out(account: SendingAccount, secret: str, *, to: Membership, sender: str, at: datetime) -> Tried:
    """Sends one mail to the member who tries. `sender` is the address as it was typed in."""
    agency = to.agency
    own = senders.sender_of(agency)
    name, address = account.sender_name or agency.name, sender or own.address
    try:
        mime = compose.compose(
            compose.Outgoing(
                sender=Address(name, address),
                to=(Address(to.user.name, to.user.email),),
                subject=_("A trial of Rapport’s"),
                text=_("This mail left by the account that you have just tried. So will the mails to your clients."),
                date=at,
                message_id=senders.message_id(agency.slug, f"trial:{new_key()}"),
                auto_submitted=True,
            )
        )
        line = sending.line_of(account, secret, SECONDS)
    except sending.Unusable as reason:
        return Tried(problem=str(reason))
    except ValueError:
        return Tried(problem=_("No mail can be sent from %(address)s.") % {"address": address})
    return_path = address if account.way == SendingAccount.Way.SMTP else f"bounce@{settings.MAIL_DOMAIN}"
    with line:
        outcome = line.deliver(Letter(return_path, to.user.email, mime), before_data=lambda: True)
    if outcome.verdict is Verdict.ACCEPTED:
        return Tried(reply=outcome.reply)
    return Tried(problem=outcome.trouble or _("It did not take the mail: %(reply)s") % {"reply": outcome.reply})

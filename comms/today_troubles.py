"""Today's rows about mail as a whole: mailboxes that cannot be read, an account that nothing leaves by. For owners."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from agency.models import Membership
from agency.permissions import may
from agency.registry import TodayGroup, TodayRow, TodaySection
from comms.domain.mailboxes import TELL_AFTER
from comms.models import Mailbox, SendingAccount


def troubles(member: Membership, now: datetime) -> Iterable[TodayRow]:
    """As soon as the owners are told by mail; what passes within minutes stands on its page alone."""
    if may(member, "mailbox.edit"):
        yield from _mailboxes(now)
    if may(member, "sending.edit"):
        yield from _sending(now)


def _mailboxes(now: datetime) -> Iterator[TodayRow]:
    before = now - TELL_AFTER
    read = Q(hook=None, problem_since__lte=before) | Q(hook__problem_since__lte=before)
    for mailbox in Mailbox.objects.filter(read, active=True).select_related("agency", "hook").order_by("address"):
        hook = getattr(mailbox, "hook", None)
        page = "mailbox_hook" if hook else "mailbox"
        yield _row(
            row_id=f"mailbox-{mailbox.key}",
            at=hook.problem_since if hook else mailbox.problem_since,
            lead=_("No mail comes in from %(address)s.") % {"address": mailbox.address},
            rest="" if hook else _("It is tried again all the time; nothing is lost."),
            about=hook.problem if hook else mailbox.problem,
            url=reverse(page, args=[mailbox.agency.slug, mailbox.key]),
        )


def _sending(now: datetime) -> Iterator[TodayRow]:
    broken = SendingAccount.objects.filter(active=True, problem_since__lte=now - TELL_AFTER)
    for account in broken.select_related("agency"):
        yield _row(
            row_id=f"sending-{account.key}",
            at=account.problem_since,
            lead=_("Your mail does not leave."),
            rest=_("It is tried again all the time; nothing is lost."),
            about=account.problem,
            url=reverse("sending", args=[account.agency.slug]),
        )


def _row(*, url: str, **row: Any) -> TodayRow:
    return TodayRow(
        section=TodaySection.NOW,
        group=TodayGroup.WORK,
        icon="warning",
        template="comms/today_link.html",
        data={"label": _("Look at it"), "url": url},
        **row,
    )

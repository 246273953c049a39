"""The scope of work on its page: what is used, what we do not do, what was given free, and how it came to be."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from agency import wording
from agency.models import Membership
from agency.permissions import may
from clients.domain.scopes import exclusions_of, promises_of
from clients.models import Client, Deliverable, DeliverableUse, Favour, ScopeOfWork
from clients.pace import Period, amount, quarter_of
from clients.queries.scope_use import Usage
from clients.scope_changes import Change, Terms, changes, valid

RECENT_USES = 10
State = ScopeOfWork.State


def versions(client: Client) -> list[ScopeOfWork]:
    """All versions, the latest first, with their clauses and who accepted; three queries."""
    rows = ScopeOfWork.objects.filter(client=client).select_related("accepted_by__person", "client")
    return list(rows.prefetch_related("deliverables", "exclusions").order_by("-version"))


def terms_of(scope: ScopeOfWork) -> Terms:
    """A version as terms that can be compared. Lines are those of its texts."""
    return Terms(
        promises=list(promises_of(scope)),
        left_out=list(exclusions_of(scope)),
        assumptions=lines_of(scope.assumptions),
        success_metrics=lines_of(scope.success_metrics),
        starts_on=scope.starts_on,
        ends_on=scope.ends_on,
        fee_minor=scope.fee_minor,
        currency=scope.currency,
    )


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def changes_for(member: Membership, before: ScopeOfWork, after: ScopeOfWork) -> list[Change]:
    """What differs, without the fee for who may not read money."""
    found = changes(terms_of(before), terms_of(after))
    return found if may(member, "money.read") else [change for change in found if not change.of_money]


def diff_lines(found: Sequence[Change]) -> list[dict[str, str]]:
    """Changes as components/diff.html takes them."""
    both = [((change.before, "old"), (change.after, "new")) for change in found]
    return [{"text": text, "kind": kind} for pair in both for text, kind in pair if text]


def lead_of(scope: ScopeOfWork, member: Membership) -> str:
    """'Accepted by Dr. Inés Duero on 14 Jul 2026, by e-mail. €4,800 a month, from 1 Apr 2026 until 31 Mar 2027.'"""
    sentences = []
    if scope.accepted_by is not None and scope.accepted_at is not None:
        day = scope.accepted_at.astimezone(ZoneInfo(member.agency.zone)).date()
        words = _("Accepted by %(who)s on %(day)s") % {
            "who": wording.isolated(scope.accepted_by.person.name),
            "day": wording.short_day(day),
        }
        how = wording.isolated(scope.accepted_how) if scope.accepted_how else ""
        sentences.append(f"{wording.aside((words, how))}.")
    dates = valid(Terms(starts_on=scope.starts_on, ends_on=scope.ends_on))
    if scope.fee_minor is not None and may(member, "money.read"):
        fee = {"fee": wording.money(scope.fee_minor, scope.currency), "dates": dates}
        sentences.append(_("%(fee)s a month, %(dates)s.") % fee)
    else:
        sentences.append(_("Valid %(dates)s.") % {"dates": dates})
    return wording.sentences(sentences)


def used_sections(usages: Sequence[Usage], today: date) -> list[dict[str, Any]]:
    """Deliverables by the length of their period, each with its dates and how much of the time is gone."""
    headings = {
        Deliverable.Period.MONTH: _("This month"),
        Deliverable.Period.QUARTER: _("This quarter"),
        Deliverable.Period.TOTAL: _("In all"),
    }
    by_period: dict[str, list[Usage]] = defaultdict(list)
    for each in usages:
        by_period[each.deliverable.period].append(each)
    return [
        {"heading": headings[kind], "about": _period_words(those[0].period, today), "usages": those}
        for kind in Deliverable.Period
        if (those := by_period.get(kind))
    ]


def _period_words(period: Period, today: date) -> str:
    """'1 Oct 2026 to 31 Dec 2026, 37 % of the time gone'"""
    gone = period.share_gone(today)
    if period.end is None or gone is None:
        return _("since %(begin)s") % {"begin": wording.short_day(period.begin)}
    words = {"begin": wording.short_day(period.begin), "end": wording.short_day(period.end)}
    return _("%(begin)s to %(end)s, %(share)s of the time gone") % {**words, "share": wording.percent(gone)}


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """The favours of this quarter, their sums, and what was given before."""

    rows: list[dict[str, Any]]
    hours: str
    worth: str
    before: str


def ledger(client: Client, member: Membership, today: date) -> Ledger:
    """The goodwill ledger, this quarter in lines and everything before in one (practices M6b, V7). One query."""
    favours = list(Favour.objects.filter(client=client))
    begin = quarter_of(today).begin
    now = [favour for favour in favours if favour.day >= begin]
    before = [favour for favour in favours if favour.day < begin]
    slug = member.agency.slug
    return Ledger(
        rows=[
            {
                "what": favour.what,
                "day": wording.short_day(favour.day),
                "hours": amount(favour.hours),
                "worth": wording.money(favour.worth_minor, favour.currency),
                "removal_url": reverse("favour_removal", args=[slug, favour.key]),
            }
            for favour in now
        ],
        hours=amount(sum((favour.hours for favour in now), Decimal(0))),
        worth=worth_words(now),
        before=_before(before),
    )


def _before(favours: Sequence[Favour]) -> str:
    if not favours:
        return ""
    words = {"hours": amount(sum((favour.hours for favour in favours), Decimal(0)), "h"), "worth": worth_words(favours)}
    return _("Before this quarter: %(hours)s, worth %(worth)s.") % words


def worth_words(favours: Sequence[Favour]) -> str:
    """The worth of favours, summed in each currency: '€713', or '€500 and $120'."""
    sums: dict[str, int] = defaultdict(int)
    for favour in favours:
        sums[favour.currency] += favour.worth_minor
    return wording.listing(wording.money(minor, currency) for currency, minor in sorted(sums.items()))


def recent_uses(client: Client, member: Membership, today: date) -> list[dict[str, str]]:
    """What was delivered of late."""
    rows = DeliverableUse.objects.filter(client=client).select_related("deliverable")[:RECENT_USES]
    return [
        {
            "day": wording.short_day(use.day),
            "what": use.what,
            "deliverable": use.deliverable.name,
            "quantity": amount(use.quantity, use.deliverable.unit),
            "removal_url": reverse("use_removal", args=[member.agency.slug, use.key]),
        }
        for use in rows
    ]


def history(found: Sequence[ScopeOfWork], member: Membership) -> list[dict[str, Any]]:
    """Versions that were agreed, the latest first, each with what changed from the one before it."""
    agreed = [scope for scope in found if scope.state != State.DRAFT]
    rows = []
    for scope, before in zip(agreed, [*agreed, None][1:], strict=True):
        words = [change.words for change in changes_for(member, before, scope)] if before else []
        rows.append(
            {
                "scope": scope,
                "url": reverse("scope_version", args=[member.agency.slug, scope.key]),
                "day": _accepted_day(scope, member),
                "who": scope.accepted_by.person.name if scope.accepted_by else "",
                "changes": scope.changes or sentence(words),
            }
        )
    return rows


def sentence(parts: Sequence[str]) -> str:
    """Changes as one sentence, with a capital letter and a full stop."""
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _accepted_day(scope: ScopeOfWork, member: Membership) -> str:
    if scope.accepted_at is None:
        return ""
    return wording.short_day(scope.accepted_at.astimezone(ZoneInfo(member.agency.zone)).date())

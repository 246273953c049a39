"""What changed between two versions of a scope of work, said line by line. Pure: terms in, changes out (V1)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from agency import wording
from clients.models.scope import Deliverable
from clients.pace import amount


@dataclass(frozen=True, slots=True)
class Promise:
    """A deliverable: so much of it in each period."""

    name: str
    quantity: Decimal
    unit: str
    period: str

    def __str__(self) -> str:
        return f"{self.name}: {self.measure()}"

    def measure(self) -> str:
        """'6 h a quarter'"""
        return f"{amount(self.quantity, self.unit)} {Deliverable.Period(self.period).label}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An exclusion."""

    number: str
    what: str
    reason: str

    def __str__(self) -> str:
        return f"{self.number} {self.what}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One version of a scope, as far as it can change. Money is in minor units of the currency."""

    promises: Sequence[Promise] = ()
    left_out: Sequence[LeftOut] = ()
    assumptions: Sequence[str] = ()
    success_metrics: Sequence[str] = ()
    starts_on: date
    ends_on: date | None = None
    fee_minor: int | None = None
    currency: str = "EUR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`before` or `after` is '' where something was added or taken out. `of_money` is for those who may read money."""

    words: str
    before: str = ""
    after: str = ""
    of_money: bool = False


def changes(before: Terms, after: Terms) -> list[Change]:
    """Everything that differs: deliverables, exclusions, assumptions, measures of success, dates, fee."""
    return [
        *_promises(before.promises, after.promises),
        *_exclusions(before.left_out, after.left_out),
        *_lines(before.assumptions, after.assumptions, _("Assumption")),
        *_lines(before.success_metrics, after.success_metrics, _("Measure of success")),
        *_dates(before, after),
        *_fee(before, after),
    ]


def _promises(before: Sequence[Promise], after: Sequence[Promise]) -> Iterator[Change]:
    old = {promise.name.casefold(): promise for promise in before}
    new = {promise.name.casefold(): promise for promise in after}
    for name, promise in new.items():
        was = old.get(name)
        if was is None:
            yield Change(words=_("%(what)s added") % {"what": promise}, after=str(promise))
        elif was.measure() != promise.measure():
            words = {"name": promise.name, "before": was.measure(), "after": promise.measure()}
            yield Change(words=_("%(name)s from %(before)s to %(after)s") % words, before=str(was), after=str(promise))
    for name, promise in old.items():
        if name not in new:
            yield Change(words=_("%(what)s taken out") % {"what": promise.name}, before=str(promise))


def _exclusions(before: Sequence[LeftOut], after: Sequence[LeftOut]) -> Iterator[Change]:
    old = {clause.what.casefold(): clause for clause in before}
    new = {clause.what.casefold(): clause for clause in after}
    for what, clause in new.items():
        if what not in old:
            yield Change(words=_("now left out: %(what)s") % {"what": clause.what}, after=str(clause))
        elif old[what].reason != clause.reason:
            words = _("another reason for leaving out: %(what)s") % {"what": clause.what}
            yield Change(words=words, before=_with_reason(old[what]), after=_with_reason(clause))
    for what, clause in old.items():
        if what not in new:
            yield Change(words=_("no longer left out: %(what)s") % {"what": clause.what}, before=str(clause))


def _with_reason(clause: LeftOut) -> str:
    return f"{clause}. {clause.reason}" if clause.reason else str(clause)


def _lines(before: Sequence[str], after: Sequence[str], label: str) -> Iterator[Change]:
    for line in after:
        if line not in before:
            yield Change(words=_("%(label)s added: %(line)s") % {"label": label, "line": line}, after=line)
    for line in before:
        if line not in after:
            yield Change(words=_("%(label)s taken out: %(line)s") % {"label": label, "line": line}, before=line)


def _dates(before: Terms, after: Terms) -> Iterator[Change]:
    if (before.starts_on, before.ends_on) != (after.starts_on, after.ends_on):
        words = _("valid %(dates)s") % {"dates": valid(after)}
        yield Change(words=words, before=valid(before), after=valid(after))


def valid(terms: Terms) -> str:
    """'from 1 Apr 2025 until 31 Mar 2027'"""
    words = {"begin": wording.short_day(terms.starts_on)}
    if terms.ends_on is None:
        return _("from %(begin)s on") % words
    return _("from %(begin)s until %(end)s") % {**words, "end": wording.short_day(terms.ends_on)}


def _fee(before: Terms, after: Terms) -> Iterator[Change]:
    was, now = _money(before), _money(after)
    if was == now:
        return
    if not was:
        words = _("fee of %(fee)s a month") % {"fee": now}
    elif not now:
        words = _("no monthly fee any more")
    else:
        words = _("fee from %(before)s to %(after)s") % {"before": was, "after": now}
    yield Change(words=words, before=was, after=now, of_money=True)


def _money(terms: Terms) -> str:
    return "" if terms.fee_minor is None else wording.money(terms.fee_minor, terms.currency)

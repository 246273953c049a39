"""A month's facts as sentences, in the active language. Pure: from a snapshot's parts to words."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from babel.dates import format_date, format_skeleton
from babel.units import format_unit
from django.utils.translation import gettext as _, ngettext

from agency import wording
from agency.languages import language
from agency.locales import current_locale
from reports.snapshot import Decided, Favour, Figure, Missed, Planned, Promise, Snapshot, TaskCount
from reports.units import change_size, change_words, minor_words, value_words

BY_NUMBER = ("zh",)
"""Languages that call a month by its number, as 10月, also where its full name is asked for."""


def day_words(day: date) -> str:
    """'5 November 2026'."""
    return format_date(day, "long", locale=current_locale())


def day_of_year_words(day: date) -> str:
    """'29 October'."""
    return format_skeleton("MMMMd", day, locale=current_locale())


def weekday_words(day: date) -> str:
    """'Tue, 3 Nov'."""
    return format_skeleton("MMMEd", day, locale=current_locale())


def month_words(month: date, *, short: bool = False, year: bool = False) -> str:
    """A month by itself: 'October', 'Oct', 'October 2026', 'Oct 2026'."""
    if year:
        return format_skeleton("yMMM" if short else "yMMMM", month, locale=current_locale())
    numbered = current_locale().language in BY_NUMBER
    return format_date(month, "LLL" if short or numbered else "LLLL", locale=current_locale())


def month_names(month: date) -> dict[str, str]:
    """A month in every form a translation may need: `month` alone, `short`, and both with the year."""
    return {
        "month": month_words(month),
        "short": month_words(month, short=True),
        "month_year": month_words(month, year=True),
        "short_year": month_words(month, short=True, year=True),
    }


def together(sentences: Iterable[str]) -> str:
    """Sentences one after another, with a space between them where the language has one."""
    return language().joint.join(sentences)


def comparison_words(figure: Figure, month: date) -> list[str]:
    """The year first, then the month before (P6); a year without a figure is told, a month without one is left out."""
    a_year_ago, a_month_ago = year_before(month), month_before(month)
    lines = []
    if figure.year_ago is None:
        lines.append(_("no figure for %(short_year)s") % month_names(a_year_ago))
    else:
        change = _change(figure, figure.year_ago)
        names = {"change": change, **month_names(a_year_ago)}
        lines.append(_("%(change)s on %(short_year)s") % names if change else _("as in %(short_year)s") % names)
    if figure.month_ago is not None:
        change = _change(figure, figure.month_ago)
        names = {"change": change, **month_names(a_month_ago)}
        lines.append(_("%(change)s on %(short)s") % names if change else _("as in %(short)s") % names)
    return lines


def claim_words(figure: Figure, month: date) -> str:
    """A figure in a sentence, with how it stands against the same month of the year before."""
    names = {"figure": figure.name, "value": value_words(figure.value, figure.unit), **month_names(year_before(month))}
    if figure.year_ago is None:
        return _("%(figure)s: %(value)s.") % names
    names["size"] = change_size(figure.value, figure.year_ago, figure.unit, as_share=figure.compare == "share")
    if not names["size"]:
        return _("%(figure)s: %(value)s, the same as in %(month_year)s.") % names
    if figure.value > figure.year_ago:
        return _("%(figure)s: %(value)s, %(size)s more than in %(month_year)s.") % names
    return _("%(figure)s: %(value)s, %(size)s less than in %(month_year)s.") % names


def lead_words(snapshot: Snapshot) -> str:
    """The month in a sentence: the manager's own, else how the first two figures stand against a year ago."""
    if snapshot.headline:
        return snapshot.headline
    told = [words for figure in snapshot.figures[:2] if (words := claim_words(figure, snapshot.month))]
    return together(told) or _("What was done, decided and learnt, and what comes next.")


def byline_words(snapshot: Snapshot) -> str:
    """For whom, by whom and when; one that nobody reviewed says so."""
    names = {
        "day": day_words(snapshot.written_on),
        "author": snapshot.written_by,
        "people": wording.listing(snapshot.contacts),
    }
    told = [_("Monthly report for %(people)s.") % names] if snapshot.contacts else []
    told.append(
        _("Written by %(author)s, %(day)s.") % names
        if snapshot.written_by
        else _("Drawn from our records on %(day)s, without our commentary.") % names
    )
    return together(told)


def missed_words(missed: Missed) -> str:
    """A message that was acknowledged late or still waits, told as it is (P0)."""
    names = {"day": day_of_year_words(missed.received), "subject": missed.subject}
    if missed.late_minutes is None:
        return _("Your message of %(day)s, “%(subject)s”, is still not acknowledged.") % names
    names["late"] = wording.span(timedelta(minutes=missed.late_minutes))
    return _("Your message of %(day)s, “%(subject)s”, was acknowledged %(late)s late.") % names


def promise_words(promise: Promise) -> str:
    """How the promise was kept, whatever it was when they wrote."""
    if not promise.messages:
        return _("You did not write to us this month.")
    told = [ngettext("You wrote once.", "You wrote %(count)d times.", promise.messages) % {"count": promise.messages}]
    if promise.by_person == promise.messages:
        told.append(_("A person answered in time, every time."))
    else:
        told.append(
            ngettext(
                "%(count)d answer of a person came in time.",
                "%(count)d answers of a person came in time.",
                promise.by_person,
            )
            % {"count": promise.by_person}
        )
    if promise.median_minutes is not None:
        told.append(
            _("Half of the answers came within %(span)s.")
            % {"span": wording.span(timedelta(minutes=promise.median_minutes))}
        )
    told += _less_happy(promise)
    return together(told)


def task_words(tasks: TaskCount) -> str:
    """What was due and how it came; '' if nothing was due."""
    if not tasks.due:
        return ""
    open_still = tasks.due - tasks.on_time - tasks.early - tasks.late_announced - tasks.late_unannounced
    parts = [
        (tasks.on_time, ngettext("%(count)d on time", "%(count)d on time", tasks.on_time)),
        (tasks.early, ngettext("%(count)d early", "%(count)d early", tasks.early)),
        (
            tasks.late_announced,
            ngettext("%(count)d late but announced", "%(count)d late but announced", tasks.late_announced),
        ),
        (
            tasks.late_unannounced,
            ngettext("%(count)d late without a word", "%(count)d late without a word", tasks.late_unannounced),
        ),
        (open_still, ngettext("%(count)d still open", "%(count)d still open", open_still)),
    ]
    listed = wording.listing([words % {"count": count} for count, words in parts if count > 0])
    whole = ngettext("%(count)d task was due: %(parts)s.", "%(count)d tasks were due: %(parts)s.", tasks.due)
    return whole % {"count": tasks.due, "parts": listed}


def favour_words(favour: Favour) -> str:
    """Work given free, with its hours and its price if that is told."""
    hours = Decimal(f"{favour.hours.normalize():f}")  # 1 for 1.00, which is one hour and not several
    names = {"what": favour.what, "hours": str(format_unit(hours, "hour", locale=current_locale()))}
    if favour.price_minor is None:
        return _("Given free: %(what)s, %(hours)s.") % names
    names["price"] = minor_words(favour.price_minor, favour.currency)
    return _("Given free: %(what)s, %(hours)s, worth %(price)s.") % names


def decided_words(decided: Decided) -> str:
    """Who decided and when: 'Jens, 29 October, corrected on 3 November'."""
    told = [decided.by] if decided.by else []
    told.append(day_of_year_words(decided.on))
    if decided.corrected:
        told.append(_("corrected on %(day)s") % {"day": day_of_year_words(decided.corrected)})
    return _(", ").join(told)


def promised_words(planned: Planned) -> str:
    """The day work is promised for, and the day it was moved from."""
    if planned.with_you_by is None:
        return _("Date to follow")
    day = weekday_words(planned.with_you_by)
    if planned.moved_from is None:
        return day
    before = format_skeleton("MMMd", planned.moved_from, locale=current_locale())
    return _("%(day)s, moved from %(before)s") % {"day": day, "before": before}


def year_before(month: date) -> date:
    """The same month a year earlier."""
    return month.replace(year=month.year - 1)


def month_before(month: date) -> date:
    """The first day of the month before."""
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def month_after(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + (month.month == 12), month.month % 12 + 1, 1)


def _change(figure: Figure, before: Decimal) -> str:
    return change_words(figure.value, before, figure.unit, as_share=figure.compare == "share")


def _less_happy(promise: Promise) -> list[str]:
    waiting = promise.messages - promise.by_person - promise.by_note - promise.broken
    told = [
        (
            promise.by_note,
            ngettext(
                "%(count)d time an automatic note kept the promise for us.",
                "%(count)d times an automatic note kept the promise for us.",
                promise.by_note,
            ),
        ),
        (
            promise.broken,
            ngettext("%(count)d answer came too late.", "%(count)d answers came too late.", promise.broken),
        ),
        (
            waiting,
            ngettext(
                "%(count)d message is still within its time.",
                "%(count)d messages are still within their time.",
                waiting,
            ),
        ),
    ]
    return [words % {"count": count} for count, words in told if count > 0]

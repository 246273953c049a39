"""The overview in words: the five figures, a row a manager, quality against load, and who hangs on one person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from agency import absence_words, wording
from agency.models import Agency
from clients.models import Client
from comms.kept import Kept
from comms.queries.experts import SubjectCount
from comms.queries.promise import Show
from reports import load
from reports.asked import Asked
from reports.periods import Days
from reports.promise_page import rate_words
from reports.queries.overview import Span

HEADERS = (
    *(gettext_lazy("Manager"), gettext_lazy("Clients"), gettext_lazy("Load, %"), gettext_lazy("By a person, %")),
    *(gettext_lazy("Half within, minutes"), gettext_lazy("Broken"), gettext_lazy("Open"), gettext_lazy("Unsent")),
    gettext_lazy("Silent"),
)


def heading(spans: Sequence[Span]) -> str:
    clients = sum(len(span.clients) for span in spans)
    leading = sum(span.leads for span in spans)
    managers = ngettext("%(count)s manager", "%(count)s managers", leading) % {"count": leading}
    led = ngettext("%(count)s client", "%(count)s clients", clients) % {"count": clients}
    return _("%(managers)s, %(clients)s") % {"managers": managers, "clients": led}


def lead(spans: Sequence[Span], alone: Sequence[Client]) -> str:
    over = sum(1 for span in spans if span.load > load.FULL)
    late = sum(span.overdue for span in spans)
    words = []
    if over:
        words.append(ngettext("%(count)s is over the limit.", "%(count)s are over the limit.", over) % {"count": over})
    if late:
        words.append(
            ngettext(
                "%(count)s promise is broken and still open.", "%(count)s promises are broken and still open.", late
            )
            % {"count": late}
        )
    if alone:
        words.append(
            ngettext("%(count)s client hangs on one person.", "%(count)s clients hang on one person.", len(alone))
            % {"count": len(alone)}
        )
    return " ".join(words) or _("Nobody is over the limit, and every client has two people.")


def figures(spans: Sequence[Span], kept: Kept, days: Days, agency: Agency) -> list[dict[str, str]]:
    """`kept` is of these days and of everybody; what it says leads to the messages behind it."""
    asked = Asked(days=days)
    return [
        {
            "term": _("By a person in time"),
            "value": wording.percent(kept.rate, 1) if kept.rate is not None else "–",
            "about": _("%(person)s of %(all)s; notes %(note)s, broken %(broken)s")
            % {"person": kept.by_person, "all": kept.settled, "note": kept.by_note, "broken": kept.broken},
            "url": asked.url(agency, by="manager"),
        },
        {
            "term": _("Half answered within"),
            "value": wording.span(kept.median) if kept.median is not None else "–",
            "about": _("four weeks until today"),
            "url": asked.rows_url(agency, Show.ANSWERED, sort="-wait"),
        },
        {
            "term": _("Clocks running"),
            "value": str(sum(span.open for span in spans)),
            "about": _("%(count)s past their promise") % {"count": sum(span.overdue for span in spans)},
            "url": f"{reverse('inbox', args=[agency.slug])}?show=waiting",
        },
        {
            "term": _("Calls not in writing"),
            "value": str(sum(span.unsent for span in spans)),
            "about": _("a working day after the call"),
            "url": unsent_url(agency),
        },
        {
            "term": _("Silent clients"),
            "value": str(sum(span.silent for span in spans)),
            "about": _("longer than their cadence"),
            "url": silent_url(agency),
        },
    ]


def rows(spans: Sequence[Span], agency: Agency) -> list[dict[str, Any]]:
    return [row(span, agency) for span in spans]


def row(span: Span, agency: Agency) -> dict[str, Any]:
    percent = round(span.load * 100)
    kind = load.judgement(span.load)
    notes = {"late": _("%(percent)s %%, over"), "attention": _("%(percent)s %%, full"), "": _("%(percent)s %%")}
    url = reverse("clients", args=[agency.slug])
    asked = Asked(days=span.days, rated=span.member)
    return {
        "name": str(span.member.user),
        "gone": not span.member.active,
        "away": absence_words.away_until(span.away.last) if span.away else "",
        "leads": span.leads,
        "url": f"{url}?whose=all&lead={span.member.key}",
        "clients": _("%(count)s of %(limit)s") % {"count": len(span.clients), "limit": span.member.limit},
        "names": [client.name for client in span.clients],
        "percent": percent,
        "kind": kind,
        "load": notes[kind] % {"percent": percent},
        "label": _("%(percent)s %% of the limit") % {"percent": percent},
        "rate_url": asked.rows_url(agency, Show.BY_PERSON),
        "median_url": asked.rows_url(agency, Show.ANSWERED, sort="-wait"),
        "rate": rate_words(span.kept.by_person, span.kept.settled) or "–",
        "median": wording.span(span.kept.median) if span.kept.median is not None else "–",
        "broken": span.kept.broken,
        "open": span.open,
        "overdue": span.overdue,
        "unsent": span.unsent,
        "silent": span.silent,
        "broken_url": asked.rows_url(agency, Show.BROKEN),
        "unsent_url": unsent_url(agency, span.member.key),
        "silent_url": silent_url(agency, span.member.key),
    }


def unsent_url(agency: Agency, writer: str = "") -> str:
    of = {"state": "unsent", **({"writer": writer} if writer else {})}
    return f"{reverse('summaries', args=[agency.slug])}?{urlencode(of)}"


def silent_url(agency: Agency, lead: str = "") -> str:
    of = {"whose": "all", "silent": "1", **({"lead": lead} if lead else {})}
    return f"{reverse('clients', args=[agency.slug])}?{urlencode(of)}"


def alone_rows(clients: Sequence[Client], spans: Sequence[Span], agency: Agency) -> list[dict[str, Any]]:
    """With the manager who has the most room, for making a backup of them."""
    free = sorted(
        (span for span in spans if span.leads and span.member.active and span.load < load.SOON),
        key=lambda span: span.load,
    )
    return [
        {
            "name": client.name,
            "url": reverse("client", args=[agency.slug, client.key]),
            "lead": str(client.lead.user),
            "could": next((str(span.member.user) for span in free if span.member.pk != client.lead_id), "–"),
            "hand_over_url": reverse("client_hand_over", args=[agency.slug, client.key]),
        }
        for client in clients
    ]


def table(spans: Sequence[Span], now: datetime) -> list[list[Any]]:
    """The same as rows for a CSV file, figures unformatted."""
    return [list(HEADERS), *(_figures_of(span) for span in spans)]


def _figures_of(span: Span) -> list[Any]:
    return [
        str(span.member.user),
        len(span.clients),
        round(span.load * 100),
        round(span.kept.rate * 100, 1) if span.kept.rate is not None else "",
        round(span.kept.median.total_seconds() / 60) if span.kept.median is not None else "",
        span.kept.broken,
        span.open,
        span.unsent,
        span.silent,
    ]


def asked_line(counts: Sequence[SubjectCount]) -> str:
    """What specialists were asked in a year, and what nobody has written down yet (practice T19); '' for nothing."""
    asked = sum(count.asked for count in counts)
    if not asked:
        return ""
    waiting, again = sum(count.waiting for count in counts), sum(count.write_it_down for count in counts)
    of_a_year = ngettext("%(count)s question to experts in a year", "%(count)s questions to experts in a year", asked)
    words = [of_a_year % {"count": asked}]
    if waiting:
        words.append(ngettext("%(count)s waits", "%(count)s wait", waiting) % {"count": waiting})
    if again:
        later = ngettext("%(count)s subject to be written down", "%(count)s subjects to be written down", again)
        words.append(later % {"count": again})
    return wording.aside(words)

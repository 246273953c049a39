"""A frozen month as a page and as a PDF: one template for the review screen, the portal's copy and paper.

Rendering speaks the snapshot's language, whatever is active around it, and reads nothing but the snapshot, so the same
snapshot gives the same report at any time. WeasyPrint is imported only when a PDF is made: web workers never load it.
"""

from collections.abc import Callable
from typing import Any, Literal

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, get_language_info, gettext as _, ngettext, override, pgettext

from agency import wording
from agency.colour import brand, neutrals
from agency.languages import language
from agency.styles import STYLESHEETS
from reports.sections import sections
from reports.sentences import byline_words, day_words, lead_words, month_names
from reports.snapshot import Snapshot

Paper = Literal["A4", "Letter"]

PAPER_SCHEME = "rapport-css:"
HUE_STEP = 5


def html(snapshot: Snapshot, *, paper: Paper = "A4") -> str:
    """The whole page for a browser; printed from there it is the PDF's twin."""
    return _document(snapshot, paper, static)


def fragment(snapshot: Snapshot) -> SafeString:
    """The report alone, to stand within another page: an element with its own language, direction and hue."""
    with override(snapshot.language):
        return mark_safe(render_to_string("reports/fragment.html", _context(snapshot, "A4")))  # noqa: S308


def pdf(snapshot: Snapshot, *, paper: Paper = "A4") -> tuple[bytes, int]:
    """The tagged PDF and its number of pages. Equal snapshots give equal words on equal pages; the document's
    id is the snapshot's digest.

    Raises reports.paper.ForeignAddressError if the template asked for anything but our own style sheets.
    """
    from reports.paper import printed

    page = _document(snapshot, paper, PAPER_SCHEME.__add__, grids_keep_left=True)
    return printed(page, identifier=snapshot.digest())


def _document(
    snapshot: Snapshot, paper: Paper, address_of: Callable[[str], str], *, grids_keep_left: bool = False
) -> str:
    with override(snapshot.language):
        context = _context(snapshot, paper)
        context["stylesheets"] = [address_of(path) for path in STYLESHEETS]
        context["grid_turned"] = grids_keep_left and get_language_bidi()
        return render_to_string("reports/monthly.html", context)


def _context(snapshot: Snapshot, paper: Paper) -> dict[str, Any]:
    words, page = sections(snapshot), pgettext("page 1 of 3", "page")
    names = {"client": snapshot.client, "day": day_words(snapshot.written_on), **month_names(snapshot.month)}
    return {
        "client": snapshot.client,
        "agency": snapshot.agency,
        "language": get_language_info(snapshot.language)["code"],
        "direction": "rtl" if get_language_bidi() else "ltr",
        "hue": round(snapshot.agency.hue / HUE_STEP) * HUE_STEP % 360,
        "letter": paper == "Letter",
        "title": _("%(client)s in %(month)s") % names,
        "running_head": f"{snapshot.client} · {wording.month(snapshot.month)}",
        "running_foot": _("Monthly report, %(day)s") % names,
        "lead": lead_words(snapshot),
        "page": page,
        "pointer": "" if snapshot.headline else _pointer(words["wrong"], words["headings"]["wrong"], page),
        "gap": language().joint,
        "byline": byline_words(snapshot),
        "zone": wording.zone_place(snapshot.zone),
        "written_on": snapshot.written_on.isoformat(),
        "written_by": snapshot.written_by,
        "month": month_names(snapshot.month),
        "ink": _ink(snapshot.agency.hue),
        **words,
    }


def _pointer(wrong: list[str], heading: str, page: str) -> str:
    """A sentence of the lead that sends the reader to what went wrong, on paper to its page (P0); '' if nothing did."""
    if not wrong:
        return ""
    link = format_html('<a class="report__see" href="#went-wrong" data-page="{}">{}</a>', page, heading)
    sentence = ngettext(
        "One thing went wrong; it is told under {link}.",
        "{count} things went wrong; they are told under {link}.",
        len(wrong),
    )
    return format_html(sentence, count=len(wrong), link=link)


def _ink(hue: int) -> dict[str, str]:
    """Literal colours for the marks inside an SVG, which page CSS does not reach on paper."""
    grey = neutrals()
    return {
        "now": brand(hue)["brand_mark"],
        "then": grey["chart_then"],
        "rule": grey["chart_rule"],
        "mark": grey["ink_3"],
    }

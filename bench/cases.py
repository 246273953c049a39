"""What is measured: pages against a bare view, the PDF against raw WeasyPrint."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client as Browser
from django.urls import path, reverse
from django.utils import timezone

from agency.models import User
from agency.tenancy.scope import within
from bench.measure import Case
from bench.world import Built
from comms.models import Request

FLOOR = engines["django"].from_string("<ul>{% for row in rows %}<li>{{ row.0 }} {{ row.1 }}</li>{% endfor %}</ul>")
ROWS = 50
HTMX = {"HX-Request": "true"}


def bare(request: HttpRequest, agency_slug: str) -> HttpResponse:
    """The floor of a page: session, user, agency, member, fifty rows by index, a plain template."""
    rows = Request.objects.order_by("-last_at").values_list("key", "subject")[:ROWS]
    return HttpResponse(FLOOR.render({"rows": rows}))


urlpatterns = [path("<slug:agency_slug>/bare/", bare)]


def pages(built: Built) -> list[Case]:
    """Pages of a manager, an owner; each must answer 200 and hold something of its own."""
    slug, client, request = built.agency.slug, built.client.key, built.request.key
    as_manager, as_owner = browser(built.manager.user), browser(built.owner.user)
    floor = Case("bare view, 50 rows", getter(as_manager, f"/{slug}/bare/", "Question"))
    addresses = [
        ("Today", as_manager, reverse("today", args=[slug]), "waited"),
        ("Inbox", as_manager, reverse("inbox", args=[slug]) + "?show=all", "Question"),
        ("conversation", as_manager, reverse("request", args=[slug, request]), "Question"),
        ("the list beside it", as_manager, reverse("inbox_list", args=[slug]) + f"?beside={request}", "Question"),
        ("what stands beside", as_manager, reverse("at_hand", args=[slug]), "nav-count"),
        ("Clients", as_manager, reverse("clients", args=[slug]), "Client"),
        ("client", as_manager, reverse("client", args=[slug, client]), "Client"),
        ("log a call", as_manager, reverse("client_call_new", args=[slug, client]), "topics"),
        ("Reports", as_manager, reverse("reports", args=[slug]), "Client"),
        ("Overview", as_owner, reverse("overview", args=[slug]), "Manager"),
        ("rates by month", as_owner, reverse("promise", args=[slug]), "Half within"),
        ("rates by manager", as_owner, reverse("promise", args=[slug]) + "?by=manager", "Half within"),
        ("rates by client", as_owner, reverse("promise", args=[slug]) + "?by=client", "Client"),
        ("messages behind a rate", as_owner, reverse("promise_rows", args=[slug]) + "?show=by_person", "Question"),
        ("search", as_manager, reverse("search", args=[slug]) + "?q=Question+77", "Question"),
    ]
    return [
        floor,
        *(Case(name, getter(who, address, words), floor=floor.name) for name, who, address, words in addresses),
        *(replace(case, floor=floor.name) for case in spoken_pages(built, as_manager)),
    ]


def spoken_pages(built: Built, manager: Browser) -> list[Case]:
    """Calls, meetings, summaries, decisions, as the manager sees them, the client and a calendar program."""
    slug, client = built.agency.slug, built.client.key
    reader = browser(built.reader)
    portal, asked = [slug, client], "?q=catalogue+deadline"
    addresses = [
        ("meetings", manager, reverse("meetings", args=[slug]), "Review 1"),
        ("meetings held", manager, reverse("meetings", args=[slug]) + "?show=past", "Weekly:"),
        ("meeting", manager, reverse("meeting", args=[slug, built.meeting.key]), "Bring the figures."),
        ("client's meetings", manager, reverse("client_meetings", args=[slug, client]), "Review 1"),
        ("client's meetings held", manager, reverse("client_meetings", args=[slug, client]) + "?show=past", "Weekly:"),
        ("summaries", manager, reverse("summaries", args=[slug]), built.client.name),
        ("summary", manager, reverse("summary", args=[slug, built.summary.key]), built.summary.subject),
        ("client's decisions", manager, reverse("client_decisions", args=[slug, client]), "We go on with the"),
        ("decisions", manager, reverse("decisions", args=[slug]), "We go on with the"),
        ("client's insights", manager, reverse("client_insights", args=[slug, client]), "is away every Friday"),
        ("quoting", manager, reverse("quoting", args=[slug, built.request.key]) + asked, "catalogue"),
        ("portal", reader, reverse("portal", args=portal), "Decided by you."),
        ("portal, all decisions", reader, reverse("portal_everything", args=[*portal, "decisions"]), "We go on with"),
        ("portal, all summaries", reader, reverse("portal_everything", args=[*portal, "summaries"]), "agreed"),
        ("calendar", Browser(), built.feed, "SUMMARY:Client"),
    ]
    preview = reverse("call_preview", args=[slug, client])
    return [
        *(Case(name, getter(who, address, words)) for name, who, address, words in addresses),
        Case("palette", getter(manager, reverse("search", args=[slug]) + asked, "catalogue", HTMX)),
        Case("preview of a call", poster(manager, preview, typed(built), "The feed is four days late.")),
    ]


def typed(built: Built) -> dict[str, str]:
    """The desk of a call with one topic and one thing to do."""
    began = timezone.localtime() - timedelta(hours=1)
    return {
        "kind": "call", "contacts": built.contact.key, "at": f"{began:%Y-%m-%dT%H:%M}",
        "topics-TOTAL_FORMS": "1", "topics-INITIAL_FORMS": "0", "topics-0-title": "Feed",
        "topics-0-answer": "The feed is four days late.", "topics-0-decision": "We wait until Friday.",
        "topics-0-actions-TOTAL_FORMS": "1", "topics-0-actions-INITIAL_FORMS": "0",
        "topics-0-actions-0-text": "Send the sizes by Friday",
    }  # fmt: skip


def browser(user: User) -> Browser:
    found = Browser()
    found.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return found


def getter(who: Browser, address: str, words: str, headers: dict[str, str] | None = None) -> Callable[[], bool]:
    return lambda: holds(who.get(address, headers=headers), words)


def poster(who: Browser, address: str, fields: dict[str, str], words: str) -> Callable[[], bool]:
    return lambda: holds(who.post(address, fields), words)


def holds(response: Any, words: str) -> bool:
    return response.status_code == 200 and words in response.content.decode()


def pdf(built: Built) -> list[Case]:
    """A report as PDF, against WeasyPrint alone on the page that it is given."""
    from weasyprint import HTML

    from reports import layout
    from reports.paper import OwnSheetsOnly
    from tests.reports.samples import SOLVANG

    page = layout._document(SOLVANG, "A4", layout.PAPER_SCHEME.__add__, grids_keep_left=True)

    def raw() -> bytes:
        found: bytes = HTML(string=page, base_url=layout.PAPER_SCHEME, url_fetcher=OwnSheetsOnly()).write_pdf()
        return found

    def ours() -> bytes:
        with within(built.agency):
            return layout.pdf(SOLVANG)[0]

    is_pdf: Callable[[object], bool] = lambda found: bytes(found).startswith(b"%PDF")  # type: ignore[call-overload]  # noqa: E731
    return [
        Case("PDF, raw WeasyPrint", raw, is_pdf),
        Case("PDF, monthly report", ours, is_pdf, "PDF, raw WeasyPrint"),
    ]

"""What is measured: pages against a bare view, the PDF against raw WeasyPrint."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client as Browser
from django.urls import path, reverse

from agency.models import Membership
from agency.tenancy.scope import within
from bench.measure import Case
from bench.world import Built
from comms.models import Request

FLOOR = engines["django"].from_string("<ul>{% for row in rows %}<li>{{ row.0 }} {{ row.1 }}</li>{% endfor %}</ul>")
ROWS = 50


def bare(request: HttpRequest, agency_slug: str) -> HttpResponse:
    """The floor of a page: session, user, agency, member, fifty rows by index, a plain template."""
    rows = Request.objects.order_by("-last_at").values_list("key", "subject")[:ROWS]
    return HttpResponse(FLOOR.render({"rows": rows}))


urlpatterns = [path("<slug:agency_slug>/bare/", bare)]


def pages(built: Built) -> list[Case]:
    """Pages of a manager, an owner; each must answer 200 and hold something of its own."""
    slug, client, request = built.agency.slug, built.client.key, built.request.key
    as_manager, as_owner = browser(built.manager), browser(built.owner)
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
    ]


def browser(member: Membership) -> Browser:
    found = Browser()
    found.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    return found


def getter(who: Browser, address: str, words: str) -> Callable[[], bool]:
    def get() -> bool:
        response = who.get(address)
        return response.status_code == 200 and words in response.content.decode()

    return get


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

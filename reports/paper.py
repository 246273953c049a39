"""From HTML to a tagged PDF. The only module that imports WeasyPrint; only reports.layout.pdf imports it."""

from pathlib import Path
from typing import NamedTuple

from django.contrib.staticfiles import finders
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from agency.styles import STYLESHEETS
from reports.layout import PAPER_SCHEME


class ForeignAddressError(FatalURLFetchingError):
    """A report asked for something that is not one of our style sheets: no network, no other file."""


class OwnSheetsOnly(URLFetcher):
    """Gives WeasyPrint the style sheets of the app from the disk, and refuses every other address."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        path = url.removeprefix(PAPER_SCHEME)
        found = finders.find(path) if url.startswith(PAPER_SCHEME) and path in STYLESHEETS else None
        if not found:
            raise ForeignAddressError(f"A report may not load {url}.")
        return URLFetcherResponse(url, body=Path(found).read_bytes(), headers={"Content-Type": "text/css"})


class Printed(NamedTuple):
    document: bytes
    pages: int


def printed(page: str, *, identifier: str) -> Printed:
    """The page as PDF/UA-1 (tagged, with language and title), its id made of `identifier`."""
    html = HTML(string=page, base_url=PAPER_SCHEME, url_fetcher=OwnSheetsOnly())
    options = {"pdf_variant": "pdf/ua-1", "pdf_identifier": identifier.encode()}
    laid_out = html.render(**options)
    return Printed(laid_out.write_pdf(**options), len(laid_out.pages))

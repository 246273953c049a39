"""Behind the link that ends what is sent regularly: GET shows, POST ends it (RFC 8058)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from agency.doors import open_door
from clients.models import Contact
from clients.profile import effective_profile
from comms.domain import subscriptions
from comms.domain.subscriptions import Wish


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_door("link", writes=True)
def unsubscribe(request: HttpRequest, agency_slug: str, wish: str) -> HttpResponse:
    """No cookie, no sign-in and no question stand before POST, since a mail program sends it. The link is the proof."""
    asked = subscriptions.find(request.agency, wish)  # type: ignore[attr-defined]
    if asked is None:
        raise Http404("no such page")
    if request.method == "POST":
        subscriptions.end(asked, at=timezone.now())
    with translation.override(_language(asked)):
        return render(request, "comms/unsubscribe.html", _context(asked))


def _language(wish: Wish) -> str:
    reader = wish.reader
    if isinstance(reader, Contact):
        return effective_profile(reader, reader.client, reader.agency).language.value
    return reader.user.language


def _context(wish: Wish) -> dict[str, object]:
    agency = wish.reader.agency
    if isinstance(wish.reader, Contact):
        about = _("The monthly report of %(agency)s about %(client)s") % {
            "agency": agency.name,
            "client": wish.reader.client.name,
        }
        after = _(
            "Answers to your questions and summaries of calls still come. Whoever looks "
            "after you at %(agency)s can switch the report on again."
        ) % {"agency": agency.name}
    else:
        about = _("Bundled notices of Rapport at %(agency)s") % {"agency": agency.name}
        after = _(
            "They still stand in Today, and what must not be missed still comes. Your "
            "settings can switch them on again."
        )
    return {
        "letter": {"agency": {"name": agency.name, "hue": agency.hue, "logo_url": ""}, "client": "", "home_url": ""},
        "about": about,
        "after": after,
        "ended": wish.granted,
    }

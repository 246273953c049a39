"""What the staff frame around every page shows: brand, navigation with counts, the member's clients, who one is."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from agency import at_hand, queries, registry, wording
from agency.addresses import address, home
from agency.forms.choices import staff_languages
from agency.models import Membership
from agency.permissions import may


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor. `frame` is None on pages outside an agency's staff; it is made when a page first asks for it,
    so that parts of pages, which htmx asks for, do without."""
    common = {"demo": settings.DEMO, "base_url": settings.BASE_URL, "signup_open": settings.SIGNUP_OPEN}
    member: Membership | None = getattr(request, "member", None)
    if member is None or getattr(request, "portal", False):
        return {**common, "frame": None, "member": member}
    return {**common, "member": member, "frame": SimpleLazyObject(lambda: staff_frame(request, member))}


def staff_frame(request: HttpRequest, member: Membership) -> dict[str, Any]:
    now, slug = timezone.now(), member.agency.slug
    beside, fresh = at_hand.known(member, now)
    return {
        "agency": {"name": member.agency.name, "slug": slug, "hue": member.agency.hue},
        "nav": navigation(request, member, beside.numbers),
        "across": across(member),
        "at_hand_url": "" if fresh else reverse("at_hand", args=[slug]),
        **beside.clients,
        "me": me(member, now),
        "home_url": home(slug),
        "search_url": address("search", slug),
        "commands_url": address("commands", slug),
        "log_call_url": address("call_new", slug) if may(member, "call.log") else "",
        "theme_url": reverse("theme"),
        "language_url": reverse("language"),
        "languages": [
            {"code": code, "name": name, "current": code == get_language()} for code, name in staff_languages()
        ],
        "agencies": [{"name": place.name, "url": home(place.slug)} for place in queries.elsewhere(member)],
    }


def me(member: Membership, now: Any) -> dict[str, Any]:
    place, clock = wording.zone_place(member.user.zone), wording.clock_time(now, timezone.get_current_timezone())
    return {
        "name": str(member.user),
        "initials": wording.initials(str(member.user)),
        "clock_words": f"{place}, {clock}",
        "settings_url": reverse("my_settings", args=[member.agency.slug]),
        "sign_out_url": reverse("account_logout"),
        "keys_off": not member.user.keys_on,
    }


def navigation(request: HttpRequest, member: Membership, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    word = request.path_info.split("/")[2:3]
    here = registry.nav_places.get(word[0], word[0]) if word else ""
    entries = []
    for entry in sorted(registry.nav_entries, key=lambda entry: entry.position):
        url = address(entry.url_name, member.agency.slug) if may(member, entry.verb) else ""
        if url:
            entries.append(
                {
                    "label": entry.label,
                    "url": url,
                    "icon": entry.icon,
                    "name": entry.name,
                    "counted": entry.count is not None,
                    "count": counts.get(entry.name, 0),
                    "current": here == url.split("/")[2],
                    "phone": entry.phone,
                    "go": entry.go,
                }
            )
    return entries


def across(member: Membership) -> list[dict[str, Any]]:
    """The lists over all clients that the member may read."""
    rows = (row for row in sorted(registry.across_clients, key=lambda row: row.position) if may(member, row.verb))
    found = [{"label": row.label, "url": address(row.url_name, member.agency.slug), "go": row.go} for row in rows]
    return [row for row in found if row["url"]]

"""What the staff frame around every page shows: brand, navigation with counts, the member's clients, who one is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from agency import registry, wording
from agency.models import Membership
from agency.permissions import may


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor. `frame` is None on pages outside an agency's staff."""
    common = {"demo": settings.DEMO, "base_url": settings.BASE_URL}
    member: Membership | None = getattr(request, "member", None)
    if member is None or request.htmx:
        return {**common, "frame": None, "member": member}
    return {**common, "member": member, "frame": staff_frame(request, member)}


def staff_frame(request: HttpRequest, member: Membership) -> dict[str, Any]:
    now = timezone.now()
    sidebar = registry.sidebar_clients[0](member, now) if registry.sidebar_clients else {"led": [], "backed": []}
    return {
        "agency": {"name": member.agency.name, "slug": member.agency.slug, "hue": member.agency.hue},
        "nav": navigation(request, member, now),
        "led": sidebar["led"],
        "backed": sidebar["backed"],
        "me": {
            "name": str(member.user),
            "initials": wording.initials(str(member.user)),
            "clock_words": f"{wording.zone_place(member.user.zone)}, {wording.clock_time(now, timezone.get_current_timezone())}",
            "settings_url": reverse("my_settings", args=[member.agency.slug]),
        },
        "search_url": reverse("search", args=[member.agency.slug]),
        "log_call_url": reverse("call_new", args=[member.agency.slug]) if may(member, "call.log") else "",
    }


def navigation(request: HttpRequest, member: Membership, now: Any) -> list[dict[str, Any]]:
    here = request.path_info
    entries = []
    for entry in sorted(registry.nav_entries, key=lambda entry: entry.position):
        if may(member, entry.verb):
            url = reverse(entry.url_name, args=[member.agency.slug])
            entries.append(
                {
                    "label": entry.label,
                    "url": url,
                    "icon": entry.icon,
                    "count": entry.count(member, now) if entry.count else 0,
                    "current": here.startswith(url),
                    "phone": entry.phone,
                }
            )
    return entries

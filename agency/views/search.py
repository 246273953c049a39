"""Search over everything the member may see, and the palette of what can be found and done."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from agency import commanding
from agency.doors import member_door
from agency.http import MemberRequest
from agency.registry import ClientName
from agency.search import results
from agency.search.results import Group, Wanted
from agency.search.words import LONGEST_QUESTION

FARTHEST = 10_000


@member_door("member.self")
def search(request: MemberRequest) -> HttpResponse:
    """Grouped by kind, within one's rights; the palette asks here as one types."""
    words = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    client = commanding.client_named(request.member, request.GET.get("client", ""))
    known = results.families(request.member)
    family = request.GET.get("kind", "") if request.GET.get("kind", "") in dict(known) else ""
    wanted = Wanted(words, family, client.id if client else None, _place(request.GET.get("from", "")))
    asks = "" if words.startswith(">") else words
    found = results.search(request.member, wanted._replace(text=asks))
    address = {"q": words, "client": client.key if client else ""}
    context = {
        "query": words,
        "groups": [_shown(group, address, alone=bool(family)) for group in found.groups],
        "some": found.some,
    }
    if request.htmx and "main" not in (request.htmx.target or ""):
        return render(request, "components/palette.html", context)
    offered = [one for one in commanding.commands_of(request.member, client) if not one.get("does")]
    context |= {
        "family": family,
        "client": client,
        "without_client": _address(address | {"client": "", "kind": family}),
        "tabs": _tabs(known, address, family),
        "commands": [] if family else commanding.called(offered, words),
        "every_command": [] if words else offered,
        "from_start": _address(address | {"kind": family}) if wanted.start else "",
    }
    return render(request, "agency/search.html", context)


def _shown(group: Group, address: dict[str, str], *, alone: bool) -> dict[str, Any]:
    """With the address of what is further on: under this heading alone from its beginning, or from there."""
    place = str(group.further) if alone else ""
    further = _address(address | {"kind": group.family, "from": place}) if group.further else ""
    return {"label": group.label, "icon": group.icon, "hits": group.hits, "further": further}


def _address(parameters: dict[str, str]) -> str:
    return "?" + urlencode({name: text for name, text in parameters.items() if text})


def _tabs(known: list[tuple[str, str]], address: dict[str, str], family: str) -> list[dict[str, Any]]:
    every = [("", _("Everything")), *known]
    return [
        {"label": label, "url": _address(address | {"kind": word}), "current": word == family} for word, label in every
    ]


def _place(told: str) -> int:
    return min(int(told), FARTHEST) if told.isascii() and told.isdecimal() and len(told) < len(str(FARTHEST)) + 1 else 0


@member_door("member.self")
def commands(request: MemberRequest) -> HttpResponse:
    """What the palette offers to do, where a client is open for that client first."""
    client: ClientName | None = commanding.client_named(request.member, request.GET.get("client", ""))
    offered = commanding.commands_of(request.member, client)
    return render(request, "components/palette_commands.html", {"commands": offered})

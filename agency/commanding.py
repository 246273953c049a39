"""What the palette and the page of the search offer to do: places to go and things to begin, within one's rights."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agency import registry
from agency.addresses import address
from agency.commands import Command, commands
from agency.models import Membership
from agency.permissions import may
from agency.registry import ClientName
from agency.search.kinds import kinds
from agency.search.marking import title
from agency.search.words import asked, normal


def commands_of(member: Membership, client: ClientName | None = None) -> list[dict[str, Any]]:
    """{'label', 'url', 'icon', 'also', 'posts'}: what can be done for the client that is open comes first."""
    made = [row for command in commands if (row := _row(command, member, client))]
    first = [row for row in made if row["of_client"]]
    return [*first, *(row for row in made if not row["of_client"]), *_places(member)]


def _row(command: Command, member: Membership, client: ClientName | None) -> dict[str, Any] | None:
    if not may(member, command.verb) or (command.of_client and client is None):
        return None
    keys = [member.agency.slug] if command.in_agency else []
    if command.of_client and client:
        keys.append(client.key)
    url = address(command.url_name, *keys) if command.url_name else ""
    if not url and not command.does:
        return None
    label = str(command.label)
    told = label % {"client": client.name} if command.of_client and client else label
    return {
        "label": told,
        "url": url,
        "icon": command.icon,
        "also": str(command.also),
        "posts": command.posts,
        "does": command.does,
        "of_client": command.of_client,
    }


def _places(member: Membership) -> Iterator[dict[str, Any]]:
    for entry in sorted(registry.nav_entries, key=lambda entry: entry.position):
        url = address(entry.url_name, member.agency.slug) if may(member, entry.verb) else ""
        if url:
            label = _("Go to %(place)s") % {"place": entry.label}
            yield {"label": label, "url": url, "icon": entry.icon, "also": "", "posts": False, "of_client": False}


def called(offered: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """Those whose names hold all that was typed, in any order; with `>` in front they alone are asked for."""
    words = asked(normal(text.removeprefix(">")))
    if not words:
        return offered if text.startswith(">") else []
    named = ((command, f"{command['label']} {command['also']}") for command in offered)
    return [command for command, name in named if all(title(name, [word]) != title(name, []) for word in words)]


def client_named(member: Membership, key: str) -> ClientName | None:
    """The client that is open, by the key in its address, if the member may see it."""
    if not key or "client" not in kinds:
        return None
    row = kinds["client"].rows(member).filter(key=key[:40]).first()
    return ClientName(row.pk, row.key, row.name, reverse("client", args=[member.agency.slug, row.key])) if row else None

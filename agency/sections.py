"""The list of sections beside every settings page: what the member may open, and what is there."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from agency.addresses import address
from agency.http import MemberRequest
from agency.permissions import may


def settings_sections(request: MemberRequest) -> list[dict[str, Any]]:
    """Groups of {title, links}, as components/sections.html takes them. A page that no room offers is left out."""
    groups = [
        (
            _("You"),
            (
                ("my_settings", _("Your settings"), "user", "member.self"),
                ("my_absences", _("Away"), "calendar", "absence.own"),
                ("my_notices", _("Notices"), "bell", "member.self"),
                ("my_calendar", _("Calendar address"), "calendar", "calendar.own"),
                ("tokens", _("API tokens"), "key", "token.personal"),
            ),
        ),
        (
            _("The agency"),
            (
                ("settings", _("Agency"), "agency", "agency.settings"),
                ("members", _("People"), "users", "member.invite"),
                ("settings_hours", _("Hours and holidays"), "calendar", "agency.settings"),
                ("agency_calendar", _("Calendar of the agency"), "calendar", "calendar.agency"),
                ("settings_promise", _("Promise and rules"), "clock", "agency.settings"),
                ("briefing_questions", _("Briefing questions"), "summary", "briefing.read"),
                ("playbooks", _("Playbooks"), "quote", "playbook.read"),
                ("audit", _("Audit log"), "document", "audit.read"),
            ),
        ),
        (
            _("Mail and chat"),
            (
                ("mailboxes", _("Mailboxes"), "mail", "mailbox.edit"),
                ("sending", _("Sending"), "send", "sending.edit"),
                ("channels", _("Chat channels"), "chat", "channel.edit"),
                ("templates", _("Templates"), "note", "template.read"),
                ("outbox", _("Mail that left"), "letter", "outbox.read"),
            ),
        ),
    ]
    shown = [{"title": title, "links": [_link(request, *entry) for entry in entries]} for title, entries in groups]
    for group in shown:
        group["links"] = [link for link in group["links"] if link]
    return [group for group in shown if group["links"]]


def _link(request: MemberRequest, name: str, label: str, icon: str, verb: str) -> dict[str, Any] | None:
    url = address(name, request.agency.slug) if may(request.member, verb) else ""
    return {"label": label, "url": url, "icon": icon, "current": _stands_at(request, name, url)} if url else None


def _stands_at(request: HttpRequest, name: str, url: str) -> bool:
    """The agency's own page is the stem of all others, so it is current only by itself."""
    here = request.path_info
    return here == url if name == "settings" else here.startswith(url)

"""Every way into Rapport and every way out, listed from the code itself: addresses, API operations, tasks, commands,
links, exports and mails. Whatever is added later stands here by itself; what cannot be classified fails
test_inventory.py until somebody says whose it is."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from celery import current_app
from django.core.management import get_commands
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("agency", "clients", "comms", "reports", "portal", "api")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

NOUNS = {
    "clients": "clients.Client",
    "people": "clients.Person",
    "contacts": "clients.Contact",
    "terms": "clients.GlossaryTerm",
    "goals": "clients.Goal",
    "rights": "clients.DecisionRight",
    "insights": "comms.Insight",
    "letters": "comms.Interaction",
    "scopes": "clients.ScopeOfWork",
    "uses": "clients.DeliverableUse",
    "favours": "clients.Favour",
    "settings/briefing": "clients.BriefingQuestion",
    "briefing-questions": "clients.BriefingQuestion",
    "briefing-answers": "clients.BriefingAnswer",
    "settings/services": "clients.Service",
    "services": "clients.Service",
    "tasks": "clients.Task",
    "calls": "comms.Summary",
    "meetings": "comms.Meeting",
    "agenda-items": "comms.AgendaItem",
    "summaries": "comms.Summary",
    "corrections": "comms.Correction",
    "copies": "comms.SummaryCopy",
    "decisions": "comms.Decision",
    "citations": "comms.Citation",
    "outbox": "comms.OutboxMessage",
    "settings/mailboxes": "comms.Mailbox",
    "hooks/mailboxes": "comms.Mailbox",
    "mailboxes": "comms.Mailbox",
    "files": "comms.Attachment",
    "channels": "comms.ChatChannel",
    "inbox/unmatched": "comms.InboundMessage",
    "inbox/batches": "comms.Batch",
    "inbox/filters": "comms.SavedFilter",
    "batches": "comms.Batch",
    "filters": "comms.SavedFilter",
    "requests": "comms.Request",
    "experts": "comms.Expert",
    "questions": "comms.Question",
    "knowledge": "comms.KnowledgeEntry",
    "messages": "comms.Interaction",
    "draft-files": "comms.DraftFile",
    "letter-files": "comms.DraftFile",
    "templates": "comms.Template",
    "reports": "reports.Report",
    "settings/hours/closed-days": "agency.ClosedDay",
    "settings/hours/worked-days": "agency.WorkedDay",
    "settings/people/invitations": "agency.Invitation",
    "settings/people": "agency.Membership",
    "settings/tokens": "agency.ApiToken",
    "away": "agency.Absence",
    "absences": "agency.Absence",
    "members": "agency.Membership",
    "deliverables": "clients.Deliverable",
    "flags": "comms.ScopeFlag",
    "inbound": "comms.InboundMessage",
    "api/v1/calls": "comms.Interaction",
    "portal/<slug:client_key>/as": "clients.Contact",
    "portal": "clients.Client",
}
"""The words in an address before a key, and the model whose key it is. The longest match counts."""

OTHER_PARTS = {
    "agency_slug": "which agency",
    "token": "the secret of a link, by TOKENS",
    "secret": "of a hook, beside its mailbox or its provider",
    "provider": "who posts: a word in PROVIDERS",
    "wish": "signed for a contact: no more of a kind of mail, see aiming.py",
    "place": "which form a draft belongs to, see canaries.py",
    "kind": "one of the words in KINDS",
}
"""Parts of an address that are not keys of rows."""

TOKENS = {
    "invitation": "agency.Invitation",
    "portal_invitation": "clients.PortalInvitation",
    "signed_link": "comms.SignedLink",
    "question_link": "comms.ExpertLink",
    "citation_link": "comms.Citation",
    "calendar_feed": "comms.CalendarFeed",
}
"""Pages behind a secret: the name of the address and the model that keeps the secret's digest."""

TYPES = ("choleric", "sanguine", "melancholic", "phlegmatic")
KINDS = {
    **dict.fromkeys(("playbook", "playbook_edit", "playbook_reset"), TYPES),
    **dict.fromkeys(("api/v1/playbooks/<slug:kind>/", "api playbooks/<slug:kind>/"), TYPES),
    "portal_everything": ("decisions", "summaries", "requests"),
    "portal_everything_preview": ("decisions", "summaries", "requests"),
}

NOT_PAGES = {
    "clients_csv": "text/csv",
    "client_briefing_csv": "text/csv",
    "outbox_csv": "text/csv",
    "summaries_csv": "text/csv",
    "glossary_csv": "text/csv",
    "audit_csv": "text/csv",
    "experts_csv": "text/csv",
    "decisions_csv": "text/csv",
    "client_decisions_csv": "text/csv",
    "client_insights_csv": "text/csv",
    "knowledge_csv": "text/csv",
    "meetings_csv": "text/csv",
    "inbox_csv": "text/csv",
    "overview_csv": "text/csv",
    "promise_csv": "text/csv",
    "promise_rows_csv": "text/csv",
    "report_pdf": "application/pdf",
    "portal_report": "application/pdf",
    "portal_report_preview": "application/pdf",
    "attachment": "any",
    "calendar_feed": "text/calendar",
    "channel_hook": "application/json",
    "health_live": "application/json",
    "health_ready": "application/json",
    "api_schema": "application/vnd.oai.openapi+json",
}
"""Exports: addresses that answer with something else than a page, and with what."""

TASKS = {
    "comms.tasks.deliver": ("agency.Agency", "comms.OutboxMessage"),
    "comms.tasks.deliver_own": ("agency.Agency",),
    "comms.tasks.check_domain": ("agency.Agency", "comms.DomainCheck"),
    "comms.tasks.deliver_account_mail": ("comms.AccountMail",),
    "comms.tasks.report_outcome": ("agency.Agency", "comms.OutboxMessage"),
    "comms.tasks.file_message": ("agency.Agency", "comms.InboundMessage"),
    "comms.tasks.look_at_episode": ("agency.Agency", "comms.Episode"),
    "comms.tasks.cover_absence": ("agency.Agency", "agency.Absence"),
    "comms.tasks.poll_mailbox": ("agency.Agency", "comms.Mailbox"),
    "comms.tasks.mail_notices": ("agency.Agency", "agency.Membership"),
    "reports.tasks.draft_report": ("agency.Agency", "clients.Client", "a month"),
    "reports.tasks.advance_report": ("agency.Agency", "reports.Report"),
    "comms.tasks.deliver_post": ("agency.Agency", "comms.ChatPost"),
    "comms.tasks.sweep_posts": (),
    "comms.tasks.sweep_outbox": (),
    "comms.tasks.sweep_inbound": (),
    "comms.tasks.sweep_domain_checks": (),
    "comms.tasks.sweep_episodes": (),
    "comms.tasks.sweep_absences": (),
    "comms.tasks.sweep_mailboxes": (),
    "comms.tasks.sweep_notices": (),
    "comms.tasks.sweep_questions": (),
    "comms.tasks.sweep_summaries": (),
    "reports.tasks.sweep_reports": (),
}
"""Tasks, and the models whose ids they are given. Without any it is a sweep over all agencies."""

COMMANDS = {
    "receive_mail": "takes one message; the recipient's address says whose it is",
    "mail_domain": "asks name servers about the installation's domain; touches no rows",
    "mail_catcher": "listens; touches no rows",
    "demo": "founds the demo's agencies; refuses elsewhere",
    "reindex": "writes the index of the search anew, each agency in its own scope",
    "found_agency": "founds an agency; the account that becomes its owner gains nothing elsewhere",
}
"""Commands of ours, and why none of them carries a row from one agency to another."""

MAILS = {
    "agency.invitation_mail": "to the address that is invited, in the agency's name",
    "clients.letters": "to the address of a contact who is invited to the portal",
    "comms.domain.answers": "a member’s answer, to the contact who wrote; a letter that answers nothing, to the one it is for",
    "comms.domain.notes": "the automatic note, to the contact who wrote",
    "comms.domain.chatting": "an answer, to the client's chat channel",
    "comms.domain.posts": "what members are told of a client, to the channel that only they read",
    "comms.domain.inviting": "an invitation, what changed or a cancellation, to each who is asked to a meeting",
    "comms.domain.notices": "notices, alone or bundled, to the member they are for",
    "comms.domain.question_mail": "a question, its reminders and 'no longer needed', to the expert outside who is asked",
    "comms.provider_line": "pure: what is frozen in a row, to a provider's API",
    "comms.domain.summary_copies": "a summary, to each contact who was chosen",
    "comms.domain.summary_reminders": "a reminder of a summary, to each contact who has not answered",
    "comms.mail.compose": "pure: puts a message together",
    "comms.mail.fold": "pure: folds its lines",
    "comms.outbox_backend": "Django's mail, into the outbox of accounts",
    "reports.domain.sending": "a monthly report, to the client's contacts who get it",
}
"""Modules that queue or compose mail, and to whom it goes."""

MAIL_CALLS = {"queue", "queue_account_mail", "EmailMessage", "EmailMultiAlternatives", "send_mail", "mail_admins"}


@dataclass(frozen=True)
class Entry:
    """One address, with who may come through. `parts` are its variable parts, in order, with the model of a key or ''.

    An address of the API has a verb for each method, and its `view` says what it takes.
    """

    name: str
    route: str
    kind: str
    verb: str
    writes: bool
    parts: tuple[tuple[str, str], ...]
    verbs: tuple[tuple[str, str], ...] = ()
    view: Any = field(default=None, compare=False, repr=False)

    def verb_for(self, method: str) -> str:
        """The row of the permission table that this method asks for; '' for a method that nobody may use."""
        return dict(self.verbs).get(method, "") if self.kind == "api" else self.verb

    @property
    def is_export(self) -> bool:
        return self.name in NOT_PAGES

    @property
    def model(self) -> str:
        """The model whose row the address names last; '' where it names none."""
        return next((model for _part, model in reversed(self.parts) if model), "")

    def __str__(self) -> str:
        return self.name


class Unclassified(AssertionError):
    """Something new that nobody has said whose it is."""


@cache
def entries() -> tuple[Entry, ...]:
    """All addresses but those of other packages, which `foreign_entries` gives."""
    return tuple(_entry(route, pattern) for route, pattern in patterns() if not _foreign(route) and route != "api/v1/")


@cache
def foreign_entries() -> tuple[Entry, ...]:
    """Addresses of accounts (allauth) and of the operator's admin: of no agency, so no row of one may show."""
    return tuple(
        Entry(pattern.name or route, route, "operator" if route.startswith("admin/") else "account", "", True, ())
        for route, pattern in patterns()
        if _foreign(route)
    )


def _foreign(route: str) -> bool:
    return route.startswith(("admin/", "accounts/"))


def patterns(within: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in within if within is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern.url_patterns, route)
        else:
            yield route, pattern


def _entry(route: str, pattern: URLPattern) -> Entry:
    view = pattern.callback
    name = pattern.name or route
    parts = tuple((part, model_of_part(name, route, part)) for part in re.findall(r"<(?:\w+:)?(\w+)>", route))
    door = getattr(view, "door", None)
    if door is not None:
        return Entry(name, route, door.kind, door.verb, door.writes, parts)
    if route.startswith("api/v1/"):
        shown = getattr(view, "view_class", None) or getattr(view, "cls", None)
        verbs = tuple(dict(getattr(shown, "verbs", {})).items())
        if not verbs:
            raise Unclassified(f"{route}: its view has no `verbs`, so nobody knows who may use it.")
        return Entry(f"api {route.removeprefix('api/v1/')}", route, "api", "", True, parts, verbs, shown)
    raise Unclassified(
        f"{route} has no door. Decorate its view with member_door(verb), user_door or open_door(kind) of agency.doors."
    )


def model_of_part(name: str, route: str, part: str) -> str:
    """Which model's key stands in this part of an address; '' for parts that are no keys."""
    if part == "wish":
        return "clients.Contact"
    if part == "token":
        if name not in TOKENS:
            raise Unclassified(f"{route} takes a secret. Say in inventory.TOKENS which model keeps its digest.")
        return TOKENS[name]
    if part == "kind" and name not in KINDS:
        raise Unclassified(f"{route} takes a kind. Say in inventory.KINDS which there are.")
    if part in OTHER_PARTS or not part.endswith("key"):
        if part not in OTHER_PARTS and not route.startswith(("health", "demo", "api")):
            raise Unclassified(f"{route} has the part {part!r}. Say in inventory.OTHER_PARTS what it is.")
        return ""
    before = re.split(rf"<(?:\w+:)?{part}>", route)[0].removeprefix("<slug:agency_slug>/")
    words = before.strip("/")
    found = max((noun for noun in NOUNS if words == noun or words.endswith("/" + noun)), key=len, default=None)
    if found is None:
        raise Unclassified(f"{route}: whose key is {part!r}? Say in inventory.NOUNS which model {words!r} names.")
    return NOUNS[found]


def tasks() -> set[str]:
    current_app.loader.import_default_modules()
    return {name for name in current_app.tasks if name.split(".")[0] in ROOMS}


def commands() -> set[str]:
    return {name for name, app in get_commands().items() if str(app).split(".")[0] in ROOMS}


@cache
def modules_that_mail() -> set[str]:
    """Modules of ours with a call that queues or composes mail."""
    return {module for module, tree in _trees() if any(_called(node) in MAIL_CALLS for node in ast.walk(tree))}


@cache
def query_parameters() -> set[str]:
    """Names that views read from the address: `request.GET.get("q")`, and the fields of forms that filter."""
    read = set()
    for _module, tree in _trees():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"get", "getlist"}
            ):
                value = node.func.value
                if isinstance(value, ast.Attribute) and value.attr in {"GET", "query_params"} and node.args:
                    read |= {arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)}
    return {str(name) for name in read}


@cache
def _trees() -> tuple[tuple[str, ast.Module], ...]:
    found = []
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts and "demo" not in path.parts:
                module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                found.append((module.removesuffix(".__init__"), ast.parse(path.read_text())))
    return tuple(found)


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")

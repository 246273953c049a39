"""What this room tells the house about itself: navigation, tabs, the timeline's words, Today, search, hooks."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agency import registry
from agency.cover import absence_hooks, leave_covers, stand_ins
from agency.domain import members
from agency.models import Agency, Membership
from agency.origins import origins
from agency.registry import ClientTab, FirstStep, NavEntry
from clients import briefing
from comms import (
    asked_today,
    asked_words,
    attendance_today,
    citation_pages,
    cover_words,
    decision_words,
    insight_words,
    leave_words,
    mail_notice_words,
    meeting_mail_words,
    meeting_registrations,
    scope_flags,
    searching,
    task_notice_words,
    timeline,
    today,
    today_plans,
    today_troubles,
    today_unsent,
)
from comms.demo.asking import ask_experts
from comms.demo.beside_calls import lay_beside
from comms.demo.following import follow
from comms.demo.meeting import plan_meetings
from comms.demo.story import talk
from comms.domain import (
    acknowledgements,
    cover,
    fallen_answers,
    feeds,
    hooks,
    later,
    meeting_outcomes,
    notices,
    own_addresses,
    posts,
    succession,
    summaries,
)
from comms.left_open import held_by, left_open
from comms.models import (
    Announcement,
    ChatChannel,
    Citation,
    Decision,
    DomainCheck,
    Episode,
    Expert,
    InboundMessage,
    Insight,
    Interaction,
    KnowledgeEntry,
    Mailbox,
    OutboxMessage,
    Question,
    Request,
    ScopeFlag,
    SendingAccount,
    Summary,
)
from comms.queries.cover import answering
from comms.queries.insights import unused_count
from comms.queries.proposals import asked_last
from comms.queries.questions import to_answer
from comms.verb_words import VERB_WORDS
from comms.worked_example import worked_example

UNDER_CLIENTS = (
    "calls",
    "summaries",
    "citations",
    "corrections",
    "copies",
    "flags",
    "channels",
    "decisions",
    "insights",
)
"""First words of addresses that are found under Clients."""


def register() -> None:
    registry.verb_words.update(VERB_WORDS)
    _names()
    _navigation()
    _today()
    _cover()
    registry.timeline_tellers.update(
        interaction=timeline.interactions,
        summary=timeline.summaries,
        decision=timeline.decisions,
        scopeflag=timeline.flags,
        request=timeline.requests,
        question=asked_words.timeline,
        citation=citation_pages.timeline,
        insight=insight_words.timeline,
    )
    registry.timeline_tellers["announcement"] = meeting_mail_words.announcements
    briefing.asked_before.append(asked_last)
    asked_words.notices()
    meeting_mail_words.put_in()
    task_notice_words.put_in()
    origins.update(interaction=decision_words.call_origins, decision=decision_words.origins)
    mail_notice_words.put_in()
    meeting_registrations.register()
    registry.demo_stories += [(30, talk), (31, ask_experts), (32, follow), (33, plan_meetings), (34, lay_beside)]
    registry.scope_sections.append(scope_flags.on_scope_page)
    registry.open_things.append(left_open)
    registry.holdings.append(held_by)
    registry.hand_overs.append(succession.hand_over_everything)
    members.departures.append(feeds.leave)
    registry.worked_examples.append(worked_example)
    registry.used_elsewhere.append(own_addresses.read_elsewhere)
    registry.first_steps.append(_connect_a_mailbox)
    registry.client_clocks.append(today.sidebar_clocks)
    searching.put_in()
    notices.elsewhere.append(posts.tell)
    _hooks()


def _hooks() -> None:
    """Who hears what became of a mail, in this order."""
    for kind in ("interaction", "summary"):
        hooks.accepted_hooks[kind].append(acknowledgements.accepted)
        hooks.failed_hooks[kind].append(fallen_answers.failed)
        hooks.retried_hooks[kind].append(fallen_answers.retried)
    hooks.accepted_hooks["interaction"].append(later.left)
    hooks.accepted_hooks["summary"].append(_summary_accepted)
    hooks.accepted_hooks["meeting"].append(meeting_outcomes.accepted)
    hooks.failed_hooks["meeting"].append(meeting_outcomes.failed)


def _names() -> None:
    registry.call_by("subject", Request, Interaction, Summary, OutboxMessage)
    registry.call_by("request__subject", Episode, ScopeFlag)
    registry.call_by("address", Mailbox)
    registry.call_by("way", SendingAccount)
    registry.call_by("domain", DomainCheck)
    registry.call_by("words", Citation)
    registry.call_by("what", Decision)
    registry.call_by("text", Question, Insight)
    registry.call_by("title", KnowledgeEntry)
    registry.call_by("name", ChatChannel, Expert)
    registry.call_by("meeting__title", Announcement)


def _navigation() -> None:
    registry.nav_entries += [
        NavEntry("inbox", _("Inbox"), "inbox", "inbox", 20, "request.read", count=today.inbox_count, go="i"),
        NavEntry("experts", _("Experts"), "experts", "quote", 55, "expert.read", phone=False, count=_to_answer, go="e"),
    ]
    registry.nav_places |= dict.fromkeys(["questions", "knowledge"], "experts")
    registry.nav_places |= {
        "requests": "inbox",
        "outbox": "settings",
        **dict.fromkeys(UNDER_CLIENTS, "clients"),
    }
    registry.across_clients += [
        NavEntry("decisions", _("Decisions"), "decisions", "decision", 20, "decision.read", go="d"),
        NavEntry("summaries", _("Summaries"), "summaries", "summary", 30, "summary.read", go="u"),
    ]
    registry.client_tabs += [
        ClientTab("requests", _("Requests"), "client_requests", 20, "request.read"),
        ClientTab("summaries", _("Summaries"), "client_summaries", 30, "summary.read"),
        ClientTab("decisions", _("Decisions"), "client_decisions", 40, "decision.read"),
        ClientTab("insights", _("What they told us"), "client_insights", 45, "insight.read", count=unused_count),
    ]


def _today() -> None:
    registry.today_rows += [today.clocks, today.broken_elsewhere, today_unsent.unsent, today.failed_mail]
    registry.today_rows.append(today_troubles.troubles)
    registry.today_rows += [asked_today.to_answer, asked_today.silent, asked_today.answered]
    registry.today_rows += [today_plans.steps, today_plans.returned, decision_words.to_look_at]
    registry.today_rows.append(attendance_today.in_danger)
    registry.today_rail.append(cover_words.rail)


def _cover() -> None:
    absence_hooks.append(cover.soon)
    leave_covers.append(leave_words.lines)
    stand_ins.append(answering)
    cover_words.put_in()


def _to_answer(member: Membership, now: datetime) -> int:
    return to_answer(member).count()


def _connect_a_mailbox(agency: Agency) -> Iterator[FirstStep]:
    """Done as well where mail comes to the agency's own address here, without any mailbox."""
    yield FirstStep(
        20,
        _("Where clients write to"),
        _("Mail that comes there becomes requests, each with its clock."),
        _("Connect a mailbox"),
        reverse("mailboxes", args=[agency.slug]),
        done=Mailbox.objects.exists() or InboundMessage.objects.exists(),
    )


def _summary_accepted(message: OutboxMessage, at: datetime) -> None:
    if message.object_id is not None:
        summaries.accepted_by_provider(message.object_id, at=message.settled_at or at)

"""Makes a row of any tenant model: keys to rows of the same client, words with the right mark, plausible everything else."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from agency.keys import digest
from agency.models import Agency, Membership, User
from agency.tenancy.base import TenantModel
from agency.tenancy.walls import tenant_models
from tests.doors.canaries import INSIDE, SHOWN, Mark, Numbers, level_of, marked_fields

Rows = dict[str, list[TenantModel]]


@dataclass
class Plot:
    """One client's rows, or with number 0 those of the agency itself; `above` is the agency's plot."""

    letter: str
    number: int
    agency: Agency
    numbers: Numbers
    above: Plot | None = None
    rows: Rows = field(default_factory=lambda: defaultdict(list))
    named: dict[str, Any] = field(default_factory=dict)
    secrets: dict[tuple[str, int], str] = field(default_factory=dict)

    def mark(self, level: str) -> Mark:
        return Mark(self.letter, self.number, level)

    def first(self, label: str) -> TenantModel | None:
        """The first row of a model, of the client or else of the agency."""
        found = self.rows.get(label) or (self.above.rows.get(label) if self.above else None)
        return found[0] if found else None

    def make(self, label: str, within: str = SHOWN, **given: Any) -> Any:
        """One more row. `within` is the level of the row as a whole; `given` are fields that matter."""
        model = MODELS[label]
        number = len(self.rows[label]) + 1
        values = {
            name: value(self, number) if callable(value) else value for name, value in USUAL.get(label, {}).items()
        }
        values |= given
        row = model(id=self.numbers(), agency=self.agency)
        for each in model._meta.concrete_fields:
            if each.name in {"id", "agency", "key"}:
                continue
            if each.name in values or each.attname in values:
                setattr(
                    row,
                    each.name if each.name in values else each.attname,
                    values.get(each.name, values.get(each.attname)),
                )
            else:
                _fill(self, row, each, within, number)
        for each in marked_fields(model):
            if each.name not in values:
                setattr(row, each.name, self.words(model, each, within, number))
        row.save(force_insert=True)
        self.rows[label].append(row)
        return row

    def words(self, model: type[models.Model], each: models.Field, within: str, number: int) -> str:
        mark = self.mark(level_of(model, each.name, within))
        if isinstance(each, models.EmailField):
            return f"{each.model._meta.model_name}{number}-{mark}@post.example"
        if isinstance(each, models.URLField):
            return f"https://{mark}.example/"
        words = f"{mark} {number} {model._meta.model_name} {each.name.replace('_', ' ')}"
        return words[: each.max_length or 200].rstrip()


MODELS: dict[str, type[TenantModel]] = {model._meta.label: model for model in tenant_models()}


def _fill(plot: Plot, row: TenantModel, each: models.Field, within: str, number: int) -> None:
    if isinstance(each, models.ForeignKey):
        setattr(row, each.name, _parent(plot, each))
    elif isinstance(each, models.GenericIPAddressField):
        setattr(row, each.name, "192.0.2.7")
    elif each.choices:
        setattr(row, each.name, each.get_default() or each.choices[0][0])
    elif isinstance(each, models.BinaryField):
        setattr(row, each.name, f"{plot.mark(level_of(row.__class__, each.name, within))} {each.name}".encode())
    elif isinstance(each, models.JSONField):
        setattr(row, each.name, {"words": str(plot.mark(level_of(row.__class__, each.name, within)))})
    elif isinstance(each, models.CharField) and each.max_length == 64:
        setattr(row, each.name, secrets.token_hex(32))
    elif not each.has_default() and (maker := BY_TYPE.get(type(each))) is not None and not each.null:
        setattr(row, each.name, maker(number))


def _parent(plot: Plot, each: models.ForeignKey) -> Any:
    if each.related_model is User:
        return None if each.null else plot.named["user"]
    if each.related_model is each.model:
        return None
    found = plot.first(each.related_model._meta.label)
    if found is None or (each.unique and plot.rows[each.model._meta.label]):
        assert each.null, f"{each} has nothing to point to: make a {each.related_model.__name__} before, in scene.py"
        return None
    return found


BY_TYPE: dict[type[models.Field], Callable[[int], Any]] = {
    models.DateTimeField: lambda number: timezone.now() - timedelta(hours=number),
    models.DateField: lambda number: timezone.localdate() - timedelta(days=number),
    models.DecimalField: lambda number: 10 * number,
    models.PositiveSmallIntegerField: lambda number: number,
    models.PositiveIntegerField: lambda number: number,
    models.PositiveBigIntegerField: lambda number: number,
    models.BigIntegerField: lambda number: number,
    models.IntegerField: lambda number: number,
}


def _later(days: float) -> Callable[[Plot, int], Any]:
    return lambda plot, number: timezone.now() + timedelta(days=days)


def _day(days: int) -> Callable[[Plot, int], Any]:
    return lambda plot, number: timezone.localdate() + timedelta(days=days)


def _secret(name: str) -> Callable[[Plot, int], str]:
    """The digest of a secret that is kept beside, so that the sweep can knock with it."""

    def make(plot: Plot, number: int) -> str:
        plot.secrets[name, number] = secrets.token_urlsafe(24)
        return digest(plot.secrets[name, number])

    return make


def _unique(word: str) -> Callable[[Plot, int], str]:
    return lambda plot, number: f"{word}:{plot.letter}{plot.number}:{number}:{secrets.token_hex(3)}"


def _message_id(plot: Plot, number: int) -> str:
    return f"<{secrets.token_hex(8)}@post.example>"


def _member(name: str) -> Callable[[Plot, int], Membership]:
    return lambda plot, number: (plot.above or plot).named[name]


def _cited(plot: Plot) -> int:
    decision = plot.first("comms.Decision")
    return decision.pk if decision else 0


USUAL: dict[str, dict[str, Any]] = {
    "agency.Absence": {"first": _day(30), "last": _day(33), "begins_at": _later(30), "ends_at": _later(34)},
    "agency.ApiToken": {"revoked_at": None, "expires_at": None, "hint": "x7q2"},
    "agency.ClosedDay": {"day": lambda plot, number: timezone.localdate() + timedelta(days=20 + number)},
    "agency.WorkedDay": {"day": lambda plot, number: timezone.localdate() + timedelta(days=40 + number)},
    "agency.Event": {"client_id": lambda plot, number: plot.named["client"].pk if plot.number else None, "actor_id": None},
    "agency.SearchEntry": {"kind": "nothing", "title": None, "words": None},
    "agency.Invitation": {"token_digest": _secret("invitation"), "expires_at": _later(5), "invited_at": _later(-1),
                          "role": "manager", "accepted_at": None, "revoked_at": None},
    "clients.Client": {"archived_reason": "", "language": "en", "zone": "Europe/Lisbon", "country": "PT",
                       "target_kind": ""},
    "clients.Person": {"language": "en", "zone": "Europe/Lisbon", "tone": "friendly", "detail_level": "full",
                       "personality_type": "choleric"},
    "clients.PortalInvitation": {"token_digest": _secret("portal_invitation"), "expires_at": _later(5),
                                 "invited_at": _later(-1), "accepted_at": None, "revoked_at": None},
    "clients.Contact": {"portal_access": True},
    "clients.BriefingQuestion": {"shipped": ""},
    "clients.Goal": {"due": _day(90), "hope_origin_kind": "", "hope_origin_id": None},
    "clients.DecisionRight": {"member": None},
    "clients.ScopeOfWork": {"version": lambda plot, number: number, "fee_minor": lambda plot, number: plot.mark("s").fee * 100,
                            "currency": "EUR", "starts_on": _day(-120)},
    "clients.Favour": {"currency": "EUR", "worth_minor": 4200},
    "clients.Task": {"contact": None, "owner": _member("manager"), "internal_due": _day(2), "client_due": _day(5),
                     "origin_kind": ""},
    "comms.Decision": {"revisit_on": None, "scope": None},
    "comms.InsightLink": {"task": None, "flag": None},
    "comms.Announcement": {"sequence": lambda plot, number: number, "withdrawn_at": None, "before": {},
                           "shown": {"kind": "weekly", "title": "", "starts_at": "2026-01-05T09:00:00+00:00", "minutes": 30, "way": "video",
                                     "place": "", "organiser": "", "items": [], "people": []}},
    "comms.CalendarFeed": {"token_digest": _secret("calendar_feed"), "revoked_at": None, "with_tasks": True},
    "comms.Transcript": {"place": "", "lines": lambda plot, number: [[number, str(plot.mark(INSIDE)), str(plot.mark(INSIDE))]],
                         "used": []},
    "comms.RunningCall": {"member": _member("manager")},
    "clients.GlossaryTerm": {"folded": _unique("term"), "removed_at": None},
    "comms.Answer": {"fate": "", "accepted_at": None},
    "comms.ActionItem": {"contact": None, "client_due": _day(9)},
    "comms.Expert": {"member": None, "language": "en", "retired_at": None},
    "comms.ExpertAnswer": {"inbound": None, "files_note": None, "member": None, "way": "mail"},
    "comms.ExpertLink": {"token_digest": _secret("question_link"), "expires_at": _later(30), "made_at": _later(-1)},
    "comms.KnowledgeEntry": {"language": "en", "links": "https://a.example/", "retired_at": None},
    "comms.KnowledgeVersion": {"number": lambda plot, number: 90 + number},
    "comms.Question": {"interaction": None, "holder": None, "asked_at": _later(-0.2), "due_at": _later(0.3), "context": [], "entry": None,
                       "next_check_at": None},
    "comms.Attachment": {"content_type": "text/plain", "size": 40},
    "comms.ChatChannel": {"active": False, "heard_at": None},
    "comms.ChatPost": {"interaction": None, "purpose_key": _unique("post"), "claim": ""},
    "comms.Batch": {"kind": "dismiss", "done": [], "left": [], "undone_at": None},
    "comms.Citation": {"token_digest": _secret("citation_link"), "kind": "decision", "expires_at": _later(30),
                       "made_at": _later(-1), "revoked_at": None, "object_id": lambda plot, number: _cited(plot)},
    "comms.DeliveryAttempt": {"verdict": "accepted", "via": ""},
    "comms.DomainCheck": {"asked_at": None, "findings": lambda plot, number: [
        {"about": "mx", "weight": "good", "state": "there", "value": f"{plot.mark(INSIDE)}.example"}]},
    "comms.NoticeChoice": {"topic": "reports", "pace": "daily", "member": _member("backup")},
    "comms.SendingAccount": {"way": "smtp", "active": False, "port": 465, "paused_until": None},
    "comms.TrackingReport": {"provider": "mailgun", "mail": _unique("report")},
    "comms.Draft": {"fields": lambda plot, number: {"text": str(plot.mark(INSIDE))}},
    "comms.Episode": {"opened_at": _later(-0.2), "promise_at": _later(0.8), "target_at": _later(0.3), "stage_times": {}, "covers": None, "rules": {},
                      "promise_cause": "", "acknowledged_by": None, "dismissed_by": None},
    "comms.InboundMessage": {"message_id": _message_id, "next_attempt_at": None},
    "comms.Interaction": {"inbound": None, "message_id": _message_id, "references": _message_id},
    "comms.Mailbox": {"port": 993, "active": False},
    "comms.AgendaItem": {"contact": None, "owner": _member("manager"), "minutes": 10, "source_kind": "", "source_id": None, "topic": None},
    "comms.Attendee": {"reply": "tentative"},
    "comms.Meeting": {"starts_at": _later(3), "minutes": 30, "announced_at": _later(-1), "announced_as": None,
                      "readied_at": None, "cancelled_at": None, "interaction": None},
    "comms.Notice": {"kind": "report.drafted", "path": "", "purpose_key": _unique("notice"), "facts": {}},
    "comms.OutboxMessage": {"purpose_key": _unique("mail"), "object_kind": "", "object_id": None, "claim": "",
                            "message_id": _message_id, "attempts": 0},
    "comms.Request": {"opened_at": _later(-0.2), "last_at": _later(-0.1)},
    "comms.SavedFilter": {"asked": {"show": "all"}, "removed_at": None},
    "comms.ScopeFlag": {"topic": None, "settled_by": None},
    "comms.SignedLink": {"token_digest": _secret("signed_link"), "expires_at": _later(30), "made_at": _later(-1),
                         "revoked_at": None, "decided_at": None, "purpose": "summary"},
    "comms.StageFired": {"stage": lambda plot, number: ("half", "backup", "target", "alarm", "owners")[number - 1]},
    "comms.Summary": {"version": 1, "language": "en", "tone": "friendly", "detail_level": "full", "supersedes": None},
    "comms.SummaryCopy": {"answered_how": "", "verdict": "", "answered_at": None},
    "comms.Template": {"language": "en", "shipped": "", "retired_at": None, "member": None},
    "reports.Metric": {"value": 12},
    "reports.TalkingEdit": {"slot": _unique("slot")},
    "reports.Report": {"language": "en", "release_at": _later(2)},
}  # fmt: skip
"""What the generic way would get wrong. A new model needs an entry only if its own constraints ask for one."""

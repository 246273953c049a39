"""The one table of who may do what: role to verb, read by pages, API and templates alike.

`Reach.ALL` is for every client of the agency, `Reach.OWN` for those a member leads or backs up. A verb that is not
about
a client is either in a role's row or not. A specialist's `OWN` is what is assigned to them.
"""

from enum import StrEnum
from typing import Protocol

from django.core.exceptions import PermissionDenied

from agency.models import Membership, Role


class Reach(StrEnum):
    ALL = "all"
    OWN = "own"


OWNER, MANAGER, SPECIALIST = Role.OWNER, Role.MANAGER, Role.SPECIALIST
_all, _own = Reach.ALL, Reach.OWN

TABLE: dict[str, dict[str, Reach]] = {
    # oneself, in this agency
    "member.self": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "absence.own": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    # the agency
    "agency.settings": {OWNER: _all},
    "member.invite": {OWNER: _all},
    "member.change": {OWNER: _all},
    "member.deactivate": {OWNER: _all},
    "absence.any": {OWNER: _all},
    "audit.read": {OWNER: _all},
    "token.personal": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "token.agency": {OWNER: _all},
    "overview.read": {OWNER: _all},
    # clients
    "client.read": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "client.create": {OWNER: _all, MANAGER: _all},
    "client.edit": {OWNER: _all, MANAGER: _own},
    "client.archive": {OWNER: _all, MANAGER: _own},
    "client.hand_over": {OWNER: _all},
    "client.export": {OWNER: _all, MANAGER: _all},
    "money.read": {OWNER: _all},
    "person.edit": {OWNER: _all, MANAGER: _own},
    "person.personal_note": {OWNER: _all, MANAGER: _own},
    "playbook.read": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "playbook.edit": {OWNER: _all},
    "portal.invite": {OWNER: _all, MANAGER: _own},
    "portal.preview": {OWNER: _all, MANAGER: _own},
    "right.edit": {OWNER: _all, MANAGER: _own},
    "glossary.edit": {OWNER: _all, MANAGER: _own, SPECIALIST: _all},
    "scope.read": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "scope.edit": {OWNER: _all, MANAGER: _own},
    "scope.use": {OWNER: _all, MANAGER: _own, SPECIALIST: _all},
    "briefing.read": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "briefing.answer": {OWNER: _all, MANAGER: _own},
    "briefing.edit": {OWNER: _all},
    "task.edit": {OWNER: _all, MANAGER: _own},
    "task.complete": {OWNER: _all, MANAGER: _own, SPECIALIST: _own},
    # what is said
    "request.read": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "request.acknowledge": {OWNER: _all, MANAGER: _own},
    "request.answer": {OWNER: _all, MANAGER: _own},
    "letter.write": {OWNER: _all, MANAGER: _own},
    "request.dismiss": {OWNER: _all, MANAGER: _own},
    "request.assign": {OWNER: _all, MANAGER: _own},
    "request.follow": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "template.read": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "template.own": {OWNER: _all, MANAGER: _all},
    "template.share": {OWNER: _all},
    "request.snooze": {OWNER: _all, MANAGER: _own},
    "request.plan": {OWNER: _all, MANAGER: _own},
    "request.merge": {OWNER: _all, MANAGER: _own},
    "request.export": {OWNER: _all, MANAGER: _all},
    "filter.save": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "filter.share": {OWNER: _all, MANAGER: _all},
    "filter.change": {OWNER: _all},
    "request.note": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "request.flag": {OWNER: _all, MANAGER: _own},
    "question.ask": {OWNER: _all, MANAGER: _own},
    "question.read": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "question.answer": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "expert.read": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "expert.edit": {OWNER: _all, MANAGER: _all},
    "knowledge.read": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "knowledge.edit": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "unmatched.settle": {OWNER: _all, MANAGER: _all},
    "call.log": {OWNER: _all, MANAGER: _own},
    "meeting.read": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "meeting.plan": {OWNER: _all, MANAGER: _own},
    "meeting.export": {OWNER: _all, MANAGER: _all},
    "meeting.announce": {OWNER: _all, MANAGER: _own},
    "calendar.own": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "calendar.agency": {OWNER: _all},
    "summary.send": {OWNER: _all, MANAGER: _own},
    "summary.read": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "decision.read": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "agenda.propose": {OWNER: _all, MANAGER: _own},
    "decision.record": {OWNER: _all, MANAGER: _own},
    "insight.read": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "insight.note": {OWNER: _all, MANAGER: _own},
    "mailbox.edit": {OWNER: _all},
    "channel.edit": {OWNER: _all, MANAGER: _own},
    "sending.edit": {OWNER: _all},
    "outbox.read": {OWNER: _all, MANAGER: _all},
    "outbox.settle": {OWNER: _all, MANAGER: _own},
    # what came of it
    "promise.read": {OWNER: _all, MANAGER: _all},
    "metric.edit": {OWNER: _all, MANAGER: _own},
    "report.read": {OWNER: _all, MANAGER: _all, SPECIALIST: _all},
    "report.review": {OWNER: _all, MANAGER: _own},
    "report.approve": {OWNER: _all, MANAGER: _own},
}


def kept_to_own(member: Membership) -> bool:
    """Whether this member sees only the clients they lead or back up."""
    return member.role == Role.MANAGER and member.agency.managers_see_own_only


class LookedAfter(Protocol):
    """Something with a lead and a backup: a client."""

    lead_id: int
    backup_id: int | None


class Refused(PermissionDenied):
    """The member's role does not hold the verb for this client."""

    def __init__(self, verb: str) -> None:
        super().__init__(verb)
        self.verb = verb


def reach_of(member: Membership, verb: str) -> Reach | None:
    """How far a member's role carries a verb. Raises KeyError for a verb that is not in the table."""
    return TABLE[verb].get(member.role) if member.active else None


def may(member: Membership, verb: str, client: LookedAfter | None = None) -> bool:
    """Whether a member may do it: for this client, or at all when no client is named."""
    reach = reach_of(member, verb)
    if reach is None:
        return False
    return client is None or reach is Reach.ALL or member.pk in (client.lead_id, client.backup_id)


def require(member: Membership, verb: str, client: LookedAfter | None = None) -> None:
    """Raises Refused unless the member may do it."""
    if not may(member, verb, client):
        raise Refused(verb)

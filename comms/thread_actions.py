"""What a conversation offers beside its answer: when it comes back, what follows, and of what it is made."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from agency.models import Membership
from agency.permissions import may
from comms import inbox_pages
from comms.forms.later import WISHES
from comms.models import Request

VERBS = {"snooze": "request.snooze", "plan": "request.plan", "merge": "request.merge", "meet": "meeting.plan"}


def thread_actions(found: Request, member: Membership, now: datetime) -> dict[str, Any]:
    zone = timezone.get_current_timezone()
    words = {"hours": _("For three hours"), "tomorrow": _("Until tomorrow, 9:00"), "monday": _("Until Monday, 9:00")}
    return {
        "plans": inbox_pages.plans(found, now, zone),
        "is_put_off": found.snoozed_until is not None and found.snoozed_until > now,
        "wishes": [{"name": name, "label": words[name]} for name in WISHES],
        "merged_count": len(found.merged.all()),
        **may_keep(found, member),
        "may_thread": {name: may(member, verb, found.client) for name, verb in VERBS.items()},
    }


def may_keep(found: Request, member: Membership) -> dict[str, bool]:
    """What of a message can be kept: as a decision, or as something that they told us."""
    verbs = {"may_decide": "decision.record", "may_hear": "insight.note"}
    return {name: may(member, verb, found.client) and not found.client.archived for name, verb in verbs.items()}

"""At the desk of a new version: a line to which the client agreed is opened again, with everything that was typed."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agency.http import MemberRequest
from agency.permissions import require
from comms.domain import line_locks
from comms.forms.locks import number_in
from comms.models import Summary


def asked(request: MemberRequest, draft: Summary | None, now: datetime) -> bool:
    """Whether the form was sent to unlock a line, or to lock one again; then that is done, or it is said why not."""
    number, again = number_in(request.POST.get("unlock")), number_in(request.POST.get("lock"))
    if draft is None or (number is None and again is None):
        return False
    require(request.member, "summary.send", draft.client)
    try:
        if again is not None:
            for opened in draft.unlocked.filter(line__number=again):
                line_locks.lock_again(opened, by=request.member, at=now)
        elif number is not None:
            reason = request.POST.get(f"unlock-why-{number}", "")
            line_locks.unlock(draft, number, reason=reason, by=request.member, at=now)
            messages.success(request, _("The line is open. They read your reason in the next mail."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return True

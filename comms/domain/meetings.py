"""What becomes of a planned meeting."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from clients.domain.changes import lock
from comms.models import Interaction, Meeting


@transaction.atomic
def held(meeting: Meeting, interaction: Interaction, *, by: Membership, at: datetime) -> Meeting:
    """It took place, and this is what was written down of it. Raises ValidationError if it was called off, or written
    down already.
    """
    lock(meeting)
    if meeting.interaction_id not in (None, interaction.pk):
        raise ValidationError(_("This meeting was written down already."))
    if meeting.state == Meeting.State.CANCELLED:
        raise ValidationError(_("This meeting was called off."))
    meeting.state, meeting.interaction = Meeting.State.HELD, interaction
    meeting.save(update_fields=["state", "interaction"])
    record("meeting.held", meeting, by=by, at=at)
    return meeting

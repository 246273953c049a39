"""What became of the mails about a meeting, noted with whom they were for."""

from datetime import datetime

from comms.models import Attendee, OutboxMessage

State = OutboxMessage.State


def _of(message: OutboxMessage) -> int:
    """The number of the announcement that the mail belongs to."""
    return int(message.purpose_key.split(":")[2])


def failed(message: OutboxMessage, at: datetime) -> None:
    """The invitation came back, or could not be sent. One that was taken back is no failure."""
    if message.state != State.WITHDRAWN:
        _note(message, message.settled_at or at)


def accepted(message: OutboxMessage, at: datetime) -> None:
    _note(message, None)


def _note(message: OutboxMessage, failed_at: datetime | None) -> None:
    """Only of the last that they were sent: an older one says nothing any more."""
    rows = Attendee.objects.filter(meeting=message.object_id, invited_sequence=_of(message))
    rows.filter(contact=message.contact_id, member=message.member_id).update(failed_at=failed_at)

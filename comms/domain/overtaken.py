"""The client writes while an answer waits for its moment: whoever wrote it is told before it goes."""

from datetime import datetime

from agency.calendar import hours_of
from agency.models import Membership
from comms import clock as clocks
from comms.domain import clock_notices, notices, together
from comms.models import Interaction, OutboxMessage, Request


def tell_writers(request: Request, *, at: datetime) -> int:
    """How many answers wait that were written before this. What leaves is what was written, unless somebody acts."""
    waiting = OutboxMessage.objects.filter(
        state=OutboxMessage.State.QUEUED,
        leaves_at__gt=at,
        queued_at__lt=at,
        interaction__request__in=together.ids(request),
    )
    overtaken = Interaction.objects.filter(pk__in=waiting.values("interaction_id"), withdrawn_at=None)
    for said in overtaken.select_related("member__user", "contact__person"):
        if said.member is not None and said.member.active:
            _tell(said.member, said, request, at)
    return len(overtaken)


def _tell(member: Membership, said: Interaction, request: Request, at: datetime) -> None:
    """In working hours if those come before the answer leaves, else at once."""
    notices.tell(
        member,
        kind="answer.overtaken",
        facts={
            "contact": request.contact.person.name,
            "subject": request.subject,
            "leaves": said.at.isoformat(),
        },
        urgent=True,
        purpose_key=f"overtaken:{said.key}:{at.isoformat()}",
        at=at,
        client=request.client,
        path=clock_notices.path_of(request),
        mail_after=clocks.notice_at(at, said.at, hours_of(request.agency, at.date())),
    )

"""What the composer sends: text, ticks and files in one transaction, after which their draft is gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from agency.models import Membership
from comms import drafts
from comms.domain import answers, draft_files, later
from comms.models import Interaction, Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """`once` is the form's own key, `based` that of the draft it was filled with (`comms.drafts`). `leaves_at` None is
    now; else what passes before is acknowledged (`acknowledge`), or may be `late`. `instead` are keys of answers in the
    thread that wait for their moment and are taken back.
    """

    text: str
    also: Sequence[Request] = ()
    once: str = ""
    based: str = ""
    settles: bool = True
    leaves_at: datetime | None = None
    acknowledge: bool = False
    late: bool = False
    instead: Sequence[str] = ()


@transaction.atomic
def send(request: Request, written: Written, *, by: Membership, at: datetime) -> Interaction:
    """Raises what `answers.answer`, `later.answer`, `later.replace` raise; then text and files are still the draft."""
    place = drafts.reply_place(request)
    files = list(draft_files.kept(by, place))
    attachments = draft_files.parts(by, place)
    if written.leaves_at is None:
        sent = answers.answer(
            request,
            by=by,
            at=at,
            text=written.text,
            also=written.also,
            attachments=attachments,
            key=written.once,
            settles=written.settles,
        )
    else:
        sent = later.answer(
            request,
            by=by,
            at=at,
            text=written.text,
            leaves_at=written.leaves_at,
            also=written.also,
            attachments=attachments,
            key=written.once,
            acknowledge=written.acknowledge,
            late=written.late,
        )
    drafts.sent(by, place, written.once, written.based)
    draft_files.remove(files)
    later.replace(request, [key for key in written.instead if key != sent.key], by=by, at=at)
    return sent

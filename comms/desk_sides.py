"""What lies beside the notes on the desk: the reader's sheet, words of the glossary, the clock of a call that is
running, and the transcript.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from agency import wording
from agency.models import Membership
from clients.glossary import spoken_of
from clients.models import Contact
from clients.queries.glossary import terms_of
from comms import heard
from comms.desk import Desk
from comms.desk_letter import Chosen, of_desk
from comms.domain import transcripts
from comms.models import RunningCall

AS = (
    ("topic", gettext_lazy("a topic"), "t"),
    ("answer", gettext_lazy("its answer"), "r"),
    ("decision", gettext_lazy("its decision"), "d"),
    ("action", gettext_lazy("something to do"), "a"),
    ("insight", gettext_lazy("what they told us"), "i"),
)


def beside(desk: Desk, member: Membership, now: datetime, chosen: Chosen) -> dict[str, Any]:
    """The sheet, and what this client means by the words that are typed."""
    return {**of_desk(desk, member, now, chosen), "terms": spoken_of(terms_of(desk.client), desk.words)}


def person_beside(desk: Desk, first: Contact | None) -> Contact | None:
    """Whose card stands there: the reader whose letter is shown; while nobody was there, the client's first contact."""
    return first or next(iter(desk.cast.contacts.values()), None)


def timer(desk: Desk, member: Membership, now: datetime) -> dict[str, Any]:
    """The clock of a call that is running, by the server's time."""
    if desk.summary is not None:
        return {"running": None}
    found = RunningCall.objects.filter(client=desk.client, member=member).first()
    if found is None:
        return {"running": None}
    seconds = max(int((now - found.started_at).total_seconds()), 0)
    zone = timezone.get_current_timezone()
    return {
        "running": {
            "seconds": seconds,
            "shown": heard.clock(seconds),
            "since": _("Running since %(time)s") % {"time": wording.clock_time(found.started_at, zone)},
            "forgotten": now - found.started_at > timedelta(hours=4),
        }
    }


def transcript_panel(desk: Desk, member: Membership) -> dict[str, Any]:
    """Its lines with who said them: one of theirs, one of ours, or a name that is nobody's here."""
    found = transcripts.beside(member, desk.place, desk.interaction)
    if found is None:
        return {"transcript": None, "take_as": AS}
    typed = str(desk.form["used"].value() or "") if desk.form.is_bound else ",".join(map(str, found.used))
    lines = heard.lines(found, desk.cast.names, set(typed.split(",")))
    return {"transcript": found, "transcript_lines": lines, "take_as": AS, "used": typed}

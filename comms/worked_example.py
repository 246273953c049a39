"""What the terms of a promise mean for one message: the next Friday's, half an hour before most people go home. Pure
but for the agency's calendar."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from agency import wording
from agency.calendar import hours_of
from agency.models import Agency
from agency.promise import Terms, share_words, target_words
from agency.registry import WorkedExample
from comms.clock import Stage, plan
from comms.domain.clocks import policy_of

FRIDAY, LATE = 4, time(17, 30)


def worked_example(agency: Agency, terms: Terms, now: datetime) -> WorkedExample:
    """Needs the agency's scope."""
    zone = ZoneInfo(agency.zone)
    today = now.astimezone(zone).date()
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7)
    arrives = datetime.combine(friday, LATE, zone)
    times = plan(arrives, policy_of(terms), hours_of(agency, friday))
    told = sorted(
        (
            (times[Stage.HALF], _("the lead is warned (%(share)s)") % {"share": share_words(terms.warn_percent)}),
            (times[Stage.BACKUP], _("the backup is told (%(share)s)") % {"share": share_words(terms.backup_percent)}),
            (times[Stage.TARGET], _("a person should have answered: %(span)s") % {"span": target_words(terms)}),
            (times[Stage.NOTE], _("an automatic note goes, if nobody wrote")),
            (times[Stage.BROKEN], _("the promise ends")),
        ),
        key=lambda pair: pair[0],
    )
    about = _("A message on %(day)s at 17:30, and nobody answers") % {"day": wording.long_day(friday)}
    return WorkedExample(about, [{"term": _when(moment, zone), "value": words} for moment, words in told])


def _when(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{wording.long_day(local.date())}, {wording.clock_time(moment, zone)}"

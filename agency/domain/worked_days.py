"""Public holidays on which an agency works all the same."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency.calendar import public_holidays
from agency.domain.agencies import renew_calendar
from agency.domain.events import record
from agency.models import Agency, Membership, WorkedDay


class NoHoliday(ValidationError):
    def __init__(self) -> None:
        super().__init__({"day": _("This day is no public holiday where you are; nothing has to be said about it.")})


@transaction.atomic
def work_on(agency: Agency, day: date, *, by: Membership, at: datetime) -> WorkedDay:
    """The holiday counts as that day of any other week. Raises NoHoliday. Said twice, it is as if said once."""
    name = public_holidays(agency.country, agency.region, (day.year,)).get(day)
    if name is None:
        raise NoHoliday
    worked, added = WorkedDay.objects.get_or_create(day=day, defaults={"name": name[:200]})
    if added:
        renew_calendar(agency)
        record("worked_day.added", worked, by=by, at=at, day=day.isoformat())
    return worked


@transaction.atomic
def rest_on(worked: WorkedDay, *, by: Membership, at: datetime) -> None:
    """The holiday is a holiday again."""
    record("worked_day.removed", worked, by=by, at=at, day=worked.day.isoformat())
    renew_calendar(worked.agency)
    worked.delete()

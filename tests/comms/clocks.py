"""Policies and calendars of every kind, for the property tests of the clock."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from agency.worktime import Hours
from comms.clock import Policy, TargetKind
from tests.zones import CHARACTERS

HOUR = timedelta(hours=1)

POLICIES = st.builds(
    Policy,
    promise=st.integers(6, 24).map(lambda hours: hours * HOUR),
    target=st.integers(1, 60).map(lambda hours: hours * HOUR),
    target_kind=st.sampled_from(TargetKind),
)

OFFICE, NIGHTS, ALWAYS, NEVER = (
    (((540, 780), (840, 1080)),) * 5 + ((), ()),
    (((0, 150), (1350, 1440)),) * 7,
    (((0, 1440),),) * 7,
    ((),) * 7,
)

AUTUMN = st.builds(
    Hours,
    st.sampled_from(CHARACTERS).map(ZoneInfo),
    st.sampled_from([OFFICE, NIGHTS, ALWAYS, NEVER]),
    st.sets(st.dates(date(2026, 10, 20), date(2026, 11, 5))).map(frozenset),
)
"""Calendars with closed days in the weeks in which Europe and America change their clocks."""

"""Calendars of others: what leaves for them and what comes back (RFC 5545, 5546, 6047). Pure: no rows, no clock."""

from .event import AllDay, Event, Method, Person, Standing
from .reading import Answer, Reading, read
from .writing import feed, invitation

__all__ = [
    "AllDay",
    "Answer",
    "Event",
    "Method",
    "Person",
    "Reading",
    "Standing",
    "feed",
    "invitation",
    "read",
]

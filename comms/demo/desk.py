"""What people keep and put together in their Inbox: a second mail about the same thing, something put off, filters."""

from datetime import datetime
from functools import partial

from agency.demo.world import House
from comms.demo.sheets import Dismisses, Thread
from comms.demo.talking import Talking
from comms.domain import joining, requests, saved_filters
from comms.models import Request

ONCE_MORE = Thread(
    "5d 11:31", "tomas", "The right link this time",
    "Ida, sorry, the first link was to my kitchen. This one is the opening! Tomás", [Dismisses(0.4)], stays=True,
)  # fmt: skip
FILTERS = (
    ("ida", "Solvang waits", {"show": "all", "find": "Solvang", "state": "waiting"}, False),
    ("helen", "Promises broken this month", {"show": "broken", "period": "30"}, True),
    ("daniel", "Put off", {"show": "mine", "state": "put_off"}, False),
)


def plan(house: House) -> None:
    """Into the diary of the first agency, between what its clients write."""
    Talking(house, ONCE_MORE).plan()
    house.plan(house.at(5, "15:10"), partial(_merge, house))
    house.plan(house.moment("-3h"), partial(_put_off, house))
    for days_ago, (handle, name, asked, shared) in enumerate(FILTERS, start=12):
        house.plan(house.at(days_ago, "16:20"), partial(_keep, house, handle, name, asked, shared))


def _merge(house: House, at: datetime) -> None:
    """The photos and their right link are one matter."""
    photos, link = (Request.objects.filter(subject=subject).first() for subject in (
        "Photos from the Valladolid opening", ONCE_MORE.subject,
    ))  # fmt: skip
    if photos is not None and link is not None:
        joining.merge(photos, link, by=house.members["ida"], at=at)


def _put_off(house: House, at: datetime) -> None:
    """Daniel looks at January again when the bookings of the week are in."""
    request = Request.objects.filter(subject="Flat 11 is empty in January").first()
    if request is not None:
        until = house.on(house.day(4), "09:00")
        requests.snooze(request, until=until, by=house.members["daniel"], at=at)


def _keep(house: House, handle: str, name: str, asked: dict[str, str], shared: bool, at: datetime) -> None:
    saved_filters.keep(by=house.members[handle], at=at, name=name, asked=asked, shared=shared)

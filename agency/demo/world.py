"""The demo world while it is being made: its houses, the present moment, and a diary that is played in order of time.

Stories write acts into a house's diary; they are played from the first to the present, each at its own moment. An act
that would lie in the future is never played, so whatever is open now is open because it has not happened yet.
"""

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from agency.calendar import hours_of
from agency.models import Agency, Membership
from agency.tenancy.scope import within
from agency.week import DAY_NAMES
from agency.worktime import Hours, deadline

SEED = 1914
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
FRIDAY, OCTOBER = 5, 10

Act = Callable[[datetime], None]
Tick = Callable[["House", datetime], None]
Tell = Callable[[int, int], None]


@dataclass
class House:
    """One agency, open in its own scope, with everybody in it by handle ('ida', 'solvang', 'maria')."""

    agency: Agency
    now: datetime
    chance: random.Random
    members: dict[str, Membership] = field(default_factory=dict)
    clients: dict[str, Any] = field(default_factory=dict)
    contacts: dict[str, Any] = field(default_factory=dict)
    ticks: list[Tick] = field(default_factory=list)
    diary: list[tuple[datetime, int, Act]] = field(default_factory=list)
    written: int = 0

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.agency.zone)

    @cached_property
    def hours(self) -> Hours:
        return hours_of(self.agency, self.now.date())

    def forget_calendar(self) -> None:
        """After a closed day was added."""
        self.__dict__.pop("hours", None)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def day(self, offset: int) -> date:
        """A working day so many days from today: earlier for the past and today, later for the future."""
        step = DAY if offset > 0 else -DAY
        day = self.today + timedelta(days=offset)
        while not self.hours.works_on(day):
            day += step
        return day

    def months_ago(self, months: int, day: int = 8) -> date:
        """A weekday in the month so many months before this one."""
        number = self.today.year * 12 + self.today.month - 1 - months
        found = date(number // 12, number % 12 + 1, day)
        return found + timedelta(days=8 - found.isoweekday()) if found.isoweekday() > FRIDAY else found

    def month_end(self, ahead: int) -> date:
        """The last day of the month so many months from this one."""
        number = self.today.year * 12 + self.today.month + ahead
        return date(number // 12, number % 12 + 1, 1) - DAY

    def year_end(self) -> date:
        """The last day of this year, or of the next when fewer than two months of this one are left."""
        year = self.today.year + (self.today.month > OCTOBER)
        return date(year, 12, 31)

    def on(self, day: date, clock: str, zone: str = "") -> datetime:
        """'14:10' on a day, in the agency's zone or another."""
        return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(zone) if zone else self.zone)

    def at(self, days_ago: int, clock: str, zone: str = "") -> datetime:
        """'14:10' on the working day that lies so many days back, or on the last one before it."""
        return self.on(self.day(-days_ago), clock, zone)

    def moment(self, words: str, zone: str = "") -> datetime:
        """'12d 14:10' (see `at`), 'fri 5w 17:40' (that weekday, five weeks back), '-21h' or '-25m' (before now)."""
        if words.startswith("-"):
            amount = float(words[1:-1])
            return self.now - (timedelta(hours=amount) if words.endswith("h") else timedelta(minutes=amount))
        *when, clock = words.split()
        if len(when) == 1:
            return self.at(int(when[0].removesuffix("d")), clock, zone)
        weekday, weeks = DAY_NAMES.index(when[0]), int(when[1].removesuffix("w"))
        return self.on(self.today - timedelta(days=self.today.weekday() - weekday) - weeks * WEEK, clock, zone)

    def later(self, moment: datetime, when: float | str, zone: str = "") -> datetime:
        """So many working hours after a moment; '21:15', the next time that clocks in the zone show it; or '-21h'."""
        if isinstance(when, str) and when.startswith("-"):
            return self.moment(when)
        if isinstance(when, str):
            place = ZoneInfo(zone) if zone else self.zone
            found = self.on(moment.astimezone(place).date(), when, place.key)
            return found if found > moment else self.on(found.date() + DAY, when, place.key)
        a_little = timedelta(seconds=self.chance.randrange(20, 260))
        return deadline(moment, timedelta(hours=when) + a_little, self.hours)

    def plan(self, at: datetime, act: Act) -> None:
        """Writes an act into the diary."""
        self.written += 1
        heapq.heappush(self.diary, (at, self.written, act))

    def pick(self, handle: str) -> Membership | None:
        return self.members[handle] if handle else None

    def play(self, tell: Tell) -> None:
        """Everything that was planned, in order, and what runs by itself between and until now."""
        played = 0
        with within(self.agency):
            while self.diary and self.diary[0][0] <= self.now:
                at, _number, act = heapq.heappop(self.diary)
                self._tick(at)
                act(at)
                played += 1
                tell(played, played + len(self.diary))
            self._tick(self.now)

    def _tick(self, until: datetime) -> None:
        for tick in self.ticks:
            tick(self, until)


@dataclass
class World:
    """Everything is the same for the same `now`: the only chance is seeded."""

    now: datetime
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 - chance, not secrecy
    houses: dict[str, House] = field(default_factory=dict)
    finishers: list[Callable[[House], None]] = field(default_factory=list)

    def play(self, tell: Callable[[str, int, int], None]) -> None:
        for house in self.houses.values():
            house.play(lambda done, of, name=house.agency.name: tell(name, done, of))  # type: ignore[misc]

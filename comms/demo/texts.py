"""Templates of the demo: what the agency changed of those that come with Rapport, and what some keep for themselves."""

from datetime import datetime
from functools import partial

from agency.demo.world import House
from comms.domain import templates
from comms.domain.templates import Words
from comms.shipped import SHIPPED

MONTH_END = Words(
    name="Invitation to the month’s call",
    purpose="question",
    language="en",
    tone="business",
    text="{greeting}\n\nthe figures of the month are ready, and half an hour on the telephone would be well spent on "
    "them. Would Tuesday at 10:00 or Wednesday at 15:00 suit you better, your time?\n\n{closing}",
)
SLIP = Words(
    name="It takes longer, with a date for the next word",
    purpose="delay",
    language="en",
    tone="business",
    text="{greeting}\n\n“{subject}” takes longer than we said, and I apologise.\n\nThe reason: …\n\nThe new date: …\n\n"
    "{next_step} comes next. You hear from me again on {next_step_on}, whatever happens.\n\n{closing}",
)
PHOTOS = Words(
    name="Which photos we need",
    purpose="question",
    language="en",
    tone="friendly",
    text="{greeting}\n\nfor {client} three motifs are enough: the front, the room and somebody at work. Wide, at least "
    "2,400 pixels, and one upright for phones.\n\n{closing}",
)


def plan(house: House) -> None:
    house.plan(house.at(70, "09:40"), partial(_write, house, MONTH_END, "helen", True, ""))
    house.plan(house.at(52, "11:20"), partial(_write, house, SLIP, "helen", True, "en-delay-business"))
    house.plan(house.at(31, "16:05"), partial(_write, house, PHOTOS, "ida", False, ""))


def _write(house: House, words: Words, who: str, shared: bool, shipped: str, at: datetime) -> None:
    by = house.members[who]
    templates.add(words, by=by, at=at, shared=shared, shipped=SHIPPED.get(shipped))

"""The third story of the demo: what was said with the clients of both agencies, and what ran by itself meanwhile."""

from agency.demo.world import House, World
from agency.tenancy.scope import within
from comms.demo import (
    alnoor,
    announced,
    chatting,
    clockwork,
    daniel,
    desk,
    doors,
    duero,
    harrow,
    marcus,
    ponte,
    quanta_nordlicht_baltic,
    ruth,
    sender,
    sofia,
    solvang,
    strangers,
    texts,
    tidewater,
    unasked,
    yuki,
)
from comms.demo.calling import Calling
from comms.demo.sheets import Talk, Thread
from comms.demo.talking import Talking

ROOMS = (alnoor, daniel, duero, harrow, marcus, quanta_nordlicht_baltic, ruth, sofia, solvang, tidewater, yuki)
TALKS: dict[str, tuple[Talk, ...]] = {
    "northlight": tuple(talk for room in ROOMS for talk in room.TALKS),
    "ponte": ponte.TALKS,
}


def talk(world: World) -> None:
    world.finishers.append(clockwork.grow_old)
    for name, talks in TALKS.items():
        house = world.houses[name]
        house.ticks.append(clockwork.run_until)
        with within(house.agency):
            for sheet in talks:
                _plan(house, sheet)
    strangers.plan(world.houses["northlight"])
    chatting.plan(world.houses["northlight"])
    texts.plan(world.houses["northlight"])
    unasked.plan(world.houses["northlight"])
    with within(world.houses["northlight"].agency):
        desk.plan(world.houses["northlight"])
    doors.plan(world.houses["northlight"])
    doors.plan_mailbox(world.houses["ponte"])
    sender.plan(world.houses["northlight"])
    announced.plan(world.houses["northlight"])


def _plan(house: House, sheet: Talk) -> None:
    if isinstance(sheet, Thread):
        Talking(house, sheet).plan()
    else:
        Calling(house, sheet).plan()

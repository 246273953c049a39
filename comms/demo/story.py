"""The third story of the demo: what was said with the clients of both agencies, and what runs by itself meanwhile."""

from agency.demo.world import House, World
from agency.tenancy.scope import within
from comms.demo import clockwork, solvang
from comms.demo.calling import Calling
from comms.demo.sheets import Talk, Thread
from comms.demo.talking import Talking

NORTHLIGHT: tuple[Talk, ...] = (*solvang.TALKS,)
PONTE: tuple[Talk, ...] = ()


def talk(world: World) -> None:
    world.finishers.append(clockwork.grow_old)
    for name, talks in (("northlight", NORTHLIGHT), ("ponte", PONTE)):
        house = world.houses[name]
        house.ticks.append(clockwork.run_until)
        with within(house.agency):
            for sheet in talks:
                _plan(house, sheet)


def _plan(house: House, sheet: Talk) -> None:
    if isinstance(sheet, Thread):
        Talking(house, sheet).plan()
    else:
        Calling(house, sheet).plan()

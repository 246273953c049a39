"""The second story of the demo: the clients of both agencies, their people, what was agreed and worked on."""

from agency.demo.world import World
from agency.tenancy.scope import within
from clients.demo import book, daniel, ida, marcus, ponte, ruth, sofia, yuki
from clients.demo.building import build, grow_old

CLIENTS = {
    "northlight": (*ida.CLIENTS, *sofia.CLIENTS, *ruth.CLIENTS, *marcus.CLIENTS, *yuki.CLIENTS, *daniel.CLIENTS),
    "ponte": ponte.CLIENTS,
}


def take_clients_on(world: World) -> None:
    world.finishers.append(grow_old)
    book.plan(world.houses["northlight"])
    for name, sheets in CLIENTS.items():
        house = world.houses[name]
        with within(house.agency):
            for sheet in sheets:
                build(house, sheet)

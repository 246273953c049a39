"""Searching and quoting by the machine's door."""

from agency.tenancy.scope import within
from comms.models import Decision
from tests.api.conftest import Program
from tests.comms.mailroom import written_by
from tests.comms.test_citations import decided
from tests.world import World


def test_what_is_found(world: World, manager: Program) -> None:
    house = world.ours
    with within(house.agency):
        decided(house, "The zebra crosses <first>")
    found = manager("get", "search/?q=zebras").json()
    assert {group["kind"] for group in found["groups"]} == {"decisions", "summaries"}
    hit = found["groups"][0]["found"][0]
    assert hit["title"] == "The zebra crosses <first>"
    assert hit["kind"] == "decision"
    assert manager("get", f"search/?q=zebra&client={house.other_client.key}").json()["groups"] == []
    for wrong in ("search/", "search/?q=a&kind=x", "search/?q=a&start=-1", "search/?q=a&client=000000000000"):
        assert manager("get", wrong).status_code in (400, 422), wrong


def test_quoting(world: World, manager: Program) -> None:
    house = world.ours
    request = written_by(house, house.contact, subject="Zebra?")
    with within(house.agency):
        decided(house, "The zebra crosses first")
        key = Decision.objects.get().key
    place = f"requests/{request.key}"
    offers = manager("get", f"{place}/quotable/?q=zebra").json()["offers"]
    assert {"kind": "decision", "id": key} == {name: offers[0][name] for name in ("kind", "id")}
    made = manager("post", f"{place}/citations/", {"kind": "decision", "thing": key}).json()
    assert "/quoted/" in made["text"]
    assert manager("post", f"{place}/citations/", {"kind": "decision", "thing": "0" * 12}).status_code == 422
    closed = manager("post", f"citations/{made['id']}/revocation/").json()
    assert closed["revoked_at"]
    assert closed["text"] == ""
    assert manager("delete", f"citations/{made['id']}/revocation/").json()["revoked_at"] is None

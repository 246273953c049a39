"""The knowledge base by program: an entry goes into a reply and is counted."""

from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import knowledge
from comms.models import Draft, KnowledgeUse
from tests.api.conftest import Program
from tests.api.scenes import asked
from tests.api.test_clients_and_people import faults
from tests.world import World


def test_an_entry_is_used_in_a_reply_and_counted_once(world: World, manager: Program, specialist: Program) -> None:
    house, now = world.ours, timezone.now()
    with within(house.agency):
        request = asked(house.contact, now)
        entry = knowledge.write(by=house.owner, at=now, title="Moving a sale", answer="Until noon.")
    uses, body = f"knowledge/{entry.key}/uses/", {"request": request.key}
    first, again = manager.post(uses, body), manager.post(uses, body)
    assert (first.status_code, first.data["text"].count("Until noon."), again.data["text"]) == (
        201, 1, first.data["text"],
    )  # fmt: skip
    assert specialist.post(uses, body).status_code == 403
    with within(house.agency):
        assert Draft.objects.get().member == house.manager
        assert KnowledgeUse.objects.get().request == request
        knowledge.retire(entry, by=house.owner, at=now)
    assert manager.post(uses, body).status_code == 422


def test_only_for_requests_that_one_may_see(world: World, manager: Program) -> None:
    now = timezone.now()
    with within(world.theirs.agency):
        foreign = asked(world.theirs.contact, now)
    with within(world.ours.agency):
        entry = knowledge.write(by=world.ours.owner, at=now, title="Moving a sale", answer="Until noon.")
    refused = manager.post(f"knowledge/{entry.key}/uses/", {"request": foreign.key})
    assert (refused.status_code, list(faults(refused))) == (400, ["request"])

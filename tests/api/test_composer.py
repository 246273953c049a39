"""By program: answers that leave later, names in notes, following, and templates."""

from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import draft_files, episodes
from comms.mail.parse import parse
from comms.models import Interaction, OutboxMessage, Request
from tests.api.conftest import Program
from tests.api.test_clients_and_people import faults
from tests.world import World

WORDS = {"name": "Thanks", "purpose": "thanks", "language": "en", "text": "{greeting}\n\nThank you, {first_name}."}


@pytest.fixture
def request_there(world: World) -> Request:
    with within(world.ours.agency):
        return episodes.open_request(
            contact=world.ours.contact, subject="Adverts?", text="When?", at=timezone.now() - timedelta(hours=1)
        )


def here(request: Request, path: str = "") -> str:
    return f"requests/{request.key}/{path}"


def test_an_answer_that_leaves_later(
    world: World, request_there: Request, manager: Program, specialist: Program
) -> None:
    leaves_at = (timezone.now() + timedelta(hours=1)).isoformat()
    later = {"text": "On Friday.", "leaves": "chosen", "leaves_at": leaves_at, "late": "accept"}
    assert faults(manager.post(here(request_there, "answer/"), {"text": "x", "leaves": "chosen"})) == {
        "leaves_at": "required"
    }
    far = {**later, "leaves_at": (timezone.now() + timedelta(days=5)).isoformat()}
    far.pop("late")
    refused = manager.post(here(request_there, "answer/"), far)
    assert (refused.status_code, faults(refused)) == (422, {"leaves": "late"})
    sent = manager.post(here(request_there, "answer/"), later)
    assert sent.status_code == 201
    assert sent.data["mails"][0]["leaves_at"] == sent.data["at"]
    assert specialist.post(f"messages/{sent.data['id']}/sending/").status_code == 403
    now = manager.post(f"messages/{sent.data['id']}/sending/")
    assert now.status_code == 200
    assert now.data["at"] < sent.data["at"]
    again = manager.post(f"messages/{sent.data['id']}/sending/")
    assert (again.status_code, faults(again)) == (422, {"": "too_late"})
    with within(world.ours.agency):
        assert OutboxMessage.objects.get().leaves_at is not None


def test_an_answer_with_files(
    world: World, request_there: Request, manager: Program, settings: Any, tmp_path: Any
) -> None:
    settings.FILES_DIR = tmp_path
    address = here(request_there, "answer/")

    def told(*files: dict[str, str]) -> Any:
        return manager.post(address, {"text": "Here.", "attachments": list(files)})

    plan = {"name": "../plan.pdf", "content_type": "application/pdf", "content": b64encode(b"%PDF-1").decode()}
    assert faults(told({**plan, "content": "%%"})) == {"attachments.0.content": "base64"}
    assert faults(told({**plan, "content_type": "pdf\r\nX: y"})) == {"attachments.0.content_type": "invalid"}
    assert faults(told({**plan, "content": b64encode(bytes(draft_files.LARGEST + 1)).decode()})) == {
        "attachments": "refused"
    }
    assert list(faults(told(*[plan] * 21))) == ["attachments"]
    sent = told(plan, {"name": "note.txt", "content": b64encode(b"Hello").decode()})
    assert sent.status_code == 201
    kept = [(file["name"], file["content_type"], file["size"]) for file in sent.data["attachments"]]
    assert sorted(kept) == [("note.txt", "application/octet-stream", 5), ("plan.pdf", "application/pdf", 6)]
    with within(world.ours.agency):
        mail = parse(bytes(OutboxMessage.objects.get().mime))
    assert {part.name: part.data for part in mail.attachments} == {"plan.pdf": b"%PDF-1", "note.txt": b"Hello"}


def test_an_answer_instead_of_one_that_waits(world: World, request_there: Request, manager: Program) -> None:
    leaves_at = (timezone.now() + timedelta(hours=1)).isoformat()
    waits = {"text": "On Friday.", "leaves": "chosen", "leaves_at": leaves_at, "late": "accept"}
    first = manager.post(here(request_there, "answer/"), waits).data["id"]
    sent = manager.post(here(request_there, "answer/"), {"text": "On Monday.", "instead": [first]})
    assert sent.status_code == 201
    with within(world.ours.agency):
        assert OutboxMessage.objects.exclude(state="withdrawn").get().interaction_id is not None
        assert Interaction.objects.get(key=first).withdrawn_at is not None


def test_names_in_a_note(world: World, request_there: Request, manager: Program, specialist: Program) -> None:
    note = specialist.post(here(request_there, "notes/"), {"text": "@Ida, look."})
    assert [member["name"] for member in note.data["mentioned"]] == ["Ida Brandt"]
    assert specialist.post(here(request_there, "following/")).status_code == 200
    assert specialist.delete(here(request_there, "following/")).status_code == 200
    with within(world.ours.agency):
        assert Interaction.objects.get(kind="note").mentions.count() == 1


def test_templates(world: World, manager: Program, owner: Program) -> None:
    wrong = manager.post("templates/", {**WORDS, "text": "{fist_name}"})
    assert (wrong.status_code, faults(wrong)) == (422, {"text": "unknown_variable"})
    assert manager.post("templates/", {**WORDS, "shared": True}).status_code == 403
    made = manager.post("templates/", WORDS)
    assert (made.status_code, made.data["shared"]) == (201, False)
    shared = owner.post("templates/", {**WORDS, "shared": True}).data
    assert owner.get(f"templates/{made.data['id']}/").status_code == 404, "one's own is one's own"
    assert manager.patch(f"templates/{shared['id']}/", {"name": "x"}).status_code == 403
    assert manager.patch(f"templates/{made.data['id']}/", {"name": "Short"}).data["name"] == "Short"
    read = manager.post(f"templates/{shared['id']}/reading/", {"contact": world.ours.contact.key})
    assert (read.data["missing"], read.data["text"][-18:]) == ([], "Thank you, Maria.".rjust(18, "\n"))
    foreign = manager.post(f"templates/{shared['id']}/reading/", {"contact": world.theirs.contact.key})
    assert foreign.status_code == 400
    assert manager.delete(f"templates/{made.data['id']}/").status_code == 204
    assert [row["id"] for row in manager.get("templates/").data["results"]] == [shared["id"]]

"""Mailboxes by the API: how they stand, and letting a provider post their mail."""

from django.utils import timezone

from agency.tenancy.scope import within
from comms.models import Mailbox, MailHook
from tests.api.conftest import Program
from tests.comms import provider_posts as posts
from tests.comms.mailroom import eml
from tests.counting import queries_of
from tests.world import World


def body(world: World, **more: object) -> dict[str, object]:
    return {"address": "Hello@northlight.example", "provider": "postmark", "triage": world.ours.owner.key, **more}


def test_from_connecting_to_the_first_message_and_a_new_address(world: World, owner: Program) -> None:
    made = owner.post("mailboxes/", body(world))
    assert (made.status_code, made.data["hook"]["provider"]) == (201, "postmark")
    assert (made.data["address"], made.data["sent_folder"]) == ("hello@northlight.example", None)
    here = f"mailboxes/{made.data['id']}/"
    given = owner.post(f"{here}webhook/secret/").data
    path = "/" + given["mail"].split("/", 3)[3]
    assert posts.postmark_raw(eml("m@c.example")).send(path).status_code == 200
    shown = owner.get(here)
    assert shown.data["hook"]["received_at"] is not None
    assert path.split("/")[-3] not in shown.content.decode(), "the secret is told to nobody who only reads"
    owner.post(f"{here}webhook/secret/")
    assert posts.postmark_raw(eml("m@c.example")).send(path).status_code == 404
    changed = owner.patch(here, {"takes_plus": True, "for_client": world.ours.client.key, "active": False})
    assert (changed.data["takes_plus"], changed.data["for_client"]["name"]) == (True, world.ours.client.name)
    assert owner.put(f"{here}webhook/", {"provider": "ses"}).data["hook"]["provider"] == "ses"
    assert owner.delete(f"{here}webhook/").status_code == 422, "nobody has said how to sign in"
    with within(world.ours.agency):
        Mailbox.objects.update(host="imap.example.com")
    assert owner.delete(f"{here}webhook/").data["hook"] is None
    assert owner.post(f"{here}webhook/secret/").status_code == 404
    with within(world.ours.agency):
        assert not MailHook.objects.exists()


def test_what_is_refused(world: World, owner: Program, manager: Program, stranger: Program) -> None:
    assert owner.post("mailboxes/", body(world, provider="moon")).status_code == 400
    assert owner.post("mailboxes/", body(world, provider="mailgun")).status_code == 422
    assert owner.post("mailboxes/", body(world, triage=world.theirs.owner.key)).status_code == 400
    assert owner.post("mailboxes/", body(world)).status_code == 201
    assert owner.post("mailboxes/", body(world)).status_code == 422, "it is read already"
    key = owner.get("mailboxes/").data["results"][0]["id"]
    assert manager.get("mailboxes/").status_code == manager.get(f"mailboxes/{key}/").status_code == 403
    assert stranger.get(f"mailboxes/{key}/").status_code == 404
    assert stranger.post(f"mailboxes/{key}/webhook/secret/").status_code == 404
    assert stranger.get("mailboxes/").data["results"] == []


def test_three_cost_as_much_as_one(world: World, owner: Program) -> None:
    def another(number: int) -> None:
        with within(world.ours.agency):
            mailbox = Mailbox.objects.create(address=f"box{number}@northlight.example", triage=world.ours.owner)
            MailHook.objects.create(mailbox=mailbox, provider="ses", secret=b"", renewed_at=timezone.now())

    owner.get("mailboxes/")
    another(1)
    one = queries_of(lambda: owner.get("mailboxes/"))
    another(2)
    another(3)
    assert queries_of(lambda: owner.get("mailboxes/")) == one

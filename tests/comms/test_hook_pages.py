"""The pages on which an owner lets a provider post a mailbox's mail."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agency.models import Event
from agency.tenancy.scope import within
from comms.models import Mailbox, MailHook
from tests.comms import provider_posts as posts
from tests.comms.mailroom import eml
from tests.comms.test_hooks import MARIA, hooked, path_of, stored
from tests.world import House, World


def filled(house: House, **changed: Any) -> dict[str, Any]:
    return {
        "address": "Hello@northlight.example",
        "provider": "mailgun",
        "signing_key": posts.KEY,
        "triage": house.owner.key,
        **changed,
    }


def test_an_address_is_made_shown_used_and_renewed(world: World, ours: House) -> None:
    browser, new = world.browser(ours.owner), ours.url("settings/mailboxes/new/webhook/")
    assert browser.get(ours.url("settings/mailboxes/new/")).content.decode().count(new) == 1
    made = browser.post(new, filled(ours), follow=True).content.decode()
    with within(ours.agency):
        hook = MailHook.objects.select_related("mailbox").get()
        assert Event.objects.filter(verb="mailbox.hooked").count() == 1
    path = path_of(hook)
    assert path in made
    assert "No message has come by this way yet." in made
    assert posts.KEY not in made
    assert posts.mailgun_mime(eml(MARIA)).send(path).status_code == 200
    here = ours.url(f"settings/mailboxes/{hook.mailbox.key}/webhook/")
    assert "The last message came" in browser.get(here).content.decode()
    assert "Mailgun" in browser.get(ours.url("settings/mailboxes/")).content.decode()
    assert browser.get(ours.url(f"settings/mailboxes/{hook.mailbox.key}/")).url == here
    browser.post(f"{here}secret/")
    assert path not in browser.get(here).content.decode()
    assert posts.mailgun_mime(eml(MARIA)).send(path).status_code == 404
    kept = browser.post(here, filled(ours, signing_key="", active="on", for_client=ours.client.key))
    assert kept.status_code == 302
    assert posts.mailgun_mime(eml(MARIA, subject="Two")).send(path_of(fresh(ours, hook))).status_code == 200
    assert len(stored(ours)) == 2
    with within(ours.agency):
        assert Mailbox.objects.get().for_client == ours.client


def fresh(house: House, hook: MailHook) -> MailHook:
    with within(house.agency):
        return MailHook.objects.select_related("mailbox").get(pk=hook.pk)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"signing_key": ""}, "signs what it posts"),
        ({"signing_key": "schlüssel"}, "plain letters"),
        ({"provider": "moon"}, "valid choice"),
        ({"address": "hello"}, "valid email address"),
        ({"triage": "nobody"}, "valid choice"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(world: World, ours: House, changed: dict[str, str], words: str) -> None:
    page = world.browser(ours.owner).post(ours.url("settings/mailboxes/new/webhook/"), filled(ours, **changed))
    assert page.status_code == 422
    assert words in page.content.decode()
    with within(ours.agency):
        assert not Mailbox.objects.exists()


def test_from_imap_to_a_provider_and_back(world: World, ours: House) -> None:
    with within(ours.agency):
        mailbox = Mailbox.objects.create(
            address="hello@northlight.example", host="imap.example.com", username="hello", triage=ours.owner
        )
    browser = world.browser(ours.owner)
    here = ours.url(f"settings/mailboxes/{mailbox.key}/webhook/")
    browser.post(here, filled(ours, provider="postmark", signing_key="", active="on"))
    with within(ours.agency):
        assert MailHook.objects.get().mailbox_id == mailbox.pk
    assert browser.post(here, {"undo": "1"}).url == ours.url(f"settings/mailboxes/{mailbox.key}/")
    with within(ours.agency):
        assert not MailHook.objects.exists()
    hook = hooked(ours, "ses", "two@northlight.example")
    stays = browser.post(ours.url(f"settings/mailboxes/{hook.mailbox.key}/webhook/"), {"undo": "1"}, follow=True)
    assert "how Rapport signs in" in stays.content.decode()


def test_a_wrong_signature_and_amazons_question_are_seen(world: World, ours: House) -> None:
    hook = hooked(ours, "mailgun")
    posts.mailgun_mime(eml(MARIA), key="guessed").send(path_of(hook))
    browser = world.browser(ours.owner)
    for path in ("settings/mailboxes/", f"settings/mailboxes/{hook.mailbox.key}/webhook/"):
        assert "not signed with the key" in browser.get(ours.url(path)).content.decode()
    amazon = hooked(ours, "ses", "two@northlight.example")
    url = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription"
    posts.sns({}, "SubscriptionConfirmation", SubscribeURL=url).send(path_of(amazon))
    assert url in browser.get(ours.url(f"settings/mailboxes/{amazon.mailbox.key}/webhook/")).content.decode()


def test_only_owners_of_this_agency(world: World, ours: House) -> None:
    hook = hooked(ours, "postmark")
    here = f"settings/mailboxes/{hook.mailbox.key}/webhook/"
    for path in ("settings/mailboxes/new/webhook/", here):
        assert world.browser(ours.manager).get(ours.url(path)).status_code == 403
        assert world.browser(world.theirs.owner).get(ours.url(path)).status_code == 404
    theirs = world.browser(world.theirs.owner)
    assert theirs.get(world.theirs.url(here)).status_code == 404
    assert theirs.post(world.theirs.url(f"{here}secret/")).status_code == 404
    assert world.browser(ours.manager).post(ours.url(f"{here}secret/")).status_code == 403


def test_as_many_questions_for_three_mailboxes_as_for_one(world: World, ours: House) -> None:
    browser, counts = world.browser(ours.owner), []
    browser.get(ours.url("settings/mailboxes/"))
    for number in range(3):
        hooked(ours, "postmark", f"box{number}@northlight.example")
        with CaptureQueriesContext(connection) as asked:
            browser.get(ours.url("settings/mailboxes/"))
        counts.append(len(asked))
    assert counts[0] == counts[2]

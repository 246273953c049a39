"""A mailbox whose mail a provider posts: opened, renewed and closed again, as verbs."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from comms.domain import mail_hooks
from comms.domain.mail_hooks import KeyMissing, NothingToReturnTo
from comms.models import Mailbox, MailHook
from comms.posts.providers import Incoming
from tests.comms.mailroom import eml
from tests.world import House, World

pytestmark = pytest.mark.django_db


def mailbox(house: House, address: str = "hello@northlight.example", **given: Any) -> Mailbox:
    return Mailbox(agency=house.agency, address=address, triage=house.owner, **given)


def open_to(house: House, box: Mailbox, provider: str, key: str = "") -> MailHook:
    return mail_hooks.open_to(box, provider=provider, signing_key=key, by=house.owner, at=timezone.now())


def secret_in(hook: MailHook) -> str:
    return mail_hooks.addresses_of(hook)["mail"].split("/")[-3]


def test_its_key_stays_with_the_provider_it_belongs_to(ours: House) -> None:
    with within(ours.agency):
        box = mailbox(ours, host="imap.example")
        box.save()
        hook = open_to(ours, box, "mailgun", "signed")
        address = secret_in(hook)
        assert mail_hooks.key_of(open_to(ours, box, "mailgun")) == "signed", "an empty one keeps it"
        assert mail_hooks.key_of(open_to(ours, box, "postmark")) == ""
        with pytest.raises(KeyMissing):
            open_to(ours, box, "mailgun")
        assert mail_hooks.key_of(open_to(ours, box, "mailersend", "another")) == "another"
        hook.refresh_from_db()
        assert (hook.provider, secret_in(hook)) == ("mailersend", address), "where it is posted to stays"
        ways = Event.objects.filter(verb="mailbox.hooked").order_by("pk").values_list("facts__way", flat=True)
        assert list(ways) == ["mailgun", "mailgun", "postmark", "mailersend"]


def test_a_mailbox_of_an_address_that_is_read_already_is_not_connected(ours: House) -> None:
    with within(ours.agency):
        mail_hooks.connect(mailbox(ours), provider="postmark", by=ours.owner, at=timezone.now())
        for wrong, provider, field in (
            (mailbox(ours, "HELLO@northlight.example"), "postmark", "address"),
            (mailbox(ours, "two@northlight.example"), "mailgun", "signing_key"),
        ):
            with pytest.raises(ValidationError) as refused:
                mail_hooks.connect(wrong, provider=provider, by=ours.owner, at=timezone.now())
            assert list(refused.value.message_dict) == [field]
        assert (Mailbox.objects.count(), MailHook.objects.count()) == (1, 1)
        assert Event.objects.filter(verb="mailbox.connected").get().facts == {"way": "postmark"}


def test_it_is_closed_only_where_rapport_can_sign_in_again(ours: House) -> None:
    now = timezone.now()
    with within(ours.agency):
        posted = mail_hooks.connect(mailbox(ours), provider="postmark", by=ours.owner, at=now)
        with pytest.raises(NothingToReturnTo):
            mail_hooks.close(posted, by=ours.owner, at=now)
        box = mailbox(ours, "two@northlight.example", host="imap.example", last_uid=7)
        box.save()
        hook = open_to(ours, box, "postmark")
        closed = mail_hooks.close(hook, by=ours.owner, at=now)
        assert (closed.last_uid, closed.next_poll_at) == (7, now)
        assert MailHook.objects.get() == posted
        assert Event.objects.filter(verb="mailbox.unhooked").count() == 1


def test_its_address_opens_only_with_the_newest_secret(ours: House) -> None:
    with within(ours.agency):
        hook = mail_hooks.connect(mailbox(ours), provider="postmark", by=ours.owner, at=timezone.now())
        key, old = hook.mailbox.key, secret_in(hook)
        new = secret_in(mail_hooks.renew(hook, by=ours.owner, at=timezone.now()))
    assert mail_hooks.found(key, new) == hook
    assert mail_hooks.found(key, old) is None
    assert mail_hooks.found("no key", new) is None
    with within(ours.agency):
        Mailbox.objects.update(active=False)
    assert mail_hooks.found(key, new) is None


def test_mail_for_another_agency_stays_with_the_mailbox_it_was_posted_for(ours: House, world: World) -> None:
    with within(world.theirs.agency):
        mailbox(world.theirs, "office@harbour.example").save()
    with within(ours.agency):
        hook = mail_hooks.connect(mailbox(ours), provider="postmark", by=ours.owner, at=timezone.now())
        hook = MailHook.objects.select_related("mailbox__triage", "agency").get(pk=hook.pk)
    stored = mail_hooks.take(hook, Incoming(eml("Maria <maria@client.example>"), ("office@harbour.example",)))
    assert (stored.agency_id, stored.recipient) == (ours.agency.pk, "hello@northlight.example")


def test_what_is_wrong_is_said_since_when_until_it_works(ours: House) -> None:
    with within(ours.agency):
        hook = mail_hooks.connect(mailbox(ours), provider="ses", by=ours.owner, at=timezone.now())
    mail_hooks.failed(hook, "no signature" * 50)
    mail_hooks.asks_for_confirmation(hook, "https://sns.eu-west-1.amazonaws.com/?x")
    with within(ours.agency):
        hook.refresh_from_db()
        since = hook.problem_since
        assert len(hook.problem) == 300
        assert since is not None
    mail_hooks.failed(hook, "still none")
    with within(ours.agency):
        hook.refresh_from_db()
        assert (hook.problem, hook.problem_since) == ("still none", since)
    mail_hooks.worked(hook, reports=True)
    with within(ours.agency):
        hook.refresh_from_db()
        assert (hook.problem, hook.problem_since, hook.confirm_url, hook.received_at) == ("", None, "", None)
        first = hook.reported_at
    assert first is not None
    mail_hooks.worked(hook, reports=True)
    with within(ours.agency):
        assert MailHook.objects.get().reported_at == first, "written at most once a minute"

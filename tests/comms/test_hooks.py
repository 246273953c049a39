"""Providers post mail: stored byte for byte before they hear 200, once however often they post, and only with the
secret of the mailbox, signed where they sign.
"""

import json
import random
from base64 import b64encode
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.test import Client as Browser
from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import inbound, mail_hooks, senders
from comms.mail.parse import parse
from comms.models import InboundMessage, Interaction, Mailbox, MailHook, Request
from comms.posts import posted
from tests.comms import provider_posts as posts
from tests.comms.mailroom import MARIA, eml, written_by
from tests.world import House, World


def hooked(house: House, provider: str, address: str = "hello@northlight.example") -> MailHook:
    with within(house.agency):
        mailbox = Mailbox(agency=house.agency, address=address, triage=house.owner)
        return mail_hooks.connect(mailbox, provider=provider, signing_key=posts.KEY, by=house.owner, at=timezone.now())


def path_of(hook: MailHook, kind: str = "mail") -> str:
    with within(hook.agency):
        return "/" + mail_hooks.addresses_of(hook)[kind].split("/", 3)[3]


def stored(house: House) -> list[bytes]:
    with within(house.agency):
        return [bytes(raw) for raw in InboundMessage.objects.order_by("pk").values_list("raw", flat=True)]


def file_all(house: House) -> None:
    for agency_id, message_id in inbound.waiting():
        assert agency_id == house.agency.pk
        inbound.file(house.agency, message_id)


def fresh(house: House, hook: MailHook) -> MailHook:
    with within(house.agency):
        return MailHook.objects.select_related("mailbox").get(pk=hook.pk)


@pytest.mark.parametrize("provider", posts.WHOLE)
def test_a_message_that_is_posted_whole_is_stored_byte_for_byte_and_once(ours: House, provider: str) -> None:
    """One to five times in any order; each post signed anew."""
    hook = hooked(ours, provider)
    first, second = eml(MARIA, subject="Eins", message_id="<1@client.example>"), eml(MARIA, subject="Zwei")
    queue = [first] * 5 + [second] * random.Random(provider).randrange(1, 5)
    random.Random(provider).shuffle(queue)
    for raw in queue:
        response = posts.WHOLE[provider](raw).send(path_of(hook))
        assert response.status_code == 200, response.content
    assert sorted(stored(ours)) == sorted([first, second])
    file_all(ours)
    with within(ours.agency):
        row = InboundMessage.objects.get(subject="Eins")
        assert (row.door, row.mailbox_id, row.recipient, row.state) == ("hook", hook.mailbox_id, posts.TO, "filed")
        assert Request.objects.count() == 2
    assert fresh(ours, hook).received_at is not None


@pytest.mark.parametrize("provider", posts.APART)
def test_a_message_that_was_taken_apart_is_put_together_the_same_way_each_time(ours: House, provider: str) -> None:
    hook = hooked(ours, provider)
    for _again in range(3):
        assert posts.APART[provider]().send(path_of(hook)).status_code == 200
    (raw,) = stored(ours)
    read = parse(raw)
    assert read.subject == "Ein Tausch für Freitag"
    assert read.sender.address == posts.SENDER
    assert read.message_id == "<parsed-1@client.example>"
    assert read.text.strip() == posts.TEXT
    assert read.html.strip() == posts.HTML
    assert [(file.name, file.content_type, file.data) for file in read.attachments] == [
        ("plan.pdf", "application/pdf", posts.FILE)
    ]
    file_all(ours)
    with within(ours.agency):
        assert Interaction.objects.get().contact == ours.contact


def test_signs_that_no_database_takes_do_no_harm(ours: House) -> None:
    hook = hooked(ours, "postmark")
    raw = eml(MARIA)
    assert posts.postmark_raw(raw, "hello\0\ud800@northlight.example").send(path_of(hook)).status_code == 200
    told = {"RecordType": "Bounce", "Type": "HardBounce", "ID": 1, "MessageID": "\0\ud800", "Email": "a\0@b.example"}
    assert posts.as_json(told).send(path_of(hook, "reports")).status_code == 200
    assert stored(ours) == [raw]


def test_bytes_of_any_charset_survive_a_form(ours: House) -> None:
    hook = hooked(ours, "mailgun")
    raw = b"From: x@y.example\r\nSubject: caf\xe9 \xff\r\n\r\n\x80\x81 \x00 \r nothing decodes this"
    assert posts.mailgun_mime(raw).send(path_of(hook)).status_code == 200
    assert stored(ours) == [raw]


def test_a_post_larger_than_forms_may_be_here_is_taken(ours: House, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    hook = hooked(ours, "mailgun")
    raw = eml(MARIA, text="word " * 2000)
    assert posts.mailgun_mime(raw).send(path_of(hook)).status_code == 200
    assert stored(ours) == [raw]


def test_a_signed_address_in_the_envelope_finds_its_thread(ours: House) -> None:
    request = written_by(ours, ours.contact)
    hook = hooked(ours, "sendgrid")
    with within(ours.agency):
        to = senders.reply_address(ours.agency, request)
    posts.sendgrid_raw(eml(MARIA, subject="Re: nothing like it", to=to), to).send(path_of(hook))
    file_all(ours)
    with within(ours.agency):
        assert Interaction.objects.filter(request=request).count() == 2


def test_a_providers_post_puts_nothing_into_another_agency(world: World, ours: House) -> None:
    theirs = written_by(world.theirs, world.theirs.contact)
    with within(world.theirs.agency):
        to = senders.reply_address(world.theirs.agency, theirs)
        before = InboundMessage.objects.count()
    hook = hooked(ours, "mailgun")
    raw = b"Delivered-To: " + to.encode() + b"\r\n" + eml(MARIA, to=to)
    assert posts.mailgun_mime(raw, to).send(path_of(hook)).status_code == 200
    assert stored(ours) == [raw]
    with within(world.theirs.agency):
        assert InboundMessage.objects.count() == before


def test_without_the_secret_there_is_no_such_page(ours: House) -> None:
    hook = hooked(ours, "postmark")
    path, raw = path_of(hook), eml(MARIA)
    wrong = [
        path.replace(hook.mailbox.key, "0" * 12),
        path.replace("/mail/", "x/mail/"),
        path_of(hooked(ours, "postmark", "two@northlight.example")).replace("two", "").replace("mail/", "moon/"),
    ]
    for address in wrong:
        response = posts.postmark_raw(raw).send(address)
        assert response.status_code == 404
    assert Browser().get(path.replace("/mail/", "x/mail/")).status_code == 404
    assert Browser().head(path).status_code == 200
    with within(ours.agency):
        mail_hooks.renew(fresh(ours, hook), by=ours.owner, at=timezone.now())
    assert posts.postmark_raw(raw).send(path).status_code == 404, "the old address is void"
    assert posts.postmark_raw(raw).send(path_of(fresh(ours, hook))).status_code == 200
    with within(ours.agency):
        Mailbox.objects.update(active=False)
    assert posts.postmark_raw(raw).send(path_of(fresh(ours, hook))).status_code == 404
    assert len(stored(ours)) == 1


def test_the_secret_is_not_readable_in_the_database(ours: House, settings: Any) -> None:
    hook = hooked(ours, "mailgun")
    secret = path_of(hook).split("/")[-3]
    assert len(secret) == 32
    kept = bytes(hook.secret) + bytes(hook.signing_key) + hook.secret_digest.encode()
    assert secret.encode() not in kept
    assert posts.KEY.encode() not in kept
    path = path_of(hook)
    settings.FIELD_KEY = "b3RoZXItZmllbGQta2V5LTAwMDAwMDAwMDAwMDAwMDA="
    assert posts.mailgun_mime(eml(MARIA)).send(path).status_code == 503, "posted again once the key is typed in anew"


def test_what_is_not_signed_with_the_key_is_refused_and_the_owner_sees_it(ours: House) -> None:
    hook = hooked(ours, "mailgun")
    assert posts.mailgun_mime(eml(MARIA), key="guessed").send(path_of(hook)).status_code == 403
    unsigned = posts.as_form({"body-mime": eml(MARIA), "recipient": posts.TO})
    assert unsigned.send(path_of(hook)).status_code == 403
    assert stored(ours) == []
    assert "not signed with the key" in fresh(ours, hook).problem
    assert posts.mailgun_mime(eml(MARIA)).send(path_of(hook)).status_code == 200
    assert fresh(ours, hook).problem == ""
    mailbox = Mailbox(agency=ours.agency, address="new@northlight.example", triage=ours.owner)
    with within(ours.agency), pytest.raises(ValidationError, match="signs what it posts"):
        mail_hooks.connect(mailbox, provider="mailersend", by=ours.owner, at=timezone.now())


NONSENSE: dict[str, posts.Shape] = {
    "nothing": posts.Shape(b""),
    "no JSON": posts.Shape(b"\xff\xfe{"),
    "deep": posts.Shape(b"[" * 100_000),
    "a list": posts.as_json([]),
    "a number": posts.as_json(7),
    "an empty object": posts.as_json({}),
    "another provider's": posts.as_json({"RecordType": "Delivery", "MessageID": "x"}),
    "no boundary": posts.Shape(b"--x", "multipart/form-data"),
    "a form of nothing": posts.as_form({"a": "b"}),
    "many parts": posts.Shape(b"\r\n--x\r\n\r\n" * 5000, "multipart/form-data; boundary=x"),
    "many fields": posts.Shape(b"a=b&" * 5000, "application/x-www-form-urlencoded"),
    "null everywhere": posts.as_json({"FromFull": None, "Headers": 3, "RawEmail": None, "data": None, "msys": None}),
    "no message in it": posts.sns({"notificationType": "Received", "receipt": {"action": {"type": "Lambda"}}}),
    "S3": posts.sns({"notificationType": "Received", "receipt": {"action": {"type": "S3"}}}),
    "no base64": posts.sns({"notificationType": "Received", "content": "é",
                            "receipt": {"action": {"encoding": "BASE64"}}}),
}  # fmt: skip


@pytest.mark.parametrize("provider", ["mailgun", "postmark", "sendgrid", "ses", "mailersend", "mailjet", "sparkpost"])
def test_nonsense_is_refused_in_plain_words_and_breaks_nothing(ours: House, provider: str) -> None:
    hook = hooked(ours, provider)
    for kind in ("mail", "reports"):
        for name, shape in NONSENSE.items():
            response = shape.send(path_of(hook, kind))
            assert response.status_code in {200, 400, 403}, (kind, name, response.content)
            harmless = provider == "sparkpost" and name == "a list"
            if kind == "mail" and response.status_code == 200 and not harmless:
                assert len(stored(ours)) == 1, name
                with within(ours.agency):
                    InboundMessage.objects.all().delete()


def test_mail_that_defeats_the_provider_s_reader_is_kept_whole(ours: House) -> None:
    hook = hooked(ours, "postmark")
    odd = {"FromFull": {"Email": "a@b.example"}, "Headers": [{"Name": "X", "Value": "a\r\nb: c"}], "TextBody": "Hilfe!"}
    for _again in range(2):
        assert posts.as_json({**odd, "ToFull": 7}).send(path_of(hook)).status_code == 200
    (raw,) = stored(ours)
    assert b"Hilfe!" in parse(raw).attachments[0].data
    file_all(ours)
    with within(ours.agency):
        assert InboundMessage.objects.get().state == "unmatched"


@pytest.mark.parametrize("name", ["filename*=moon''x", "filename*=utf-8''%ff%00", 'filename="=?x?q?=?="'])
def test_a_file_of_any_name_is_no_hindrance(ours: House, name: str) -> None:
    """What its sender has called it stands in the form's own header."""
    shape = posts.mailgun_parsed()
    odd = posts.Shape(shape.body.replace(b'filename="plan.pdf"', name.encode()), shape.content_type)
    assert odd.send(path_of(hooked(ours, "mailgun"))).status_code == 200
    (raw,) = stored(ours)
    assert parse(raw).text.startswith("Können wir tauschen?")


def test_what_cannot_be_stored_is_asked_for_again(ours: House, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = hooked(ours, "postmark")
    with monkeypatch.context() as broken:
        broken.setattr(inbound, "receive", lambda *_, **__: (_ for _ in ()).throw(DatabaseError("disk full")))
        assert posts.postmark_raw(eml(MARIA)).send(path_of(hook)).status_code == 503
    assert "posts it again" in fresh(ours, hook).problem
    with monkeypatch.context() as small:
        small.setattr(posted, "LARGEST", 100)
        assert posts.postmark_raw(eml(MARIA)).send(path_of(hook)).status_code == 413
    assert posts.postmark_raw(eml(MARIA)).send(path_of(hook)).status_code == 200


def test_amazon_is_confirmed_by_a_person(ours: House) -> None:
    hook = hooked(ours, "ses")
    url = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=x"
    posts.sns({}, "SubscriptionConfirmation", SubscribeURL=url).send(path_of(hook))
    assert fresh(ours, hook).confirm_url == url
    posts.sns({}, "SubscriptionConfirmation", SubscribeURL="https://evil.example/").send(path_of(hook))
    assert fresh(ours, hook).confirm_url == url
    assert posts.ses_content(eml(MARIA)).send(path_of(hook)).status_code == 200
    assert fresh(ours, hook).confirm_url == ""


def test_a_stranger_s_own_proof_is_not_believed_where_the_provider_writes_none(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        to = senders.reply_address(ours.agency, request)
    forged = {"Authentication-Results": "mx.example; dmarc=pass header.from=northlight.example"}
    answer = eml(f"Ida Brandt <{ours.manager.user.email}>", f"{MARIA}, {to}", headers=forged, text="Done.")
    posts.sendgrid_raw(answer, to).send(path_of(hooked(ours, "sendgrid")))
    file_all(ours)
    with within(ours.agency):
        assert InboundMessage.objects.order_by("-pk")[0].state == "unmatched"
        InboundMessage.objects.filter(state="unmatched").delete()
    posts.ses_content(answer, to).send(path_of(hooked(ours, "ses", "two@northlight.example")))
    file_all(ours)
    with within(ours.agency):
        assert InboundMessage.objects.order_by("-pk")[0].state == "filed"


# --- the door of whoever runs Rapport ---------------------------------------------------------------------------------
def test_the_house_has_a_door_of_its_own(world: World, ours: House, settings: Any) -> None:
    raw = eml(MARIA, to="northlight@mail.rapport.example")
    path = "/hooks/postmark/open-sesame/mail/"
    assert posts.postmark_raw(raw, "northlight@mail.rapport.example").send(path).status_code == 404, "none is set"
    settings.HOOK_SECRET = "open-sesame"
    assert posts.postmark_raw(raw, "northlight@mail.rapport.example").send(path).status_code == 200
    assert stored(ours) == [raw]
    assert posts.postmark_raw(raw, "nobody@mail.rapport.example").send(path).status_code == 406
    assert posts.postmark_raw(raw, "harbour@mail.rapport.example").send(path).status_code == 200
    assert stored(world.theirs) == [raw]
    assert posts.postmark_raw(raw).send("/hooks/moon/open-sesame/mail/").status_code == 404
    assert posts.postmark_raw(raw).send("/hooks/postmark/closed/mail/").status_code == 404


def test_one_delivery_to_several_agencies_is_stored_for_each(world: World, ours: House, settings: Any) -> None:
    settings.HOOK_SECRET = "open-sesame"
    raw, path = eml(MARIA), "/hooks/sendgrid/open-sesame/mail/"
    to = ["nobody@mail.rapport.example", "northlight@mail.rapport.example", "harbour@mail.rapport.example"]
    assert posts.sendgrid_raw(raw, *to).send(path).status_code == 200
    assert stored(ours) == stored(world.theirs) == [raw]


def test_a_signed_address_counts_before_the_mailbox_it_was_sent_to(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        signed = senders.reply_address(ours.agency, request)
    posts.sendgrid_raw(eml(MARIA), posts.TO, signed).send(path_of(hooked(ours, "sendgrid")))
    with within(ours.agency):
        assert InboundMessage.objects.order_by("-pk")[0].recipient == signed


def test_in_a_batch_what_is_nobody_s_stops_nothing(ours: House, settings: Any) -> None:
    settings.HOOK_SECRET = "open-sesame"
    lost, found = eml(MARIA, subject="lost"), eml(MARIA, subject="found")
    batch = [
        event
        for raw, to in ((lost, "nobody@mail.rapport.example"), (found, "northlight@mail.rapport.example"))
        for event in json.loads(posts.sparkpost_raw(raw, to).body)
    ]
    assert posts.as_json(batch).send("/hooks/sparkpost/open-sesame/mail/").status_code == 200
    assert stored(ours) == [found]


def test_the_shapes_are_json() -> None:
    assert json.loads(posts.ses_content(b"x").body)["Message"]
    assert b64encode(posts.FILE).decode() in posts.postmark_parsed().body.decode()

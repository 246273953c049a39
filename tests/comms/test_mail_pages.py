"""The pages about mail itself: what left and what a person decides, mailboxes, and files that no browser runs."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agency.models import Membership
from agency.tenancy.scope import within
from comms import today
from comms.domain import answers, outbox
from comms.models import Attachment, Mailbox, OutboxMessage
from tests.comms.mailroom import MARIA, arrive, eml, written_by
from tests.servers.imap import ImapMailbox
from tests.world import CANARY, House, World, age


@pytest.fixture
def ours(world: World, tmp_path: Any, settings: Any) -> House:
    settings.FILES_DIR = tmp_path
    return world.ours


def queued(house: House, number: int = 1, state: str = "queued", **fields: Any) -> OutboxMessage:
    with within(house.agency):
        message = outbox.queue(
            purpose_key=f"letter:{number}",
            lane=fields.pop("lane", OutboxMessage.Lane.SUMMARY),
            to=fields.pop("to", house.contact),
            subject=f"Letter {number}",
            text="Hello.",
            at=timezone.now(),
            **fields,
        )
        OutboxMessage.objects.filter(pk=message.pk).update(state=state, server_reply="550 no such user")
        age(message, timedelta(minutes=number))
        return message


def page(world: World, house: House, who: Membership, path: str) -> str:
    response = world.browser(who).get(house.url(path))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


# --- what left --------------------------------------------------------------------------------------------------------
def test_mail_that_left_says_how_it_stands_and_what_can_be_done(world: World, ours: House) -> None:
    queued(ours, 1, "queued")
    queued(ours, 2, "uncertain")
    queued(ours, 3, "sent")
    shown = page(world, ours, ours.manager, "outbox/")
    assert shown.index("Letter 1") < shown.index("Letter 2") < shown.index("Letter 3"), "the newest first"
    for words in ("Maria Holm", "Perhaps sent", "550 no such user", "It did arrive", "Send again", "Withdraw"):
        assert words in shown


def test_the_list_is_filtered_by_the_address(world: World, ours: House) -> None:
    queued(ours, 1, "sent")
    queued(ours, 2, "dead", lane=OutboxMessage.Lane.REPORT)
    assert "Letter 1" not in page(world, ours, ours.manager, "outbox/?state=failed")
    assert "Letter 2" not in page(world, ours, ours.manager, "outbox/?state=sent")
    assert "Letter 1" not in page(world, ours, ours.manager, "outbox/?lane=report")
    assert "No such mail" in page(world, ours, ours.manager, "outbox/?state=withdrawn")
    assert "Letter 1" in page(world, ours, ours.manager, "outbox/?state=nonsense&lane=nonsense")


@pytest.mark.parametrize("state", ["dead", "bounced", "uncertain"])
def test_today_leads_to_where_the_mail_is_listed(world: World, ours: House, state: str) -> None:
    with within(ours.agency):
        message = queued(ours, 1, state)
        OutboxMessage.objects.filter(pk=message.pk).update(client=ours.client, settled_at=timezone.now())
        (row,) = today.failed_mail(ours.manager, timezone.now())
    address = row.data["url"]
    shown = world.browser(ours.manager).get(address).content.decode()
    assert "Letter 1" in shown
    queued(ours, 2, "sent")
    assert "Letter 2" not in world.browser(ours.manager).get(address).content.decode()


def test_mail_about_no_client_is_the_owners_to_look_at(ours: House) -> None:
    with within(ours.agency):
        letter = queued(ours, 1, "dead", to=ours.contact)
        notice = queued(ours, 2, "bounced", to=ours.manager, lane=OutboxMessage.Lane.NOTICE)
        OutboxMessage.objects.update(client=None, settled_at=timezone.now())
        assert list(today.failed_mail(ours.manager, timezone.now())) == []
        rows = {row.row_id: row for row in today.failed_mail(ours.owner, timezone.now())}
    assert rows.keys() == {f"mail-{letter.key}", f"notices-{notice.key}"}
    told = rows[f"notices-{notice.key}"]
    assert told.lead == "Notices to Ida Brandt do not arrive."
    assert notice.subject not in told.about, "what a notice says is its reader's alone"


def test_pages_of_the_list_stay_put(world: World, ours: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comms.views.outbox.A_PAGE", 2)
    messages = [queued(ours, number) for number in range(1, 6)]
    first = page(world, ours, ours.manager, "outbox/")
    assert "Letter 2" in first
    assert "Letter 3" not in first
    second = page(world, ours, ours.manager, f"outbox/?after={messages[1].key}")
    assert "Letter 3" in second
    assert "Letter 2" not in second
    assert "Letter 2" in page(world, ours, ours.manager, f"outbox/?before={messages[2].key}")


def test_a_person_decides(world: World, ours: House) -> None:
    arrived, again, back = queued(ours, 1, "uncertain"), queued(ours, 2, "dead"), queued(ours, 3, "queued")
    browser = world.browser(ours.manager)
    for message, verb in ((arrived, "arrival"), (again, "retry"), (back, "withdrawal")):
        assert browser.post(ours.url(f"outbox/{message.key}/{verb}/")).status_code == 302
        assert browser.get(ours.url(f"outbox/{message.key}/{verb}/")).status_code == 405
    with within(ours.agency):
        states = dict(OutboxMessage.objects.values_list("key", "state"))
    assert states == {arrived.key: "sent", again.key: "queued", back.key: "withdrawn"}
    twice = browser.post(ours.url(f"outbox/{back.key}/withdrawal/"), follow=True)
    assert "It has already left." in twice.content.decode()


def test_withdrawing_an_answer_takes_all_of_it_back(world: World, ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        sent = answers.answer(
            request,
            by=ours.manager,
            at=timezone.now(),
            text="Yes.",
            to=[ours.contact, ours.second_contact],
        )
        first = OutboxMessage.objects.order_by("pk")[0]
    world.browser(ours.manager).post(ours.url(f"outbox/{first.key}/withdrawal/"))
    with within(ours.agency):
        assert not OutboxMessage.objects.exclude(state="withdrawn").exists()
        sent.refresh_from_db()
        assert sent.withdrawn_at is not None


def test_who_may_see_and_settle_what(world: World, ours: House) -> None:
    theirs, ours_ = queued(world.theirs, 1, "dead"), queued(ours, 1, "dead")
    others = queued(ours, 2, "dead", to=ours.other_contact)
    manager = world.browser(ours.manager)
    assert CANARY not in page(world, ours, ours.owner, "outbox/")
    assert manager.post(ours.url(f"outbox/{theirs.key}/retry/")).status_code == 404
    assert manager.post(ours.url(f"outbox/{others.key}/retry/")).status_code == 403, "another's client"
    assert world.browser(ours.owner).post(ours.url(f"outbox/{others.key}/retry/")).status_code == 302
    assert world.browser(ours.specialist).get(ours.url("outbox/")).status_code == 403
    assert world.browser(world.theirs.owner).get(ours.url("outbox/")).status_code == 404
    ours.agency.managers_see_own_only = True
    ours.agency.save()
    assert "Letter 2" not in page(world, ours, ours.manager, "outbox/")
    assert ours_.subject in page(world, ours, ours.manager, "outbox/")


def test_notices_to_others_and_account_mail_are_nobodys_business(world: World, ours: House) -> None:
    queued(ours, 1, to=ours.manager, lane=OutboxMessage.Lane.NOTICE)
    assert "Letter 1" not in page(world, ours, ours.owner, "outbox/")
    assert "Letter 1" in page(world, ours, ours.manager, "outbox/")


def test_as_many_questions_for_three_rows_as_for_one(world: World, ours: House) -> None:
    page(world, ours, ours.manager, "outbox/")
    counts = []
    for number in range(1, 4):
        queued(ours, number, "uncertain")
        with CaptureQueriesContext(connection) as asked:
            page(world, ours, ours.manager, "outbox/")
        counts.append(len(asked))
    assert counts[0] == counts[2]


# --- mailboxes --------------------------------------------------------------------------------------------------------
def filled(box: ImapMailbox, house: House, **changed: Any) -> dict[str, Any]:
    return {
        "address": "Hello@northlight.example",
        "host": box.host,
        "port": box.port,
        "username": box.login,
        "password": box.password,
        "folder": "INBOX",
        "triage": house.owner.key,
        **changed,
    }


def test_a_mailbox_is_tried_connected_and_changed(world: World, ours: House, imap_mailbox: ImapMailbox) -> None:
    imap_mailbox.deliver(eml(MARIA))
    browser, new = world.browser(ours.owner), ours.url("settings/mailboxes/new/")
    assert "No mailbox is read yet" in page(world, ours, ours.owner, "settings/mailboxes/")
    tried = browser.post(new, filled(imap_mailbox, ours, test="1"))
    assert "It works: 1 message lies there." in tried.content.decode()
    assert browser.post(new, filled(imap_mailbox, ours)).status_code == 302
    with within(ours.agency):
        mailbox = Mailbox.objects.get()
        assert (mailbox.address, mailbox.last_uid) == ("hello@northlight.example", 1)
    shown = page(world, ours, ours.owner, "settings/mailboxes/")
    assert "hello@northlight.example" in shown
    here = ours.url(f"settings/mailboxes/{mailbox.key}/")
    assert imap_mailbox.password not in browser.get(here).content.decode()
    changed = filled(imap_mailbox, ours, password="", triage=ours.backup.key, active="on", takes_plus="on")
    assert browser.post(here, changed).status_code == 302
    with within(ours.agency):
        mailbox.refresh_from_db()
        assert (mailbox.triage_id, mailbox.takes_plus) == (ours.backup.pk, True)


@pytest.mark.parametrize("moved", [{"host": "imap.evil.example"}, {"tls": ""}])
def test_a_stored_password_is_asked_for_at_another_place(
    world: World, ours: House, imap_mailbox: ImapMailbox, moved: dict[str, str]
) -> None:
    browser = world.browser(ours.owner)
    browser.post(ours.url("settings/mailboxes/new/"), filled(imap_mailbox, ours))
    with within(ours.agency):
        Mailbox.objects.update(tls="tls" in moved)
        mailbox = Mailbox.objects.get()
    changed = filled(imap_mailbox, ours, password="", active="on", **moved)
    answer = browser.post(ours.url(f"settings/mailboxes/{mailbox.key}/"), changed)
    assert answer.status_code == 422
    assert "given for another place" in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"folder": "Nowhere"}, "no folder named"),
        ({"port": "70000"}, "between 1 and 65535"),
        ({"host": ""}, "This field is required"),
        ({"address": "nonsense"}, "valid email address"),
        ({"triage": "999999"}, "valid choice"),
    ],
)
def test_what_is_wrong_stands_in_the_form_and_nothing_typed_is_lost(
    world: World, ours: House, imap_mailbox: ImapMailbox, changed: dict[str, str], words: str
) -> None:
    response = world.browser(ours.owner).post(
        ours.url("settings/mailboxes/new/"), filled(imap_mailbox, ours, **changed)
    )
    assert response.status_code == 422
    assert words in response.content.decode()
    assert imap_mailbox.login in response.content.decode()
    with within(ours.agency):
        assert not Mailbox.objects.exists()


def test_a_mailbox_is_read_once_and_its_triage_person_is_one_of_ours(
    world: World, ours: House, imap_mailbox: ImapMailbox
) -> None:
    browser, new = world.browser(ours.owner), ours.url("settings/mailboxes/new/")
    foreign = browser.post(new, filled(imap_mailbox, ours, triage=world.theirs.owner.key))
    assert foreign.status_code == 422
    browser.post(new, filled(imap_mailbox, ours))
    assert "read already" in browser.post(new, filled(imap_mailbox, ours)).content.decode()


def test_only_owners_set_up_mailboxes(world: World, ours: House) -> None:
    with within(ours.agency):
        mailbox = Mailbox.objects.create(
            address="a@northlight.example", triage=ours.owner, problem="Nothing answers.", problem_since=timezone.now()
        )
    for path in ("settings/mailboxes/", "settings/mailboxes/new/", f"settings/mailboxes/{mailbox.key}/"):
        assert world.browser(ours.manager).get(ours.url(path)).status_code == 403
        assert world.browser(world.theirs.owner).get(ours.url(path)).status_code == 404
    assert (
        world.browser(world.theirs.owner).get(world.theirs.url(f"settings/mailboxes/{mailbox.key}/")).status_code == 404
    )
    assert "Nothing answers." in page(world, ours, ours.owner, "settings/mailboxes/")
    assert "Nothing answers." in page(world, ours, ours.owner, f"settings/mailboxes/{mailbox.key}/")


# --- files ------------------------------------------------------------------------------------------------------------
def attached(house: House, name: str, content_type: str, data: bytes) -> Attachment:
    arrive(house.agency, eml(MARIA, attachments=((name, content_type, data),)))
    with within(house.agency):
        return Attachment.objects.order_by("-pk")[0]


@pytest.mark.parametrize(
    ("name", "content_type", "served", "disposition"),
    [
        ("plan.pdf", "application/pdf", "application/pdf", "attachment"),
        ("photo.png", "image/png", "image/png", "inline"),
        ("page.html", "text/html", "application/octet-stream", "attachment"),
        ("drawing.svg", "image/svg+xml", "application/octet-stream", "attachment"),
        ("run.js", "application/javascript", "application/octet-stream", "attachment"),
    ],
)
def test_a_file_comes_as_it_was_and_runs_nowhere(
    world: World, ours: House, name: str, content_type: str, served: str, disposition: str
) -> None:
    file = attached(ours, name, content_type, b"<script>alert(1)</script>")
    response = world.browser(ours.specialist).get(ours.url(f"files/{file.key}/"))
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"  # type: ignore[attr-defined]
    response.close()
    assert response.headers["Content-Type"] == served
    assert response.headers["Content-Disposition"] == f'{disposition}; filename="{name}"'
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_files_of_others_do_not_exist(world: World, ours: House, tmp_path: Any) -> None:
    file = attached(ours, "plan.pdf", "application/pdf", b"%PDF")
    assert world.browser(world.theirs.owner).get(ours.url(f"files/{file.key}/")).status_code == 404
    assert world.browser(world.theirs.owner).get(world.theirs.url(f"files/{file.key}/")).status_code == 404
    assert world.browser(None).get(ours.url(f"files/{file.key}/")).status_code == 302
    (tmp_path / "secret").write_text("secret")
    with within(ours.agency):
        Attachment.objects.update(path="attachments/1/../../secret")
    assert world.browser(ours.owner).get(ours.url(f"files/{file.key}/")).status_code == 404

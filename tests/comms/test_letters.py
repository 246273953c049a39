"""Writing to somebody who has not asked: a thread without a clock, Undo that leaves nothing, an answer that has one."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from clients.domain import contacts, tasks
from clients.models import Person
from comms.domain import first_words, later
from comms.domain.senders import reply_address
from comms.known_of_client import known_of
from comms.mail.parse import parse
from comms.models import Draft, DraftFile, Episode, Interaction, OutboxMessage, Request
from comms.queries.inbox import clock_of, requests_of, with_clock
from tests.comms.mailroom import arrive, eml
from tests.counting import queries_of
from tests.world import House, World

ONCE = "0123456789ab"
SAID = {"subject": "How is it going?", "text": "Dear Maria Holm,\n\nare you satisfied with us?\n\nKind regards"}


def url(house: House, name: str, key: str) -> str:
    return reverse(name, args=[house.agency.slug, key])


def test_a_letter_begins_a_thread_without_a_clock(world: World, ours: House) -> None:
    browser, here = world.browser(ours.manager), url(ours, "letter", ours.contact.key)
    page = browser.get(here).content.decode()
    assert "Write to Maria Holm" in page
    assert "Dear Maria Holm," in page
    sent = browser.post(here, {**SAID, "once": ONCE, "files": [SimpleUploadedFile("plan.txt", b"plan")]})
    assert sent.status_code == 302
    assert browser.post(here, {**SAID, "once": ONCE}).status_code == 302, "sent twice it is one mail"
    with within(ours.agency):
        said, mail = Interaction.objects.select_related("request").get(), OutboxMessage.objects.get()
        assert said.request is not None
        assert (said.request.state, said.request.assignee) == (Request.State.ANSWERED, ours.manager)
        assert not Episode.objects.exists()
        assert clock_of(with_clock(requests_of(ours.manager)).get()) is None
        assert parse(bytes(mail.mime)).attachments[0].data == b"plan"
        assert not Draft.objects.exists()
        told = Event.objects.get(verb="letter.written")
        assert (told.shown, told.client_id) == (True, ours.client.pk)
    thread = browser.get(sent["Location"]).content.decode()
    assert "How is it going?" in thread
    assert "We wrote" in thread
    assert "are you satisfied with us?" in browser.get(url(ours, "client", ours.client.key)).content.decode()


def test_the_answer_to_it_has_a_clock(ours: House) -> None:
    with within(ours.agency):
        said = first_words.write(ours.contact, by=ours.manager, at=timezone.now(), **SAID)
        assert said.request is not None
        to = reply_address(ours.agency, said.request)
        address = ours.contact.person.addresses.get().email
    arrive(ours.agency, eml(address, to, subject="Anything", text="Yes, but the photos!"), recipient=to)
    with within(ours.agency):
        episode = Episode.objects.get()
        assert episode.request_id == said.request_id
        assert episode.closed_at is None


def test_undo_leaves_nothing_but_the_draft(world: World, ours: House) -> None:
    browser, here = world.browser(ours.manager), url(ours, "letter", ours.contact.key)
    browser.post(here, {**SAID, "once": ONCE, "files": [SimpleUploadedFile("plan.txt", b"plan")]})
    back = browser.post(url(ours, "message_withdrawal", ONCE))
    assert back["Location"] == here
    with within(ours.agency):
        assert not Request.objects.exists()
        assert OutboxMessage.objects.get().state == OutboxMessage.State.WITHDRAWN
        file = DraftFile.objects.get()
    page = browser.get(here).content.decode()
    assert "How is it going?" in page
    assert "are you satisfied" in page
    assert "plan.txt" in page
    assert "are you satisfied" not in browser.get(url(ours, "client", ours.client.key)).content.decode()
    assert browser.post(here, {**SAID, "once": ONCE}).status_code == 422, "a page from before sends nothing unseen"
    assert world.browser(ours.backup).post(url(ours, "letter_file", file.key)).status_code == 404
    browser.post(url(ours, "letter_file", file.key), {**SAID, "text": "Without it"})
    assert "Without it" in browser.get(here).content.decode()


def test_later_is_nobodys_business_until_it_leaves(world: World, ours: House) -> None:
    browser, here = world.browser(ours.manager), url(ours, "letter", ours.contact.key)
    browser.post(here, {**SAID, "once": ONCE, "leave": "morning"})
    portal = reverse("portal", args=[ours.agency.slug, ours.client.key])
    assert "How is it going?" not in world.browser(ours.contact).get(portal).content.decode()
    with within(ours.agency):
        said = Interaction.objects.get()
        assert not Event.objects.filter(shown=True).exists()
        later.send_now(said, by=ours.manager, at=timezone.now())
        later.left(OutboxMessage.objects.get(), timezone.now())
        assert list(Event.objects.filter(shown=True).values_list("verb", flat=True)) == ["letter.written"]
    shown = world.browser(ours.contact).get(portal).content.decode()
    assert "How is it going?" in shown
    assert "We wrote" in shown
    assert browser.post(here, {**SAID, "leave": "chosen"}).status_code == 422
    far = (timezone.now() + timedelta(days=90)).strftime("%Y-%m-%dT%H:%M")
    assert browser.post(here, {**SAID, "leave": "chosen", "leaves": far}).status_code == 422


def test_a_template_brings_its_subject_and_can_be_taken_out(world: World, ours: House) -> None:
    browser, here = world.browser(ours.manager), url(ours, "letter", ours.contact.key)
    insertion = url(ours, "letter_insertion", ours.contact.key)
    before = {"subject": "", "text": "Dear Maria Holm,\n\n\n\nKind regards", "once": ONCE}
    browser.post(insertion, {**before, "template": "en-welcome-business"})
    page = browser.get(here).content.decode()
    assert 'value="Welcome"' in page
    assert "Ida Brandt looks after Solvang Cycles" in page
    browser.post(insertion, {"undo": "1"})
    assert "looks after Solvang Cycles" not in browser.get(here).content.decode().split('id="toasts"')[0]
    browser.post(insertion, {**before, "template": "en-weekly-business"})
    left = browser.post(here, {"subject": "x", "text": "Towards {goal}", "once": ONCE})
    assert left.status_code == 422
    assert "Fill in {goal} first." in left.content.decode()


def test_another_template_brings_another_subject_unless_one_was_typed(world: World, ours: House) -> None:
    browser, insertion = world.browser(ours.manager), url(ours, "letter_insertion", ours.contact.key)
    here, words = url(ours, "letter", ours.contact.key), {"text": SAID["text"], "once": ONCE}
    for before, after in (("Welcome", "We are thinking of you"), ("Flowers", "Flowers")):
        browser.post(insertion, {**words, "subject": before, "template": "en-care-friendly"})
        assert f'value="{after}"' in browser.get(here).content.decode()


def test_a_gap_that_a_template_left_is_asked_about_once(world: World, ours: House) -> None:
    browser, here = world.browser(ours.manager), url(ours, "letter", ours.contact.key)
    typed = {"subject": "To you", "text": "Dear Maria,\n\nI heard that … and thought of you.", "once": ONCE}
    assert 'name="as_it_is"' not in browser.get(here).content.decode()
    asked = browser.post(here, typed)
    assert asked.status_code == 422
    assert "still stands where the template leaves room" in asked.content.decode()
    assert 'name="as_it_is"' in asked.content.decode()
    assert browser.post(here, {**typed, "as_it_is": "on"}).status_code == 302
    whole = {**typed, "text": "Well… so be it, “…and more”.", "once": ""}
    assert browser.post(here, whole).status_code == 302


def test_a_day_that_is_past_is_not_what_is_promised_next(ours: House) -> None:
    today = timezone.localdate()
    with within(ours.agency):
        words = {"by": ours.manager, "at": timezone.now(), "owner": ours.specialist}
        tasks.create(ours.client, **words, title="Feed", client_due=today - timedelta(days=2))
        assert known_of(ours.client, today)["task"] == ""
        assert known_of(ours.client, today)["task_due"] == ""
        tasks.create(ours.client, **words, title="Photos", client_due=today + timedelta(days=2))
        assert known_of(ours.client, today)["task"] == "Photos"
        assert known_of(ours.client, today + timedelta(days=2))["task"] == "Photos"


def test_who_may_write_to_whom(world: World, ours: House) -> None:
    here = url(ours, "letter", ours.contact.key)
    assert world.browser(ours.specialist).get(here).status_code == 403
    assert world.browser(ours.manager).post(url(ours, "letter", ours.other_contact.key), SAID).status_code == 403
    theirs = world.browser(world.theirs.owner)
    assert theirs.get(url(world.theirs, "letter", ours.contact.key)).status_code == 404
    browser = world.browser(ours.manager)
    chosen = browser.get(url(ours, "letter_new", ours.client.key)).content.decode()
    assert here in chosen
    assert url(ours, "letter", ours.second_contact.key) in chosen
    for wrong in (
        {**SAID, "subject": " "},
        {**SAID, "text": " "},
        {**SAID, "text": "Dear Maria Holm,\n\nKind regards"},
    ):
        assert browser.post(here, wrong).status_code == 422
    with within(ours.agency):
        contacts.end(ours.contact, by=ours.manager, at=timezone.now())
        with pytest.raises(ValidationError, match="no longer speaks"):
            first_words.write(ours.contact, by=ours.manager, at=timezone.now(), **SAID)


def test_as_many_queries_with_three_drafts(world: World, ours: House) -> None:
    browser, here, counts = world.browser(ours.manager), url(ours, "letter", ours.contact.key), []
    with within(ours.agency):
        Person.objects.filter(pk=ours.contact.person.pk).update(personality_type="choleric")
    for count in (1, 3):
        files = [SimpleUploadedFile(f"{count}-{each}.txt", b"x") for each in range(count)]
        browser.post(url(ours, "letter_files", ours.contact.key), {**SAID, "files": files})
        browser.get(here)
        counts.append(queries_of(lambda: browser.get(here)))
    assert counts[0] == counts[1]

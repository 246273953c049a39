"""The composer: nothing typed is lost, nothing leaves that was not shown, templates and files come and go."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agency.tenancy.scope import within
from clients.models import Contact
from comms import composing, drafts
from comms.domain import answers, draft_files, episodes
from comms.mail.parse import parse
from comms.models import Attachment, Draft, DraftFile, Episode, Interaction, OutboxMessage, Participant, Request
from tests.counting import queries_of
from tests.world import House, World

ONCE, AGAIN = "0123456789ab", "abcdefghjkmn"


def ask(house: House, contact: Contact, subject: str) -> Request:
    with within(house.agency):
        return episodes.open_request(
            contact=contact, subject=subject, text="When?", at=timezone.now() - timedelta(hours=2)
        )


@pytest.fixture
def asked(ours: House) -> Request:
    return ask(ours, ours.contact, "Adverts?")


def url(house: House, name: str, key: str) -> str:
    return reverse(name, args=[house.agency.slug, key])


def place(request: Request) -> str:
    return drafts.reply_place(request)


def test_an_old_page_sends_nothing_after_an_undo(world: World, ours: House, asked: Request) -> None:
    """The trap: what was taken back and changed since is sent once more by a page from before."""
    browser, send = world.browser(ours.manager), url(ours, "answer", asked.key)
    browser.post(send, {"text": "The price is 400.", "once": ONCE})
    with within(ours.agency):
        sent = Interaction.objects.get(key=ONCE)
    browser.post(url(ours, "message_withdrawal", sent.key))
    late = browser.post(url(ours, "draft", place(asked)), {"text": "The price", "once": ONCE})
    assert late.status_code == 409, "what the old page still wants to keep is older than the draft"
    again = browser.post(send, {"text": "The price is 400.", "once": ONCE})
    assert again.status_code == 422
    assert "You took this message back" in again.content.decode()
    with within(ours.agency):
        assert OutboxMessage.objects.exclude(state="withdrawn").count() == 0
        assert Draft.objects.get(member=ours.manager).fields["text"] in ("The price is 400.", ["The price is 400."])
    assert browser.post(send, {"text": "The price is 380.", "once": AGAIN, "based": ONCE}).status_code == 302
    with within(ours.agency):
        assert OutboxMessage.objects.exclude(state="withdrawn").count() == 1
        assert not Draft.objects.exists()


def test_two_windows_keep_both_texts(world: World, ours: House, asked: Request) -> None:
    browser, keep = world.browser(ours.manager), url(ours, "draft", place(asked))
    browser.post(keep, {"text": "In the first window", "once": ONCE})
    browser.post(keep, {"text": "In the second", "once": AGAIN})
    browser.post(keep, {"text": "In the second, longer", "once": AGAIN})
    page = browser.get(url(ours, "request", asked.key)).content.decode()
    assert "In the second, longer" in page
    assert "You wrote this in another window" in page
    assert "In the first window" in page
    browser.post(url(ours, "answer", asked.key), {"text": "In the second, longer.", "once": AGAIN})
    left = browser.get(url(ours, "request", asked.key)).content.decode()
    assert "In the first window" in left, "what the other window holds is still a draft"


def test_files_are_stored_before_anything_else(world: World, ours: House, asked: Request) -> None:
    browser, send = world.browser(ours.manager), url(ours, "answer", asked.key)
    refused = browser.post(
        send, {"text": " ", "files": [SimpleUploadedFile("prices.txt", b"prices"), SimpleUploadedFile("none.txt", b"")]}
    )
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "is empty" in page
    with within(ours.agency):
        kept = DraftFile.objects.get()
        assert (kept.name, kept.size) == ("prices.txt", 6)
    assert kept.name in page
    browser.post(send, {"text": "Here they are.", "once": ONCE})
    with within(ours.agency):
        sent = Attachment.objects.get()
        assert sent.interaction.key == ONCE
        assert not DraftFile.objects.exists()
        assert parse(bytes(OutboxMessage.objects.get().mime)).attachments[0].data == b"prices"
    browser.post(url(ours, "message_withdrawal", ONCE))
    with within(ours.agency):
        back = DraftFile.objects.get()
        assert back.size == 6
    other = world.browser(ours.backup)
    assert other.post(url(ours, "draft_file", back.key)).status_code == 404, "a draft is its writer's alone"
    browser.post(url(ours, "draft_file", back.key), {"text": "Without it", "once": AGAIN})
    with within(ours.agency):
        assert not DraftFile.objects.exists()
    assert "Without it" in browser.get(url(ours, "request", asked.key)).content.decode()


def test_the_limits_of_files_are_said(ours: House, asked: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_files, "LARGEST", 10)
    monkeypatch.setattr(draft_files, "TOGETHER", 12)
    with within(ours.agency):
        for name, size, words in (("a.txt", 11, "A file may have"), ("b.txt", 8, ""), ("c.txt", 8, "together")):
            upload = SimpleUploadedFile(f"../{name}", b"x" * size)
            if not words:
                assert draft_files.add(ours.manager, place(asked), [upload], at=timezone.now())[0].name == name
                continue
            with pytest.raises(ValidationError, match=words):
                draft_files.add(ours.manager, place(asked), [upload], at=timezone.now())


def test_this_also_answers_others_and_they_get_it(world: World, ours: House, asked: Request) -> None:
    """Whoever waits in a request that is answered along gets the mail as well; taken back, every clock runs on."""
    others = [ask(ours, ours.second_contact, "The budget?"), ask(ours, ours.contact, "The banner?")]
    browser = world.browser(ours.manager)
    page = browser.get(url(ours, "request", asked.key)).content.decode()
    assert "Jens Solvang gets this mail as well" in page
    with within(ours.agency):
        keys = list(Episode.objects.filter(request__in=others).values_list("key", flat=True))
    browser.post(url(ours, "answer", asked.key), {"text": "All on Friday.", "also": keys, "once": ONCE})
    with within(ours.agency):
        mails = sorted(OutboxMessage.objects.values_list("recipient", flat=True))
        assert mails == ["jens.northlight@client.example", "maria.northlight@client.example"]
        assert Participant.objects.filter(interaction__key=ONCE).count() == 2
        assert Episode.objects.exclude(acknowledged_at=None).count() == 3
    browser.post(url(ours, "message_withdrawal", ONCE))
    with within(ours.agency):
        assert not Episode.objects.exclude(acknowledged_at=None).exists()
    again = browser.get(url(ours, "request", asked.key)).content.decode()
    assert all(f'value="{key}" checked' in again for key in keys)


def test_how_the_reader_is_written_to(world: World, ours: House, asked: Request) -> None:
    with within(ours.agency):
        person = ours.contact.person
        person.language, person.tone = "ru", "friendly"
        person.save()
        contact = Contact.objects.select_related("person", "client").get(pk=ours.contact.pk)
        assert "Russian" in composing.hint("Thank you for the message, we will have it for you on Friday.", contact)
        assert composing.hint("Спасибо за сообщение, мы пришлём всё в пятницу утром.", contact) == ""
        assert composing.hint("ok", contact) == ""
    browser = world.browser(ours.manager)
    page = browser.get(url(ours, "request", asked.key)).content.decode()
    assert "in Russian, friendly" in page
    assert "Здравствуйте, Maria," in page
    hinted = browser.post(
        url(ours, "draft", place(asked)), {"text": "Thank you for the message, we will have it for you on Friday."}
    )
    assert "This looks like English" in hinted.json()["hint"]


def test_greeting_and_closing_alone_are_nothing_written(world: World, ours: House, asked: Request) -> None:
    browser = world.browser(ours.manager)
    bare = {"text": "Dear Maria Holm,\r\n\r\n\r\n\r\nKind regards"}
    refused = browser.post(url(ours, "answer", asked.key), bare)
    assert refused.status_code == 422
    with within(ours.agency):
        assert not OutboxMessage.objects.exists()
    browser.post(url(ours, "acknowledgement", asked.key), bare)
    with within(ours.agency):
        assert "We have received it" in Interaction.objects.get(direction="out").text, "words are made for her"


def test_a_template_is_put_in_and_taken_out_again(world: World, ours: House, asked: Request) -> None:
    browser, put = world.browser(ours.manager), url(ours, "insertion", asked.key)
    page = url(ours, "request", asked.key)
    assert 'value="en-delay-business"' in browser.get(page).content.decode()
    assert "takes longer than we announced" in browser.get(page, {"template": "en-delay-business"}).content.decode()
    browser.post(put, {"template": "en-delay-business", "text": "What I typed.", "once": ONCE})
    shown = browser.get(page).content.decode()
    assert "What I typed.\n\nI have to tell you that “Adverts?” takes longer" in shown
    assert "No value is known for {next_step_on}" in shown
    refused = browser.post(url(ours, "answer", asked.key), {"text": "On {next_step_on}.", "once": AGAIN})
    assert "Fill in {next_step_on} first." in refused.content.decode()
    with within(ours.agency):
        assert not OutboxMessage.objects.exists()
    browser.post(put, {"undo": "1"})
    undone = browser.get(page).content.decode()
    assert "What I typed." in undone
    other = world.browser(world.theirs.manager)
    assert other.post(url(world.theirs, "insertion", asked.key), {"template": "x"}).status_code == 404


def test_as_many_queries_with_three_files_and_drafts(world: World, ours: House, asked: Request) -> None:
    browser, page = world.browser(ours.manager), url(ours, "request", asked.key)
    counts = []
    for number in (1, 3):
        for extra in range(number):
            ask(ours, ours.second_contact, f"More {number}{extra}?")
            with within(ours.agency):
                upload = SimpleUploadedFile(f"{number}{extra}.txt", b"x")
                draft_files.add(ours.manager, place(asked), [upload], at=timezone.now())
        browser.get(page)
        counts.append(queries_of(lambda: browser.get(page)))
    assert counts[0] == counts[1]


def test_the_same_key_after_an_undo_is_refused_to_programs_too(ours: House, asked: Request) -> None:
    with within(ours.agency):
        sent = answers.answer(asked, by=ours.manager, at=timezone.now(), text="Yes.", key=ONCE)
        answers.take_back(sent, by=ours.manager, at=timezone.now())
        with pytest.raises(answers.TakenBack):
            answers.answer(asked, by=ours.manager, at=timezone.now(), text="Yes.", key=ONCE)

"""Notes among us: whom they name is told once, and no way leads from them to a client."""

import ast
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, strategies as st

from agency.models import Role
from agency.tenancy.scope import within
from comms import mentions
from comms.domain import answers, episodes, following, notices, outbox, requests, stages
from comms.mail.parse import parse
from comms.models import Episode, Follower, Interaction, Mention, Notice, OutboxMessage, Request
from tests.world import House, World, member

NAMES = {1: "Ida Brandt", 2: "Daniel Whitlock", 3: "Ida Moreau", 4: "Lena Köhler"}
SECRET = "pelican-7391"
MAKERS = ("OutboxMessage", "OutboxMessage.objects.create", "OutboxMessage.objects.bulk_create")


@pytest.fixture
def asked(ours: House) -> Request:
    with within(ours.agency):
        return episodes.open_request(contact=ours.contact, subject="Adverts?", text="When?", at=timezone.now())


@pytest.mark.parametrize(
    ("text", "named", "unclear", "unknown"),
    [
        ("@Daniel can you look?", {2: "@Daniel"}, {}, []),
        ("@ida brandt, and @LENA köhler.", {1: "@ida brandt", 4: "@LENA köhler"}, {}, []),
        ("@Ida?", {}, {"Ida": ["Ida Brandt", "Ida Moreau"]}, []),
        ("Write to ida@example.com or @northlight", {}, {}, ["northlight"]),
        ("@Daniel @Daniel Whitlock", {2: "@Daniel"}, {}, []),
        ("(@Lena) @", {4: "@Lena"}, {}, []),
    ],
)
def test_names_in_a_text(text: str, named: dict[int, str], unclear: dict[str, list[str]], unknown: list[str]) -> None:
    found = mentions.find(text, NAMES)
    assert (found.named, found.unclear, found.unknown) == (named, unclear, unknown)


@given(st.text(max_size=80), st.lists(st.sampled_from(["@Ida", "@Lena Köhler", "@"]), max_size=3))
def test_pieces_are_the_text(text: str, words: list[str]) -> None:
    assert "".join(piece for piece, _named in mentions.pieces(f"{text}@Ida {text}", words)) == f"{text}@Ida {text}"


def test_who_is_named_is_told_once_and_may_follow(world: World, ours: House, asked: Request) -> None:
    browser, slug = world.browser(ours.specialist), ours.agency.slug
    page = browser.post(
        reverse("note", args=[slug, asked.key]),
        {"text": "@Ida and @Ida Brandt: four <b>groups</b>. @Nobody"},
        follow=True,
    ).content.decode()
    assert "Told: Ida Brandt." in page
    assert "Nobody here is called Nobody." in page
    assert "<mark>@Ida</mark>" in page
    assert "&lt;b&gt;groups" in page
    with within(ours.agency):
        assert Mention.objects.get().member == ours.manager
        assert Notice.objects.get(kind="request.mentioned").member == ours.manager
        for _twice in range(2):
            following.follow(asked, by=ours.backup, at=timezone.now())
        requests.note(asked, by=ours.manager, at=timezone.now(), text="Mine.")
        episodes.heard(asked, at=timezone.now(), contact=ours.contact)
        told = Notice.objects.filter(member=ours.backup, kind__startswith="request.").values_list("kind", flat=True)
        assert sorted(told) == ["request.heard", "request.noted"]
    world.browser(ours.backup).post(reverse("following", args=[slug, asked.key]), {"undo": "1"})
    with within(ours.agency):
        assert not Follower.objects.exists()


def test_a_name_that_two_have_is_said_beside_the_field(world: World, ours: House, asked: Request) -> None:
    with within(ours.agency):
        member(ours.agency, "ida2", "Ida Moreau", Role.MANAGER)
    refused = world.browser(ours.manager).post(
        reverse("note", args=[ours.agency.slug, asked.key]), {"text": "@Ida, please"}
    )
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "@Ida may be Ida Brandt and Ida Moreau. Write the whole name." in page
    assert "@Ida, please</textarea>" in page
    with within(ours.agency):
        assert not Interaction.objects.filter(kind="note").exists()


@pytest.mark.parametrize("reader", ["contact", "message_id", "direction", "internal"])
def test_the_schema_gives_a_note_no_reader(ours: House, asked: Request, reader: str) -> None:
    with within(ours.agency):
        note = requests.note(asked, by=ours.manager, at=timezone.now(), text="Between us.")
        readers = {"contact": ours.contact, "message_id": "<a@b.example>", "direction": "out", "internal": False}
        with pytest.raises(IntegrityError), transaction.atomic():
            Interaction.objects.filter(pk=note.pk).update(**{reader: readers[reader]})


def test_no_verb_of_mail_takes_a_note(ours: House, asked: Request) -> None:
    with within(ours.agency):
        note = requests.note(asked, by=ours.manager, at=timezone.now(), text="Between us.")
        with pytest.raises(ValueError, match="never mailed"):
            outbox.queue(
                purpose_key="x", lane="person", to=ours.contact, subject="", text=note.text, at=timezone.now(),
                interaction=note,
            )  # fmt: skip
        with pytest.raises(answers.ValidationError):
            answers.take_back(note, by=ours.manager, at=timezone.now())


def test_whatever_is_mailed_around_a_note_does_not_hold_it(ours: House, asked: Request) -> None:
    """Each way in which mail of a request comes about, after a note in it: answer, acknowledgement, automatic note, and
    what members are told. Nothing of the note leaves, not even to a member's mailbox.
    """
    with within(ours.agency):
        now = timezone.now()
        requests.note(asked, by=ours.manager, at=now, text=f"@Daniel {SECRET}")
        following.follow(asked, by=ours.backup, at=now)
        requests.note(asked, by=ours.manager, at=now, text=SECRET)
        answers.acknowledge(asked, by=ours.manager, at=now)
        answers.take_back(Interaction.objects.get(direction="out"), by=ours.manager, at=now)
        episode = Episode.objects.get()
        stages.fire(episode.pk, at=episode.promise_at)
        answers.answer(asked, by=ours.manager, at=now, text="On Friday.")
        for told in (ours.backup, ours.manager, ours.owner):
            notices.mail_due(told, at=episode.promise_at)
        mails = list(OutboxMessage.objects.all())
        assert {mail.lane for mail in mails} == {"person", "automatic", "notice"}
        for mail in mails:
            parsed = parse(bytes(mail.mime))
            assert SECRET not in parsed.new_text + parsed.quoted_text + parsed.html + mail.subject


def test_only_the_outbox_makes_mail() -> None:
    """All mail goes through `outbox.queue`, which refuses notes: no other module makes rows of what leaves."""
    makers = set()
    for room in ("agency", "clients", "comms", "reports", "portal", "api"):
        for path in Path(room).rglob("*.py"):
            if "migrations" in path.parts or "demo" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in MAKERS:
                    makers.add(path.as_posix())
    assert makers == {"comms/domain/outbox.py"}

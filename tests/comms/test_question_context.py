"""What goes along with a question to an expert: frozen words, with or without names."""

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import answers, question_context, requests
from comms.models import Interaction, Request
from tests.comms.mailroom import MARIA, arrive, eml, written_by
from tests.world import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(ours: House, request_: Request) -> list[Interaction]:
    """Maria's question, and what Ida has answered; the later one first."""
    with within(ours.agency):
        ours_said = answers.answer(request_, by=ours.manager, at=timezone.now(), text="Dear Maria, yes.")
        return [ours_said, Interaction.objects.get(request=request_, direction="in")]


def test_with_names_it_says_who_said_what_in_order(ours: House, request_: Request, said: list[Interaction]) -> None:
    with within(ours.agency):
        frozen = question_context.frozen(request_, said, with_names=True)
        assert [(one["who"], one["theirs"]) for one in frozen] == [("Maria Holm", True), ("Ida Brandt", False)]
        assert frozen[1]["text"].startswith("Dear Maria, yes.")
        assert [one["when"] for one in frozen] == sorted(one.at.isoformat() for one in said)


def test_without_names_nobody_and_no_address_is_named(ours: House, request_: Request, said: list[Interaction]) -> None:
    with within(ours.agency):
        Interaction.objects.filter(pk=said[1].pk).update(text="Solvang Cycles, maria.northlight@client.example: MARIA?")
        said[1].refresh_from_db()
        frozen = question_context.frozen(request_, said, with_names=False)
        assert [one["who"] for one in frozen] == ["", ""]
        assert frozen[0]["text"] == "[…], […]: […]?"
        assert frozen[1]["text"].startswith("Dear […], yes.")


def test_without_an_author_it_is_the_agencys_word_or_nobodys(
    ours: House, request_: Request, said: list[Interaction]
) -> None:
    with within(ours.agency):
        Interaction.objects.filter(pk=said[0].pk).update(member=None)
        Interaction.objects.filter(pk=said[1].pk).update(contact=None)
        again = list(Interaction.objects.filter(request=request_))
        frozen = question_context.frozen(request_, again, with_names=True)
        assert [one["who"] for one in frozen] == ["", "Northlight Digital"]


def test_what_was_said_elsewhere_inside_or_taken_back_goes_to_nobody(ours: House, request_: Request) -> None:
    elsewhere = written_by(ours, ours.second_contact)
    with within(ours.agency):
        note = requests.note(request_, by=ours.manager, at=timezone.now(), text="They pay late")
        of_other = Interaction.objects.get(request=elsewhere)
        mine = Interaction.objects.get(request=request_, direction="in")
        withdrawn = Interaction(request=request_, direction="out", at=timezone.now(), withdrawn_at=timezone.now())
        for wrong in (note, of_other, withdrawn):
            with pytest.raises(ValueError, match="in this conversation"):
                question_context.frozen(request_, [mine, wrong], with_names=True)
        assert question_context.frozen(request_, [], with_names=False) == []


def test_of_a_long_conversation_the_first_words_go(
    ours: House, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(question_context, "MOST", 1)
    arrive(ours.agency, eml(MARIA, text="Hello?", headers={"In-Reply-To": "<one@client.example>"}))
    with within(ours.agency):
        both = list(Interaction.objects.filter(request=request_).order_by("-at"))
        assert len(both) == 2
        (kept,) = question_context.frozen(request_, both, with_names=True)
        assert kept["when"] == both[1].at.isoformat()

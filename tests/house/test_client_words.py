"""Whatever a client may read is there in every language that clients have (product.md, what must always be true, 8)."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import trans_real

from tests.house.client_words import NOT_FOR_CLIENTS, OUR_SIDE, SIGN_IN, TEMPLATES, modules, texts

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLACEHOLDER = re.compile(r"%\((\w+)\)s|\{(\w+)\}")


def catalogue(language: str) -> Any:
    """Text to translation, or (text, form) for one that counts; what packages bring is in it too."""
    found = trans_real.translation(language)
    assert found is not None
    return found._catalog


@pytest.mark.parametrize("language", LANGUAGES)
def test_clients_read_their_own_language_everywhere(language: str) -> None:
    known = catalogue(language)
    missing = [text for text in texts() if not known.get(text) and not known.get((text, 0))]
    assert not {text: sorted(texts()[text]) for text in missing}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_named_in_a_translation_that_is_not_in_the_text(language: str) -> None:
    known = catalogue(language)
    assert not [text for text in texts() if not named(known.get(text, "")) <= named(text)]


def named(words: str) -> set[str]:
    return {one or other for one, other in PLACEHOLDER.findall(words)}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("We received: %(messages)s.", "comms.note_words._received"),
        ("%(name)s answers you.", "portal.promptness.path"),
        ("Who answers you", "portal/portal.html"),
        ("No more of these mails?", "comms/unsubscribe.html"),
        ("Answer here", "comms.expert_letters._mail"),
        ("Tell us what it should say.", "comms.forms.agreement.AgreementForm"),
        ("Light or dark", "frames/letter.html"),
    ],
)
def test_the_walk_finds_what_clients_are_known_to_read(text: str, place: str) -> None:
    assert place in texts().get(text, set())


def test_what_the_walk_leaves_out_exists() -> None:
    assert {*NOT_FOR_CLIENTS, *OUR_SIDE} <= modules().keys()
    assert all((TEMPLATES / name).exists() for name in SIGN_IN)

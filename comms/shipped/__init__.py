"""The texts that come with Rapport, in four languages: for each purpose one businesslike and one friendly; and for what
is hard to say one for each type, of either tone.

An agency that changes one gets a copy of its own, which then stands in its place (`domain.templates`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from comms.shipped import (
    arabic,
    arabic_letters,
    chinese,
    chinese_letters,
    english,
    english_letters,
    russian,
    russian_letters,
)

TONES = ("business", "friendly")
TEXTS = {
    "en": english.TEXTS | english_letters.LETTERS,
    "ru": russian.TEXTS | russian_letters.LETTERS,
    "ar": arabic.TEXTS | arabic_letters.LETTERS,
    "zh-hans": chinese.TEXTS | chinese_letters.LETTERS,
}
BY_TYPE = {
    "en": english_letters.BY_TYPE,
    "ru": russian_letters.BY_TYPE,
    "ar": arabic_letters.BY_TYPE,
    "zh-hans": chinese_letters.BY_TYPE,
}
SUBJECTS = {
    "en": english_letters.SUBJECTS,
    "ru": russian_letters.SUBJECTS,
    "ar": arabic_letters.SUBJECTS,
    "zh-hans": chinese_letters.SUBJECTS,
}
"""By language and purpose, what stands in the subject of a letter that begins with such a text."""
FRAME = "{{greeting}}\n\n{text}\n\n{{closing}}"


@dataclass(frozen=True, slots=True)
class Shipped:
    """`key` is what stands in addresses: 'en-delay-friendly', 'en-slip-choleric'. One for a type fits either tone."""

    key: str
    purpose: str
    language: str
    tone: str
    text: str
    personality_type: str = ""


def _by_tone() -> Iterator[Shipped]:
    for language, purposes in TEXTS.items():
        for purpose, texts in purposes.items():
            for tone, text in zip(TONES, texts, strict=True):
                yield Shipped(f"{language}-{purpose}-{tone}", purpose, language, tone, FRAME.format(text=text.strip()))


def _by_type() -> Iterator[Shipped]:
    for language, purposes in BY_TYPE.items():
        for purpose, texts in purposes.items():
            for kind, text in texts.items():
                framed = FRAME.format(text=text.strip())
                yield Shipped(f"{language}-{purpose}-{kind}", purpose, language, "", framed, kind)


SHIPPED = {shipped.key: shipped for shipped in (*_by_tone(), *_by_type())}

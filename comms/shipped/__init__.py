"""The texts that come with Rapport: for each purpose one businesslike and one friendly, in four languages.

An agency that changes one gets a copy of its own, which then stands in its place (`domain.templates`).
"""

from dataclasses import dataclass

from comms.shipped import arabic, chinese, english, russian

TONES = ("business", "friendly")
TEXTS = {"en": english.TEXTS, "ru": russian.TEXTS, "ar": arabic.TEXTS, "zh-hans": chinese.TEXTS}
FRAME = "{{greeting}}\n\n{text}\n\n{{closing}}"


@dataclass(frozen=True, slots=True)
class Shipped:
    """`key` is what stands in addresses: 'en-delay-friendly'."""

    key: str
    purpose: str
    language: str
    tone: str
    text: str


SHIPPED = {
    shipped.key: shipped
    for language, purposes in TEXTS.items()
    for purpose, texts in purposes.items()
    for tone, text in zip(TONES, texts, strict=True)
    for shipped in [Shipped(f"{language}-{purpose}-{tone}", purpose, language, tone, FRAME.format(text=text.strip()))]
}

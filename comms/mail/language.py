"""A guess at the language of a text from its script and its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ar", re.compile("[\u0621-\u064a]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("el", re.compile("[\u03b1-\u03c9]")),
    ("ru", re.compile("[\u0430-\u044f]")),
)
WORDS: Final = {
    "en": "the and you for with that this have please we your from will our are is of to on it be could thanks",
    "de": "und die der das ist nicht wir sie ich mit für bitte auf ein eine den haben",
    "fr": "le la les des et est pour vous nous une dans que merci avec pas votre je",
    "es": "el la los las que para con una por gracias del es en usted no su",
    "pt": "que para com uma não por obrigado os você em do da está são ao",
    "it": "che per con una non sono grazie il di della gli è anche le vi",
    "nl": "het een van dat voor niet met wij zijn graag bedankt ik op de is",
    "pl": "nie jest się na proszę dla że oraz dziękuję czy po do to",
    "tr": "ve bir için bu ile teşekkürler lütfen de da değil olarak çok",
    "sv": "och att det som för är inte med vi tack ett på jag",
    "da": "og det at er ikke med vi tak jeg på til af der",
    "fi": "ja on että ei kiitos tämä mutta olen se kun ovat",
}
_WORDS = {language: frozenset(words.split()) for language, words in WORDS.items()}


def guess(text: str, declared: str = "") -> str:
    """A language code such as ``en`` or ``zh``, or an empty string when nothing speaks clearly.

    The script decides where it can; then the header Content-Language; then common words.
    """
    sample = text[:4000]
    letters = sum(1 for letter in sample if letter.isalpha())
    for language, script in _SCRIPTS:
        share = 0.05 if language == "ja" else 0.3
        if letters and len(script.findall(sample)) > letters * share:
            return language
    named = re.match(r"\s*([a-zA-Z]{2,3})(?:[-_,\s]|$)", declared)
    return named[1].lower() if named else _by_words(sample)


def _by_words(sample: str) -> str:
    words = Counter(re.findall(r"[^\W\d_]{1,20}", sample.lower())[:500])
    scores = {language: sum(words[word] for word in common) for language, common in _WORDS.items()}
    best, second = sorted(scores, key=lambda language: scores[language], reverse=True)[:2]
    return best if scores[best] >= 3 and scores[best] > scores[second] * 1.3 else ""

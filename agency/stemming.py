"""A word without its endings: pure, the same for every language of a script, so that nobody says what language it is.

'banners' meets 'banner', 'согласия' meets 'согласие', 'الحجوزات' meets 'حجوزات'. It is light on purpose: two words that
mean different things stay apart ('content', 'context'), even if two forms of one word do now and then.
"""

import re
import unicodedata

SHORTEST = 3
"""Letters that a word has at least, and keeps at least."""
LONGEST = 12
"""As many as a stored stem may have."""

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"([bcdfghjklmnpqrstvwxz])\1$")

_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
_ARABIC_ENDINGS = ("هما", "تها", "ات", "ون", "ين", "ها", "هم", "هن", "نا", "كم", "ية", "ة", "ه", "ي")
_CYRILLIC_ENDINGS = """
иями ями ами иях ях ах ием иям ям ам ией ей ой ий ый ая яя ое ее ые ие ого его ому ему ыми ими ых их ую юю ом ем ев
ов ия ию ии ье ья ью а е и о у ы э ю я ь й
ывается ивается ается яется уется ается аются яются уются иться ывать ивать ировать овать ить ает яет ует ают яют уют
ьте
"""


def stem(word: str) -> str:
    """What is left of a word, in small letters and without accents; '' for one of a letter or two, or a number."""
    bare = folded(word)
    if len(bare) < SHORTEST or bare.isdecimal():
        return ""
    if _ARABIC.search(bare):
        bare = _without(_without_article(bare), _ARABIC_ENDINGS)
    elif _CYRILLIC.search(bare):
        bare = _russian(bare)
    else:
        bare = _latin(bare)
    return bare[:LONGEST]


def folded(word: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign) and sign != "\u0640")


def _without(word: str, endings: tuple[str, ...]) -> str:
    """Without the first of these endings that leaves enough."""
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)]
    return word


def _without_article(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= SHORTEST:
            word = word[len(article) :]
            break
    return word[1:] if word.startswith("و") and len(word) > SHORTEST + 1 else word


def _russian(word: str) -> str:
    """'ссылок' meets 'ссылка': the vowel that comes and goes before a last к is left out."""
    bare = _without(word, _RUSSIAN)
    if bare.endswith(("ит", "ят")) and len(bare) > SHORTEST + 2:
        bare = bare[:-2]
    return f"{bare[:-2]}к" if bare.endswith(("ок", "ек")) and len(bare) > SHORTEST + 1 else bare


def _latin(word: str) -> str:
    """English first; of German and the Romance languages what does it no harm."""
    bare = word
    if bare.endswith("ies") and len(bare) > SHORTEST + 1:
        bare = f"{bare[:-3]}y"
    elif bare.endswith("s") and not bare.endswith(("ss", "us", "is")):
        bare = _shorter(bare, "s")
    if bare.endswith("eed") and len(bare) > SHORTEST + 2:
        bare = bare[:-1]
    for ending, least in _LATIN:
        left = bare.removesuffix(ending)
        if left != bare and len(left) >= least and _VOWEL.search(left):
            bare = left
            break
    if bare.endswith("ie"):
        return f"{bare[:-2]}y"
    bare = _shorter(bare, "e")
    if _DOUBLED.search(bare) and (bare[-1] not in "lsz" or len(bare) > SHORTEST + 2):
        bare = bare[:-1]
    return bare[:-1] if len(bare) > SHORTEST + 2 and bare[-1] == "t" and not _VOWEL.match(bare[-2]) else bare


def _shorter(word: str, ending: str) -> str:
    return word[: -len(ending)] if word.endswith(ending) and len(word) - len(ending) >= SHORTEST else word


_LATIN = (
    *(("isement", 5), ("ising", 5), ("izing", 5), ("ise", 5), ("ize", 5)),
    *(("ation", 4), ("ating", 4), ("ated", 4), ("ate", 4), ("ing", 3), ("ion", 4), ("ed", 3), ("ly", 4), ("en", 4)),
)
"""Endings, the longer ones first, and how many letters each must leave."""
_RUSSIAN = tuple(sorted({folded(ending) for ending in _CYRILLIC_ENDINGS.split()}, key=len, reverse=True))

"""Bytes to text: as declared, then guessed; what is broken is replaced by U+FFFD, never dropped."""

from __future__ import annotations

import codecs
import re
from typing import Final

_NAMES = """
    ascii utf-8 utf-7 utf-16 utf-16-be utf-16-le utf-32 utf-32-be utf-32-le big5 big5hkscs gb2312 gbk gb18030 hz
    euc-jp iso-2022-jp iso-2022-jp-1 iso-2022-jp-2 shift-jis cp932 euc-kr cp949 johab iso-2022-kr koi8-r koi8-u
    cp437 cp720 cp737 cp775 cp850 cp852 cp855 cp857 cp858 cp862 cp864 cp866 cp869 cp874 cp1250 cp1251 cp1252
    cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 latin-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6
    iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11 iso8859-13 iso8859-14 iso8859-15 iso8859-16 tis-620
    mac-roman mac-cyrillic mac-latin2 mac-turkish mac-greek ptcp154 kz1048
"""
DECLARABLE: Final = {codecs.lookup(name).name for name in _NAMES.split()}
"""Text encodings that mail may name. Others that Python knows (zlib, punycode, …) are no charsets."""

_MEANT = {
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "iso2022_jp": "iso2022_jp_2",
}
_ALIASES = {
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "x-euc-jp": "euc_jp",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-6-e": "iso8859-6",
    "windows-874": "cp874",
    "windows-31j": "cp932",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "unicode": "utf-8",
    "ansi_x3.4-1968": "ascii",
    "x-mac-cyrillic": "mac_cyrillic",
    "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman",
    "cesu-8": "utf-8",
}
_GUESSES = ("cp1252", "cp1251", "koi8_r", "gb18030", "cp949", "cp932", "euc_jp", "big5hkscs", "cp1250", "cp1256")
_FREQUENT_LEAD = {
    "gb18030": (0xB0, 0xD7),
    "big5hkscs": (0xA4, 0xC6),
    "euc_jp": (0xB0, 0xCF),
    "cp932": (0x88, 0x97),
    "cp949": (0xB0, 0xC8),
}
_SAMPLE = 20_000
_FREQUENT_HAN = frozenset("的一是不了在人有我他这为之大来以个中上们你好请谢您和到说时要就会这們個來為說時會這請謝與")
_FREQUENT_HANGUL = frozenset("이다는을를의에가니하지고기사습안요녕감드세합도로서")
_CENTRAL_EUROPE = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽäöüßőűÖÜÄŐŰ")
_CYRILLIC_WORD = re.compile(r"[а-яёА-ЯЁ]+")

_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Text that PostgreSQL, XML and a browser can hold: line ends are newlines, and what is no character (NUL, other
    controls, lone surrogates) is U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", _LINE_ENDS.sub("\n", text)).removeprefix("\ufeff")


def one_line(text: str) -> str:
    """Clean text without line ends, as a header must be: each becomes a space."""
    return re.sub(r"[\n\u2028\u2029\t]+", " ", clean(text)).strip()


def decode(data: bytes, declared: str | None) -> tuple[str, str | None]:
    """The clean text of ``data``, and what was odd: ``charset-unknown``, ``-wrong``, ``-guessed`` or None."""
    codec = lookup(declared) if declared else None
    if codec:
        text = _strictly(data, codec)
        if text is None and codec.startswith("utf"):
            text = _nearly(data, codec)
        if text is not None:
            return clean(text), None
    problem = _why_guessed(data, declared, codec)
    return clean(_by_guess(data, codec)), problem


def lookup(declared: str) -> str | None:
    """The codec for a charset's name as mail writes it, or None when there is no such charset."""
    name = declared.strip().strip("\"'").lower()[:60]
    try:
        found = codecs.lookup(_ALIASES.get(name, name)).name
    except (LookupError, ValueError):
        return None
    return _MEANT.get(found, found) if found in DECLARABLE else None


def _why_guessed(data: bytes, declared: str | None, codec: str | None) -> str | None:
    if data.isascii():
        return "charset-unknown" if declared and not codec else None
    if not declared:
        return "charset-guessed"
    return "charset-wrong" if codec else "charset-unknown"


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except ValueError:
        return _in_pairs(data) if codec == "utf-8" else None


def _in_pairs(data: bytes) -> str | None:
    """Characters beyond the first plane as two halves of three bytes each, as some databases write them (CESU-8)."""
    try:
        return data.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16")
    except ValueError:
        return None


def _nearly(data: bytes, codec: str) -> str | None:
    """The text when only a few bytes are broken (cut or mixed up on the way), else None."""
    text = data.decode(codec, "replace")
    good = sum(1 for letter in text if letter > "\x7f" and letter != "\ufffd")
    return text if text.count("\ufffd") * 2 <= good else None


def _by_guess(data: bytes, codec: str | None) -> str:
    for sure in _sure_codecs(data):
        text = _strictly(data, sure)
        if text is not None:
            return text
    best = max(_GUESSES, key=lambda guess: _likeness(data[:_SAMPLE], guess))
    if _likeness(data[:_SAMPLE], best) <= 0.1:
        best = codec or "cp1252"
    return data.decode(best, "replace")


def _sure_codecs(data: bytes) -> list[str]:
    """Codecs whose bytes can hardly be anything else."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16", "utf-8"]
    if b"\x1b$" in data[:_SAMPLE] and data.isascii():
        return ["iso2022_jp_2", "iso2022_kr", "utf-8"]
    return ["utf-8-sig"]


def _likeness(sample: bytes, codec: str) -> float:
    """How much ``sample`` reads like human text in ``codec``: about 1 for plain prose, below 0 for gibberish."""
    try:
        text = codecs.getincrementaldecoder(codec)("strict").decode(sample, final=False)
    except ValueError:
        return -2.0
    foreign = [(place, letter) for place, letter in enumerate(text) if letter > "\x7f"]
    if not foreign:
        return -1.0
    score = sum(_letter_likeness(text, place, letter, codec) for place, letter in foreign)
    return score / len(foreign) - _case_jumble(text)


def _letter_likeness(text: str, place: int, letter: str, codec: str) -> float:
    if letter in _FREQUENT_HAN or letter in _FREQUENT_HANGUL:
        return 1.5
    if "\u3040" <= letter <= "\u30ff":
        return 1.4 if codec in ("cp932", "euc_jp") else 0.5
    if "\uff61" <= letter <= "\uff9f":
        return 0.1
    if "\u3000" <= letter <= "\u3002" or "\uff01" <= letter <= "\uff20":
        return 0.9
    if "\u0400" <= letter <= "\u04ff":
        return 1.0 if "а" <= letter <= "я" or letter == "ё" else 0.5 if "А" <= letter <= "Я" else -0.5
    if "\u0621" <= letter <= "\u0652" or letter in "،؛؟":
        return 0.9
    if "\u4e00" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3":
        return _standard_likeness(text, place, letter, codec)
    if letter < "\u0250" and letter.isalpha():
        return _latin_likeness(text, place, letter, codec)
    return 0.6 if letter in "\u00a0–—‘’“”„…€£«»°§№" else -0.5


def _standard_likeness(text: str, place: int, letter: str, codec: str) -> float:
    """Whether the Chinese character or Hangul syllable stands in the frequent half of its national standard."""
    low, high = _FREQUENT_LEAD.get(codec, (1, 0))
    written = letter.encode(codec)
    swallowed_a_letter = written[-1:].isalpha() and text[max(place - 1, 0) : place].isascii()
    return 0.9 if low <= written[0] <= high and not (swallowed_a_letter and place) else 0.1


def _latin_likeness(text: str, place: int, letter: str, codec: str) -> float:
    beside = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
    if not any(other.isascii() and other.isalpha() for other in beside):
        return 0.1
    return 1.0 if (codec == "cp1252" and letter < "\u0100") or letter in _CENTRAL_EUROPE else 0.5


def _case_jumble(text: str) -> float:
    """The share of Cyrillic words with capitals inside: reading KOI8-R as Windows-1251 turns the case round."""
    words = [word for word in _CYRILLIC_WORD.findall(text) if len(word) > 2]
    jumbled = sum(1 for word in words if not (word.islower() or word.isupper() or word.istitle()))
    inverted = sum(1 for word in words if word[1:].isupper() and word[0].islower())
    return (jumbled + inverted) / len(words) if words else 0.0

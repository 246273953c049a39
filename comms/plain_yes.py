"""A mail that says yes and nothing else, in the four languages of the product. Pure.

The list is short and exact on purpose: whatever stands beside the yes is for a person to read.
"""

import re
import unicodedata

LONGEST = 200

PHRASES = frozenset(
    """
    yes|yes i agree|i agree|we agree|agreed|all agreed|confirmed|i confirm|correct|all correct|that is correct
    that's correct|that is right|that's right|all right as it is|it is right|it's right|right|approved|looks good
    looks right|all good|fine|fine with me|ok|okay
    да|согласен|согласна|согласны|я согласен|я согласна|мы согласны|все верно|всё верно|верно|подтверждаю
    подтверждаем|все правильно|всё правильно|правильно
    是|是的|同意|我同意|我们同意|确认|已确认|没问题|没有问题|正确|都对|对|好的|可以
    نعم|موافق|موافقة|أوافق|نوافق|موافقون|صحيح|هذا صحيح|كل شيء صحيح|تمام|أؤكد|نؤكد
    """.replace("\n", "|").split("|")
)
COURTESIES = frozenset(
    """
    thanks|thank you|many thanks|thank you very much|best|best wishes|best regards|kind regards|regards
    спасибо|большое спасибо|с уважением
    谢谢|多谢|非常感谢
    شكرا|شكرا لك|شكرا لكم|شكرا جزيلا|مع التحية|تحياتي
    """.replace("\n", "|").split("|")
)
PARTS = re.compile(r"[\n.!,;:…。！，；、،؛–—]+")
DOUBT = frozenset("?？؟")


def is_plain_yes(text: str, name: str = "") -> bool:
    """Whether the words are a yes, said once or more often, with no more than thanks and the writer's `name`."""
    if len(text) > LONGEST or DOUBT & set(text):
        return False
    parts = [part for piece in PARTS.split(text) if (part := _plainly(piece))]
    own = {_plainly(name), *(_plainly(word) for word in name.split())}
    left = [part for part in parts if part not in YES]
    return len(left) < len(parts) and all(part in POLITE or part in own for part in left)


def is_courtesy(words: str) -> bool:
    """Whether they are thanks or a closing, and nothing else."""
    parts = [part for piece in PARTS.split(words) if (part := _plainly(piece))]
    return bool(parts) and all(part in POLITE for part in parts)


def _plainly(words: str) -> str:
    """Small letters, one blank between words; without the marks that Arabic is written with or without."""
    kept = (sign for sign in unicodedata.normalize("NFKC", words) if unicodedata.category(sign) not in {"Mn", "Cf"})
    return " ".join("".join(kept).replace("’", "'").casefold().strip(" -_*\"“”«»()'\t\r").split())


YES = frozenset(filter(None, map(_plainly, PHRASES)))
POLITE = frozenset(filter(None, map(_plainly, COURTESIES)))

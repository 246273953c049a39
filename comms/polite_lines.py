"""Lines of a letter that only greet or close: pure. They say nothing of what it is about, and are not quoted."""

import re
from collections.abc import Collection

from comms.plain_yes import is_courtesy

MOST_WORDS = 5

_HELLO = """
hello|hi|hey|dear|good morning|good afternoon|good evening|good day|hallo|liebe|lieber|guten tag|guten morgen
sehr geehrte|sehr geehrter|bonjour|здравствуйте|здравствуй|привет|добрый день|доброе утро|добрый вечер|дорогой|дорогая
уважаемый|уважаемая|уважаемые|مرحبا|مرحبًا|أهلا|أهلًا|عزيزي|عزيزتي|السلام عليكم|تحية طيبة|السيد|السيدة
""".replace("\n", "|").strip("|")
_FAREWELL = """
yours|yours sincerely|sincerely|cheers|warm regards|all the best|viele grüße|mit freundlichen grüßen|beste grüße
с наилучшими пожеланиями|всего доброго|всего наилучшего
مع أطيب التحيات|مع أطيب تحياتي|مع خالص التحية|مع التقدير|مع أطيب الأمنيات
此致|敬礼|祝好|顺祝商祺|顺颂商祺|此致敬礼
""".replace("\n", "|").strip("|")
_ENDS = ",!.?:;،，！。：؟"
_GREETS = re.compile(
    rf"(?:(?:{_HELLO})(?!\w)|尊敬的|亲爱的|你好|[^{_ENDS}]{{0,20}}[，,]?您好)"
    rf"(?:[^{_ENDS}]{{0,40}}[{_ENDS}]*|[,،，][^{_ENDS}]{{0,40}}[,،，!！:：])\s*$",
    re.IGNORECASE,
)
_CLOSES = re.compile(rf"(?:{_FAREWELL})[,!.،，！。\s]*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


def is_polite(line: str, names: Collection[str] = ()) -> bool:
    """Whether a line is a greeting, a closing, or no more than `names`, given in small letters."""
    words = _WORD.findall(line)
    if len(words) > MOST_WORDS:
        return False
    signed = bool(words) and all(word.casefold() in names for word in words)
    return signed or bool(_GREETS.match(line.strip()) or _CLOSES.match(line.strip())) or is_courtesy(line)


def without(text: str, names: Collection[str] = ()) -> str:
    """A text without such lines, or as it is where it has no others."""
    return "\n".join(line for line in text.splitlines() if not is_polite(line, names)).strip() or text

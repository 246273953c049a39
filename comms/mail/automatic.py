"""Mail that no person wrote: absence notices, other automatic mail, lists."""

from __future__ import annotations

import re
from typing import Final

from comms.mail.parsed import Kind, Parsed

ABSENCE: Final = (
    "out of office",
    "out of the office",
    "out-of-office",
    "automatic reply",
    "autoreply",
    "auto-reply",
    "auto reply",
    "auto response",
    "autoresponse",
    "on vacation",
    "on holiday",
    "on leave",
    "away from",
    "away until",
    "abwesenheit",
    "abwesend",
    "automatische antwort",
    "nicht im büro",
    "im urlaub",
    "außer haus",
    "réponse automatique",
    "absence du bureau",
    "absent du bureau",
    "en congé",
    "respuesta automática",
    "fuera de la oficina",
    "de vacaciones",
    "resposta automática",
    "fora do escritório",
    "de férias",
    "risposta automatica",
    "fuori sede",
    "fuori ufficio",
    "in ferie",
    "автоответ",
    "автоматический ответ",
    "вне офиса",
    "в отпуске",
    "отсутствую",
    "автовідповідь",
    "自动回复",
    "自動回覆",
    "自动答复",
    "不在办公室",
    "休假",
    "自動返信",
    "自動応答",
    "不在",
    "자동 회신",
    "자동회신",
    "자동응답",
    "부재중",
    "부재 중",
    "رد تلقائي",
    "الرد التلقائي",
    "خارج المكتب",
    "في إجازة",
    "automatisch antwoord",
    "afwezig",
    "niet op kantoor",
    "automatyczna odpowiedź",
    "odpowiedź automatyczna",
    "poza biurem",
    "nieobecn",
    "na urlopie",
    "otomatik yanıt",
    "otomatik cevap",
    "ofis dışında",
    "izindeyim",
    "autosvar",
    "automatiskt svar",
    "automatisk svar",
    "frånvaro",
    "inte på kontoret",
    "ikke på kontoret",
    "fravær",
    "på ferie",
    "på semester",
    "automaattinen vastaus",
    "poissa toimistolta",
    "lomalla",
    "automatická odpověď",
    "mimo kancelář",
)
"""How absence is put. Alone it proves nothing: a client may well write about somebody's holiday."""

_ABSENCE = re.compile("|".join(map(re.escape, ABSENCE)), re.IGNORECASE)
_AUTOMATIC = (
    "X-Autoreply",
    "X-Autorespond",
    "X-Autoresponder",
    "X-Auto-Reply",
    "X-Vacation",
    "X-AutoReply-From",
)
_LISTS = (
    "List-Id",
    "List-Unsubscribe",
    "List-Post",
    "List-Help",
    "List-Archive",
    "List-Owner",
    "List-Subscribe",
)
_BULK = {"bulk", "junk", "list"}


def kind(message: Parsed) -> Kind:
    """``vacation`` for an absence notice, ``auto`` for any other mail that says it is automatic, else ``message``.

    A subject alone decides nothing; it takes a header that people's mail does not carry.
    """
    says_so = auto_submitted(message) or _has_any(message, _AUTOMATIC) or _precedence(message) == "auto_reply"
    if not says_so and not (_suppressed(message) or message.return_path == ""):
        return "auto" if _is_report(message) else "message"
    if _speaks_of_absence(message):
        return "vacation"
    return "auto" if says_so or _is_report(message) else "message"


def auto_submitted(message: Parsed) -> str:
    """The keyword of Auto-Submitted (RFC 3834) in lower case; empty when there is none or it is ``no``."""
    keyword = re.split(r"[\s;(]", message.header("Auto-Submitted").strip().lower(), maxsplit=1)[0]
    return "" if keyword == "no" else keyword


def is_bulk(message: Parsed) -> bool:
    """Whether it came through a list or to many: it runs no clock when the sender is unknown (clock.md)."""
    return _precedence(message) in _BULK or _has_any(message, _LISTS)


def _speaks_of_absence(message: Parsed) -> bool:
    declared = f"{message.header('Auto-Submitted')} {message.header('X-Autoreply')}".lower()
    if "vacation" in declared or message.header("X-Vacation"):
        return True
    return bool(_ABSENCE.search(message.subject) or _ABSENCE.search(message.new_text[:1500]))


def _is_report(message: Parsed) -> bool:
    return message.header("Content-Type").lower().startswith("multipart/report")


def _precedence(message: Parsed) -> str:
    return message.header("Precedence").strip().lower().replace("-", "_")


def _suppressed(message: Parsed) -> bool:
    return message.header("X-Auto-Response-Suppress").strip().lower() not in {"", "none"}


def _has_any(message: Parsed, names: tuple[str, ...]) -> bool:
    return any(message.header(name).strip().lower() not in {"", "no", "none", "false"} for name in names)

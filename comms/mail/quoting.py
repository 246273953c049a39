"""How mail programs of many languages announce a quote: words only, no logic."""

from __future__ import annotations

from typing import Final

REPLY_MARKERS: Final = {
    "en": "— reply above this line —",
    "ru": "— ответьте выше этой линии —",
    "ar": "— اكتب ردك فوق هذا السطر —",
    "zh-hans": "— 请在此行上方回复 —",
}
"""The line on top of our own letters. Constants, not translations: one that is out must be known for ever."""

WROTE: Final = (
    "wrote",
    "writes",
    "schrieb",
    "schreibt",
    "a écrit",
    "escribió",
    "escreveu",
    "ha scritto",
    "написал",
    "написала",
    "написал(а)",
    "пишет",
    "писал",
    "написав",
    "пише",
    "写道",
    "寫道",
    "写了",
    "寫了",
    "كتب",
    "كتبت",
    "كتابة ما يلي",
    "schreef",
    "geschreven",
    "님이 작성",
    "작성하였습니다",
    "작성했습니다",
    "님이 쓴 글",
    "のメール",
    "書きました",
    "は書いた",
    "napisał",
    "napisał(a)",
    "napisała",
    "napisano",
    "pisze",
    "yazdı",
    "şunları yazdı",
    "skrev",
    "kirjoitti",
    "napsal",
    "napsal(a)",
    "írta",
    "a scris",
    "έγραψε",
    "כתב",
    "כתבה",
    "đã viết",
    "menulis",
)

ORIGINAL: Final = (
    "original message",
    "ursprüngliche nachricht",
    "original-nachricht",
    "message d'origine",
    "message d’origine",
    "message original",
    "mensaje original",
    "mensagem original",
    "messaggio originale",
    "исходное сообщение",
    "первоначальное сообщение",
    "оригинальное сообщение",
    "原始邮件",
    "原始郵件",
    "原邮件",
    "元のメッセージ",
    "original mail",
    "원본 메시지",
    "원본 메일",
    "الرسالة الأصلية",
    "oorspronkelijk bericht",
    "oorspronkelijke bericht",
    "wiadomość oryginalna",
    "oryginalna wiadomość",
    "orijinal mesaj",
    "özgün ileti",
    "ursprungligt meddelande",
    "originalmeddelande",
    "oprindelig meddelelse",
    "original meddelelse",
    "opprinnelig melding",
    "alkuperäinen viesti",
    "původní zpráva",
)

FORWARDED: Final = (
    "forwarded message",
    "begin forwarded message",
    "weitergeleitete nachricht",
    "weitergeleiteten nachricht",
    "message transféré",
    "message réexpédié",
    "mensaje reenviado",
    "mensagem encaminhada",
    "mensagem reencaminhada",
    "messaggio inoltrato",
    "пересылаемое сообщение",
    "пересылаемое письмо",
    "пересылаемого сообщения",
    "переадресованного сообщения",
    "пересланное сообщение",
    "转发邮件",
    "转发的邮件",
    "被转发邮件",
    "轉寄郵件",
    "轉寄的郵件",
    "転送メッセージ",
    "転送されたメッセージ",
    "전달된 메일",
    "전달된 메시지",
    "رسالة معاد توجيهها",
    "رسالة مُعاد توجيهها",
    "الرسالة المعاد توجيهها",
    "الرسالة المحولة",
    "doorgestuurd bericht",
    "wiadomość przekazana",
    "przekazana wiadomość",
    "przekazywanej wiadomości",
    "iletilen mesaj",
    "iletilmiş ileti",
    "yönlendirilmiş ileti",
    "vidarebefordrat meddelande",
    "vidarebefordrat brev",
    "videresendt meddelelse",
    "videresendt besked",
    "videresendt melding",
    "välitetty viesti",
    "přeposlaná zpráva",
)

FORWARDED_SUBJECT: Final = """
    fw fwd wg tr rv enc i пересл переслано 转发 轉寄 转寄 転送 전달 fs doorst vb vs vl pd ilt i̇lt yml tk
"""
"""Prefixes of forwarded subjects; some mean a reply elsewhere (Finnish VS): then nothing is folded, which is safe."""

FROM: Final = """
    from von de da от від 发件人 寄件者 寄件人 差出人 送信者 보낸_사람 보낸사람
    من المرسل van od kimden gönderen från fra
    lähettäjä expéditeur remitente mittente feladó
"""
SENT: Final = """
    sent date gesendet datum envoyé enviado enviado_el enviada enviada_em fecha data inviato отправлено дата
    дата_отправки 发送时间 发送日期 日期 时间 寄件日期 傳送日期
    送信日時 日時 日付 보낸_날짜 보낸날짜 날짜
    تاريخ_الإرسال التاريخ تم_الإرسال
    الإرسال verzonden wysłano wysłane data_wysłania gönderildi gönderme_tarihi tarih gönderilme skickat sendt dato
    lähetetty päivämäärä pvm odesláno dátum надіслано
"""
TO: Final = """
    to an à a para кому 收件人 收件者 宛先 받는_사람 받는사람 إلى aan do kime alıcı till til vastaanottaja komu
    címzett destinataire destinatario
"""
SUBJECT: Final = """
    subject betreff objet asunto assunto oggetto тема 主题 主題 主旨 标题 件名 제목
    الموضوع onderwerp temat konu ämne
    emne aihe předmět tárgy
"""
"""Labels of the header block that Outlook and its like put over a quote; the underscore stands for a blank."""

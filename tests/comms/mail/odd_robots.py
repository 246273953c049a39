"""Mail that machines wrote: reports of failure and delay, notices of absence, lists; and people who sound like them."""

from __future__ import annotations

from tests.comms.mail.odd import mail, multipart, odd, part

OURS = "<kr4q.abcd@mail.example>"
RETURNED = f"From: ida@northlight.example\nTo: maria@harbour.example\nSubject: Report\nMessage-ID: {OURS}\n\nold\n"


def report(status: str, *, returned: bool = True) -> bytes:
    parts = [part("text/plain", "Your message could not be delivered."), part("message/delivery-status", status)]
    if returned:
        parts.append(part("message/rfc822", RETURNED))
    kind, subject = 'report; report-type="delivery-status"', "Undelivered Mail Returned to Sender"
    return multipart(*parts, kind=kind, subject=subject, return_path="<>", **{"from": "MAILER-DAEMON@mx.example"})


def daemon(text: str, subject: str = "failure notice", **fields: str) -> bytes:
    return mail(text, subject=subject, return_path="<>", **({"from": "MAILER-DAEMON@mx.example"} | fields))


def failed(*addresses: str, of: str = OURS, action: str = "failed", permanent: bool = True) -> dict[str, object]:
    return {"kind": "bounce", "bounce": (action, list(addresses), of, permanent)}


STATUS = """\
Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; maria@harbour.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <maria@harbour.example>:
    no such user
"""
MARIA = "maria@harbour.example"
QMAIL = f"""\
Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<{MARIA}>:
192.0.2.1 does not like recipient.
Remote host said: 550 5.1.1 unknown user

--- Below this line is a copy of the message.

Return-Path: <ida@northlight.example>
Message-ID: {OURS}
"""
EXIM = f"""\
This message was created automatically by mail delivery software.
A message that you sent could not be delivered to one or more of its recipients.

  {MARIA}
    host mx.example [192.0.2.1]: 452 4.2.2 mailbox full

------ This is a copy of the message, including all the headers. ------
Message-ID: {OURS}
"""
DELAY = f"""\
Delivery to the following recipient has been delayed; we will keep trying for 2 days.

     {MARIA}

The error was: 451 4.7.1 please try again later
"""
AWAY = "I am out of the office until 9 November.\n"

MESSAGES = [
    odd("standard failure", report(STATUS), **failed(MARIA)),
    odd(
        "standard failure, header only",
        report(STATUS).replace(b"message/rfc822", b"text/rfc822-headers"),
        **failed(MARIA),
    ),
    odd("standard failure, nothing returned", report(STATUS, returned=False), **failed(MARIA, of="")),
    odd("mailbox full", report(STATUS.replace("5.1.1", "5.2.2")), **failed(MARIA, permanent=False)),
    odd(
        "given up after days",
        report(STATUS.replace("5.1.1", "4.4.7").replace("550", "451")),
        **failed(MARIA, permanent=False),
    ),
    odd(
        "delayed",
        report(STATUS.replace("failed", "delayed").replace("5.1.1", "4.4.1")),
        kind="bounce",
        bounce=("delayed", [MARIA], OURS, False),
    ),
    odd(
        "delivered",
        report(STATUS.replace("failed", "delivered").replace("5.1.1", "2.0.0")),
        kind="auto",
        bounce=("delivered", [MARIA], OURS, False),
    ),
    odd(
        "two recipients",
        report(STATUS + "\nFinal-Recipient: rfc822; tom@x.example\nAction: failed\nStatus: 4.2.0\n"),
        **failed(MARIA, "tom@x.example"),
    ),
    odd(
        "original recipient",
        report(STATUS.replace("Final", "Original-Recipient: rfc822;first@x.example\nFinal")),
        **failed("first@x.example"),
    ),
    odd("report without recipients", report("Reporting-MTA: dns; mx.example\n"), **failed(permanent=False)),
    odd("report of nonsense", report("\x00\n\n:::\n"), kind="bounce"),
    odd("qmail", daemon(QMAIL), **failed(MARIA)),
    odd(
        "Exim, mailbox full",
        daemon(EXIM, "Mail delivery failed: returning message to sender", x_failed_recipients=MARIA),
        **failed(MARIA, permanent=False),
    ),
    odd(
        "delay in words",
        daemon(DELAY, "Delivery Status Notification (Delay)"),
        kind="bounce",
        bounce=("delayed", [MARIA], "", False),
    ),
    odd(
        "German failure",
        daemon(f"Ihre Nachricht an {MARIA} konnte nicht zugestellt werden.", "Unzustellbar: Bericht"),
        **failed(MARIA, of=""),
    ),
    odd(
        "Russian failure", daemon(f"Письмо не доставлено: {MARIA}", "Недоставленное сообщение"), **failed(MARIA, of="")
    ),
    odd("Chinese failure", daemon(f"您的邮件无法送达 {MARIA} 550 User not found", "系统退信"), **failed(MARIA, of="")),
    odd("Arabic failure", daemon(f"تعذر التسليم إلى {MARIA}", "فشل التسليم"), **failed(MARIA, of="")),
    odd(
        "a person on undeliverable letters",
        mail("Our letters come back as undeliverable. Delivery failed twice!", subject="Undeliverable"),
        kind="message",
        bounce=None,
    ),
    odd(
        "a postmaster writes",
        mail("Dear Ida, shall we meet?", subject="Lunch", **{"from": "postmaster@harbour.example"}),
        kind="message",
        bounce=None,
    ),
    odd(
        "a person forwards a report",
        multipart(part("text/plain", "What is this?"), part("message/rfc822", report(STATUS))),
        kind="message",
        bounce=None,
    ),
    odd(
        "receipt of reading",
        multipart(
            part("text/plain", "It was displayed."),
            part("message/disposition-notification", "Disposition: x"),
            kind="report; report-type=disposition-notification",
            subject="Read: Report",
        ),
        kind="auto",
        bounce=None,
    ),
    odd("absence by RFC 3834", mail(AWAY, subject="Away", auto_submitted="auto-replied"), kind="vacation"),
    odd("absence with a parameter", mail("Back soon.", auto_submitted="auto-replied (vacation)"), kind="vacation"),
    odd(
        "absence by Exchange",
        mail(
            "Thank you.",
            subject="Automatic reply: Report",
            auto_submitted="auto-generated",
            x_auto_response_suppress="All",
        ),
        kind="vacation",
    ),
    odd("absence by an old header", mail("Ich bin im Urlaub.", x_autoreply="yes"), kind="vacation"),
    odd(
        "absence by precedence",
        mail("J'ai pris congé.", subject="Réponse automatique", precedence="auto_reply"),
        kind="vacation",
    ),
    odd("absence by null path", mail("我正在休假。", subject="自动回复：报告", return_path="<>"), kind="vacation"),
    odd("absence in Russian", mail("Я в отпуске до 9 ноября.", auto_submitted="auto-replied"), kind="vacation"),
    odd("absence in Arabic", mail("أنا في إجازة حتى ٩ نوفمبر.", auto_submitted="auto-replied"), kind="vacation"),
    odd(
        "a person on holiday",
        mail("I am on vacation next week, please call Tom instead.", subject="Out of office next week"),
        kind="message",
    ),
    odd("a person, header says no", mail("I am out of the office tomorrow.", auto_submitted="no"), kind="message"),
    odd(
        "ticket number from a help desk",
        mail("We received your request 4711.", auto_submitted="auto-replied"),
        kind="auto",
    ),
    odd("watchman's mail", mail("Disk is at 80 %.", auto_submitted="auto-generated"), kind="auto"),
    odd(
        "newsletter",
        mail("News!", list_unsubscribe="<https://x.example/u>", precedence="bulk"),
        kind="message",
        bulk=True,
    ),
    odd("discussion list", mail("Opinions?", list_id="<talk.x.example>"), kind="message", bulk=True),
    odd("letter with a null path", mail("Dear Ida, please call.", return_path="<>"), kind="message", bulk=False),
]

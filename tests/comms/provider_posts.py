"""Posts in the shapes that the providers document, of one and the same message."""

import hashlib
import hmac
import json
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

KEY = "key-that-is-only-ours"
TO = "hello@northlight.example"
EDGE = "------------------------d74496d66958873e"
SENDER = "maria.northlight@client.example"


@dataclass(frozen=True)
class Shape:
    """What is posted, apart from where."""

    body: bytes
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, path: str) -> Any:
        browser = Browser(raise_request_exception=False)
        return browser.generic("POST", path, self.body, content_type=self.content_type, headers=self.headers)


def as_form(fields: dict[str, Any]) -> Shape:
    """multipart/form-data as browsers and providers write it, bytes as they are."""
    parts = []
    for name, value in fields.items():
        head, data = f'Content-Disposition: form-data; name="{name}"', value
        if isinstance(value, SimpleUploadedFile):
            head += f'; filename="{value.name}"\r\nContent-Type: {value.content_type}'
            data = value.read()
        data = data if isinstance(data, bytes) else data.encode()
        parts.append(f"--{EDGE}\r\n{head}\r\n\r\n".encode() + data + b"\r\n")
    return Shape(b"".join(parts) + f"--{EDGE}--\r\n".encode(), f"multipart/form-data; boundary={EDGE}")


def as_json(data: Any, **headers: str) -> Shape:
    return Shape(json.dumps(data).encode(), headers=headers)


def mailgun_signature(key: str = KEY) -> dict[str, str]:
    stamp, token = str(int(time.time())), hashlib.sha256(str(time.perf_counter_ns()).encode()).hexdigest()[:50]
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": stamp, "token": token, "signature": signature}


def signed_by_mailersend(data: Any) -> Shape:
    body = json.dumps(data).encode()
    return Shape(body, headers={"Signature": hmac.new(KEY.encode(), body, hashlib.sha256).hexdigest()})


def sns(told: Any, kind: str = "Notification", **more: str) -> Shape:
    note = {"Type": kind, "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324", "Message": json.dumps(told), **more}
    names = {"x-amz-sns-message-type": kind, "x-amz-sns-message-id": note["MessageId"]}
    return Shape(json.dumps(note).encode(), "text/plain; charset=UTF-8", names)


# --- a message as it came ---------------------------------------------------------------------------------------------
def mailgun_mime(raw: bytes, to: str = TO, key: str = KEY) -> Shape:
    """A route's forward() to an address that ends in /mime."""
    fields = {"recipient": to, "sender": SENDER, "from": SENDER, "subject": "-", "body-mime": raw}
    return as_form({**fields, **mailgun_signature(key)})


def postmark_raw(raw: bytes, to: str = TO) -> Shape:
    """With 'Include raw email content in JSON payload' ticked."""
    full = {"Email": SENDER, "Name": "Maria Holm", "MailboxHash": ""}
    return as_json(
        {"FromFull": full, "OriginalRecipient": to, "Headers": [], "RawEmail": raw.decode(), "MessageID": "a-b-c"}
    )


def sendgrid_raw(raw: bytes, *to: str) -> Shape:
    """Inbound Parse with 'POST the raw, full MIME message' ticked."""
    envelope = json.dumps({"to": list(to) or [TO], "from": SENDER})
    return as_form({"envelope": envelope, "email": raw, "SPF": "pass", "charsets": '{"from":"UTF-8"}'})


def ses_content(raw: bytes, to: str = TO) -> Shape:
    """A receipt rule with an SNS action in Base64."""
    action = {"type": "SNS", "topicArn": "arn:aws:sns:eu-west-1:123456789012:mail", "encoding": "BASE64"}
    mail = {"source": SENDER, "messageId": "o3vrnil0e2ic28tr", "timestamp": "2026-11-03T10:10:00.000Z"}
    told = {"notificationType": "Received", "receipt": {"recipients": [to], "action": action}, "mail": mail}
    return sns({**told, "content": b64encode(raw).decode()})


def mailersend_raw(raw: bytes, to: str = TO) -> Shape:
    data = {"id": "602f", "sender": {"email": SENDER}, "recipients": {"rcptTo": [{"email": to}]}, "raw": raw.decode()}
    return signed_by_mailersend({"type": "inbound.message", "inbound_id": "ynrw7gyn", "data": data})


def sparkpost_raw(raw: bytes, to: str = TO) -> Shape:
    """A relay webhook's batch, with a ping in it."""
    content = {"email_rfc822": b64encode(raw).decode(), "email_rfc822_is_base64": True}
    relayed = {"protocol": "smtp", "msg_from": SENDER, "rcpt_to": to, "content": content}
    return as_json([{"msys": {}}, {"msys": {"relay_message": relayed}}])


WHOLE: dict[str, Callable[..., Shape]] = {
    "mailgun": mailgun_mime,
    "postmark": postmark_raw,
    "sendgrid": sendgrid_raw,
    "ses": ses_content,
    "mailersend": mailersend_raw,
    "sparkpost": sparkpost_raw,
}

# --- a message taken apart --------------------------------------------------------------------------------------------
TEXT, HTML = "Können wir tauschen?\n\nMaria", "<p>Können wir tauschen?</p>"
HEADERS = [
    ["From", "Maria Holm <maria.northlight@client.example>"],
    ["To", TO],
    ["Subject", "Ein Tausch für Freitag"],
    ["Date", "Tue, 03 Nov 2026 10:09:00 +0100"],
    ["Message-Id", "<parsed-1@client.example>"],
    ["Content-Type", 'multipart/mixed; boundary="theirs"'],
]
FILE = b"%PDF-1.4 \x00\xff not really"


def mailgun_parsed() -> Shape:
    fields = {
        "recipient": TO,
        "sender": SENDER,
        "subject": "Ein Tausch für Freitag",
        "body-plain": TEXT,
        "body-html": HTML,
        "message-headers": json.dumps(HEADERS),
        "attachment-count": "1",
        "attachment-1": SimpleUploadedFile("plan.pdf", FILE, "application/pdf"),
    }
    return as_form({**fields, **mailgun_signature()})


def postmark_parsed() -> Shape:
    named = {name: value for name, value in HEADERS if name in {"Message-Id", "Date"}}
    return as_json(
        {
            "FromName": "Maria Holm",
            "From": SENDER,
            "FromFull": {"Email": SENDER, "Name": "Maria Holm", "MailboxHash": ""},
            "ToFull": [{"Email": TO, "Name": "", "MailboxHash": ""}],
            "CcFull": [],
            "BccFull": [],
            "OriginalRecipient": TO,
            "Subject": "Ein Tausch für Freitag",
            "MessageID": "73e6d360-66eb-11e1-8e72-a8904824019b",
            "Date": named["Date"],
            "TextBody": TEXT,
            "HtmlBody": HTML,
            "StrippedTextReply": "",
            "Headers": [{"Name": "Message-ID", "Value": named["Message-Id"]}],
            "Attachments": [
                {"Name": "plan.pdf", "Content": b64encode(FILE).decode(), "ContentType": "application/pdf"}
            ],
        }
    )


def sendgrid_parsed() -> Shape:
    return as_form(
        {
            "headers": "\n".join(f"{name}: {value}" for name, value in HEADERS),
            "envelope": json.dumps({"to": [TO], "from": SENDER}),
            "text": TEXT,
            "html": HTML,
            "charsets": json.dumps({"text": "utf-8", "html": "utf-8"}),
            "attachments": "1",
            "attachment-info": json.dumps({"attachment1": {"filename": "plan.pdf", "type": "application/pdf"}}),
            "attachment1": SimpleUploadedFile("plan.pdf", FILE, "application/pdf"),
        }
    )


def mailjet_parsed() -> Shape:
    part = {"Headers": {"Content-Type": "application/pdf", "Content-Disposition": 'attachment; filename="plan.pdf"'}}
    return as_json(
        {
            "Sender": SENDER,
            "Recipient": TO,
            "Headers": dict(HEADERS),
            "Parts": [
                {"Headers": {"Content-Type": "text/plain; charset=utf-8"}, "ContentRef": "Text-part"},
                {"Headers": {"Content-Type": "text/html; charset=utf-8"}, "ContentRef": "Html-part"},
                {**part, "ContentRef": "Attachment1"},
            ],
            "Text-part": TEXT,
            "Html-part": HTML,
            "Attachment1": b64encode(FILE).decode(),
            "SpamAssassinScore": "0",
        }
    )


APART: dict[str, Callable[[], Shape]] = {
    "mailgun": mailgun_parsed,
    "postmark": postmark_parsed,
    "sendgrid": sendgrid_parsed,
    "mailjet": mailjet_parsed,
}


# --- what became of a mail --------------------------------------------------------------------------------------------
def told_by(provider: str, fate: str, message_id: str, recipient: str = SENDER, own_name: str = "") -> Shape:
    """`fate`: 'delivered', 'bounced' or 'complained'; `own_name` is what the provider called the mail."""
    return TOLD[provider](fate, message_id, recipient, own_name)


def _mailgun_told(fate: str, message_id: str, recipient: str, _own: str) -> Shape:
    event = {"delivered": "delivered", "bounced": "failed", "complained": "complained"}[fate]
    data: dict[str, Any] = {
        "event": event,
        "timestamp": time.time(),
        "recipient": recipient,
        "message": {"headers": {"message-id": message_id.strip("<>"), "to": recipient}},
    }
    if fate == "bounced":
        status = {"code": 550, "message": "5.1.1 no such user"}
        data |= {"severity": "permanent", "reason": "bounce", "delivery-status": status}
    return as_json({"signature": mailgun_signature(), "event-data": data})


def _sendgrid_told(fate: str, message_id: str, recipient: str, _own: str) -> Shape:
    event = {"delivered": "delivered", "bounced": "bounce", "complained": "spamreport"}[fate]
    told = {"event": event, "email": recipient, "smtp-id": message_id, "sg_event_id": "x", "timestamp": 1762160000}
    return as_json([{**told, "type": "bounce", "reason": "550 5.1.1 no such user"} if fate == "bounced" else told])


def _postmark_told(fate: str, _message_id: str, recipient: str, own_name: str) -> Shape:
    if fate == "delivered":
        return as_json({"RecordType": "Delivery", "MessageID": own_name, "Recipient": recipient, "Details": "250 ok"})
    kind = "HardBounce" if fate == "bounced" else "SpamComplaint"
    record = "Bounce" if fate == "bounced" else "SpamComplaint"
    return as_json({"RecordType": record, "Type": kind, "ID": 4, "MessageID": own_name, "Email": recipient,
                    "Details": "smtp;550 5.1.1 no such user"})  # fmt: skip


def _ses_told(fate: str, message_id: str, recipient: str, own_name: str) -> Shape:
    mail = {"messageId": own_name, "destination": [recipient], "headers": [{"name": "Message-ID", "value": message_id}]}
    what: dict[str, Any] = {
        "delivered": {"eventType": "Delivery", "delivery": {"recipients": [recipient], "smtpResponse": "250 ok"}},
        "bounced": {
            "eventType": "Bounce",
            "bounce": {
                "bounceType": "Permanent",
                "bounceSubType": "General",
                "bouncedRecipients": [{"emailAddress": recipient, "diagnosticCode": "smtp; 550 5.1.1 no such user"}],
            },
        },
        "complained": {
            "eventType": "Complaint",
            "complaint": {"complainedRecipients": [{"emailAddress": recipient}], "complaintFeedbackType": "abuse"},
        },
    }[fate]
    return sns({**what, "mail": mail})


TOLD: dict[str, Callable[[str, str, str, str], Shape]] = {
    "mailgun": _mailgun_told,
    "sendgrid": _sendgrid_told,
    "postmark": _postmark_told,
    "ses": _ses_told,
}

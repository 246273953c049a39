"""Odd trees of parts: boundaries, depth, attachments, messages in messages."""

from __future__ import annotations

import base64

from tests.comms.mail.odd import TEXT, mail, multipart, odd, part


def attached(name: str, content_type: str = "application/pdf", **fields: str) -> bytes:
    disposition = {"content_disposition": f"attachment; {name}"} if name else {"content_disposition": "attachment"}
    body = base64.b64encode(b"%PDF-1.7").decode()
    return multipart(
        part("text/plain", TEXT), part(content_type, body, content_transfer_encoding="base64", **(disposition | fields))
    )


def nested(depth: int) -> bytes:
    inner = part("text/plain", "the core")
    for level in range(depth):
        boundary = f"level{level}"
        inner = part(
            f'multipart/mixed; boundary="{boundary}"',
            b"--" + boundary.encode() + b"\n" + inner + b"\n--" + boundary.encode() + b"--",
        )
    return mail().split(b"\n\n")[0] + b"\n" + inner


FORWARD = mail("The inner letter.\n", subject="=?utf-8?Q?Inn=C3=A9r?= / letter")
CALENDAR = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n"

MESSAGES = [
    odd(
        "attachment",
        attached('filename="wording.pdf"'),
        attachments=["wording.pdf"],
        data=[b"%PDF-1.7"],
        text=TEXT,
    ),
    odd("attachment without a name", attached(""), attachments=["attachment-1.pdf"]),
    odd(
        "name in the content type only",
        attached("", 'application/pdf; name="wording.pdf"'),
        attachments=["wording.pdf"],
    ),
    odd("name by RFC 2231", attached("filename*=UTF-8''%D0%9E%D1%82%D1%87%D1%91%D1%82.pdf"), attachments=["Отчёт.pdf"]),
    odd(
        "name in sections",
        attached("filename*0*=utf-8''%D0%9E; filename*1*=%D1%82; filename*2=.pdf"),
        attachments=["От.pdf"],
    ),
    odd("sections out of order", attached("filename*1=b.pdf; filename*0=a"), attachments=["ab.pdf"]),
    odd("sections in Latin-1", attached("filename*=iso-8859-1'de'Gr%FC%DFe.pdf"), attachments=["Grüße.pdf"]),
    odd("broken percent signs", attached("filename*=utf-8''100%zz%.pdf"), attachments=["100%zz%.pdf"]),
    odd(
        "both kinds of name",
        attached("filename=\"fallback.pdf\"; filename*=utf-8''r%C3%A9el.pdf"),
        attachments=["réel.pdf"],
    ),
    odd("name in encoded words", attached('filename="=?utf-8?B?0J7RgtGH0ZHRgg==?=.pdf"'), attachments=["Отчёт.pdf"]),
    odd("8-bit name of a file", attached('filename="Отчёт.pdf"'), attachments=["Отчёт.pdf"]),
    odd("name without quotes", attached("filename=my report.pdf"), attachments=["my report.pdf"]),
    odd("quote not closed in a name", attached('filename="my report.pdf'), attachments=["my report.pdf"]),
    odd("folders in a name", attached('filename="../../etc/passwd"'), attachments=["passwd"]),
    odd("folders of Windows", attached(r'filename="C:\\temp\\a.pdf"'), attachments=["a.pdf"]),
    odd("only folders", attached('filename="../../"'), attachments=["attachment-1.pdf"]),
    odd("device of Windows", attached('filename="con.pdf"'), attachments=["_con.pdf"]),
    odd("hidden file", attached('filename=".htaccess"'), attachments=["htaccess"]),
    odd("NUL and line ends in a name", attached("filename*=utf-8''a%00%0D%0Ab.pdf"), attachments=["a_ b.pdf"]),
    odd(
        "extension turned round", attached("filename*=utf-8''invoice%E2%80%AEfdp.exe"), attachments=["invoice_fdp.exe"]
    ),
    odd("markup in a name", attached('filename="<img src=x>.pdf"'), attachments=["_img src=x_.pdf"]),
    odd("name of 1000 letters", attached(f'filename="{"a" * 1000}.pdf"'), name_lengths=[120]),
    odd(
        "empty attachment",
        multipart(part("text/plain", TEXT), part("application/pdf", "", content_disposition="attachment")),
        data=[b""],
    ),
    odd(
        "text file attached",
        multipart(
            part("text/plain", "see file"),
            part("text/plain", "file", content_disposition='attachment; filename="n.txt"'),
        ),
        text="see file",
        attachments=["n.txt"],
    ),
    odd(
        "text file inline with a name",
        multipart(part("text/plain", "see file"), part('text/plain; name="n.txt"', "file")),
        text="see file",
        attachments=["n.txt"],
    ),
    odd("body with a name", mail(TEXT, content_type='text/plain; name="body.txt"'), text=TEXT, attachments=[]),
    odd(
        "nothing but a picture",
        mail("R0lGODlh", content_type="image/gif", content_transfer_encoding="base64"),
        text="",
        data=[b"GIF89a"],
    ),
    odd(
        "picture with a content id",
        multipart(part("text/html", '<img src="cid:a@x">'), part("image/png", "x", content_id="<a@x>"), kind="related"),
        content_ids=["a@x"],
        inline=[True],
    ),
    odd(
        "boundary missing from the header",
        mail("--b1\nContent-Type: text/plain\n\nHello\n--b1--\n", content_type="multipart/mixed"),
        text="Hello",
        has_problems=("boundary-missing",),
    ),
    odd(
        "boundary of another name",
        mail("--b2\nContent-Type: text/plain\n\nHello\n--b2--\n", content_type="multipart/mixed; boundary=b1"),
        text="Hello",
        has_problems=("boundary-missing",),
    ),
    odd(
        "no boundary anywhere",
        mail(TEXT, content_type="multipart/mixed; boundary=b1"),
        text=TEXT,
        has_problems=("boundary-missing",),
    ),
    odd(
        "multipart not closed",
        mail("--b1\n\nHello\n", content_type="multipart/mixed; boundary=b1"),
        text="Hello",
        has_problems=("unclosed-multipart",),
    ),
    odd(
        "part without a header",
        mail("--b1\n\nHello\n--b1--\n", content_type="multipart/mixed; boundary=b1"),
        text="Hello",
        problems=(),
    ),
    odd(
        "part without a blank line",
        mail("--b1\nHello there\n--b1--\n", content_type="multipart/mixed; boundary=b1"),
        text="Hello there",
    ),
    odd(
        "blanks after the boundary",
        mail("--b1  \n\nHello\n--b1-- \t\n", content_type="multipart/mixed; boundary=b1"),
        text="Hello",
    ),
    odd(
        "one boundary begins another",
        mail(
            "--b1\nContent-Type: multipart/mixed; boundary=b1b\n\n--b1b\n\nHello\n--b1b--\n--b1--\n",
            content_type="multipart/mixed; boundary=b1",
        ),
        text="Hello",
    ),
    odd(
        "the same boundary inside",
        mail(
            "--b1\nContent-Type: multipart/mixed; boundary=b1\n\n--b1\n\nHello\n--b1--\n--b1--\n",
            content_type="multipart/mixed; boundary=b1",
        ),
        has_text="Hello",
    ),
    odd(
        "text before and behind the parts",
        mail("Not MIME.\n--b1\n\nHello\n--b1--\nAnd this.\n", content_type="multipart/mixed; boundary=b1"),
        text="Hello\n\nAnd this.",
        has_problems=("text-outside-parts",),
    ),
    odd(
        "text before the parts only",
        mail("Read me.\n--b1\nContent-Type: image/png\n\nx\n--b1--\n", content_type="multipart/mixed; boundary=b1"),
        text="Read me.\n",
    ),
    odd(
        "multipart without parts",
        mail("--b1--\n", content_type="multipart/mixed; boundary=b1"),
        text="",
        has_problems=("no-text",),
    ),
    odd("boundary of strange letters", multipart(part("text/plain", "Hello"), boundary="=_(.*+?)[1]' x"), text="Hello"),
    odd("ten deep", nested(10), text="the core", problems=()),
    odd("a hundred deep", nested(100), has_problems=("too-deep",), has_text="the core"),
    odd(
        "six hundred parts",
        multipart(*[part("text/plain", f"part {n}") for n in range(600)]),
        has_problems=("too-many-parts",),
        has_text="part 0",
    ),
    odd(
        "message attached",
        multipart(part("text/plain", "see"), part("message/rfc822", FORWARD)),
        text="see",
        attachments=["Innér _ letter.eml"],
        data=[FORWARD.rstrip(b"\n") + b"\n"],
    ),
    odd(
        "digest",
        multipart(b"\n" + FORWARD, kind="digest"),
        types=["message/rfc822"],
        attachments=["Innér _ letter.eml"],
    ),
    odd(
        "partial message",
        mail("rest", content_type='message/partial; number=2; total=3; id="x@y"'),
        types=["message/partial"],
    ),
    odd(
        "Outlook's own format",
        attached('filename="winmail.dat"', "application/ms-tnef"),
        has_problems=("tnef",),
        attachments=["winmail.dat"],
    ),
    odd(
        "encrypted by PGP",
        multipart(
            part("application/pgp-encrypted", "Version: 1"), part("application/octet-stream", "x"), kind="encrypted"
        ),
        has_problems=("encrypted",),
    ),
    odd(
        "encrypted by S/MIME",
        mail("eA==", content_type="application/pkcs7-mime; name=smime.p7m", content_transfer_encoding="base64"),
        has_problems=("encrypted",),
        attachments=["smime.p7m"],
    ),
    odd(
        "signed by PGP",
        multipart(part("text/plain", "Hello"), part("application/pgp-signature", "x"), kind="signed"),
        text="Hello",
        attachments=["attachment-1.sig"],
    ),
    odd(
        "invitation",
        multipart(part("text/plain", "Come"), part("text/calendar; method=REQUEST", CALENDAR), kind="alternative"),
        text="Come",
        calendars=1,
        attachments=["attachment-1.ics"],
    ),
    odd("invitation alone", mail(CALENDAR, content_type="text/calendar; method=REQUEST"), calendars=1, text=""),
    odd(
        "content type in no known form",
        multipart(part("image", "x", content_disposition='attachment; filename="a.png"')),
        attachments=["a.png"],
    ),
    odd(
        "external body",
        mail("rest", content_type='message/external-body; access-type=URL; URL="https://x.example"'),
        types=["message/external-body"],
    ),
]

"""Odd messages of a second round: what editors, lists, old programs and databases make of mail."""

from __future__ import annotations

import base64

from tests.comms.mail.odd import Odd, odd

FROM = b"From: Maria <m@c.example>\r\n"


def wild(head: bytes, body: bytes = b"Hello there") -> bytes:
    """Its header as it stands, CRLF at each end."""
    return head.replace(b"\n", b"\r\n").replace(b"\r\r\n", b"\r\n") + b"\r\n" + body


def in_base64(text: str | bytes) -> bytes:
    return base64.encodebytes(text if isinstance(text, bytes) else text.encode()).replace(b"\n", b"\r\n")


SPLIT = "日本語の件名テスト".encode("iso-2022-jp")
TEXT_UTF8 = b"Content-Type: text/plain; charset=utf-8\r\n"
B64 = b"Content-Transfer-Encoding: base64\r\n"
UU = b"See the file.\r\n\r\nbegin 644 a plan.txt\r\n%:&5L;&\\\r\n`\r\nend\r\n\r\nMaria"
FOOTED = in_base64("Grüße aus Oslo\n" * 8) + b"-- \r\nThe list of the harbour\r\nhttps://list.example/\r\n"

MESSAGES: list[Odd] = [
    odd("saved by an editor with its mark", b"\xef\xbb\xbf" + wild(FROM + b"Subject: bom\n"), sender="m@c.example",
        subject="bom", text="Hello there"),
    odd("saved by an editor in UTF-16", ("From: m@c.example\r\nSubject: Öl\r\n\r\nGrüße").encode("utf-16"),
        sender="m@c.example", subject="Öl", text="Grüße"),
    odd("a blank before the colon of the first line", b"From : m@c.example\r\nSubject : s\r\n\r\nHello there",
        sender="m@c.example", subject="s", text="Hello there"),
    odd("remarks inside an address", wild(b"From: (a (nested) one) Maria <m(now)@(at)c.example> (end)\n"),
        sender="m@c.example", sender_name="Maria"),
    odd("an uuencoded file in the text", wild(FROM, UU), attachments=["a plan.txt"], data=[b"hello"],
        new_text="See the file.\n\n\n\nMaria"),
    odd("what only begins like an uuencoded file", wild(FROM, b"begin 644 x\r\nnot such lines at all, dear\r\nend\r\n"),
        attachments=[], text="begin 644 x\nnot such lines at all, dear\nend\n"),
    odd("a list's footer in clear beneath base64", wild(FROM + TEXT_UTF8 + B64, FOOTED),
        has_problems=("encoding-wrong",), text="Grüße aus Oslo\n" * 8 + "\n\n-- \nThe list of the harbour\nhttps://list.example/"),
    odd("a database's UTF-8 with halves of characters", wild(FROM + TEXT_UTF8, b"smile \xed\xa0\xbd\xed\xb8\x80"),
        text="smile 😀"),
    odd("Arabic in the visual order's name", wild(FROM + b"Content-Type: text/plain; charset=iso-8859-6-i\n",
        "سلام".encode("iso-8859-6")), text="سلام"),
    odd("an old Macintosh", wild(FROM + b"Content-Type: text/plain; charset=x-mac-roman\n",
        "Grüße".encode("mac_roman")), text="Grüße"),
    odd("Japanese words parted inside an escape", wild(FROM + b"Subject: =?ISO-2022-JP?B?"
        + base64.b64encode(SPLIT[:11]) + b"?=\n =?ISO-2022-JP?B?" + base64.b64encode(SPLIT[11:]) + b"?=\n"),
        subject="日本語の件名テスト"),
    odd("one letter in two encoded words", wild(FROM + b"Subject: =?UTF-8?B?w5w=?= =?UTF-8?Q?ber?= =?utf-8?B?w?=\n"),
        sender="m@c.example"),
    odd("flowed Japanese without blanks",
        wild(FROM + b"Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n",
        "これは \r\n一行です。\r\n".encode()), text="これは一行です。\n"),
    odd("parameters in pieces and out of order", wild(FROM + b"Content-Type: application/pdf\n"
        b"Content-Disposition: attachment; filename*1=b.pdf;\n filename*0=a\n", b"x"), attachments=["ab.pdf"]),
    odd("a line end of two returns", b"From: m@c.example\r\r\nSubject: crcrlf\r\r\n\r\r\nHello\r\r\n",
        sender="m@c.example", subject="crcrlf"),
    odd("a boundary that begins another", wild(FROM + b'Content-Type: multipart/mixed; boundary="ab"\n',
        b'--ab\r\nContent-Type: multipart/alternative; boundary="abc"\r\n\r\n--abc\r\n\r\nPlain\r\n--abc\r\n'
        b"Content-Type: text/html\r\n\r\n<p>Plain</p>\r\n--abc--\r\n--ab--\r\n"), text="Plain"),
    odd("a message in a message in a message", wild(FROM + b"Content-Type: multipart/mixed; boundary=a\n",
        b"--a\r\n\r\nouter\r\n--a\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\nContent-Type: message/rfc822"
        b"\r\n\r\nSubject: innermost\r\n\r\ndeep\r\n--a--"), text="outer", attachments=["inner.eml"]),
    odd("an address list with semicolons", wild(FROM + b"To: a@x.example; Team: b@x.example, c@x.example;\n"),
        to=["a@x.example", "b@x.example", "c@x.example"]),
    odd("a name that turns the line round", wild('From: "\u202emoc.evil\u202c Maria" <m@c.example>\n'.encode()),
        sender="m@c.example"),
    odd("three thousand headers", b"".join(b"X-H%d: v\r\n" % n for n in range(3000)) + FROM + b"\r\nHello there",
        text="Hello there", has_problems=("too-many-headers",)),
    odd("PGP around everything", wild(FROM + b'Content-Type: multipart/encrypted; boundary="z"\n',
        b"--z\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--z\r\n"
        b"Content-Type: application/octet-stream; name=encrypted.asc\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n--z--"),
        has_problems=("encrypted",)),
    odd("Korean with shifts", wild(FROM + b"Content-Type: text/plain; charset=iso-2022-kr\n",
        "안녕하세요".encode("iso-2022-kr")), text="안녕하세요"),
    odd("UTF-7 in a subject", wild(FROM + b"Subject: =?UTF-7?Q?Gr+APwA3w-e?=\n"), subject="Grüße"),
]  # fmt: skip

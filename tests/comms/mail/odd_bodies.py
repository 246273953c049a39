"""Odd bodies: charsets, transfer encodings, HTML without text, quotes in many hands."""

from __future__ import annotations

import base64

from tests.comms.mail.odd import TEXT, mail, multipart, odd, part

RUSSIAN = "Здравствуйте, пришлите отчёт за октябрь, пожалуйста.\n"
RELATED = "--r\nContent-Type: text/html\n\n<p>rich</p>\n--r\nContent-Type: image/png\nContent-ID: <a@x>\n\nx\n--r--"
CHINESE = "您好，请把十月份的报告发给我们，谢谢。\n"


def typed(content_type: str, body: str | bytes, encoding: str = "8bit") -> bytes:
    return mail(body, mime_version="1.0", content_type=content_type, content_transfer_encoding=encoding)


MESSAGES = [
    odd("UTF-8 as declared", typed("text/plain; charset=utf-8", RUSSIAN), text=RUSSIAN, language="ru", problems=()),
    odd("Windows-1251 as declared", typed("text/plain; charset=windows-1251", RUSSIAN.encode("cp1251")), text=RUSSIAN),
    odd("KOI8-R not declared", mail(RUSSIAN.encode("koi8-r")), text=RUSSIAN, has_problems=("charset-guessed",)),
    odd("Windows-1251 not declared", mail(RUSSIAN.encode("cp1251")), text=RUSSIAN, has_problems=("charset-guessed",)),
    odd(
        "GBK declared as GB2312", typed("text/plain; charset=gb2312", "您好，喆先生".encode("gbk")), text="您好，喆先生"
    ),
    odd("GBK not declared", mail(CHINESE.encode("gbk")), text=CHINESE, language="zh"),
    odd(
        "Big5 not declared",
        mail("請把十月份的報告寄給我們，謝謝。\n".encode("big5")),
        text="請把十月份的報告寄給我們，謝謝。\n",
    ),
    odd(
        "Shift-JIS not declared",
        mail("こんにちは、報告書を送ってください。".encode("cp932")),
        text="こんにちは、報告書を送ってください。",
        language="ja",
    ),
    odd(
        "ISO-2022-JP",
        typed("text/plain; charset=iso-2022-jp", "報告書です".encode("iso-2022-jp"), "7bit"),
        text="報告書です",
    ),
    odd(
        "EUC-KR as an old name",
        typed("text/plain; charset=ks_c_5601-1987", "보고서 주세요".encode("cp949")),
        text="보고서 주세요",
    ),
    odd(
        "Arabic in Windows-1256",
        typed("text/plain; charset=windows-1256", "أرجو إرسال التقرير".encode("cp1256")),
        text="أرجو إرسال التقرير",
        language="ar",
    ),
    odd(
        "curly quotes in fake Latin-1",
        typed("text/plain; charset=iso-8859-1", b"it\x92s \x93late\x94"),
        text="it’s “late”",
    ),
    odd("UTF-8 declared as ASCII", typed("text/plain; charset=us-ascii", "Grüße"), text="Grüße"),
    odd(
        "Latin declared as UTF-8",
        typed("text/plain; charset=utf-8", "Grüße aus Köln".encode("latin-1")),
        text="Grüße aus Köln",
        has_problems=("charset-wrong",),
    ),
    odd(
        "UTF-8 cut in the middle",
        typed("text/plain; charset=utf-8", (RUSSIAN * 3).encode()[:-3]),
        has_text="октябрь",
        has_replacement=True,
    ),
    odd(
        "unknown charset",
        typed("text/plain; charset=x-user-defined", "Grüße"),
        text="Grüße",
        has_problems=("charset-unknown",),
    ),
    odd(
        "charset that decompresses",
        typed("text/plain; charset=bz2", "BZh9"),
        text="BZh9",
        has_problems=("charset-unknown",),
    ),
    odd("charset in quotes with a blank", typed('text/plain; charset=" utf-8 "', "Grüße"), text="Grüße", problems=()),
    odd("UTF-16 with a mark", typed("text/plain; charset=utf-16", RUSSIAN.encode("utf-16")), text=RUSSIAN),
    odd("UTF-7", typed("text/plain; charset=utf-7", b"Gr+APwA3w-e"), has_text="Gr"),
    odd("mark at the start", mail("\ufeffHello"), text="Hello"),
    odd("NUL in the body", mail(b"a\x00b"), text="a\ufffdb"),
    odd("UTF-8 surrogates", typed("text/plain; charset=utf-8", b"a\xed\xa0\x80b"), is_clean=True),
    odd("every byte there is", mail(bytes(range(256)) * 20), is_clean=True),
    odd(
        "quoted-printable",
        typed("text/plain; charset=utf-8", "Gr=C3=BC=C3=9Fe=\n aus", "quoted-printable"),
        text="Grüße aus",
    ),
    odd(
        "quoted-printable in capitals with a comment",
        typed("text/plain; charset=utf-8", "=C3=BC", "Quoted-Printable ; x"),
        text="ü",
    ),
    odd(
        "broken quoted-printable",
        typed("text/plain; charset=utf-8", "50=% off =ZZ =C3", "quoted-printable"),
        has_text="50=% off =ZZ",
    ),
    odd("blanks after a soft break", typed("text/plain", "one =  \ntwo", "quoted-printable"), text="one two"),
    odd("base64 text", typed("text/plain; charset=utf-8", base64.b64encode(RUSSIAN.encode()), "base64"), text=RUSSIAN),
    odd("base64 without padding", typed("text/plain", b"SGVsbG8", "base64"), text="Hello"),
    odd("base64 in two pieces", typed("text/plain", b"SGVsbG8=\nIHlvdQ==", "base64"), text="Hello you"),
    odd(
        "base64 with rubbish between",
        typed("text/plain", b"SGVs*bG8gd29ybGQgYW5kIGV2ZXJ5Ym9keSBpbiBpdCE=", "base64"),
        text="Hello world and everybody in it!",
    ),
    odd(
        "base64 that is plain text",
        typed("text/plain", TEXT * 3, "base64"),
        text=TEXT * 3,
        has_problems=("encoding-wrong",),
    ),
    odd("unknown transfer encoding", typed("text/plain", TEXT, "rot13"), text=TEXT, has_problems=("encoding-unknown",)),
    odd("uuencoded", typed("text/plain", b"begin 644 a.txt\n%2&5L;&\\\n`\nend\n", "x-uuencode"), text="Hello"),
    odd(
        "uuencoding that is none", typed("text/plain", TEXT, "x-uuencode"), text=TEXT, has_problems=("encoding-wrong",)
    ),
    odd("flowed", typed("text/plain; format=flowed", "one \ntwo\n> three \n> four\n"), text="one two\n> three four\n"),
    odd(
        "flowed with spaces to delete",
        typed("text/plain; format=flowed; delsp=yes", "您好 \n谢谢\n"),
        text="您好谢谢\n",
    ),
    odd("content type in one word", typed("text", TEXT), text=TEXT, has_problems=("content-type-broken",)),
    odd("content type of nonsense", typed(";;;=", TEXT), text=TEXT),
    odd(
        "content type with too many slashes",
        typed("text/plain/really", TEXT),
        text=TEXT,
        has_problems=("content-type-broken",),
    ),
    odd(
        "HTML only",
        typed("text/html; charset=utf-8", "<p>Hi <b>Ida</b>,</p><p>late?</p>"),
        text="Hi Ida,\n\nlate?",
        problems=(),
    ),
    odd(
        "HTML with the charset inside",
        typed("text/html", '<meta charset="windows-1251"><p>Привет</p>'.encode("cp1251")),
        text="Привет",
    ),
    odd(
        "HTML of scripts only",
        typed("text/html", "<script>alert(1)</script><style>p{}</style>"),
        text="",
        has_problems=("no-text",),
    ),
    odd(
        "HTML with entities and NULs",
        typed("text/html", b"<p>a&nbsp;&lt;b&gt;&#0;&#xD800;\x00c</p>"),
        is_clean=True,
        has_text="<b>",
    ),
    odd("HTML not closed", typed("text/html", "<div><table><tr><td>one<td>two"), has_text="one"),
    odd(
        "HTML with a link",
        typed("text/html", '<a href="https://x.example/a">the page</a>'),
        text="the page <https://x.example/a>",
    ),
    odd(
        "HTML quote",
        typed(
            "text/html",
            "<p>New.</p>On Mon, 2 Nov 2026 at 10:00, Ida &lt;i@x.example&gt; wrote:<blockquote>old</blockquote>",
        ),
        new_text="New.",
        has_quoted="> old",
    ),
    odd(
        "empty text beside HTML",
        multipart(part("text/plain", "\n"), part("text/html", "<p>Hello</p>"), kind="alternative"),
        text="Hello",
    ),
    odd(
        "text and HTML",
        multipart(part("text/plain", "plain"), part("text/html", "<p>rich</p>"), kind="alternative"),
        text="plain",
        html="<p>rich</p>",
    ),
    odd(
        "HTML before text",
        multipart(part("text/html", "<p>rich</p>"), part("text/plain", "plain"), kind="alternative"),
        text="plain",
    ),
    odd(
        "text, picture, text",
        multipart(part("text/plain", "one"), part("image/png", "x"), part("text/plain", "two")),
        text="one\n\ntwo",
    ),
    odd(
        "a million letters",
        mail("word " * 200_000),
        has_problems=("text-too-long",),
        attachments=["attachment-1.txt"],
    ),
    odd("one line of half a million letters", mail("x" * 499_999), text_length=499_999),
    odd(
        "an open question under an old one",
        mail("> Shall we?\n\nYes, and could you also call Tom?\n"),
        new_text="> Shall we?\n\nYes, and could you also call Tom?",
        quoted="",
    ),
    odd(
        "forwarded message",
        mail("See below.\n\n---------- Forwarded message ---------\nFrom: Tom <t@x.example>\nSubject: x\n\nold\n"),
        quoted="",
    ),
    odd(
        "forwarded by Outlook",
        mail("See below.\n\nFrom: Tom\nSent: Monday\nTo: Maria\nSubject: x\n\nold\n", subject="FW: x"),
        quoted="",
    ),
    odd(
        "HTML with the footer of a list as text",
        multipart(part("text/html", "<p>My question</p>"), part("text/plain", "To unsubscribe …")),
        text="My question\n\nTo unsubscribe …",
    ),
    odd(
        "text, or HTML with pictures",
        multipart(part("text/plain", "plain"), part("multipart/related; boundary=r", RELATED), kind="alternative"),
        text="plain",
        html="<p>rich</p>",
        content_ids=["a@x"],
    ),
    odd(
        "two pieces of HTML",
        multipart(part("text/html", "<p>one</p>"), part("text/html", "<p>two</p>")),
        text="one\n\ntwo",
    ),
]

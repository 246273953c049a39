"""Odd addresses, as address books, phones and mailing lists write them."""

from __future__ import annotations

from tests.comms.mail.odd import mail, odd


def sent_by(value: str | bytes, address: str, name: str = "") -> dict[str, object]:
    return {"raw": mail(**{"from": value}), "sender": address, "sender_name": name}


MARIA = "maria@harbour.example"

MESSAGES = [
    odd("address alone", **sent_by(MARIA, MARIA)),
    odd("comma in a quoted name", **sent_by(f'"Nair, Maria" <{MARIA}>', MARIA, "Nair, Maria")),
    odd("comma in a bare name", **sent_by(f"Nair, Maria <{MARIA}>", MARIA, "Nair, Maria")),
    odd("comma in an encoded name", **sent_by(f"=?utf-8?Q?Nair=2C_Maria?= <{MARIA}>", MARIA, "Nair, Maria")),
    odd("encoded name in quotes", **sent_by(f'"=?utf-8?Q?Mar=C3=ADa?=" <{MARIA}>', MARIA, "María")),
    odd("everything encoded", **sent_by("=?utf-8?B?TWFyaWEgPG1hcmlhQGhhcmJvdXIuZXhhbXBsZT4=?=", MARIA, "Maria")),
    odd("name in a comment", **sent_by(f"{MARIA} (Maria (Harbour) Nair)", MARIA, "Maria (Harbour) Nair")),
    odd("name after the address", **sent_by(f"<{MARIA}> Maria Nair", MARIA, "Maria Nair")),
    odd("no brackets", **sent_by(f"Maria Nair {MARIA}", MARIA, "Maria Nair")),
    odd("bracket not closed", **sent_by(f"Maria <{MARIA}", MARIA, "Maria")),
    odd("two brackets", **sent_by(f"Maria <{MARIA}> <other@x.example>", MARIA, "Maria")),
    odd("address as its own name", **sent_by(f"'{MARIA}' <{MARIA}>", MARIA, MARIA)),
    odd("another's address as name", **sent_by(f'"ida@northlight.example" <{MARIA}>', MARIA, "ida@northlight.example")),
    odd("quote not closed", **sent_by(f'"Maria <{MARIA}>', MARIA, "Maria")),
    odd("escaped quotes", **sent_by(rf'"Maria \"Mia\" Nair" <{MARIA}>', MARIA, 'Maria "Mia" Nair')),
    odd("8-bit name", **sent_by("María Núñez <maria@harbour.example>".encode("latin-1"), MARIA, "María Núñez")),
    odd("blanks in the address", **sent_by("Maria < maria @ harbour.example >", MARIA, "Maria")),
    odd("capitals in the domain", **sent_by("Maria@HARBOUR.Example", "Maria@harbour.example")),
    odd("dot after the domain", **sent_by("maria@harbour.example.", MARIA)),
    odd("domain in punycode", **sent_by("m@xn--bcher-kva.example", "m@bücher.example")),
    odd("domain in letters", **sent_by("m@bücher.example", "m@bücher.example")),
    odd("broken punycode", **sent_by("m@xn--99999999999.example", "m@xn--99999999999.example")),
    odd("address in Cyrillic", **sent_by("Пётр <пётр@пример.example>", "пётр@пример.example", "Пётр")),
    odd("quoted local part", **sent_by('"maria nair"@harbour.example', '"maria nair"@harbour.example')),
    odd("source route", **sent_by("<@relay.example,@b.example:maria@harbour.example>", MARIA)),
    odd("mailto in brackets", **sent_by("Maria <mailto:maria@harbour.example>", MARIA, "Maria")),
    odd("NUL in the address", **sent_by(b"ma\x00ria@harbour.example", "ma\ufffdria@harbour.example")),
    odd("address of 400 letters", **sent_by("m" * 400 + "@harbour.example", "", "m" * 300)),
    odd("no domain", **sent_by("maria@", "", "maria@")),
    odd("nothing before the @", **sent_by("<@harbour.example>", "", "@harbour.example")),
    odd(
        "group with members",
        mail(to="Team: a@x.example, B <b@x.example>;, c@x.example"),
        to=["a@x.example", "b@x.example", "c@x.example"],
    ),
    odd("undisclosed recipients", mail(to="undisclosed-recipients:;"), to=[]),
    odd("semicolons between addresses", mail(to="a@x.example; b@x.example"), to=["a@x.example", "b@x.example"]),
    odd("empty entries", mail(to=", ,a@x.example,,"), to=["a@x.example"]),
    odd("repeated recipients", mail(to="a@x.example, a@x.example"), to=["a@x.example"]),
    odd("newline-folded recipients", mail(to="a@x.example,\n\tb@x.example"), to=["a@x.example", "b@x.example"]),
    odd("three thousand recipients", mail(to=", ".join(f"p{n}@x.example" for n in range(3000))), to_count=1000),
    odd(
        "delivered to another address", mail(delivered_to="reply+k.m@mail.example"), envelope=["reply+k.m@mail.example"]
    ),
    odd(
        "delivered through several servers",
        mail(x_original_to="a@x.example", delivered_to="b@x.example", envelope_to="<a@x.example>"),
        envelope=["b@x.example", "a@x.example"],
    ),
    odd("null return path", mail(return_path="<>"), return_path=""),
    odd(
        "return path with a bounce token",
        mail(return_path="<bounce+k.m@x.example>"),
        return_path="bounce+k.m@x.example",
    ),
    odd("no return path", mail(), return_path=None),
    odd(
        "several reply addresses",
        mail(reply_to="a@x.example, B <b@x.example>"),
        reply_to=["a@x.example", "b@x.example"],
    ),
]

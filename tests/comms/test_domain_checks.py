"""What DNS says about the sender's domain, asked of a real name server, and said in words."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.management import call_command
from django.utils import timezone

from agency.models import Agency
from agency.tenancy.scope import within
from comms import dns_hints, dns_lookup, dns_words
from comms.dns_hints import Records, Sending
from comms.domain import domain_checks
from comms.models import DomainCheck, SendingAccount
from tests.servers.dns import NameServer
from tests.world import House, World

DOMAIN = "northlight.example"
ELEVEN = " ".join(f"include:{number}.example" for number in range(11))


def key_of(bits: int) -> str:
    key = rsa.generate_private_key(65537, bits).public_key()
    return base64.b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


@pytest.fixture(scope="module")
def good_key() -> str:
    return key_of(1024)


@pytest.fixture
def names(settings: Any, good_key: str) -> Iterator[NameServer]:
    """A name server that knows a domain with everything in order."""
    halves = good_key[:120], good_key[120:]
    records = {
        (DOMAIN, "MX"): ["10 mx.northlight.example."],
        (DOMAIN, "TXT"): ['"v=spf1 include:_spf.google.com ~all"', '"something else"'],
        (f"s1._domainkey.{DOMAIN}", "TXT"): [f'"v=DKIM1; k=rsa; p={halves[0]}" "{halves[1]}"'],
        (f"_dmarc.{DOMAIN}", "TXT"): ['"v=DMARC1; p=quarantine"'],
    }
    with NameServer(records) as server:
        settings.DNS_SERVERS = [server.place]
        yield server


def said(sending: Sending, domain: str = DOMAIN, selector: str = "s1") -> dict[str, str]:
    found = dns_hints.findings(dns_lookup.records_of(domain, selector), sending)
    return {one["about"]: one["state"] for one in found}


GMAIL = Sending(way="smtp", host="smtp.gmail.com", return_domain=DOMAIN)


def test_everything_in_order(names: NameServer) -> None:
    expected = {"mx": "there", "spf": "there", "dkim": "there", "dmarc": "there", "alignment": "by_return_path"}
    assert said(GMAIL) == expected
    assert said(Sending(way="postmark", return_domain="")) == expected | {"alignment": "by_signature"}


@pytest.mark.parametrize(
    ("changed", "about", "state"),
    [
        ({(DOMAIN, "MX"): []}, "mx", "missing"),
        ({(DOMAIN, "TXT"): []}, "spf", "missing"),
        ({(DOMAIN, "TXT"): ['"v=spf1 ~all"']}, "spf", "not_included"),
        ({(DOMAIN, "TXT"): ['"v=spf1 -all"', '"v=spf1 mx -all"']}, "spf", "several"),
        ({(DOMAIN, "TXT"): ['"v=spf1 include:_spf.google.com +all"']}, "spf", "everybody"),
        (
            {(DOMAIN, "TXT"): [f'"v=spf1 {ELEVEN} ~all"']},
            "spf",
            "too_many",
        ),
        ({(f"s1._domainkey.{DOMAIN}", "TXT"): []}, "dkim", "missing"),
        ({(f"s1._domainkey.{DOMAIN}", "TXT"): ['"v=DKIM1; p="']}, "dkim", "revoked"),
        ({(f"s1._domainkey.{DOMAIN}", "TXT"): ['"v=DKIM1; p=bm8ga2V5"']}, "dkim", "unreadable"),
        ({(f"s1._domainkey.{DOMAIN}", "TXT"): ['"p=YQ=="', '"p=Yg=="']}, "dkim", "several"),
        ({(f"_dmarc.{DOMAIN}", "TXT"): []}, "dmarc", "missing"),
        ({(f"_dmarc.{DOMAIN}", "TXT"): ['"v=DMARC1; p=none"']}, "dmarc", "watching"),
        ({(f"_dmarc.{DOMAIN}", "TXT"): ['"v=DMARC1; rua=mailto:a@b.example"']}, "dmarc", "no_policy"),
        ({(f"_dmarc.{DOMAIN}", "TXT"): ['"v=DMARC1; p=none"', '"v=DMARC1; p=reject"']}, "dmarc", "several"),
    ],
)
def test_what_is_missing_and_what_is_wrong(names: NameServer, changed: Any, about: str, state: str) -> None:
    names.records |= changed
    assert said(GMAIL)[about] == state


def test_a_domain_below_has_the_policy_of_the_one_above(names: NameServer) -> None:
    names.records[f"mail.{DOMAIN}", "MX"] = ["10 mx.northlight.example."]
    assert said(GMAIL, f"mail.{DOMAIN}")["dmarc"] == "there"


def test_a_long_name_costs_few_questions_and_odd_signs_do_no_harm(names: NameServer) -> None:
    long = ".".join("a" * 60) + f".{DOMAIN}"
    names.records[long, "TXT"] = ['"v=spf1 ~all\\000"']
    assert said(Sending(), long)["spf"]
    assert len([name for name, _kind in names.asked if name.startswith("_dmarc.")]) <= 8
    names.records[DOMAIN, "TXT"] = ['"v=spf1 ~all\\000"']
    assert "\0" not in "".join(dns_lookup.records_of(DOMAIN).txt)


def test_a_domain_that_nobody_knows(names: NameServer) -> None:
    assert said(GMAIL, "nowhere.example") == {"domain": "unknown"}


def test_a_return_path_elsewhere_leaves_it_to_the_signature(names: NameServer) -> None:
    ours = Sending(return_domain="mail.rapport.example")
    assert said(ours)["alignment"] == "by_signature"
    assert said(ours, selector="")["alignment"] == "neither"


def test_a_short_key_is_weak() -> None:
    (finding,) = [
        one
        for one in dns_hints.findings(
            Records(domain=DOMAIN, mx=["mx"], selector="s", dkim=[f"p={SHORT_KEY}"]), Sending(return_domain=DOMAIN)
        )
        if one["about"] == "dkim"
    ]
    assert (finding["state"], finding["bits"]) == ("weak", 512)


SHORT_KEY = (
    "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBANDiE2+Xi/WnO+s120NiiJhNyIButVu6"
    "zxqlVzz0wy2j4kQVUC4ZRZD80IY+4wIiX2YxKBZKGnd2TtPkcJ/ljkUCAwEAAQ=="
)


def test_every_finding_has_words() -> None:
    assert len({about for about, _state in dns_words.WORDS}) == len(dns_words.TITLES)
    for about, state in dns_words.WORDS:
        (told,) = dns_words.told([{"about": about, "state": state, "weight": "good"}])
        assert told["text"]
        assert "%(" not in told["text"]


# --- asked for on the page, done by a worker --------------------------------------------------------------------------
def test_an_owner_asks_and_reads_what_was_found(ours: House, world: World, names: NameServer) -> None:
    Agency.objects.filter(pk=ours.agency.pk).update(mail_address=f"hello@{DOMAIN}")
    browser, here = world.browser(ours.owner), ours.url("settings/sending/")
    with within(ours.agency):
        SendingAccount.objects.create(way="smtp", host="smtp.gmail.com")
    assert browser.post(ours.url("settings/sending/domain/"), {"selector": " S1 "}).status_code == 302
    assert names.asked == [], "no page waits for name servers"
    assert "Is being looked up" in browser.get(here).content.decode()
    (due,) = domain_checks.due()
    ours.agency.refresh_from_db()
    assert domain_checks.look(ours.agency, due[1])
    assert not domain_checks.look(ours.agency, due[1])
    shown = browser.get(here).content.decode()
    assert "Looked up" in shown
    assert f"s1._domainkey.{DOMAIN}" in shown
    names.records[DOMAIN, "TXT"] = ['"v=spf1 mx ~all"']
    browser.post(ours.url("settings/sending/domain/"), {"selector": "s1"})
    domain_checks.look(ours.agency, due[1])
    assert "v=spf1 include:_spf.google.com mx ~all" in browser.get(here).content.decode()


def test_name_servers_that_keep_silent_are_said(
    ours: House, names: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dns_lookup, "SECONDS", 0.3)
    names.silent = True
    with within(ours.agency):
        check = domain_checks.ask(selector="", by=ours.owner, at=timezone.now())
    domain_checks.look(ours.agency, check.pk)
    with within(ours.agency):
        assert "did not answer" in DomainCheck.objects.get().problem
    assert domain_checks.due() == []


@pytest.mark.parametrize("selector", ["a b", "x;y", "../..", "s1..x", "ключ"])
def test_what_is_no_selector_is_refused(ours: House, selector: str) -> None:
    with within(ours.agency), pytest.raises(domain_checks.NoSelector):
        domain_checks.ask(selector=selector, by=ours.owner, at=timezone.now())


def test_the_operator_has_a_command_for_their_own_domain(
    names: NameServer, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MAIL_DOMAIN = DOMAIN
    call_command("mail_domain", selector="s1")
    assert "Who may send (SPF): in order" in capsys.readouterr().out

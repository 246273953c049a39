"""How the demo's agency sends: its domain was looked up, and one thing is still to be done; a member likes it quiet."""

from datetime import datetime

from agency.demo.world import House
from comms import dns_hints
from comms.demo import post
from comms.domain import domain_checks, notice_choices, sending
from comms.models import DeliveryAttempt, DomainCheck, OutboxMessage
from comms.smtp import Verdict

GREYLISTED = "451 4.7.1 Greylisting in action, please come back in 60 seconds"
KEY = (
    "v=DKIM1; k=rsa; p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBANDiE2+Xi/WnO+s120NiiJhNyIButVu6"
    "zxqlVzz0wy2j4kQVUC4ZRZD80IY+4wIiX2YxKBZKGnd2TtPkcJ/ljkUCAwEAAQ=="
)


def plan(house: House) -> None:
    house.plan(house.moment("-3h"), lambda at: _looks_up(house, at))


def _looks_up(house: House, at: datetime) -> None:
    """The owner asked in the morning; the signature's key is short and the policy only watches."""
    domain = house.agency.mail_address.rpartition("@")[2]
    records = dns_hints.Records(
        domain=domain,
        mx=[f"mx1.{domain}"],
        txt=[f"v=spf1 mx include:{house.agency.slug}.example ~all"],
        selector="rapport",
        dkim=[KEY],
        dmarc=["v=DMARC1; p=none; rua=mailto:post@" + domain],
        dmarc_at=domain,
    )
    way = domain_checks.way_of(house.agency, sending.account_of(house.agency))
    findings = dns_hints.findings(records, way)
    DomainCheck.objects.create(domain=domain, selector="rapport", findings=findings, checked_at=at)
    daniel = house.members["daniel"]
    notice_choices.choose(daniel, {"reports": "daily", "clients": "daily"}, by=daniel, at=at)
    _was_greylisted()


def _was_greylisted() -> None:
    """The last letter that left had to come twice, as its story tells."""
    last = DeliveryAttempt.objects.filter(message__lane=OutboxMessage.Lane.PERSON).order_by("-at").first()
    if last is None:
        return
    DeliveryAttempt.objects.create(
        message=last.message,
        number=1,
        at=last.at - (last.at - last.message.queued_at) / 2,
        verdict=Verdict.REFUSED_TEMPORARILY.value,
        reply=GREYLISTED,
        next_attempt_at=last.at,
    )
    DeliveryAttempt.objects.filter(pk=last.pk).update(number=2)
    OutboxMessage.objects.filter(pk=last.message_id).update(attempts=2, server_reply=post.REPLY)

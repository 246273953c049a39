"""Somebody called a mail of ours spam: what comes regularly ends, and one person hears of it once."""

import pytest
from django.utils import timezone

from agency.models import Membership
from agency.tenancy.scope import within
from clients.models import Contact
from comms.domain import complaints, outbox
from comms.models import Notice, OutboxMessage
from tests.world import House

pytestmark = pytest.mark.django_db


def sent(house: House, to: Contact | Membership) -> OutboxMessage:
    """Needs the scope."""
    letter = {"subject": "October", "text": "Hello.", "lane": "automatic"}
    return outbox.queue(purpose_key=f"letter:{to.key}", to=to, at=timezone.now(), **letter)


def test_reports_end_and_who_leads_the_client_hears_it_once(ours: House) -> None:
    with within(ours.agency):
        Contact.objects.filter(pk=ours.contact.pk).update(gets_reports=True)
        mail = sent(ours, Contact.objects.get(pk=ours.contact.pk))
        for _twice in range(2):
            complaints.take(mail, at=timezone.now())
        assert not Contact.objects.get(pk=ours.contact.pk).gets_reports
        kinds = Notice.objects.filter(member=ours.manager).order_by("kind").values_list("kind", flat=True)
        assert list(kinds) == ["contact.reports_stopped", "mail.complained"]
        facts = {"subject": "October", "recipient": mail.recipient}
        told = Notice.objects.get(kind="mail.complained")
        assert (told.client, told.facts) == (ours.client, {"client": "Solvang Cycles", **facts})
        assert told.path == f"/{ours.agency.slug}/outbox/{mail.key}/"


def test_of_a_mail_to_a_member_an_owner_hears(ours: House) -> None:
    with within(ours.agency):
        complaints.take(sent(ours, ours.backup), at=timezone.now())
        assert Notice.objects.get().member == ours.owner


def test_where_nobody_is_left_nobody_is_told(ours: House) -> None:
    with within(ours.agency):
        mail = sent(ours, ours.backup)
        Membership.objects.update(deactivated_at=timezone.now())
        complaints.take(OutboxMessage.objects.get(pk=mail.pk), at=timezone.now())
        assert not Notice.objects.exists()

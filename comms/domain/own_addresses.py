"""Addresses that are Rapport's or the agency's own: mail from there is never answered automatically."""

from email.utils import parseaddr

from django.conf import settings

from agency.models import Agency
from agency.tenancy.scope import everywhere
from comms.models import Mailbox


class OwnAddresses:
    """Asked with `in`, within the agency's scope; addresses in lower case. Looks only when asked.

    What other agencies have typed as theirs does not count, or one could silence the notes to another's clients. Their
    notes are known by what they carry: Auto-Submitted, and a return path at our domain.
    """

    def __init__(self, agency: Agency) -> None:
        self.agency = agency

    def __contains__(self, address: object) -> bool:
        written = str(address).lower()
        if "@" not in written:
            return False
        if written.rpartition("@")[2] == settings.MAIL_DOMAIN.lower():
            return True
        if written in (parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower(), self.agency.mail_address.lower()):
            return True
        return Mailbox.objects.filter(address__iexact=written).exists()


def read_elsewhere(address: str, agency: Agency) -> bool:
    """Whether a mailbox of another agency has this address, or takes what is sent to it as a plus-address."""
    local, _at, domain = address.lower().rpartition("@")
    forms = {f"{local}@{domain}", f"{local.partition('+')[0]}@{domain}"}
    with everywhere():
        others = Mailbox.objects.exclude(agency_id=agency.pk)
        return any(others.filter(address__iexact=form).exists() for form in forms)

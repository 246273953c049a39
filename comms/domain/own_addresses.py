"""Every address that is Rapport's or one of its agencies': mail from there is never answered automatically."""

from email.utils import parseaddr

from django.conf import settings

from agency.models import Agency
from agency.tenancy.scope import everywhere
from comms.models import Mailbox


class OwnAddresses:
    """Asked with `in`; addresses in lower case. Looks only when asked, at all agencies."""

    def __contains__(self, address: object) -> bool:
        written = str(address).lower()
        if "@" not in written:
            return False
        if written.rpartition("@")[2] == settings.MAIL_DOMAIN.lower():
            return True
        if written == parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower():
            return True
        if Agency.objects.filter(mail_address__iexact=written).exists():
            return True
        with everywhere():
            return Mailbox.objects.filter(address__iexact=written).exists()

"""What is wrong with an account for sending, in a sentence for its owner."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from comms import dialling

EXPIRED = 10
"""OpenSSL's number for a certificate whose time has passed."""


def of(reason: Exception, server: Mapping[str, Any]) -> str:  # noqa: C901 - one sentence for each trouble
    """Why a server could not be used, so that the owner knows which field to look at."""
    place = {"host": server["host"], "port": server["port"]}
    match reason:
        case smtplib.SMTPAuthenticationError():
            said = reason.smtp_error if isinstance(reason.smtp_error, bytes) else str(reason.smtp_error).encode()
            return _("%(host)s does not accept this user name and password. It said: %(said)s") % {
                **place,
                "said": f"{reason.smtp_code} {' '.join(said.decode('utf-8', 'replace').split())}"[:150],
            }
        case smtplib.SMTPNotSupportedError() if server["starttls"]:
            return _("%(host)s does not offer what these settings ask for. Try the other kind of line.") % place
        case smtplib.SMTPNotSupportedError():
            return _("%(host)s offers no way to sign in on this line. Try an encrypted one.") % place
        case dialling.InsideOurNetwork():
            return _("%(host)s lies inside this network. Whoever runs Rapport can allow it.") % place
        case socket.gaierror() | UnicodeError():
            return _("There is no server named “%(host)s”. Is the name spelled right?") % place
        case ssl.SSLCertVerificationError() if getattr(reason, "verify_code", 0) == EXPIRED:
            return _("The certificate of %(host)s has expired. Whoever runs that server has to renew it.") % place
        case ssl.SSLCertVerificationError():
            return _("The server at %(host)s shows a certificate that is not valid for it.") % place
        case ssl.SSLError():
            return _("%(host)s does not speak TLS at port %(port)d. Try the other kind of line.") % place
        case smtplib.SMTPServerDisconnected() if "timed out" in str(reason):
            return _("%(host)s did not answer at port %(port)d.") % place
        case TimeoutError():
            return _("%(host)s did not answer at port %(port)d.") % place
        case ConnectionRefusedError():
            return _("Nothing answers at port %(port)d of %(host)s.") % place
        case smtplib.SMTPServerDisconnected() | ConnectionError():
            return _("The line to %(host)s broke.") % place
        case smtplib.SMTPResponseException():
            return _("%(host)s takes no mail now: %(code)d") % {**place, "code": reason.smtp_code}
        case OSError():
            return _("The line to %(host)s broke.") % place
        case _:
            return _("The server at %(host)s answered in a way that is not understood.") % place

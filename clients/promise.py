"""What is promised to a client: the agency's terms, with the client's own in their place."""

from agency.promise import TERMS, Terms, terms_of, with_own
from clients.models import Client


def terms_for(client: Client) -> Terms:
    """What holds for a message that this client sends now."""
    return with_own(terms_of(client.agency), {name: getattr(client, name) for name in TERMS})


def silence_days(client: Client) -> int:
    """After how many working days a summary that nobody answers counts as agreed: the client's own, or the agency's."""
    return client.silence_days or client.agency.silence_days

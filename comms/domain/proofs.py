"""Whether a message is from whom it says, as the server that received it last has written above it."""

from comms.mail import authentication
from comms.mail.parsed import Parsed


def authenticated(parsed: Parsed) -> bool | None:
    """True if the server vouches for the sender's domain, False if it says that the sender is false, else None.

    Only the topmost Authentication-Results is believed: the receiving server puts its own above what came with it. A
    message with several From lines is vouched for by nobody.
    """
    first = parsed.header("Authentication-Results")
    if not first:
        return None
    verdict = authentication.vouched(first, parsed.sender.address.rpartition("@")[2])
    return None if verdict and len(parsed.all_headers("From")) != 1 else verdict

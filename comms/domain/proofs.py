"""Whether a message is from whom it says, as the server that received it last has written above it."""

from comms.mail import authentication
from comms.mail.parsed import Parsed
from comms.models import InboundMessage, MailHook
from comms.posts.providers import PROVIDERS


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


def vouched_for(message: InboundMessage, parsed: Parsed) -> bool:
    """Whether the sender can be believed. What lies in an own folder of sent mail was put there by who may sign in; a
    provider that writes no Authentication-Results passes on what any stranger has written.
    """
    if message.door == InboundMessage.Door.SENT:
        return True
    if message.door == InboundMessage.Door.HOOK:
        hook = MailHook.objects.filter(mailbox=message.mailbox_id).first() if message.mailbox_id else None
        if hook is None or not PROVIDERS[hook.provider].writes_authentication:
            return False
    return bool(authenticated(parsed))

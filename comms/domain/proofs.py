"""Whether a message is from whom it says, as the server that received it last has written above it (RFC 8601)."""

import re

from comms.mail.parsed import Parsed

VERDICT = re.compile(r"\b(dmarc|dkim|spf)\s*=\s*([a-z]+)")


def authenticated(parsed: Parsed) -> bool | None:
    """True if DMARC passed, or without it DKIM or SPF; False if they failed; None if no server has said anything.

    Only the topmost Authentication-Results is believed: the receiving server puts its own above what came with it.
    """
    first = parsed.header("Authentication-Results")
    if not first:
        return None
    found: dict[str, set[str]] = {}
    for method, result in VERDICT.findall(first.lower()):
        found.setdefault(method, set()).add(result)
    if "dmarc" in found and found["dmarc"] & {"pass", "fail"}:
        return "pass" in found["dmarc"]
    verdicts = found.get("dkim", set()) | found.get("spf", set())
    if "pass" in verdicts:
        return True
    return False if "fail" in verdicts else None

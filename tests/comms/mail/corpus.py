"""All odd messages, each by its name."""

from __future__ import annotations

from tests.comms.mail import odd_addresses, odd_bodies, odd_headers, odd_parts, odd_robots, odd_wild
from tests.comms.mail.odd import Odd

CORPUS: tuple[Odd, ...] = (
    *odd_headers.MESSAGES,
    *odd_addresses.MESSAGES,
    *odd_bodies.MESSAGES,
    *odd_parts.MESSAGES,
    *odd_robots.MESSAGES,
    *odd_wild.MESSAGES,
)

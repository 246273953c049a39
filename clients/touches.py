"""What comes next with a client, as other rooms know it, for the head of its page."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from agency.models import Membership
from clients.models import Client

next_touches: list[Callable[[Client, Membership, datetime], Iterable[dict[str, Any]]]] = []
"""Functions (client, member, now) to {'strong', 'rest', 'about', 'late', 'url'}."""

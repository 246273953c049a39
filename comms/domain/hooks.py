"""Who wants to hear what became of a mail, by the kind of object it was about (a model's name in small letters)."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from comms.models import OutboxMessage

Hook = Callable[[OutboxMessage, datetime], None]

accepted_hooks: dict[str, list[Hook]] = defaultdict(list)
"""The provider has the mail, or a person says that it arrived. Called at least once: hooks bear being called twice."""

failed_hooks: dict[str, list[Hook]] = defaultdict(list)
"""It could not be sent, came back, is perhaps sent, or was withdrawn: `message.state` says which."""

retried_hooks: dict[str, list[Hook]] = defaultdict(list)
"""A person sends it again: whoever had given it up waits for its outcome once more. Called once, within that verb."""

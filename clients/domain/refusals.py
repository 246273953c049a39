"""What a verb of this room refuses, in words for people."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clients.models import Client


class Refusal(ValidationError):
    """A verb was asked for what must not be. `words` say why; `at_field` names the form field at fault, or is ''."""

    field: ClassVar[str] = ""

    def __init__(self, words: str, *, field: str = "") -> None:
        super().__init__(words)
        self.words = words
        self.at_field = field or type(self).field


class ClientIsArchived(Refusal):
    """An archived client stays as it is until somebody takes it up again."""


def require_active(client: Client) -> None:
    """Raises ClientIsArchived."""
    if client.archived:
        words = _("%(client)s is archived. Take the client up again before you change anything.")
        raise ClientIsArchived(words % {"client": client.name})

"""It is people who answer in small bites (practice T10): which questions come next. Pure, but for what it is told."""

from collections.abc import Callable, Collection, Sequence

from clients.models import Client

AT_ONCE = 3
"""Never more are proposed for one call."""

asked_before: list[Callable[[Client], Sequence[int]]] = []
"""At most one function: the questions, by id, that stood on the agenda of the client's last meeting."""


def before(client: Client) -> Sequence[int]:
    return asked_before[0](client) if asked_before else ()


def next_ones(asked: Sequence[int], answered: Collection[int], before: Sequence[int]) -> list[int]:
    """The next questions by id: first those that were proposed the last time and not answered, then in their order."""
    there = set(asked) - set(answered)
    again = [one for one in dict.fromkeys(before) if one in there]
    return [*again, *(one for one in asked if one in there and one not in again)][:AT_ONCE]

"""Playbooks as they hold: for a type in this agency, for a person, and all four for the page that lists them."""

from collections.abc import Iterable

from clients.effective_playbook import EffectivePlaybook, effective_playbook, laid_over
from clients.models import AgencyPlaybook, Contact, Person
from clients.playbooks import PLAYBOOKS, Playbook, playbook_for

Books = dict[str, tuple[Playbook, frozenset[str]]]
"""By type, as `laid_over` gives them: the playbook with the agency's texts in it, and which parts those are."""


def books(types: Iterable[str] = tuple(PLAYBOOKS)) -> Books:
    """The playbooks of these types, in one query; none where nobody is typed."""
    wanted = {each for each in types if each in PLAYBOOKS}
    if not wanted:
        return {}
    own = {row.type: row for row in AgencyPlaybook.objects.filter(type__in=wanted, reset_at=None)}
    return {each: laid_over(PLAYBOOKS[each], own.get(each)) for each in wanted}


def book_of_type(personality_type: str) -> tuple[Playbook | None, frozenset[str]]:
    """The agency's playbook of one type; None while nobody knows the type."""
    shipped = playbook_for(personality_type)
    return books([shipped.type])[shipped.type] if shipped is not None else (None, frozenset())


def playbook_of(whom: Contact | Person, known: Books | None = None) -> EffectivePlaybook:
    """How to treat them: their own lines over the agency's texts over what is shipped. One query if they are typed,
    none with `known`: who shows several people reads `books` once.
    """
    person = whom.person if isinstance(whom, Contact) else whom
    found = books([person.personality_type]) if known is None else known
    book, own = found.get(person.personality_type, (None, frozenset()))
    return effective_playbook(person, book, own)


def written_by_us() -> dict[str, AgencyPlaybook]:
    """By type the agency's row, also one that was reset, with who changed it last."""
    return {row.type: row for row in AgencyPlaybook.objects.select_related("changed_by__user")}

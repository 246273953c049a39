"""A client's glossary: the words of their trade in their sense, so that whoever picks up the telephone speaks as they
do (practice M1).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from clients.domain.changes import lock, set_fields
from clients.domain.refusals import Refusal, require_active
from clients.glossary import folded
from clients.models import Client, GlossaryTerm

MOST_TERMS = 500
EDITABLE = frozenset(["term", "forms", "meaning"])


class KnownAlready(Refusal):
    """The glossary has this term."""

    field = "term"


class GlossaryIsFull(Refusal):
    """It has as many terms as one can look through while somebody speaks."""

    field = "term"


class Taken(NamedTuple):
    """What became of pasted lines."""

    added: int
    changed: int


@transaction.atomic
def add(client: Client, *, by: Membership, at: datetime, **fields: Any) -> GlossaryTerm:
    """Raises KnownAlready, GlossaryIsFull, ClientIsArchived."""
    require_active(lock(client))
    _room_for(client, 1)
    term = _new(client, by, at, **fields)
    record("glossary.added", term, by=by, at=at)
    return term


@transaction.atomic
def change(entry: GlossaryTerm, *, by: Membership, at: datetime, **fields: Any) -> GlossaryTerm:
    """Raises KnownAlready, ClientIsArchived."""
    require_active(lock(entry).client)
    if changed := set_fields(entry, fields, EDITABLE):
        entry.folded = folded(entry.term)
        _only_one(entry)
        entry.save(update_fields=[*changed, "folded"])
        record("glossary.changed", entry, by=by, at=at, fields=changed)
    return entry


@transaction.atomic
def remove(term: GlossaryTerm, *, by: Membership, at: datetime) -> GlossaryTerm:
    """Takes it out; `put_back` undoes this."""
    require_active(lock(term).client)
    if term.removed_at is None:
        term.removed_at = at
        term.save(update_fields=["removed_at"])
        record("glossary.removed", term, by=by, at=at)
    return term


@transaction.atomic
def put_back(term: GlossaryTerm, *, by: Membership, at: datetime) -> GlossaryTerm:
    """Raises KnownAlready when the word was written down again meanwhile, GlossaryIsFull."""
    require_active(lock(term).client)
    if term.removed_at is not None:
        _room_for(term.client, 1)
        _only_one(term)
        term.removed_at = None
        term.save(update_fields=["removed_at"])
        record("glossary.put_back", term, by=by, at=at)
    return term


@transaction.atomic
def take_over(client: Client, entries: Sequence[dict[str, str]], *, by: Membership, at: datetime) -> Taken:
    """Pasted terms with `term`, `forms` and `meaning`: new ones are added, known ones get the new meaning; of several
    of one word the last counts. Raises GlossaryIsFull, ClientIsArchived.
    """
    require_active(lock(client))
    known = {term.folded: term for term in GlossaryTerm.objects.filter(client=client, removed_at=None)}
    wanted = {folded(entry["term"]): entry for entry in entries}
    _room_for(client, sum(word not in known for word in wanted))
    added = changed = 0
    for word, entry in wanted.items():
        if word not in known:
            _new(client, by, at, **entry)
            added += 1
        elif fields := set_fields(known[word], {name: value for name, value in entry.items() if value}, EDITABLE):
            known[word].save(update_fields=fields)
            changed += 1
    if added or changed:
        record("glossary.taken_over", client, by=by, at=at, added=added, changed=changed)
    return Taken(added, changed)


def _new(client: Client, by: Membership, at: datetime, **fields: Any) -> GlossaryTerm:
    term = GlossaryTerm(client=client, added_by=by, added_at=at)
    set_fields(term, fields, EDITABLE)
    term.folded = folded(term.term)
    _only_one(term)
    term.save()
    return term


def _only_one(term: GlossaryTerm) -> None:
    others = GlossaryTerm.objects.filter(client_id=term.client_id, folded=term.folded, removed_at=None)
    if others.exclude(pk=term.pk).exists():
        raise KnownAlready(_("“%(term)s” stands in the glossary already.") % {"term": term.term})


def _room_for(client: Client, more: int) -> None:
    if more and GlossaryTerm.objects.filter(client=client, removed_at=None).count() + more > MOST_TERMS:
        raise GlossaryIsFull(
            _("A glossary holds %(most)s terms. Take out what is not needed any more.") % {"most": MOST_TERMS}
        )

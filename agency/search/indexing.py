"""Keeping the index: with each event, in its transaction, what it tells of is written anew."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import connection, transaction

from agency.models import Event, SearchEntry
from agency.search.kinds import Kind, Text, kinds, touched_by
from agency.search.words import normal, words_of
from agency.tenancy.base import TenantModel
from agency.tenancy.scope import current_agency, on_postgresql

BATCH = 500
LONGEST_TEXT = 20_000
WORDS_TABLE = "agency_searchwords"
"""On SQLite: title, words and clients of each entry, by its id (FTS5)."""


def after(event: Event) -> None:
    """Called by `record`, so that whoever writes an event keeps the index."""
    for kind, ids in touched_by(event):
        write(kind, ids)


def renew(thing: TenantModel) -> None:
    """For a change of which no event tells."""
    write(kinds[thing._meta.model_name or ""], (thing.pk,))


def forget(thing: TenantModel) -> None:
    """Before a thing is deleted, once its last event is written."""
    _remove(kinds[thing._meta.model_name or ""], {thing.pk})


@transaction.atomic
def write(kind: Kind, ids: Collection[int]) -> None:
    """The entries of these things as they read now; of those that are not to be found any more, none."""
    texts = list(kind.texts(ids))
    if gone := set(ids) - {text.id for text in texts}:
        _remove(kind, gone)
    if texts:
        _put(kind, texts)


@transaction.atomic
def rebuild(kind: Kind) -> int:
    """All entries of a kind in the open scope, in batches; how many there are."""
    count, ids = 0, list(kind.model.objects.order_by("pk").values_list("pk", flat=True))
    stale = set(SearchEntry.objects.filter(kind=kind.name).values_list("object_id", flat=True)) - set(ids)
    for start in range(0, len(stale), BATCH):
        _remove(kind, set(sorted(stale)[start : start + BATCH]))
    for start in range(0, len(ids), BATCH):
        write(kind, ids[start : start + BATCH])
        count += len(ids[start : start + BATCH])
    return count


def _put(kind: Kind, texts: Sequence[Text]) -> None:
    entries = [_entry(kind, text) for text in texts]
    stored = SearchEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["agency", "kind", "object_id"],
        update_fields=["at", "title", "words"],
    )
    if not on_postgresql():
        _put_words(zip(stored, texts, strict=True), parts=kind.parts)


def _entry(kind: Kind, text: Text) -> SearchEntry:
    entry = SearchEntry(kind=kind.name, object_id=text.id, at=text.at)
    if on_postgresql():
        title = list(words_of(_title(text), parts=kind.parts))
        entry.title = _lexemes(title)
        entry.words = _lexemes([*title, (), *words_of(_rest(text))], _marks(text))
    return entry


def _marks(text: Text) -> list[str]:
    """Whose it is, as words that nobody can type: with them the index finds an agency's and a client's at once."""
    return [f"@{current_agency().pk}", *(f"#{client}" for client in text.clients)]


def _title(text: Text) -> str:
    return normal(text.title[:LONGEST_TEXT])


def _rest(text: Text) -> str:
    return normal(text.text[:LONGEST_TEXT])


def _lexemes(words: Sequence[tuple[str, ...]], marks: Sequence[str] = ()) -> str:
    """As PostgreSQL reads a tsvector: each word once, with its places."""
    where: dict[str, list[int]] = {}
    for place, forms in enumerate(words, 1):
        for form in forms:
            where.setdefault(form, []).append(place)
    told = [f"'{form}':{','.join(map(str, places[:100]))}" for form, places in where.items()]
    return " ".join([*told, *(f"'{mark}'" for mark in marks)])


def _put_words(stored: Any, *, parts: bool) -> None:
    rows = [(entry.pk, _flat(words_of(_title(text), parts=parts)), _flat(words_of(_rest(text))), _clients(text))
            for entry, text in stored]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {WORDS_TABLE} WHERE rowid = %s", [(row[0],) for row in rows])  # noqa: S608
        cursor.executemany(
            f"INSERT INTO {WORDS_TABLE} (rowid, title, words, clients) VALUES (%s, %s, %s, %s)",  # noqa: S608
            rows,
        )


def _flat(words: Iterator[tuple[str, ...]]) -> str:
    return " ".join(form for forms in words for form in forms)


def _clients(text: Text) -> str:
    return " ".join(f"c{client}" for client in text.clients)


def _remove(kind: Kind, ids: Collection[int]) -> None:
    gone = SearchEntry.objects.filter(kind=kind.name, object_id__in=ids)
    if not on_postgresql():
        with connection.cursor() as cursor:
            rows = [(pk,) for pk in gone.values_list("pk", flat=True)]
            cursor.executemany(f"DELETE FROM {WORDS_TABLE} WHERE rowid = %s", rows)  # noqa: S608
    gone.delete()


def any_entry() -> bool:
    return SearchEntry.objects.exists()

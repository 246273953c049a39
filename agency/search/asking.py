"""A question put to the index of either database: which things hold its words, by their kinds, the best first."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from django.db import connection

from agency.search.function import NAME
from agency.search.indexing import WORDS_TABLE
from agency.search.words import Asked
from agency.tenancy.scope import current_agency, on_postgresql

Ids = dict[str, list[int]]
"""Ids of things by the name of their kind, those with the words in their title first, then the newest."""


class Question(NamedTuple):
    """`near`: any of the words will do, and the more of them the better. `clients`: of these alone, unless None."""

    words: Sequence[Asked]
    kinds: Collection[str]
    most: int
    clients: Collection[int] | None = None
    near: bool = False


def ask(question: Question) -> Ids:
    """At most so many of each kind, of the agency whose scope is open; one query."""
    found: Ids = {}
    if not question.words or not question.kinds or (question.clients is not None and not question.clients):
        return found
    with connection.cursor() as cursor:
        asks, values = _on_postgresql(question) if on_postgresql() else _on_sqlite(question)
        cursor.execute(asks, values)
        for kind, pk in cursor.fetchall():
            found.setdefault(kind, []).append(pk)
    return found


def _on_postgresql(question: Question) -> tuple[str, list[Any]]:
    words = (" | " if question.near else " & ").join(map(_alternatives, question.words))
    clients = " | ".join(f"'#{client}'" for client in question.clients or ())
    narrowed = f"({words}) & ({clients})" if clients else words
    asks = f"SELECT kind, object_id FROM {NAME}(%s::tsquery, %s::tsquery, %s, %s, %s)"  # noqa: S608 - our own name
    return asks, [narrowed, words, list(question.kinds), question.near, question.most]


def _alternatives(word: Asked) -> str:
    told = [f"'{form}'" for form in word.exact] + ([f"'{word.beginning}':*"] if word.beginning else [])
    return f"({' | '.join(told)})"


def _on_sqlite(question: Question) -> tuple[str, list[Any]]:
    words = (" OR " if question.near else " AND ").join(map(_alternatives_of_fts, question.words))
    clients = " OR ".join(f'"c{client}"' for client in question.clients or ())
    narrowed = f"({{title words}} : ({words}))" + (f" AND (clients : ({clients}))" if clients else "")
    marks = ", ".join(["%s"] * len(question.kinds))
    nearness = f"bm25({WORDS_TABLE})" if question.near else "0"
    asks = f"""
        SELECT kind, object_id FROM (
            SELECT kind, object_id, row_number() OVER (
                PARTITION BY kind ORDER BY nearness, titled DESC, at DESC, id DESC
            ) AS place
            FROM (
                SELECT entry.id, entry.kind, entry.object_id, entry.at, {nearness} AS nearness,
                       entry.id IN (SELECT rowid FROM {WORDS_TABLE} WHERE {WORDS_TABLE} MATCH %s) AS titled
                FROM {WORDS_TABLE} JOIN agency_searchentry entry ON entry.id = {WORDS_TABLE}.rowid
                WHERE {WORDS_TABLE} MATCH %s AND entry.agency_id = %s AND entry.kind IN ({marks})
            )
        ) WHERE place <= %s ORDER BY kind, place
    """  # noqa: S608 - names of ours, and words that are letters and digits alone
    return asks, [f"title : ({words})", narrowed, current_agency().pk, *question.kinds, question.most]


def _alternatives_of_fts(word: Asked) -> str:
    told = [f'"{form}"' for form in word.exact] + ([f'"{word.beginning}" *'] if word.beginning else [])
    return f"({' OR '.join(told)})"

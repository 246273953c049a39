"""What a member finds: asked of the index, read again through what they may see, and put into words."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.safestring import SafeString

from agency.models import Membership
from agency.permissions import kept_to_own, may
from agency.search import marking
from agency.search.asking import Ids, Question, ask
from agency.search.kinds import Found, Kind, kinds
from agency.search.words import Asked, asked, normal, telling

LOOKED_AT = 300
"""Things of a kind that a question reaches: those with its words in the title, then the newest."""
A_FEW, A_PAGE = 5, 25
"""Things of a heading where all stand together, and where one stands alone."""
FOR_ONE = 3
"""So many are read for each that is shown, as messages of one conversation are one place."""


@dataclass(frozen=True)
class Hit:
    kind: Kind
    key: str
    title: SafeString
    url: str
    about: str
    excerpt: SafeString
    name: str
    said: str
    """Title and excerpt as plain text."""


@dataclass(frozen=True)
class Group:
    """A heading with the best of its things; `further` is the place from where there are more, 0 if there are none."""

    family: str
    label: str
    icon: str
    hits: list[Hit]
    further: int


@dataclass(frozen=True)
class Results:
    """`some`: nothing holds all the words, so this holds some of them."""

    groups: list[Group]
    some: bool = False


class Wanted(NamedTuple):
    """Within one `family`, unless ''; of one client, unless None; from a place on."""

    text: str
    family: str = ""
    client_id: int | None = None
    start: int = 0


def readable(member: Membership, family: str = "") -> list[Kind]:
    """The kinds that a member's role may read, in the order of their headings."""
    found = [kind for kind in kinds.values() if may(member, kind.verb) and family in ("", kind.family)]
    return sorted(found, key=lambda kind: kind.position)


def families(member: Membership) -> list[tuple[str, str]]:
    """Each heading's word in addresses, with its name."""
    return list({kind.family: (kind.family, str(kind.label)) for kind in readable(member)}.values())


def search(member: Membership, wanted: Wanted) -> Results:
    """One question to the index (two, if nothing holds all its words), and a few queries for each kind found."""
    words = asked(normal(wanted.text))
    searched = readable(member, wanted.family)
    clients = None if wanted.client_id is None else (wanted.client_id,)
    question = Question(words, [kind.name for kind in searched], LOOKED_AT, clients)
    ids, some = ask(question), False
    if not ids and len(words) > 1 and (some_words := telling(words)):
        ids, some = ask(question._replace(words=some_words, near=True)), True
    size = A_PAGE if wanted.family else A_FEW
    groups = (_group(member, family, ids, words, wanted.start, size) for family in _by_family(searched))
    found = [group for group in groups if group.hits]
    return Results(found, some and bool(found))


def _by_family(searched: Iterable[Kind]) -> list[list[Kind]]:
    found: dict[str, list[Kind]] = {}
    for kind in searched:
        found.setdefault(kind.family, []).append(kind)
    return list(found.values())


def _group(
    member: Membership, family: Sequence[Kind], ids: Ids, words: Sequence[Asked], start: int, size: int
) -> Group:
    pairs = [(kind, pk) for kind in family for pk in visible(member, kind, ids.get(kind.name, []))]
    window = pairs[start : start + size * FOR_ONE]
    hits: list[Hit] = []
    same: set[str] = set()
    used = 0
    for place, (kind, key, found) in enumerate(_read(member, window), 1):
        used = place
        if found.same and found.same in same:
            continue
        if len(hits) == size:
            used = place - 1
            break
        same.add(found.same)
        hits.append(_hit(kind, key, found, words))
    further = start + used if start + used < len(pairs) and hits else 0
    return Group(family[0].family, str(family[0].label), family[0].icon, hits, further)


def visible(member: Membership, kind: Kind, ids: Sequence[int]) -> list[int]:
    """Those of these things that the member may see, in the same order. Who sees every client is asked for none."""
    if not ids or not kept_to_own(member):
        return list(ids)
    seen = set(kind.rows(member).filter(pk__in=ids).values_list("pk", flat=True))
    return [pk for pk in ids if pk in seen]


def _read(member: Membership, window: Collection[tuple[Kind, int]]) -> Iterator[tuple[Kind, str, Found]]:
    """In the order of the window; what is gone meanwhile is left out."""
    wanted: dict[str, list[int]] = {}
    for kind, pk in window:
        wanted.setdefault(kind.name, []).append(pk)
    rows = {name: kinds[name].rows(member).in_bulk(ids) for name, ids in wanted.items()}
    for kind, pk in window:
        row = rows[kind.name].get(pk)
        if row is not None:
            yield kind, row.key, kind.shown(row, member)


def _hit(kind: Kind, key: str, found: Found, words: Sequence[Asked]) -> Hit:
    shown, rest = marking.title(found.title, words), marking.excerpt(found.text, words)
    said = marking.plain_excerpt(found.text, words)
    return Hit(kind, key, shown, found.url, found.about, rest, found.title, said)

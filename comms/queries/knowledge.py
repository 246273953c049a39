"""The knowledge base: its list, and the entries that fit what is being asked (practice T19)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from agency.models import Membership
from clients.queries.reach import seen_by
from comms import nearness
from comms.models import Interaction, KnowledgeEntry, KnowledgeStem, KnowledgeUse, Request, Subject

OFFERED = 3
MOST_HITS = 4000


def entries_of() -> QuerySet[KnowledgeEntry]:
    return KnowledgeEntry.objects.select_related("subject", "written_by__user")


def chosen(*, q: str = "", subject: Subject | None = None, retired: bool = False) -> QuerySet[KnowledgeEntry]:
    rows = entries_of().filter(retired_at__isnull=not retired)
    if q:
        rows = rows.filter(
            Q(title__icontains=q) | Q(question__icontains=q) | Q(answer__icontains=q) | Q(subject__name__icontains=q)
        )
    return rows.filter(subject=subject) if subject is not None else rows


def uses(entries: list[KnowledgeEntry], member: Membership) -> dict[int, int]:
    """How often each was taken into a reply, to clients that the member may see."""
    rows = seen_by(member, KnowledgeUse.objects.filter(entry__in=entries))
    return dict(rows.order_by().values_list("entry").annotate(Count("pk")))


@dataclass(frozen=True)
class Offer:
    """An entry that fits, and the words that say so."""

    entry: KnowledgeEntry
    words: tuple[str, ...]
    score: float


def fitting(text: str, *, names: Collection[str] = (), most: int = OFFERED) -> list[Offer]:
    """The entries nearest to a text, the nearest first: by the words of their title, question and subject. Words of
    `names` count for nothing.

    Words are looked up by equality, so that the index serves under row-level security too. At most four queries.
    """
    asked = nearness.stems(text, names)
    if not asked:
        return []
    rows = KnowledgeStem.objects.filter(stem__in=list(asked), entry__retired_at=None)
    shared: dict[int, set[str]] = {}
    holding: dict[str, int] = {}
    for entry_id, stem in rows.order_by("-entry_id").values_list("entry_id", "stem")[:MOST_HITS]:
        shared.setdefault(entry_id, set()).add(stem)
        holding[stem] = holding.get(stem, 0) + 1
    if not shared:
        return []
    total = KnowledgeEntry.objects.filter(retired_at=None).count()
    entries = entries_of().in_bulk(nearness.likeliest(shared, holding, total))
    near = nearness.nearest(asked, _known(entries), holding, total)[:most]
    return [Offer(entries[pk], found.shared, found.score) for pk, found in near]


def _known(entries: dict[int, KnowledgeEntry]) -> dict[int, nearness.Known]:
    held: dict[int, set[str]] = {pk: set() for pk in entries}
    for entry_id, stem in KnowledgeStem.objects.filter(entry__in=entries).values_list("entry_id", "stem"):
        held[entry_id].add(stem)
    return {
        pk: nearness.Known(held[pk], held[pk] & nearness.stems(entry.title).keys()) for pk, entry in entries.items()
    }


def words_of(request: Request, said: Sequence[Interaction]) -> str:
    """The subject, with what the client said last in this conversation: by these an entry is looked for."""
    theirs = [one.text for one in said if one.direction == Interaction.Direction.INBOUND]
    return " ".join((request.subject, *theirs[-1:]))


def names_of(request: Request) -> frozenset[str]:
    """The words of our names and theirs: an entry that names a client is not about all that this client writes."""
    return frozenset(f"{request.client.name} {request.contact.person.name} {request.agency.name}".split())

"""The knowledge base: its list, and the entries that fit what is being asked (practice T19)."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from agency.models import Membership
from clients.queries.reach import seen_by
from comms import nearness
from comms.models import Interaction, KnowledgeEntry, KnowledgeStem, KnowledgeUse, Request, Subject

OFFERED = 3
LOOKED_AT = 20
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


def fitting(text: str, most: int = OFFERED) -> list[Offer]:
    """The entries nearest to a text, the nearest first: by the words of their title, question and subject.

    Words are looked up by equality, so that the index serves under row-level security too. At most four queries.
    """
    asked = nearness.stems(text)
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
    best = sorted(shared, key=lambda pk: (-len(shared[pk]), -pk))[:LOOKED_AT]
    known: dict[int, set[str]] = {}
    for entry_id, stem in KnowledgeStem.objects.filter(entry__in=best).values_list("entry_id", "stem"):
        known.setdefault(entry_id, set()).add(stem)
    total = KnowledgeEntry.objects.filter(retired_at=None).count()
    judged = {pk: nearness.nearness(asked, known[pk], holding, total) for pk in best}
    near = [pk for pk in best if nearness.is_near(judged[pk], known[pk])]
    found = entries_of().in_bulk(sorted(near, key=lambda pk: (-judged[pk].score, -pk))[:most])
    offers = [Offer(entry, judged[pk].shared, judged[pk].score) for pk, entry in found.items()]
    return sorted(offers, key=lambda offer: (-offer.score, -offer.entry.pk))


def words_of(request: Request) -> str:
    """What the client wrote last, with the subject: by these an entry is looked for. One query."""
    said = Interaction.objects.filter(request=request, direction=Interaction.Direction.INBOUND, withdrawn_at=None)
    text = said.order_by("-at", "-pk").values_list("text", flat=True).first()
    return f"{request.subject} {text or ''}"

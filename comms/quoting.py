"""Looking for what was agreed while one writes: by words, or by what the client has written last (practice V5)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from agency.models import Membership
from agency.search import marking
from agency.search.asking import Question, ask
from agency.search.words import LONGEST_QUESTION, Asked, asked, normal, places, plain
from clients.models import Contact
from comms import nearness, polite_lines
from comms.everyday_words import SAYING_LITTLE
from comms.models import Interaction, Request
from comms.quotable import READERS, Quotable, read

LOOKED_AT = 100
MOST = 12
NEAR = 3
MOST_WORDS = 30
SHARED_AT_LEAST = 2
LONGEST_PASSAGE = 400


@dataclass(frozen=True)
class Offer:
    """Something that may be quoted, and the passage of it that holds what was looked for."""

    thing: Quotable
    passage: str
    marked: SafeString


def found(contact: Contact, text: str, at: datetime) -> list[Offer]:
    """By words as one types them; what holds all of them, else some. Up to eight queries."""
    words = asked(normal(text[:LONGEST_QUESTION]))
    question = Question(words, list(READERS), LOOKED_AT, (contact.client_id,))
    ids = ask(question) or (ask(question._replace(near=True)) if len(words) > 1 else {})
    things = read(contact, ids, at)
    order = [(kind, pk) for kind, pks in ids.items() for pk in pks]
    offers = [_offer(things[each], words) for each in order if each in things]
    return sorted(
        offers, key=lambda offer: (-_held(offer.thing.text, words), _rank(offer), -offer.thing.at.timestamp())
    )[:MOST]


def near(request: Request, said: str, at: datetime) -> list[Offer]:
    """The few things that share the most telling words with what the client wrote, without this conversation itself."""
    ours = " ".join(Membership.objects.filter(deactivated_at=None).values_list("user__name", flat=True))
    names = f"{request.client.name} {request.contact.person.name} {request.agency.name} {ours}".split()
    stems = nearness.stems(polite_lines.without(said, _small(names)), names)
    telling = [
        Asked((plain(word), plain(stem))) for stem, word in stems.items() if stem not in SAYING_LITTLE and plain(word)
    ]
    words = telling[:MOST_WORDS]
    if len(words) < SHARED_AT_LEAST:
        return []
    ids = ask(Question(words, list(READERS), NEAR * 4, (request.client_id,), near=True))
    told = Interaction.objects.filter(request=request, pk__in=ids.get("interaction", ()))
    own = set(told.values_list("pk", flat=True))
    things = read(request.contact, {**ids, "interaction": _without(ids.get("interaction", ()), own)}, at)
    standing = [thing for thing in things.values() if not thing.afterwards]
    held = {thing.key: _held(polite_lines.without(thing.text, _small(names)), words) for thing in standing}
    near_enough = [thing for thing in standing if held[thing.key] >= SHARED_AT_LEAST]
    best = sorted(near_enough, key=lambda thing: (-held[thing.key], -thing.at.timestamp()))
    return [_offer(thing, words) for thing in best[:NEAR]]


def _small(names: Collection[str]) -> set[str]:
    return {name.casefold() for name in names}


def _without(ids: Collection[int], those: Collection[int]) -> list[int]:
    return [pk for pk in ids if pk not in those]


def _rank(offer: Offer) -> int:
    """What was agreed comes before what was written."""
    return list(READERS).index("interaction") if offer.thing.kind == "interaction" else 0


def _held(text: str, words: Sequence[Asked]) -> int:
    """How many of the words a text holds."""
    flat = normal(text)
    return sum(bool(places(flat, [word])) for word in words)


def _offer(thing: Quotable, words: Sequence[Asked]) -> Offer:
    text = passage(thing.text, words)
    return Offer(
        thing, text, marking.title(text, words) if len(text) <= marking.LONGEST_TITLE else marking.excerpt(text, words)
    )


def passage(text: str, words: Sequence[Asked]) -> str:
    """The line of a text that holds most of the words, the first of several; cut where it is long. Never a greeting or
    a closing, unless there is nothing else.
    """
    lines = [line.strip() for line in polite_lines.without(text).splitlines() if line.strip()] or [""]
    best = max(lines, key=lambda line: _held(line, words))
    if len(best) <= LONGEST_PASSAGE:
        return best
    hit = next(iter(places(best, words)), (0, 0))[0]
    start = max(0, best.rfind(". ", 0, hit) + 2 if best.rfind(". ", 0, hit) >= 0 else 0)
    start = start if hit - start < LONGEST_PASSAGE // 2 else hit - LONGEST_PASSAGE // 4
    end = start + LONGEST_PASSAGE
    return ("…" if start else "") + best[start:end].strip() + ("…" if end < len(best) else "")

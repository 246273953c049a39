"""How somebody likes to be spoken with, worked out: the person's own wish over the client's default over the agency's.

Pure: it reads the profile fields of the rows it is given and asks the database nothing (practices T1, P1, P2, M6, V2).
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from clients.models.profile import Channel, DetailLevel, Involvement, Tone

CADENCE_DAYS = 14
"""How often a client hears from us where nobody has said: every other week."""

FIELDS = {
    "channel": "preferred_channel",
    **{name: name for name in ("detail_level", "tone", "involvement", "cadence_days", "language", "zone")},
}
"""Values of a profile and the field each is kept in."""

T = TypeVar("T")


class Source(StrEnum):
    """Where a wish was written down."""

    PERSON = "person"
    CLIENT = "client"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Wish(Generic[T]):
    """One value of a profile, and whose it is."""

    value: T
    source: Source

    @property
    def own(self) -> bool:
        return self.source is Source.PERSON

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveProfile:
    """Values are those of the choices in clients.models.profile; `personality_type` is '' while nobody knows it."""

    personality_type: str
    channel: Wish[str]
    detail_level: Wish[str]
    tone: Wish[str]
    involvement: Wish[str]
    cadence_days: Wish[int]
    language: Wish[str]
    zone: Wish[str]


class Profiled(Protocol):
    """Whatever has the profile fields: a person or a client."""

    preferred_channel: str
    detail_level: str
    tone: str
    involvement: str
    cadence_days: int | None
    language: str
    zone: str


class Typed(Profiled, Protocol):
    personality_type: str


class AtAClient(Protocol):
    """A contact: a person's place at one client."""

    @property
    def person(self) -> Typed: ...


class Speaking(Protocol):
    """An agency, for its language and zone."""

    language: str
    zone: str


def effective_profile(whom: AtAClient | Typed, client: Profiled, agency: Speaking) -> EffectiveProfile:
    """The profile to go by when `whom` (a contact, or a person) is spoken to for `client`."""
    person: Typed = getattr(whom, "person", whom)  # type: ignore[arg-type]
    beneath = _laid_over(agency_defaults(agency), client, Source.CLIENT)
    return replace(_laid_over(beneath, person, Source.PERSON), personality_type=person.personality_type)


def client_defaults(client: Profiled, agency: Speaking) -> EffectiveProfile:
    """What holds at a client for somebody who has said nothing themselves."""
    return _laid_over(agency_defaults(agency), client, Source.CLIENT)


def agency_defaults(agency: Speaking) -> EffectiveProfile:
    """What holds where neither a person nor a client has said anything."""

    def usual(value: T) -> Wish[T]:
        return Wish(value, Source.AGENCY)

    return EffectiveProfile(
        personality_type="",
        channel=usual(Channel.EMAIL.value),
        detail_level=usual(DetailLevel.SUMMARY.value),
        tone=usual(Tone.BUSINESS.value),
        involvement=usual(Involvement.REGULAR.value),
        cadence_days=usual(CADENCE_DAYS),
        language=usual(agency.language),
        zone=usual(agency.zone),
    )


def _laid_over(beneath: EffectiveProfile, said: Profiled, source: Source) -> EffectiveProfile:
    """The profile with what `said` holds in place of what lies beneath."""
    own: dict[str, Any] = {
        name: Wish(getattr(said, field), source) for name, field in FIELDS.items() if getattr(said, field)
    }
    return replace(beneath, **own)

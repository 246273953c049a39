"""Who works at the two agencies of the demo. All people and places are invented; every domain is a reserved one."""

from dataclasses import dataclass

from agency.models import Role

OWNER, MANAGER, SPECIALIST = Role.OWNER, Role.MANAGER, Role.SPECIALIST


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """`joined` is in months back; `seen` is when they last signed in, as the house's `moment` reads it."""

    handle: str
    name: str
    role: str
    title: str
    joined: int
    zone: str = "Europe/Berlin"
    theme: str = "system"
    span: int | None = None
    seen: str = "-2h"
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Bureau:
    """An agency of the demo. `founded` is in months back: when it began to keep its relationships in Rapport.

    `closed` are own closed days: days from today, and why. `asked` is somebody whose invitation is open.
    """

    handle: str
    name: str
    slug: str
    domain: str
    hue: int
    zone: str
    country: str
    region: str
    postal_address: str
    span_limit: int
    founded: int
    owner: Colleague
    staff: tuple[Colleague, ...]
    closed: tuple[tuple[int, str], ...] = ()
    asked: tuple[tuple[str, str, str], ...] = ()


NORTHLIGHT = Bureau(
    handle="northlight",
    name="Northlight Digital",
    slug="northlight",
    domain="northlight.example",
    hue=205,
    zone="Europe/Berlin",
    country="DE",
    region="BE",
    postal_address="Torstraße 140\n10119 Berlin",
    span_limit=4,
    founded=42,
    owner=Colleague(
        handle="helen", name="Helen Marsh", role=OWNER, title="Owner", joined=42, seen="-3h"
    ),
    staff=(
        Colleague(handle="ida", name="Ida Brandt", role=MANAGER, title="Account manager", joined=40, seen="-40m"),
        Colleague(
            handle="sofia", name="Sofia Petrou", role=MANAGER, title="Senior account manager", joined=41,
            seen="-5h",
        ),
        Colleague(
            handle="ruth", name="Ruth Adeyemi", role=MANAGER, title="Account manager", joined=33,
            seen="-1h",
        ),
        Colleague(
            handle="marcus", name="Marcus Oyelaran", role=MANAGER, title="Account manager", joined=28,
            seen="3d 17:20",
        ),
        Colleague(
            handle="yuki", name="Yuki Tanaka", role=MANAGER, title="Account manager, Asia", joined=25, theme="dark",
            seen="3d 18:10",
        ),
        Colleague(
            handle="daniel", name="Daniel Whitlock", role=MANAGER, title="Account manager", joined=19,
            seen="-90m",
        ),
        Colleague(
            handle="felix", name="Felix Hartmann", role=MANAGER, title="Account manager", joined=31, seen="37d 16:05"
        ),
        Colleague(
            handle="lena", name="Lena Köhler", role=SPECIALIST, title="Adverts and search", joined=36, seen="-4h"
        ),
        Colleague(
            handle="jonas", name="Jonas Weber", role=SPECIALIST, title="Data and web shops", joined=30, seen="-50m"
        ),
    ),
    closed=((-44, "Studio day in the Spreewald"), (39, "Moving the studio one floor up")),
    asked=(("mira.castellanos@northlight.example", "Mira Castellanos", MANAGER),),
)  # fmt: skip

PONTE = Bureau(
    handle="ponte",
    name="Ponte Studio",
    slug="ponte",
    domain="ponte.example",
    hue=25,
    zone="Europe/Lisbon",
    country="PT",
    region="11",
    postal_address="Rua do Alecrim 58\n1200-018 Lisboa",
    span_limit=3,
    founded=20,
    owner=Colleague(
        handle="beatriz", name="Beatriz Nunes", role=OWNER, title="Owner and photographer", joined=20,
        zone="Europe/Lisbon", seen="-6h",
    ),
    staff=(
        Colleague(
            handle="rui", name="Rui Teixeira", role=MANAGER, title="Account manager", joined=19, zone="Europe/Lisbon",
            seen="-3h",
        ),
        Colleague(
            handle="clara", name="Clara Esteves", role=MANAGER, title="Account manager", joined=11,
            zone="Europe/Lisbon", seen="-1h",
        ),
        Colleague(
            handle="jonas", name="Jonas Weber", role=SPECIALIST, title="Data, two days a month", joined=9,
            email="jonas@northlight.example", seen="-50m",
        ),
    ),
)  # fmt: skip

BUREAUS = (NORTHLIGHT, PONTE)
"""Jonas Weber works for both; Beatriz Nunes is a contact of a client of Northlight besides."""

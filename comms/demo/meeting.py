"""Meetings of the demo: held, ahead, nearly ready, forgotten; in several languages (practices M2, M5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from agency.demo.world import House, World
from agency.tenancy.scope import within
from clients.models import Contact
from comms.domain import agendas, meetings, readiness
from comms.models import Interaction, Meeting

Kind, Way = Meeting.Kind, Meeting.Way
INFORM, DISCUSS, DECIDE = "inform", "discuss", "decide"
Line = tuple[str, str, int, str]
"""What, who speaks (one of us or of them, by handle; '' for nobody yet), minutes, aim."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """`when` is 'ahead 3 10:00' (that many working days from today) or a moment as the house reads it. `held`: the call
    that began then was logged of it.
    """

    when: str
    kind: str
    ours: Sequence[str]
    theirs: Sequence[str]
    lines: Sequence[Line] = ()
    title: str = ""
    minutes: int = 30
    way: str = Way.VIDEO
    place: str = ""
    ready: bool = False
    held: bool = False
    planned: int = 6


NORTHLIGHT = (
    Sheet(
        when="ahead 1 10:30", kind=Kind.KICKOFF, title="Kickoff: the shop for dealers", minutes=60, ready=True,
        ours=("ida", "jonas", "lena"), theirs=("jens", "anders"), place="https://meet.northlight.example/solvang-dealers",
        lines=(
            ("Who is who, and who decides what", "ida", 5, INFORM),
            ("What a dealer should be able to do alone", "jens", 15, DISCUSS),
            ("Prices per dealer: what the shop can and cannot do", "jonas", 15, DECIDE),
            ("How we measure it, and from when", "lena", 10, DISCUSS),
            ("What worries you about it", "anders", 10, DISCUSS),
        ),
    ),
    Sheet(
        when="3d 15:00", kind=Kind.WEEKLY, ours=("ida",), theirs=("jens", "maria"), minutes=30, held=True, planned=8,
        lines=(("Black Friday", "ida", 15, DECIDE), ("Photos for January", "maria", 5, INFORM)),
    ),
    Sheet(
        when="83d 15:00", kind=Kind.VISIT, ours=("ida", "lena"), theirs=("jens", "maria"), minutes=120, held=True,
        way=Way.IN_PERSON, place="Havnegade 14, Odense", planned=96, title="Visit to the new hall",
    ),
    Sheet(
        when="29d 16:00", kind=Kind.REVIEW, ours=("ida",), theirs=("priya",), minutes=45, held=True, planned=37,
        lines=(("Cost per enquiry against last year", "ida", 15, INFORM), ("Intake form", "priya", 15, DECIDE)),
    ),
    Sheet(
        when="1d 11:30", kind=Kind.AD_HOC, ours=("ida",), theirs=("tomas",), title="Photos from Valladolid", planned=3,
        way=Way.CALL, lines=(("Which ones may be shown", "tomas", 10, DECIDE),),
    ),
    Sheet(
        when="ahead 4 11:00", kind=Kind.REVIEW, ours=("ida", "lena"), theirs=("priya", "edmund"), minutes=45, planned=4,
        place="https://meet.northlight.example/harrow", title="Quarterly review",
        lines=(
            ("Enquiries, and what became of them", "lena", 15, INFORM),
            ("What went wrong in October", "ida", 10, DISCUSS),
            ("Which areas of law in spring", "edmund", 15, DECIDE),
            ("Budget", "", 20, DECIDE),
        ),
    ),
    Sheet(
        when="ahead 2 12:00", kind=Kind.WEEKLY, ours=("sofia",), theirs=("huda", "omar"), planned=5,
        place="https://meet.northlight.example/alnoor",
        lines=(("حجوزات موسم الشتاء", "sofia", 10, INFORM), ("صور الجناح الجديد", "huda", 10, DECIDE)),
    ),
    Sheet(
        when="ahead 3 09:00", kind=Kind.REVIEW, ours=("yuki",), theirs=("lihua", "zhao"), minutes=45, planned=9,
        way=Way.CALL,
        lines=(("十月的询盘与样品订单", "yuki", 15, INFORM), ("法兰克福展会的安排", "lihua", 20, DECIDE)),
    ),
    Sheet(
        when="ahead 6 10:00", kind=Kind.KICKOFF, ours=("daniel", "jonas"), theirs=("elin",), minutes=60, planned=2,
        title="Kickoff: sofas made to measure",
        lines=(("How a sofa is ordered today", "elin", 15, DISCUSS), ("What the page must know", "jonas", 20, DECIDE)),
    ),
)  # fmt: skip
PONTE = (
    Sheet(
        when="ahead 3 15:00", kind=Kind.VISIT, ours=("rui", "beatriz"), theirs=("teresa", "afonso"), minutes=180,
        way=Way.IN_PERSON, place="Quinta da Ribeira, Pinhão", planned=7,
        lines=(("Harvest photos: what we have, what is missing", "beatriz", 60, DISCUSS),
               ("Rooms in winter", "teresa", 30, DECIDE)),
    ),
)  # fmt: skip


def plan_meetings(world: World) -> None:
    for name, sheets in (("northlight", NORTHLIGHT), ("ponte", PONTE)):
        house = world.houses[name]
        with within(house.agency):
            for sheet in sheets:
                _plan(house, sheet)


def _plan(house: House, sheet: Sheet) -> None:
    starts_at = _moment(house, sheet.when)
    house.plan(house.at(sheet.planned, "09:20"), partial(_write, house, sheet, starts_at))


def _moment(house: House, words: str) -> datetime:
    if not words.startswith("ahead "):
        return house.moment(words)
    _ahead, days, clock = words.split()
    return house.on(house.day(int(days)), clock)


def _write(house: House, sheet: Sheet, starts_at: datetime, at: datetime) -> None:
    by, contacts = house.members[sheet.ours[0]], [_contact(house, handle) for handle in sheet.theirs]
    meeting = meetings.plan(
        contacts[0].client, by=by, at=at, kind=sheet.kind, title=sheet.title, starts_at=starts_at,
        minutes=sheet.minutes, way=sheet.way, place=sheet.place, contacts=contacts,
        members=[house.members[handle] for handle in sheet.ours],
    )  # fmt: skip
    for title, who, minutes, aim in sheet.lines:
        contact = None if not who or who in house.members else _contact(house, who)
        owner = house.members.get(who) if who else None
        agendas.add(meeting, by=by, at=at, title=title, owner=owner, contact=contact, minutes=minutes, aim=aim)
    if sheet.ready:
        readiness.mark_ready(meeting, by=by, at=at)
    if sheet.held:
        house.plan(starts_at + timedelta(hours=4), partial(_hold, house, meeting.pk, starts_at))


def _hold(house: House, pk: int, starts_at: datetime, at: datetime) -> None:
    meeting = Meeting.objects.get(pk=pk)
    call = Interaction.objects.filter(
        client=meeting.client_id, at=starts_at, minutes__isnull=False, meeting=None
    ).first()
    if call is not None:
        meetings.held(meeting, call, by=meeting.organiser, at=at)


def _contact(house: House, handle: str) -> Contact:
    return Contact.objects.select_related("client__lead__user", "person").get(pk=house.contacts[handle].pk)

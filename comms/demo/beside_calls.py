"""What lies beside calls: the words of two clients, and a weekly that was planned, held, and written down from its
transcript (practices M1, V4).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from agency.demo.world import House, World
from agency.models import Membership
from agency.tenancy.scope import within
from clients.domain import glossary
from clients.models import Client
from comms.domain import meetings, transcripts
from comms.models import AgendaItem, Attendee, Interaction, Meeting, Topic
from comms.transcribing import Heard

SOLVANG, AL_NOOR = "Solvang", "Al Noor"
WORDS = {
    SOLVANG: (
        (
            "feed",
            "product feed, feeds",
            "The list of all bicycles with price and stock that the shop sends to the adverts.",
        ),
        ("PDP", "product page", "The page of one bicycle in the shop."),
        ("city bikes", "city range", "The four models for town; half of the year’s sales, most of them in autumn."),
    ),
    AL_NOOR: (
        ("الحجوزات", "", "Bookings made on the hotel’s own website, not through the agencies."),
        ("RevPAR", "", "Income per room that there is, sold or not."),
    ),
}
SMALL_TALK = ("Good morning, can you hear me?", "Very well. Shall we begin with the first point?")


def lay_beside(world: World) -> None:
    house = world.houses["northlight"]
    with within(house.agency):
        house.plan(house.at(60, "10:20"), partial(_write_words, house))
        house.plan(house.at(1, "17:00"), partial(_a_weekly, house))


def _write_words(house: House, at: datetime) -> None:
    for name, terms in WORDS.items():
        client = Client.objects.get(name__startswith=name)
        for term, forms, meaning in terms:
            glossary.add(client, by=client.lead, at=at, term=term, forms=forms, meaning=meaning)


def _a_weekly(house: House, at: datetime) -> None:
    """The last call with Solvang had been planned; what was said in it stands beside its notes."""
    calls = Interaction.objects.filter(client__name__startswith=SOLVANG, summaries__isnull=False, at__lt=at)
    call = calls.select_related("client", "member", "contact__person").order_by("-at").first()
    if call is None or call.member is None:
        return
    topics = list(call.topics.filter(dropped_at=None))
    ours, theirs = str(call.member.user), call.contact.person.name if call.contact else ""
    planned = Meeting.objects.filter(client=call.client, starts_at=call.at).first()
    meeting = planned or _planned(call, call.member, topics)
    meetings.held(meeting, call, by=call.member, at=at)
    lines = [Heard(4, theirs, SMALL_TALK[0]), Heard(7, ours, SMALL_TALK[1])]
    for number, topic in enumerate(topics, 1):
        lines += [
            Heard(number * 180 + step * 25, who, said) for step, (who, said) in enumerate(_spoken(topic, ours, theirs))
        ]
    transcripts.put(call.client, lines, by=call.member, at=at, name="weekly.vtt", interaction=call)


def _planned(call: Interaction, by: Membership, topics: Sequence[Topic]) -> Meeting:
    meeting = Meeting.objects.create(
        client=call.client, kind=Meeting.Kind.WEEKLY, title="Weekly with Solvang", starts_at=call.at, minutes=30,
        way=Meeting.Way.VIDEO, organiser=by, made_by=by, made_at=call.at - timedelta(days=3),
    )  # fmt: skip
    Attendee.objects.create(client=call.client, meeting=meeting, member=by)
    Attendee.objects.create(client=call.client, meeting=meeting, contact=call.contact)
    for position, topic in enumerate(topics):
        AgendaItem.objects.create(
            client=call.client, meeting=meeting, position=position, title=topic.title, topic=topic
        )
    return meeting


def _spoken(topic: Topic, ours: str, theirs: str) -> list[tuple[str, str]]:
    said = [(theirs, f"{topic.title}: where do we stand?")]
    said += [(ours, topic.answer)] if topic.answer else []
    return said + ([(theirs, topic.decision)] if topic.decision else [])

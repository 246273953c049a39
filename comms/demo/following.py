"""What followed from talk: who decides what, decisions that were not taken on a call, what clients told us and what it
led to, a hope beyond the target, and a question that came up on a call (practices M0a, P5, T8).
"""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from agency.demo.world import House, World
from agency.tenancy.scope import within
from clients.domain import goals, rights
from clients.models import Client, Contact, Goal
from comms import noting_letters
from comms.domain import call_questions, decisions, first_words, insights, questions
from comms.models import Decision, Expert, ExpertAnswer, Insight, Interaction, Question, Summary

NEWSLETTER = "Newsletter on Sunday evening"
RIGHTS = (
    ("solvang", "Budget", "jens"),
    ("solvang", "Content", "maria"),
    ("solvang", "Technical matters", "anders"),
    ("solvang", "Advertising accounts", "ida"),
    ("duero", "Budget", "ines"),
    ("duero", "Content", "tomas"),
    ("harrow", "Legal", "edmund"),
    ("harrow", "Content", "priya"),
)
PRINT, STUDIO = "Photographs are taken by their own people.", "Photographs come from the studio in Odense."
SHOWROOM = "The showroom in Aarhus gets no adverts of its own before spring."
EVENING = "Half of the orders come after nine in the evening, when the children sleep and both are at the table."
DEALERS = "Dealers in Skåne ask for a bicycle that families can hire for a summer. Nobody offers it there."
FEAR = "New patients are more afraid of the price than of the drill, and ask for it last."


def follow(world: World) -> None:
    house = world.houses["northlight"]
    with within(house.agency):
        house.plan(house.at(118, "11:10"), partial(_grant, house))
        house.plan(house.at(96, "15:20"), partial(_by_hand, house, "solvang", "jens", PRINT, "They know the bicycles."))
        house.plan(house.at(71, "10:05"), partial(_showroom, house))
        house.plan(house.at(64, "09:40"), partial(_hear, house, "solvang", "maria", EVENING, True))
        house.plan(house.at(63, "14:15"), partial(_led_to_evening, house))
        house.plan(house.at(33, "16:30"), partial(_studio, house))
        house.plan(house.at(27, "17:05"), partial(_from_a_message, house))
        house.plan(house.at(26, "11:40"), partial(_hear, house, "duero", "ines", FEAR, False))
        house.plan(house.at(12, "13:50"), partial(_hope, house))
        house.plan(house.at(9, "16:20"), partial(_hear, house, "solvang", "jens", DEALERS, False))
        house.plan(house.at(5, "15:45"), partial(_ask_from_a_call, house))


def _client(house: House, handle: str) -> Client:
    return Client.objects.select_related("lead__user").get(pk=house.clients[handle].pk)


def _contact(house: House, handle: str) -> Contact:
    return Contact.objects.select_related("client__lead__user", "person").get(pk=house.contacts[handle].pk)


def _grant(house: House, at: datetime) -> None:
    for client, subject, who in RIGHTS:
        there = _client(house, client)
        member = house.members.get(who)
        contact = None if member else _contact(house, who)
        rights.grant(there, by=there.lead, at=at, subject=subject, contact=contact, member=member)


def _by_hand(house: House, client: str, who: str, what: str, why: str, at: datetime) -> None:
    there = _client(house, client)
    day = at.astimezone(house.zone).date()
    decisions.record(
        there,
        by=there.lead,
        at=at,
        what=what,
        why=why,
        decided_by=_contact(house, who),
        decided_on=day,
        about="Content",
    )


def _showroom(house: House, at: datetime) -> None:
    """Its day has come: it stands in Today."""
    there = _client(house, "solvang")
    decisions.record(
        there, by=there.lead, at=at, what=SHOWROOM, why="It opens in April, and the lease is not signed.",
        decided_by=_contact(house, "jens"), decided_on=at.astimezone(house.zone).date(), about="Budget",
        revisit_on=house.today - timedelta(days=1),
    )  # fmt: skip


def _studio(house: House, at: datetime) -> None:
    """Why is it so? Because the first decision did not hold; and it was not quite hers to take."""
    there, earlier = _client(house, "solvang"), Decision.objects.get(what=PRINT)
    decisions.record(
        there, by=there.lead, at=at, what=STUDIO, why="The autumn pictures came three weeks late.", supersedes=earlier,
        decided_by=_contact(house, "maria"), decided_on=at.astimezone(house.zone).date(), about="Budget",
    )  # fmt: skip


def _from_a_message(house: House, at: datetime) -> None:
    """What was settled by mail is confirmed in writing."""
    said = Interaction.objects.filter(request__subject=NEWSLETTER, direction="in", at__lte=at).order_by("-at").first()
    maria = _contact(house, "maria")
    there = maria.client
    made = decisions.record(
        there, by=there.lead, at=at, what="The newsletter leaves on Sundays at 19:00.", interaction=said,
        why="Then the most open it.", decided_by=maria, decided_on=at.astimezone(house.zone).date(), about="Content",
        insights=list(Insight.objects.filter(text=EVENING)),
    )  # fmt: skip
    proposed = noting_letters.noted(made, maria)
    first_words.write(maria, by=there.lead, at=at, subject=proposed.subject, text=proposed.text)


def _hear(house: House, client: str, who: str, text: str, shown: bool, at: datetime) -> None:
    there = _client(house, client)
    insights.note(there, by=there.lead, at=at, text=text, contact=_contact(house, who), shown=shown)


def _led_to_evening(house: House, at: datetime) -> None:
    there = _client(house, "solvang")
    made = decisions.record(
        there, by=there.lead, at=at, what="Adverts run from 18:00 to 23:00.", why="That is when families order.",
        decided_by=_contact(house, "maria"), decided_on=at.astimezone(house.zone).date(), about="Content",
    )  # fmt: skip
    insights.led_to(Insight.objects.get(text=EVENING), made, by=there.lead, at=at)


def _hope(house: House, at: datetime) -> None:
    """One hope goes far beyond what was agreed and is still to be talked about; one was."""
    for handle, talked in (("solvang", False), ("duero", True)):
        goal = Goal.objects.filter(client=house.clients[handle].pk).select_related("client__lead").first()
        if goal is None:
            continue
        lead = goal.client.lead
        hoped = (goal.target + (goal.target - goal.baseline) * Decimal("0.6")).quantize(Decimal(1))
        goals.change(goal, by=lead, at=at, hoped=hoped)
        if talked:
            call = Interaction.objects.filter(client=goal.client, summaries__isnull=False, at__lte=at).order_by("-at")
            day = at.astimezone(house.zone).date()
            words = "They see that a second year is needed."
            goals.settle_hope(goal, by=lead, at=at, talked_on=day, words=words, origin=call.first())


def _ask_from_a_call(house: House, at: datetime) -> None:
    """Nobody on the call knew; Jonas does, and Tomás is to be told."""
    sent = Summary.objects.filter(client=house.clients["duero"].pk, sent_at__lte=at).select_related(
        "interaction__client", "client__lead__user"
    )
    summary, expert = sent.order_by("-sent_at").first(), Expert.objects.filter(member=house.members["jonas"]).first()
    if summary is None or expert is None:
        return
    topics = list(summary.interaction.topics.filter(dropped_at=None)[:1])
    asked = call_questions.ask(
        summary.interaction, expert, by=summary.client.lead, at=at, topics=topics,
        text="Can the price list on the page be fed from their practice software, or must somebody type it?",
        about=topics[0].title if topics else "",
    )  # fmt: skip
    answered = house.later(at, 9)
    house.plan(answered, partial(_answer, house, asked.pk))


def _answer(house: House, question_id: int, at: datetime) -> None:
    asked = Question.objects.select_related("client", "expert__member__user", "asked_by__user", "holder__user").get(
        pk=question_id
    )
    text = "It can: the software writes a file each night. Half a day of work, and nobody types anything."
    questions.answer(asked, by=house.members["jonas"], at=at, text=text, way=ExpertAnswer.Way.PAGE)

"""What an agenda is proposed to be made of, who speaks for it, and what becomes of the briefing's questions."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from agency.models import Agency, Event
from agency.tenancy.scope import within
from clients.days import day_of
from clients.domain import briefing_answers, briefing_questions, clients, goals, tasks
from clients.domain.refusals import ClientIsArchived
from clients.models import BriefingAnswer, BriefingQuestion, Client, Person
from comms.domain import agendas, calls, experts, flags, proposals as verbs, questions, summaries
from comms.domain.calls import ActionNotes, CallNotes, TopicNotes
from comms.domain.meeting_refusals import AgendaIsFull, MeetingIsOff
from comms.models import AgendaItem, Attendee, Meeting
from comms.proposal_words import STANDARDS, TITLES
from comms.proposing_agenda import (
    MOST,
    ORDER,
    SKELETONS,
    Agenda,
    Matter,
    Point,
    Standard,
    fitting,
    ranked,
    skeleton,
    speakers,
)
from comms.queries.proposals import asked_last, proposals
from tests.comms.mailroom import written_by
from tests.counting import queries_of
from tests.world import House, World

Kind = Meeting.Kind


def meeting(house: House, kind: str = Kind.WEEKLY, *, minutes: int = 60, days: int = 3, **fields: Any) -> Meeting:
    made = Meeting.objects.create(
        client=house.client, kind=kind, title="Weekly", starts_at=timezone.now() + timedelta(days=days),
        minutes=minutes, organiser=house.manager, made_by=house.manager, made_at=timezone.now(), **fields,
    )  # fmt: skip
    for member in (house.manager, house.specialist):
        Attendee.objects.create(client=house.client, meeting=made, member=member)
    Attendee.objects.create(client=house.client, meeting=made, contact=house.contact)
    return made


def bank(house: House, count: int = 5) -> list[BriefingQuestion]:
    now = timezone.now()
    return [briefing_questions.add(by=house.owner, at=now, text=f"Question {n}?") for n in range(1, count + 1)]


def happen(house: House) -> dict[str, Any]:
    """Something of everything that could be spoken of."""
    now = timezone.now()
    by = {"by": house.manager, "at": now}
    yesterday = now.date() - timedelta(days=2)
    with within(house.agency):
        waits = written_by(house, house.contact, subject="Sale on Friday?", message_id="<a@client.example>")
        asked = written_by(house, house.contact, subject="Sizes in the feed", message_id="<b@client.example>")
        expert = experts.add(by=house.owner, at=now, member=house.specialist, subjects=["Feeds"])
        question = questions.ask(asked, expert, **by, text="Can it?", due_at=now + timedelta(days=1))
        questions.answer(question, by=house.specialist, at=now, text="Yes.", way="page")
        goal = goals.set_goal(house.client, **by, name="Orders", target=300, due=now.date() + timedelta(days=20))
        goals.set_goal(house.client, **by, name="Visits", target=300, due=now.date() + timedelta(days=400))
        slip = tasks.create(house.client, **by, title="Feed repaired", owner=house.specialist, client_due=yesterday)
        tasks.create(house.client, **by, title="For us", owner=house.manager, client_due=yesterday, internal=True)
        todo = [
            ActionNotes(text="Send photos", contact=house.contact, client_due=now.date() + timedelta(days=9)),
            ActionNotes(text="Write the page", owner=house.manager, client_due=now.date() + timedelta(days=9)),
        ]
        notes = CallNotes(
            kind="call", at=now - timedelta(hours=2), contacts=[house.contact],
            topics=[TopicNotes(title="Page", answer="Soon.", actions=todo)],
        )  # fmt: skip
        summaries.send(calls.log_call(house.client, notes, **by), **by, to=[house.contact])
        flag = flags.flag(waits, **by, wish="A film", exclusion=None)
    return {"goal": goal, "slip": slip, "asked": asked, "waits": waits, "flag": flag}


# --- pure -------------------------------------------------------------------------------------------------------------
def agenda(kind: str, house: House, **fields: Any) -> Agenda:
    given = {"free": 60, "taken": (), "members": [house.manager, house.specialist], "contacts": [house.contact]}
    return Agenda(**{"kind": kind, "owned": Counter(), **given, **fields})


def test_every_matter_has_its_place_and_its_words() -> None:
    assert set(ORDER) == set(Kind.values)
    for order in ORDER.values():
        assert sorted(order) == sorted(Matter)
    assert set(TITLES) == set(Matter) - {Matter.STANDARD, Matter.BRIEFING}
    assert set(STANDARDS) == set(Standard)
    assert MOST[Matter.BRIEFING] == 3
    assert [Standard.WELCOME.number, Standard.GIVEN.number] == [1, 13], "kept with agendas: never renumbered"


def test_ranked_once_each_and_not_crowded_out(house: House) -> None:
    points = [Point(matter=Matter.REQUEST, id=n, about=n) for n in range(1, 9)]
    points += [Point(matter=Matter.ANSWER, id=1, about=2), Point(matter=Matter.SLIP, id=7)]
    points += [Point(matter=Matter.ACTION, id=7), Point(matter=Matter.GOAL, id=3)]
    found = ranked(points, agenda(Kind.WEEKLY, house, taken={("goal", 3)}))
    assert [point.matter for point in found[:2]] == [Matter.SLIP, Matter.ANSWER]
    assert [point.id for point in found[2:]] == [1, 3, 4, 5], "request 2 is answered; four of a matter are enough"


def test_what_there_is_time_for() -> None:
    points = [Point(matter=Matter.GOAL, id=n, minutes=minutes) for n, minutes in enumerate((10, 10, 2))]
    assert fitting(points, 13) == [True, False, True]
    assert fitting(points, -5) == [False, False, False]


def test_at_a_kickoff_everybody_of_us_owns_something(house: House) -> None:
    points = list(skeleton(Kind.KICKOFF))
    assert sum(minutes for _standard, minutes, _aim in SKELETONS[Kind.KICKOFF]) <= 50
    members = [house.owner, house.manager, house.backup, house.specialist]
    owned = Counter({house.owner.pk: 9})
    who = speakers(points, agenda(Kind.KICKOFF, house, members=members, owned=owned))
    assert {member for member, _contact in who} == set(members) - {house.owner}
    weekly = speakers(
        [
            Point(matter=Matter.ACTION, id=1, contact=house.contact),
            Point(matter=Matter.ACTION, id=2, contact=house.second_contact),
            Point(matter=Matter.SLIP, id=3, owner=house.specialist),
            Point(matter=Matter.SLIP, id=4, owner=house.backup),
        ],
        agenda(Kind.WEEKLY, house),
    )
    ours = (house.manager, None)
    assert weekly == [(None, house.contact), ours, (house.specialist, None), ours]


# --- gathered ---------------------------------------------------------------------------------------------------------
def test_a_weekly_is_made_of_what_is_open(ours: House) -> None:
    made = happen(ours)
    with within(ours.agency):
        bank(ours)
        found = proposals(meeting(ours))
    titles = [one.title for one in found]
    assert titles[:3] == [
        "Later than promised: Feed repaired",
        "Where it stands: Send photos",
        "Where it stands: Write the page",
    ]
    assert "What comes next" in titles
    assert "Our answer: Sizes in the feed" in titles
    assert "Your question: Sale on Friday?" in titles
    assert "Your question: Sizes in the feed" not in titles
    assert "Goal: Orders" in titles
    assert not any("Visits" in title or "For us" in title for title in titles)
    assert titles[-3:] == ["Question 1?", "Question 2?", "Question 3?"]
    assert found[0].owner == ours.specialist
    assert found[1].contact == ours.contact
    assert "We promised it for" in found[0].why
    assert all(one.fits for one in found[:5])
    assert made["flag"].state == "raised"


def test_what_will_be_late_by_then_is_not_late_today(ours: House) -> None:
    now = timezone.now()
    with within(ours.agency):
        for days, title in ((2, "In two days"), (-2, "Two days ago")):
            due = day_of(now + timedelta(days=days), ours.agency)
            tasks.create(ours.client, by=ours.manager, at=now, title=title, owner=ours.manager, client_due=due)
        titles = [one.title for one in proposals(meeting(ours))]
    assert "Later than promised: Two days ago" in titles
    assert "Later than promised: In two days" not in titles


def test_titles_are_in_the_language_of_who_comes(ours: House) -> None:
    with within(ours.agency):
        Person.objects.filter(pk=ours.contact.person_id).update(language="ru")
        briefing_questions.begin(by=ours.owner, at=timezone.now())
        found = proposals(meeting(ours, Kind.KICKOFF))
    assert found[0].why == "Belongs to a meeting of this kind."
    assert len(found) >= 9


def test_taking_them_is_done_once(ours: House) -> None:
    happen(ours)
    with within(ours.agency):
        bank(ours)
        planned, by = meeting(ours, minutes=20), {"by": ours.manager, "at": timezone.now()}
        offered = proposals(planned)
        fits = [one for one in offered if one.fits]
        assert sum(one.minutes for one in fits) <= 20 < sum(one.minutes for one in offered)
        one = offered[-1]
        assert [item.title for item in verbs.take(planned, **by, wanted=[one.key, "nothing"])] == [one.title]
        assert verbs.take(planned, **by, wanted=[one.key]) == []
        assert one.key not in {left.key for left in proposals(planned)}
        taken = verbs.take(planned, **by)
        assert sum(item.minutes or 0 for item in AgendaItem.objects.filter(meeting=planned)) <= 20
        assert [item.position for item in AgendaItem.objects.filter(meeting=planned)] == list(range(1, len(taken) + 2))
        event = Event.objects.filter(verb="meeting.agenda_changed").latest("pk")
        assert (event.client_id, event.facts, event.shown) == (ours.client.pk, {"added": len(taken)}, False)


def test_nothing_is_taken_into_what_is_over(ours: House) -> None:
    with within(ours.agency):
        by = {"by": ours.manager, "at": timezone.now()}
        with pytest.raises(MeetingIsOff):
            verbs.take(meeting(ours, state=Meeting.State.CANCELLED), **by)
        full = meeting(ours)
        AgendaItem.objects.bulk_create(
            AgendaItem(client=ours.client, meeting=full, position=n, title="x") for n in range(agendas.MOST_ITEMS)
        )
        with pytest.raises(AgendaIsFull):
            verbs.take(full, **by)
        clients.archive(ours.client, **by, reason="budget")
        with pytest.raises(ClientIsArchived):
            verbs.take(meeting(ours), **by)


def test_what_was_asked_and_not_answered_comes_first_the_next_time(ours: House) -> None:
    with within(ours.agency):
        first, second, third, fourth, fifth = bank(ours)
        last = meeting(ours, days=-7, state=Meeting.State.HELD)
        for place, question in enumerate((first, fourth, fifth)):
            AgendaItem.objects.create(
                client=ours.client, meeting=last, position=place, title=question.text, source_kind="briefing",
                source_id=question.pk,
            )  # fmt: skip
        briefing_answers.note(ours.client, first, by=ours.manager, at=timezone.now(), text="Jens")
        assert asked_last(ours.client) == [first.pk, fourth.pk, fifth.pk]
        offered = [one for one in proposals(meeting(ours)) if one.source_kind == "briefing"]
        assert [one.source_id for one in offered] == [fourth.pk, fifth.pk, second.pk]
        assert offered[0].why.startswith("Asked the last time, not answered.")
        assert third.text == "Question 3?"


def test_answers_are_taken_from_what_was_written_under_the_topic(ours: House) -> None:
    with within(ours.agency):
        now, (first, second, third) = timezone.now(), bank(ours, 3)
        held, by = meeting(ours, days=-1), {"by": ours.manager, "at": now}
        verbs.take(held, **by)
        told = [TopicNotes(title=first.text, answer="Jens decides."), TopicNotes(title=second.text, answer=" ")]
        notes = CallNotes(kind="call", at=now - timedelta(hours=1), contacts=[ours.contact], topics=told)
        summary = calls.log_call(ours.client, notes, **by)
        topics = calls.topics_of(summary.interaction)
        AgendaItem.objects.filter(source_id=first.pk).update(topic=topics[0])
        (answer,) = verbs.answers_from(held, topics, **by)
        assert (answer.question, answer.text, answer.contact) == (first, "Jens decides.", ours.contact)
        assert answer.interaction_id == summary.interaction_id
        assert verbs.answers_from(held, topics, **by) == [answer]
        again = CallNotes(
            kind="call", at=now - timedelta(hours=1), contacts=[ours.contact],
            topics=[TopicNotes(title=first.text, answer="Maria does.", decided_by=ours.second_contact)],
        )  # fmt: skip
        calls.rewrite_call(summary, again, **by)
        (newer,) = verbs.answers_from(held, calls.topics_of(summary.interaction), **by)
        assert (newer.text, newer.contact) == ("Maria does.", ours.second_contact)
        assert BriefingAnswer.objects.filter(question=first).count() == 2
        assert not BriefingAnswer.objects.filter(question__in=(second, third)).exists()


def test_as_many_queries_for_three_of_everything_as_for_one(ours: House) -> None:
    def more(number: int) -> None:
        now = timezone.now()
        by = {"by": ours.manager, "at": now}
        asked = written_by(ours, ours.contact, subject=f"{number}", message_id=f"<m{number}@client.example>")
        with within(ours.agency):
            tasks.create(
                ours.client, **by, title=f"T{number}", owner=ours.specialist, client_due=now.date() - timedelta(days=1)
            )
            goals.set_goal(ours.client, **by, name=f"G{number}", target=3, due=now.date() + timedelta(days=9))
            flags.flag(asked, **by, wish="A film", exclusion=None)
            bank(ours, 1)

    more(1)
    with within(ours.agency):
        planned = Meeting.objects.select_related("client", "organiser__user").get(pk=meeting(ours).pk)
        one = queries_of(lambda: proposals(planned))
    more(2), more(3)
    with within(ours.agency):
        assert queries_of(lambda: proposals(planned)) == one
        assert len(proposals(planned)) > 9


# --- the page ---------------------------------------------------------------------------------------------------------
def test_the_list_is_ticked_and_taken(ours: House, world: World) -> None:
    with within(ours.agency):
        planned = meeting(ours, Kind.KICKOFF)
        Agency.objects.filter(pk=ours.agency.pk).update(name="Northlight")
    url, ida = ours.url(f"meetings/{planned.key}/proposals/"), world.browser(ours.manager)
    page = ida.get(url).content.decode()
    assert "Welcome, and who does what" in page
    with within(ours.agency):
        key = proposals(planned)[0].key
    assert ida.post(url, {"take": ["nonsense:1"]}).status_code == 302
    nothing = ida.post(url, {})
    assert (nothing.status_code, "Tick what you want to speak of." in nothing.content.decode()) == (422, True)
    part = ida.post(url, {"take": [key]}, headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Trigger"], "<html" in part.content.decode()) == (200, "agenda:changed", False)
    assert "Welcome, and who does what" not in part.content.decode()
    assert ida.post(url, {"all": "1", "next": "https://elsewhere.example/"})["Location"] != "https://elsewhere.example/"
    with within(ours.agency):
        assert AgendaItem.objects.filter(meeting=planned).count() == 6
        assert Client.objects.get(pk=ours.client.pk).archived_at is None
    assert world.browser(ours.specialist).get(url).status_code == 403
    assert world.browser(world.theirs.owner).get(url).status_code == 404
    with within(ours.agency):
        Meeting.objects.filter(pk=planned.pk).update(client=ours.other_client)
    assert ida.get(url).status_code == 403

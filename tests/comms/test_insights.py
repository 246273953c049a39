"""What clients tell us and what it led to (P5), who decides what, hopes too high (T8), questions from calls."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from agency.tenancy.scope import within
from clients.domain import goals, rights
from clients.domain.refusals import Refusal
from clients.models import DecisionRight, Goal, Task
from clients.queries.expectations import expectation_gaps
from clients.queries.rights import not_theirs, rights_at
from comms import asking_pages, decision_words
from comms.domain import call_questions, calls, decisions, experts, insights, questions, summaries, taking
from comms.domain.calls import ActionNotes, CallNotes, TopicNotes
from comms.models import Decision, Expert, ExpertAnswer, Insight, Interaction, Question, Summary, Topic
from tests.world import NOW, House, World

TODAY = NOW.date()


def noted(house: House, **fields: Any) -> Insight:
    given = {"text": "Half of the orders come after ten at night.", "contact": house.contact, **fields}
    return insights.note(house.client, by=house.manager, at=NOW, **given)


def expert_of(house: House) -> Expert:
    return experts.add(by=house.owner, at=NOW, member=house.specialist, subjects=["Shop"])


def sent(house: House, *topics: TopicNotes) -> Summary:
    notes = CallNotes(kind="call", at=NOW - timedelta(hours=3), contacts=[house.contact], topics=topics)
    summary = calls.log_call(house.client, notes, by=house.manager, at=NOW)
    return summaries.send(summary, by=house.manager, at=NOW, to=[house.contact])


def full_topic(house: House) -> TopicNotes:
    return TopicNotes(
        title="Evening orders",
        decision="Adverts run until midnight.",
        decided_by=house.contact,
        insight="Half of the orders come after ten at night.",
        ask=expert_of(house),
        question="Can the budget be moved by the hour?",
        actions=[ActionNotes(text="Move the adverts", owner=house.specialist)],
    )


def test_what_stands_in_a_topic_follows_once_whatever_the_versions(world: World) -> None:
    house = world.ours
    with within(house.agency):
        topic = full_topic(house)
        first = sent(house, topic)
        heard = Insight.objects.get()
        assert heard.contact == house.contact
        assert not heard.shown
        assert {bool(link.decision_id) for link in heard.links.all()} == {True, False}, "the decision and the task"
        asked = Question.objects.get()
        assert (asked.request, asked.interaction, asked.about) == (None, first.interaction, "Evening orders")
        draft = summaries.begin_correction(first, by=house.manager, at=NOW)
        notes = CallNotes(kind="call", at=NOW - timedelta(hours=3), contacts=[house.contact], topics=[topic])
        again = calls.rewrite_call(draft, notes, by=house.manager, at=NOW)
        summaries.send(again, by=house.manager, at=NOW, to=[house.contact])
        assert (Insight.objects.count(), Question.objects.count(), Decision.objects.count()) == (1, 1, 1)
        assert calls.topics_of(first.interaction)[0].ask == topic.ask


def test_a_question_needs_somebody_and_words(world: World) -> None:
    house = world.ours
    with within(house.agency):
        for topic in (
            TopicNotes(title="A", answer="B", question="Who knows?"),
            TopicNotes(title="A", answer="B", ask=expert_of(house)),
        ):
            notes = CallNotes(kind="call", at=NOW, contacts=[house.contact], topics=[topic])
            with pytest.raises(calls.ValidationError):
                calls.log_call(house.client, notes, by=house.manager, at=NOW)


def test_the_answer_comes_back_and_the_client_is_told(world: World) -> None:
    house, now = world.ours, timezone.now()
    with within(house.agency):
        summary = sent(house, TopicNotes(title="Shop", answer="We ask."))
        topic = Topic.objects.get()
        asked = call_questions.ask(
            summary.interaction, expert_of(house), by=house.manager, at=now, text="By the hour?", topics=[topic]
        )
        assert asked.context[0]["text"].startswith("Shop")
        questions.answer(asked, by=house.specialist, at=now, text="Yes, by the hour.", way=ExpertAnswer.Way.PAGE)
        with pytest.raises(questions.Settled):
            taking.use(asked, by=house.manager, at=now)
        assert asking_pages.of_call(summary.interaction, house.manager, now)[0]["of_call"]
    browser, slug = world.browser(house.manager), house.agency.slug
    assert "Yes, by the hour." in browser.get(reverse("summary", args=[slug, summary.key])).content.decode()
    assert (
        reverse("summary", args=[slug, summary.key])
        in browser.get(house.url(f"questions/{asked.key}/")).content.decode()
    )
    assert browser.get(house.url("questions/?show=all")).status_code == 200
    where = reverse("question_letter", args=[slug, asked.key])
    assert "Yes, by the hour." in browser.get(where).content.decode()
    told = {"to": house.contact.key, "subject": "Your question", "text": "Yes, we can."}
    assert browser.post(where, {**told, "text": " "}).status_code == 422
    browser.post(where, {**told, "do": "box"})
    with within(house.agency):
        asked.refresh_from_db()
        assert asked.used_at is None, "opened in the letter box, it is not told yet"
    assert browser.post(where, told).status_code == 302
    with within(house.agency):
        asked.refresh_from_db()
        assert asked.used_at is not None
        assert Interaction.objects.get(direction="out", kind="email").text == "Yes, we can."


def test_somebody_outside_is_not_told_who_the_client_is(world: World) -> None:
    house = world.ours
    with within(house.agency):
        outside = experts.add(by=house.owner, at=NOW, name="Ana", address="ana@law.example", subjects=["Law"])
        summary = sent(house, TopicNotes(title="Maria’s page", answer="Solvang Cycles wants it."))
        ask = {"by": house.manager, "at": NOW}
        with pytest.raises(questions.NamesTheClient):
            call_questions.ask(summary.interaction, outside, text="May Solvang Cycles do it?", **ask)
        asked = call_questions.ask(
            summary.interaction, outside, text="May they?", topics=list(Topic.objects.all()), **ask
        )
        assert "Solvang" not in asked.context[0]["text"]


def test_a_page_asks_from_a_call(world: World) -> None:
    house = world.ours
    with within(house.agency):
        expert = expert_of(house)
        summary = sent(house, TopicNotes(title="Shop", answer="We ask."))
    browser = world.browser(house.manager)
    where = reverse("call_question", args=[house.agency.slug, summary.key])
    assert browser.get(where).status_code == 200
    assert browser.post(where, {"expert": expert.key, "text": ""}).status_code == 422
    due = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    assert browser.post(where, {"expert": expert.key, "text": "How?", "due_at": due}).status_code == 302
    assert world.browser(house.specialist).get(where).status_code == 403
    with within(house.agency):
        assert Question.objects.get().text == "How?"


def test_an_insight_is_put_right_linked_and_removed(world: World) -> None:
    house = world.ours
    with within(house.agency):
        heard = noted(house)
        made = decisions.record(house.client, by=house.manager, at=NOW, what="Adverts at night", decided_on=TODAY)
        other = decisions.record(house.other_client, by=house.owner, at=NOW, what="Else", decided_on=TODAY)
        insights.link_to(heard, [made], by=house.manager, at=NOW)
        insights.link_to(heard, [made], by=house.manager, at=NOW)
        assert heard.links.count() == 1
        with pytest.raises(insights.OfAnotherClient):
            insights.led_to(heard, other, by=house.manager, at=NOW)
        for fields in ({"text": " "}, {"heard_on": TODAY + timedelta(days=2)}, {"contact": house.other_contact}):
            with pytest.raises(Refusal):
                insights.change(Insight.objects.get(pk=heard.pk), by=house.manager, at=NOW, **fields)
        page = decision_words.page(decisions.Decision.objects.get(pk=made.pk), house.manager, NOW)
        assert page["insights"][0]["who"] == "Maria Holm"
        insights.remove(heard, by=house.manager, at=NOW)
        assert Decision.objects.filter(pk=made.pk).exists()


def test_what_they_told_us_has_pages(world: World) -> None:
    house = world.ours
    slug, key = house.agency.slug, house.client.key
    with within(house.agency):
        task = Task.objects.create(client=house.client, title="Night adverts")
    browser, reader = world.browser(house.manager), world.browser(house.specialist)
    where = reverse("insight_new", args=[slug, key])
    typed = {"text": "=Night owls", "heard_on": timezone.localdate().isoformat(), "contact": house.contact.key}
    assert browser.post(where, {**typed, "text": ""}).status_code == 422
    assert browser.post(where, {**typed, "led_to": f"t:{task.key}"}).status_code == 302
    with within(house.agency):
        heard = Insight.objects.get()
    assert "Night adverts" in reader.get(reverse("client_insights", args=[slug, key])).content.decode()
    assert "'=Night owls" in reader.get(reverse("client_insights_csv", args=[slug, key])).content.decode()
    own = reverse("insight", args=[slug, heard.key])
    assert "Night adverts" in reader.get(own).content.decode()
    assert reader.post(own, typed).status_code == 403
    assert reader.post(reverse("insight_removal", args=[slug, heard.key])).status_code == 403
    assert browser.post(own, {**typed, "text": "Night owls", "shown": "on"}).status_code == 302
    with within(house.agency):
        assert not heard.links.exists()
    assert world.browser(world.theirs.owner).get(own).status_code == 404
    assert browser.get(reverse("client_insights", args=[slug, key]) + "?unused=on&q=%00&after=x").status_code == 200
    portal = world.browser(house.contact).get(f"/{slug}/portal/{key}/").content.decode()
    assert "Night owls" in portal
    assert browser.post(reverse("insight_removal", args=[slug, heard.key])).status_code == 302


def test_one_person_decides_about_a_subject(world: World) -> None:
    house = world.ours
    by = {"by": house.manager, "at": NOW}
    with within(house.agency):
        budget = rights.grant(house.client, **by, subject=" Budget ", contact=house.contact)
        with pytest.raises(rights.SubjectTaken):
            rights.grant(house.client, **by, subject="BUDGET", member=house.manager)
        for people in ({}, {"contact": house.contact, "member": house.manager}, {"contact": house.other_contact}):
            with pytest.raises(rights.NobodyDecides):
                rights.grant(house.client, **by, subject="Content", **people)
        known = rights_at(house.client)
        assert not_theirs(known, "budget", house.contact.pk, None) == ""
        assert not_theirs(known, "budget", None, house.manager.pk) == "Budget is for Maria Holm to decide."
        assert not_theirs(known, "weather", None, house.manager.pk) == ""
        rights.change(budget, **by, subject="Budget", member=house.manager)
        assert DecisionRight.objects.get().name == "Ida Brandt"


def test_who_decides_what_has_pages_and_stands_in_the_portal(world: World) -> None:
    house = world.ours
    slug, key = house.agency.slug, house.client.key
    browser, reader = world.browser(house.manager), world.browser(house.specialist)
    where = reverse("right_new", args=[slug, key])
    assert browser.post(where, {"subject": "", "who": ""}).status_code == 422
    assert browser.post(where, {"subject": "Budget", "who": f"c:{house.second_contact.key}"}).status_code == 302
    assert browser.post(where, {"subject": "budget", "who": f"m:{house.manager.key}"}).status_code == 422
    with within(house.agency):
        right = DecisionRight.objects.get()
    assert "Budget" in reader.get(reverse("client_people", args=[slug, key])).content.decode()
    own = reverse("right", args=[slug, right.key])
    assert reader.get(own).status_code == 403
    assert world.browser(world.theirs.owner).get(own).status_code == 404
    portal = world.browser(house.contact).get(f"/{slug}/portal/{key}/").content.decode()
    assert "Jens Solvang" in portal.split("Who decides what")[1]
    assert browser.post(reverse("right_removal", args=[slug, right.key])).status_code == 302


def goal_of(house: House, **fields: Any) -> Goal:
    given = {"name": "Orders", "baseline": Decimal(100), "target": Decimal(200), "due": TODAY, **fields}
    return goals.set_goal(house.client, by=house.manager, at=NOW, **given)


@pytest.mark.parametrize(
    ("baseline", "target", "hoped", "gap"),
    [(100, 200, 205, False), (100, 200, 250, True), (40, 28, 20, True), (40, 28, 35, False), (100, 200, None, False)],
)
def test_a_hope_far_beyond_the_target_is_said_in_words(
    world: World, baseline: int, target: int, hoped: int | None, gap: bool
) -> None:
    with within(world.ours.agency):
        figures = {"baseline": Decimal(baseline), "target": Decimal(target)}
        goal_of(world.ours, **figures, hoped=None if hoped is None else Decimal(hoped))
        assert bool(expectation_gaps(world.ours.client)) is gap


def test_a_hope_is_talked_about_and_the_client_never_sees_it(world: World) -> None:
    house = world.ours
    slug, key = house.agency.slug, house.client.key
    with within(house.agency):
        goal = goal_of(house, hoped=Decimal(73912))
        summary = sent(house, TopicNotes(title="Hopes", answer="We spoke."))
    browser = world.browser(house.manager)
    for page in (reverse("client", args=[slug, key]), reverse("client_goals", args=[slug, key])):
        assert "they hope for 73,912" in browser.get(page).content.decode()
    where = reverse("goal_expectation", args=[slug, goal.key])
    assert "would be wonderful" in browser.get(where).content.decode()
    assert browser.post(where, {"talked_on": "2099-01-01"}).status_code == 422
    talked = {"talked_on": NOW.date().isoformat(), "origin": f"i:{summary.interaction.key}"}
    assert browser.post(where, talked).status_code == 302
    shown = browser.get(reverse("client_goals", args=[slug, key])).content.decode()
    assert reverse("summary", args=[slug, summary.key]) in shown.split("Talked about on")[0]
    assert (
        "73"
        not in world.browser(house.contact).get(f"/{slug}/portal/{key}/").content.decode().split("Results")[1][:900]
    )
    assert world.browser(house.specialist).get(where).status_code == 403
    with within(house.agency):
        assert not expectation_gaps(house.client)
        goals.change(Goal.objects.get(), by=house.manager, at=NOW, hoped=Decimal(90_000))
        assert expectation_gaps(house.client)
        with pytest.raises(goals.NothingToSettle):
            goals.settle_hope(goal_of(house), by=house.manager, at=NOW, talked_on=TODAY)

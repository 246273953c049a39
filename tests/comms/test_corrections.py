"""Corrections are accepted or discussed line by line; what was agreed is locked in the next version; what was sent
stays byte for byte (practice V4)."""

import hashlib
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from agency.tenancy.scope import within
from comms import version_diff, writer
from comms.domain import agreements, calls, corrections, line_locks, summaries
from comms.domain.calls import CallNotes, TopicNotes
from comms.domain.line_locks import LineIsLocked, NotLocked
from comms.forms.initial import of_call
from comms.models import Correction, Draft, Summary, SummaryLine
from comms.version_diff import Kind
from tests.comms.test_calls import link_of, notes, sent
from tests.world import NOW, House, World


@pytest.fixture
def summary(world: World) -> Summary:
    """Maria corrects its second and third line."""
    with within(world.ours.agency):
        found = sent(world)
        link, _token = link_of(world, found, world.ours.contact)
        agreements.answer(link, corrections={2: "At 09:00.", 3: "Return the signed wording"}, at=NOW)
        found.refresh_from_db()
        return found


def as_sent(summary: Summary) -> str:
    """What went out, in one hash: lines, and each copy's text and HTML."""
    lines = list(summary.lines.values_list("number", "topic", "kind", "text", "reason", "contact", "due"))
    copies = list(summary.copies.order_by("pk").values_list("contact", "text", "html", "content_hash"))
    return hashlib.sha256(json.dumps([lines, copies], default=str).encode()).hexdigest()


def correction(summary: Summary, number: int) -> Correction:
    return Correction.objects.get(line__summary=summary, line__number=number)


def without(house: House, draft: Summary, title: str) -> CallNotes:
    topics = [notes_of(topic) for topic in calls.topics_of(draft.interaction) if topic.title != title]
    return notes(house, topics=topics)


def notes_of(topic: Any) -> TopicNotes:
    return TopicNotes(
        title=topic.title, answer=topic.answer, decision=topic.decision, reason=topic.reason,
        decided_by=topic.decided_by, out_of_scope=topic.out_of_scope, exclusion=topic.exclusion,
        actions=[
            calls.ActionNotes(
                text=one.text, owner=one.owner, contact=one.contact, internal_due=one.internal_due,
                client_due=one.client_due,
            )
            for one in topic.actions.all()
        ],
    )  # fmt: skip


def test_one_is_accepted_the_other_discussed(world: World, summary: Summary) -> None:
    house = world.ours
    with within(house.agency):
        before = as_sent(summary)
        chosen, other = correction(summary, 2), correction(summary, 3)
    browser = world.browser(house.manager)
    url = reverse("summary_correction", args=[house.agency.slug, summary.key])
    refused = browser.post(url, {"accept": "1"}, follow=True).content.decode()
    assert "Choose at least one correction" in refused
    browser.post(url, {"accept": "1", "correction": chosen.key})
    thread = browser.post(reverse("correction_discussion", args=[house.agency.slug, other.key]))
    with within(house.agency):
        chosen.refresh_from_db()
        other.refresh_from_db()
        assert (chosen.settled_as, other.settled_as, other.settled_by) == ("accepted", "discussed", house.manager)
        draft = Summary.objects.get(supersedes=summary)
        said = [line.text for line in writer.lines(calls.spoken_topics(calls.topics_of(draft.interaction)))]
        assert "At 09:00." in said
        assert "Return the wording" in said
        assert "Return the signed wording" in Draft.objects.get(member=house.manager).fields["text"][0]
    assert "Return the wording" in browser.get(thread.headers["Location"]).content.decode()
    browser.post(reverse("correction_discussion", args=[house.agency.slug, other.key]), {"undo": "1"})
    browser.post(url, {"take_over": "1"})
    with within(house.agency):
        summaries.send(draft, by=house.manager, at=NOW, to=[house.contact, house.second_contact])
        assert Correction.objects.exclude(settled_as="accepted").count() == 0
        assert as_sent(summary) == before, "the old version stays as it was"
        html = draft.copies.get(contact=house.contact).html
        text = " ".join(draft.copies.get(contact=house.contact).text.split())
        assert "“To do, for you, by Friday 6 November: Return the wording” now reads" in text
        assert "Changed:" in html
    page = browser.get(reverse("summary", args=[house.agency.slug, draft.key])).content.decode()
    assert "What has changed since version 1" in page
    with within(house.agency):
        _link, token = link_of(world, draft, house.contact)
    link_page = world.browser(None).get(reverse("signed_link", args=[house.agency.slug, token])).content.decode()
    assert '<del><span class="unseen">Taken out: </span>' in link_page


def test_what_was_not_corrected_is_locked_for_form_and_verb(world: World, summary: Summary) -> None:
    house = world.ours
    with within(house.agency):
        draft = corrections.take_over(summary, by=house.manager, at=NOW)
        assert [line.number for line in line_locks.locked_lines(draft)] == [1, 4, 5]
        with pytest.raises(LineIsLocked, match="£41 per enquiry"):
            calls.rewrite_call(draft, without(house, draft, "Cost per enquiry"), by=house.manager, at=NOW)
        calls.rewrite_call(draft, without(house, draft, "nothing"), by=house.manager, at=NOW)
        with pytest.raises(NotLocked):
            line_locks.unlock(draft, 2, reason="why", by=house.manager, at=NOW)
        with pytest.raises(ValidationError, match="Say why"):
            line_locks.unlock(draft, 1, reason=" ", by=house.manager, at=NOW)
    url = reverse("call", args=[house.agency.slug, draft.key])
    browser = world.browser(house.manager)
    assert 'class="locked"' in browser.get(url).content.decode()
    with within(house.agency):
        data = posted(draft)
    tampered = browser.post(url, {**data, "topics-0-answer": "£40 per enquiry.", "do": "keep"})
    assert tampered.status_code == 422
    assert "They agreed to" in tampered.content.decode()
    assert "£40 per enquiry." in tampered.content.decode(), "nothing that was typed is lost"
    assert browser.post(url, {**data, "do": "keep"}).status_code == 302
    opened = browser.post(url, {**data, "unlock": "1", "unlock-why-1": "The figure was of October."})
    assert "The figure was of October." in opened.content.decode()
    assert browser.post(url, {**data, "topics-0-answer": "£40 per enquiry.", "do": "keep"}).status_code == 302
    with within(house.agency):
        second = summaries.send(draft, by=house.manager, at=NOW, to=[house.contact])
        mail = " ".join(second.copies.get().text.split())
        assert "We opened it again, because: The figure was of October." in mail


def posted(draft: Summary) -> dict[str, Any]:
    """What the browser would send of a page that nobody has touched."""
    call, topics = of_call(draft.interaction, calls.topics_of(draft.interaction))
    found: dict[str, Any] = {**call, "at": f"{timezone.localtime(call['at']):%Y-%m-%dT%H:%M}", "because": "Known."}
    found |= {"topics-TOTAL_FORMS": len(topics), "topics-INITIAL_FORMS": len(topics)}
    for number, topic in enumerate(topics):
        actions = topic.pop("actions")
        of = f"topics-{number}"
        found |= {f"{of}-actions-TOTAL_FORMS": len(actions), f"{of}-actions-INITIAL_FORMS": len(actions)}
        found |= {f"{of}-{name}": value for name, value in topic.items()}
        for place, action in enumerate(actions):
            found |= {f"{of}-actions-{place}-{name}": value for name, value in action.items()}
    return {name: value for name, value in found.items() if value is not False and value not in (None, "")}


def test_a_program_is_refused_too_and_nothing_is_locked_while_a_mail_corrects(world: World, summary: Summary) -> None:
    house = world.ours
    with within(house.agency):
        other = summary.copies.get(contact=house.second_contact)
        other.verdict, other.answered_how = "corrected", "mail"
        other.save()
        draft = corrections.take_over(summary, by=house.manager, at=NOW)
        assert line_locks.locked_lines(draft) == []
        assert corrections.drop(draft, by=house.manager, at=NOW)
        assert not Summary.objects.filter(supersedes=summary).exists()
        texts = {line.text for line in writer.lines(calls.spoken_topics(calls.topics_of(summary.interaction)))}
        assert texts == set(SummaryLine.objects.filter(summary=summary).values_list("text", flat=True))


def test_a_line_stays_agreed_through_versions_that_nobody_answers(world: World, summary: Summary) -> None:
    house = world.ours
    with within(house.agency):
        draft = corrections.take_over(summary, by=house.manager, at=NOW)
        second = summaries.send(draft, by=house.manager, at=NOW, to=[house.contact])
        third = summaries.begin_correction(second, by=house.manager, at=NOW)
        assert [line.number for line in line_locks.locked_lines(third)] == [1, 4, 5]


def test_a_correction_of_a_line_that_the_draft_lost_is_said(world: World, summary: Summary) -> None:
    house = world.ours
    with within(house.agency):
        draft = corrections.take_over(summary, by=house.manager, at=NOW, only=[correction(summary, 2)])
        kept = calls.topics_of(draft.interaction)
        topics = [notes_of(topic) for topic in kept]
        topics[1] = replace(topics[1], actions=topics[1].actions[1:])
        calls.rewrite_call(draft, notes(house, topics=topics), by=house.manager, at=NOW)
        with pytest.raises(corrections.NotInTheDraft):
            corrections.take_over(summary, by=house.manager, at=NOW)


def test_a_correction_longer_than_a_to_do_stands_whole_beside_it(world: World, summary: Summary) -> None:
    long = "Return the signed wording with the three remarks of our lawyer, " * 5
    house = world.ours
    with within(house.agency):
        link, _token = link_of(world, summary, house.second_contact)
        agreements.answer(link, corrections={3: long}, at=NOW)
        draft = corrections.take_over(summary, by=house.manager, at=NOW)
        topic = next(one for one in calls.topics_of(draft.interaction) if long.strip() in one.answer)
        assert [len(one.text) <= 200 for one in topic.actions.all() if one.text.endswith("…")] == [True]


def test_an_agreed_day_reads_as_a_day(world: World, summary: Summary) -> None:
    with within(world.ours.agency):
        link, _token = link_of(world, summary, world.ours.second_contact)
        agreements.answer(link, corrections={}, at=NOW)
        draft = corrections.take_over(summary, by=world.ours.manager, at=NOW)
        day = next(line.due for line in line_locks.locked_lines(draft) if line.due)
    url = reverse("call", args=[world.ours.agency.slug, draft.key])
    page = world.browser(world.ours.manager).get(url).content.decode()
    shown = re.findall(r'<span class="locked"[^>]*>(?:<svg.*?</svg>)?(.*?)</span>', page, re.DOTALL)
    assert any(str(day.day) in words and str(day.year) not in words for words in map(str.strip, shown)), shown


def test_who_may_not(world: World, summary: Summary) -> None:
    house, theirs = world.ours, world.theirs
    with within(house.agency):
        key = correction(summary, 2).key
    for who, agency, status in (
        (house.specialist, house.agency, 403),
        (theirs.manager, theirs.agency, 404),
        (theirs.manager, house.agency, 404),
    ):
        url = reverse("correction_discussion", args=[agency.slug, key])
        assert world.browser(who).post(url).status_code == status


def line(number: int, text: str, topic: str = "A", kind: writer.Kind = writer.Kind.ANSWER) -> writer.Line:
    return writer.Line(number=number, kind=kind, topic=topic, text=text)


def test_versions_are_compared_line_by_line() -> None:
    old = [line(1, "one"), line(2, "two", "B"), line(3, "three", "C")]
    new = [line(1, "one"), line(2, "two!", "B"), line(3, "four", "D")]
    kinds = [change.kind for change in version_diff.compare(old, new)]
    assert kinds == [Kind.SAME, Kind.CHANGED, Kind.REMOVED, Kind.ADDED] or kinds == [
        Kind.SAME, Kind.CHANGED, Kind.ADDED, Kind.REMOVED,
    ]  # fmt: skip
    assert [change.kind for change in version_diff.compare(new, new)] == [Kind.SAME] * 3
    assert [change.kind for change in version_diff.compare([], new)] == [Kind.ADDED] * 3

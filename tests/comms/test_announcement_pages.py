"""Pages and API of announcements: what will leave, sending, undo, calling off; and what meetings put on Today."""

from typing import Any

import pytest
from django.utils import timezone, translation

from agency.models import Event
from agency.tenancy.scope import within
from comms import attendance_today, meeting_mail_words
from comms.domain import announcing
from comms.models import AgendaItem, Announcement, Attendee, Meeting, OutboxMessage
from tests.api.conftest import Program, token_for
from tests.comms.meetings import planned
from tests.counting import queries_of
from tests.world import House, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(house: House) -> Meeting:
    with within(house.agency):
        return planned(house)


def page(house: House, meeting: Meeting, name: str = "announcement") -> str:
    return house.url(f"meetings/{meeting.key}/{name}/")


def test_what_will_leave_is_shown_then_sent_then_taken_back(house: House, world: World, meeting: Meeting) -> None:
    with within(house.agency):
        house.contact.person.language = "zh-hans"
        house.contact.person.save()
    browser, here = world.browser(house.manager), page(house, meeting)
    shown = browser.get(here).content.decode()
    assert "邀请" in shown or 'lang="zh-hans"' in shown
    assert "Autumn sale" in shown
    assert "in a hurry" not in shown
    assert browser.post(here).status_code == 302
    with within(house.agency):
        assert OutboxMessage.objects.filter(state="queued").count() == 3
    assert "Everybody knows it as it stands" in browser.get(here).content.decode()
    browser.post(here, {"undo": "1"})
    with within(house.agency):
        assert OutboxMessage.objects.filter(state="withdrawn").count() == 3
    assert "Send agenda and invitation" in browser.get(here).content.decode()


def test_what_stands_in_the_way_is_said(house: House, world: World, meeting: Meeting) -> None:
    with within(house.agency):
        AgendaItem.objects.all().delete()
    browser, here = world.browser(house.manager), page(house, meeting)
    assert "The agenda is empty" in browser.get(here).content.decode()
    browser.post(here)
    with within(house.agency):
        assert not OutboxMessage.objects.exists()


def test_calling_off_wants_a_reason_and_keeps_what_was_typed(house: House, world: World, meeting: Meeting) -> None:
    browser, here = world.browser(house.manager), page(house, meeting, "cancellation")
    with within(house.agency):
        announcing.announce(meeting, by=house.manager, at=timezone.now())
    assert browser.post(here, {"reason": " "}).status_code == 422
    kept = browser.post(here, {"reason": "x" * 501})
    assert (kept.status_code, b"x" * 501 in kept.content) == (422, True)
    assert browser.post(here, {"reason": "Ida is ill"}).status_code == 302
    with within(house.agency):
        assert Meeting.objects.get().state == "cancelled"
    assert browser.get(here).status_code == 302
    browser.post(here, {"undo": "1"})
    with within(house.agency):
        assert Meeting.objects.get().state == "planned"


def test_who_may_not_and_who_is_elsewhere(house: House, world: World, meeting: Meeting) -> None:
    for name in ("announcement", "cancellation"):
        here = page(house, meeting, name)
        assert world.browser(house.specialist).get(here).status_code == 403
        with within(house.agency):
            Meeting.objects.update(client=house.other_client)
        assert world.browser(house.manager).post(here).status_code == 403, "another's client"
        with within(house.agency):
            Meeting.objects.update(client=house.client)
        assert world.browser(world.theirs.owner).post(here).status_code == 404
        assert world.browser(world.theirs.owner).get(page(world.theirs, meeting, name)).status_code == 404


def test_as_many_queries_for_three_readers_as_for_one(house: House, world: World, meeting: Meeting) -> None:
    browser, here = world.browser(house.manager), page(house, meeting)
    browser.get(here)
    many = queries_of(lambda: browser.get(here))
    with within(house.agency):
        Attendee.objects.filter(member=house.manager).delete()
        AgendaItem.objects.filter(title="New photos").delete()
    assert queries_of(lambda: browser.get(here)) == many


def test_by_program(house: House, world: World, meeting: Meeting) -> None:
    manager, specialist = Program(token_for(house.manager)), Program(token_for(house.specialist))
    here = f"meetings/{meeting.key}/announcement/"
    assert specialist.post(here).status_code == 403
    assert Program(token_for(world.theirs.owner)).post(here).status_code == 404
    assert manager.get(here).status_code == 404
    made = manager.post(here)
    assert (made.status_code, made.data["sequence"], len(made.data["asked"])) == (201, 0, 3)
    assert manager.post(here).status_code == 422, "nothing has changed"
    off = f"meetings/{meeting.key}/cancellation/"
    refused = manager.post(off, {"reason": ""})
    assert (refused.status_code, "reason" in str(refused.data)) == (422, True)
    assert manager.post(off, {"reason": "Snow"}).data["method"] == "cancel"
    assert manager.delete(here).status_code == 422, "the cancellation stands above it"
    assert manager.delete(off).status_code == 200
    assert manager.delete(here).data["withdrawn_at"]


def test_today_and_the_timeline_tell_what_came_of_it(house: House, meeting: Meeting) -> None:
    now = timezone.now()
    with within(house.agency):
        announcing.announce(meeting, by=house.manager, at=now)
        assert not list(attendance_today.in_danger(house.manager, now))
        Attendee.objects.filter(contact=house.second_contact).update(reply="declined")
        (row,) = attendance_today.in_danger(house.manager, now)
        assert "Who decides" in row.lead
        Attendee.objects.exclude(contact=None).update(reply="declined")
        (row,) = attendance_today.in_danger(house.manager, now)
        assert "Nobody of Solvang Cycles" in row.lead
        assert not list(attendance_today.in_danger(house.owner, now))
        events = list(Event.objects.filter(object_kind="announcement"))
        (line,) = meeting_mail_words.announcements(events, house.manager).values()
        assert (line.strong, line.rest) == ("Invitation sent", "Weekly call")
        Announcement.objects.update(withdrawn_at=now)
        assert meeting_mail_words.announcements(events, house.manager) == {}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_notices_have_words(house: House, language: str) -> None:
    from comms.notice_words import in_words

    facts: dict[str, Any] = {"name": "Jens", "client": "Solvang", "title": "Weekly", "comment": "", "proposes": ""}
    facts["when"] = timezone.now().isoformat()
    with translation.override(language):
        for kind in ("meeting.decider_declined", "meeting.nobody_comes", "meeting.proposed"):
            assert in_words(kind, facts, timezone.get_fixed_timezone(0), timezone.now()).detail  # type: ignore[arg-type]

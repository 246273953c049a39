"""A clock can be replayed: its page shows each stage with when, why and by whom; and what is promised to one client."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agency.domain import agencies
from agency.models import Event
from agency.tenancy.scope import within
from agency.today import rows_at
from clients.domain import promises
from clients.models import PersonAddress
from comms import today
from comms.domain import answers, bounces, daily, episodes, joining, later, replanning, requests as request_verbs
from comms.models import Episode, Notice, OutboxMessage, Request, StageFired
from tests.comms.mailroom import HOUR, let_go, let_pass, send_all, sweep, the_episode, written_by
from tests.servers.smtp import SmtpServer
from tests.world import House, World


def page(world: World, request: Request, who: Any = None, status: int = 200) -> str:
    browser = world.browser(who or world.ours.manager)
    response = browser.get(world.ours.url(f"requests/{request.key}/clock/"))
    assert response.status_code == status
    words = response.content.decode().replace("<bdi>", "").replace("</bdi>", "")
    return " ".join(words.split())


def acknowledged(house: House, request: Request) -> None:
    with within(house.agency):
        answers.acknowledge(request, by=house.manager, at=timezone.now())


def test_the_page_tells_who_wrote_which_rules_hold_and_what_comes(world: World, ours: House) -> None:
    request = written_by(ours, ours.contact)
    shown = page(world, request)
    assert "Maria wrote:" in shown
    assert "8 h of working time in our calendar. Promise" in shown
    assert "24 h by the clock" in shown
    assert "as for every client, calendar 1" in shown
    assert "the backup is told" in shown
    assert "an automatic note goes to the client" in shown
    sweep(ours)
    assert "Told: Ida Brandt (on the page; the mail waits until" in page(world, request)


def test_a_clock_that_told_nobody_says_so(world: World, ours: House) -> None:
    """As one beside another clock of the same conversation, of which they had heard."""
    request = written_by(ours, ours.contact)
    sweep(ours)
    assert "The responsible person was told:" in page(world, request)
    with within(ours.agency):
        StageFired.objects.update(told=None)
        Notice.objects.all().delete()
    shown = page(world, request)
    assert "Nobody was told anew:</strong> a message came" in shown
    assert "The responsible person was told" not in shown


def test_each_stage_is_told_with_when_why_and_who(world: World, ours: House, server: SmtpServer) -> None:
    request = written_by(ours, ours.contact)
    sweep(ours)
    let_pass(ours, 7 * HOUR)
    sweep(ours)
    daily.mail_all_due()
    shown = page(world, request)
    assert "The responsible person was warned:</strong> 50 % of the target had passed" in shown
    assert "The backup was told:</strong> 75" in shown
    assert "It was due" in shown, "both came late, at once"
    assert "Daniel Whitlock (by mail today" in shown or "Daniel Whitlock (by mail yesterday" in shown
    let_pass(ours, 14 * HOUR)
    sweep(ours)
    send_all()
    shown = page(world, request)
    assert "Rapport</strong> sent an automatic note (e-mail)" in shown
    assert "accepted " in shown
    assert "Promise: kept by a note" in shown
    assert "Target: missed" in shown


def test_answers_are_told_with_what_became_of_them(world: World, ours: House, server: SmtpServer) -> None:
    request = written_by(ours, ours.contact)
    acknowledged(ours, request)
    assert "on its way" in page(world, request)
    let_go(ours)
    shown = page(world, request)
    assert "Ida Brandt</strong> acknowledged (e-mail)" in shown
    assert "Promise: kept by a person" in shown
    assert "It did not come to this: the responsible person is told" in shown


def test_a_bounced_acknowledgement_shows_on_the_page_and_in_today(
    world: World, ours: House, server: SmtpServer
) -> None:
    request = written_by(ours, ours.contact)
    acknowledged(ours, request)
    let_go(ours)
    let_pass(ours, 25 * HOUR)
    with within(ours.agency):
        assert not list(today.clocks(ours.manager, timezone.now())), "it was answered"
        sent = OutboxMessage.objects.get(lane=OutboxMessage.Lane.PERSON)
        bounces.came_back(sent, "550 nobody here", timezone.now())
    send_all()
    shown = page(world, request)
    assert "came back today" in shown
    assert "it does not count" in shown
    assert "What we sent came back, and the clock ran again" in shown
    assert "Promise: broken, since what we sent came back" in shown
    with within(ours.agency):
        rows = [*rows_at(today.clocks(ours.manager, timezone.now())), *today.failed_mail(ours.manager, timezone.now())]
    assert {row.row_id.partition("-")[0] for row in rows} == {"request", "mail"}


def test_a_client_without_an_address_is_somebodys_at_once(world: World, ours: House) -> None:
    with within(ours.agency):
        PersonAddress.objects.filter(person=ours.contact.person).update(bounced_at=timezone.now())
        request = episodes.open_request(
            contact=ours.contact, subject="A wrong line", text="That is not so.", at=timezone.now()
        )
        told = Notice.objects.filter(kind="clock.no_address")
        assert {notice.member_id for notice in told} == {ours.manager.pk, ours.backup.pk}
        assert all(notice.urgent and notice.mail_after == notice.at for notice in told)
        (row,) = rows_at(today.clocks(ours.manager, timezone.now()))
        assert "no address that works" in row.about
    shown = page(world, request)
    assert "There is no address to which an acknowledgement could go" in shown
    assert "Ida Brandt" in shown
    let_pass(ours, 21 * HOUR)
    sweep(ours)
    assert "Held back: there is no address that works. A person was told instead." in page(world, request)


def test_a_dismissal_bears_a_name_and_is_taken_back_with_the_old_times(world: World, ours: House) -> None:
    request = written_by(ours, ours.contact)
    before = the_episode(ours)
    browser = world.browser(ours.manager)
    address = ours.url(f"requests/{request.key}/dismissal/")
    assert browser.post(address).status_code == 302
    shown = page(world, request)
    assert "Ida Brandt</strong> said that no answer is needed" in shown
    assert "No answer needed; counted apart" in shown
    assert browser.post(address, {"undo": "1"}).status_code == 302
    assert "took that back; the clock ran on with its old times" in page(world, request)
    after = the_episode(ours)
    assert (after.promise_at, after.target_at) == (before.promise_at, before.target_at)
    assert after.closed_at is None


def test_handing_over_and_changes_of_rules_are_told(world: World, ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        episodes.assume(the_episode(ours), ours.backup, by=ours.owner, at=timezone.now())
        agencies.change(ours.agency, by=ours.owner, at=timezone.now(), promise_hours=12, warn_percent=25)
    replanning.replan_outdated()
    shown = page(world, request)
    assert "Helen Marsh</strong> passed it on from Ida Brandt to Daniel Whitlock" in shown
    assert "Hours or promise changed; reckoned anew" in shown
    assert "promise " in shown
    assert "calendar 2" in shown


def test_only_staff_of_the_agency_see_it(world: World, ours: House) -> None:
    request = written_by(ours, ours.contact)
    page(world, request, ours.specialist)
    page(world, request, world.theirs.owner, status=404)
    for nobody in (ours.contact, None):
        response = world.browser(nobody).get(ours.url(f"requests/{request.key}/clock/"))
        assert response.status_code in (302, 404)
    assert world.browser(ours.owner).get(ours.url("requests/000000000000/clock/")).status_code == 404
    with within(ours.agency):
        bare = request_verbs.Request.objects.create(
            client=ours.client, contact=ours.contact, subject="Ours", opened_at=timezone.now(), last_at=timezone.now()
        )
    assert "No clock has run here" in page(world, bare)


def test_as_many_queries_for_three_clocks_as_for_one(world: World, ours: House, server: SmtpServer) -> None:
    request = written_by(ours, ours.contact)
    browser = world.browser(ours.manager)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(ours.url(f"requests/{request.key}/clock/")).status_code == 200
        return len(queries)

    sweep(ours)
    acknowledged(ours, request)
    let_go(ours)
    browser.get(ours.url(f"requests/{request.key}/clock/"))
    one = asked()
    for _time in range(2):
        with within(ours.agency):
            episodes.heard(request, at=timezone.now())
        sweep(ours)
        acknowledged(ours, request)
        let_go(ours)
    with within(ours.agency):
        assert Episode.objects.filter(request=request).count() == 3
    assert asked() == one


# --- a promise of a client's own --------------------------------------------------------------------------------------
def test_a_clients_own_promise_holds_for_new_clocks_and_hurries_running_ones(world: World, ours: House) -> None:
    running = written_by(ours, ours.contact)
    with within(ours.agency):
        promises.change(ours.client, by=ours.manager, at=timezone.now(), promise_hours=8, target_minutes=120)
    assert replanning.replan_outdated() == 1
    assert replanning.replan_outdated() == 0
    hurried = the_episode(ours)
    assert hurried.target_at - hurried.opened_at == 2 * HOUR
    assert hurried.promise_at - hurried.opened_at == 8 * HOUR
    assert hurried.promise_version == 1
    shown = page(world, running)
    assert "agreed with this client, calendar 1" in shown
    assert "2 h of working time" in shown
    fresh = written_by(ours, ours.second_contact, subject="Another")
    with within(ours.agency):
        episode = Episode.objects.get(request=fresh)
        assert episode.promise_at - episode.opened_at == 8 * HOUR
        other = episodes.open_request(contact=ours.other_contact, subject="x", text="x", at=timezone.now())
        elsewhere = Episode.objects.get(request=other)
    assert elsewhere.promise_at - elsewhere.opened_at == 24 * HOUR
    with within(ours.agency):
        promises.change(ours.client, by=ours.manager, at=timezone.now(), promise_hours=None, target_minutes=None)
    assert replanning.replan_outdated() == 2
    assert the_episode(ours).promise_at - the_episode(ours).opened_at <= 24 * HOUR
    with within(ours.agency):
        assert Episode.objects.get(pk=hurried.pk).promise_at == hurried.promise_at, "none gets longer"


def test_stages_that_fired_do_not_fire_again_when_the_zone_changes(ours: House) -> None:
    written_by(ours, ours.contact)
    assert sweep(ours) == ["arrival"]
    let_pass(ours, 5 * HOUR)
    assert sweep(ours) == ["half"]
    before = the_episode(ours)
    with within(ours.agency):
        agencies.change(ours.agency, by=ours.owner, at=timezone.now(), zone="Asia/Tokyo")
    assert replanning.replan_outdated() == 1
    after = the_episode(ours)
    assert after.calendar_version == before.calendar_version + 1
    assert after.target_at <= before.target_at
    assert sweep(ours) == []


def test_nothing_is_read_of_open_clocks_while_none_is_behind(ours: House) -> None:
    for number in range(3):
        written_by(ours, ours.contact, subject=f"Number {number}")
    with CaptureQueriesContext(connection) as asked:
        assert replanning.outdated() == []
    assert len([query for query in asked if "comms_episode" in query["sql"]]) == 2


def test_the_promise_of_a_client_is_changed_on_its_page_and_by_whoever_may_edit(world: World, ours: House) -> None:
    address = ours.url(f"clients/{ours.client.key}/promise/")
    browser = world.browser(ours.manager)
    assert "A message on Friday" in browser.get(address).content.decode()
    preview = browser.get(f"{address}?preview=1&promise_hours=6&target_hours=2", headers={"HX-Request": "true"})
    assert "2 h of working time" in preview.content.decode()
    assert "<html" not in preview.content.decode()
    typed = {"promise_hours": "6", "target_hours": "1.5", "target_kind": "real", "warn_percent": "30"}
    assert browser.post(address, typed).status_code == 302
    with within(ours.agency):
        ours.client.refresh_from_db()
        event = Event.objects.get(verb="client.promise_changed")
    assert (ours.client.promise_hours, ours.client.target_minutes, ours.client.target_kind) == (6, 90, "real")
    assert event.facts["fields"] == ["promise_hours", "target_kind", "target_minutes", "warn_percent"]
    shown = browser.get(ours.url(f"clients/{ours.client.key}/")).content.decode()
    assert "Heard within 6 h" in shown
    assert "changed what is promised to the client" in shown, "the timeline tells it"
    assert "1 h 30 min by the clock" in shown
    for refused in (world.ours.specialist, None):
        assert world.browser(refused).post(address, typed).status_code in (401, 403)
    other = ours.url(f"clients/{ours.other_client.key}/promise/")
    assert browser.post(other, typed).status_code == 403, "not theirs to change"
    assert world.browser(world.theirs.owner).post(address, typed).status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"promise_hours": "25"}, "a client’s own promise can only be shorter"),
        ({"promise_hours": "1"}, "must be 2 at least"),
        ({"promise_hours": "6", "target_hours": "7", "target_kind": "real"}, "cannot lie beyond the promise"),
        ({"target_kind": "real"}, "Say how many hours"),
        ({"warn_percent": "90"}, "The backup cannot be told before the lead is warned"),
        ({"backup_percent": "96"}, "must be 95 at most"),
        ({"target_hours": "NaN"}, "Enter a number"),
    ],
)
def test_a_promise_that_cannot_be_is_refused_beside_its_field(
    world: World, ours: House, typed: dict[str, str], words: str
) -> None:
    response = world.browser(ours.manager).post(ours.url(f"clients/{ours.client.key}/promise/"), typed)
    assert response.status_code == 422
    assert words in response.content.decode()
    with within(ours.agency):
        ours.client.refresh_from_db()
    assert ours.client.promise_version == 0


def test_an_agency_that_promises_less_time_since_is_not_outdone(ours: House) -> None:
    with within(ours.agency):
        promises.change(ours.client, by=ours.manager, at=timezone.now(), promise_hours=20)
        agencies.change(ours.agency, by=ours.owner, at=timezone.now(), promise_hours=10)
        ours.agency.refresh_from_db()
        episode = Episode.objects.get(
            request=episodes.open_request(contact=ours.contact, subject="x", text="x", at=timezone.now())
        )
    assert episode.promise_at - episode.opened_at == timedelta(hours=10)


def test_the_portal_names_what_is_promised_to_this_client(world: World, ours: House) -> None:
    address = ours.url(f"portal/{ours.client.key}/")
    assert "You hear from us within 24 h." in world.browser(ours.contact).get(address).content.decode()
    with within(ours.agency):
        promises.change(ours.client, by=ours.manager, at=timezone.now(), promise_hours=6)
    assert "You hear from us within 6 h." in world.browser(ours.contact).get(address).content.decode()


def test_the_clocks_of_a_merged_request_are_told_with_the_others(world: World, ours: House) -> None:
    with within(ours.agency):
        now = timezone.now()
        older, younger = (
            episodes.open_request(contact=who, subject="Sale", text="?", at=now - ago)
            for who, ago in ((ours.contact, 3 * HOUR), (ours.second_contact, 2 * HOUR))
        )
        joining.merge(older, younger, by=ours.manager, at=now)
    sweep(ours)
    shown = page(world, older)
    assert shown.index("Jens wrote:") < shown.index("Maria wrote:")
    assert shown.count("Told: Ida Brandt") == 1, "one answer stops both"
    assert shown.count("wrote, and the clock began") == 2


def test_what_is_put_off_says_when_it_leaves(world: World, ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        now = timezone.now()
        leaves_at = now + 72 * HOUR
        later.answer(request, by=ours.manager, at=now, text="On Friday.", leaves_at=leaves_at, late=True)
    shown = page(world, request)
    assert "leaves " in shown
    assert "on its way" not in shown
    assert shown.count('class="timeline__day"') == 1, "it was written today"

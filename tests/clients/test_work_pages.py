"""Tasks, goals and the scope through their pages; and what the room tells the house."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from agency import registry
from agency.registry import TodayGroup
from agency.tenancy.scope import within
from agency.today import rows_at
from clients import registrations
from clients.domain import tasks
from clients.models import Client, DeliverableUse, Favour, Goal, ScopeOfWork, Task
from clients.queries.client_list import next_touch_of
from clients.queries.work import Choice, chosen, task_page, task_row
from tests.clients.test_scope_verbs import agreed, use
from tests.counting import queries_of
from tests.world import NOW, House, World

TODAY = NOW.date()


# --- tasks ------------------------------------------------------------------------------------------------------------
def test_adding_a_task_for_one_of_them(world: World) -> None:
    browser, house = world.browser(world.ours.manager), world.ours
    url = house.url(f"clients/{house.client.key}/tasks/new/")
    answer = browser.post(url, {"title": "Photographs", "who": f"c:{house.contact.key}", "client_due": "2026-12-01"})
    assert answer["Location"] == house.url(f"clients/{house.client.key}/work/")
    with within(house.agency):
        task = Task.objects.get()
        assert (task.contact, task.owner, task.client_due) == (house.contact, None, date(2026, 12, 1))


def test_our_date_after_theirs_is_said_beside_the_field(world: World) -> None:
    house = world.ours
    url = house.url(f"clients/{house.client.key}/tasks/new/")
    form = {"title": "Feed", "internal_due": "2026-12-05", "client_due": "2026-12-01", "details": "typed with care"}
    answer = world.browser(house.manager).post(url, form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert (
        "Our date is not after the client’s" in page.split('id="id_internal_due_error"')[1].split("</span></span>")[0]
    )
    assert "typed with care" in page


@pytest.mark.parametrize(
    "bad",
    [{"title": ""}, {"title": "x" * 201}, {"client_due": "soon"}, {"who": "m:0000000000zz"}, {"who": "c:foreign"}],
)
def test_a_bad_task_comes_back(world: World, bad: dict[str, str]) -> None:
    url = world.ours.url(f"clients/{world.ours.client.key}/tasks/new/")
    assert world.browser(world.ours.manager).post(url, {"title": "x", **bad}).status_code == 422


def test_a_specialist_sees_and_finishes_their_own(world: World) -> None:
    house = world.ours
    with within(house.agency):
        own = tasks.create(house.client, by=house.owner, at=NOW, title="Mine", owner=house.specialist)
        other = tasks.create(house.client, by=house.owner, at=NOW, title="Not mine", owner=house.manager)
    browser = world.browser(house.specialist)
    assert "Mine" in browser.get(house.url("work/")).content.decode()
    assert browser.post(house.url(f"tasks/{other.key}/completion/")).status_code == 403
    assert browser.post(house.url(f"tasks/{own.key}/dropping/")).status_code == 403
    done = browser.post(house.url(f"tasks/{own.key}/completion/"), {"next": house.url("work/")}, follow=True)
    assert "“Mine” is done." in done.content.decode()
    with within(house.agency):
        assert Task.objects.get(pk=own.pk).state == "done"
    browser.post(house.url(f"tasks/{own.key}/completion/"), {"undo": "1"})
    with within(house.agency):
        assert Task.objects.get(pk=own.pk).state == "open"
    page = browser.get(house.url(f"tasks/{own.key}/")).content.decode()
    assert "<form" in page
    assert 'name="title"' not in page, "to read, not to change"


def test_changing_and_dropping_a_task(world: World) -> None:
    browser, house = world.browser(world.ours.manager), world.ours
    with within(house.agency):
        task = tasks.create(house.client, by=house.owner, at=NOW, title="Feed", owner=house.specialist)
    url = house.url(f"tasks/{task.key}/")
    assert f'value="m:{house.specialist.key}" selected' in browser.get(url).content.decode()
    browser.post(url, {"title": "Feed repaired", "who": "", "client_due": "2026-12-01"})
    browser.post(house.url(f"tasks/{task.key}/dropping/"))
    with within(house.agency):
        task = Task.objects.get()
        assert (task.title, task.owner, task.state) == ("Feed repaired", None, "dropped")
    browser.post(house.url(f"tasks/{task.key}/dropping/"), {"undo": "1"})
    with within(house.agency):
        assert Task.objects.get().state == "open"


def test_a_task_from_the_work_page(world: World) -> None:
    browser, house = world.browser(world.ours.manager), world.ours
    page = browser.get(house.url("work/new/")).content.decode()
    assert "Clínica Duero" not in page.split("<main")[1], "only clients one looks after"
    form = {"title": "Figures", "client": house.client.key, "owner": house.manager.key}
    assert browser.post(house.url("work/new/"), {**form, "client": house.other_client.key}).status_code == 422
    assert browser.post(house.url("work/new/"), {**form, "client": world.theirs.client.key}).status_code == 422
    assert browser.post(house.url("work/new/"), form)["Location"] == house.url("work/")
    with within(house.agency):
        assert Task.objects.get().client == house.client


def test_work_by_choice(ours: House) -> None:
    def made(title: str, client: Any = None, **fields: Any) -> Task:
        return tasks.create(client or ours.client, by=ours.owner, at=NOW, title=title, **fields)

    made("late", owner=ours.manager, client_due=TODAY - timedelta(days=1))
    made("soon", owner=ours.manager, internal_due=TODAY + timedelta(days=1))
    made("theirs", contact=ours.contact)
    made("other", ours.other_client, owner=ours.backup, internal_due=TODAY)
    tasks.complete(made("done"), by=ours.owner, at=NOW)

    def titles(**choice: Any) -> list[str]:
        wanted = Choice(**choice)
        return [task.title for task in task_page(chosen(ours.manager, wanted, TODAY), wanted).rows]

    assert titles(show="mine") == ["late", "soon"]
    assert titles(show="all") == ["late", "other", "soon", "theirs"]
    assert titles(show="late") == ["late"]
    assert titles(show="done") == ["done"]
    assert titles(show="all", by="client") == ["other", "late", "soon", "theirs"]
    assert titles(show="all", by="person") == ["other", "late", "soon", "theirs"]
    assert titles(show="all", client_id=ours.other_client.pk) == ["other"]
    assert titles(show="all", owner_id=ours.backup.pk) == ["other"]


def test_a_task_of_mine_at_a_client_of_others_stays_in_sight(ours: House) -> None:
    ours.manager.agency.managers_see_own_only = True
    tasks.create(ours.other_client, by=ours.owner, at=NOW, title="Help out", owner=ours.manager)
    tasks.create(ours.other_client, by=ours.owner, at=NOW, title="Not mine")
    assert [task.title for task in chosen(ours.manager, Choice(show="all"), TODAY)] == ["Help out"]


def test_work_takes_the_same_queries_for_one_and_three(ours: House) -> None:
    def ask() -> None:
        [task_row(task, ours.manager, TODAY) for task in chosen(ours.manager, Choice(show="all"), TODAY)]

    tasks.create(ours.client, by=ours.owner, at=NOW, title="one", owner=ours.manager)
    one = queries_of(ask)
    for who in ({"owner": ours.backup}, {"contact": ours.contact}, {"owner": ours.specialist}):
        tasks.create(ours.client, by=ours.owner, at=NOW, title="more", **who)
    assert queries_of(ask) == one


# --- goals ------------------------------------------------------------------------------------------------------------
def test_a_goal_is_set_measured_and_given_up(world: World) -> None:
    browser, house = world.browser(world.ours.manager), world.ours
    form = {"name": "Online sales", "unit": "€ thousand", "baseline": "0", "target": "4,400", "due": "2026-12-31"}
    browser.post(house.url(f"clients/{house.client.key}/goals/new/"), form)
    with within(house.agency):
        goal = Goal.objects.get()
    assert goal.target == 4400
    browser.post(house.url(f"goals/{goal.key}/"), {**form, "current": "3300.5"})
    page = browser.get(house.url(f"clients/{house.client.key}/")).content.decode()
    assert "3,300.5 of 4,400" in page
    assert "75 % of the way" in page.replace("\N{NO-BREAK SPACE}", " ")
    browser.post(house.url(f"goals/{goal.key}/removal/"))
    with within(house.agency):
        assert not Goal.objects.exists()


@pytest.mark.parametrize("bad", [{"target": "much"}, {"target": "0"}, {"due": ""}, {"target": "9" * 20}])
def test_a_bad_goal_comes_back(world: World, bad: dict[str, str]) -> None:
    house = world.ours
    form = {"name": "Sales", "baseline": "0", "target": "10", "due": "2026-12-31", **bad}
    answer = world.browser(house.manager).post(house.url(f"clients/{house.client.key}/goals/new/"), form)
    assert answer.status_code == 422
    assert b"field--wrong" in answer.content


# --- the scope --------------------------------------------------------------------------------------------------------
def management(promises: int, exclusions: int) -> dict[str, str]:
    sets = {"promises": promises, "exclusions": exclusions}
    return {
        f"{name}-{part}": str(count if part == "TOTAL_FORMS" else 0)
        for name, count in sets.items()
        for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }


def clauses(**more: str) -> dict[str, str]:
    return {
        **management(2, 1),
        "starts_on": "2026-11-01",
        "promises-0-name": "Articles",
        "promises-0-quantity": "6",
        "promises-0-period": "quarter",
        "promises-1-period": "month",
        "exclusions-0-number": "",
        "exclusions-0-what": "Film",
        **more,
    }


def draft_of(world: World) -> ScopeOfWork:
    house = world.ours
    answer = world.browser(house.manager).post(house.url(f"clients/{house.client.key}/scope/drafts/"))
    with within(house.agency):
        draft = ScopeOfWork.objects.get(state="draft")
    assert answer["Location"] == house.url(f"scopes/{draft.key}/draft/")
    return draft


def test_a_scope_is_drafted_edited_and_agreed(world: World) -> None:
    house, draft = world.ours, draft_of(world)
    browser = world.browser(house.manager)
    assert browser.post(house.url(f"scopes/{draft.key}/draft/"), clauses()).status_code == 302
    page = browser.get(house.url(f"scopes/{draft.key}/")).content.decode()
    assert "6 a quarter" in page
    assert "The client has not agreed to this yet" in page
    form = {"accepted_by": house.contact.key, "accepted_on": "2026-11-02", "how": "by e-mail of 2 November"}
    accept = house.url(f"scopes/{draft.key}/acceptance/")
    assert browser.post(accept, {**form, "accepted_by": house.other_contact.key}).status_code == 422
    assert browser.post(accept, {**form, "accepted_on": "2099-01-01"}).status_code == 422
    assert browser.post(accept, form)["Location"] == house.url(f"clients/{house.client.key}/scope/")
    page = browser.get(house.url(f"clients/{house.client.key}/scope/")).content.decode()
    assert "Accepted by Maria Holm on 2 Nov 2026, by e-mail of 2 November." in page
    assert browser.get(house.url(f"scopes/{draft.key}/draft/")).status_code == 302, "nobody edits what was agreed"


def test_nothing_typed_into_a_draft_is_lost(world: World) -> None:
    house, draft = world.ours, draft_of(world)
    url, browser = house.url(f"scopes/{draft.key}/draft/"), world.browser(house.manager)
    wrong = clauses(**{"promises-1-name": "Sets", "promises-1-quantity": "lots", "exclusions-0-reason": "kept"})
    answer = browser.post(url, wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    for typed in ("Articles", "Sets", "lots", "Film", "kept"):
        assert f'value="{typed}"' in page
    twice = browser.post(url, clauses(**{"promises-1-name": "ARTICLES", "promises-1-quantity": "1"}))
    assert "“ARTICLES” stands there twice." in twice.content.decode()


def test_more_rows_keep_what_is_typed_and_save_nothing(world: World) -> None:
    house, draft = world.ours, draft_of(world)
    url, browser = house.url(f"scopes/{draft.key}/draft/"), world.browser(house.manager)
    answer = browser.post(url, clauses(more="promises"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="promises-3-name"' in page
    assert 'value="Articles"' in page
    with within(house.agency):
        assert not draft.deliverables.exists()


def test_rows_are_taken_out(world: World) -> None:
    house, draft = world.ours, draft_of(world)
    url, browser = house.url(f"scopes/{draft.key}/draft/"), world.browser(house.manager)
    browser.post(url, clauses())
    browser.post(url, clauses(**{"promises-0-DELETE": "on"}))
    with within(house.agency):
        assert not draft.deliverables.exists()
        assert draft.exclusions.get().number == "1"


@pytest.mark.parametrize(
    "bad",
    [
        {"promises-TOTAL_FORMS": "many"},
        {"promises-TOTAL_FORMS": "150"},
        {"promises-TOTAL_FORMS": "9999999999"},
        {"promises-0-quantity": "0"},
        {"promises-0-period": "decade"},
        {"starts_on": ""},
        {"ends_on": "2020-01-01"},
    ],
)
def test_a_bad_draft_comes_back(world: World, bad: dict[str, str]) -> None:
    house, draft = world.ours, draft_of(world)
    answer = world.browser(house.manager).post(house.url(f"scopes/{draft.key}/draft/"), clauses(**bad))
    assert answer.status_code == 422
    assert b'role="alert"' in answer.content


def test_the_fee_is_kept_by_who_may_not_read_it_and_set_by_who_may(world: World) -> None:
    house, draft = world.ours, draft_of(world)
    url = house.url(f"scopes/{draft.key}/draft/")
    world.browser(house.owner).post(url, clauses(fee="4,800.50", currency="eur"))
    world.browser(house.manager).post(url, clauses(fee="1", currency="USD"))
    with within(house.agency):
        draft.refresh_from_db()
        assert (draft.fee_minor, draft.currency) == (480050, "EUR")
    world.browser(house.owner).post(url, clauses(fee="300", currency="JPY"))
    with within(house.agency):
        draft.refresh_from_db()
        assert (draft.fee_minor, draft.currency) == (300, "JPY")
    wrong = world.browser(house.owner).post(url, clauses(fee="1", currency="XQZ"))
    assert wrong.status_code == 422


def test_throwing_a_draft_away(world: World) -> None:
    house, draft = world.ours, draft_of(world)
    page = world.browser(house.manager).post(house.url(f"scopes/{draft.key}/discarding/"), follow=True)
    assert "The draft is thrown away." in page.content.decode()
    with within(house.agency):
        assert not ScopeOfWork.objects.exists()


def test_a_delivery_is_written_down_by_a_specialist(world: World) -> None:
    house = world.ours
    with within(house.agency):
        scope = agreed(house)
        deliverable = scope.deliverables.get(name="Articles")
    url, browser = house.url(f"clients/{house.client.key}/scope/uses/new/"), world.browser(house.specialist)
    today = timezone.now().date().isoformat()
    form = {"deliverable": deliverable.key, "what": "Two on locks", "quantity": "2", "day": today}
    assert browser.post(url, {**form, "quantity": "-1"}).status_code == 422
    assert browser.post(url, {**form, "day": "2099-01-01"}).status_code == 422
    assert "Written down: Two on locks." in browser.post(url, form, follow=True).content.decode()
    with within(house.agency):
        made = DeliverableUse.objects.get()
    browser.post(house.url(f"uses/{made.key}/removal/"), {"undo": "1"})
    with within(house.agency):
        assert not DeliverableUse.objects.exists()


def test_a_favour_is_given(world: World) -> None:
    browser, house = world.browser(world.ours.manager), world.ours
    url = house.url(f"clients/{house.client.key}/scope/favours/new/")
    today = timezone.now().date().isoformat()
    form = {"what": "Banner", "hours": "1.5", "worth": "143", "day": today}
    assert browser.post(url, {**form, "hours": "0"}).status_code == 422
    assert "The client sees it." in browser.post(url, form, follow=True).content.decode()
    with within(house.agency):
        favour = Favour.objects.get()
        assert (favour.worth_minor, favour.currency) == (14300, "EUR")
    page = browser.get(house.url(f"clients/{house.client.key}/scope/")).content.decode()
    assert "€143" in page
    browser.post(house.url(f"favours/{favour.key}/removal/"), {"undo": "1"})
    with within(house.agency):
        assert not Favour.objects.exists()


def test_other_rooms_put_something_above_the_scope(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    section = {"template": "components/empty.html", "context": {}}
    monkeypatch.setattr(registry, "scope_sections", [lambda client, member, now: [section]])
    page = world.browser(world.ours.owner).get(world.ours.url(f"clients/{world.ours.client.key}/scope/"))
    assert page.content.decode().count('class="empty"') == 2


def test_the_scope_page_takes_the_same_queries_for_one_and_three(world: World) -> None:
    house = world.ours
    with within(house.agency):
        use(agreed(house), "Articles", "1", TODAY, house)
    browser, url = world.browser(house.manager), house.url(f"clients/{house.client.key}/scope/")
    browser.get(url)
    one = queries_of(lambda: browser.get(url))
    with within(house.agency):
        for _ in range(3):
            use(agreed(house), "Advice", "1", TODAY, house)
    assert queries_of(lambda: browser.get(url)) == one


# --- what the room tells the house ------------------------------------------------------------------------------------
def test_the_sidebar_holds_what_one_looks_after(ours: House, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = {"words": "by 14:10"}
    monkeypatch.setattr(registry, "client_clocks", [lambda ids, member, now: {ours.client.pk: clock}])
    sidebar = registrations.sidebar(ours.manager, NOW)
    assert [(entry["name"], entry["clock"]) for entry in sidebar["led"]] == [("Solvang Cycles", clock)]
    sidebar = registrations.sidebar(ours.backup, NOW)
    assert [entry["name"] for entry in sidebar["backed"]] == ["Solvang Cycles"]
    assert registrations.sidebar(ours.specialist, NOW) == {"led": [], "backed": []}


def test_what_a_member_holds(ours: House) -> None:
    tasks.create(ours.client, by=ours.owner, at=NOW, title="x", owner=ours.manager)
    assert [held.count for held in registrations.held_by(ours.manager)] == [1, 0, 1]
    assert [held.count for held in registrations.held_by(ours.backup)] == [1, 1, 0]
    assert registrations.clients_led([ours.manager.pk, ours.owner.pk]) == {ours.manager.pk: 1}
    assert [name.name for name in registrations.directory()] == ["Clínica Duero", "Solvang Cycles"]


def test_todays_tasks(ours: House) -> None:
    def made(title: str, **fields: Any) -> Task:
        return tasks.create(ours.client, by=ours.owner, at=NOW, title=title, **fields)

    made("late", owner=ours.manager, internal_due=TODAY - timedelta(days=1))
    made("today", owner=ours.manager, internal_due=TODAY)
    made("in two days", owner=ours.manager, client_due=TODAY + timedelta(days=2))
    made("far", owner=ours.manager, client_due=TODAY + timedelta(days=9))
    made("promised", owner=ours.specialist, client_due=TODAY - timedelta(days=3))
    made("no date", owner=ours.manager)
    rows = rows_at(registrations.tasks_today(ours.manager, NOW))
    assert [(row.lead, row.section.value) for row in rows] == [
        ("promised", "today"),
        ("late", "today"),
        ("today", "today"),
        ("in two days", "week"),
    ]
    assert rows[0].about == "3 days late for the client · Lena Köhler"
    assert [row.lead for row in rows_at(registrations.tasks_today(ours.specialist, NOW))] == ["promised"]
    assert registrations.late_count(ours.manager, NOW) == 1


def test_silences(ours: House) -> None:
    Client.objects.filter(pk=ours.client.pk).update(last_contact_at=NOW - timedelta(days=16))
    (row,) = registrations.silences(ours.manager, NOW)
    assert row.group is TodayGroup.SILENCES
    assert row.lead == "Solvang Cycles has not heard from us for 16 days."
    Client.objects.filter(pk=ours.client.pk).update(last_contact_at=NOW - timedelta(days=2))
    assert not list(registrations.silences(ours.manager, NOW))
    client = Client.objects.get(pk=ours.client.pk)
    assert next_touch_of(client) == NOW + timedelta(days=12)


def test_today_takes_the_same_queries_for_one_and_three(ours: House) -> None:
    tasks.create(ours.client, by=ours.owner, at=NOW, title="x", owner=ours.manager, client_due=TODAY)
    one = queries_of(lambda: rows_at(registrations.tasks_today(ours.manager, NOW)))
    for _ in range(3):
        tasks.create(ours.client, by=ours.owner, at=NOW, title="x", owner=ours.manager, client_due=TODAY)
    assert queries_of(lambda: rows_at(registrations.tasks_today(ours.manager, NOW))) == one


def test_a_task_is_finished_in_today(world: World) -> None:
    house = world.ours
    with within(house.agency):
        due = timezone.now().date()
        task = tasks.create(
            house.client, by=house.owner, at=NOW, title="Call Jens", owner=house.manager, client_due=due
        )
    browser = world.browser(house.manager)
    page = browser.get(house.url("today/")).content.decode()
    assert "Call Jens" in page
    assert f"tasks/{task.key}/completion/" in page


@pytest.mark.parametrize("day", ["1900-01-02", "2101-01-01"])
def test_a_slip_in_the_year_is_told(world: World, day: str) -> None:
    house = world.ours
    sent = {"title": "Publish", "who": f"m:{house.manager.key}", "client_due": day}
    answer = world.browser(house.manager).post(house.url(f"clients/{house.client.key}/tasks/new/"), sent)
    assert answer.status_code == 422
    assert "between 1990 and 2100" in answer.content.decode()

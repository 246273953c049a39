"""The client's page: head, timeline, tabs; and the forms behind its buttons."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agency import registry
from agency.domain.events import record
from agency.models import Event
from agency.registry import Holding
from agency.tenancy.scope import within
from clients.domain import clients, people, tasks
from clients.models import Client, Task
from clients.queries import timeline as timelines
from clients.queries.client_page import head, lead_words, tabs
from clients.queries.timeline import kinds, timeline
from clients.verb_words import VERB_WORDS
from tests.clients.test_pages import furnish
from tests.counting import queries_of
from tests.world import NOW, House, World


def test_who_looks_after_them_in_words(ours: House) -> None:
    assert lead_words(ours.client, ours.manager)["about"] == "Daniel Whitlock backs you up"
    assert lead_words(ours.client, ours.backup)["about"] == "You back them up"
    assert lead_words(ours.client, ours.owner)["about"] == "Daniel Whitlock backs them up"
    assert lead_words(ours.other_client, ours.backup)["about"] == "Nobody backs you up"
    assert lead_words(ours.other_client, ours.owner)["alone"]


def test_the_head_takes_the_same_queries_for_one_and_three(ours: House) -> None:
    client = Client.objects.select_related("lead__user", "backup__user").get(pk=ours.client.pk)
    two = queries_of(lambda: head(client, ours.manager, NOW))
    for name in ("A", "B", "C"):
        people.create(client, by=ours.manager, at=NOW, name=name, addresses=[f"{name}@solvang.example"])
        tasks.create(client, by=ours.manager, at=NOW, title=name, client_due=NOW.date())
    assert queries_of(lambda: head(client, ours.manager, NOW)) == two


def test_next_touches_name_what_was_promised(ours: House) -> None:
    today = NOW.date()
    tasks.create(ours.client, by=ours.manager, at=NOW, title="Late one", client_due=today - timedelta(days=2))
    tasks.create(ours.client, by=ours.manager, at=NOW, title="Secret", client_due=today, internal=True)
    Client.objects.filter(pk=ours.client.pk).update(last_contact_at=NOW - timedelta(days=6), cadence_days=7)
    touches = head(Client.objects.get(pk=ours.client.pk), ours.manager, NOW)["next"]
    assert [touch["rest"] for touch in touches] == ["a word from us", "Late one"]
    assert touches[0]["strong"] == "Tomorrow"
    assert touches[1]["about"] == "Promised, 2 days late."


def test_tabs_stand_in_order_and_by_right(ours: House) -> None:
    shown = tabs(ours.client, ours.specialist, "scope")
    own = [
        tab["id"]
        for tab in shown
        if tab["id"] in {f"tab-{n}" for n in ("timeline", "scope", "work", "goals", "people")}
    ]
    assert own == ["tab-timeline", "tab-scope", "tab-work", "tab-goals", "tab-people"]
    assert [tab["id"] for tab in shown if tab["current"]] == ["tab-scope"]


def test_the_timeline_tells_everything_of_this_room(world: World) -> None:
    furnish(world.ours)
    with within(world.ours.agency):
        told = timeline(world.ours.client, world.ours.manager, timezone.now())
        lines = [line for _day, those in told.days for line in those]
        assert len(lines) == Event.objects.filter(client_id=world.ours.client.pk).count()
        words = [f"{line.line.strong} {line.line.rest}".strip() for line in lines]
        assert "To do: Feed" in words
        assert "Scope of work 1 agreed by Maria Holm" in words
        assert "Jens Solvang was invited to the portal" in words
        inside = {line.event.verb: line.line.inside for line in lines}
        assert (inside["scope.accepted"], inside["portal.invited"]) == (False, True)


def test_the_timeline_never_tells_of_another_client(ours: House) -> None:
    tasks.create(ours.other_client, by=ours.owner, at=NOW, title="Theirs")
    tasks.create(ours.client, by=ours.owner, at=NOW, title="Ours")
    told = timeline(ours.client, ours.owner, NOW)
    assert [line.line.strong for _day, lines in told.days for line in lines] == ["To do: Ours"]


def test_older_pages_and_kinds(ours: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timelines, "PAGE", 2)
    for number in range(5):
        tasks.create(ours.client, by=ours.owner, at=NOW + timedelta(hours=number), title=str(number))
    seen, key = [], ""
    while True:
        page = timeline(ours.client, ours.owner, NOW, before=key)
        seen += [line.line.strong for _day, lines in page.days for line in lines]
        key = page.older
        if not key:
            break
    assert seen == [f"To do: {number}" for number in (4, 3, 2, 1, 0)]
    assert timeline(ours.client, ours.owner, NOW, kind="goal").days == []
    assert "task" in dict(kinds())
    assert timeline(ours.client, ours.owner, NOW, before="nosuchkey").days


def test_an_event_whose_object_is_gone_is_told_without_it(ours: House) -> None:
    task = tasks.create(ours.client, by=ours.owner, at=NOW, title="Gone")
    Task.objects.filter(pk=task.pk).delete()
    record("contact.edited", ours.contact, by="system", at=NOW)
    lines = [line.line for _day, those in timeline(ours.client, ours.owner, NOW).days for line in those]
    assert {line.strong for line in lines} == {"To do: ", "Maria Holm"}


def test_the_timeline_takes_the_same_queries_for_one_and_three(ours: House) -> None:
    tasks.create(ours.client, by=ours.owner, at=NOW, title="one")
    one = queries_of(lambda: timeline(ours.client, ours.owner, NOW))
    for number in range(3):
        tasks.create(ours.client, by=ours.manager, at=NOW, title=str(number))
    assert queries_of(lambda: timeline(ours.client, ours.owner, NOW)) == one


# --- the forms --------------------------------------------------------------------------------------------------------
def test_a_manager_takes_a_client_on_and_leads_it(world: World) -> None:
    browser, house = world.browser(world.ours.manager), world.ours
    page = browser.get(house.url("clients/new/")).content.decode()
    assert 'name="lead"' not in page
    answer = browser.post(
        house.url("clients/new/"),
        {"name": "Al Noor", "engagement": "full", "backup": house.backup.key, "zone": "dubai"},
    )
    with within(house.agency):
        client = Client.objects.get(name="Al Noor")
        assert (client.lead, client.backup, client.zone) == (house.manager, house.backup, "Asia/Dubai")
    assert answer["Location"] == house.url(f"clients/{client.key}/people/new/")


def test_an_owner_chooses_the_lead_and_a_foreign_member_is_no_choice(world: World) -> None:
    browser, house = world.browser(world.ours.owner), world.ours
    form = {"name": "Al Noor", "engagement": "full", "lead": house.manager.key}
    foreign = browser.post(house.url("clients/new/"), {**form, "lead": world.theirs.manager.key})
    assert foreign.status_code == 422
    assert browser.post(house.url("clients/new/"), form).status_code == 302
    again = browser.post(house.url("clients/new/"), {**form, "about": "typed with care"})
    page = again.content.decode()
    assert again.status_code == 422
    assert "There is a client with this name already." in page
    assert "typed with care" in page, "nothing typed is lost"


@pytest.mark.parametrize(
    "bad",
    [
        {"name": ""},
        {"name": "x" * 161},
        {"name": "A", "website": "javascript:alert(1)"},
        {"name": "A", "started_on": "31 February"},
        {"name": "A", "cadence_days": "-3"},
        {"name": "A", "zone": "Moon/Base"},
        {"name": "A", "language": "tlh"},
        {"name": "\x00"},
    ],
)
def test_bad_input_comes_back_with_its_reason(world: World, bad: dict[str, str]) -> None:
    answer = world.browser(world.ours.manager).post(world.ours.url("clients/new/"), {"engagement": "full", **bad})
    assert answer.status_code == 422
    assert b"field--wrong" in answer.content


def test_editing_a_client(world: World) -> None:
    browser, house = world.browser(world.ours.manager), world.ours
    url = house.url(f"clients/{house.client.key}/edit/")
    assert 'value="Solvang Cycles"' in browser.get(url).content.decode()
    browser.post(url, {"name": "Solvang", "engagement": "full", "tone": "friendly", "cadence_days": "7"})
    with within(house.agency):
        client = Client.objects.get(pk=house.client.pk)
        assert (client.name, client.tone, client.cadence_days, client.language) == ("Solvang", "friendly", 7, "")


def test_archiving_shows_what_is_open_and_asks_again_if_more_came_up(world: World) -> None:
    browser, house = world.browser(world.ours.manager), world.ours
    url = house.url(f"clients/{house.client.key}/archive/")
    with within(house.agency):
        tasks.create(house.client, by=house.manager, at=NOW, title="Late arrival")
    answer = browser.post(url, {"reason": "budget", "note": "Cut by half", "seen": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Late arrival" in page
    assert "Cut by half" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    done = browser.post(url, {"reason": "budget", "note": "Cut by half", "seen": seen}, follow=True)
    assert "is archived" in done.content.decode()
    archived = browser.get(house.url(f"clients/{house.client.key}/")).content.decode()
    assert "budget was cut" in archived
    assert "Cut by half" in archived
    browser.post(house.url(f"clients/{house.client.key}/reopening/"), {"undo": "1"})
    with within(house.agency):
        assert Client.objects.get(pk=house.client.pk).archived_at is None


def test_what_other_rooms_hold_open_is_listed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        registry, "open_things", [lambda client, member, now: [Holding("2 unanswered requests", 2, "/x/")]]
    )
    page = world.browser(world.ours.manager).get(world.ours.url(f"clients/{world.ours.client.key}/archive/"))
    assert "2 unanswered requests" in page.content.decode()


def test_handing_over(world: World) -> None:
    browser, house = world.browser(world.ours.owner), world.ours
    url = house.url(f"clients/{house.client.key}/hand-over/")
    both = browser.post(url, {"lead": house.manager.key, "backup": house.manager.key})
    assert "Lead and backup are two people." in both.content.decode()
    specialist = browser.post(url, {"lead": house.specialist.key})
    assert specialist.status_code == 422
    assert browser.post(url, {"lead": house.backup.key, "backup": ""}).status_code == 302
    with within(house.agency):
        client = Client.objects.get(pk=house.client.pk)
        assert (client.lead, client.backup) == (house.backup, None)


KINDS = {
    "client": "client",
    "person": "person",
    "contact": "contact",
    "portal": "portalinvitation",
    "goal": "goal",
    "scope": "scopeofwork",
    "deliverable": "deliverableuse",
    "favour": "favour",
    "task": "task",
    "right": "decisionright",
    "briefing": "briefinganswer",
}
ASIDE = {"playbook", "service", "glossary"}
"""What the audit log alone tells of: nothing that happened with a client."""
TOLD = [verb for verb in VERB_WORDS if verb.split(".")[0] not in ASIDE]


@pytest.mark.parametrize("gone", [False, True], ids=["there", "gone"])
@pytest.mark.parametrize("verb", [*TOLD, "client.unheard_of"])
def test_every_verb_is_told_whether_its_object_is_there_or_gone(world: World, verb: str, gone: bool) -> None:
    """Goals, favours and uses are deleted when they are taken back; their events stand."""
    furnish(world.ours)
    kind = KINDS[verb.split(".")[0]]
    with within(world.ours.agency):
        thing = Event.objects.filter(object_kind=kind).order_by("pk").values_list("object_id", flat=True).first()
        event = Event.objects.create(
            verb=verb,
            object_kind=kind,
            object_id=0 if gone else thing or world.ours.contact.person.pk,
            actor_kind="system",
            client_id=world.ours.client.pk,
            at=timezone.now(),
            facts={"reason": "budget"} if verb == "client.archived" else {"version": 1},
        )
        line = timelines.tell([event], world.ours.manager)[event.pk]
        assert line.strong
        assert line.inside


def test_an_archived_client_answers_with_a_sentence(world: World) -> None:
    """What cannot be done to an archived client is said, not broken."""
    browser, house = world.browser(world.ours.owner), world.ours
    keys = furnish(house)
    with within(house.agency):
        client = Client.objects.get(pk=house.client.pk)
        open_tasks = [task.key for task in Task.objects.filter(client=client, state="open")]
        clients.archive(client, by=house.owner, at=timezone.now(), reason="budget", seen=open_tasks)
    posts = [
        (f"clients/{keys['client']}/edit/", {"name": "x", "engagement": "full"}),
        (f"clients/{keys['client']}/scope/drafts/", {}),
        (f"clients/{keys['client']}/goals/new/", {"name": "x", "baseline": "0", "target": "1", "due": "2026-12-31"}),
        (f"clients/{keys['client']}/tasks/new/", {"title": "x"}),
        (f"goals/{keys['goal']}/removal/", {}),
        (f"tasks/{keys['task']}/completion/", {"undo": "1"}),
        (f"tasks/{keys['task']}/dropping/", {"undo": "1"}),
        (f"clients/{keys['client']}/people/known/", {"person": house.other_contact.person.key}),
    ]
    for path, data in posts:
        answer = browser.post(house.url(path), data, follow=True)
        assert answer.status_code in (200, 422), path
        assert "Take the client up again before you change anything." in answer.content.decode(), path

"""Everything is shown to its own agency, nothing to another, and a page costs the same at one row and at three."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from agency.domain import absences
from agency.models import Agency
from agency.tenancy.scope import within
from clients.domain import briefing_questions, glossary, goals, offering, people, rights, tasks
from clients.models import Client, DeliverableUse
from comms.domain import (
    channels,
    experts,
    flags,
    insights,
    knowledge,
    meetings,
    questions,
    saved_filters,
    summaries,
    templates,
)
from comms.domain.templates import Words
from comms.models import ChatChannel, Mailbox
from reports.domain import metrics, reports
from reports.models import Metric
from reports.months import month_of, shifted
from tests.api.conftest import Program, program_for
from tests.api.scenes import LISTS, ROWS, Scene, address, asked, called, fill, scope_for
from tests.counting import queries_of
from tests.world import CANARY, NOW, World, member

MISSING = "000000000000"


@pytest.fixture
def scene(world: World) -> Scene:
    fill(world.theirs, mark=f" {CANARY}")
    return fill(world.ours)


def test_a_row_is_shown_to_its_agency_alone(scene: Scene, owner: Program, stranger: Program) -> None:
    for noun, path in ROWS.items():
        mine = owner.get(path.format(key=scene[noun].key))
        assert (mine.status_code, mine.data["id"]) == (200, scene[noun].key), noun
        foreign, missing = (stranger.get(path.format(key=key)) for key in (scene[noun].key, MISSING))
        assert (foreign.status_code, foreign.data) == (404, missing.data), noun
        assert set(missing.data) == {"type", "title", "status"}


def test_a_list_is_of_its_agency_alone(scene: Scene, owner: Program, stranger: Program) -> None:
    for path in LISTS:
        here = address(path, scene)
        mine, theirs = owner.get(here), stranger.get(here)
        assert mine.data["results"], path
        assert CANARY not in mine.content.decode(), path
        if "{" in path:
            parent = path.partition("{")[2].partition("}")[0]
            missing = stranger.get(here.replace(scene[parent].key, MISSING))
            assert (theirs.status_code, theirs.data) == (404, missing.data), path
        else:
            assert CANARY in theirs.content.decode() or path == "events/", path  # events hold no text
            shown = {row["id"] for row in mine.data["results"] if "id" in row}
            assert shown.isdisjoint(row.get("id") for row in theirs.data["results"]), path


def three(scene: Scene) -> None:
    """Two more rows of everything, of people and clients not seen before."""
    house, now = scene.house, timezone.now() - timedelta(hours=1)
    with within(house.agency):
        for number in (2, 3):
            by = {"by": house.manager, "at": now}
            more = member(house.agency, f"more{number}", f"More {number}", "manager")
            day = now.date() + timedelta(days=number)
            absences.enter(more, first=day, last=day, by=house.owner, at=now)
            client = Client.objects.create(name=f"Client {number}", lead=house.manager, backup=house.backup)
            contact = people.create(
                house.client, **by, name=f"Person {number}", addresses=[f"p{number}@client.example"]
            )
            elsewhere = people.create(client, **by, name=f"Other {number}", addresses=[f"o{number}@client.example"])
            glossary.add(house.client, **by, term=f"Term {number}", meaning="More")
            goals.set_goal(house.client, **by, name=f"Goal {number}", target=Decimal(9), due=now.date())
            scope_for(house.client, contact, now)
            DeliverableUse.objects.create(
                client=house.client, deliverable=scene["deliverables"], day=NOW.date(), quantity=number, what="More"
            )
            tasks.create(client, **by, title="More", contact=elsewhere)
            tasks.create(house.client, **by, title="More", owner=house.backup)
            words = Words(f"More {number}", "thanks", "en", "Thank you.")
            templates.add(words, by=house.owner, at=now, shared=True)
            flags.flag(asked(contact, now), by=house.backup, at=now)
            flags.flag(asked(elsewhere, now), by=house.backup, at=now)
            for whose, who in ((house.client, contact), (client, elsewhere)):
                summaries.send(called(whose, who, now), by=house.manager, at=now, to=[who])
            metrics.store([Metric(client=client, name="Orders", day=NOW.date(), value=Decimal(number))], **by)
            expert = experts.add(**by, name=f"Expert {number}", address=f"e{number}@x.example", subjects=["A", "B"])
            due = now + timedelta(days=1)
            questions.ask(asked(elsewhere, now), expert, **by, text="More?", due_at=due)
            knowledge.write(**by, title=f"Entry {number}", answer="More", subject="A")
            channels.connect(ChatChannel(client=client, contact=elsewhere, name="#talk"), address="", **by)
            Mailbox.objects.create(address=f"m{number}@northlight.example", triage=house.owner, active=False)
            saved_filters.keep(by=house.owner, at=now, name=f"Filter {number}", asked={"find": str(number)})
            offering.add(**by, name=f"Service {number}")
            briefing_questions.add(**by, text=f"And question {number}?")
            rights.grant(house.client, **by, subject=f"Subject {number}", contact=contact)
            insights.note(house.client, **by, text=f"More {number}", contact=contact)
            meetings.plan(
                client, **by, kind="review", title="More", starts_at=timezone.now() + timedelta(days=number),
                members=[more], contacts=[elsewhere],
            )  # fmt: skip
            month = shifted(month_of(now.date()), -number)
            reports.draft(client, month, at=now, by=house.manager)


def test_a_page_costs_the_same_at_one_row_and_at_three(scene: Scene, owner: Program) -> None:
    """The token's use is noted at each measured call, since the cache is emptied before it."""

    def costs(path: str) -> int:
        return queries_of(lambda: owner.get(address(path, scene)))

    def rows() -> dict[str, int]:
        return {path: len(owner.get(address(path, scene)).data["results"]) for path in LISTS}

    few, before = rows(), {path: costs(path) for path in LISTS}
    three(scene)
    many, after = rows(), {path: costs(path) for path in LISTS}
    assert after == before
    assert {path: many[path] - few[path] for path in LISTS if many[path] < few[path] + 2} == {}


def test_an_own_only_manager_sees_own_clients(scene: Scene) -> None:
    """…in every list, and nowhere else."""
    house = scene.house
    Agency.objects.filter(pk=house.agency.pk).update(managers_see_own_only=True)
    with within(house.agency):
        outsider = member(house.agency, "nora", "Nora Lind", "manager")
    program = program_for(outsider)
    for path in (
        "clients/",
        "people/",
        "tasks/",
        "requests/",
        "flags/",
        "questions/",
        "summaries/",
        "decisions/",
        "reports/",
        "metrics/",
    ):
        assert program.get(path).data["results"] == [], path
    for noun in set(ROWS) - {"members", "inbound", "templates", "experts", "knowledge", "mailboxes"}:
        assert program.get(ROWS[noun].format(key=scene[noun].key)).status_code == 404, noun
    lead = program_for(house.manager)
    assert [row["name"] for row in lead.get("clients/").data["results"]] == ["Solvang Cycles"]


def test_rows_in_full(scene: Scene, owner: Program) -> None:
    house = scene.house
    client = owner.get(f"clients/{house.client.key}/").data
    assert client["lead"] == {"id": house.manager.key, "name": "Ida Brandt"}
    assert client["backup"]["name"] == "Daniel Whitlock"
    assert client["created_at"].endswith("Z")
    scope = owner.get(f"scopes/{scene['scopes'].key}/").data
    assert scope["fee"] == {"minor": 480000, "currency": "EUR"}
    assert [row["quantity"] for row in scope["deliverables"]] == ["12.00"]
    thread = owner.get(f"requests/{scene['requests'].key}/").data
    assert [(said["kind"], said["internal"]) for said in thread["messages"]] == [("letter", False), ("note", True)]
    assert thread["clock"]["promise"] == "pending"
    assert thread["clock"]["responsible"]["name"] == "Ida Brandt"
    call = owner.get(f"calls/{scene['calls'].key}/").data
    assert [topic["title"] for topic in call["topics"]] == ["Landing page", "A film"]
    assert [summary["state"] for summary in call["summaries"]] == ["sent"]
    summary = owner.get(f"summaries/{scene['summaries'].key}/").data
    assert [line["kind"] for line in summary["lines"]] == ["decision", "action", "out_of_scope"]
    assert [copy["contact"]["name"] for copy in summary["copies"]] == ["Jens Solvang"]
    report = owner.get(f"reports/{scene['reports'].key}/").data
    assert report["snapshot"]["client"] == "Solvang Cycles"
    assert report["state"] == "in_review"


def test_what_a_role_may_not_see(scene: Scene, manager: Program, specialist: Program) -> None:
    person = scene["people"]
    with within(scene.house.agency):
        person.personal_note = "Runs marathons"
        person.save()
    assert manager.get(f"people/{person.key}/").data["personal_note"] == "Runs marathons"
    assert specialist.get(f"people/{person.key}/").data["personal_note"] is None
    assert manager.get(f"scopes/{scene['scopes'].key}/").data["fee"] is None
    for path in ("outbox/", "events/"):
        answer = specialist.get(path)
        assert answer.status_code == 403
    assert manager.get("events/").data["detail"] == "You may not read the audit log. Only owners can."


FILTERS = [
    ("clients/?q=solvang", 1),
    ("clients/?lead={members}", 1),
    ("clients/?archived=true", 0),
    ("members/?active=false", 0),
    ("people/?q=maria", 1),
    ("people/?client={clients}", 2),
    ("clients/{clients}/contacts/?ended=true", 0),
    ("clients/{clients}/scopes/?state=accepted", 1),
    ("clients/{clients}/interactions/?kind=note", 1),
    ("tasks/?state=done", 0),
    ("tasks/?client={clients}&state=open", 2),
    ("requests/?waiting=true", 2),
    ("requests/?waiting=false", 0),
    ("requests/?assignee=none", 2),
    ("requests/?assignee={members}", 0),
    ("requests/?state=new&client={clients}", 2),
    ("flags/?state=raised", 2),
    ("summaries/?state=draft", 1),
    ("decisions/?q=12+November", 1),
    ("decisions/?client={clients}&q=nothing", 0),
    ("reports/?state=sent", 0),
    ("metrics/?client={clients}&name=Orders&node=account", 1),
    ("metrics/?from_day=2100-01-01", 0),
    ("promise/messages/?client={clients}&member={members}", 2),
    ("promise/messages/?show=broken", 0),
    ("metrics/?until=2000-01-01", 0),
    ("outbox/?lane=summary&state=queued", 1),
]


def test_lists_are_narrowed(scene: Scene, owner: Program) -> None:
    for path, count in FILTERS:
        answer = owner.get(address(path, scene))
        assert (answer.status_code, len(answer.data["results"])) == (200, count), path


NO_FILTERS = [
    ("clients/?colour=red", "colour"),
    ("clients/?archived=maybe", "archived"),
    ("clients/?lead=000000000000", "lead"),
    ("clients/?page_size=0", "page_size"),
    ("clients/?page_size=1000000000000000000000", "page_size"),
    ("clients/?page_size=1&page_size=2", "page_size"),
    ("clients/?cursor=xyz", "cursor"),
    ("clients/?q=%00", "q"),
    ("clients/?q=" + "x" * 101, "q"),
    ("tasks/?state=gone", "state"),
    ("tasks/?client={their_client}", "client"),
    ("reports/?month=2026-13", "month"),
    ("metrics/?from_day=yesterday", "from_day"),
    ("promise/?from_day=2026-11-02&until=2026-11-01", "until"),
    ("promise/?by=moon", "by"),
    ("promise/?client={their_client}", "client"),
    ("promise/messages/?show=all", "show"),
    ("agency/?anything=1", "anything"),
]


def test_a_filter_that_is_none_is_refused(world: World, owner: Program) -> None:
    for path, field in NO_FILTERS:
        answer = owner.get(path.replace("{their_client}", world.theirs.client.key))
        assert (answer.status_code, [fault["field"] for fault in answer.data["errors"]]) == (400, [field]), path

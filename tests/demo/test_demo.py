"""The demo world loads once for this module; what it must show is counted, and nothing of it leaves the machine."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from django.test import Client as Browser
from django.utils import timezone

from agency.calendar import hours_of
from agency.demo import links, loading
from agency.demo.world import World
from agency.models import Agency, Event, Invitation, Membership, Role, User
from agency.tenancy.base import TenantModel
from agency.tenancy.scope import within
from agency.tenancy.walls import tenant_models
from clients.models import Client, Contact, Deliverable, Favour, Goal, Person, ScopeOfWork, Task
from comms.models import (
    AccountMail,
    Decision,
    Episode,
    InboundMessage,
    Interaction,
    Notice,
    OutboxMessage,
    Outgoing,
    Request,
    ScopeFlag,
    Summary,
)
from reports.models import Metric, MonthNote, Report

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the content is the same on any database"),
]
DOMAIN = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)|https?://([\w.-]+)")
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Loaded once, and rolled back when the last test of the module is over."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            yield loading.load(timezone.now(), lambda name, done, of: None)
            transaction.set_rollback(True)
        cache.clear()


@pytest.fixture(autouse=True)
def it_stands(demo: World) -> None:
    """Whatever a test does to it is undone after the test."""


@pytest.fixture
def northlight(demo: World) -> Iterator[Agency]:
    with within(demo.houses["northlight"].agency) as agency:
        yield agency


def states(model: type[models.Model], field: str = "state") -> Counter[str]:
    return Counter(model._default_manager.values_list(field, flat=True))


def test_two_agencies_stand_side_by_side(demo: World) -> None:
    northlight, ponte = (demo.houses[name].agency for name in ("northlight", "ponte"))
    assert (northlight.zone, northlight.hue) == ("Europe/Berlin", 205)
    assert (ponte.zone, ponte.country) == ("Europe/Lisbon", "PT")
    for agency, roles, clients in ((northlight, (1, 6, 2), 24), (ponte, (1, 2, 1), 4)):
        with within(agency):
            active = Counter(Membership.objects.filter(deactivated_at=None).values_list("role", flat=True))
            assert tuple(active[role] for role in (Role.OWNER, Role.MANAGER, Role.SPECIALIST)) == roles
            assert Client.objects.count() == clients


def test_some_people_have_two_hats(demo: World) -> None:
    """Staff of both; owner of one and contact of the other; contact of two clients."""
    jonas, beatriz = (User.objects.get(email=email) for email in ("jonas@northlight.example", "beatriz@ponte.example"))
    for house in demo.houses.values():
        with within(house.agency):
            assert Membership.objects.filter(user=jonas).exists()
    with within(demo.houses["northlight"].agency):
        assert Contact.objects.get(person__user=beatriz).portal_access
        assert Person.objects.annotate(places=models.Count("contacts")).filter(places=2).count() >= 2


def test_clients_differ(northlight: Agency) -> None:
    clients = Client.objects.all()
    assert {"en", "ar", "ru", "zh-hans"} <= set(clients.values_list("language", flat=True))
    assert len(set(clients.values_list("country", flat=True))) >= 12
    assert len(set(clients.values_list("industry", flat=True))) >= 15
    assert clients.filter(archived_at__isnull=False).exclude(archived_reason="").count() == 1
    assert clients.filter(archived_at=None, backup=None).count() == 1
    led = Counter(clients.filter(archived_at=None).values_list("lead__user__name", flat=True))
    assert sorted(name for name, count in led.items() if count > northlight.span_limit) == [
        "Ruth Adeyemi",
        "Sofia Petrou",
    ]


def test_each_client_has_people_with_a_profile_and_somebody_who_decides(northlight: Agency) -> None:
    for client in Client.objects.all():
        contacts = Contact.objects.filter(client=client)
        assert 1 <= contacts.count() <= 4
        assert contacts.filter(decision_maker=True).count() == 1
        assert client.expectations
        assert ScopeOfWork.objects.filter(client=client, state=ScopeOfWork.State.ACCEPTED).count() == 1
    people = Person.objects.all()
    assert len(set(people.values_list("personality_type", flat=True)) - {""}) == 4
    assert Contact.objects.filter(portal_access=True).count() >= 8
    assert people.exclude(personal_note="").count() >= 12
    assert people.exclude(calls_from=None).count() >= 12


def test_scopes_goals_favours_and_work_are_there_in_every_state(northlight: Agency) -> None:
    today = timezone.localdate()
    assert states(ScopeOfWork)["superseded"] >= 8
    assert Deliverable.objects.filter(uses__isnull=False).distinct().count() >= 30
    assert Favour.objects.count() >= 15
    assert Goal.objects.filter(current=None).count() == 0
    open_tasks = Task.objects.filter(state=Task.State.OPEN)
    assert open_tasks.filter(client_due__lt=today, contact=None).count() >= 3
    assert open_tasks.exclude(contact=None).count() >= 10
    assert open_tasks.filter(internal_due__lt=models.F("client_due")).count() >= 10
    assert set(states(Task)) == set(Task.State.values)
    assert Task.objects.filter(internal=True).exists()


def test_every_kind_of_answer_and_agreement_has_happened(northlight: Agency) -> None:
    assert set(states(Request)) == set(Request.State.values)
    assert set(states(Episode, "promise")) == set(Episode.Promise.values)
    assert set(states(Episode, "target")) == set(Episode.Target.values)
    assert set(states(Summary)) == set(Summary.State.values)
    assert {"in_scope", "favour", "parked"} <= set(states(ScopeFlag))
    assert Episode.objects.exclude(dismissed_at=None).count() >= 20
    assert Decision.objects.exclude(supersedes=None).exists()
    assert Interaction.objects.filter(internal=True).count() >= 8
    assert Interaction.objects.filter(automatic=True).count() >= 5
    assert states(InboundMessage) == {
        "filed": InboundMessage.objects.count() - 2, "unmatched": 1, "dismissed": 1
    }  # fmt: skip
    broken = Episode.objects.filter(promise=Episode.Promise.BROKEN)
    assert broken.count() >= 2
    assert broken.filter(closed_at=None).count() == 1
    assert Invitation.objects.filter(accepted_at=None, revoked_at=None).count() == 1


def test_three_clocks_run_for_ida(demo: World, northlight: Agency) -> None:
    running = Episode.objects.filter(closed_at=None, responsible__user__name="Ida Brandt").order_by("promise_at")
    left = [(episode.promise_at - demo.now) / HOUR for episode in running]
    assert left == pytest.approx([3, 10, 22.5], abs=0.1)
    assert running[0].request.subject == "Wrong price on the Agile 7 page"
    assert (running[0].next_check_at or demo.now) > demo.now


def test_letters_are_written_in_the_languages_of_their_readers(northlight: Agency) -> None:
    for language, letters in (("ar", "ء-ي"), ("ru", "а-я"), ("zh-hans", "一-鿿")):
        texts = Interaction.objects.filter(client__language=language, internal=False, automatic=False).exclude(text="")
        written = list(texts.values_list("text", flat=True))
        assert len(written) >= 10
        assert all(re.search(f"[{letters}]", text) for text in written), language


def test_figures_reach_two_years_back_and_reports_open(northlight: Agency) -> None:
    assert Metric.objects.values("client").distinct().count() >= 10
    months = Metric.objects.filter(client__name="Solvang Cycles", name="Online sales", node="account").count()
    assert months >= 24
    assert Metric.objects.filter(name="Spend").values("node").distinct().count() >= 10
    assert len(set(MonthNote.objects.values_list("kind", flat=True))) >= 2
    sent = Report.objects.filter(state=Report.State.SENT)
    assert sent.filter(client__name="Solvang Cycles").count() == 5
    assert sent.values("client").distinct().count() == 6
    assert {report.language for report in sent} == {"en", "ar", "ru", "zh-hans"}
    assert all(bytes(report.pdf or b"").startswith(b"%PDF-") and (report.pages or 0) >= 2 for report in sent)
    in_review = Report.objects.filter(state=Report.State.IN_REVIEW)
    assert in_review.count() == Client.objects.filter(archived_at=None).count()
    assert all(report.release_at > timezone.now() for report in in_review)


def test_nothing_waits_to_be_sent_or_done(demo: World) -> None:
    assert not AccountMail.objects.filter(state__in=(*Outgoing.WAITING, *Outgoing.HELD)).exists()
    assert not AccountMail.objects.exclude(mime=b"").exists()
    for house in demo.houses.values():
        with within(house.agency):
            ahead = OutboxMessage.objects.filter(leaves_at__gt=demo.now)
            assert not ahead.exclude(state=Outgoing.State.QUEUED).exists()
            others = OutboxMessage.objects.exclude(pk__in=ahead)
            assert set(others.values_list("state", flat=True)) == {Outgoing.State.SENT}
            assert not others.filter(reported_at=None).exists()
            assert not OutboxMessage.objects.filter(settled_at__gt=demo.now).exists()
            assert not Episode.objects.filter(next_check_at__lte=demo.now).exists()
            assert not Summary.objects.filter(next_check_at__lte=demo.now).exists()
            old = Notice.objects.filter(at__lt=demo.now - 2 * HOUR)
            assert not old.filter(mailed_at=None, seen_at=None).exists()


def test_what_happened_lies_in_the_past_and_people_acted_in_working_hours(demo: World) -> None:
    for house in demo.houses.values():
        with within(house.agency):
            assert not Event.objects.filter(at__gt=demo.now).exists()
            hours = hours_of(house.agency, demo.now.date())
            people = Interaction.objects.filter(
                direction=Interaction.Direction.OUTBOUND, automatic=False, kind=Interaction.Kind.EMAIL,
                at__lt=demo.now - timedelta(days=3),
            )  # fmt: skip
            assert people.exists()
            assert [mail.subject for mail in people if not hours.works_on(mail.at.astimezone(hours.zone).date())] == []
            assert {mail.at.astimezone(hours.zone).hour for mail in people} <= set(range(9, 19))


@pytest.mark.parametrize("model", [*tenant_models(), User, AccountMail], ids=lambda model: model.__name__)
def test_every_address_is_a_reserved_one(demo: World, model: type[models.Model]) -> None:
    texts = [f.name for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)]
    scopes = [house.agency for house in demo.houses.values()] if issubclass(model, TenantModel) else [None]
    for agency in scopes:
        for row in rows(model, agency, texts):
            for found in DOMAIN.finditer(" ".join(str(value) for value in row if value)):
                domain = (found[1] or found[2]).lower().rstrip(".")
                assert domain.endswith((".example", "example.com", "localhost")), (model.__name__, domain)


def rows(model: type[models.Model], agency: Agency | None, names: list[str]) -> list[tuple[Any, ...]]:
    if not names:
        return []
    if agency is None:
        return list(model._default_manager.values_list(*names))
    with within(agency):
        return list(model._default_manager.values_list(*names))


def test_a_second_load_keeps_what_is_there(demo: World, settings: Any) -> None:
    settings.DEMO = True
    before = Agency.objects.values_list("pk", "created_at")
    kept = list(before)
    call_command("demo", "--if-empty", stdout=StringIO())
    assert list(before.all()) == kept


def test_there_is_no_demo_in_production(settings: Any) -> None:
    settings.PRODUCTION = settings.DEMO = True
    for option in ("--reset", "--if-empty", "--links"):
        with pytest.raises(CommandError, match="not for production"):
            call_command("demo", option)


def test_one_link_for_each_person(demo: World, settings: Any) -> None:
    settings.DEMO, settings.ROOT_URLCONF = True, "tests.agency.demo_urls"
    out = StringIO()
    call_command("demo", "--links", stdout=out)
    lines = [line for line in out.getvalue().splitlines() if "http" in line]
    assert len(lines) == len(links.links()) >= 20
    assert any("Ida Brandt" in line and "Northlight Digital" in line for line in lines)


PAGES = {
    "Ida Brandt": ["today/", "inbox/", "clients/", "work/", "reports/", "search/?q=feed"],
    "Helen Marsh": ["today/", "inbox/?show=all", "overview/", "promise/", "settings/people/", "settings/audit/"],
    "Lena Köhler": ["today/", "work/", "clients/"],
}


@pytest.mark.parametrize(("name", "path"), [(name, path) for name, paths in PAGES.items() for path in paths])
def test_pages_are_full_of_life(demo: World, name: str, path: str) -> None:
    browser = Browser()
    browser.force_login(User.objects.get(name=name), backend="django.contrib.auth.backends.ModelBackend")
    page = browser.get(f"/northlight/{path}")
    assert page.status_code == 200
    text = re.sub(r"<[^>]+>", " ", page.content.decode())
    assert len(" ".join(text.split())) > 400


def test_each_client_page_opens_and_says_something(demo: World) -> None:
    browser = Browser()
    browser.force_login(User.objects.get(name="Helen Marsh"), backend="django.contrib.auth.backends.ModelBackend")
    with within(demo.houses["northlight"].agency):
        clients = {client.name: client.key for client in Client.objects.all()}
    for name, key in clients.items():
        page = browser.get(f"/northlight/clients/{key}/")
        assert page.status_code == 200
        assert name.split(" ")[0] in page.content.decode()


def test_one_client_is_promised_more_than_the_others(northlight: Agency) -> None:
    harrow = Client.objects.get(promise_version__gt=0)
    assert (harrow.promise_hours, harrow.target_minutes) == (12, 240)
    since = Episode.objects.filter(client=harrow, promise_version=1)
    assert since.count() >= 2
    assert all(episode.promise_at - episode.opened_at == 12 * HOUR for episode in since)
    assert Episode.Promise.BROKEN not in {episode.promise for episode in since}

"""The scope through its versions, its use, favours, and how use is counted."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from agency.models import Event
from clients.domain import clients, contacts, favours, scopes
from clients.domain.favours import NotAFavour
from clients.domain.refusals import ClientIsArchived
from clients.domain.scopes import NotADraft, NothingPromised, NotInForce, NotTheirs, Unclear
from clients.models import Client, DeliverableUse, Favour, ScopeOfWork
from clients.queries.scope_use import fullest, in_force, usage
from clients.scope_changes import LeftOut, Promise
from tests.clients.conftest import last_event
from tests.counting import queries_of
from tests.world import NOW, House

TODAY = date(2026, 11, 3)
ARTICLES = Promise(name="Articles", quantity=Decimal(6), unit="", period="quarter")
ADVICE = Promise(name="Advice", quantity=Decimal(12), unit="h", period="month")
SITE = Promise(name="Porto site", quantity=Decimal(1), unit="", period="total")
PHOTOS = LeftOut(number="2.5", what="Photography", reason="They have their own.")
FILM = LeftOut(number="", what="Film", reason="")


def agreed(house: House, client: Client | None = None, **terms: Any) -> ScopeOfWork:
    """A scope in force, accepted by Jens, or by whoever speaks for the other client."""
    client = client or house.client
    contact = house.second_contact if client == house.client else house.other_contact
    draft = scopes.draft(client, by=house.owner, at=NOW)
    terms = {"promises": [ARTICLES, ADVICE, SITE], "exclusions": [PHOTOS, FILM], **terms}
    scopes.revise(draft, by=house.owner, at=NOW, **terms)
    return scopes.accept(draft, by=house.owner, at=NOW, accepted_by=contact, accepted_at=NOW, how="by e-mail")


def use(scope: ScopeOfWork, name: str, quantity: str, day: date, house: House) -> DeliverableUse:
    deliverable = scope.deliverables.get(name=name)
    return scopes.record_use(deliverable, by=house.specialist, at=NOW, day=day, quantity=Decimal(quantity), what=name)


def test_the_first_draft_is_empty_and_there_is_one(ours: House) -> None:
    draft = scopes.draft(ours.client, by=ours.manager, at=NOW)
    assert (draft.version, draft.state, draft.starts_on) == (1, "draft", TODAY)
    assert scopes.draft(ours.client, by=ours.manager, at=NOW) == draft
    assert Event.objects.filter(verb="scope.drafted", shown=False).count() == 1


def test_exclusions_without_a_number_take_the_next_free_one(ours: House) -> None:
    draft = scopes.draft(ours.client, by=ours.manager, at=NOW)
    left_out = [LeftOut(number="1", what="a", reason=""), FILM, LeftOut(number="", what="c", reason="")]
    scopes.revise(draft, by=ours.manager, at=NOW, promises=[], exclusions=left_out)
    assert list(draft.exclusions.values_list("number", flat=True)) == ["1", "2", "3"]


def test_agreement_supersedes_and_is_shown(ours: House) -> None:
    first = agreed(ours)
    assert (last_event().verb, last_event().shown, last_event().facts) == (
        "scope.accepted",
        True,
        {"version": 1, "supersedes": None},
    )
    second = agreed(ours, promises=[ARTICLES])
    first.refresh_from_db()
    assert (first.state, second.state, second.version) == ("superseded", "accepted", 2)
    assert (second.accepted_by, second.accepted_how) == (ours.second_contact, "by e-mail")
    assert last_event().facts == {"version": 2, "supersedes": 1}


def test_the_next_draft_is_a_copy(ours: House) -> None:
    first = agreed(ours, fee_minor=430000, assumptions="Texts come by the 5th", changes="First")
    draft = scopes.draft(ours.client, by=ours.manager, at=NOW)
    assert (draft.fee_minor, draft.assumptions, draft.changes) == (430000, first.assumptions, "")
    assert list(scopes.promises_of(draft)) == [ARTICLES, ADVICE, SITE]
    assert [clause.number for clause in scopes.exclusions_of(draft)] == ["2.5", "1"]


def test_what_was_agreed_is_never_edited(ours: House) -> None:
    scope = agreed(ours)
    refused: list[Any] = [
        lambda: scopes.revise(scope, by=ours.owner, at=NOW, promises=[], exclusions=[]),
        lambda: scopes.discard(scope, by=ours.owner, at=NOW),
        lambda: scopes.accept(
            scope, by=ours.owner, at=NOW, accepted_by=ours.second_contact, accepted_at=NOW, how="again"
        ),
    ]
    for verb in refused:
        with pytest.raises(NotADraft):
            verb()


def test_a_draft_can_be_thrown_away(ours: House) -> None:
    draft = scopes.draft(ours.client, by=ours.manager, at=NOW)
    scopes.revise(draft, by=ours.manager, at=NOW, promises=[ARTICLES], exclusions=[PHOTOS])
    scopes.discard(draft, by=ours.manager, at=NOW)
    assert not ScopeOfWork.objects.exists()


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"promises": [ARTICLES, ARTICLES], "exclusions": []}, ""),
        ({"promises": [], "exclusions": [PHOTOS, PHOTOS]}, ""),
        ({"promises": [], "exclusions": [], "ends_on": TODAY - timedelta(days=1)}, "ends_on"),
    ],
)
def test_unclear_terms_are_refused(ours: House, terms: dict[str, Any], field: str) -> None:
    draft = scopes.draft(ours.client, by=ours.manager, at=NOW)
    with pytest.raises(Unclear) as refusal:
        scopes.revise(draft, by=ours.manager, at=NOW, **terms)
    assert refusal.value.at_field == field


def test_nothing_promised_is_nothing_agreed(ours: House) -> None:
    draft = scopes.draft(ours.client, by=ours.manager, at=NOW)
    with pytest.raises(NothingPromised):
        scopes.accept(draft, by=ours.manager, at=NOW, accepted_by=ours.contact, accepted_at=NOW, how="x")


def test_only_who_speaks_for_the_client_accepts_and_not_tomorrow(ours: House) -> None:
    draft = scopes.draft(ours.client, by=ours.manager, at=NOW)
    scopes.revise(draft, by=ours.manager, at=NOW, promises=[ARTICLES], exclusions=[])
    terms: dict[str, Any] = {"by": ours.manager, "at": NOW, "how": "by e-mail"}
    with pytest.raises(NotTheirs):
        scopes.accept(draft, accepted_by=ours.other_contact, accepted_at=NOW, **terms)
    with pytest.raises(NotTheirs) as refusal:
        scopes.accept(draft, accepted_by=ours.contact, accepted_at=NOW + timedelta(days=1), **terms)
    assert refusal.value.at_field == "accepted_on"
    contacts.end(ours.contact, by=ours.manager, at=NOW)
    with pytest.raises(NotTheirs):
        scopes.accept(draft, accepted_by=ours.contact, accepted_at=NOW, **terms)


def test_use_is_counted_in_its_period(ours: House) -> None:
    scope = agreed(ours)
    use(scope, "Articles", "2", date(2026, 10, 5), ours)
    use(scope, "Articles", "1", date(2026, 9, 30), ours)
    use(scope, "Advice", "1.5", date(2026, 11, 1), ours)
    use(scope, "Advice", "4", date(2026, 10, 31), ours)
    assert (last_event().verb, last_event().shown) == ("deliverable.used", True)
    used = {u.deliverable.name: u for u in usage(in_force([ours.client.pk]).values(), TODAY)[ours.client.pk]}
    assert {name: u.used for name, u in used.items()} == {"Articles": 2, "Advice": Decimal("1.5"), "Porto site": 0}
    assert used["Advice"].label == "Advice: 1.5 of 12\N{NO-BREAK SPACE}h"
    assert fullest(list(used.values())) == used["Articles"]


def test_a_change_order_forgets_nothing_that_was_used(ours: House) -> None:
    use(agreed(ours), "Articles", "2", date(2026, 10, 5), ours)
    more = Promise(name="ARTICLES", quantity=Decimal(8), unit="", period="quarter")
    second = agreed(ours, promises=[more])
    use(second, "ARTICLES", "1", TODAY, ours)
    (counted,) = usage(in_force([ours.client.pk]).values(), TODAY)[ours.client.pk]
    assert (counted.used, counted.words) == (3, "3 of 8")


def test_a_total_counts_from_the_beginning_of_the_scope(ours: House) -> None:
    scope = agreed(ours, starts_on=date(2026, 7, 1))
    use(scope, "Porto site", "1", date(2026, 7, 1), ours)
    scope = agreed(ours, starts_on=date(2026, 10, 1))
    used = {u.deliverable.name: u.used for u in usage([scope], TODAY)[ours.client.pk]}
    assert used["Porto site"] == 0


def test_usage_takes_the_same_queries_for_many(ours: House) -> None:
    agreed(ours)
    one = queries_of(lambda: usage(in_force([ours.client.pk]).values(), TODAY))
    agreed(ours, ours.other_client)
    ids = [ours.client.pk, ours.other_client.pk]
    assert queries_of(lambda: usage(in_force(ids).values(), TODAY)) == one


@pytest.mark.parametrize(
    ("quantity", "day", "field"), [("0", TODAY, "quantity"), ("1", TODAY + timedelta(days=1), "day")]
)
def test_use_is_something_and_not_tomorrow(ours: House, quantity: str, day: date, field: str) -> None:
    scope = agreed(ours)
    with pytest.raises(Unclear) as refusal:
        use(scope, "Articles", quantity, day, ours)
    assert refusal.value.at_field == field


def test_only_what_is_in_force_is_used_up(ours: House) -> None:
    draft = scopes.draft(ours.client, by=ours.manager, at=NOW)
    scopes.revise(draft, by=ours.manager, at=NOW, promises=[ARTICLES], exclusions=[])
    with pytest.raises(NotInForce):
        use(draft, "Articles", "1", TODAY, ours)


def test_a_use_written_by_mistake_is_taken_out(ours: House) -> None:
    made = use(agreed(ours), "Articles", "1", TODAY, ours)
    scopes.take_back_use(made, by=ours.manager, at=NOW)
    assert not DeliverableUse.objects.exists()
    assert last_event().verb == "deliverable.use_taken_back"


def test_a_favour_is_written_down_and_shown(ours: House) -> None:
    favour = favours.give(
        ours.client, by=ours.manager, at=NOW, day=TODAY, what="Banner", hours=Decimal("1.5"), worth_minor=14300
    )
    assert (last_event().verb, last_event().shown, last_event().facts) == ("favour.given", True, {"hours": "1.5"})
    favours.take_back(favour, by=ours.manager, at=NOW)
    assert not Favour.objects.exists()


@pytest.mark.parametrize(("hours", "worth", "field"), [("0", 0, "hours"), ("-1", 0, "hours"), ("1", -1, "worth")])
def test_a_favour_has_hours(ours: House, hours: str, worth: int, field: str) -> None:
    with pytest.raises(NotAFavour) as refusal:
        favours.give(ours.client, by=ours.manager, at=NOW, day=TODAY, what="x", hours=Decimal(hours), worth_minor=worth)
    assert refusal.value.at_field == field


def test_an_archived_client_gets_no_scope_and_no_favour(ours: House) -> None:
    scope = agreed(ours)
    client = clients.archive(ours.client, by=ours.owner, at=NOW, reason="budget")
    with pytest.raises(ClientIsArchived):
        scopes.draft(client, by=ours.owner, at=NOW)
    with pytest.raises(ClientIsArchived):
        favours.give(client, by=ours.owner, at=NOW, day=TODAY, what="x", hours=Decimal(1))
    with pytest.raises(ClientIsArchived):
        use(ScopeOfWork.objects.get(pk=scope.pk), "Articles", "1", TODAY, ours)


def test_a_version_is_not_agreed_to_before_the_one_it_replaces(ours: House) -> None:
    agreed(ours)
    draft = scopes.draft(ours.client, by=ours.owner, at=NOW)
    scopes.revise(draft, by=ours.owner, at=NOW, promises=[ARTICLES], exclusions=[])
    who, day_before = ours.second_contact, NOW - timedelta(days=1)
    with pytest.raises(scopes.NotTheirs, match="later than that"):
        scopes.accept(draft, by=ours.owner, at=NOW, accepted_by=who, accepted_at=day_before, how="by e-mail")

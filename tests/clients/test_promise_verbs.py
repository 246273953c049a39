"""What one client is promised (practice M4): stricter than the agency's promise, and never what does not fit."""

from typing import Any

import pytest

from agency.models import Event
from clients.domain import clients, promises
from clients.domain.promises import CannotPromise
from clients.domain.refusals import ClientIsArchived
from clients.models import Client
from clients.promise import terms_for
from tests.clients.conftest import last_event
from tests.world import NOW, House


def promise(house: House, **own: Any) -> Client:
    return promises.change(house.client, by=house.owner, at=NOW, **own)


def test_a_client_is_promised_more_and_the_version_rises(ours: House) -> None:
    version = ours.client.promise_version
    changed = promise(ours, promise_hours=6, target_minutes=120, target_kind="real", warn_percent=40)
    stored = Client.objects.get(pk=ours.client.pk)
    assert changed.promise_version == stored.promise_version == version + 1
    terms = terms_for(stored)
    assert (terms.promise_hours, terms.target_minutes, terms.target_kind, terms.warn_percent) == (6, 120, "real", 40)
    assert set(terms.own) == {"promise_hours", "target_minutes", "target_kind", "warn_percent"}
    event = last_event()
    assert (event.verb, event.client_id, event.shown) == ("client.promise_changed", stored.pk, False)
    assert event.facts == {"fields": ["promise_hours", "target_kind", "target_minutes", "warn_percent"]}


def test_the_same_once_more_is_no_change(ours: House) -> None:
    version = promise(ours, promise_hours=6).promise_version
    assert promise(ours, promise_hours=6, target_kind="real").promise_version == version, "a kind alone says nothing"
    assert Event.objects.filter(verb="client.promise_changed").count() == 1


def test_without_a_target_of_their_own_there_is_no_kind_either(ours: House) -> None:
    promise(ours, target_minutes=120, target_kind="real")
    promise(ours, target_minutes=None)
    stored = Client.objects.get(pk=ours.client.pk)
    assert (stored.target_minutes, stored.target_kind, terms_for(stored).own) == (None, "", ())


@pytest.mark.parametrize(
    ("own", "field", "words"),
    [
        ({"promise_hours": 13}, "promise_hours", "can only be shorter"),
        ({"promise_hours": 1}, "promise_hours", "2"),
        ({"target_minutes": 5}, "target_minutes", "15"),
        ({"promise_hours": 6, "target_minutes": 480, "target_kind": "real"}, "target_minutes", "beyond the promise"),
        ({"warn_percent": 3}, "warn_percent", "5"),
        ({"warn_percent": 80, "backup_percent": 20}, "backup_percent", "before the lead"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(ours: House, own: dict[str, Any], field: str, words: str) -> None:
    ours.agency.promise_hours = 12
    ours.agency.save(update_fields=["promise_hours"])
    version = ours.client.promise_version
    with pytest.raises(CannotPromise, match=words) as refusal:
        promise(ours, **own)
    assert refusal.value.at_field == field
    stored = Client.objects.get(pk=ours.client.pk)
    assert (stored.promise_version, terms_for(stored).own) == (version, ())
    assert not Event.objects.filter(verb="client.promise_changed").exists()


def test_an_archived_client_is_promised_nothing_new_and_a_verb_sets_terms_alone(ours: House) -> None:
    with pytest.raises(TypeError):
        promise(ours, name="Another")
    clients.archive(ours.client, by=ours.owner, at=NOW, reason="finished")
    with pytest.raises(ClientIsArchived):
        promise(ours, promise_hours=6)

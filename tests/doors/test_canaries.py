"""The world of the sweep holds rows of every tenant model, with a mark in every text."""

import pytest
from django.db import models

from agency.tenancy.base import TenantModel
from agency.tenancy.scope import everywhere
from agency.tenancy.walls import tenant_models
from tests.doors.canaries import CODE_WORDS, MARK, SHOWN_FIELDS, Mark, marked_fields, marks_in, readable
from tests.doors.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_each_agency_and_client_has_rows(scene: Scene, model: type[TenantModel]) -> None:
    label = model._meta.label
    of_clients = any(plot.rows[label] for house in scene.houses for plot in house.plots[1:])
    for house in scene.houses:
        for plot in house.plots[1:] if of_clients else house.plots[:1]:
            assert plot.rows[label], f"{label} has no row for client {plot.number}: make one in scene.py"


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_every_text_holds_a_mark(scene: Scene, model: type[TenantModel]) -> None:
    label = model._meta.label
    with everywhere():
        rows = list(model.objects.all())
    for field in marked_fields(model):
        texts = [str(getattr(row, field.attname)) for row in rows]
        assert any(MARK.search(text) for text in texts), (
            f"{label}.{field.name} holds no mark: fill it in rows.USUAL, or say in canaries.CODE_WORDS that machines read it"
        )


def test_names_in_the_lists_are_names_of_fields() -> None:
    from django.apps import apps

    for known in (SHOWN_FIELDS, CODE_WORDS):
        for label, names in known.items():
            fields = {
                field.name for field in apps.get_model(label)._meta.get_fields() if isinstance(field, models.Field)
            }
            assert names <= fields, f"{label}: {names - fields} are gone"


def test_marks_are_found_in_any_dress() -> None:
    mark = Mark("a", 1, "s")
    assert marks_in(f"<b>{str(mark).upper()}</b>") == {mark}
    for amount in ("3,119,173.00", "3.119.173,00", "3 119 173", "311917300", "3\u202f119\u202f173"):
        assert marks_in(f"a fee of € {amount}") == {Mark("a", 1, "fee")}, amount
    assert marks_in("oua3slo 3139173") == set()


def test_what_a_mail_says_is_read_through_its_encodings() -> None:
    raw = (
        b"Subject: =?utf-8?b?b3VhMXNsbyDDqQ==?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nb3ViMmlsbw==\r\n"
    )
    assert marks_in(readable(raw)) == {Mark("a", 1, "s"), Mark("b", 2, "i")}

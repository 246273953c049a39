"""Every table is a tenant's or says why not; every door says who may come through it."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from agency.permissions import TABLE
from agency.tenancy.base import TenantModel
from agency.tenancy.walls import tenant_models

ROOMS = {"agency", "clients", "comms", "reports", "portal", "api"}
OF_NO_AGENCY = {"agency.Agency", "agency.User", "comms.AccountMail"}
NOT_OURS = ("allauth.", "django.", "drf_spectacular.", "rest_framework.")


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in ROOMS]


def test_every_table_of_ours_has_an_agency() -> None:
    assert {model._meta.label for model in our_models() if not issubclass(model, TenantModel)} == OF_NO_AGENCY


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_unique_constraints_begin_with_the_agency(model: type[TenantModel]) -> None:
    """A global constraint would tell one agency that a row exists in another."""
    assert not [f.name for f in model._meta.concrete_fields if f.unique and not f.primary_key and not f.is_relation]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            first = constraint.fields[0] if constraint.fields else constraint.expressions[0].name
            assert first == "agency", constraint.name


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_no_implicit_tables(model: type[TenantModel]) -> None:
    assert not model._meta.local_many_to_many, "an implicit table has no agency"


@pytest.mark.parametrize(
    "model", [m for m in tenant_models() if "client" in (m.portal_wall,)], ids=lambda m: m._meta.label
)
def test_what_the_portal_reads_names_its_client(model: type[TenantModel]) -> None:
    assert "client_id" in {field.column for field in model._meta.concrete_fields}


def views(patterns: list[Any], prefix: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += views(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            found.append((prefix + str(pattern.pattern), pattern.callback))
    return found


def test_every_address_of_ours_is_a_door() -> None:
    unclassified = []
    for route, view in views(get_resolver().url_patterns):
        module = getattr(getattr(view, "view_class", view), "__module__", "")
        if module.startswith(NOT_OURS) or route.startswith(("admin/", "accounts/", "api/v1/")):
            continue
        door = getattr(view, "door", None)
        if door is None:
            unclassified.append(route)
        elif door.kind == "member":
            assert "agency_slug" in route, f"{route}: a member's door stands under an agency's slug"
            assert door.verb in TABLE
    assert not unclassified

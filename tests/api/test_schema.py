"""The schema says everything, and says it cleanly; the page of documentation is made of it."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client as Browser
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from api.views import docs
from tests.api.test_inventory import METHODS, views


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return docs.described()


def test_it_is_valid_and_without_a_warning(tmp_path: Path) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))


def test_every_operation_is_described(schema: dict[str, Any]) -> None:
    operations = [said for methods in schema["paths"].values() for name, said in methods.items() if name in METHODS]
    assert len(operations) == sum(len(view.verbs) for _route, view in views())
    assert len({said["operationId"] for said in operations}) == len(operations)
    for said in operations:
        assert said["summary"]
        assert said["tags"]
        assert said["security"] == [{"token": []}]
        for code, answer in said["responses"].items():
            if code >= "400":
                shape = answer["content"]["application/problem+json"]["schema"]
                assert shape == {"$ref": "#/components/schemas/Problem"}


def test_no_database_is_asked(schema: dict[str, Any]) -> None:
    """It holds no data, so anybody may read it."""
    answer = Browser().get("/api/v1/schema/")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.")
    again = Browser(headers={"If-None-Match": answer.headers["ETag"]}).get("/api/v1/schema/")
    assert again.status_code == 304


def test_bodies_refuse_what_they_do_not_know(schema: dict[str, Any]) -> None:
    components = schema["components"]["schemas"]
    bodies = [shape for name, shape in components.items() if name.endswith("Request") and name != "Request"]
    assert len(bodies) > 15
    assert all(shape["additionalProperties"] is False for shape in bodies)


def test_examples_fit(schema: dict[str, Any]) -> None:
    """Each example is what its operation takes."""
    registry = Registry().with_resource("urn:api", Resource.from_contents(schema, default_specification=DRAFT202012))
    count = 0
    for methods in schema["paths"].values():
        for said in methods.values():
            content = said.get("requestBody", {}).get("content", {}).get("application/json", {})
            for example in content.get("examples", {}).values():
                reference = {"$ref": f"urn:api{content['schema']['$ref']}"}
                Draft202012Validator(reference, registry=registry).validate(example["value"])
                count += 1
    assert count >= 12


def test_the_page_tells_every_operation(schema: dict[str, Any]) -> None:
    """…without a script, a style or anything from elsewhere, and asks no database."""
    answer = Browser().get("/api/v1/docs/")
    page = answer.content.decode()
    assert answer.status_code == 200
    for methods in schema["paths"].values():
        for said in methods.values():
            assert f'id="{said["operationId"]}"' in page
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Publish the page" in page

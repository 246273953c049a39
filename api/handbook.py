"""The schema as a page: chapters by tag, each operation with its fields. Pure: a schema in, plain values out."""

import json
import shlex
from collections import defaultdict
from typing import Any

from api.fields import KEY_PATTERN

METHODS = ("get", "post", "put", "patch", "delete")
KINDS = {
    "date": "day",
    "date-time": "moment",
    "time": "time of the day",
    "binary": "bytes",
    "uri": "address",
    "email": "e-mail",
}
SOME_KEY = "3k9v2mq7t0xe"
Schema = dict[str, Any]


def chapters(schema: Schema, host: str) -> list[dict[str, Any]]:
    """{'name', 'id', 'operations'} in the order of the addresses. `host` is where the API stands, for examples."""
    by_tag: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if method in methods:
                said = methods[method]
                by_tag[said["tags"][0]].append(_operation(schema, host, path, method, said))
    return [{"name": tag, "id": f"of-{tag.lower()}", "operations": those} for tag, those in by_tag.items()]


def _operation(schema: Schema, host: str, path: str, method: str, said: Schema) -> dict[str, Any]:
    body: Schema = said.get("requestBody", {}).get("content", {}).get("application/json", {})
    good: list[Schema] = [answer for code, answer in said["responses"].items() if code < "300"]
    shape: Schema = next((media.get("schema", {}) for media in good[0].get("content", {}).values()), {})
    whole = _resolved(schema, shape)
    paged = "results" in whole.get("properties", {})
    if paged:
        whole = _resolved(schema, whole["properties"]["results"]["items"])
    return {
        "id": said["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": said["summary"],
        "about": said.get("description", ""),
        "tables": [
            ("Filters", _parameters(schema, said, "query")),
            ("Headers", _parameters(schema, said, "header")),
            ("Body", _fields(schema, _resolved(schema, body.get("schema", {})))),
            ("Each row of the answer" if paged else "Answer", _fields(schema, whole, all_there=True)),
        ],
        "codes": ", ".join(said["responses"]),
        "curl": _curl(host + path.replace("{key}", SOME_KEY), method, body),
    }


def _parameters(schema: Schema, said: Schema, place: str) -> list[dict[str, Any]]:
    return [
        {"name": each["name"], "kind": _kind(_resolved(schema, each["schema"])), "needed": False, "about": _about(each)}
        for each in said.get("parameters", [])
        if each["in"] == place
    ]


def _fields(schema: Schema, whole: Schema, *, all_there: bool = False) -> list[dict[str, Any]]:
    """The fields of an object, one level deep."""
    needed = [] if all_there else whole.get("required", [])
    return [
        {"name": name, "kind": _kind(_resolved(schema, each)), "needed": name in needed, "about": _about(each)}
        for name, each in whole.get("properties", {}).items()
    ]


def _resolved(schema: Schema, shape: Schema) -> Schema:
    """What a reference leads to, with what stands beside it."""
    for wrapped in ("allOf", "oneOf"):
        if shape.get(wrapped):
            beside = {name: value for name, value in shape.items() if name != wrapped}
            return {**_resolved(schema, shape[wrapped][0]), **beside}
    if "$ref" not in shape:
        return shape
    name = shape["$ref"].rpartition("/")[2]
    return {"title": name, **schema["components"]["schemas"][name]}


def _kind(shape: Schema) -> str:
    """'text, at most 200', 'open, done or dropped', 'list of Topic'."""
    if "enum" in shape:
        return " · ".join(str(value) for value in shape["enum"] if value not in ("", None))
    kind = shape.get("type", "anything")
    if kind == "array":
        items = shape["items"]
        return f"list of {items.get('$ref', '').rpartition('/')[2] or _kind(items)}"
    if kind == "object":
        kind = shape.get("title", "object")
    if shape.get("pattern") == KEY_PATTERN:
        return "key or null" if shape.get("nullable") else "key"
    if kind == "string":
        kind = KINDS.get(shape.get("format", ""), "text")
    most = f", at most {shape['maxLength']}" if "maxLength" in shape else ""
    usual = f", {shape['default']} unless given" if "default" in shape else ""
    return f"{kind}{most}{usual}{' or null' if shape.get('nullable') else ''}"


def _about(shape: Schema) -> str:
    """Its description without the list of choices, which the generator adds, and without marks."""
    return str(shape.get("description", "")).partition("* `")[0].replace("`", "").strip()


def _curl(address: str, method: str, body: Schema) -> str:
    does = "" if method == "get" else f"-X {method.upper()} "
    lines = [f"curl {does}{address}", "-H 'Authorization: Bearer rp_…'"]
    examples: list[Schema] = list(body.get("examples", {}).values())
    example = examples[0].get("value") if examples else None
    if example is not None:
        lines += ["-H 'Content-Type: application/json'", f"-d {shlex.quote(json.dumps(example, ensure_ascii=False))}"]
    return " \\\n  ".join(lines)

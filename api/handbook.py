"""The schema as a page: chapters by tag, each operation with its fields. Pure: a schema in, plain values out."""

import json
import shlex
from collections import defaultdict
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
HOST = "https://rapport.example.com"
Schema = dict[str, Any]


def chapters(schema: Schema) -> list[dict[str, Any]]:
    """{'name', 'operations'} in the order of the addresses."""
    by_tag: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if method in methods:
                said = methods[method]
                by_tag[said["tags"][0]].append(_operation(schema, path, method, said))
    return [{"name": tag, "id": f"of-{tag.lower()}", "operations": those} for tag, those in by_tag.items()]


def _operation(schema: Schema, path: str, method: str, said: Schema) -> dict[str, Any]:
    content = said.get("requestBody", {}).get("content", {}).get("application/json", {})
    given = next((answer for code, answer in said["responses"].items() if code < "300"), {})
    return {
        "id": said["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": said["summary"],
        "about": said.get("description", ""),
        "parameters": [_parameter(each) for each in said.get("parameters", [])],
        "body": _fields(schema, content.get("schema", {})),
        "answer": _fields(schema, next(iter(given.get("content", {}).values()), {}).get("schema", {})),
        "codes": ", ".join(said["responses"]),
        "curl": _curl(path, method, content),
    }


def _parameter(said: Schema) -> dict[str, str]:
    where = {"path": "address", "query": "filter", "header": "header"}[said["in"]]
    return {"name": said["name"], "where": where, "kind": _kind(said["schema"]), "about": said.get("description", "")}


def _fields(schema: Schema, shape: Schema) -> list[dict[str, Any]]:
    """The fields of an object, one level deep; of a page, those of its rows."""
    whole = _resolved(schema, shape)
    if "results" in whole.get("properties", {}):
        whole = _resolved(schema, whole["properties"]["results"]["items"])
    required = whole.get("required", [])
    return [
        {"name": name, "kind": _kind(_resolved(schema, each)), "needed": name in required, "about": _about(each)}
        for name, each in whole.get("properties", {}).items()
    ]


def _resolved(schema: Schema, shape: Schema) -> Schema:
    """What a reference leads to, with what stands beside it."""
    for wrapped in ("allOf", "oneOf"):
        if len(shape.get(wrapped, [])) >= 1:
            return {**_resolved(schema, shape[wrapped][0]), **{k: v for k, v in shape.items() if k != wrapped}}
    if "$ref" not in shape:
        return shape
    found: Schema = schema["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
    return {"title": shape["$ref"].rpartition("/")[2], **found}


def _kind(shape: Schema) -> str:
    """'text, at most 200', 'one of open, done', 'list of Address'."""
    if "enum" in shape:
        return "one of " + ", ".join(str(value) for value in shape["enum"] if value not in ("", None))
    kind = shape.get("type", "value")
    if kind == "array":
        items = shape["items"]
        return f"list of {items.get('$ref', '').rpartition('/')[2] or _kind(items)}"
    if kind == "object":
        return str(shape.get("title", "object"))
    words = {"string": {"date": "day", "date-time": "moment", "binary": "bytes"}.get(shape.get("format", ""), "text")}
    most = f", at most {shape['maxLength']}" if "maxLength" in shape else ""
    return f"{words.get(kind, kind)}{most}{' or null' if shape.get('nullable') else ''}"


def _about(shape: Schema) -> str:
    """Its description, but for the lists of choices that the generator adds."""
    return (
        str(shape.get("description", "")).split("\n\n* `")[0].removeprefix("* `").strip()
        if not str(shape.get("description", "")).startswith("* `")
        else ""
    )


def _curl(path: str, method: str, content: Schema) -> str:
    address = HOST + path.replace("{key}", "3k9v2mq7t0xe")
    does = "" if method == "get" else f"-X {method.upper()} "
    lines = [f"curl {does}{address}", "-H 'Authorization: Bearer rp_…'"]
    example = next(iter(content.get("examples", {}).values()), {}).get("value")
    if example is not None:
        lines += ["-H 'Content-Type: application/json'", f"-d {shlex.quote(json.dumps(example, ensure_ascii=False))}"]
    return " \\\n  ".join(lines)

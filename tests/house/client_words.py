"""Which texts clients read, found by reading the code: from where a client's language is spoken to every function,
constant and template that is used from there. What is added later is found by itself.

The walk begins wherever the language of a reader is switched on (`override(…)`), at the portal, and at the pages
through which contacts sign in. It follows names through imports, and templates through what they extend, include and
call. Of verbs it reads only the errors, whose words a page may show; models and queries say nothing.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("agency", "clients", "comms", "reports", "portal")
TEMPLATES = ROOT / "templates"

NOT_FOR_CLIENTS = {
    "agency.invitation_mail": "to a member-to-be",
    "agency.views.profile": "a member's own settings",
    "agency.wording": "the active language, or the one that is given",
    "comms.views.hooks": "to providers, in English, and to members",
    "comms.domain.notices": "to members",
    "comms.domain.posts": "to the channel that members read",
}
"""Modules that switch to a language which is no client's, and whose it is."""

OUR_SIDE = {
    "comms.forms.calls": "what a member types into a summary",
    "comms.domain.notice_choices": "a member's choice of notices",
}
"""Modules that the walk meets and does not enter."""

SIGN_IN = (
    "account/login.html",
    "account/confirm_login_code.html",
    "account/email/login_code_message.txt",
    "account/email/login_code_subject.txt",
    "account/logout.html",
)
"""Contacts sign in here as members do."""

GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
IN_TEMPLATE = re.compile(r"""\b(?:_|gettext|ngettext)\(\s*(u?(["']).*?(?<!\\)\2)""", re.DOTALL)
USED_TEMPLATE = re.compile(r"""{%\s*(?:extends|include)\s+["']([^"']+)["']""")
USED_TAG = re.compile(r"{%\s*(\w+)")

Place = tuple[str, str]
"""Module and name; a template is ("", its name)."""


@cache
def texts() -> dict[str, set[str]]:
    """Each text that clients may read, and the places where it stands."""
    found: dict[str, set[str]] = {}
    waiting, known = [*_beginnings()], set[Place]()
    while waiting:
        place = waiting.pop()
        if place in known:
            continue
        known.add(place)
        said, led = _template(place[1]) if not place[0] else _code(*place)
        for text in said:
            found.setdefault(text, set()).add(place[1] if not place[0] else ".".join(place))
        waiting += led
    return found


def _beginnings() -> Iterator[Place]:
    for name, module in modules().items():
        if name.startswith("portal."):
            yield from ((name, defined) for defined in module.defined)
        elif name not in NOT_FOR_CLIENTS and ".demo." not in name:
            yield from ((name, defined) for defined, node in module.defined.items() if _switches(node))
    yield from (("", name) for name in SIGN_IN)


def _switches(node: ast.AST) -> bool:
    """Whether a language that is found out is switched on."""
    calls = (call for call in ast.walk(node) if isinstance(call, ast.Call) and _last(call.func) == "override")
    return any(
        ast.unparse(call.func) != "timezone.override" and not isinstance(call.args[0], ast.Constant) for call in calls
    )


def _last(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


class Module:
    """What a module defines by name, and what the names it imports stand for."""

    def __init__(self, name: str, tree: ast.Module) -> None:
        self.defined: dict[str, ast.AST] = {}
        self.imported: dict[str, Place] = {}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                self.defined[node.name] = node
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names = (one for target in targets for one in ast.walk(target) if isinstance(one, ast.Name))
                self.defined |= {one.id: node for one in names}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                self.imported |= {one.asname or one.name: (node.module, one.name) for one in node.names}


@cache
def modules() -> dict[str, Module]:
    found = {}
    for path in (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))):
        if "migrations" not in path.parts:
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            found[name] = Module(name, ast.parse(path.read_text()))
    return found


def _code(name: str, defined: str) -> tuple[list[str], list[Place]]:
    """The texts in a function, a class or a constant, and what it uses."""
    module = modules()[name]
    said, led = [], []
    for node in ast.walk(module.defined[defined]):
        match node:
            case ast.Call(func=called, args=[ast.Constant(value=str(text)), *_]) if _last(called) in GETTEXT:
                said.append(text)
            case ast.Constant(value=str(text)) if text.endswith((".html", ".txt")) and (TEMPLATES / text).exists():
                led.append(("", text))
            case ast.Attribute(value=ast.Name(id=alias), attr=attribute):
                led += _in_module(module.imported.get(alias), attribute)
            case ast.Name(id=used) if used in module.defined:
                led.append((name, used))
            case ast.Name(id=used):
                led += _resolved(module.imported.get(used))
    return said, led


def _in_module(place: Place | None, attribute: str) -> list[Place]:
    """What `alias.attribute` leads to, where the alias is a module of ours; of a module of verbs, its errors."""
    if place is None or ".".join(place) not in modules():
        return []
    name = ".".join(place)
    if name not in OUR_SIDE and "domain" in name.split("."):
        errors = modules()[name].defined.items()
        return [(name, one) for one, node in errors if isinstance(node, ast.ClassDef) and not node.decorator_list]
    return _resolved((name, attribute))


def _resolved(place: Place | None) -> list[Place]:
    """Where an imported name is defined, through the modules that only hand it on."""
    if place is None or place[0] not in modules():
        return []
    name, used = place
    if name in OUR_SIDE or {"models", "queries"} & set(name.split(".")[1:]):
        return []
    module = modules()[name]
    if used in module.defined:
        is_verb = "domain" in name.split(".") and not isinstance(module.defined[used], ast.ClassDef)
        return [] if is_verb else [(name, used)]
    return _resolved(module.imported.get(used))


def _template(name: str) -> tuple[list[str], list[Place]]:
    """The texts in a template; what it extends and includes, and the tags that it calls."""
    source = (TEMPLATES / name).read_text()
    said = [str(ast.literal_eval(piece)) for piece, _quote in IN_TEMPLATE.findall(templatize(source))]
    led: list[Place] = [("", one) for one in USED_TEMPLATE.findall(source) if (TEMPLATES / one).exists()]
    for tag in set(USED_TAG.findall(source)):
        led += _tags().get(tag, [])
    return said, led


@cache
def _tags() -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for name, module in modules().items():
        if ".templatetags." in name:
            for defined, node in module.defined.items():
                if isinstance(node, ast.FunctionDef) and node.decorator_list:
                    found.setdefault(defined, []).append((name, defined))
    return found

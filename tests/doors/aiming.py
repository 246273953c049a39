"""Where a request is aimed: addresses with own, foreign, missing and deleted keys in their parts, and forms and filters
that are filled with them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import cycle, islice
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils import timezone

from agency.keys import new_key
from agency.models import User
from agency.tenancy.scope import within
from comms.domain.stop_links import Kind, signed
from tests.doors import machine
from tests.doors.asking import Asker, Form, Forms
from tests.doors.canaries import MARK, Mark, marks_in
from tests.doors.inventory import KINDS, Entry, entries, query_parameters
from tests.doors.rows import MODELS, Plot
from tests.doors.scene import House, Scene, leads_to_client

MOST_ROWS = 4
NOWHERE = "no-such-house"
TYPED = {
    "date": "2026-12-01",
    "number": "2",
    "email": "new@elsewhere.example",
    "time": "09:00",
    "url": "https://a.example/",
}
NAMED = {"addresses": "new@elsewhere.example"}
"""What is typed into fields that take anything and want something."""


class Whose(StrEnum):
    """Whose row a key names, seen from agency a: of the client meant, its other client's, agency b's, or no row."""

    OWN = "own"
    OTHER = "other client"
    FOREIGN = "other agency"
    MISSING = "missing"
    DELETED = "deleted"


@dataclass(frozen=True)
class Aim:
    """An address: under whose slug ('a', 'b' or ''), for which client of agency a, and whose keys stand in its parts.

    `first` is the key of a first part, where there are two (the client in the portal's addresses); `last` the last one.
    `row` counts the rows of the model, so that a sent and a draft summary are both tried.
    """

    client: int = 1
    slug: str = "a"
    first: Whose = Whose.OWN
    last: Whose = Whose.OWN
    row: int = 0

    def __str__(self) -> str:
        place = "" if self.slug == "a" else f" under slug {self.slug or '-'}"
        return f"{self.first} {self.last}, client {self.client}{place}"


class Aimer:
    """Fills addresses, forms and filters with keys of the scene."""

    def __init__(self, scene: Scene, owner: Asker, caller: Asker) -> None:
        self.scene = scene
        self.owner, self.caller = owner, caller
        self.fitting: dict[str, int] = {}
        self.nobodys = new_key()
        self.labels = {
            row.pk: label
            for house in scene.houses
            for plot in house.plots
            for label, rows in plot.rows.items()
            for row in rows
        }
        self.deleted = {label: self._gone(label) for label in {e.model for e in entries() if e.model}}
        self.forms: dict[str, list[Form]] = {}
        self.filters: dict[str, list[str]] = {}
        self.writing_only: set[str] = set()

    def opens(self, entry: Entry) -> bool:
        """Whether there is anything to look at: not where only a form is sent to, or a call made."""
        return entry.name not in self.writing_only

    def _gone(self, label: str) -> str:
        """The key of a row that was there once."""
        plot = self.plot(self.scene.ours, label, 1)
        with within(plot.agency):
            row = plot.make(label, **_FREE.get(label, lambda plot: {})(plot))
            plot.rows[label].remove(row)
            key: str = row.key
            row.delete()
        return key

    def plot(self, house: House, label: str, client: int) -> Plot:
        return house.plots[client if leads_to_client(MODELS[label]) or house.plots[client].rows[label] else 0]

    def key(self, label: str, whose: Whose, client: int, row: int = 0) -> str:
        if whose is Whose.MISSING:
            return self.nobodys
        if whose is Whose.DELETED:
            return self.deleted.get(label, self.nobodys)
        found = self._row(label, whose, client, row)
        return found.key if found else self.nobodys

    def _row(self, label: str, whose: Whose, client: int, row: int) -> Any:
        house = self.scene.theirs if whose is Whose.FOREIGN else self.scene.ours
        plot = self.plot(house, label, 3 - client if whose is Whose.OTHER else client)
        rows = plot.rows[label]
        if label == "clients.Contact" and row == 0:
            return plot.named["first"]
        return rows[row % len(rows)] if rows else None

    def rows_of(self, entry: Entry) -> int:
        """How many different rows the last part of an address can name."""
        if "token" in {part for part, _model in entry.parts} or not entry.model:
            return 1
        return max(len(self.plot(self.scene.ours, entry.model, client).rows[entry.model]) for client in (1, 2))

    def path(self, entry: Entry, aim: Aim) -> str:
        slug = {"a": self.scene.ours, "b": self.scene.theirs}.get(aim.slug)
        keyed = [part for part, model in entry.parts if model]
        values: dict[str, str] = {}
        for part, model in entry.parts:
            if part == "agency_slug":
                values[part] = slug.agency.slug if slug else NOWHERE
            elif part == "kind":
                values[part] = KINDS[entry.name][aim.row % len(KINDS[entry.name])]
            elif part == "place":
                values[part] = f"reply:{self.key('comms.Request', aim.last, aim.client)}"
            elif part == "provider":
                values[part] = "postmark"
            elif part == "secret":
                values[part] = self.nobodys * 2
            elif part == "wish":
                values[part] = self.wish(aim)
            elif part == "token":
                values[part] = self.secret(entry.name, model, aim)
            elif model:
                last = part == keyed[-1]
                row = aim.row + self.fitting.get(entry.name, 0) if last else 0
                values[part] = self.key(model, aim.last if last else aim.first, aim.client, row)
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: values[part[1]], entry.route).lstrip("/")

    def wish(self, aim: Aim) -> str:
        """The signed wish of a contact to get no more reports."""
        if aim.last in {Whose.MISSING, Whose.DELETED}:
            return f"reports.{self.nobodys}.x"
        house = self.scene.theirs if aim.last is Whose.FOREIGN else self.scene.ours
        return signed(house.agency, Kind.REPORTS, self.key("clients.Contact", aim.last, aim.client))

    def secret(self, name: str, model: str, aim: Aim) -> str:
        if aim.last in {Whose.MISSING, Whose.DELETED}:
            return self.nobodys * 2
        house = self.scene.theirs if aim.last is Whose.FOREIGN else self.scene.ours
        plot = self.plot(house, model, 3 - aim.client if aim.last is Whose.OTHER else aim.client)
        return plot.secrets[name, 1]

    def words(self, entry: Entry, aim: Aim) -> tuple[str, ...]:
        """What differs between two addresses of one entry: the parts of the path."""
        return tuple(
            sorted(
                {part for part in self.path(entry, aim).strip("/").split("/") if len(part) > 6}, key=len, reverse=True
            )
        )

    # --- forms and filters ------------------------------------------------------------------------------------------
    def harvest(self) -> None:
        """Looks at every page as the owner and keeps the forms it finds, by the address they go to."""
        for entry in entries():
            if entry.kind not in {"member", "contact", "user", "link", "api"} or entry.is_export:
                continue
            asker = self.caller if entry.kind == "api" else self.owner
            statuses: set[int] = set()
            for row in range(self.rows_of(entry) if entry.kind == "api" else min(self.rows_of(entry), MOST_ROWS)):
                answer = asker.ask("GET", path := self.path(entry, Aim(1, row=row)))
                if answer.status == 200:
                    self.fitting.setdefault(entry.name, row)
                    self._keep(Forms(answer.body).found if entry.kind != "api" else [], path)
                statuses.add(answer.status)
                if answer.status == 405 or (answer.status != 404 and entry.kind == "api"):
                    break
            if statuses <= {302, 405}:
                self.writing_only.add(entry.name)
        self._aim_beneath()

    def _aim_beneath(self) -> None:
        """What lies beneath a thing and shows nothing by itself is aimed at as the thing is."""
        above = sorted((name for name in self.fitting if name.startswith("api ")), key=len, reverse=True)
        for entry in entries():
            if entry.kind == "api" and (over := next((name for name in above if entry.name.startswith(name)), "")):
                self.fitting.setdefault(entry.name, self.fitting[over])

    def _keep(self, forms: list[Form], here: str) -> None:
        for form in forms:
            target = urlsplit(form.action).path or here
            try:
                name = resolve(target).url_name
            except Resolver404:
                continue
            if form.method == "post":
                known = self.forms.setdefault(str(name), [])
                if all(
                    set(form.values) | set(form.choices) != set(other.values) | set(other.choices) for other in known
                ):
                    known.append(form)
            else:
                for field, choices in form.choices.items():
                    self.filters.setdefault(field, []).extend(choices)

    def bodies(self, entry: Entry, method: str, client: int, whose: Whose) -> list[dict[str, Any]]:
        """The forms that go to this address, filled; with keys of whoever is meant in every field that takes one."""
        if entry.kind == "api":
            return machine.bodies(
                entry, method, lambda name: self.key(BODY_MODELS.get(name, "clients.Client"), whose, client)
            )
        forms = self.forms.get(entry.name, [Form()])
        filled = [self.filled(form, whose, client) for form in forms]
        return filled + [self.filled(form, whose, client, ticked=False) for form in forms if form.unticked]

    def filled(self, form: Form, whose: Whose, client: int, *, ticked: bool = True) -> dict[str, list[str]]:
        """What is sent: everything ticked, since choices need one; or only what was ticked, since some boxes forbid."""
        data = {}
        for name in (form.values.keys() | form.choices.keys()) - (set() if ticked else form.unticked):
            values = form.values.get(name) or form.choices.get(name, [])[:1]
            if form.types.get(name) in {"text", "search"} | set(TYPED) and not any(values):
                values = [NAMED.get(name, TYPED.get(form.types[name], "Some words"))]
            if whose is not Whose.OWN or client != 1:
                values = self._turned(values, form.choices.get(name, []), whose, client)
            kept = name in form.choices and whose is Whose.OWN and client == 1
            data[name] = values if kept else [MARK.sub("words", value) for value in values]
        for name in BODY_NAMES - data.keys() if whose is not Whose.OWN else ():
            data[name] = [self.key(BODY_MODELS.get(name, "clients.Client"), whose, client)]
        return data

    def _turned(self, values: list[str], choices: list[str], whose: Whose, client: int) -> list[str]:
        """The values with each key in them replaced by one of the same kind of row of somebody else."""
        keyed = next((choice for choice in choices if self._parts(choice)), None)
        if keyed is not None and not any(self._parts(value) for value in values):
            values = [keyed]
        return [" ".join(self._turn(word, whose, client) for word in value.split(" ")) for value in values]

    def _parts(self, value: str) -> tuple[str, str] | None:
        """(what stands before a key or a row's number, its model) where there is one."""
        before, colon, word = value.rpartition(":")
        if word in self.scene.keys:
            return before + colon, self.scene.keys[word][0]
        if word.isdigit() and int(word) in self.labels:
            return "#", self.labels[int(word)]
        return None

    def _turn(self, word: str, whose: Whose, client: int) -> str:
        found = self._parts(word)
        if found is None:
            return word
        before, label = found
        if before == "#":
            row = self._row(label, whose, client, 0) if whose not in {Whose.MISSING, Whose.DELETED} else None
            return str(row.pk) if row else "7199999"
        return before + self.key(label, whose, client)

    def queries(self, entry: Entry, whose: Whose, client: int) -> list[dict[str, str]]:
        """Filters in the address, one at a time: words that are found in others' texts, and their keys."""
        house = "b" if whose is Whose.FOREIGN else "a"
        number = 3 - client if whose is Whose.OTHER else client
        begun = str(Mark(house, number, "s"))[:4]
        if entry.kind == "api":
            return machine.queries(
                entry, begun, lambda name: self.key(BODY_MODELS.get(name, "clients.Client"), whose, client)
            )
        found = [{name: begun} for name in ("q", "find")]
        for name, choices in sorted(self.filters.items()):
            keyed = next((choice for choice in choices if self._parts(choice)), None)
            others = [choice for choice in choices if choice and not self._parts(choice) and not marks_in(choice)]
            found += [{name: self._turn(keyed, whose, client)}] if keyed else [{name: choice} for choice in others[:4]]
        found += [
            {"before": self.key("agency.Event", whose, client)},
            {"after": self.key("clients.Client", whose, client)},
        ]
        rest = query_parameters() - {name for each in found for name in each}
        return [*found, *({name: self.key("clients.Client", whose, client)} for name in sorted(rest)), *WORDS]


BODY_MODELS = {
    "client": "clients.Client",
    "contact": "clients.Contact",
    "contacts": "clients.Contact",
    "accepted_by": "clients.Contact",
    "decided_by": "clients.Contact",
    "person": "clients.Person",
    "member": "agency.Membership",
    "lead": "agency.Membership",
    "backup": "agency.Membership",
    "owner": "agency.Membership",
    "assignee": "agency.Membership",
    "triage": "agency.Membership",
    "to": "clients.Contact",
    "chosen": "comms.Request",
    "other": "comms.Request",
    "requests": "comms.Request",
    "who": "agency.Membership",
    "exclusion": "clients.Exclusion",
    "deliverable": "clients.Deliverable",
    "also": "comms.Episode",
    "request": "comms.Request",
    "task": "clients.Task",
    "tasks": "clients.Task",
    "responsible": "agency.Membership",
}
BODY_NAMES = frozenset(BODY_MODELS)
"""Names under which forms take keys; they are sent along even where no page has such a field."""

WORDS: list[dict[str, str]] = [
    {"show": show} for show in ("mine", "unassigned", "all", "broken", "waiting", "unmatched", "late", "done")
] + [{"whose": "all"}, {"whose": "archived"}, {"until": "2026-01"}, {"kind": "interaction"}, {"sort": "-lead"}]


def _nobody(plot: Plot) -> User:
    return User.objects.create(id=plot.numbers(), email=f"nobody-{new_key()}@post.example")


_FREE: dict[str, Callable[[Plot], dict[str, Any]]] = {
    "agency.Membership": lambda plot: {"user": _nobody(plot)},
    "comms.ScopeFlag": lambda plot: {"state": "parked"},
    "clients.Contact": lambda plot: {"person": plot.make("clients.Person", name="Soon gone")},
    "clients.BriefingAnswer": lambda plot: {"superseded_at": timezone.now()},
    "comms.SummaryCopy": lambda plot: {"contact": plot.make("clients.Contact", person=plot.make("clients.Person"))},
    "comms.CalendarFeed": lambda plot: {"revoked_at": timezone.now()},
    "comms.Correction": lambda plot: {"line": plot.make("comms.SummaryLine")},
    "clients.Client": lambda plot: {"name": f"Soon gone {new_key()}", "lead": plot.named["lead"]},
}
"""What a further row of a model needs to be one that its constraints accept."""


def turns(aim: Aim) -> Iterator[Aim]:
    """The aims beside an own one: each part of the address in turn somebody else's, or nobody's."""
    for whose in (Whose.FOREIGN, Whose.MISSING, Whose.DELETED, Whose.OTHER):
        yield replace(aim, last=whose)
        yield replace(aim, first=whose)
    yield replace(aim, slug="b")
    yield replace(aim, slug="")


def rotated(things: list[Any], start: int, most: int) -> list[Any]:
    """So many of a list, beginning at another place each time."""
    return list(islice(islice(cycle(things), start, None), min(most, len(things)))) if things else []

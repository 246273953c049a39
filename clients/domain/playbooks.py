"""An agency's own texts of a type, and what of a type's playbook is not said of somebody (practice T2)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _, ngettext

from agency.domain.events import record
from agency.models import Membership
from clients.domain.changes import lock, write
from clients.domain.refusals import Refusal
from clients.effective_playbook import LISTS, LONGEST_LINE, MOST_LINES, PARTS, as_text, book_lines, in_code, lines_of
from clients.models import AgencyPlaybook, Client, Person
from clients.models.playbook import LONGEST_PART
from clients.playbooks import PLAYBOOKS, Playbook
from clients.queries.playbooks import book_of_type


class TooMuch(Refusal):
    """A list has too many lines, a line or a part too many letters: a card is read in passing."""


class NoSuchLine(Refusal):
    """The playbook does not say this, or no longer."""

    field = "silenced"


def check_lines(name: str, text: str) -> None:
    """Raises TooMuch for a list that fits on no card."""
    lines = lines_of(text)
    if len(lines) > MOST_LINES:
        words = ngettext("%(count)s line is enough.", "%(count)s lines are enough.", MOST_LINES)
        raise TooMuch(words % {"count": MOST_LINES}, field=name)
    if any(len(line) > LONGEST_LINE for line in lines):
        words = _("A line has %(count)s letters at most, so that it is read in passing.")
        raise TooMuch(words % {"count": LONGEST_LINE}, field=name)


@transaction.atomic
def change(kind: str, texts: Mapping[str, str], *, by: Membership, at: datetime) -> AgencyPlaybook:
    """The agency's texts of a type, by part; parts that are left out stay. One that is empty, or says what is shipped,
    is the shipped one. Raises TooMuch; KeyError for a type or a part that there is none of.
    """
    shipped = PLAYBOOKS[kind]
    wanted = {}
    for name, text in texts.items():
        if name not in PARTS:
            raise KeyError(name)
        _check(name, text)
        said = _as_in_code(shipped, name, text) if name in LISTS else text.replace("\r\n", "\n").strip()
        wanted[name] = "" if said in (as_text(shipped, name), _in_code(shipped, name)) else said
    row = _locked(kind)
    if row is None:
        if not any(wanted.values()):
            return AgencyPlaybook(type=kind, changed_by=by, changed_at=at)
        row = AgencyPlaybook.objects.create(type=kind, changed_by=by, changed_at=at, **wanted)
        changed = sorted(name for name, said in wanted.items() if said)
    else:
        before = dict.fromkeys(PARTS, "") if row.reset_at else {}
        changed = write(row, **{**before, **wanted, "reset_at": None})
        if changed:
            write(row, changed_by=by, changed_at=at)
    if changed:
        record("playbook.changed", row, by=by, at=at, type=kind, parts=sorted({*changed} & {*PARTS}))
    return row


def _in_code(shipped: Playbook, name: str) -> str:
    return "\n".join(map(in_code, getattr(shipped, name))) if name in LISTS else in_code(getattr(shipped, name))


def _as_in_code(shipped: Playbook, name: str, text: str) -> str:
    """A list with the shipped lines in it as the code has them, so that everybody reads those in their language."""
    known = {str(line): in_code(line) for line in getattr(shipped, name)}
    return "\n".join(known.get(line, line) for line in lines_of(text))


def _check(name: str, text: str) -> None:
    if name in LISTS:
        check_lines(name, text)
    most: int = getattr(AgencyPlaybook._meta.get_field(name), "max_length", None) or LONGEST_PART
    if len(text) > most:
        raise TooMuch(_("At most %(count)s letters, please.") % {"count": most}, field=name)


@transaction.atomic
def reset(kind: str, *, by: Membership, at: datetime) -> AgencyPlaybook | None:
    """What comes with Rapport holds again; the agency's texts are kept for `restore`. None where there were none."""
    row = _locked(kind)
    if row is not None and row.reset_at is None:
        write(row, reset_at=at, changed_by=by, changed_at=at)
        record("playbook.reset", row, by=by, at=at, type=kind)
    return row


@transaction.atomic
def restore(kind: str, *, by: Membership, at: datetime) -> AgencyPlaybook | None:
    """Undo of `reset`: the agency's texts hold again as they were."""
    row = _locked(kind)
    if row is not None and row.reset_at is not None:
        write(row, reset_at=None, changed_by=by, changed_at=at)
        record("playbook.restored", row, by=by, at=at, type=kind)
    return row


def _locked(kind: str) -> AgencyPlaybook | None:
    return AgencyPlaybook.objects.select_for_update().filter(type=kind).first()


def silence(person: Person, mark: str, *, by: Membership, at: datetime, client: Client) -> Person:
    """A line of their type's playbook is not said of them. Raises NoSuchLine."""
    return _say(person, [mark], lambda marks: [*marks, mark], by=by, at=at, client=client)


def hear(person: Person, mark: str, *, by: Membership, at: datetime, client: Client) -> Person:
    """Undo of `silence`: the line stands on their card again. Raises NoSuchLine."""
    return _say(person, [mark], lambda marks: [each for each in marks if each != mark], by=by, at=at, client=client)


def silence_only(person: Person, marks: Sequence[str], *, by: Membership, at: datetime, client: Client) -> Person:
    """These lines are not said of them, and all others are. Raises NoSuchLine."""
    return _say(person, marks, lambda _before: list(marks), by=by, at=at, client=client)


@transaction.atomic
def _say(
    person: Person,
    named: Sequence[str],
    chosen: Callable[[list[str]], list[str]],
    *,
    by: Membership,
    at: datetime,
    client: Client,
) -> Person:
    """Marks of lines that the playbook no longer has are forgotten on the way, so that the list stays short."""
    lock(person)
    book, own = book_of_type(person.personality_type)
    there = {line.mark for line in book_lines(book, own)} if book is not None else set()
    if not there.issuperset(named):
        raise NoSuchLine(_("This line does not stand in the playbook any more."))
    marks = [each for each in dict.fromkeys(chosen(list(person.not_for_them))) if each in there]
    if write(person, not_for_them=marks):
        record("person.edited", person, by=by, at=at, client_id=client.pk, fields=["not_for_them"])
    return person

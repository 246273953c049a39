"""What the pages about playbooks show: a book part by part, what the agency changed of it, and who did."""

from collections.abc import Iterable
from datetime import datetime
from difflib import ndiff
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy

from agency import wording
from agency.models import Membership
from agency.permissions import may
from clients.effective_playbook import HARD_MOMENTS, LISTS, PARTS, Line, Source, as_text, book_lines, lines_of
from clients.models import AgencyPlaybook, PersonalityType
from clients.playbooks import PLAYBOOKS, Playbook

TITLES = {
    "phone": gettext_lazy("On the telephone"),
    "writing": gettext_lazy("In writing"),
    "bad_news": gettext_lazy("Bad news"),
    "late": gettext_lazy("A report is late"),
    "price": gettext_lazy("They ask for a discount"),
    "silence": gettext_lazy("They fall silent"),
    "anger": gettext_lazy("They are angry"),
}
KINDS = {"- ": "old", "+ ": "new", "  ": ""}
"""How difflib marks a line, and how components/diff.html does."""


def type_name(kind: str) -> str:
    return capfirst(str(PersonalityType(kind).label))


def ways(lines: Iterable[Line], name: str = "") -> list[dict[str, Any]]:
    """Lines as components/ways.html takes them; `name` is whose own ones are."""
    return [
        {"text": line.text, "kind": line.kind, "about": source_words(line.source, name), "mark": line.mark}
        for line in lines
    ]


def source_words(source: Source, name: str) -> str:
    """Quietly, where a line comes from; nothing for what the type's playbook says."""
    return {Source.PERSON: name, Source.AGENCY: _("ours"), Source.TYPE: ""}[source]


def folds(book: Playbook) -> list[dict[str, Any]]:
    """What stands folded on a card: words that work, and how to bring bad news."""
    return [
        {"title": _("Words that work"), "points": [str(each) for each in book.words]},
        {"title": _("How to bring bad news"), "text": str(book.bad_news)},
    ]


def shown(book: Playbook, own: frozenset[str], member: Membership) -> dict[str, Any]:
    """A playbook as its page and the list show it."""
    return {
        "type": book.type,
        "name": type_name(book.type),
        "essence": str(book.essence),
        "ways": ways(book_lines(book, own)),
        "words": [str(each) for each in book.words],
        "folds": folds(book),
        "channels": [_part(book, own, name) for name in ("phone", "writing")],
        "moments": [_part(book, own, name) for name in HARD_MOMENTS],
        "url": reverse("playbook", args=[member.agency.slug, book.type]),
        "edit_url": reverse("playbook_edit", args=[member.agency.slug, book.type])
        if may(member, "playbook.edit")
        else "",
    }


def _part(book: Playbook, own: frozenset[str], name: str) -> dict[str, str]:
    about = source_words(Source.AGENCY, "") if name in own else ""
    return {"title": str(TITLES[name]), "text": str(getattr(book, name)), "about": about}


def changed_words(row: AgencyPlaybook | None, now: datetime) -> str:
    """'Changed by Helen Marsh, 3 Nov 14:05', or that it is as it came."""
    if row is None:
        return ""
    words = {"name": row.changed_by.user, "when": wording.moment(row.changed_at, timezone.get_current_timezone(), now)}
    if row.reset_at is not None:
        return _("Back to what comes with Rapport: %(name)s, %(when)s") % words
    return _("Changed by %(name)s, %(when)s") % words


def differences(book: Playbook, own: frozenset[str]) -> list[dict[str, Any]]:
    """Of each part that is the agency's: its name, and its lines beside the shipped ones."""
    fields = {name: str(AgencyPlaybook._meta.get_field(name).verbose_name) for name in PARTS}  # type: ignore[union-attr]
    return [
        {"name": name, "title": capfirst(fields[name]), "lines": difference(book, name)}
        for name in PARTS
        if name in own
    ]


def difference(book: Playbook, name: str) -> list[dict[str, str]]:
    shipped, ours = as_text(PLAYBOOKS[book.type], name), as_text(book, name)
    if name not in LISTS:
        return [{"text": shipped, "kind": "old"}, {"text": ours, "kind": "new"}]
    marked = ndiff(lines_of(shipped), lines_of(ours))
    return [{"text": line[2:], "kind": KINDS[line[:2]]} for line in marked if line[:2] in KINDS]

"""What became of a bulk change, in words: how much was done, and row by row what was not, and why."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from agency.models import Membership
from comms.models import Batch, Request


def told(batch: Batch) -> dict[str, Any]:
    """{'text', 'left' [words], 'undo_url' ('' once undone, or where nothing was done)}; two queries at most."""
    url = reverse("batch", args=[batch.agency.slug, batch.key])
    return {
        "text": done_words(batch.kind, len(batch.done)),
        "left": left_words(batch.left),
        "undo_url": url if batch.done and batch.undone_at is None else "",
        "undone": batch.undone_at is not None,
    }


def done_words(kind: str, count: int) -> str:
    if not count:
        return _("Nothing was done.")
    words = {
        Batch.Kind.ASSIGN: ngettext("%(count)s assigned.", "%(count)s assigned.", count),
        Batch.Kind.ACKNOWLEDGE: ngettext(
            "%(count)s acknowledged. The mail leaves in 20 seconds.",
            "%(count)s acknowledged. The mails leave in 20 seconds.",
            count,
        ),
        Batch.Kind.DISMISS: ngettext("%(count)s needs no answer.", "%(count)s need no answer.", count),
        Batch.Kind.SNOOZE: ngettext("%(count)s put off.", "%(count)s put off.", count),
    }
    return words[Batch.Kind(kind)] % {"count": count}


def undone_words(count: int) -> str:
    return ngettext("%(count)s taken back.", "%(count)s taken back.", count) % {"count": count}


def left_words(left: Sequence[dict[str, str]]) -> list[str]:
    """'Solvang Cycles, “Adverts”: Daniel Whitlock answered meanwhile.'"""
    if not left:
        return []
    rows = Request.objects.filter(key__in=[item["request"] for item in left]).select_related("client")
    known = {row.key: row for row in rows}
    people = Membership.objects.filter(key__in=[item["who"] for item in left if item["who"]]).select_related("user")
    names = {member.key: str(member.user) for member in people}
    return [
        _("%(client)s, “%(subject)s”: %(why)s")
        % {
            "client": known[item["request"]].client.name,
            "subject": known[item["request"]].subject,
            "why": why_words(item["why"], names.get(item["who"], "")),
        }
        for item in left
        if item["request"] in known
    ]


def why_words(why: str, name: str) -> str:
    """The reason, in the name of who had been there where one is known."""
    by_name = {
        "answered": _("%(name)s answered meanwhile."),
        "on_its_way": _("an answer of %(name)s is on its way."),
        "dismissed": _("%(name)s said meanwhile that no answer is needed."),
        "already": _("%(name)s looks after it already."),
        "changed": _("%(name)s looks after it by now."),
    }
    if name and why in by_name:
        return by_name[why] % {"name": name}
    return {
        "answered": _("it was answered meanwhile."),
        "on_its_way": _("an answer is on its way."),
        "dismissed": _("no answer is needed, as was said meanwhile."),
        "nobody_waits": _("nobody waits for an answer there."),
        "already": _("it is nobody’s in particular already."),
        "changed": _("somebody has changed it since."),
        "not_allowed": _("only those can who lead or back up the client, and owners."),
        "no_address": _("there is no address to write to."),
        "newer": _("they have written again since."),
        "too_late": _("the mail has left already."),
    }.get(why, _("it could not be done."))

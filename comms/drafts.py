"""What somebody was typing, kept every few seconds by the browser, and given back when they open the form again.

A page writes its own key (`once`) into the form, and the key of the draft that it was filled with (`based`). So two
windows with the same form are told apart, and neither overwrites what was typed in the other; and a page whose message
has left keeps nothing any more, however late its last words arrive.
"""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.http import QueryDict

from agency.keys import is_key
from agency.models import Membership
from clients.models import Contact
from comms.models import Draft, Interaction, Request

NOT_KEPT = {"csrfmiddlewaretoken", "do", "more", "files", "act", "take", "transcript_text"}
MOST_FIELDS, LONGEST = 500, 50_000
Fields = dict[str, Any]


@transaction.atomic
def keep(member: Membership, place: str, data: QueryDict, *, at: datetime) -> Draft | None:
    """Keeps a form's fields, the newest alone. Longer values than LONGEST characters are kept up to there.

    What another window of theirs wrote since stands beside, as `other`. None: the form's message has left already.
    """
    fields: Fields = {
        name: [value.replace("\r\n", "\n")[:LONGEST] for value in values]
        for name, values in list(data.lists())[:MOST_FIELDS]
        if name not in NOT_KEPT
    }
    once = _first(fields, "once")
    if is_key(once) and Interaction.objects.filter(key=once).exists():
        return None
    return _put(member, place[:80], fields, at)


@transaction.atomic
def give_back(member: Membership, place: str, fields: Fields, *, at: datetime) -> Draft:
    """What was taken back is a draft again. What they have begun to type since stands beside it."""
    return _put(member, place[:80], fields, at)


def _put(member: Membership, place: str, fields: Fields, at: datetime) -> Draft:
    draft = Draft.objects.select_for_update().filter(member=member, place=place).first()
    if draft is None:
        draft, _made = Draft.objects.get_or_create(
            member=member, place=place, defaults={"fields": fields, "kept_at": at}
        )
    ours = {_first(fields, "once"), _first(fields, "based")}
    for known in (draft.fields, draft.other):
        if _first(known, "once") not in ours and _text(known) not in ("", _text(fields)):
            draft.other = known
            break
    else:
        draft.other = {}
    draft.fields, draft.kept_at = fields, at
    draft.save(update_fields=["fields", "other", "kept_at"])
    return draft


def reply_place(request: Request) -> str:
    """Where an answer to a request is drafted."""
    return f"reply:{request.key}"


def letter_place(contact: Contact) -> str:
    """Where a letter that answers nothing is drafted."""
    return f"letter:{contact.key}"


def note_place(request: Request) -> str:
    """Where a note among us is drafted."""
    return f"note:{request.key}"


class Recalled(NamedTuple):
    """What a form that is opened gets back: the kept fields as if they had been sent, None without a draft; and the
    text that another window of theirs holds for the same form.
    """

    fields: QueryDict | None = None
    beside: str = ""


def recall(member: Membership, place: str) -> QueryDict | None:
    """The kept fields of one form, or None."""
    return recall_all(member, place)[place].fields


def recall_all(member: Membership, *places: str) -> dict[str, Recalled]:
    """Those of several forms by their places, in one query."""
    kept = Draft.objects.filter(member=member, place__in=places)
    return dict.fromkeys(places, Recalled()) | {draft.place: _recalled(draft) for draft in kept}


def _recalled(draft: Draft) -> Recalled:
    data = QueryDict(mutable=True)
    for name, values in draft.fields.items():
        data.setlist(name, [values] if isinstance(values, str) else values)
    return Recalled(data, _text(draft.other))


@transaction.atomic
def sent(member: Membership, place: str, once: str, based: str = "") -> None:
    """The form's message is on its way: its draft is gone. What another window holds is the draft from now on."""
    draft = Draft.objects.select_for_update().filter(member=member, place=place).first()
    if draft is None:
        return
    gone = {once, based} if is_key(once) else {once, based, _first(draft.fields, "once")}
    left = [known for known in (draft.fields, draft.other) if _text(known) and _first(known, "once") not in gone]
    if not left:
        draft.delete()
        return
    draft.fields, draft.other = left[0], left[1] if len(left) > 1 else {}
    draft.save(update_fields=["fields", "other"])


def forget(member: Membership, place: str) -> None:
    Draft.objects.filter(member=member, place=place).delete()


def _first(fields: Fields, name: str) -> str:
    value = fields.get(name, "")
    return value if isinstance(value, str) else next(iter(value), "")


def _text(fields: Fields) -> str:
    return _first(fields, "text").strip()

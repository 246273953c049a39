"""The directory of experts: who can be asked about what, among us and outside (practice M8)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from clients.domain.changes import lock, set_fields
from clients.domain.refusals import Refusal
from comms.models import Expert, ExpertSubject, Subject

MOST_SUBJECTS = 20
LONGEST_SUBJECT = 60
OUTSIDE = ("name", "company", "address")
FIELDS = frozenset({*OUTSIDE, "member", "language", "terms"})


class KnownAlready(Refusal):
    """The member, or the address, stands in the directory."""


class NeitherNor(Refusal):
    """An expert is a member of ours, or has a name and an address."""


class TooManySubjects(Refusal):
    field = "subjects"


@transaction.atomic
def add(*, by: Membership, at: datetime, subjects: Iterable[str] = (), **fields: Any) -> Expert:
    """`fields` are those of the model: a `member`, or `name` and `address`. `subjects` are names, made when new.

    Raises KnownAlready, NeitherNor, TooManySubjects.
    """
    expert = Expert(added_at=at)
    set_fields(expert, fields, FIELDS)
    _check(expert)
    expert.save(force_insert=True)
    _know(expert, subjects)
    record("expert.added", expert, by=by, at=at, inside=expert.inside)
    return expert


@transaction.atomic
def change(
    expert: Expert, *, by: Membership, at: datetime, subjects: Iterable[str] | None = None, **fields: Any
) -> Expert:
    """Who it is stays: a member stays a member, and somebody outside stays outside. Raises as `add` does."""
    expert = lock(expert)
    if expert.inside:
        fields = {name: value for name, value in fields.items() if name not in (*OUTSIDE, "member")}
    changed = set_fields(expert, fields, FIELDS - {"member"})
    _check(expert)
    expert.save(update_fields=[*changed, "address"])
    if subjects is not None and _know(expert, subjects):
        changed.append("subjects")
    if changed:
        record("expert.changed", expert, by=by, at=at, fields=changed)
    return expert


@transaction.atomic
def retire(expert: Expert, *, by: Membership, at: datetime) -> Expert:
    """Nobody is asked any more; what was asked stays, and open questions wait on for their answer."""
    expert = lock(expert)
    if expert.retired_at is None:
        expert.retired_at = at
        expert.save(update_fields=["retired_at"])
        record("expert.retired", expert, by=by, at=at)
    return expert


@transaction.atomic
def restore(expert: Expert, *, by: Membership, at: datetime) -> Expert:
    """Can be asked again."""
    expert = lock(expert)
    if expert.retired_at is not None:
        expert.retired_at = None
        expert.save(update_fields=["retired_at"])
        record("expert.restored", expert, by=by, at=at)
    return expert


def _check(expert: Expert) -> None:
    expert.address = expert.address.strip().lower()
    others = Expert.objects.exclude(pk=expert.pk)
    if expert.member is not None:
        expert.name = expert.company = expert.address = ""
        if not expert.member.active:
            raise NeitherNor(_("%(name)s is no longer with us.") % {"name": expert.member}, field="member")
        if others.filter(member=expert.member).exists():
            raise KnownAlready(_("%(name)s stands in the directory already.") % {"name": expert.member}, field="member")
        return
    if not expert.name.strip():
        raise NeitherNor(_("Choose one of us, or say what the expert is called."), field="name")
    if not expert.address:
        raise NeitherNor(_("Somebody outside is asked by e-mail: give an address."), field="address")
    if others.filter(address=expert.address).exists():
        raise KnownAlready(_("Somebody with this address stands in the directory already."), field="address")


def _know(expert: Expert, names: Iterable[str]) -> bool:
    """The expert's subjects become these. Whether anything changed."""
    wanted = {subject.pk: subject for subject in subjects_named(names)}
    known = {row.subject_id: row for row in ExpertSubject.objects.filter(expert=expert)}
    ExpertSubject.objects.filter(pk__in=[row.pk for pk, row in known.items() if pk not in wanted]).delete()
    new = [ExpertSubject(expert=expert, subject=subject) for pk, subject in wanted.items() if pk not in known]
    ExpertSubject.objects.bulk_create(new)
    return wanted.keys() != known.keys()


def subjects_named(names: Iterable[str]) -> list[Subject]:
    """The agency's subjects of these names, made when new; letters great or small are the same. Raises
    TooManySubjects.
    """
    wanted: dict[str, str] = {}
    for name in names:
        bare = " ".join(name.split())[:LONGEST_SUBJECT].strip()
        if bare:
            wanted.setdefault(bare.casefold(), bare)
    if len(wanted) > MOST_SUBJECTS:
        raise TooManySubjects(_("At most %(count)s subjects, please.") % {"count": MOST_SUBJECTS})
    known = {subject.name.casefold(): subject for subject in Subject.objects.all()} if wanted else {}
    return [known.get(folded) or Subject.objects.get_or_create(name=name)[0] for folded, name in wanted.items()]

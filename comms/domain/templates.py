"""Templates: written, changed, put away and taken out again. The agency's are for all; one's own are one's own."""

from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from comms import placeholders
from comms.models import Template
from comms.shipped import SHIPPED, Shipped


class Words(NamedTuple):
    """What is written on a template's page."""

    name: str
    purpose: str
    language: str
    text: str
    tone: str = ""
    personality_type: str = ""


class UnknownVariable(ValidationError):
    """Something between braces that is no variable; says which is nearest."""

    def __init__(self, found: list[placeholders.Unknown]) -> None:
        super().__init__({"text": [ValidationError(_unknown(one), code="unknown_variable") for one in found]})


def _unknown(one: placeholders.Unknown) -> str:
    if one.nearest:
        return _("There is no variable {%(name)s}. Do you mean {%(nearest)s}?") % one._asdict()
    return _("There is no variable {%(name)s}. Those that there are stand beside.") % one._asdict()


class NotYours(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This template belongs to somebody else."), code="not_yours")


def check(text: str) -> None:
    """Raises UnknownVariable."""
    if found := placeholders.unknown(text):
        raise UnknownVariable(found)


@transaction.atomic
def add(
    words: Words, *, by: Membership, at: datetime, shared: bool = False, shipped: Shipped | None = None
) -> Template:
    """A new one: one's own, or the agency's. A shared copy of a `shipped` text stands in that one's place.

    Raises UnknownVariable, and ValidationError where the agency has such a copy already.
    """
    check(words.text)
    if shared and shipped and Template.objects.filter(member=None, shipped=shipped.key, retired_at=None).exists():
        raise ValidationError(_("The agency has changed this text already."), code="changed_already")
    template = Template(member=None if shared else by, made_at=at, shipped=shipped.key if shipped else "")
    _write(template, words)
    record("template.added", template, by=by, at=at, shared=shared, shipped=template.shipped)
    return template


@transaction.atomic
def change(template: Template, words: Words, *, by: Membership, at: datetime) -> Template:
    """Raises UnknownVariable; NotYours for somebody else's own."""
    _require_own(template, by)
    check(words.text)
    _write(template, words)
    record("template.changed", template, by=by, at=at)
    return template


def _write(template: Template, words: Words) -> None:
    template.name, template.purpose, template.language = words.name.strip(), words.purpose, words.language
    template.tone, template.personality_type, template.text = words.tone, words.personality_type, words.text.strip()
    template.save()


@transaction.atomic
def retire(template: Template, *, by: Membership, at: datetime) -> Template:
    """Nobody is offered it any more; a text of ours that it took the place of is back."""
    _require_own(template, by)
    if template.retired_at is None:
        template.retired_at = at
        template.save(update_fields=["retired_at"])
        record("template.retired", template, by=by, at=at)
    return template


@transaction.atomic
def restore(template: Template, *, by: Membership, at: datetime) -> Template:
    """Raises ValidationError when another copy has taken its place since."""
    _require_own(template, by)
    rivals = Template.objects.filter(member=None, shipped=template.shipped, retired_at=None).exclude(pk=template.pk)
    if template.member_id is None and template.shipped and rivals.exists():
        raise ValidationError(_("The agency has changed this text already."), code="changed_already")
    if template.retired_at is not None:
        template.retired_at = None
        template.save(update_fields=["retired_at"])
        record("template.restored", template, by=by, at=at)
    return template


def _require_own(template: Template, by: Membership) -> None:
    if template.member_id not in (None, by.pk):
        raise NotYours


def shipped(key: str) -> Shipped | None:
    return SHIPPED.get(key)

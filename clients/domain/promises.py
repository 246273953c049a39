"""What is promised to one client (practice M4): stricter than the agency's promise, never laxer."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from agency.promise import TERMS, faults, length, mixed, terms_of
from clients.domain.changes import lock, set_fields
from clients.domain.refusals import Refusal, require_active
from clients.models import Client

SILENCE = "silence_days"


class CannotPromise(Refusal):
    """These terms do not fit together, or the promise is longer than the agency's."""


@transaction.atomic
def change(client: Client, *, by: Membership, at: datetime, **own: Any) -> Client:
    """Sets the client's own terms; None, or '' for the kind, is the agency's. Raises CannotPromise, ClientIsArchived.

    The version of the promise rises, by which the running clocks of the client are found and reckoned afresh; not for
    `silence_days` alone, which hold for summaries that are sent from now on.
    """
    require_active(lock(client))
    if own.get("target_minutes", client.target_minutes) is None:
        own["target_kind"] = ""
    changed = set_fields(client, own, frozenset({*TERMS, SILENCE}))
    if not changed:
        return client
    _require_fit(client, changed)
    client.save(update_fields=changed)
    if changed != [SILENCE]:
        Client.objects.filter(pk=client.pk).update(promise_version=F("promise_version") + 1)
        client.promise_version += 1
    record("client.promise_changed", client, by=by, at=at, client_id=client.pk, fields=changed)
    return client


def _require_fit(client: Client, changed: list[str]) -> None:
    agencys = terms_of(client.agency)
    if client.promise_hours is not None and client.promise_hours > agencys.promise_hours:
        longest = {"span": length(agencys.promise_hours * 60)}
        raise CannotPromise(
            _("What you promise everybody is %(span)s; a client’s own promise can only be shorter.") % longest,
            field="promise_hours",
        )
    try:
        client.clean_fields(exclude={field.name for field in client._meta.fields} - set(changed))
    except ValidationError as error:
        name, said = next(iter(error.message_dict.items()))
        raise CannotPromise(" ".join(said), field=name) from error
    own = {name: getattr(client, name) for name in TERMS}
    for name, words in faults(mixed(agencys, own)).items():
        raise CannotPromise(words, field=name)

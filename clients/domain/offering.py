"""What the agency does for clients, and which client has what."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from clients.domain.changes import lock, write
from clients.domain.refusals import Refusal, require_active
from clients.models import Client, ClientService, Service

MOST_SERVICES = 60


class NameTaken(Refusal):
    """Another service has this name."""

    field = "name"


class TooMany(Refusal):
    """More than anybody could choose from."""

    field = "name"


@transaction.atomic
def add(*, by: Membership, at: datetime, name: str) -> Service:
    """Adds a service after the others. Raises NameTaken, TooMany."""
    if Service.objects.filter(retired_at=None).count() >= MOST_SERVICES:
        raise TooMany(_("There are %(count)s services already. Retire one first.") % {"count": MOST_SERVICES})
    last = Service.objects.aggregate(last=Max("position"))["last"]
    service = Service(name=_named(name), position=0 if last is None else last + 1)
    _save(service)
    record("service.added", service, by=by, at=at)
    return service


@transaction.atomic
def rename(service: Service, *, by: Membership, at: datetime, name: str) -> Service:
    """Raises NameTaken."""
    if lock(service).name != _named(name):
        service.name = _named(name)
        _save(service, ["name"])
        record("service.renamed", service, by=by, at=at)
    return service


@transaction.atomic
def retire(service: Service, *, by: Membership, at: datetime) -> Service:
    """Offered no more. Clients who have it keep it, and are still asked its questions."""
    if lock(service).retired_at is None:
        write(service, retired_at=at)
        record("service.retired", service, by=by, at=at)
    return service


@transaction.atomic
def restore(service: Service, *, by: Membership, at: datetime) -> Service:
    """Raises NameTaken if another one has its name by now."""
    if lock(service).retired_at is not None:
        service.retired_at = None
        _save(service, ["retired_at"])
        record("service.restored", service, by=by, at=at)
    return service


@transaction.atomic
def choose(client: Client, services: Collection[Service], *, by: Membership, at: datetime) -> None:
    """From now on the client has these services and no others. Raises ClientIsArchived, or Refusal for a service that
    was retired and that they do not have.
    """
    require_active(lock(client))
    had = {row.service_id: row for row in ClientService.objects.filter(client=client)}
    wanted = {service.pk: service for service in services}
    new = [service for pk, service in wanted.items() if pk not in had]
    if any(service.retired_at is not None for service in new):
        raise Refusal(_("This service is retired."), field="services")
    gone = [row.pk for pk, row in had.items() if pk not in wanted]
    if not new and not gone:
        return
    ClientService.objects.filter(pk__in=gone).delete()
    ClientService.objects.bulk_create(ClientService(client=client, service=service, since=at) for service in new)
    record("client.services_changed", client, by=by, at=at, client_id=client.pk, count=len(wanted))


def _named(name: str) -> str:
    if not (name := " ".join(name.split())):
        raise Refusal(_("Give the service a name."), field="name")
    return name


def _save(service: Service, changed: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            service.save(update_fields=changed)
    except IntegrityError as error:
        words = _("There is a service called %(name)s already.")
        raise NameTaken(words % {"name": service.name}) from error

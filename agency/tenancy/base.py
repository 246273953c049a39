"""The model from which every tenant table descends: it has an agency, a random key, and it refuses rows of others."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.db import connections, models
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor
from django_scopes import ScopedManager, get_scope
from django_scopes.manager import DisabledQuerySet

from agency.keys import new_key

from .scope import NoScope

if TYPE_CHECKING:
    from agency.models import Agency


class ForeignRow(ValueError):
    """Somebody tried to write a row that belongs, or points, to another agency."""


class TenantQuerySet(models.QuerySet):
    """Bulk writes stay inside the open scope, and no update moves a row to another agency."""

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        rows = list(objs)
        for row in rows:
            row.belong()
        return super().bulk_create(rows, *args, **kwargs)

    def update(self, **values: Any) -> int:
        if "agency" in values or "agency_id" in values:
            raise ForeignRow("a row never changes its agency")
        return super().update(**values)


def _refuse(self: DisabledQuerySet, *args: Any, **kwargs: Any) -> Any:
    raise NoScope(f"{self.model.__name__}: no agency's scope is open")


# django-scopes 2.1 lets these two through without a scope.
DisabledQuerySet.exists = _refuse
DisabledQuerySet.explain = _refuse
# A form names its choices when its module is loaded, outside any scope: it gets a queryset that stays disabled.
DisabledQuerySet.all = lambda self: self


class OpenAgency(ForwardManyToOneDescriptor):
    """A row of the agency whose scope is open has that very object: one for all rows, neither joined nor asked for.

    With no scope open, or another's, the row's agency is asked for as any foreign key's is.
    """

    def get_object(self, instance: models.Model) -> "Agency":
        agency: Agency | None = get_scope().get("agency")
        if agency is not None and agency.pk == getattr(instance, self.field.attname):
            return agency
        return cast("Agency", super().get_object(instance))


class AgencyKey(models.ForeignKey["Agency", "Agency"]):
    """The foreign key of every tenant row, in migrations an ordinary one."""

    forward_related_accessor_class = OpenAgency

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs


class TenantModel(models.Model):
    """A row of one agency.

    What the portal's role may read on PostgreSQL is said here, beside the fields: `portal_wall` is 'client' (rows whose
    client_id is the reader's), 'agency' (all rows of the agency), 'own' (the client's own row) or '' (nobody);
    `portal_rows` is a further SQL condition; `portal_columns`, if given, are the only columns it may select.
    `append_only` takes UPDATE and DELETE from the application's role.
    """

    portal_wall: ClassVar[str] = ""
    portal_rows: ClassVar[str] = ""
    portal_columns: ClassVar[tuple[str, ...]] = ()
    append_only: ClassVar[bool] = False

    agency = AgencyKey("agency.Agency", models.PROTECT, related_name="+", editable=False)
    key = models.CharField(max_length=12, default=new_key, editable=False)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(TenantQuerySet), agency="agency")

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.belong()
        super().save(*args, **kwargs)

    def belong(self) -> None:
        """Makes the row the scope's agency's. Raises ForeignRow if it is, or points to, another's; NoScope without
        one.
        """
        agency = get_scope().get("agency")
        if agency is None:
            raise NoScope(f"{type(self).__name__} cannot be written: no agency's scope is open")
        if self.agency_id is None:
            self.agency = agency
        if self.agency_id != agency.pk:
            raise ForeignRow(f"{type(self).__name__} belongs to another agency")
        for field in tenant_parents(type(self)):
            self._check_parent(field)

    def _check_parent(self, field: models.ForeignKey[Any, Any]) -> None:
        if getattr(self, field.attname) is None:
            return
        if field.is_cached(self):
            parent: Any = field.get_cached_value(self)
            foreign = parent.agency_id != self.agency_id
        elif self._state.adding and connections["default"].vendor != "postgresql":
            foreign = not parent_of(field).objects.filter(pk=getattr(self, field.attname)).exists()
        else:
            return
        if foreign:
            raise ForeignRow(f"{type(self).__name__}.{field.name} points to a row of another agency")


def parent_of(field: models.ForeignKey[Any, Any]) -> type[TenantModel]:
    """The tenant table that a foreign key leads to."""
    model = field.related_model
    if isinstance(model, str) or not issubclass(model, TenantModel):
        raise TypeError(f"{field} leads to no tenant table")
    return model


def tenant_parents(model: type[models.Model]) -> list[models.ForeignKey[Any, Any]]:
    """The foreign keys of a model that lead to tenant tables."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and isinstance(field.related_model, type)
        and issubclass(field.related_model, TenantModel)
    ]


def key_is_unique(name: str) -> models.UniqueConstraint:
    """Each tenant table's key is unique within the agency; a global constraint would tell that a row exists
    elsewhere.
    """
    return models.UniqueConstraint(fields=["agency", "key"], name=f"{name}_key")

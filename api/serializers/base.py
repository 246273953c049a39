"""Bodies, filters and answers in general: bodies refuse what they do not know, answers only show."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.fields import Amount, Choice, Clock, Day, Email, Flag, Key, Moment, Text, WebAddress, Whole

STRICT = {
    models.CharField: Text,
    models.TextField: Text,
    models.EmailField: Email,
    models.URLField: WebAddress,
    models.BooleanField: Flag,
    models.PositiveSmallIntegerField: Whole,
    models.PositiveIntegerField: Whole,
    models.PositiveBigIntegerField: Whole,
    models.BigIntegerField: Whole,
    models.DecimalField: Amount,
    models.DateField: Day,
    models.TimeField: Clock,
    models.DateTimeField: Moment,
    models.JSONField: serializers.JSONField,
}


class Strict(serializers.Serializer):
    """Refuses names that it does not know: a misspelt field is an error, not a silence."""

    default_error_messages = {"unknown": _("There is no such field.")}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = [name for name in data if name not in self._writable_names]
            if unknown:
                message = serializers.ErrorDetail(str(self.error_messages["unknown"]), "unknown")
                raise serializers.ValidationError({name: [message] for name in unknown[:20]})
        return super().to_internal_value(data)

    @property
    def _writable_names(self) -> set[str]:
        return {str(field.field_name) for field in self._writable_fields}


class Body(Strict):
    """A body whose fields are written out."""


class ModelBody(Strict, serializers.ModelSerializer):
    """A body whose fields are a model's, with its lengths and choices. Whether a name is free, the verb says."""

    serializer_field_mapping = STRICT
    serializer_choice_field = Choice

    def get_unique_together_validators(self) -> list[Any]:
        return []


class Nothing(Body):
    """An empty body, or none."""


class Query(Strict):
    """What may stand behind the question mark, each at most once."""

    default_error_messages = {"twice": _("Give it once.")}

    @classmethod
    def read(cls, parameters: Any, **context: Any) -> dict[str, Any]:
        """Raises ValidationError for a parameter that is unknown, wrong, or given twice."""
        twice = [name for name, values in parameters.lists() if len(values) > 1]
        if twice:
            raise serializers.ValidationError({name: [str(cls.default_error_messages["twice"])] for name in twice})
        asked = cls(data={name: parameters[name] for name in parameters}, context=context)
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)


class YesOrNo(Choice):
    """`true` or `false`, as they stand in an address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=["true", "false"], **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(data) == "true"


class Paged(Query):
    cursor = serializers.CharField(required=False, max_length=400, help_text="`next` of the page before.")
    page_size = serializers.IntegerField(
        required=False, default=50, min_value=1, max_value=200, help_text="How many rows a page has at most."
    )


class Shown(serializers.ModelSerializer):
    """What is shown of a row. Every field is there in every answer."""

    serializer_field_mapping = STRICT

    def get_fields(self) -> dict[str, serializers.Field]:
        found: dict[str, serializers.Field] = super().get_fields()
        columns = {column.name: column for column in self.Meta.model._meta.concrete_fields}  # type: ignore[attr-defined]
        for name, field in found.items():
            field.read_only, field.required = True, False
            if name in columns and field.source in (None, name):
                field.allow_null = field.allow_null or columns[name].null
            if name in columns and isinstance(field, serializers.ChoiceField):
                field.allow_blank = columns[name].blank
        return found

    @property
    def member(self) -> Any:
        """Who asks."""
        return self.context["member"]


class Answer(Shown):
    """A row that has a key."""

    id = Key(source="key")

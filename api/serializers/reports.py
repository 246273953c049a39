"""Monthly reports with their frozen snapshot, and the figures they are made of."""

import re
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.fields import Amount, Choice, Day, Key, Pointer, Reference, Text
from api.serializers.base import Answer, Body, ModelBody, Paged, Shown
from clients.queries import clients_of
from reports.models import Metric, Report
from reports.months import parse

MOST_ROWS = 1000


@extend_schema_field({"type": "string", "pattern": r"^\d{4}-\d{2}$", "example": "2026-10"})
class Month(serializers.Field):
    """A month, `2026-10`; kept as its first day."""

    default_error_messages = {"invalid": _("Write a month as YYYY-MM.")}

    def to_internal_value(self, data: Any) -> date:
        month = parse(data) if isinstance(data, str) and re.fullmatch(r"\d{4}-\d\d", data) else None
        if month is None:
            self.fail("invalid")
        return month

    def to_representation(self, value: date) -> str:
        return f"{value:%Y-%m}"


class ReportAnswer(Answer):
    client = Pointer()
    month = Month()
    approved_by = Pointer(allow_null=True)
    printed = serializers.BooleanField(source="pdf_digest", help_text="Whether the PDF is there.")

    class Meta:
        model = Report
        fields: tuple[str, ...] = (
            *("id", "client", "month", "revision", "state", "language", "headline", "went_well", "went_wrong"),
            *("drafted_at", "release_at", "approved_at", "approved_by", "unreviewed", "sent_at"),
            *("printed", "pages", "problem"),
        )


class FullReportAnswer(ReportAnswer):
    snapshot = serializers.DictField(help_text="Everything the report tells, as it was gathered.")

    class Meta(ReportAnswer.Meta):
        fields = (*ReportAnswer.Meta.fields, "snapshot")


class WordsBody(ModelBody):
    """What the manager adds: one sentence on the month, and points, one a line. What is left out becomes empty."""

    class Meta:
        model = Report
        fields = ("headline", "went_well", "went_wrong")


class DraftBody(Body):
    month = Month()


class ReportQuery(Paged):
    client = Reference(clients_of, required=False)
    state = serializers.ChoiceField(choices=Report.State.choices, required=False)
    month = Month(required=False)


class MetricBody(Body):
    """One value of one day. A value that is there already for this client, node, name and day is replaced."""

    client = Key()
    node = Text(max_length=120, required=False, help_text="Channel or campaign; 'account' for all.")
    name = Text(max_length=80)
    unit = Text(max_length=20, required=False, allow_blank=True)
    day = Day()
    rollup = Choice(choices=Metric.Rollup.choices, required=False, help_text="How a month is made of days.")
    value = Amount(max_digits=18, decimal_places=4)
    source = Text(max_length=120, required=False, allow_blank=True)  # type: ignore[assignment]


class MetricsBody(Body):
    rows = MetricBody(many=True, allow_empty=False, max_length=MOST_ROWS)  # type: ignore[call-arg]


class MetricsStored(serializers.Serializer):
    stored = serializers.IntegerField()


class MetricAnswer(Shown):
    client = Pointer()

    class Meta:
        model = Metric
        fields = ("client", "node", "name", "unit", "day", "rollup", "value", "source")


class MetricQuery(Paged):
    client = Reference(clients_of, required=False)
    node = serializers.CharField(required=False, max_length=120)
    name = serializers.CharField(required=False, max_length=80)
    from_day = Day(required=False, help_text="On this day or later.")
    until = Day(required=False, help_text="On this day or before.")

"""Forms of the knowledge base."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from agency.forms.days import DayField
from clients.forms.fields import ModelFields
from comms.forms.experts import SubjectChoice, all_subjects, languages
from comms.models import KnowledgeEntry


class EntryForm(ModelFields):
    """What one answers, and what stands behind it."""

    model = KnowledgeEntry
    names = KnowledgeEntry.TEXTS
    subject_name = forms.CharField(
        label=gettext_lazy("Subject"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"list": "subjects"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the answer"))
    review_on = DayField(
        label=gettext_lazy("Look at it again on"),
        required=False,
        help_text=gettext_lazy("What is known today may be wrong by then."),
    )

    def __init__(
        self, data: Any = None, *, row: KnowledgeEntry | None = None, initial: dict[str, Any] | None = None
    ) -> None:
        held: dict[str, Any] = {}
        if row is not None:
            subject = row.subject.name if row.subject else ""
            held = {"subject_name": subject, "language": row.language, "review_on": row.review_on}
        super().__init__(data, row=row, initial={**held, **(initial or {})})
        self.fields["language"].choices = languages()  # type: ignore[attr-defined]
        for name, rows in (("question", 2), ("answer", 8)):
            self.fields[name].widget.attrs["rows"] = rows
        self.order_fields(("title", "subject_name", "question", "answer", "language", *self.names[3:], "review_on"))

    def clean_links(self) -> str:
        """One web address a line. Raises ValidationError for anything else, which a page would show as a link."""
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        for line in lines:
            parts = urlsplit(line)
            if parts.scheme not in {"http", "https"} or not parts.netloc or " " in line:
                raise ValidationError(_("“%(line)s” is no web address.") % {"line": line[:80]})
        return "\n".join(lines)

    def of_entry(self) -> dict[str, Any]:
        """What knowledge.write and knowledge.rewrite take."""
        clean = self.cleaned_data
        fields = {name: clean[name] for name in (*self.names, "language", "review_on")}
        return {**fields, "subject": clean["subject_name"]}


class KnowledgeFilter(forms.Form):
    q = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=100)
    subject: Any = SubjectChoice()
    retired = forms.BooleanField(label=gettext_lazy("Out of use"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["subject"].queryset = all_subjects()  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        clean = self.cleaned_data
        return {"q": clean.get("q", ""), "subject": clean.get("subject"), "retired": bool(clean.get("retired"))}

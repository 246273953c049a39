"""Forms of the briefing: a question of the bank, a service, an answer, and which services a client has."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from clients.domain.refusals import Refusal
from clients.forms.fields import ModelFields
from clients.models import BriefingQuestion, Client, Contact, Service
from clients.queries.briefing import Asked, services_in_use, services_of
from clients.shipped import question_words, why_words


class QuestionForm(ModelFields):
    """The words of one of ours stand in the form as they are asked in the reader's language."""

    model = BriefingQuestion
    names = ("text", "why", "service", "feeds")

    def __init__(self, data: Any = None, *, row: BriefingQuestion | None = None) -> None:
        words = {"text": question_words(row), "why": why_words(row)} if row else None
        super().__init__(data, row=row, initial=words)
        self.fields["text"].widget = forms.Textarea(attrs={"rows": 2, "maxlength": 200})
        self.fields["why"].widget = forms.Textarea(attrs={"rows": 2, "maxlength": 300})
        self.fields["text"].help_text = _("As one would ask it on the telephone: one thing, and no form.")
        self.fields["why"].help_text = _("For us: why it is worth asking.")
        self.fields["text"].required = row is None or not row.shipped
        if row is not None and row.shipped:
            self.fields["text"].help_text = _(
                "One of ours: it is asked in each client’s language. In your own words it is asked as you write it; "
                "empty the field to have ours again."
            )
        services = services_in_use()
        if row is not None and row.service is not None:
            services = services | Service.objects.filter(pk=row.service.pk)
        self.fields["service"] = forms.ModelChoiceField(
            services, required=False, to_field_name="key", label=_("Asked of"), empty_label=_("Every client"),
            help_text=_("Or only of clients who have this service."),
        )  # fmt: skip
        if row is not None and row.service is not None:
            self.initial["service"] = row.service.key
        self.fields["feeds"].help_text = _("It is then offered to be written there, too.")
        self.fields["feeds"].choices = [  # type: ignore[attr-defined]
            (value, label) for value, label in BriefingQuestion.Feeds.choices
        ]
        self.order_fields(self.names)


class ServiceForm(ModelFields):
    model = Service
    names = ("name",)


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What they said"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    contact: Any = forms.ModelChoiceField(
        Contact.objects.none(), required=False, to_field_name="key", label=gettext_lazy("Who said it"),
        empty_label=gettext_lazy("Nobody in particular"),
    )  # fmt: skip
    copy = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, client: Client, asked: Asked) -> None:
        said = asked.answer
        held = {"text": said.text if said else "", "contact": said.contact.key if said and said.contact else None}
        super().__init__(data, initial=held, prefix=None)
        people = Contact.objects.filter(client=client, ended_at=None).select_related("person")
        if said and said.contact:
            people = people | Contact.objects.filter(pk=said.contact.pk).select_related("person")
        self.fields["contact"].queryset = people.order_by("-decision_maker", "person__name")  # type: ignore[attr-defined]
        if asked.question.feeds:
            place = BriefingQuestion.Feeds(asked.question.feeds).label
            self.fields["copy"].label = _("Write it under “%(place)s”, too") % {"place": place}
        else:
            del self.fields["copy"]

    def refused(self, refusal: Refusal) -> None:
        self.add_error(refusal.at_field if refusal.at_field in self.fields else None, refusal.words)


class ServicesForm(forms.Form):
    """Which services a client has; a retired one can be kept."""

    services: Any = forms.ModelMultipleChoiceField(
        Service.objects.none(), required=False, to_field_name="key", label=gettext_lazy("Services"),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, client: Client) -> None:
        held = services_of(client)
        super().__init__(data, initial={"services": [service.key for service in held]})
        kept = Service.objects.filter(pk__in=[service.pk for service in held])
        self.fields["services"].queryset = services_in_use() | kept  # type: ignore[attr-defined]

    def refused(self, refusal: Refusal) -> None:
        self.add_error(refusal.at_field if refusal.at_field in self.fields else None, refusal.words)

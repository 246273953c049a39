"""The form of a call: who and when; topics; under each topic what is to be done. Blank topics and actions do not
count.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from agency.forms.days import DayField, in_our_time
from agency.models import Membership
from clients.models import Contact, Exclusion
from comms.domain.calls import SPOKEN, ActionNotes, CallNotes, TopicNotes
from comms.models import Interaction

MOST_TOPICS, MOST_ACTIONS = 40, 20


class Cast:
    """Everybody and everything that a call's form offers for one client; made once for all of its sub-forms."""

    def __init__(
        self, contacts: Sequence[Contact], members: Sequence[Membership], exclusions: Sequence[Exclusion]
    ) -> None:
        self.contacts = {contact.key: contact for contact in contacts}
        self.members = {member.key: member for member in members}
        self.exclusions = {exclusion.key: exclusion for exclusion in exclusions}

    def contact_choices(self) -> list[tuple[str, str]]:
        return [(key, contact.person.name) for key, contact in self.contacts.items()]

    def doer_choices(self) -> list[Any]:
        ours = [(f"m:{key}", str(member.user)) for key, member in self.members.items()]
        theirs = [(f"c:{key}", contact.person.name) for key, contact in self.contacts.items()]
        return [("", "–"), (gettext("At the client"), theirs), (gettext("With us"), ours)]

    def exclusion_choices(self) -> list[tuple[str, str]]:
        return [("", gettext("no clause")), *((key, str(exclusion)) for key, exclusion in self.exclusions.items())]


class CallForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("How"), choices=[(kind.value, kind.label) for kind in SPOKEN], initial=Interaction.Kind.CALL
    )
    contacts = forms.MultipleChoiceField(
        label=_("Who was there"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Say who was there.")},
    )
    at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        validators=[in_our_time],
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=24 * 60, required=False)

    def __init__(self, *args: Any, cast: Cast, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cast = cast
        self.fields["contacts"].choices = cast.contact_choices()  # type: ignore[attr-defined]

    def clean_at(self) -> Any:
        at = self.cleaned_data["at"]
        if at > timezone.now() + timedelta(minutes=1):
            raise forms.ValidationError(_("This lies in the future. Log a call when it is over."))
        return at

    def chosen(self) -> list[Contact]:
        return [self.cast.contacts[key] for key in self.cleaned_data.get("contacts", ())]


class ActionForm(forms.Form):
    text = forms.CharField(label=_("To do"), required=False, max_length=200)
    who = forms.ChoiceField(label=_("Who"), required=False)
    internal_due = DayField(label=_("For us by"), required=False)
    client_due = DayField(label=_("For the client by"), required=False)

    def __init__(self, *args: Any, cast: Cast, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cast = cast
        self.fields["who"].choices = cast.doer_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        ours, theirs = cleaned.get("internal_due"), cleaned.get("client_due")
        if isinstance(ours, date) and isinstance(theirs, date) and ours > theirs:
            self.add_error("client_due", _("Before our own date. Ours comes first, theirs with a buffer."))
        if not cleaned.get("text") and (cleaned.get("who") or ours or theirs) and "text" not in self.errors:
            self.add_error("text", _("Say what is to be done."))
        return cleaned

    def notes(self) -> ActionNotes | None:
        cleaned = self.cleaned_data
        if not cleaned.get("text"):
            return None
        kind, _colon, key = cleaned["who"].partition(":")
        return ActionNotes(
            text=cleaned["text"],
            owner=self.cast.members.get(key) if kind == "m" else None,
            contact=self.cast.contacts.get(key) if kind == "c" else None,
            internal_due=None if kind == "c" else cleaned["internal_due"],
            client_due=cleaned["client_due"],
        )


class TopicForm(forms.Form):
    title = forms.CharField(label=_("Topic"), required=False, max_length=200)
    answer = forms.CharField(
        label=_("Answered"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    decision = forms.CharField(
        label=_("Decided"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    decided_by = forms.ChoiceField(label=_("By"), required=False)
    reason = forms.CharField(label=_("Because"), required=False, max_length=500)
    out_of_scope = forms.BooleanField(label=_("Out of scope"), required=False)
    exclusion = forms.ChoiceField(label=_("Clause"), required=False)

    actions: forms.BaseFormSet

    def __init__(self, *args: Any, cast: Cast, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cast = cast
        self.fields["decided_by"].choices = [("", gettext("us")), *cast.contact_choices()]  # type: ignore[attr-defined]
        self.fields["exclusion"].choices = cast.exclusion_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said = any(cleaned.get(name) for name in ("answer", "decision", "reason", "out_of_scope"))
        if said and not cleaned.get("title") and "title" not in self.errors:
            self.add_error("title", _("Give the topic a name; the client reads it as a heading."))
        if cleaned.get("reason") and not cleaned.get("decision") and "decision" not in self.errors:
            self.add_error("decision", _("There is a reason, but no decision."))
        return cleaned

    def notes(self) -> TopicNotes | None:
        cleaned = self.cleaned_data
        if not cleaned.get("title"):
            return None
        return TopicNotes(
            title=cleaned["title"],
            answer=cleaned["answer"],
            decision=cleaned["decision"],
            reason=cleaned["reason"],
            decided_by=self.cast.contacts.get(cleaned["decided_by"]),
            out_of_scope=cleaned["out_of_scope"],
            exclusion=self.cast.exclusions.get(cleaned["exclusion"]),
            actions=[notes for form in self.actions.forms if (notes := form.notes())],
        )


ActionFormSet = forms.formset_factory(ActionForm, extra=0, min_num=1, max_num=MOST_ACTIONS, absolute_max=MOST_ACTIONS)


class BaseTopicFormSet(forms.BaseFormSet):
    """Topics, each with a formset of its actions, `topics-0-actions`."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.actions = ActionFormSet(
            self.data if self.is_bound else None,
            prefix=f"{form.prefix}-actions",
            form_kwargs={"cast": self.form_kwargs["cast"]},
            initial=(form.initial or {}).get("actions"),
        )

    def is_valid(self) -> bool:
        """Every part is asked, so that all errors are shown at once."""
        answers = [super().is_valid(), *(form.actions.is_valid() for form in self.forms)]
        return all(answers)

    def notes(self) -> list[TopicNotes]:
        return [notes for form in self.forms if (notes := form.notes())]


TopicFormSet = forms.formset_factory(
    TopicForm, formset=BaseTopicFormSet, extra=0, min_num=1, max_num=MOST_TOPICS, absolute_max=MOST_TOPICS
)


def call_notes(form: CallForm, topics: BaseTopicFormSet) -> CallNotes:
    """What was typed, once both forms are valid."""
    return CallNotes(
        kind=form.cleaned_data["kind"],
        at=form.cleaned_data["at"],
        minutes=form.cleaned_data["minutes"],
        contacts=form.chosen(),
        topics=topics.notes(),
    )

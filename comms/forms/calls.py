"""The form of a call: who and when; topics; under each topic what is to be done. Blank topics and actions do not
count.
"""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from agency import wording
from agency.forms.days import in_our_time
from clients.models import Contact
from comms import shorthand
from comms.domain.calls import SPOKEN, ActionNotes, CallNotes, TopicNotes
from comms.forms.cast import Cast
from comms.forms.spoken_day import SpokenDayField
from comms.forms.topic_more import EITHER_WAY, FEW_ROWS, MoreOfTopic
from comms.models import Interaction

MOST_TOPICS, MOST_ACTIONS = 40, 20


class CallForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("How"), choices=[(kind.value, kind.label) for kind in SPOKEN], initial=Interaction.Kind.CALL
    )
    contacts = forms.MultipleChoiceField(
        label=_("Who was there"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Say who was there.")},
    )
    members = forms.MultipleChoiceField(
        label=_("Who of us was there, beside the writer"), widget=forms.CheckboxSelectMultiple, required=False
    )
    at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        validators=[in_our_time],
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=24 * 60, required=False)
    meeting = forms.CharField(required=False, widget=forms.HiddenInput)
    used = forms.CharField(required=False, max_length=40_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, cast: Cast, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cast = cast
        self.fields["contacts"].choices = cast.contact_choices()  # type: ignore[attr-defined]
        self.fields["members"].choices = cast.colleague_choices()  # type: ignore[attr-defined]

    def clean_at(self) -> Any:
        at = self.cleaned_data["at"]
        if at > timezone.now() + timedelta(minutes=1):
            raise forms.ValidationError(_("This lies in the future. Log a call when it is over."))
        return at

    def chosen(self) -> list[Contact]:
        return [self.cast.contacts[key] for key in self.cleaned_data.get("contacts", ())]

    def clean_meeting(self) -> str:
        key: str = self.cleaned_data["meeting"]
        if key and (self.cast.meeting is None or self.cast.meeting.key != key):
            raise forms.ValidationError(_("This meeting cannot be written down any more. Log it as a call of its own."))
        return key

    def used_lines(self) -> list[int]:
        """The numbers of the transcript's lines that went into the notes."""
        return [int(number) for number in self.cleaned_data.get("used", "").split(",") if number.isdecimal()][:5000]


class ActionForm(forms.Form):
    text = forms.CharField(label=_("To do"), required=False, max_length=200, widget=forms.TextInput(attrs=EITHER_WAY))
    who = forms.ChoiceField(label=_("Who"), required=False)
    internal_due = SpokenDayField(label=_("For us by"), required=False)
    client_due = SpokenDayField(label=_("For the client by"), required=False)

    understood: shorthand.Understood | None = None
    agreed = False
    """Its words stand as the client agreed to them; nothing is read out of them any more."""

    def __init__(self, *args: Any, cast: Cast, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cast = cast
        self.fields["who"].choices = cast.doer_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.agreed:
            self._read(cleaned)
        ours, theirs = cleaned.get("internal_due"), cleaned.get("client_due")
        if isinstance(ours, date) and isinstance(theirs, date) and ours > theirs:
            self.add_error("client_due", _("Before our own date. Ours comes first, theirs with a buffer."))
        chosen = cleaned.get("who") and not self._proposed(cleaned)
        if not cleaned.get("text") and (chosen or ours or theirs) and "text" not in self.errors:
            self.add_error("text", _("Say what is to be done."))
        return cleaned

    def _read(self, cleaned: dict[str, Any]) -> None:
        """Who and when out of the words, where the fields do not say it."""
        self.understood = shorthand.read(
            cleaned.get("text", ""),
            self.cast.names,
            timezone.localdate(),
            who=not cleaned["who"] or self._proposed(cleaned),
            days=not (cleaned["internal_due"] or cleaned["client_due"]),
        )
        cleaned["text"] = self.understood.text
        cleaned["who"] = self.understood.who or cleaned["who"]
        cleaned["internal_due"] = self.understood.ours or cleaned["internal_due"]
        cleaned["client_due"] = self.understood.theirs or cleaned["client_due"]

    def _proposed(self, cleaned: dict[str, Any]) -> bool:
        """Whether 'Who' is as the agenda proposed it."""
        return bool(self.initial.get("proposed")) and cleaned.get("who") == self.initial.get("who")

    def heard(self) -> str:
        """What was read out of the words, in words: 'Maria Holm, by Friday 27 November'."""
        found = self.understood if self.is_bound and self.is_valid() else None
        if found is None or not found.anything:
            return ""
        name = self.cast.names.get(found.who, "")
        ours = (
            gettext("for us by %(day)s") % {"day": wording.long_day(found.ours, timezone.localdate())}
            if found.ours
            else ""
        )
        words = gettext("for the client by %(day)s") if found.ours else gettext("by %(day)s")
        theirs = words % {"day": wording.long_day(found.theirs, timezone.localdate())} if found.theirs else ""
        return " · ".join(filter(None, (name, ours, theirs)))

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


class TopicForm(MoreOfTopic):
    field_order = ("item", "title", "answer", "decision", "decided_by", "reason", "out_of_scope", "exclusion")

    item = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Topic"), required=False, max_length=200, widget=forms.TextInput(attrs=EITHER_WAY))
    answer = forms.CharField(
        label=_("Answered"), required=False, max_length=4000, widget=forms.Textarea(attrs=FEW_ROWS)
    )
    decision = forms.CharField(
        label=_("Decided"), required=False, max_length=4000, widget=forms.Textarea(attrs=FEW_ROWS)
    )
    decided_by = forms.ChoiceField(label=_("By"), required=False)
    reason = forms.CharField(
        label=_("Because"), required=False, max_length=500, widget=forms.TextInput(attrs=EITHER_WAY)
    )
    out_of_scope = forms.BooleanField(label=_("Out of scope"), required=False)
    exclusion = forms.ChoiceField(label=_("Clause"), required=False)

    actions: forms.BaseFormSet

    def __init__(self, *args: Any, cast: Cast, **kwargs: Any) -> None:
        super().__init__(*args, cast=cast, **kwargs)
        self.fields["decided_by"].choices = [("", gettext("us")), *cast.contact_choices()]  # type: ignore[attr-defined]
        self.fields["exclusion"].choices = cast.exclusion_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said = any(cleaned.get(name) for name in ("answer", "decision", "reason", "out_of_scope", *self.MORE))
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
            agenda_item=self.cast.items.get(cleaned["item"]),
            **self.more(),
        )


ActionFormSet = forms.formset_factory(ActionForm, extra=0, min_num=1, max_num=MOST_ACTIONS, absolute_max=MOST_ACTIONS)


class BaseTopicFormSet(forms.BaseFormSet):
    """Topics, each with a formset of its actions, `topics-0-actions`."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.actions = ActionFormSet(
            self.data if self.is_bound and index is not None else None,
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
        members=[form.cast.members[key] for key in form.cleaned_data["members"]],
        meeting=form.cast.meeting,
    )

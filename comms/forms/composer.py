"""Forms of a conversation's composer: the answer with its moment, a note among us, and what is kept for next time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language_info, gettext_lazy as _

from clients.models import Contact
from comms import placeholders
from comms.domain.templates import UnknownVariable, check
from comms.models import Template

LONGEST = 50_000
MORNING, CHOSEN = "morning", "chosen"
NOW = ""
ACKNOWLEDGE, LATE = "acknowledge", "late"


class ReplyForm(forms.Form):
    """`leave` is when it leaves: '' now, 'morning', or 'chosen' for the moment in `leaves`; behind a colon stands what
    is done about a promise that ends before: 'acknowledge' or 'late'. `instead` are keys of answers that wait for their
    moment and are taken back.
    """

    text = forms.CharField(
        label=_("Your reply"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 7}), strip=True
    )
    also = forms.MultipleChoiceField(label=_("This also answers"), required=False, widget=forms.CheckboxSelectMultiple)
    instead = forms.Field(required=False, widget=forms.SelectMultiple)
    leave = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    leaves = forms.DateTimeField(
        label=_("Another moment, in your time"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    attachments = forms.FileField(label=_("Attach files"), required=False)

    def __init__(self, *args: Any, also: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["also"].choices = [(episode.key, episode.request.subject) for episode in also]  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.when == CHOSEN and not cleaned.get("leaves") and "leaves" not in self.errors:
            self.add_error("leaves", _("Say when it is to leave."))
        return cleaned

    @property
    def when(self) -> str:
        """NOW, MORNING or CHOSEN; anything else counts as now only if it is empty."""
        return str(self.data.get("leave", "")).partition(":")[0]

    @property
    def answer_to_late(self) -> str:
        return str(self.data.get("leave", "")).partition(":")[2]

    def moment(self, morning: datetime) -> datetime | None:
        """When it leaves; None is now."""
        if self.when == MORNING:
            return morning
        chosen: datetime | None = self.cleaned_data.get("leaves")
        return chosen if self.when == CHOSEN else None


class NoteForm(forms.Form):
    text = forms.CharField(label=_("Note for us"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))


class TemplateForm(forms.ModelForm):
    """`shared` is the agency's, for whoever may write those."""

    shared = forms.BooleanField(
        label=_("For everybody in the agency"),
        required=False,
        help_text=_("Otherwise it is your own, and nobody else is offered it."),
    )
    contact: forms.ModelChoiceField[Contact] = forms.ModelChoiceField(
        label=_("How it reads to"),
        queryset=Contact.objects.none(),
        to_field_name="key",
        required=False,
        empty_label="–",
    )

    class Meta:
        model = Template
        fields = ("name", "purpose", "language", "tone", "personality_type", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 12, "dir": "auto"})}

    def __init__(self, *args: Any, contacts: Any, languages: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]
        self.fields["contact"].label_from_instance = lambda c: f"{c.person.name}, {c.client.name}"  # type: ignore[attr-defined]
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), choices=[(code, get_language_info(code)["name_translated"]) for code in languages]
        )
        self.fields["text"].max_length = LONGEST  # type: ignore[attr-defined]
        if not may_share or self.instance.pk:
            del self.fields["shared"]

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        try:
            check(text)
        except UnknownVariable as wrong:
            raise forms.ValidationError(list(wrong.messages)) from None
        return text


class LetterForm(ReplyForm):
    """A letter that answers nothing: what it is about, its text, and its moment as in a reply."""

    subject = forms.CharField(
        label=_("Subject"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Say what it is about.")},
    )
    text = forms.CharField(
        label=_("Your letter"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}), strip=True
    )
    as_it_is = forms.BooleanField(label=_("Send it as it is"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.has_gap and not cleaned.get("as_it_is"):
            self.add_error("text", _("“…” still stands where the template leaves room for your words."))
        return cleaned

    @property
    def has_gap(self) -> bool:
        return self.is_bound and placeholders.has_gap(self.data.get("text", "").replace("\r\n", "\n"))

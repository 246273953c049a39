"""A letter that is proposed: a decision confirmed, what a specialist says. What it may hold is what any letter may."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comms.domain.episodes import SUBJECT_LIMIT
from comms.domain.first_words import NotThereAnyMore
from comms.domain.senders import NoAddress
from comms.forms.calls import Cast
from comms.forms.composer import LONGEST


class ShortLetterForm(forms.Form):
    """A short letter as it will be read."""

    to = forms.ChoiceField(label=_("Who gets it"))
    subject = forms.CharField(
        label=_("Subject"),
        max_length=SUBJECT_LIMIT,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Say what it is about.")},
    )
    text = forms.CharField(
        label=_("What they read"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"})
    )

    def __init__(self, data: Any = None, *, cast: Cast, initial: Any) -> None:
        super().__init__(data, initial=initial)
        self.cast = cast
        choices = [(key, contact.person.name) for key, contact in cast.contacts.items()]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def unsent(self, refusal: ValidationError) -> None:
        """Why it was not sent, beside what is to be put right."""
        about_reader = isinstance(refusal, NoAddress | NotThereAnyMore)
        self.add_error("to" if about_reader else None, refusal)

"""Forms of a question to an expert: asking it, and answering it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _, gettext_lazy

from agency.forms.days import in_our_time
from clients.domain.refusals import Refusal
from comms.forms.experts import SubjectChoice, all_subjects
from comms.models import Expert, Interaction

LONGEST, LONGEST_ANSWER = 8000, 50_000


def moment_field(**kwargs: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(widget=widget, validators=[in_our_time], **kwargs)


class QuestionForm(forms.Form):
    """Who is asked what by when, what may go along, and what the client is told meanwhile."""

    subject: Any = SubjectChoice()
    expert: Any = forms.ModelChoiceField(
        label=gettext_lazy("Whom to ask"), queryset=Expert.objects.none(), to_field_name="key"
    )
    text = forms.CharField(
        label=gettext_lazy("The question"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"})
    )
    due_at = moment_field(label=gettext_lazy("Answer by"))
    hands_over = forms.BooleanField(
        label=gettext_lazy("Hand the whole request over"),
        required=False,
        help_text=gettext_lazy("It becomes theirs until they answer. Its clock stays with whoever is responsible."),
    )
    names_client = forms.BooleanField(
        label=gettext_lazy("Somebody outside may know who the client is"),
        required=False,
        help_text=gettext_lazy("Otherwise names are left out of what goes along, and your question may hold none."),
    )
    said = forms.MultipleChoiceField(
        label=gettext_lazy("What goes along"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Notes among us, money and what we know of a person never go along."),
    )
    tell_client = forms.BooleanField(
        label=gettext_lazy("Tell the client that you are asking a specialist"),
        required=False,
        help_text=gettext_lazy("It acknowledges the message, in their language; the day becomes the next step."),
    )
    hear_by = moment_field(label=gettext_lazy("They hear from you by"), required=False)
    words = forms.CharField(
        label=gettext_lazy("What they read"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=gettext_lazy("Left as it is, it names the moment above."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        experts: Sequence[Expert],
        away: Mapping[int, str],
        said: Sequence[Interaction],
        may_tell: bool,
        initial: Any,
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["expert"].queryset = Expert.objects.filter(pk__in=[expert.pk for expert in experts])  # type: ignore[attr-defined]
        self.fields["expert"].choices = [("", _("Choose")), *expert_choices(experts, away)]  # type: ignore[attr-defined]
        self.fields["subject"].queryset = all_subjects()  # type: ignore[attr-defined]
        self.messages = {one.key: one for one in said}
        self.fields["said"].choices = [(one.key, _told(one)) for one in said]  # type: ignore[attr-defined]
        if not said:
            del self.fields["said"]
        if not may_tell:
            del self.fields["tell_client"], self.fields["hear_by"], self.fields["words"]

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        if clean.get("tell_client") and not clean.get("hear_by"):
            self.add_error("hear_by", _("Say by when they hear from you."))
        return clean

    def refused(self, refusal: Refusal) -> None:
        """Puts a verb's refusal beside the field at fault, or above the form."""
        self.add_error(refusal.at_field if refusal.at_field in self.fields else None, refusal.words)

    def of_question(self) -> dict[str, Any]:
        """What questions.ask takes, all but who, when and what the client is told."""
        clean = self.cleaned_data
        chosen = [self.messages[key] for key in clean.get("said", [])]
        plain = {name: clean[name] for name in ("expert", "subject", "text", "due_at", "hands_over", "names_client")}
        return {**plain, "said": chosen}

    def own_words(self) -> str:
        """What the writer made of the words that the client reads; '' for those that were proposed."""
        typed, proposed = self.cleaned_data.get("words", ""), self.initial.get("words", "")
        return "" if typed.split() == proposed.split() else typed

    def promised(self) -> datetime | None:
        """By when the client hears from us, if they are told."""
        clean = self.cleaned_data
        return clean.get("hear_by") if clean.get("tell_client") else None


def expert_choices(experts: Sequence[Expert], away: Mapping[int, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Ours and those outside, each with what they know about, and until when they are away."""
    groups: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for expert in experts:
        subjects = ", ".join(known.subject.name for known in expert.knows.all())
        who = f"{expert} ({expert.company})" if expert.company else str(expert)
        who = f"{who}, {away[expert.pk]}" if expert.pk in away else who
        groups[expert.inside].append((expert.key, f"{who}: {subjects}" if subjects else who))
    labels = {True: _("Among us"), False: _("Outside, by e-mail")}
    return [(labels[inside], found) for inside, found in groups.items() if found]


def _told(said: Interaction) -> str:
    theirs = said.direction == Interaction.Direction.INBOUND
    who = said.contact.person.name if theirs and said.contact else str(said.member.user) if said.member else _("We")
    return f"{who}: {Truncator(' '.join(said.text.split())).chars(160)}"


class ExpertAnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )

    def __init__(self, data: Any = None, *, own: bool = True) -> None:
        super().__init__(data)
        if not own:
            self.fields["text"].label = _("What they told you")

    def refused(self, refusal: Refusal) -> None:
        self.add_error(refusal.at_field if refusal.at_field in self.fields else None, refusal.words)

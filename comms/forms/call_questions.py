"""A question to a specialist that comes from a call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from clients.domain.refusals import Refusal
from comms.forms.experts import SubjectChoice, all_subjects
from comms.forms.questions import LONGEST, expert_choices, moment_field
from comms.models import Expert, Topic


class CallQuestionForm(forms.Form):
    """Whom, what, by when, and which topics of the call go along."""

    subject: Any = SubjectChoice()
    expert: Any = forms.ModelChoiceField(
        label=gettext_lazy("Whom to ask"), queryset=Expert.objects.none(), to_field_name="key"
    )
    text = forms.CharField(
        label=gettext_lazy("The question"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"})
    )
    due_at = moment_field(label=gettext_lazy("Answer by"))
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("What goes along of the call"), required=False, widget=forms.CheckboxSelectMultiple
    )
    names_client = forms.BooleanField(
        label=gettext_lazy("Somebody outside may know who the client is"),
        required=False,
        help_text=gettext_lazy("Otherwise names are left out of what goes along, and your question may hold none."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        experts: Sequence[Expert],
        away: Mapping[int, str],
        topics: Sequence[Topic],
        initial: Any,
    ) -> None:
        super().__init__(data, initial=initial)
        fields: Any = self.fields
        fields["expert"].queryset = Expert.objects.filter(pk__in=[expert.pk for expert in experts])
        fields["expert"].choices = [("", _("Choose")), *expert_choices(experts, away)]
        fields["subject"].queryset = all_subjects()
        self.spoken = {topic.key: topic for topic in topics}
        fields["topics"].choices = [(key, topic.title) for key, topic in self.spoken.items()]
        if not topics:
            del self.fields["topics"]

    def of_question(self) -> dict[str, Any]:
        """What call_questions.ask takes, all but who and when."""
        clean = self.cleaned_data
        chosen = [self.spoken[key] for key in clean.get("topics", [])]
        plain = {name: clean[name] for name in ("expert", "subject", "text", "due_at", "names_client")}
        return {**plain, "topics": chosen, "about": chosen[0].title if chosen else ""}

    def refused(self, refusal: Refusal) -> None:
        self.add_error(refusal.at_field if refusal.at_field in self.fields else None, refusal.words)

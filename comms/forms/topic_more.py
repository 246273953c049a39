"""What a topic of a call may hold besides: what they told us, the decision whose place is taken, and a question to a
specialist. All of it follows when the summary is sent.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from comms.forms.cast import Cast
from comms.unnaming import named_in

EITHER_WAY = {"dir": "auto"}
FEW_ROWS = {"rows": 2, **EITHER_WAY}


class MoreOfTopic(forms.Form):
    MORE = ("insight", "replaces", "ask", "question")

    insight = forms.CharField(
        label=_("They told us"), required=False, max_length=2000, widget=forms.Textarea(attrs=FEW_ROWS)
    )
    replaces = forms.ChoiceField(
        label=_("Takes the place of"),
        required=False,
        error_messages={"invalid_choice": _("That decision does not stand any more. Choose another, or none.")},
    )
    ask = forms.ChoiceField(
        label=_("Ask a specialist"),
        required=False,
        error_messages={"invalid_choice": _("Choose somebody who can be asked.")},
    )
    question = forms.CharField(
        label=_("What you want to know"), required=False, max_length=8000, widget=forms.Textarea(attrs=FEW_ROWS)
    )

    def __init__(self, *args: Any, cast: Cast, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cast = cast
        fields: Any = self.fields
        fields["replaces"].choices = cast.decision_choices
        fields["replaces"].help_text = cast.decisions_help
        fields["ask"].choices = cast.expert_choices

    def more_said(self) -> bool:
        """Whether any of it is filled in, or wrong: then it is shown at once."""
        return any(self[name].value() or self[name].errors for name in self.MORE)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("replaces") and not cleaned.get("decision") and "decision" not in self.errors:
            self.add_error("decision", gettext("It replaces a decision, but nothing is decided."))
        if cleaned.get("question") and "ask" in cleaned and not cleaned["ask"]:
            self.add_error("ask", gettext("Choose whom to ask."))
        if cleaned.get("ask") and "question" in cleaned and not cleaned["question"]:
            self.add_error("question", gettext("Write what you want to know."))
        return cleaned

    def more(self) -> dict[str, Any]:
        """What TopicNotes takes of it."""
        cleaned = self.cleaned_data
        return {
            "insight": cleaned["insight"],
            "replaces": self.cast.decisions.get(cleaned["replaces"]),
            "ask": self.cast.experts.get(cleaned["ask"]),
            "question": cleaned["question"],
        }


def check_replaced(forms_of_topics: Iterable[MoreOfTopic], day: date) -> bool:
    """No decision gives way twice, nor to one that was taken before it."""
    taken = set[str]()
    fine = True
    for form in forms_of_topics:
        key = form.cleaned_data.get("replaces", "")
        decision = form.cast.decisions.get(key)
        if decision is None:
            continue
        words = ""
        if key in taken:
            words = gettext("Another topic of this call takes its place already.")
        elif decision.decided_on > day and not form.cast.replaced_here(key):
            words = gettext("That was decided after this call. A later decision replaces an earlier one.")
        if words:
            form.add_error("replaces", words)
            fine = False
        taken.add(key)
    return fine


def check_named(forms_of_topics: Iterable[MoreOfTopic], names: Sequence[str]) -> bool:
    """What goes to somebody outside does not say who the client is."""
    fine = True
    for form in forms_of_topics:
        expert = form.cast.experts.get(form.cleaned_data.get("ask", ""))
        named = named_in(form.cleaned_data.get("question", ""), names) if expert and not expert.inside else []
        if named:
            words = gettext(
                "The question names %(names)s and goes outside. Take it out, or ask from the page of the summary, "
                "where you may allow it."
            )
            form.add_error("question", words % {"names": ", ".join(named)})
            fine = False
    return fine

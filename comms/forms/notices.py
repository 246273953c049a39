"""How to hear of things, a choice for each topic."""

from collections.abc import Mapping
from typing import Any

from django import forms

from comms.notice_topics import TOPICS


class NoticesForm(forms.Form):
    def __init__(self, data: Any = None, *, chosen: Mapping[str, str]) -> None:
        super().__init__(data, initial=dict(chosen))
        for topic in TOPICS:
            self.fields[topic.name] = forms.ChoiceField(
                label=topic.label,
                help_text=topic.about,
                choices=[(pace.value, pace.label) for pace in topic.paces],
            )

"""The form of a chat channel."""

from collections.abc import Sequence
from copy import copy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comms.forms.inbox import LONGEST
from comms.models import ChatChannel


class ChannelForm(forms.ModelForm):
    """The address is shown to nobody, since whoever has it can post: left empty, the stored one stays."""

    address = forms.CharField(
        label=_("Webhook address"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
        help_text=_(
            "As Slack, Teams, Discord or Google Chat gives it out; for Telegram and others, Apprise’s form, such as "
            "tgram://token/chat. Without one, nothing is posted."
        ),
    )
    forget = forms.BooleanField(label=_("Post nothing there any more: forget the address"), required=False)

    class Meta:
        model = ChatChannel
        fields = ("name", "readers", "contact", "tells_messages", "tells_clocks", "tells_agreements", "active")

    def __init__(self, data: Any = None, *, channel: ChatChannel) -> None:
        super().__init__(data, instance=copy(channel))
        people = channel.client.contacts.filter(ended_at=None).select_related("person")
        self.fields["contact"].queryset = people.order_by("person__name")  # type: ignore[attr-defined]
        self.fields["contact"].to_field_name = "key"  # type: ignore[attr-defined]
        self.initial["contact"] = channel.contact.key if channel.contact_id else None
        if channel.pk is None:
            del self.fields["active"]
        if not channel.address:
            del self.fields["forget"]
        else:
            self.fields["address"].help_text = _("Leave it empty to keep the one that is stored.")

    def clean_address(self) -> str:
        return str(self.cleaned_data["address"]).strip()


class ChatAnswerForm(forms.Form):
    """An answer in one of the channels that the client reads."""

    channel = forms.ChoiceField(label=_("Channel"))
    chat_text = forms.CharField(label=_("Your reply"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, data: Any = None, *, places: Sequence[ChatChannel]) -> None:
        super().__init__(data)
        self.places = {place.key: place for place in places}
        self.fields["channel"].choices = [(place.key, place.name) for place in places]  # type: ignore[attr-defined]

    def clean_channel(self) -> ChatChannel:
        return self.places[self.cleaned_data["channel"]]

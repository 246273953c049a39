"""Forms about oneself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from agency.forms.choices import ZoneField, begun_large, staff_languages
from agency.models import Membership, Notices, User


class ProfileForm(forms.Form):
    """One's name, place and language everywhere, and signature and notices in this agency."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, help_text=gettext_lazy("As clients and colleagues read it.")
    )
    zone = ZoneField()
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    theme = forms.ChoiceField(label=gettext_lazy("Light or dark"), widget=forms.RadioSelect)
    keys_on = forms.BooleanField(
        label=gettext_lazy("Keys for quick work"),
        required=False,
        help_text=gettext_lazy("j and k go from row to row, e is done, c logs a call; ? lists them all."),
    )
    signature = forms.CharField(
        label=gettext_lazy("Signature"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stands beneath your letters, after the closing words: your name, and what you do."),
    )
    notices = forms.ChoiceField(
        label=gettext_lazy("Notices by e-mail"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("A clock that runs out is always urgent."),
    )

    def __init__(self, data: Any = None, *, member: Membership) -> None:
        user = member.user
        initial = {name: getattr(user, name) for name in ("name", "zone", "language", "theme", "keys_on")}
        super().__init__(data, initial={**initial, "signature": member.signature, "notices": member.notices})
        self.fields["language"].choices = staff_languages()  # type: ignore[attr-defined]
        self.fields["theme"].choices = begun_large(User.Theme.choices)  # type: ignore[attr-defined]
        self.fields["notices"].choices = begun_large(Notices.choices)  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["autocomplete"] = "name"

"""Forms about people: who they are, how to speak with them, and their place at a client."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from clients.domain.people import AddressRefused
from clients.domain.refusals import Refusal
from clients.forms.fields import PROFILE, ModelFields, ProfileForm
from clients.models import Contact, Person, PersonAddress

PLACE = ("role", "decision_maker", "decides_about", "gets_summaries", "gets_reports")
WAYS = ("personality_type", "ways", "do", "dont", "triggers", "boundaries", "calls_from", "calls_until")
MOST_ADDRESSES = 20


class PersonForm(ProfileForm):
    """A person and, in the same form, their place at the client one comes from."""

    model = Person
    names = ("name", "salutation", "phone", *WAYS, *PROFILE, "personal_note")
    addresses = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr", "spellcheck": "false", "autocapitalize": "off"}),
        help_text=gettext_lazy("One a line. We write to the first; mail from any of them is theirs."),
    )

    def __init__(self, *args: Any, contact: Contact | None = None, may_note: bool, **kwargs: Any) -> None:
        person = contact.person if contact else None
        super().__init__(*args, row=person, **kwargs)
        self.taken: AddressRefused | None = None
        if person is not None:
            known = PersonAddress.objects.filter(person=person).order_by("-first", "email")
            self.fields["addresses"].initial = "\n".join(known.values_list("email", flat=True))
        if not may_note:
            del self.fields["personal_note"]
        place = PlaceForm(row=contact)
        self.fields |= {name: place.fields[name] for name in PLACE}
        self.initial.update(place.initial)
        self.sections = [
            (_("Who it is"), "", ("name", "salutation", "addresses", "phone")),
            (_("At this client"), "", PLACE),
            (_("How to speak with them"), "", WAYS),
            (_("How they like it"), _("What they have not said is taken from the client."), PROFILE),
            (_("For us only"), "", ("personal_note",)),
        ]

    def clean_addresses(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines() if line.strip()]
        if len(lines) > MOST_ADDRESSES:
            raise forms.ValidationError(_("At most %(count)s addresses, please.") % {"count": MOST_ADDRESSES})
        return lines

    def of_person(self) -> dict[str, Any]:
        """What people.create and people.edit take."""
        return {name: value for name, value in self.cleaned_data.items() if name not in PLACE}

    def of_place(self) -> dict[str, Any]:
        """What contacts.add and contacts.edit take."""
        return {name: self.cleaned_data[name] for name in PLACE}

    def refused(self, refusal: Refusal) -> None:
        super().refused(refusal)
        if isinstance(refusal, AddressRefused) and refusal.owner is not None:
            self.taken = refusal


class PlaceForm(ModelFields):
    """A contact's role and rights."""

    model = Contact
    names = PLACE


class InviteForm(forms.Form):
    """Which of a person's addresses the invitation goes to."""

    email = forms.ChoiceField(label=gettext_lazy("Send it to"))

    def __init__(self, data: Any = None, *, contact: Contact) -> None:
        super().__init__(data)
        known = PersonAddress.objects.filter(person=contact.person).order_by("-first", "email")
        self.fields["email"].choices = [(row.email, row.email) for row in known]  # type: ignore[attr-defined]

    def refused(self, refusal: Refusal) -> None:
        self.add_error(refusal.at_field or None, refusal.words)

"""People at a client: the human with addresses and profile, and their place (contact) at each client."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from agency.permissions import may
from api.fields import Email, Pointer, Reference, Text
from api.serializers.base import Answer, ModelBody, Paged, Shown, YesOrNo
from api.serializers.clients import PROFILE, ProfileBody
from clients.forms.people import MOST_ADDRESSES, PLACE
from clients.models import Contact, Person, PersonAddress
from clients.queries import clients_of, people_of

WAYS = ("personality_type", "triggers", "ways", "do", "dont", "boundaries", "calls_from", "calls_until")
KNOWN = ("name", "salutation", "phone", *WAYS, *PROFILE, "personal_note")


class AddressAnswer(Shown):
    class Meta:
        model = PersonAddress
        fields = ("email", "first", "bounced_at", "away_until")


class PersonBody(ProfileBody):
    addresses = serializers.ListField(
        child=Email(max_length=254),
        max_length=MOST_ADDRESSES,
        required=False,
        help_text="All of them; we write to the first.",
    )

    class Meta:
        model = Person
        fields = (*KNOWN, "addresses")


class ContactBody(ModelBody):
    """A place at a client."""

    class Meta:
        model = Contact
        fields: tuple[str, ...] = PLACE


class NewContactBody(ContactBody):
    """Somebody new, or somebody known from another client; one of both."""

    default_error_messages = {"one": _("Say who it is: either somebody new, or the key of somebody known.")}
    person = PersonBody(required=False)
    known_person = Reference(people_of, required=False)

    class Meta(ContactBody.Meta):
        fields = (*PLACE, "person", "known_person")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("person" in attrs) == ("known_person" in attrs):
            raise serializers.ValidationError({"person": [self.error_messages["one"]]})
        return attrs


class PlaceAnswer(Answer):
    """A person's place at one client, seen from the person."""

    client = Pointer()

    class Meta:
        model = Contact
        fields: tuple[str, ...] = ("id", "client", *PLACE, "portal_access", "ended_at", "last_visit_at")


class PersonAnswer(Answer):
    addresses = AddressAnswer(many=True)
    contacts = PlaceAnswer(many=True, source="places")
    personal_note = serializers.SerializerMethodField(
        help_text="For a good word; null where you look after none of their clients."
    )

    class Meta:
        model = Person
        fields = ("id", *KNOWN, "addresses", "contacts", "created_at")

    def get_personal_note(self, person: Any) -> str | None:
        known = any(may(self.member, "person.personal_note", place.client) for place in person.places)
        return str(person.personal_note) if known else None


class ContactAnswer(PlaceAnswer):
    person = Pointer()
    addresses = AddressAnswer(many=True, source="person.addresses")

    class Meta(PlaceAnswer.Meta):
        fields = (*PlaceAnswer.Meta.fields, "person", "addresses")


class ContactQuery(Paged):
    ended = YesOrNo(required=False)


class PersonQuery(Paged):
    q = Text(required=False, max_length=100, help_text="In the name or an address.")
    client = Reference(clients_of, required=False)

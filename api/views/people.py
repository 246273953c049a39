"""People at clients, and their places there."""

from typing import Any

from django.db.models import QuerySet

from agency.permissions import Refused, may, require
from agency.reach import reach
from api import queries
from api.operations import listing, operation
from api.serializers.people import (
    ContactAnswer,
    ContactBody,
    ContactQuery,
    NewContactBody,
    PersonAnswer,
    PersonBody,
    PersonQuery,
)
from api.views.base import ApiView
from api.views.clients import ClientView
from clients.domain import contacts, people as verbs
from clients.models import Client, Contact, Person
from clients.queries import contacts_of

TAG = "People"


class People(ApiView):
    tag = TAG
    verbs = {"GET": "client.read"}

    @listing("List people", of=PersonAnswer, asks=PersonQuery)
    def get(self, query: dict[str, Any]) -> QuerySet[Person]:
        rows = queries.people_for(self.member)
        if "client" in query:
            rows = rows.filter(contacts__client=query["client"])
        return queries.called(rows, query["q"]) if "q" in query else rows


class OnePerson(ApiView):
    tag = TAG
    verbs = {"GET": "client.read", "PATCH": "person.edit"}

    def found(self, key: str) -> tuple[Person]:  # type: ignore[override]
        return (reach(queries.people_for(self.member), key=key),)

    def allow(self, verb: str, *things: Any) -> None:
        if verb == "person.edit":
            self.client_for(things[0], verb)

    def client_for(self, person: Any, verb: str) -> Client:
        """A client for whom the person speaks and the member may do it. Raises Refused."""
        places = [place for place in person.places if place.ended_at is None]
        found = next((place.client for place in places if may(self.member, verb, place.client)), None)
        if found is None:
            raise Refused(verb)
        return found

    @operation("One person", gives=PersonAnswer)
    def get(self, person: Person) -> Person:
        return person

    @operation("Change a person", takes=PersonBody, gives=PersonAnswer)
    def patch(self, person: Person, body: dict[str, Any]) -> Person:
        """Only the fields that are sent change; addresses are sent all together."""
        if "personal_note" in body:
            self.client_for(person, "person.personal_note")
        client = self.client_for(person, "person.edit")
        verbs.edit(person, by=self.member, at=self.now, client=client, **body)
        return self.found(key=person.key)[0]


class ClientContacts(ClientView):
    tag = TAG
    verbs = {"GET": "client.read", "POST": "person.edit"}

    @listing("List a client’s contacts", of=ContactAnswer, asks=ContactQuery)
    def get(self, client: Client, query: dict[str, Any]) -> QuerySet[Contact]:
        rows = queries.contacts_at(client, self.member)
        return rows.filter(ended_at__isnull=not query["ended"]) if "ended" in query else rows

    @operation("Add a contact", takes=NewContactBody, gives=ContactAnswer, status=201, once=True)
    def post(self, client: Client, body: dict[str, Any], key: str) -> Contact:
        """Somebody new, or somebody known from another client. A place that had ended begins again."""
        person, known = body.pop("person", None), body.pop("known_person", None)
        if known is not None:
            return contacts.add(known, client, by=self.member, at=self.now, **body)
        if "personal_note" in person:
            require(self.member, "person.personal_note", client)
        return verbs.create(client, by=self.member, at=self.now, place=body, **person)


class OneContact(ApiView):
    tag = TAG
    verbs = {"GET": "client.read", "PATCH": "person.edit", "DELETE": "person.edit"}

    def found(self, key: str) -> tuple[Contact]:  # type: ignore[override]
        return (reach(queries.with_addresses(contacts_of(self.member)), key=key),)

    @operation("One contact", gives=ContactAnswer)
    def get(self, contact: Contact) -> Contact:
        return contact

    @operation("Change a contact", takes=ContactBody, gives=ContactAnswer)
    def patch(self, contact: Contact, body: dict[str, Any]) -> Contact:
        """Their role and rights at this client. Whoever decides takes that from whoever did."""
        return contacts.edit(contact, by=self.member, at=self.now, **body)

    @operation("End a contact", gives=ContactAnswer)
    def delete(self, contact: Contact) -> Contact:
        """They no longer speak for the client. What they said stays."""
        return contacts.end(contact, by=self.member, at=self.now)

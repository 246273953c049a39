"""Playbooks of the four types, and what holds for one person."""

from typing import Any

from django.http import Http404

from agency.reach import reach
from api.operations import operation
from api.serializers.playbooks import (
    PlaybookAnswer,
    PlaybookBody,
    PlaybooksAnswer,
    TreatmentAnswer,
    TreatmentBody,
)
from api.views.base import ApiView
from clients.domain import playbooks as verbs
from clients.effective_playbook import PARTS, as_text
from clients.models import AgencyPlaybook, Contact
from clients.playbooks import PLAYBOOKS
from clients.queries import contacts_of, playbooks as queries

TAG = "People"


class Playbooks(ApiView):
    tag = TAG
    verbs = {"GET": "playbook.read"}

    @operation("Playbooks of all types", gives=PlaybooksAnswer)
    def get(self) -> dict[str, Any]:
        """As they hold in this agency."""
        return {"playbooks": shown(PLAYBOOKS)}


class OnePlaybook(ApiView):
    tag = TAG
    verbs = {"GET": "playbook.read", "PATCH": "playbook.edit", "DELETE": "playbook.edit"}

    def found(self, kind: str) -> tuple[str]:  # type: ignore[override]
        if kind not in PLAYBOOKS:
            raise Http404
        return (kind,)

    @operation("One type’s playbook", gives=PlaybookAnswer)
    def get(self, kind: str) -> AgencyPlaybook:
        return shown([kind])[0]

    @operation("Change a playbook", takes=PlaybookBody, gives=PlaybookAnswer)
    def patch(self, kind: str, body: dict[str, Any]) -> AgencyPlaybook:
        """Your own texts in the place of those that come with Rapport, part by part."""
        verbs.change(kind, body, by=self.member, at=self.now)
        return shown([kind])[0]

    @operation("Go back to the playbook that comes with Rapport", gives=PlaybookAnswer)
    def delete(self, kind: str) -> AgencyPlaybook:
        """Your own texts are kept, and can be taken up again on the playbook’s page."""
        verbs.reset(kind, by=self.member, at=self.now)
        return shown([kind])[0]


def shown(kinds: Any) -> list[Any]:
    """What holds, as rows that are not stored. Two queries."""
    known, rows, found = queries.books(kinds), queries.written_by_us(), []
    for kind in kinds:
        book, own = known[kind]
        row: Any = AgencyPlaybook(type=kind, **{name: as_text(book, name) for name in PARTS})
        row.own = [name for name in PARTS if name in own]
        row.changed_at = rows[kind].changed_at if kind in rows else None
        found.append(row)
    return found


class Treatment(ApiView):
    tag = TAG
    verbs = {"GET": "client.read", "PUT": "person.edit"}

    def found(self, key: str) -> tuple[Contact]:  # type: ignore[override]
        return (reach(contacts_of(self.member), key=key),)

    @operation("How to treat somebody", gives=TreatmentAnswer)
    def get(self, contact: Contact) -> dict[str, Any]:
        """Their own lines before the agency’s and those of their type."""
        treated = queries.playbook_of(contact)
        kind = contact.person.personality_type
        return {"type": kind, "lines": treated.lines, "silenced": treated.silenced}

    @operation("Say what of a playbook is not for somebody", takes=TreatmentBody, gives=TreatmentAnswer)
    def put(self, contact: Contact, body: dict[str, Any]) -> dict[str, Any]:
        """Lines that only they have are fields of the person."""
        verbs.silence_only(contact.person, body["silenced"], by=self.member, at=self.now, client=contact.client)
        treated = queries.playbook_of(contact)
        return {"type": contact.person.personality_type, "lines": treated.lines, "silenced": treated.silenced}

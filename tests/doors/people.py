"""Everybody who knocks at the doors, and what each may see and change. These rules are written from product.md and
tenancy.md, apart from the code that they judge."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from agency.models import Role, User
from agency.permissions import TABLE, Reach
from tests.doors.canaries import FEE, FIRST, INSIDE, NOTE, SECOND, SHOWN, Mark
from tests.doors.inventory import Entry
from tests.doors.scene import Scene

MESSAGES = {"first": FIRST, "second": SECOND}


@dataclass(frozen=True)
class Knocker:
    """Somebody at the door. `house` is the letter of the agency they belong to, '' for nobody's.

    A member has a `role` and the numbers of the clients they look after; `kept` is a manager whose agency keeps managers
    to their own clients. A contact has the number of their client. `out` are those who had a place once.
    """

    name: str
    user: User | None
    house: str = ""
    role: str = ""
    looks_after: frozenset[int] = frozenset()
    kept: bool = False
    contact: str = ""
    client: int = 0
    out: bool = False

    def __str__(self) -> str:
        return self.name

    @property
    def is_member(self) -> bool:
        return bool(self.role) and not self.out

    @property
    def is_contact(self) -> bool:
        return bool(self.contact) and not self.out

    def may(self, verb: str, client: int = 0) -> bool:
        """What the one table says of this role, for a client or (0) at all."""
        reach = TABLE[verb].get(Role(self.role)) if self.is_member else None
        return reach is not None and (not client or reach is Reach.ALL or client in self.looks_after)

    def reaches(self, house: str, client: int) -> bool:
        """Whether rows of this client exist for them at all."""
        if house != self.house or self.out:
            return False
        if self.is_member:
            return not client or not self.kept or client in self.looks_after
        return self.is_contact and client == self.client

    def may_see(self, mark: Mark, entry: Entry | None = None) -> bool:
        """Whether a word with this mark may stand in an answer to them."""
        if entry is not None and entry.kind in {"account", "operator"}:
            return False
        if not self.reaches(mark.agency, mark.client):
            return mark.agency == self.house and mark.client == 0 and mark.level == SHOWN and self.is_contact
        if self.is_contact:
            return mark.level in {SHOWN, FEE, MESSAGES.get(self.contact)}
        if mark.level == FEE:  # who may look at the portal as a contact does sees the fee that the client sees (P7)
            preview = entry is not None and entry.name.endswith("_preview") and self.may("portal.preview", mark.client)
            return preview or self.may("money.read")
        return mark.level != NOTE or self.may("person.personal_note", mark.client)

    def may_change(self, house: str, client: int, entry: Entry) -> bool:
        """Whether a row of this client (0: of the agency alone) may be new, different or gone after their request."""
        if not self.is_member or not self.reaches(house, client):
            return False
        return not entry.verb or self.may(entry.verb, client)


def knockers(scene: Scene) -> list[Knocker]:
    """All kinds, in an order in which answers that a cache kept for one would reach the next."""
    ours, theirs = scene.ours, scene.theirs

    def member(name: str, who: str, after: Iterable[int] = (), **more: Any) -> Knocker:
        found = ours.members[who]
        return Knocker(name, found.user, "a", str(found.role), frozenset(after), **more)

    def contact(name: str, who: str, client: int = 1, **more: Any) -> Knocker:
        return Knocker(name, ours.contact(client, who).person.user, "a", contact=who, client=client, **more)

    their_owner, their_contact = theirs.members["owner"], theirs.contact(1, "first")
    return [
        member("owner", "owner", (1, 2)),
        Knocker("owner of another agency", their_owner.user, "b", "owner", frozenset((1, 2))),
        member("manager who leads", "manager", (1,)),
        member("manager of another client", "other_manager", (2,)),
        member("manager kept to another client", "other_manager", (2,), kept=True),
        member("manager who backs up", "backup", (1, 2)),
        member("specialist", "specialist"),
        contact("contact", "first"),
        contact("contact who was not on the message", "second"),
        contact("contact of another client", "first", 2),
        Knocker("contact of another agency", their_contact.person.user, "b", contact="first", client=1),
        member("deactivated member", "gone", out=True),
        contact("ended contact", "ended", out=True),
        contact("contact without the portal", "withdrawn", out=True),
        Knocker("stranger", scene.stranger),
        Knocker("anonymous", None),
    ]


def holder_may_see(mark: Mark, house: str, client: int, model: str) -> bool:
    """What a link shows to whoever holds it: to a contact what is theirs, to somebody invited the agency's name, to an
    expert the question.
    """
    if mark.agency != house:
        return False
    if model == "agency.Invitation":
        return mark.client == 0 and mark.level in {SHOWN, INSIDE}
    if model == "comms.ExpertLink":  # the question and who asks, and not whose it is about
        return mark.level == INSIDE if mark.client == client else mark.client == 0 and mark.level in {SHOWN, INSIDE}
    return mark.client in {0, client} and mark.level in {SHOWN, FIRST}

"""The directory of experts as verbs: who stands there, about what, and who is asked no more (practice M8)."""

from typing import Any

import pytest

from agency.domain import members
from agency.models import Event
from agency.tenancy.scope import within
from clients.domain.changes import Gone
from comms.domain import experts
from comms.domain.experts import MOST_SUBJECTS, KnownAlready, NeitherNor, TooManySubjects
from comms.models import Expert, Subject
from comms.queries.experts import to_be_asked
from tests.world import NOW, House, World

pytestmark = pytest.mark.django_db


def add(house: House, **given: Any) -> Expert:
    return experts.add(by=house.owner, at=NOW, **given)


def anna(house: House, **given: Any) -> Expert:
    return add(house, **{"name": "Dr. Anna Vogel", "address": "Anna@Kanzlei-Vogel.example ", **given})


def knows(expert: Expert) -> set[str]:
    return set(expert.knows.values_list("subject__name", flat=True))


def changes() -> list[list[str]]:
    events = Event.objects.filter(verb="expert.changed").order_by("pk")
    return [event.facts["fields"] for event in events]


def test_one_of_us_stands_there_by_their_membership_alone(ours: House) -> None:
    with within(ours.agency):
        lena = add(ours, member=ours.specialist, name="L.", company="Northlight", address="other@x.example")
        assert (lena.name, lena.company, lena.address, lena.inside) == ("", "", "", True)
        assert Event.objects.get(verb="expert.added").facts == {"inside": True}
        experts.change(lena, by=ours.owner, at=NOW, name="L.", address="l@x.example", member=ours.manager, terms="Free")
        lena.refresh_from_db()
        assert (lena.name, lena.address, lena.member, lena.terms) == ("", "", ours.specialist, "Free")
        assert changes() == [["terms"]]


def test_subjects_are_the_agencys_whatever_their_letters(ours: House) -> None:
    with within(ours.agency):
        vogel = anna(ours, subjects=["Data  protection", " ", "DATA PROTECTION", "x" * 90])
        assert vogel.address == "anna@kanzlei-vogel.example"
        assert knows(vogel) == {"Data protection", "x" * 60}
        add(ours, member=ours.specialist, subjects=["data protection"])
        assert Subject.objects.count() == 2
        experts.change(vogel, by=ours.owner, at=NOW, subjects=["data protection", "Contracts"])
        assert knows(vogel) == {"Data protection", "Contracts"}
        experts.change(vogel, by=ours.owner, at=NOW, subjects=["Contracts", "Data protection"], language="en")
        experts.change(vogel, by=ours.owner, at=NOW, company="Kanzlei Vogel")
        assert changes() == [["subjects"], ["company"]], "what changes nothing leaves no trace"
        with pytest.raises(TooManySubjects):
            experts.change(vogel, by=ours.owner, at=NOW, subjects=[f"No. {n}" for n in range(MOST_SUBJECTS + 1)])
        assert knows(vogel) == {"Data protection", "Contracts"}


def test_who_cannot_stand_there_is_refused_at_the_field(ours: House) -> None:
    with within(ours.agency):
        anna(ours)
        add(ours, member=ours.specialist)
        members.deactivate(ours.backup, by=ours.owner, at=NOW, to=ours.manager)
        ours.backup.refresh_from_db()
        for given, refusal, field in (
            ({}, NeitherNor, "name"),
            ({"name": "  ", "address": "a@x.example"}, NeitherNor, "name"),
            ({"name": "Somebody"}, NeitherNor, "address"),
            ({"name": "Another", "address": "ANNA@kanzlei-vogel.example"}, KnownAlready, "address"),
            ({"member": ours.specialist}, KnownAlready, "member"),
            ({"member": ours.backup}, NeitherNor, "member"),
        ):
            with pytest.raises(refusal) as refused:
                add(ours, **given)
            assert refused.value.at_field == field
        assert Expert.objects.count() == 2


def test_somebody_outside_stays_reachable_outside(ours: House) -> None:
    with within(ours.agency):
        vogel = anna(ours)
        for wrong in ({"address": ""}, {"name": ""}):
            with pytest.raises(NeitherNor):
                experts.change(vogel, by=ours.owner, at=NOW, **wrong)
        with pytest.raises(TypeError):
            experts.change(vogel, by=ours.owner, at=NOW, member=ours.manager)
        vogel.refresh_from_db()
        assert (vogel.name, vogel.address, vogel.member) == ("Dr. Anna Vogel", "anna@kanzlei-vogel.example", None)


def test_who_was_retired_is_asked_no_more_and_can_come_back(ours: House) -> None:
    with within(ours.agency):
        vogel = anna(ours)
        for _twice in range(2):
            experts.retire(vogel, by=ours.owner, at=NOW)
        assert vogel.retired_at == NOW
        assert not to_be_asked().exists()
        for _twice in range(2):
            experts.restore(vogel, by=ours.owner, at=NOW)
        assert to_be_asked().get() == vogel
        verbs = Event.objects.filter(object_kind="expert").order_by("pk").values_list("verb", flat=True)
        assert list(verbs) == ["expert.added", "expert.retired", "expert.restored"]


def test_each_agency_has_a_directory_of_its_own(ours: House, world: World) -> None:
    with within(world.theirs.agency):
        theirs = anna(world.theirs)
    with within(ours.agency):
        assert anna(ours).address == theirs.address
        for verb in (experts.retire, experts.restore, experts.change):
            with pytest.raises(Gone):
                verb(theirs, by=ours.owner, at=NOW)
    with within(world.theirs.agency):
        assert Expert.objects.get().retired_at is None

"""What Northlight says otherwise in its playbooks, after a quarter in which two melancholic clients had nearly left."""

from datetime import datetime
from functools import partial

from agency.demo.world import House
from clients.domain import playbooks
from clients.effective_playbook import mark_of
from clients.models import Contact
from clients.playbooks import MELANCHOLIC

OURS = {
    "do": [
        *MELANCHOLIC.do,
        "Send the Thursday lines even when there is nothing to tell",
    ],
    "late": "Tell them on the day you suspect it, with the lead in copy: why, which day instead, what is safe. Send on "
    "the old day whatever is ready. We have lost nobody over a late report, and nearly two over a silent one.",
}  # fmt: skip


def plan(house: House) -> None:
    house.plan(house.at(96, "09:50"), partial(_write, house))
    house.plan(house.at(41, "14:20"), partial(_not_for_maria, house))


def _write(house: House, at: datetime) -> None:
    """Helen, the owner, after she had read through the quarter."""
    texts = {"do": "\n".join(map(str, OURS["do"])), "late": str(OURS["late"])}
    playbooks.change("melancholic", texts, by=house.members["helen"], at=at)


def _not_for_maria(house: House, at: datetime) -> None:
    """Maria Holm likes a joke: what the playbook says of jokes is not for her."""
    maria = Contact.objects.select_related("person", "client__lead").get(pk=house.contacts["maria"].pk)
    joke = mark_of(MELANCHOLIC.dont[1])
    playbooks.silence(maria.person, joke, by=maria.client.lead, at=at, client=maria.client)

"""From the rows of contacts and calls to what the check before sending takes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from clients.models import Client, Contact
from clients.profile import EffectiveProfile, effective_profile
from comms import presend, writer
from comms.models import Interaction, Participant, Summary, Topic
from comms.presend import Check
from comms.spoken import spoken_topics


@dataclass(frozen=True)
class Spoke:
    """How and when we spoke with a client, and whether it is on the timeline already."""

    client: Client
    kind: str
    at: datetime
    logged: bool = True


def of_readers(readers: Sequence[Contact], call: Spoke, spoken: Sequence[writer.Spoken]) -> list[Check]:
    """The check for everybody who will read it, the first reader's whole. One query."""
    if not readers:
        return []
    lines = writer.lines(spoken)
    profiles = [effective_profile(contact, call.client, contact.agency) for contact in readers]
    recent = _recent_calls(readers, profiles, call)
    silent = [topic for topic in spoken if not writer.lines([topic])]
    each = [
        presend.checks(
            _reader(contact, profile),
            presend.Call(kind=call.kind, at=call.at, recent=recent[contact.pk] + (not call.logged)),
            lines,
            len(silent),
        )
        for contact, profile in zip(readers, profiles, strict=True)
    ]
    return presend.of_all(each, [contact.person.name for contact in readers])


def of_summary(summary: Summary, topics: Sequence[Topic], to: Sequence[Contact]) -> list[Check]:
    call = summary.interaction
    return of_readers(to, Spoke(summary.client, call.kind, call.at), spoken_topics(topics))


def _reader(contact: Contact, profile: EffectiveProfile) -> presend.Reader:
    person = contact.person
    return presend.Reader(
        name=person.name,
        personality=profile.personality_type,
        channel=profile.channel.value,
        detail=profile.detail_level.value,
        cadence_days=profile.cadence_days.value,
        zone=profile.zone.value,
        calls_from=person.calls_from,
        calls_until=person.calls_until,
        boundaries=person.boundaries,
    )


def _recent_calls(readers: Sequence[Contact], profiles: Sequence[EffectiveProfile], call: Spoke) -> Counter[int]:
    """Calls with each of them within their cadence before this one."""
    since = {
        contact.pk: call.at - timedelta(days=profile.cadence_days.value)
        for contact, profile in zip(readers, profiles, strict=True)
    }
    rows = Participant.objects.filter(
        contact_id__in=since,
        interaction__kind=Interaction.Kind.CALL,
        interaction__at__gt=min(since.values()),
        interaction__at__lte=call.at,
    )
    taken = rows.values_list("contact_id", "interaction__at")
    return Counter(contact_id for contact_id, at in taken if contact_id and at > since[contact_id])

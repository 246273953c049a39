"""How a member wants to hear of things: choosing it, and what holds for a notice."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import Actor, record
from agency.models import Membership, Notices
from comms.models import NoticeChoice, Pace
from comms.notice_topics import TOPICS, pace_of, topic_of


class NotOffered(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("What must not be missed cannot be switched off."), code="not_offered")


def general(member: Membership) -> Pace:
    """What holds for topics of which nothing was chosen."""
    return Pace.HOURLY if member.notices == Notices.ALL else Pace.PAGE


def chosen(member: Membership) -> dict[str, str]:
    """The pace of every topic, as it holds now for what is not urgent."""
    own = dict(NoticeChoice.objects.filter(member=member).values_list("topic", "pace"))
    usual = general(member)
    return {topic.name: pace_of(topic, own.get(topic.name, ""), usual, urgent=False).value for topic in TOPICS}


def pace_for(member: Membership, kind: str, *, urgent: bool) -> Pace:
    topic = topic_of(kind)
    own = NoticeChoice.objects.filter(member=member, topic=topic.name).values_list("pace", flat=True).first()
    return pace_of(topic, own or "", general(member), urgent=urgent)


@transaction.atomic
def choose(member: Membership, paces: Mapping[str, str], *, by: Actor, at: datetime) -> list[str]:
    """Sets the paces of these topics; the names of those that are different now. Raises NotOffered, which changes
    nothing. What holds by the general choice is written down only when something else is chosen.
    """
    allowed = {topic.name: topic.paces for topic in TOPICS}
    if any(pace not in allowed.get(topic, ()) for topic, pace in paces.items()):
        raise NotOffered
    now = chosen(member)
    changed = sorted(topic for topic, pace in paces.items() if now[topic] != pace)
    for topic in changed:
        NoticeChoice.objects.update_or_create(member=member, topic=topic, defaults={"pace": paces[topic]})
    if changed:
        record("notices.chosen", member, by=by, at=at, topics=changed)
    return changed

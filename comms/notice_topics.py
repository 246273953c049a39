"""What notices are about, as a member chooses how to hear of them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from comms.models import Pace

CLOCKS = "clocks"
ALWAYS_BY_MAIL = (Pace.AT_ONCE, Pace.HOURLY, Pace.DAILY)


@dataclass(frozen=True, slots=True)
class Topic:
    """`kinds`: how the kinds of its notices begin. `paces`: what may be chosen. `usual`: what holds unless something is
    chosen; without it the member's general choice.
    """

    name: str
    label: Any
    about: Any
    kinds: tuple[str, ...]
    paces: tuple[Pace, ...] = tuple(Pace)
    usual: Pace | None = None


TOPICS = (
    Topic(
        CLOCKS,
        _("Clocks of your clients"),
        _("Who wrote, and how long they have waited. A promise that is about to be broken is told at once, always."),
        ("clock.",),
    ),
    Topic(
        "work",
        _("What is given to you"),
        _("A request or a task that a colleague gave you, a call that you are to put in writing."),
        ("request.", "summary.unsent", "summary.still_unsent", "task."),
    ),
    Topic(
        "mail",
        _("Mail that does not arrive"),
        _(
            "What came back, could not be sent or was perhaps sent; mailboxes and sending "
            "that do not work. It cannot be switched off."
        ),
        ("mail.", "mailbox.", "sending."),
        ALWAYS_BY_MAIL,
        Pace.AT_ONCE,
    ),
    Topic(
        "strangers",
        _("Mail from somebody unknown"),
        _("And messages that could not be read."),
        ("inbound.",),
    ),
    Topic(
        "reports",
        _("Monthly reports"),
        _("One was drafted, waits for your review or goes out by itself."),
        ("report.",),
    ),
    Topic(
        "clients",
        _("What clients did"),
        _("Agreed to a summary, wanted no more reports, and everything else."),
        ("",),
    ),
)


def topic_of(kind: str) -> Topic:
    """The topic of a kind of notice; the last one takes all that no other does."""
    return next(topic for topic in TOPICS if kind.startswith(topic.kinds))


def pace_of(topic: Topic, chosen: str, general: Pace, *, urgent: bool) -> Pace:
    """How a notice of this topic goes. `chosen` is the member's own choice for it, `general` holds without one.

    What is urgent goes at once unless another pace was chosen for it, and an urgent clock goes at once whatever was.
    """
    if urgent and (topic.name == CLOCKS or not chosen):
        return Pace.AT_ONCE
    pace = Pace(chosen) if chosen else topic.usual or general
    return pace if pace in topic.paces else Pace.HOURLY

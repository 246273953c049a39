"""How to treat each of the four types, shown wherever one writes or calls (practice T2).

Pure. The texts are those of the product; the words to use are examples in the language of the staff.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from clients.models.profile import PersonalityType

Words = Any
"""A lazy translation: becomes text in the active language when it is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """`do` and `dont` are short lines in order of weight; `words` are openings that work; `bad_news` a paragraph."""

    type: str
    essence: Words
    do: Sequence[Words]
    dont: Sequence[Words]
    words: Sequence[Words]
    bad_news: Words


CHOLERIC = Playbook(
    type=PersonalityType.CHOLERIC,
    essence=_("Wants results and decides fast. Respects whoever stays level and comes with facts."),
    do=[
        _("Answer fast, even if the answer is short"),
        _("Result first, then one strong figure"),
        _("Offer two ways and say which you would take"),
        _("Stay level when the voice rises"),
    ],
    dont=[
        _("Don’t explain fine detail unless asked"),
        _("Don’t apologise twice"),
        _("Don’t argue about who was right"),
    ],
    words=[
        _("In one sentence: …"),
        _("You decide between two things."),
        _("Done. The figure is …"),
    ],
    bad_news=_(
        "Say it at once and in the first sentence, by phone if you can. What happened, what it costs, what you have "
        "already done, what you need decided. Let the first wave pass without answering it, then return to the facts."
    ),
)

SANGUINE = Playbook(
    type=PersonalityType.SANGUINE,
    essence=_("Warm, quick to be enthusiastic and quick to wander. Remembers how a talk felt, less what was agreed."),
    do=[
        _("Ask closed questions"),
        _("Main points only, three at most"),
        _("Steer back to the topic, kindly"),
        _("Put what was agreed in writing the same day"),
    ],
    dont=[
        _("Don’t give way on the price"),
        _("Don’t send tables"),
        _("Don’t take enthusiasm for a decision"),
    ],
    words=[
        _("Lovely. So shall I put it down as a yes?"),
        _("Back to the one thing we need today: …"),
        _("Is it the first or the second?"),
    ],
    bad_news=_(
        "Begin with what stands, then tell the bad part in two plain sentences and go on to what happens next. Ask one "
        "closed question so that the talk ends with an agreement, and write it down the same day."
    ),
)

MELANCHOLIC = Playbook(
    type=PersonalityType.MELANCHOLIC,
    essence=_("Careful, loyal, worries early. Trust grows from reports that come when they were promised."),
    do=[
        _("Be patient and let them finish"),
        _("Repeat what they gain from it"),
        _("Report thoroughly, and always on the same day"),
        _("Answer every question they asked, one by one"),
    ],
    dont=[
        _("Don’t press for an answer on the spot"),
        _("Don’t joke about a worry"),
        _("Don’t leave a message unanswered over the weekend"),
    ],
    words=[
        _("You asked four things. Here are the four answers."),
        _("This is what it brings you: …"),
        _("Take your time. I will be in touch on Thursday, as always."),
    ],
    bad_news=_(
        "Tell it early, calmly and completely, in writing with a call offered. Say what it means and what it does not "
        "mean, what is being done by when, and report again on the day you named even if nothing has changed."
    ),
)

PHLEGMATIC = Playbook(
    type=PersonalityType.PHLEGMATIC,
    essence=_("Thorough and unhurried. Believes sources and numbers, and keeps to what was checked."),
    do=[
        _("Give every detail, in order"),
        _("Check the figures ten times before they go out"),
        _("Name the source beside each number"),
        _("Leave days, not hours, for a decision"),
    ],
    dont=[
        _("Don’t hurry them"),
        _("Don’t be chummy"),
        _("Don’t claim what you can’t show"),
    ],
    words=[
        _("The figures are from … as of …"),
        _("Attached is the full list; the short form is on the first page."),
        _("There is time until … to decide."),
    ],
    bad_news=_(
        "Write it down as a course of events with times, causes and sources, before you call. Say what is known and "
        "what is not yet known, and when it will be. No adjectives; leave time to read before you ask for anything."
    ),
)

PLAYBOOKS: dict[str, Playbook] = {book.type: book for book in (CHOLERIC, SANGUINE, MELANCHOLIC, PHLEGMATIC)}


def playbook_for(personality_type: str) -> Playbook | None:
    """The playbook of a type; None while nobody has typed the person."""
    return PLAYBOOKS.get(personality_type)

"""How to treat each of the four types, as it comes with Rapport (practice T2).

Pure. The words to use are examples in the language of the staff. An agency puts its own texts in the place of these,
and a person has lines of their own: `clients.effective_playbook` lays them over one another.
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
    """`do` and `dont` are short lines in order of weight; `words` are openings that work; the others a paragraph each:
    on the telephone, in writing, and what one does in a hard moment.
    """

    type: str
    essence: Words
    do: Sequence[Words]
    dont: Sequence[Words]
    words: Sequence[Words]
    phone: Words
    writing: Words
    bad_news: Words
    late: Words
    price: Words
    silence: Words
    anger: Words


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
    phone=_(
        "Say in the first sentence why you call. Two minutes, then the choice; let them cut you short. Confirm it in "
        "writing within the hour: they have decided and moved on."
    ),
    writing=_(
        "Five lines at most. The first holds the result, the second the figure, the last the question. Everything else "
        "goes into an attachment."
    ),
    bad_news=_(
        "Say it at once and in the first sentence, by phone if you can. What happened, what it costs, what you have "
        "already done, what you need decided. Let the first wave pass without answering it, then return to the facts."
    ),
    late=_(
        "Say it the day before, not on the day: “The report comes on Thursday, not tomorrow.” Half a sentence for the "
        "reason, and at once the one figure they are waiting for."
    ),
    price=_(
        "Don’t justify it. Say in one figure what the price buys, then offer two ways: all of it at this price, or "
        "less for less. Let them choose, and keep to it."
    ),
    silence=_(
        "They are busy, or think it is settled. One line with a choice and a day: “A or B? I keep the place until "
        "Thursday noon.” After that, ring once."
    ),
    anger=_(
        "Let them finish and don’t defend yourself. Then say what you have understood, what you do now, and when you "
        "report. Apologise once."
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
    phone=_(
        "Best by voice. Two minutes of talk first, then the one thing you need; close each point with a yes or a no. "
        "Say aloud at the end what was agreed."
    ),
    writing=_(
        "A warm first line, three points at most, one question a mail, and one that yes or no can answer. A picture "
        "says more than a table."
    ),
    bad_news=_(
        "Begin with what stands, then tell the bad part in two plain sentences and go on to what happens next. Ask one "
        "closed question so that the talk ends with an agreement, and write it down the same day."
    ),
    late=_(
        "Ring, so that they hear it from a person. “You have the report on Friday at ten, two days late. The best of "
        "it already: …” Then the day in one line by mail, or they forget it."
    ),
    price=_(
        "They ask because they like to bargain. Stay friendly and stay with it: “I enjoy working with you, and this is "
        "the price. What shall we leave out?” Never give way on the spot."
    ),
    silence=_(
        "Nothing is wrong; something newer has come along. Ring rather than write, with one closed question: “Shall I "
        "put you down for Tuesday?” A result to look at brings them back sooner than a reminder."
    ),
    anger=_(
        "It goes as fast as it came. Listen, say that you see why, and bring it down to the one thing to be settled. "
        "Write down the same day what was agreed."
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
    phone=_(
        "Announce the call and what it is about; out of the blue it sounds like bad news. Let pauses stand. Ask at the "
        "end what is still on their mind, and write it down for them."
    ),
    writing=_(
        "Complete and calm, in the order of their questions, each with its answer. Say what comes next and on which "
        "day, and then keep that day."
    ),
    bad_news=_(
        "Tell it early, calmly and completely, in writing with a call offered. Say what it means and what it does not "
        "mean, what is being done by when, and report again on the day you named even if nothing has changed."
    ),
    late=_(
        "Tell them as soon as you suspect it, before they notice: why, which day instead, what is safe meanwhile. Send "
        "on the old day whatever is ready."
    ),
    price=_(
        "Behind the question stands a worry. Go through what they get and what it has brought, one by one, and say "
        "what would be missing with less. Leave them a few days, and ask on the day you named."
    ),
    silence=_(
        "Silence is a worry that grows. Don’t ask why they don’t answer: say how things stand, ask whether something "
        "is unclear, and offer two times for a call."
    ),
    anger=_(
        "It comes late and has gathered for long. Write down every point, answer each of them, and say what will be "
        "different. Report after a week without being asked."
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
    phone=_(
        "Send the agenda and the figures a day before. Speak slowly, keep to the order, and answer in writing what you "
        "would have to guess."
    ),
    writing=_(
        "Ordered and numbered: the short form on the first page, everything behind it. Beside each number its source "
        "and its day; say what you assumed and what you don’t know."
    ),
    bad_news=_(
        "Write it down as a course of events with times, causes and sources, before you call. Say what is known and "
        "what is not yet known, and when it will be. No adjectives; leave time to read before you ask for anything."
    ),
    late=_(
        "Write why, with dates: what was due, what is missing, since when, and the new day. Send nothing unchecked on "
        "the old day; a wrong figure costs more than a late one."
    ),
    price=_(
        "They compare. Lay the items side by side with hours and results, and show what a smaller scope leaves out. No "
        "round sums, no hurry: say until when the offer stands."
    ),
    silence=_(
        "They are checking, not leaving. Ask which point is open and whether a source is missing, and name a day far "
        "enough ahead. One reminder a week is plenty."
    ),
    anger=_(
        "It is quiet: shorter answers, more people in copy. Ask straight out which figure or sentence was wrong, "
        "correct it in writing with its source, and say how you check from now on."
    ),
)

PLAYBOOKS: dict[str, Playbook] = {book.type: book for book in (CHOLERIC, SANGUINE, MELANCHOLIC, PHLEGMATIC)}


def playbook_for(personality_type: str) -> Playbook | None:
    """The playbook of a type as it is shipped; None while nobody has typed the person. What holds for somebody, with
    the agency's texts and their own lines, gives `clients.queries.playbooks.playbook_of`.
    """
    return PLAYBOOKS.get(personality_type)

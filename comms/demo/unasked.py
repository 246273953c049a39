"""Letters of the demo that nobody had asked for: a welcome, and a kind word with the answer to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from agency.demo.world import House
from clients.models import Contact
from comms import letters
from comms.demo import post
from comms.domain import episodes, first_words
from comms.models import Episode, Request


@dataclass(frozen=True)
class Unasked:
    """A letter to `who`, so many days ago at a time of the agency's; `answer`, days ago and words, if one came."""

    days: int
    clock: str
    who: str
    subject: str
    text: str
    answer: tuple[int, str, str] | None = None


LETTERS: Sequence[Unasked] = (
    Unasked(
        78, "10:30", "siobhan", "Welcome",
        "welcome! I am glad that we are going to work together, and that it begins with one shelf and not with the "
        "moon.\n\nSo that you know what is coming:\n\n1. This week I send you a short list of what I need from you.\n"
        "2. On Thursday at eight I ring you, and we go through what the shop is to do for the three centres.\n"
        "3. After that you hear from me every week, so that you never have to ask how things stand.\n\nWhen you write "
        "to me, you have an answer within 24 hours. And if something bothers you, tell me early, however small it is.",
    ),
    Unasked(
        13, "16:40", "maria", "Friday evening",
        "the whole choir in one church, and you in the second row: I hear that the concert was sold out. We are "
        "pleased for you.\n\nNothing of ours needs you before Monday. The newsletter waits until you are back at "
        "it.\n\nThis needs no reply.",
        (
            12, "09:20",
            "Dear Ida,\n\nthat is kind, thank you. It was a lovely evening. The newsletter on Monday, then.\n\nMaria",
        ),
    ),
)  # fmt: skip


def plan(house: House) -> None:
    for letter in LETTERS:
        house.plan(house.at(letter.days, letter.clock), partial(_write, house, letter))
        if letter.answer:
            days, clock, text = letter.answer
            house.plan(house.at(days, clock), partial(_answer, house, letter, text))


def _contact(house: House, who: str) -> Contact:
    rows = Contact.objects.select_related("client__lead__user", "person")
    return rows.get(pk=house.contacts[who].pk)


def _write(house: House, letter: Unasked, at: datetime) -> None:
    contact = _contact(house, letter.who)
    greeting, closing = letters.frame(contact)
    text = f"{greeting}\n\n{letter.text}\n\n{closing}"
    first_words.write(contact, by=contact.client.lead, at=at, subject=letter.subject, text=text)


def _answer(house: House, letter: Unasked, text: str, at: datetime) -> None:
    contact = _contact(house, letter.who)
    request = Request.objects.select_related("client__lead").get(contact=contact, subject=letter.subject)
    post.write_to_us(house, contact, subject=f"Re: {letter.subject}", text=text, at=at, request=request)
    house.plan(at + timedelta(minutes=40), partial(_needs_no_answer, request))


def _needs_no_answer(request: Request, at: datetime) -> None:
    """A thank-you: Ida says so, with her name on it."""
    running = Episode.objects.filter(request=request, closed_at=None).first()
    if running is not None:
        episodes.dismiss(running, by=request.client.lead, at=at)

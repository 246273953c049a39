"""What specialists were asked: one answered and written down, one outside who is silent, one handed over and given
back, and a subject that was asked about twice without a word on paper (practices M8, T19).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from agency.demo.world import House, World
from agency.tenancy.scope import within
from agency.worktime import deadline
from comms.domain import experts, knowledge, questions, taking
from comms.models import Expert, ExpertAnswer, Question, Request, Subject
from comms.queries.questions import RELATED

CARDS, SIZES, NEWSLETTER = "Checkout refuses Danish cards?", "Stock export: sizes", "Newsletter on Sunday evening"
LEFT, ROOMS = "Readers who leave the newsletter", "الحجوزات بحسب نوع الغرفة"
A_DAY_OF_WORK = timedelta(hours=8)


def ask_experts(world: World) -> None:
    house = world.houses["northlight"]
    with within(house.agency):
        house.plan(house.at(95, "09:30"), partial(_open_directory, house))
        house.plan(house.at(41, "16:40"), partial(_write_about_prices, house))
        _plan(house, 76, LEFT, "ida", "lena", "Newsletters", LEFT_ASKED, LEFT_TOLD, hours=20)
        _plan(house, 28, NEWSLETTER, "ida", "lena", "Newsletters", SUNDAY_ASKED, SUNDAY_TOLD, hours=5)
        _plan(house, 20, CARDS, "ida", "jonas", "Checkout", CARDS_ASKED, CARDS_TOLD, hours=3, then=_keep_cards)
        _plan(house, 6, ROOMS, "sofia", "jonas", "Figures", ROOMS_ASKED, ROOMS_TOLD, hours=7, hands_over=True)
        _plan(house, 4, SIZES, "ida", "ronja", "Product feeds", SIZES_ASKED)


def _open_directory(house: House, at: datetime) -> None:
    by, add = house.members["helen"], partial(experts.add, at=at)
    add(by=by, member=house.members["lena"], subjects=["Search adverts", "Newsletters"])
    add(by=by, member=house.members["jonas"], subjects=["Checkout", "Product feeds", "Figures"])
    add(
        by=by,
        name="Ronja Lind",
        company="Lind Produktdaten",
        address="ronja@lind-produktdaten.example",
        language="en",
        subjects=["Product feeds"],
        terms="95 EUR an hour, up to two hours a month without asking.",
    )
    add(
        by=by, name="Dr. Anna Vogel", company="Kanzlei Vogel", address="vogel@kanzlei-vogel.example", language="en",
        subjects=["Data protection", "Consent banners"], terms="Short questions are free; an opinion is 280 EUR.",
    )  # fmt: skip


def _plan(
    house: House,
    days: int,
    about: str,
    by: str,
    whom: str,
    subject: str,
    asked: str,
    told: str = "",
    *,
    hours: float = 0,
    hands_over: bool = False,
    then: Callable[[House, Question, datetime], Any] | None = None,
) -> None:
    """Asks on the working day that lies so many days back, and answers so many working hours later."""
    house.plan(
        house.at(days, "13:50"),
        lambda at: _ask(house, at, about, by, whom, subject, asked, told, hours, hands_over, then),
    )


def _ask(
    house: House, at: datetime, about: str, by: str, whom: str, subject: str, asked: str, told: str, hours: float,
    hands_over: bool, then: Callable[[House, Question, datetime], Any] | None,
) -> None:  # fmt: skip
    request = Request.objects.select_related("client__lead__user", "contact__person").get(subject=about)
    outside = Expert.objects.filter(name__startswith=whom.title()).first()
    expert = outside or Expert.objects.get(member=house.members[whom])
    question = questions.ask(
        request, expert, by=house.members[by], at=at, text=asked, hands_over=hands_over,
        subject=Subject.objects.get(name=subject), due_at=deadline(at, A_DAY_OF_WORK, house.hours),
    )  # fmt: skip
    if told:
        later = deadline(at, timedelta(hours=hours), house.hours)
        house.plan(later, lambda at: _answer(house, question.pk, at, whom, told, then))


def _answer(
    house: House, pk: int, at: datetime, whom: str, told: str, then: Callable[[House, Question, datetime], Any] | None
) -> None:
    question = Question.objects.select_related(*RELATED).get(pk=pk)
    questions.answer(question, by=house.members[whom], at=at, text=told, way=ExpertAnswer.Way.PAGE)
    taking.put_aside(question, by=question.asked_by, at=at)
    if then is not None:
        then(house, question, at)


def _keep_cards(house: House, question: Question, at: datetime) -> None:
    knowledge.write(
        by=house.members["ida"], at=at, of=question, subject="Checkout", language="en",
        title="Cards are refused at the checkout",
        answer=CARDS_TOLD,
        why="Shops lose about two orders in a hundred to a silent card check. Nobody calls to say so.",
        process="1. Ask for one order number and the minute.\n2. Look the payment up at the provider.\n"
        "3. If the second check is off, switch it on; it takes effect at once.",
        typical_results="Refused cards fell from 4 to 1 in a hundred within a week.",
    )  # fmt: skip


def _write_about_prices(house: House, at: datetime) -> None:
    knowledge.write(
        by=house.members["lena"], at=at, subject="Search adverts", language="en",
        title="A page or an advert shows the wrong price",
        question="The page still shows last year’s price and our adverts point at it. Can you stop the adverts?",
        answer="Thank you for telling us. We have paused the adverts that show the old price; that takes a minute. The "
        "page follows as soon as we have the new figure in writing, within the hour. Adverts start again once page and "
        "feed agree.",
        why="An advert with a wrong price is refused by the platform for weeks, and customers may insist on it.",
        process="1. Pause the adverts of the article.\n2. Ask for the figure in writing.\n3. Page, then feed, then "
        "adverts.",
    )  # fmt: skip


LEFT_ASKED = "140 of 6,200 readers left the newsletter in summer. Is that many, and should we change something?"
LEFT_TOLD = (
    "It is 2.3 % in three months; for shops that send weekly 2 to 3 % is usual. What helps is a choice at the foot: "
    "once a month instead of not at all. Half of those who want to leave take it."
)
SUNDAY_ASKED = "The client doubts Sunday evening for the newsletter. What do we know about the best hour?"
SUNDAY_TOLD = (
    "Sunday 19:00 had 31 % opened against 24 % on Tuesday, over eleven issues each. Orders come on Monday morning, "
    "from the same mail. I would keep it, and show them the two columns."
)
CARDS_ASKED = "Two Danish cards were refused at the checkout this morning. Is that our checkout, or the bank?"
CARDS_TOLD = (
    "The bank asked for a second check, and the checkout did not offer it to cards from Denmark. The check is switched "
    "on now; orders that failed can simply be paid again. Nothing was charged twice."
)
ROOMS_ASKED = "Omar needs the bookings by kind of room before his meeting. Make the table, please, and give it back."
ROOMS_TOLD = (
    "The table is in the shared folder: nights and revenue by kind of room, from January on. The suites are counted "
    "by the night, not by the stay; say so, or he compares them wrongly."
)
SIZES_ASKED = (
    "A shop’s stock export leaves the size empty until the first delivery, and the feed is refused without it. Can "
    "sizes be read from the article number or the EAN, so that nobody types 61 lists by hand?"
)

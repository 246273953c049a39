"""Services of the demo's agency, its bank of questions, and briefings that have come to different lengths: two or three
answers a call (practice T10).
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from agency.demo.world import House, World
from agency.tenancy.scope import within
from clients.domain import briefing_answers, briefing_questions, offering
from clients.models import BriefingQuestion, Client, Contact, Service

BEGUN = 420
SEARCH, SOCIAL, LETTERS, SHOP, SITE = (
    "Search adverts", "Social adverts", "Newsletters", "Shop and product data", "Website and texts",
)  # fmt: skip
SERVICES = (SEARCH, SOCIAL, LETTERS, SHOP, SITE)
OWN = (
    (SEARCH, "Which searches may bring the wrong people to you?", "Words to leave out save more than words to add."),
    (LETTERS, "What would your readers miss if the newsletter stopped?", "If nobody can say, nobody reads it."),
    (SHOP, "Who changes prices and stock, and how soon does the shop show it?", "Adverts for what is sold out."),
)
"""Questions of the agency's own: of whom, the words, and why."""

Answer = tuple[int, str, str, str]
"""So many days ago, who said it, to which of our questions, and what."""
BRIEFINGS: dict[str, tuple[Sequence[str], Sequence[Answer]]] = {
    "solvang": (
        (SEARCH, LETTERS, SHOP),
        (
            (200, "jens", "before_us", "An agency in Aarhus. Good adverts; of figures we heard once a quarter."),
            (200, "jens", "result", "That dealers in Sweden ask for us, and not we for them."),
            (193, "maria", "contact", "Every week, short. Telephone on Tuesdays, everything else in writing."),
            (193, "maria", "words", "E-bike, never electric bicycle. Handlebar that folds, never folding bike."),
            (165, "jens", "decides", "Maria decides about texts and pictures. Money and prices are mine."),
            (165, "maria", "season", "March to June is half of the year. In January nobody buys, everybody reads."),
            (130, "jens", "awake", "One container that is late in April."),
            (96, "anders", "figures", "The shop counts net sales, the bank counts what arrived. The shop counts."),
            (61, "jens", "awake", "One container that is late in April, and that the dealers learn it before I do."),
            (33, "maria", "approval", "Two working days. Anders stands in for me, for texts too."),
        ),
    ),
    "duero": (
        (SEARCH, SITE),
        (
            (150, "tomas", "before_us", "A cousin of the founder. It is easier now."),
            (150, "ines", "limits", "No before-and-after pictures, no prices for surgery: the college forbids both."),
            (118, "ines", "result", "Implants in Valladolid booked three weeks ahead, as in Zamora."),
            (118, "tomas", "reports", "Enquiries by clinic. Inés reads one page, I read all of it."),
            (47, "tomas", "after_enquiry", "The front desk calls back the same day, except on Fridays after two."),
        ),
    ),
    "harrow": ((SITE,), ((40, "priya", "bad_news", "By telephone, at once, and to me alone."),)),
    "alnoor": (
        (SEARCH, SOCIAL),
        (
            (88, "huda", "season", "Eid and the school holidays. In Ramadan the evenings, in July nobody."),
            (88, "huda", "decides", "Huda about everything that is seen, Omar about rates."),
            (52, "omar", "earns", "Suites at the weekend. Breakfast for guests from outside costs us money."),
        ),
    ),
    "tau": ((SEARCH, SHOP), ((70, "aigerim", "compared", "Two chains from Almaty, and shops abroad."),)),
    "tidewater": (
        (SEARCH, SOCIAL),
        (
            (110, "carol", "limits", "Every sentence about cover goes through the legal desk. Count on four days."),
            (110, "carol", "reports", "What Dennis can forward to the board without a word of his own."),
            (26, "dennis", "first_sign", "A cost per policy that stays under 60 dollars for two months running."),
        ),
    ),
}  # fmt: skip


def brief(world: World) -> None:
    house = world.houses["northlight"]
    with within(house.agency):
        house.plan(house.at(BEGUN, "09:10"), partial(_begin, house))
        for handle, (has, answers) in BRIEFINGS.items():
            first = max((days for days, *_rest in answers), default=1)
            house.plan(house.at(first, "10:55"), partial(_choose, house, handle, has))
            for answer in answers:
                house.plan(house.at(answer[0], "11:05"), partial(_note, house, handle, answer))


def _begin(house: House, at: datetime) -> None:
    by = house.members["helen"]
    made = {name: offering.add(by=by, at=at, name=name) for name in SERVICES}
    briefing_questions.begin(by=by, at=at)
    for name, text, why in OWN:
        briefing_questions.add(by=by, at=at, text=text, why=why, service=made[name])


def _choose(house: House, handle: str, has: Sequence[str], at: datetime) -> None:
    client = _client(house, handle)
    offering.choose(client, list(Service.objects.filter(name__in=has)), by=client.lead, at=at)


def _note(house: House, handle: str, answer: Answer, at: datetime) -> None:
    _days, who, shipped, text = answer
    client, question = _client(house, handle), BriefingQuestion.objects.get(shipped=shipped)
    contact = Contact.objects.get(pk=house.contacts[who].pk)
    briefing_answers.note(client, question, by=client.lead, at=at, text=text, contact=contact)


def _client(house: House, handle: str) -> Client:
    return Client.objects.select_related("lead__user").get(pk=house.clients[handle].pk)

"""What people of the large world talk about: a few hundred sentences put together by seed."""

import random

THINGS = (
    "packaging", "spring catalogue", "product feed", "newsletter", "landing page", "price list", "delivery times",
    "returns", "photographs", "budget", "translation", "tracking", "wholesale portal", "fair in Lyon", "season plan",
    "photo shoot", "supplier list", "warehouse move", "loyalty card", "size chart", "campaign in June", "holiday hours",
)  # fmt: skip
ASPECTS = (
    "and its deadline", "for the Nordic shops", "in French", "after the complaint", "and who approves it",
    "before the audit", "for new customers", "with the old supplier", "and the open invoice", "on small screens",
)  # fmt: skip
ANSWERS = (
    "It is four days late, since two files came back. The rest stands as it did last week.",
    "The figures of October are in. They are a tenth above those of the year before, mostly from the Nordic shops.",
    "Nobody has looked at it yet. Ida asks the printer and writes as soon as there is a date that holds.",
    "It works again since Tuesday. What was lost in between is being sent once more, in three parts.",
)
DECISIONS = (
    "We go on with the {thing} as it is and look at it anew after the season",
    "The {thing} moves by two weeks, and everybody who waits for it is told",
    "The {thing} is given to the second supplier for a trial of one month",
    "No more money goes into the {thing} this year",
)
REASONS = ("The budget is spent.", "The shops need a date they can print.", "It was slower than promised.", "")
TODOS = ("Send the sizes of the {thing}", "Ask the printer about the {thing}", "Write down what the {thing} costs")
INSIGHTS = (
    "The board looks at the {thing} once a quarter and wants one page, no more",
    "They lost a large customer over the {thing} two years ago, and it still hurts",
    "Whoever keeps the {thing} is away every Friday",
)
TERMS = (
    ("ASN", "The notice that goes ahead of a delivery."),
    ("drop", "The day on which a season's goods come into the shops."),
    ("feed", "The list of all goods, sent each night."),
    ("golden sample", "The piece that all others are held to."),
    ("returns rate", "Of a hundred parcels, how many come back within a month."),
    ("sell-through", "How much of what was delivered is sold after six weeks."),
)


def subject(dice: random.Random) -> tuple[str, str]:
    """A topic's title, and the thing that it is about."""
    thing = dice.choice(THINGS)
    return f"{thing.capitalize()} {dice.choice(ASPECTS)}", thing


def about(thing: str, sentences: tuple[str, ...], dice: random.Random) -> str:
    return dice.choice(sentences).format(thing=thing)

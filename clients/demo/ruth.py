"""Ruth Adeyemi's clients: freight, skin care, laboratory supplies, solar roofs and timber houses.

Two of them came to her when Felix Hartmann left; since then she leads one more than her limit.
"""

from clients.demo.sheets import THIS_YEAR, Aim, ClientSheet, Given, PersonSheet, Used, Version, Work

MERIDIAN = ClientSheet(
    handle="meridian", name="Meridian Freight", industry="Logistics",
    about="Groupage and cold freight from Rotterdam.", website="https://meridian-freight.example", country="NL",
    zone="Europe/Amsterdam", lead="ruth", backup="felix", months=18,
    facts={
        "cadence_days": 14, "expectations": "Requests from shippers, not from people who move house.",
        "worries": "Diesel, and drivers who retire.",
    },
    people=[
        PersonSheet(
            handle="pieter", name="Pieter van Dalen", role="commercial director",
            email="pieter@meridian-freight.example", salutation="Hello Pieter", kind="choleric", channel="phone",
            detail="headline", tone="business", decides=True, decides_about="Budget, prices",
            calls=("08:00", "10:00"), ways="One figure, one proposal. He interrupts; wait.",
            note="Sails a flat-bottomed boat from 1911.",
        ),
        PersonSheet(
            handle="annelies", name="Annelies Bakker", role="sales office", email="annelies@meridian-freight.example",
            salutation="Hello Annelies", kind="melancholic", channel="email", detail="summary", tone="friendly",
            ways="She forwards everything to Pieter: write so that he can read it.", portal=90, visited="9d 11:10",
        ),
    ],
    scope=[Version(
        17, "pieter", 3800, [("Landing pages", 3, "", "quarter"), ("Advice", 10, "h", "quarter")],
        [("6.1", "Tenders", "Written by their own desk."), ("6.2", "Job adverts", "With a staffing agency.")],
    )],
    used=[
        Used("Landing pages", 29, 1, "Cold freight to Poland"), Used("Advice", 11, 3, "Which requests are worth it"),
    ],
    aims=[Aim("Requests from shippers in twelve months", "", 610, 800, None, THIS_YEAR, "Within reach")],
    work=[
        Work("Form that asks for weight and temperature", "jonas", -17, 2, 4),
        Work("List of lanes for next year", "annelies", -9, None, 6),
        Work("Cold freight page", "lena", -48, -31, -29, -30),
    ],
)  # fmt: skip

OSTARA = ClientSheet(
    handle="ostara", name="Ostara Skincare", industry="Cosmetics",
    about="Natural skin care from Vienna, in shops and online.", website="https://ostara-skincare.example",
    country="AT", zone="Europe/Vienna", lead="ruth", backup="yuki", months=24,
    facts={
        "cadence_days": 7, "involvement": "in_the_weeds", "tone": "friendly",
        "expectations": "Every picture goes past Magdalena before it goes out.",
    },
    people=[
        PersonSheet(
            handle="magdalena", name="Magdalena Prohaska", role="founder", email="magdalena@ostara-skincare.example",
            salutation="Hello Magdalena", kind="sanguine", channel="chat", detail="summary", tone="friendly",
            decides=True, decides_about="Pictures, tone, launches",
            ways="Pictures before words. Bring her back to the date, kindly.",
            note="Beekeeper; her honey is on the studio’s shelf.", portal=130, visited="1d 22:15",
        ),
        PersonSheet(
            handle="lukas", name="Lukas Steiner", role="online shop", email="lukas@ostara-skincare.example",
            salutation="Hello Lukas", kind="phlegmatic", channel="email", detail="full",
        ),
        PersonSheet(
            handle="eva", name="Eva Novak", role="accounts", email="eva@ostara-skincare.example",
            salutation="Hello Eva", kind="melancholic", channel="email", detail="summary", summaries=False,
            reports=False,
        ),
    ],
    scope=[
        Version(
            23, "magdalena", 3900, [("Creative sets", 8, "", "quarter"), ("Newsletters", 2, "", "month")],
            [("2.9", "Influencers", "Magdalena knows them herself.")],
        ),
        Version(
            8, "magdalena", 4600,
            [("Creative sets", 12, "", "quarter"), ("Newsletters", 4, "", "month"), ("Advice", 9, "h", "quarter")],
            [
                ("2.9", "Influencers", "Magdalena knows them herself."),
                ("2.10", "Healing claims", "Not allowed for cosmetics."),
            ],
            changes="Weekly newsletter, four more sets",
        ),
    ],
    used=[
        Used("Creative sets", 35, 5, "Winter cream"), Used("Creative sets", 11, 5, "Gift boxes"),
        Used("Newsletters", 9, 1, "Gift boxes"), Used("Newsletters", 2, 1, "Honey cream"),
        Used("Advice", 18, 4, "Launch"),
    ],
    favours=[Given(16, "Label text for the honey cream", 1, 90), Given(41, "Shop window, three lines", 0.5, 45)],
    aims=[Aim("Online sales in twelve months", "EUR", 640_000, 820_000, None, THIS_YEAR, "On course")],
    work=[
        Work("Gift boxes: page and two letters", "lena", -16, 1, 3),
        Work("Pictures of the gift boxes", "magdalena", -12, None, 1),
        Work("Ingredients in the feed", "jonas", -26, -13, -11, -12),
    ],
)  # fmt: skip

QUANTA = ClientSheet(
    handle="quanta", name="Quanta Lab Supplies", industry="Laboratory supplies",
    about="Glass, plastics and reagents for university laboratories in New England.",
    website="https://quantalab.example", country="US", zone="America/New_York", lead="felix", backup="daniel",
    months=16, currency="USD",
    facts={
        "cadence_days": 14, "involvement": "hands_off", "detail_level": "full",
        "expectations": "A table a month. Nobody here likes telephones.",
    },
    people=[
        PersonSheet(
            handle="walter", name="Walter Pruitt", role="head of sales", email="walter@quantalab.example",
            salutation="Dear Mr Pruitt", kind="phlegmatic", channel="email", detail="full", tone="business",
            decides=True, ways="Numbers first, reasons after. He answers on the third day, always.",
            calls=("14:00", "16:00"),
        ),
        PersonSheet(
            handle="leah", name="Leah Goldfarb", role="catalogue", email="leah@quantalab.example",
            salutation="Hello Leah", kind="melancholic", channel="email", detail="full",
        ),
    ],
    scope=[Version(
        15, "walter", 4100, [("Product groups described", 9, "", "quarter"), ("Advice", 6, "h", "quarter")],
        [("7.1", "Safety data sheets", "By law their own.")],
    )],
    used=[
        Used("Product groups described", 25, 4, "Pipettes, filters"),
        Used("Advice", 12, 2, "Search in the catalogue"),
    ],
    aims=[Aim("Orders from universities in twelve months", "", 3_900, 4_600, None, 8, "On course")],
    work=[
        Work("Describe the cold-storage group", "lena", -14, 6, 8),
        Work("Names of discontinued articles", "leah", -10, None, 3),
        Work("Describe pipettes and filters", "lena", -40, -27, -25, -26),
    ],
)  # fmt: skip

NORDLICHT = ClientSheet(
    handle="nordlicht", name="Nordlicht Solar", industry="Energy",
    about="Solar roofs for houses and barns around Hamburg.", website="https://nordlicht-solar.example", country="DE",
    zone="Europe/Berlin", lead="ruth", backup="marcus", months=12,
    facts={
        "cadence_days": 14, "expectations": "Enquiries with a roof and an owner.",
        "worries": "Rules that change twice a year.",
    },
    people=[
        PersonSheet(
            handle="birte", name="Birte Claasen", role="managing partner", email="birte@nordlicht-solar.example",
            salutation="Hello Birte", phone="030 23125 014", kind="choleric", channel="phone", detail="headline",
            tone="friendly", decides=True, calls=("07:00", "08:30"), ways="On her way to a roof. Short.",
        ),
        PersonSheet(
            handle="katrin", name="Katrin Vogel", role="press, freelance", email="post@katrinvogel.example",
            salutation="Hello Katrin", kind="sanguine", channel="email", detail="summary", tone="friendly",
            note="Works for two of our clients; the same Katrin, two hats.",
        ),
    ],
    scope=[Version(
        11, "birte", 3300, [("Landing pages", 3, "", "quarter"), ("Advice", 8, "h", "quarter")],
        [("1.9", "Subsidy advice", "Binding answers come from their energy adviser.")],
    )],
    used=[Used("Landing pages", 21, 1, "Barns"), Used("Advice", 9, 2.5, "Questions on the form")],
    aims=[Aim("Enquiries with a roof in twelve months", "", 420, 640, 505, 6, "Depends on the new rules")],
    work=[
        Work("Calculator for barns", "jonas", -23, 4, 7),
        Work("Three photographs of finished barns", "birte", -8, None, -1),
        Work("Page on barns", "lena", -39, -22, -20, -21),
    ],
)  # fmt: skip

BALTIC = ClientSheet(
    handle="baltic", name="Baltic Timber Homes", industry="Building",
    about="Prefabricated timber houses from Tartu, built in Finland and Germany.",
    website="https://baltictimber.example", country="EE", zone="Europe/Tallinn", lead="felix", backup="sofia",
    months=10,
    facts={
        "cadence_days": 21, "involvement": "hands_off",
        "expectations": "Six good conversations a month, in two languages.",
    },
    people=[PersonSheet(
        handle="kadri", name="Kadri Tamm", role="export manager", email="kadri@baltictimber.example",
        salutation="Hello Kadri", kind="phlegmatic", channel="email", detail="full", tone="business", decides=True,
        ways="Drawings, dates, cubic metres.", note="Sings at the song festival every five years.",
    )],
    scope=[Version(
        9, "kadri", 2700, [("House pages", 2, "", "quarter"), ("Advice", 6, "h", "quarter")],
        [("8.2", "Permits", "The builder on site asks for them.")],
    )],
    used=[Used("House pages", 17, 1, "House with a sauna"), Used("Advice", 27, 1.5, "German words for timber")],
    work=[
        Work("House page: two floors", "lena", -11, 7, 10),
        Work("Plans of the house with two floors", "kadri", -9, None, 4),
    ],
)  # fmt: skip

CLIENTS = (MERIDIAN, OSTARA, QUANTA, NORDLICHT, BALTIC)

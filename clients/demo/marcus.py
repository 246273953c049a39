"""Marcus Oyelaran's clients: a mill, bakeries, a school and restaurants."""

from clients.demo.sheets import THIS_YEAR, Aim, AlsoThere, ClientSheet, Given, PersonSheet, Used, Version, Work

KESSLER = ClientSheet(
    handle="kessler", name="Kessler Mühle", industry="Food",
    about="Organic flour from the Altmühl valley, sixth generation.", website="https://kessler-muehle.example",
    country="DE", zone="Europe/Berlin", lead="marcus", backup="ida", months=27,
    facts={
        "cadence_days": 14, "tone": "friendly", "expectations": "To be found by people who bake, not by price.",
        "worries": "Two dry summers in a row.",
    },
    people=[
        PersonSheet(
            handle="annette", name="Annette Kessler", role="owner", email="annette@kessler-muehle.example",
            salutation="Hello Annette", phone="030 23125 077", kind="melancholic", channel="phone", detail="summary",
            tone="friendly", decides=True, decides_about="All of it", calls=("09:00", "11:00"),
            boundaries="Calls Tuesday to Thursday, never while milling",
            ways="Let her finish. She thinks aloud, and well.",
            note="Her son takes over in two years; she both hopes and minds.", portal=140, visited="5d 06:50",
        ),
        PersonSheet(
            handle="georg", name="Georg Pfeiffer", role="sales", email="georg@kessler-muehle.example",
            salutation="Hello Georg", kind="sanguine", channel="phone", detail="headline", tone="friendly",
        ),
    ],
    also=[AlsoThere("katrin_kessler", "katrin", "press, freelance", summaries=False)],
    scope=[
        Version(
            26, "annette", 2100, [("Recipes", 3, "", "month"), ("Advice", 6, "h", "quarter")],
            [("2.2", "Packaging", "Done by a designer in the next village.")],
        ),
        Version(
            7, "annette", 2500,
            [("Recipes", 3, "", "month"), ("Newsletters", 1, "", "month"), ("Advice", 8, "h", "quarter")],
            [
                ("2.2", "Packaging", "Done by a designer in the next village."),
                ("2.3", "Trade fairs", "Georg’s own field."),
            ],
            changes="A newsletter a month",
        ),
    ],
    used=[
        Used("Recipes", 18, 2, "Rye bread; walnut loaf"), Used("Recipes", 4, 1, "Stollen"),
        Used("Newsletters", 15, 1, "Rye"), Used("Advice", 22, 2, "Shop of their own"),
    ],
    favours=[Given(19, "Little card for the flour bag", 1, 90)],
    aims=[Aim("Shop orders in twelve months", "", 5_200, 7_000, None, 7, "On course")],
    work=[
        Work("Rye range: pages and photographs", "lena", -9, 6, 9),
        Work("Which rye goes into which bag", "georg", -9, None, 2),
        Work("Recipe: walnut loaf", "lena", -31, -21, -19, -20),
    ],
)  # fmt: skip

LAVIGNE = ClientSheet(
    handle="lavigne", name="Maison Lavigne", industry="Bakeries",
    about="Nine bakeries and a school for bread in Lyon.", website="https://maison-lavigne.example", country="FR",
    zone="Europe/Paris", lead="marcus", backup="daniel", months=17,
    facts={"cadence_days": 21, "involvement": "hands_off", "expectations": "Full courses at the bread school."},
    people=[
        PersonSheet(
            handle="odile", name="Odile Lavigne", role="owner", email="odile@maison-lavigne.example",
            salutation="Dear Odile", phone="01 99 00 12 60", kind="sanguine", channel="phone", detail="headline",
            tone="friendly", decides=True, calls=("14:00", "16:00"),
            boundaries="She is in bed by eight; bakers’ hours",
            ways="One thing a call. She remembers the smell of it.",
        ),
        PersonSheet(
            handle="bastien", name="Bastien Roux", role="bread school", email="bastien@maison-lavigne.example",
            salutation="Dear Bastien", kind="phlegmatic", channel="email", detail="full",
        ),
    ],
    scope=[Version(
        16, "odile", 1900, [("Course pages", 3, "", "quarter"), ("Newsletters", 1, "", "month")],
        [("3.1", "Photographs", "Odile’s nephew takes them, and well.")],
    )],
    used=[Used("Course pages", 26, 1, "Sourdough weekend"), Used("Newsletters", 13, 1, "Courses in winter")],
    aims=[Aim("Places sold at the bread school in twelve months", "", 680, 900, None, THIS_YEAR, "On course")],
    work=[
        Work("Course pages for spring", "lena", -8, 9, 12),
        Work("Dates of the spring courses", "bastien", -8, None, 5),
    ],
)  # fmt: skip

BRANNOC = ClientSheet(
    handle="brannoc", name="St Brannoc’s School", industry="Education",
    about="A small boarding school on the north coast of Devon.", website="https://stbrannocs.example", country="GB",
    zone="Europe/London", lead="marcus", backup="ruth", months=21, currency="GBP",
    facts={
        "cadence_days": 30, "engagement": "narrow", "involvement": "hands_off", "preferred_channel": "email",
        "expectations": "Two open days a year, well attended. Everything in writing, please.",
    },
    people=[PersonSheet(
        handle="harriet", name="Harriet Coombe", role="admissions", email="admissions@stbrannocs.example",
        salutation="Dear Mrs Coombe", phone="01632 960 172", kind="melancholic", channel="email", detail="summary",
        tone="business", decides=True, ways="Formal, complete, on time.", boundaries="Nothing in the school holidays",
    )],
    scope=[Version(
        20, "harriet", 1100, [("Open-day adverts", 1, "", "quarter"), ("Advice", 3, "h", "quarter")],
        [("1.2", "Photographs of children", "Only by the school, with the parents’ consent.")],
    )],
    used=[Used("Open-day adverts", 32, 1, "Autumn open day")],
    work=[
        Work("Report on the autumn open day", "marcus", -20, -13, -12, -13),
        Work("Date of the spring open day", "harriet", -12, None, 14),
    ],
)  # fmt: skip

PRONTO = ClientSheet(
    handle="pronto", name="Pronto Pasta", industry="Restaurants",
    about="Six lunch restaurants in Bologna and Modena.", website="https://prontopasta.example", country="IT",
    zone="Europe/Rome", lead="marcus", backup="yuki", months=13,
    facts={"cadence_days": 21, "involvement": "hands_off", "expectations": "Lunch guests on rainy days."},
    people=[
        PersonSheet(
            handle="giulia", name="Giulia Montanari", role="owner", email="giulia@prontopasta.example",
            salutation="Ciao Giulia", kind="sanguine", channel="chat", detail="headline", tone="friendly",
            decides=True, boundaries="Not between 11:30 and 15:00",
            ways="A voice note is fine, then three lines in writing.",
        ),
        PersonSheet(
            handle="matteo", name="Matteo Galli", role="Modena", email="matteo@prontopasta.example",
            salutation="Ciao Matteo", kind="phlegmatic", channel="email", detail="summary",
        ),
    ],
    scope=[Version(
        12, "giulia", 1500, [("Creative sets", 3, "", "quarter"), ("Advice", 4, "h", "quarter")],
        [("2.1", "Delivery platforms", "Their commission eats the lunch.")],
    )],
    used=[Used("Creative sets", 23, 1, "Rain"), Used("Advice", 10, 1, "Opening hours on maps")],
    favours=[Given(30, "Christmas hours on all maps", 0.5, 40)],
    work=[
        Work("Adverts for rainy days", "lena", -25, -12, -10, -11), Work("Menu of the winter", "giulia", -7, None, 6),
    ],
)  # fmt: skip

CLIENTS = (KESSLER, LAVIGNE, BRANNOC, PRONTO)

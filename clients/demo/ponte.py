"""The clients of Ponte Studio in Lisbon: a winery, a surf school, a bookshop and tinned fish."""

from clients.demo.sheets import Aim, ClientSheet, Given, PersonSheet, Used, Version, Work

RIBEIRA = ClientSheet(
    handle="ribeira", name="Quinta da Ribeira", industry="Wine", about="Wine and five guest rooms above the Douro.",
    website="https://quintadaribeira.example", country="PT", zone="Europe/Lisbon", lead="rui", backup="clara",
    months=18,
    facts={"cadence_days": 14, "tone": "friendly", "expectations": "Visitors who buy a case, not a glass."},
    people=[
        PersonSheet(
            handle="teresa", name="Teresa Almeida", role="owner", email="teresa@quintadaribeira.example",
            salutation="Dear Teresa", kind="sanguine", channel="phone", detail="summary", tone="friendly",
            decides=True, boundaries="Not during the harvest",
            note="Her white won a medal; she pretends not to care.", portal=70, visited="6d 19:00",
        ),
        PersonSheet(
            handle="afonso", name="Afonso Lima", role="cellar", email="afonso@quintadaribeira.example",
            salutation="Dear Afonso", kind="phlegmatic", channel="email", detail="full",
        ),
    ],
    scope=[Version(
        17, "teresa", 1600, [("Stories", 2, "", "month"), ("Photographs", 20, "", "quarter")],
        [("1.3", "Labels", "Teresa’s sister paints them.")],
    )],
    used=[Used("Stories", 16, 1, "After the harvest"), Used("Photographs", 35, 12, "Harvest")],
    favours=[Given(20, "Menu for the guest rooms", 1, 60)],
    aims=[Aim("Visits booked in twelve months", "", 620, 900, 745, 6, "On course")],
    work=[
        Work("Story: pruning in winter", "clara", -8, 5, 7),
        Work("Dates of the winter tastings", "teresa", -8, None, 3),
        Work("Harvest photographs, chosen and cropped", "beatriz", -40, -26, -24, -25),
    ],
)  # fmt: skip

AZUL = ClientSheet(
    handle="azul", name="Azul Surf School", industry="Sports",
    about="Surf lessons in Ericeira for people who are not seventeen.", website="https://azulsurf.example",
    country="PT", zone="Europe/Lisbon", lead="rui", backup="beatriz", months=12,
    facts={"cadence_days": 14, "tone": "friendly", "expectations": "Full mornings from April to October."},
    people=[PersonSheet(
        handle="miguel", name="Miguel Sá", role="owner", email="miguel@azulsurf.example", salutation="Hello Miguel",
        kind="choleric", channel="phone", detail="headline", tone="friendly", decides=True,
        boundaries="The sea decides when he answers",
    )],
    scope=[Version(
        11, "miguel", 900, [("Pages", 1, "", "month"), ("Photographs", 15, "", "quarter")],
        [("2.1", "Films under water", "A friend of Miguel’s does that.")],
    )],
    used=[Used("Pages", 22, 1, "Lessons for two"), Used("Photographs", 30, 9, "October light")],
    work=[Work("Page: first lesson, step by step", "clara", -12, 3, 5)],
)  # fmt: skip

ALECRIM = ClientSheet(
    handle="alecrim", name="Livraria Alecrim", industry="Bookshop", about="Second-hand books and concerts in Lisbon.",
    website="https://livrariaalecrim.example", country="PT", zone="Europe/Lisbon", lead="clara", backup="rui",
    months=9, facts={"cadence_days": 21, "expectations": "Full chairs on Thursdays."},
    people=[PersonSheet(
        handle="ines_alecrim", name="Inês Carvalho", role="bookseller", email="ines@livrariaalecrim.example",
        salutation="Dear Inês", kind="melancholic", channel="email", detail="summary", tone="friendly", decides=True,
    )],
    scope=[Version(
        8, "ines_alecrim", 600, [("Newsletters", 2, "", "month")],
        [("1.1", "Rare books abroad", "Sold through the guild.")],
    )],
    used=[Used("Newsletters", 12, 1, "Concerts in winter")],
    work=[
        Work("Programme for the winter concerts", "clara", -10, 2, 4),
        Work("Names of the musicians", "ines_alecrim", -10, None, 1),
    ],
)  # fmt: skip

MAR_SAL = ClientSheet(
    handle="marsal", name="Mar & Sal Conservas", industry="Food",
    about="Tinned fish from Matosinhos, in tins worth keeping.", website="https://maresal.example", country="PT",
    zone="Europe/Lisbon", lead="clara", backup="beatriz", months=15,
    facts={"cadence_days": 14, "expectations": "Shops abroad that pay on time."},
    people=[
        PersonSheet(
            handle="joao", name="João Pinto", role="export", email="joao@maresal.example", salutation="Dear João",
            kind="phlegmatic", channel="email", detail="full", tone="business", decides=True,
        ),
        PersonSheet(
            handle="sara", name="Sara Moreira", role="design", email="sara@maresal.example", salutation="Dear Sara",
            kind="sanguine", channel="chat", detail="headline", tone="friendly",
        ),
    ],
    scope=[Version(
        14, "joao", 1400, [("Product photographs", 10, "", "quarter"), ("Pages", 1, "", "month")],
        [("3.3", "Tins themselves", "Designed by Sara.")],
    )],
    used=[Used("Product photographs", 25, 6, "Sardines"), Used("Pages", 14, 1, "Mackerel")],
    favours=[Given(28, "Price list set in type", 1, 60)], aims=[Aim("Shops abroad", "", 38, 60, 49, 8, "On course")],
    work=[
        Work("Photographs of the gift tins", "beatriz", -9, 4, 6),
        Work("Weights for the customs list", "joao", -9, None, 2),
    ],
)  # fmt: skip

CLIENTS = (RIBEIRA, AZUL, ALECRIM, MAR_SAL)

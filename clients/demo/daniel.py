"""Daniel Whitlock's clients: furniture, cabins, holiday flats; and a bookshop that has closed."""

from clients.demo.sheets import THIS_YEAR, Aim, AlsoThere, ClientSheet, Given, PersonSheet, Used, Version, Work

BERGSTROM = ClientSheet(
    handle="bergstrom", name="Bergström Interiors", industry="Furniture",
    about="Shelves and tables from Gothenburg, made to order.", website="https://bergstrom-interiors.example",
    country="SE", zone="Europe/Stockholm", lead="daniel", backup="yuki", months=23,
    facts={"cadence_days": 14, "expectations": "Fewer, better orders. No one should buy the wrong length."},
    people=[
        PersonSheet(
            handle="elin", name="Elin Bergström", role="owner", email="elin@bergstrom-interiors.example",
            salutation="Hello Elin", phone="08-465 004 21", kind="melancholic", channel="email", detail="summary",
            tone="friendly", decides=True, ways="She reads everything twice. So should we.", calls=("09:00", "14:00"),
            note="Learns to weave; the samples hang in her office.", portal=125, visited="7d 10:30",
        ),
        PersonSheet(
            handle="signe", name="Signe Dahl", role="web shop, freelance", email="signe@signedahl.example",
            salutation="Hello Signe", kind="phlegmatic", channel="chat", detail="full", tone="friendly",
        ),
    ],
    scope=[
        Version(
            22, "elin", 2700, [("Product pages", 6, "", "quarter"), ("Advice", 8, "h", "quarter")],
            [("5.5", "Visualisations in 3D", "Elin’s brother makes them.")],
        ),
        Version(
            8, "elin", 3000,
            [("Product pages", 6, "", "quarter"), ("Newsletters", 1, "", "month"), ("Advice", 8, "h", "quarter")],
            [("5.5", "Visualisations in 3D", "Elin’s brother makes them.")], changes="A newsletter a month",
        ),
    ],
    used=[
        Used("Product pages", 26, 2, "Oak; ash"), Used("Product pages", 9, 2, "Wall shelves"),
        Used("Newsletters", 14, 1, "Oak"), Used("Advice", 12, 2, "Returns"),
    ],
    favours=[Given(33, "Card that goes with each table", 1, 90)],
    aims=[
        Aim("Orders in twelve months", "", 1_150, 1_500, None, THIS_YEAR, "On course"),
        Aim("Returns, share of orders", "%", 9, 5, 6.2, THIS_YEAR, "Falling"),
    ],
    work=[
        Work("Length finder for shelves", "jonas", -21, 5, 8),
        Work("Drawings of the new brackets", "elin", -8, None, 2),
        Work("Wall shelf pages", "lena", -29, -11, -9, -10),
    ],
)  # fmt: skip

FJELLHEIM = ClientSheet(
    handle="fjellheim", name="Fjellheim Lodges", industry="Travel",
    about="Eleven cabins above Tromsø, open all year.", website="https://fjellheim.example", country="NO",
    zone="Europe/Oslo", lead="daniel", backup="marcus", months=16,
    facts={
        "cadence_days": 14, "tone": "friendly", "expectations": "Weeks, not single nights. And guests who can walk.",
    },
    people=[PersonSheet(
        handle="sindre", name="Sindre Haugen", role="host and owner", email="sindre@fjellheim.example",
        salutation="Hello Sindre", kind="choleric", channel="phone", detail="headline", tone="friendly", decides=True,
        calls=("20:00", "21:30"), ways="He is outside until eight. Two sentences.",
        note="Runs dogs; Balto is the old one.",
    )],
    also=[AlsoThere("signe_fjellheim", "signe", "booking system, freelance", summaries=True)],
    scope=[Version(
        15, "sindre", 1800, [("Season pages", 1, "", "month"), ("Advice", 5, "h", "quarter")],
        [("2.4", "Answers to guests", "Guests want Sindre.")],
    )],
    used=[Used("Season pages", 19, 1, "Polar night"), Used("Advice", 8, 1.5, "Minimum stay")],
    favours=[Given(36, "Map of the walks, one page", 1.5, 140)],
    aims=[Aim("Nights booked on the own site in twelve months", "", 2_050, 2_700, None, 6, "On course")],
    work=[
        Work("Page: northern lights, what to expect honestly", "lena", -10, 4, 6),
        Work("Photos without people on ice", "sindre", -8, None, 5),
    ],
)  # fmt: skip

CASA_MIRO = ClientSheet(
    handle="casamiro", name="Casa Miró Apartments", industry="Travel",
    about="Fourteen flats in Barcelona, with registration and quiet hours.", website="https://casamiro.example",
    country="ES", zone="Europe/Madrid", lead="daniel", backup="ida", months=9,
    facts={"cadence_days": 14, "tone": "friendly", "expectations": "Direct bookings from people who stay a week."},
    people=[
        PersonSheet(
            handle="nuria", name="Núria Soler", role="owner", email="nuria@casamiro.example",
            salutation="Hello Núria", kind="sanguine", channel="phone", detail="summary", tone="friendly",
            decides=True, calls=("10:00", "13:00"), boundaries="Never on change-over Saturdays",
            note="Her grandmother lived in flat 3.",
        ),
        PersonSheet(
            handle="beatriz_contact", name="Beatriz Nunes", role="photographer, Ponte Studio",
            email="beatriz@ponte.example", salutation="Hello Beatriz", channel="email", detail="summary",
            tone="friendly", zone="Europe/Lisbon",
            ways="Runs an agency herself; she knows the other side of the table.", summaries=False, reports=False,
            portal=60, visited="10d 18:20",
        ),
    ],
    scope=[Version(
        8, "nuria", 2000, [("Flat pages", 4, "", "quarter"), ("Advice", 6, "h", "quarter")],
        [("1.1", "Photographs", "Beatriz Nunes of Ponte Studio takes them.")],
    )],
    used=[
        Used("Flat pages", 30, 2, "Flats 3 and 7"), Used("Flat pages", 7, 1, "Flat 11"),
        Used("Advice", 15, 2, "House rules"),
    ],
    aims=[Aim("Nights booked directly in twelve months", "", 1_300, 1_900, 1_610, 7, "On course")],
    work=[
        Work("Pages for flats 12 to 14", "lena", -9, 6, 9),
        Work("Pictures of flats 12 to 14", "beatriz_contact", -9, None, 3),
        Work("House rules in six languages", "lena", -35, -17, -15, -16),
    ],
)  # fmt: skip

PEMBERTON = ClientSheet(
    handle="pemberton", name="Pemberton Books", industry="Bookshop",
    about="A bookshop in Bath, in the family for sixty years.", website="https://pembertonbooks.example",
    country="GB", zone="Europe/London", lead="daniel", backup="ruth", months=17, currency="GBP",
    facts={
        "cadence_days": 21, "tone": "friendly", "expectations": "To stay the shop that people tell each other about.",
    },
    people=[PersonSheet(
        handle="margaret", name="Margaret Pemberton", role="owner", email="margaret@pembertonbooks.example",
        salutation="Dear Margaret", kind="melancholic", channel="phone", detail="summary", tone="friendly",
        decides=True,
    )],
    scope=[Version(16, "margaret", 900, [("Newsletters", 1, "", "month"), ("Advice", 3, "h", "quarter")], [])],
    used=[Used("Newsletters", 118, 1, "Summer reading"), Used("Newsletters", 88, 1, "Last chapter")],
    work=[
        Work("Last newsletter: thank you, Bath", "lena", -98, -90, -88, -89),
        Work("Pictures of the evening readings", "margaret", -120, None, -100),
    ],
    archived=(
        76, "closed",
        "We close while people still miss us. You were the first who told us what an advert could not do. Thank you.",
    ),
)  # fmt: skip

CLIENTS = (BERGSTROM, FJELLHEIM, CASA_MIRO, PEMBERTON)

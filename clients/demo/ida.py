"""Ida Brandt's clients: e-bikes from Odense, a dental clinic from Valladolid, solicitors in London."""

from clients.demo.sheets import THIS_YEAR, Aim, ClientSheet, Given, PersonSheet, Promised, Used, Version, Work

SOLVANG = ClientSheet(
    handle="solvang", name="Solvang Cycles", industry="E-bikes",
    about="E-bikes from Odense, sold online in five countries.", website="https://solvang-cycles.example",
    country="DK", zone="Europe/Copenhagen", lead="ida", backup="daniel", months=39,
    facts={
        "cadence_days": 7, "detail_level": "summary", "tone": "business",
        "expectations": "“Tell me on Monday what you did, in three lines. Never surprise me with money.”\nThe "
        "agency before wrote long reports that nobody read.",
        "worries": "Winter stock, and the shop in Malmö.",
    },
    people=[
        PersonSheet(
            handle="jens", name="Jens Solvang", role="owner", email="jens@solvang-cycles.example", salutation="Jens",
            kind="choleric", channel="phone", detail="headline", tone="business", decides=True,
            decides_about="Money, prices, anything that is printed", triggers="Being told the same thing twice",
            ways="Result first, one figure, then the choice. He decides on the phone and likes it confirmed in "
            "writing.",
            boundaries="No calls before 8:30\nMoney only with him, never in front of the team",
            calls=("08:30", "17:00"),
            note="Restores a 1934 racing bicycle with his daughter Freja. Rides to work in any weather.", portal=190,
            visited="6d 07:50",
        ),
        PersonSheet(
            handle="maria", name="Maria Holm", role="marketing", email="maria@solvang-cycles.example",
            salutation="Hello Maria", kind="melancholic", channel="email", detail="summary", tone="business",
            decides_about="Texts, photos, the newsletter", triggers="Silence, and a promise without a date",
            ways="Answer every question she asked, one by one. She remembers what was said in spring.",
            do="Say which photograph you mean, by its number\nName the day, and keep it",
            dont="Don’t copy Jens in without telling her",
            boundaries="No calls on Wednesdays, she is at the photographer’s", calls=("09:00", "15:30"),
            note="Sings alto in the Odense chamber choir; their autumn concert matters to her.", portal=188,
            visited="1d 08:12",
        ),
        PersonSheet(
            handle="anders", name="Anders Krogh", role="web shop", email="anders@solvang-cycles.example",
            salutation="Hello Anders", kind="phlegmatic", channel="chat", detail="full", tone="business",
            decides_about="Shop, exports, anything technical",
            ways="Send the log, the steps and the time it happened.",
            note="Back from parental leave since spring; two girls.", reports=False,
        ),
    ],
    assumptions=[
        "Product data comes from the shop by Thursday noon", "Solvang’s own photographer takes the pictures",
    ],
    success=["Online sales over twelve months", "Advert cost per sale below €30"],
    scope=[
        Version(
            38, "jens", 4900,
            [
                ("Landing pages", 4, "", "quarter"), ("Creative sets", 8, "", "quarter"),
                ("Advice", 12, "h", "quarter"),
            ],
            [("2.1", "Printed matter", "Jens has a printer in Odense whom he trusts.")], how="on paper, signed",
        ),
        Version(
            15, "jens", 5800,
            [
                ("Landing pages", 6, "", "quarter"), ("Creative sets", 10, "", "quarter"),
                ("Advice", 18, "h", "quarter"),
            ],
            [
                ("2.1", "Printed matter", "Jens has a printer in Odense whom he trusts."),
                ("2.2", "Marketplaces", "Margins do not carry their fees."),
            ],
            changes="Two more pages a quarter for Sweden; marketplaces left out",
        ),
        Version(
            5, "jens", 6400,
            [
                ("Landing pages", 6, "", "quarter"), ("Creative sets", 12, "", "quarter"),
                ("Newsletters", 4, "", "month"), ("Advice", 18, "h", "quarter"),
            ],
            [
                ("2.1", "Printed matter", "Jens has a printer in Odense whom he trusts."),
                ("2.2", "Marketplaces", "Margins do not carry their fees."),
                ("2.3", "Repairs of the shop itself", "Belongs to Anders and the shop’s vendor."),
            ],
            changes="Newsletter added, shop repairs left out",
        ),
    ],
    used=[
        Used("Landing pages", 61, 1, "Spare batteries"), Used("Landing pages", 33, 1, "Test rides in Malmö"),
        Used("Landing pages", 12, 1, "Winter tyres"), Used("Creative sets", 47, 3, "Autumn, three formats"),
        Used("Creative sets", 18, 4, "Agile 7 and cargo bikes"), Used("Creative sets", 5, 2, "Gift cards"),
        Used("Advice", 40, 3.5, "Bids by margin, with Jens"), Used("Advice", 13, 2, "Product feed with Anders"),
        Used("Newsletters", 10, 1, "Sunday letter, tyres"), Used("Newsletters", 3, 1, "Sunday letter, batteries"),
    ],
    favours=[Given(11, "Banner for the Odense bike fair", 1.5, 143), Given(52, "Sign for the workshop door", 1, 95)],
    aims=[
        Aim(
            "Online sales in twelve months", "EUR", 3_450_000, 4_400_000, None, THIS_YEAR,
            "Within reach if winter holds",
        ),
        Aim("Advert cost per sale", "EUR", 38, 28, None, THIS_YEAR, "Unlikely this year; 30 is realistic"),
        Aim("Newsletter readers", "", 11_200, 20_000, None, THIS_YEAR, "On course"),
    ],
    work=[
        Work("Product feed with sizes", "jonas", -16, 2, 4, details="The stock export lacks sizes for 61 articles."),
        Work("Stock export with sizes", "anders", -9, None, 1, details="One file with sizes for all 61 articles"),
        Work("Agile 7 price on page and adverts", "lena", -1, 0, 1),
        Work("Map entry and opening hours for Malmö", "lena", -6, 6, 9),
        Work("Photos of the Malmö shop", "maria", -6, None, 5, details="Three are enough: front, inside, workshop"),
        Work("Propose dates for the visit in Odense", "ida", -4, 2, internal=True),
        Work("Winter tyres, page and adverts", "lena", -27, -14, -12, -13),
        Work("Trial order with a real card after each banner change", "jonas", -20, -15, -13, -16),
        Work("Compare bids by margin and by price", "lena", -48, -40, -38, -41),
        Work("Read the last four months of unsubscribe reasons", "jonas", -12, -2, None, -4, internal=True),
    ],
)  # fmt: skip

DUERO = ClientSheet(
    handle="duero", name="Clínica Duero", industry="Dental clinics",
    about="Dental clinics in Valladolid and, since this year, in Porto.", website="https://clinica-duero.example",
    country="ES", zone="Europe/Madrid", lead="ida", backup="sofia", months=20,
    facts={
        "cadence_days": 7, "tone": "friendly",
        "expectations": "“Bring people who need us, not people who compare prices.” A figure a week, by phone.",
        "worries": "Whether Porto fills its chairs before the lease is a year old.",
    },
    people=[
        PersonSheet(
            handle="tomas", name="Tomás Ferreira", role="marketing", email="tomas@clinica-duero.example",
            salutation="Hello Tomás", kind="sanguine", channel="phone", detail="headline", tone="friendly",
            zone="Europe/Lisbon", decides_about="Texts and photos. Above €2,000 it is Dr. Inés Duero.",
            triggers="Tables", ways="Closed questions, three points at most. Steer back to the topic, kindly.",
            boundaries="No calls before 10:00 or on Friday afternoon\nNothing about prices in front of the clinic "
            "team",
            calls=("10:00", "18:00"), note="Follows FC Porto. Two boys, the younger plays the trombone.", portal=120,
            visited="2d 21:40",
        ),
        PersonSheet(
            handle="ines", name="Dr. Inés Duero", role="founder", email="ines@clinica-duero.example",
            salutation="Dear Dr Duero", kind="phlegmatic", channel="email", detail="full", tone="business",
            decides=True, decides_about="Money, medical wording, new places", calls=("13:30", "15:00"),
            ways="Sources beside each number. Give her until the weekend.", boundaries="Never between patients",
            note="Walks a stretch of the Camino every September.",
        ),
    ],
    assumptions=["Medical wording is read by the clinic within three working days"],
    success=["First visits booked online", "Cost per first visit"],
    scope=[
        Version(
            19, "tomas", 3600, [("Articles", 4, "", "quarter"), ("Hours of advice", 12, "h", "quarter")],
            [("2.4", "Adverts in languages other than Spanish", "No native reviewer.")],
        ),
        Version(
            10, "ines", 4300,
            [
                ("Articles", 4, "", "quarter"), ("Hours of advice", 12, "h", "quarter"),
                ("Tracking repairs", 3, "", "quarter"),
            ],
            [("2.4", "Adverts in languages other than Spanish", "No native reviewer.")],
            changes="Change order: tracking repairs, three a quarter",
        ),
        Version(
            4, "ines", 4800,
            [
                ("Hours of advice", 12, "h", "quarter"), ("Creative sets", 12, "", "quarter"),
                ("Landing pages", 6, "", "quarter"), ("Articles", 6, "", "quarter"),
                ("Tracking repairs", 3, "", "quarter"),
            ],
            [
                (
                    "2.4", "Adverts in languages other than Spanish",
                    "We have no native reviewer, and wrong medical wording is a legal risk.",
                ),
                ("2.5", "Photography and film", "The clinic has its own photographer and prefers her."),
                ("2.6", "Answering patients’ reviews", "Patients must be answered by the clinic."),
                ("2.7", "Changes in the booking system", "Belongs to its vendor. We report what breaks tracking."),
            ],
            changes="Porto site added, articles from 4 to 6 a quarter", how="by signed link",
        ),
    ],
    used=[
        Used("Hours of advice", 26, 5, "Opening in Porto"), Used("Hours of advice", 12, 4, "Booking steps"),
        Used("Hours of advice", 4, 2.5, "Weekly calls"), Used("Creative sets", 30, 6, "Porto opening"),
        Used("Creative sets", 8, 4, "Implants and check-ups"), Used("Landing pages", 24, 2, "Porto, Valladolid"),
        Used("Articles", 19, 1, "Afraid of the dentist"), Used("Articles", 6, 1, "What an implant costs"),
    ],
    favours=[
        Given(7, "Opening banner, Valladolid", 2, 190), Given(15, "Consent banner checked", 1.5, 143),
        Given(22, "Review drafts, nine", 2.5, 237), Given(29, "Poster for the school day", 1.5, 143),
    ],
    aims=[
        Aim("First visits booked online in twelve months", "", 2_050, 2_900, None, THIS_YEAR, "On course"),
        Aim("Cost per first visit", "EUR", 46, 34, None, 8, "Depends on Porto"),
    ],
    work=[
        Work("Porto page, second round of texts", "lena", -8, 3, 5),
        Work("Texts read by Dr. Duero", "ines", -5, None, 2, details="Four paragraphs, marked in yellow"),
        Work("Article: a child’s first visit", "lena", -10, 8, 11),
        Work("Repair of booking figures after their update", "jonas", -22, -17, -15, -18),
        Work("Opening banner", "lena", -14, -9, -7, -8),
    ],
)  # fmt: skip

HARROW = ClientSheet(
    handle="harrow", name="Harrow & Finch", industry="Law",
    about="Solicitors for families and homes, three offices in London.", website="https://harrowfinch.example",
    country="GB", zone="Europe/London", lead="ida", backup="ruth", months=26, currency="GBP",
    facts={
        "cadence_days": 14, "detail_level": "full", "tone": "business",
        "expectations": "Figures with their source and date. Nothing goes out before compliance has read it.",
        "worries": "Enquiries that cost a partner an hour and lead nowhere.",
    },
    promised=Promised(days=30, hours=12, target_hours=4),
    people=[
        PersonSheet(
            handle="priya", name="Priya Nair", role="head of marketing", email="p.nair@harrowfinch.example",
            salutation="Dear Ms Nair", phone="020 7946 0112", kind="phlegmatic", channel="email", detail="full",
            tone="business", decides=True, decides_about="Everything up to £5,000 a month", calls=("09:30", "17:00"),
            ways="Every detail, in order. Numbers with their source. Days, not hours, for a decision.",
            boundaries="No small talk in writing\nAgenda two working days before a call",
            note="Runs her first marathon this year; told us after a call, a little shyly.", portal=150,
            visited="3d 16:30",
        ),
        PersonSheet(
            handle="edmund", name="Edmund Finch", role="partner", email="e.finch@harrowfinch.example",
            salutation="Dear Mr Finch", phone="020 7946 0101", kind="choleric", channel="phone", detail="headline",
            tone="business", decides_about="Whatever carries the firm’s name", calls=("08:00", "09:30"),
            summaries=False,
        ),
    ],
    success=["Cost per enquiry", "Share of enquiries that become instructions"],
    scope=[
        Version(
            25, "priya", 4200, [("Landing pages", 3, "", "quarter"), ("Advice", 10, "h", "quarter")],
            [("3.1", "Paid social media", "The regulator’s rules on advertising to people in distress.")],
        ),
        Version(
            6, "priya", 5100,
            [
                ("Landing pages", 4, "", "quarter"), ("Advice", 12, "h", "quarter"),
                ("Intake form reviews", 1, "", "month"),
            ],
            [
                ("3.1", "Paid social media", "The regulator’s rules on advertising to people in distress."),
                ("3.2", "Legal wording", "Written by the firm; we only place it."),
            ],
            changes="A monthly look at the intake form, one page more",
        ),
    ],
    used=[
        Used("Landing pages", 36, 1, "Lease extensions"), Used("Landing pages", 9, 1, "Conveyancing"),
        Used("Advice", 31, 3, "Call tracking"), Used("Advice", 7, 1.5, "Intake questions"),
        Used("Intake form reviews", 20, 1, "Two questions fewer"),
    ],
    favours=[Given(34, "Slides for the partners’ evening", 2, 180)],
    aims=[
        Aim("Cost per enquiry", "GBP", 52, 38, None, THIS_YEAR, "On course"),
        Aim("Enquiries in twelve months", "", 3_000, 3_700, None, THIS_YEAR, "Within reach"),
    ],
    work=[
        Work("Conveyancing page live, call tracking set up", "lena", -3, 4, 6),
        Work("Compliance wording for the conveyancing page", "priya", -3, None, 3, details="Two paragraphs"),
        Work("Two ways for LinkedIn, each with a price and a date", "ida", -1, 1, 3),
        Work("Source list for the cost per enquiry", "jonas", -18, -12, -10, -12),
        Work("Lease extension page, third version", "lena", -45, -37, -35, -36),
    ],
)  # fmt: skip

CLIENTS = (SOLVANG, DUERO, HARROW)

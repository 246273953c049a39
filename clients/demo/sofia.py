"""Sofia Petrou's clients: one more than she can carry. Insurance, gardens, tutors, hotels and physiotherapy."""

from clients.demo.sheets import THIS_YEAR, Aim, ClientSheet, Given, PersonSheet, Used, Version, Work

TIDEWATER = ClientSheet(
    handle="tidewater", name="Tidewater Insurance", industry="Insurance",
    about="Flood and boat insurance on the Chesapeake Bay.", website="https://tidewater-insurance.example",
    country="US", zone="America/New_York", lead="sofia", backup="ruth", months=29, currency="USD",
    facts={
        "cadence_days": 7, "involvement": "in_the_weeds", "detail_level": "full",
        "expectations": "A call a week and no news from the dashboard before it comes from us.",
        "worries": "The storm season, and a new competitor in Norfolk.",
    },
    people=[
        PersonSheet(
            handle="carol", name="Carol Whitfield", role="head of marketing",
            email="carol@tidewater-insurance.example", salutation="Hello Carol", phone="757 555 0148",
            kind="melancholic", channel="phone", detail="full", tone="business", calls=("09:00", "12:00"),
            triggers="Being told by her own boss what we should have told her",
            ways="Early, calmly, completely. Report again on the day you named.",
            boundaries="Not after 5 pm her time",
            note="Her mother moved in with her this summer; mornings are hectic.", portal=160, visited="8d 15:10",
        ),
        PersonSheet(
            handle="dennis", name="Dennis Boyle", role="finance director", email="dennis@tidewater-insurance.example",
            salutation="Dennis", phone="757 555 0120", kind="choleric", channel="email", detail="headline",
            tone="business", decides=True, decides_about="Budget and contracts", triggers="Rounded figures",
            ways="What it costs, what it brings, what you want from him.",
        ),
    ],
    success=["Cost per quote request"],
    scope=[
        Version(
            28, "dennis", 6500, [("Landing pages", 4, "", "quarter"), ("Advice", 16, "h", "quarter")],
            [("1.4", "Letters to policyholders", "Regulated wording, written in the house.")],
        ),
        Version(
            9, "dennis", 7200,
            [("Landing pages", 4, "", "quarter"), ("Advice", 20, "h", "quarter"), ("Weekly figures", 4, "", "month")],
            [
                ("1.4", "Letters to policyholders", "Regulated wording, written in the house."),
                ("1.5", "Television and radio", "Booked by their media agency."),
            ],
            changes="Weekly figures added",
        ),
    ],
    used=[
        Used("Landing pages", 38, 1, "Boat storage"), Used("Advice", 30, 6, "Quote form"),
        Used("Advice", 16, 7, "Storm adverts"), Used("Weekly figures", 15, 1, "First week"),
    ],
    favours=[Given(48, "Figures for the board, by county", 3, 285)],
    aims=[Aim("Quote requests in twelve months", "", 9_800, 12_500, None, THIS_YEAR, "Behind since summer")],
    work=[
        Work("Storm adverts for the southern counties", "lena", -24, -6, -4),
        Work("Weekly figures, by county", "jonas", -13, -3, -2),
        Work("Mail domain proven (DMARC)", "carol", -11, None, 4, details="Their provider has to add two records."),
        Work("Quote form in two steps", "jonas", -50, -36, -33, -32),
    ],
)  # fmt: skip

VERDE = ClientSheet(
    handle="verde", name="Verde Gardens", industry="Garden centres",
    about="Three garden centres around Cork, new with us since late summer.", website="https://verdegardens.example",
    country="IE", zone="Europe/Dublin", lead="sofia", backup="daniel", months=3,
    facts={
        "cadence_days": 7, "tone": "friendly",
        "expectations": "“We have been promised the moon before. Show us one shelf.”",
        "worries": "Whether an online shop takes people away from the centres.",
    },
    people=[
        PersonSheet(
            handle="siobhan", name="Siobhán Keane", role="managing director", email="siobhan@verdegardens.example",
            salutation="Hello Siobhán", kind="sanguine", channel="phone", detail="summary", tone="friendly",
            decides=True, decides_about="Everything", calls=("07:30", "10:00"),
            ways="She says yes easily. Put it in writing the same day.", boundaries="Never at weekends in spring",
            note="Breeds Connemara ponies with her sister.",
        ),
        PersonSheet(
            handle="declan", name="Declan Roche", role="shop manager", email="declan@verdegardens.example",
            salutation="Hello Declan", kind="phlegmatic", channel="email", detail="full", tone="friendly",
            ways="Steps in order, with pictures.",
        ),
    ],
    scope=[Version(
        3, "siobhan", 2900,
        [("Shop pages", 12, "", "quarter"), ("Newsletters", 2, "", "month"), ("Advice", 8, "h", "quarter")],
        [("4.1", "Deliveries and returns", "Handled by the centres themselves.")],
    )],
    used=[
        Used("Shop pages", 22, 3, "Bulbs"), Used("Newsletters", 17, 1, "Bulbs in October"),
        Used("Advice", 25, 2, "Kickoff"),
    ],
    work=[
        Work("Photos of the winter range", "declan", -20, None, -5, details="Forty articles, on white"),
        Work("Shop pages for the winter range", "lena", -20, 5, 8),
        Work("Access to the till’s export", "siobhan", -30, None, -9),
        Work("Welcome letter and first call", "sofia", -80, -77, -76, -77),
    ],
)  # fmt: skip

BRIGHTWELL = ClientSheet(
    handle="brightwell", name="Brightwell Tutors", industry="Education",
    about="Tutors for maths and science, at home and online, Manchester.",
    website="https://brightwell-tutors.example", country="GB", zone="Europe/London", lead="sofia", backup="yuki",
    months=22, currency="GBP",
    facts={"cadence_days": 14, "expectations": "Enquiries from parents before the exams, none that we cannot serve."},
    people=[
        PersonSheet(
            handle="gemma", name="Gemma Ashworth", role="director", email="gemma@brightwell-tutors.example",
            salutation="Hello Gemma", phone="0161 496 0145", kind="sanguine", channel="phone", detail="headline",
            tone="friendly", decides=True, calls=("10:00", "15:00"),
            ways="Closed questions. The school year is her calendar.", note="Plays cornet in a brass band.",
            portal=100, visited="12d 20:05",
        ),
        PersonSheet(
            handle="nikhil", name="Nikhil Rao", role="operations", email="nikhil@brightwell-tutors.example",
            salutation="Hello Nikhil", kind="phlegmatic", channel="email", detail="full",
        ),
    ],
    scope=[Version(
        21, "gemma", 2400, [("Articles", 3, "", "month"), ("Advice", 9, "h", "quarter")],
        [("2.2", "Recruiting of tutors", "They know best whom to trust with children.")],
    )],
    used=[
        Used("Articles", 19, 2, "Fractions; mock exams"), Used("Articles", 6, 1, "Sleep before exams"),
        Used("Advice", 33, 2, "Which postcodes"),
    ],
    favours=[Given(26, "Flyer for the school evening", 1.5, 120)],
    aims=[Aim("Enquiries in twelve months", "", 1_450, 1_900, None, 7, "On course")],
    work=[
        Work("Postcodes that we can serve", "nikhil", -12, None, 2),
        Work("Adverts before the mock exams", "lena", -15, 1, 4),
        Work("Two articles on fractions", "lena", -30, -21, -19, -20),
    ],
)  # fmt: skip

AL_NOOR = ClientSheet(
    handle="alnoor", name="Al Noor Hotels", industry="Hotels",
    about="Four hotels in Dubai and Ras Al Khaimah, family-run.", website="https://alnoor-hotels.example",
    country="AE", zone="Asia/Dubai", lead="sofia", backup="ida", months=31, language="ar", currency="AED",
    facts={
        "cadence_days": 14, "tone": "business", "detail_level": "summary",
        "expectations": "Bookings on their own site rather than through the portals. Results said aloud once a "
        "month.",
        "worries": "Commissions of the portals, and empty weeks in summer.",
    },
    people=[
        PersonSheet(
            handle="huda", name="Huda Al Mansoori", role="marketing director", email="huda@alnoor-hotels.example",
            salutation="الأستاذة هدى المحترمة", kind="melancholic", channel="email", detail="summary",
            tone="business", language="ar", decides=True, decides_about="Adverts, pages, seasons",
            calls=("10:00", "15:00"), ways="Full sentences, no haste. Ask about her team first.",
            boundaries="No calls on Fridays\nRamadan: mornings only", triggers="Being pressed in front of others",
            note="Studies Japanese in the evenings.", portal=170, visited="3d 13:30",
        ),
        PersonSheet(
            handle="omar", name="Omar Haddad", role="revenue manager", email="omar@alnoor-hotels.example",
            salutation="الأستاذ عمر المحترم", kind="phlegmatic", channel="email", detail="full", language="ar",
            decides_about="Prices and channels", ways="Figures by room type, always with the source.",
        ),
    ],
    success=["الإقامات المحجوزة عبر موقع الفنادق"],
    scope=[
        Version(
            30, "huda", 22_000, [("الصفحات", 3, "", "quarter"), ("مجموعات الإعلانات", 6, "", "quarter")],
            [("5.1", "منصات الحجز وأسعارها", "إدارة الأسعار تتم داخل الفنادق.")],
        ),
        Version(
            7, "huda", 26_000,
            [
                ("الصفحات", 4, "", "quarter"), ("مجموعات الإعلانات", 8, "", "quarter"),
                ("ساعات الاستشارة", 12, "", "quarter"),
            ],
            [
                ("5.1", "منصات الحجز وأسعارها", "إدارة الأسعار تتم داخل الفنادق."),
                ("5.2", "تصوير الأفلام", "لدى الفنادق فريق تصوير خاص في الشارقة."),
            ],
            changes="صفحة إضافية ومجموعتان من الإعلانات وساعات استشارة",
        ),
    ],
    used=[
        Used("الصفحات", 34, 1, "المنتجع الصحي"), Used("الصفحات", 13, 1, "الغرف العائلية"),
        Used("مجموعات الإعلانات", 40, 2, "الشتاء، ألمانيا"), Used("مجموعات الإعلانات", 12, 3, "الشتاء، النمسا"),
        Used("ساعات الاستشارة", 21, 5, "المواسم"), Used("ساعات الاستشارة", 5, 4, "خطوات الحجز"),
    ],
    favours=[Given(24, "نصوص قوائم الطعام لمطعمين", 4, 1500)],
    aims=[Aim(
        "الإقامات المحجوزة عبر الموقع خلال اثني عشر شهرًا", "", 4_900, 7_600, None, THIS_YEAR, "نسير نحو الهدف",
    )],
    work=[
        Work("صفحة أجنحة جميرا", "lena", -12, 4, 7), Work("إعلانات الشتاء لألمانيا والنمسا", "lena", -14, 6, 9),
        Work(
            "صور المنتجع الصحي الجديد", "huda", -8, None, 5,
            details="إن وصلتنا في موعدها فستكون الصفحة جاهزة في وقتها.",
        ),
        Work("الحجوزات بحسب نوع الغرفة", "jonas", -18, -3, -1),
        Work("صفحة الغرف العائلية", "lena", -33, -16, -13, -15),
    ],
)  # fmt: skip

HELIX = ClientSheet(
    handle="helix", name="Helix Physio", industry="Health",
    about="Physiotherapy in Dublin and Galway, seven practices.", website="https://helixphysio.example", country="IE",
    zone="Europe/Dublin", lead="sofia", backup="marcus", months=14,
    facts={"cadence_days": 14, "expectations": "Appointments for the new practices; the old ones are full."},
    people=[PersonSheet(
        handle="aoife", name="Aoife Brennan", role="practice owner", email="aoife@helixphysio.example",
        salutation="Hello Aoife", kind="choleric", channel="phone", detail="headline", tone="friendly", decides=True,
        calls=("12:30", "14:00"), ways="Between two patients: one question, one answer.",
        note="Rows in a women’s eight.",
    )],
    scope=[Version(
        13, "aoife", 2200, [("Pages", 2, "", "quarter"), ("Advice", 6, "h", "quarter")],
        [("3.3", "Medical claims", "Checked by the practice.")],
    )],
    used=[Used("Pages", 28, 1, "Galway"), Used("Advice", 14, 2, "Reminders")],
    aims=[Aim("First appointments in twelve months", "", 2_600, 3_300, 2_940, 6, "On course")],
    work=[
        Work("Reminder texts for missed appointments", "lena", -12, 3, 5),
        Work("Galway page", "lena", -41, -29, -27, -28),
    ],
)  # fmt: skip

CLIENTS = (TIDEWATER, VERDE, BRIGHTWELL, AL_NOOR, HELIX)

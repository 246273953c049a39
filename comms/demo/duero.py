"""Half a year of talk with Clínica Duero: Tomás is quick and warm, Dr. Duero reads every word."""

from comms.demo.sheets import (
    Acks,
    Answers,
    Call,
    Dismisses,
    Flags,
    Notes,
    Says,
    Settles,
    Spoke,
    Thread,
    Todo,
    Verdict,
)

THREADS = (
    Thread(
        "8d 11:20", "tomas", "Portuguese adverts for Porto?",
        "Hello Ida! The chairs are in and they are beautiful. When do the adverts for Porto begin, with the opening "
        "or before? Abraço, Tomás",
        [
            Acks(0.8),
            Answers(
                2,
                "With the opening, so that nobody reads about a closed door. The page is ready three days before; "
                "the adverts follow on the morning itself. Is it still the Monday after next?",
            ),
            Says(4, "Perfect. Yes, that Monday! Tomás"),
            Answers(0.6, "Lovely, then I put it down as a yes: the Monday after next."),
            Says(
                "-14h",
                "Yes, and we’re all very excited! I was thinking on the train: could we also run the adverts in "
                "Portuguese for Porto? It’s mostly the same text, so I guess it isn’t much work? And the new "
                "dentist started, by the way, she is wonderful, you must meet her.\n\nAbraço, Tomás",
            ),
            Notes(
                "-12h",
                "Four ad groups, 38 texts. About 3.5 hours with a native reviewer from the bureau we used in June. "
                "Medical claims must be read by somebody who knows the Portuguese rules.",
                "lena",
            ),
            Flags("-11h", "2.4"),
        ],
        stays=True,
    ),
    Thread(
        "5d 11:02", "tomas", "Photos from the Valladolid opening",
        "Hello Ida! Here is the link to the photos of the opening, 212 of them, sorry! My favourites are in the "
        "folder called sí. Tomás",
        [
            Answers(
                1.4,
                "What a day that must have been. We take four from your folder: the door, the team, the girl with "
                "the balloon and the view of the square. They are on the page tomorrow at noon.",
            ),
            Says(0.5, "¡Genial!", quotes=False), Dismisses(0.2),
        ],
    ),
    Thread(
        "13d 18:20", "ines", "Wording on the implants page",
        "Dear Ms Brandt,\n\nthe sentence “painless within a day” cannot stay. It is not true for everyone, and we "
        "may not promise it. Please replace it by the text below.\n\n“Most patients return to work on the following "
        "day.”\n\nDr. Inés Duero",
        [
            Acks(1),
            Answers(
                1.2,
                "the sentence is replaced by yours, in both languages of the page and in the two adverts that "
                "quoted it, since 10:40 this morning. It came from our draft of last March; we have searched all "
                "other pages for similar promises and found none.\n\nThank you for reading so carefully.",
            ),
            Says("21:10", "Thank you. That is how I like it.\n\nI. Duero"), Dismisses(1),
        ],
    ),
    Thread(
        "23d 09:15", "tomas", "No bookings since yesterday??",
        "Ida, the figures show zero bookings since yesterday but the phone is ringing. What is going on? Tomás",
        [
            Acks(0.3),
            Notes(
                0.8,
                "Their vendor updated the booking system last night. The confirmation page has a new address, so "
                "nothing is counted. Bookings themselves arrive.",
                "jonas",
            ),
            Answers(
                0.7,
                "The bookings arrive, only the counting broke: the vendor’s update moved the page that we count. "
                "Jonas repairs it today, and the missing day is filled in from the clinic’s own list. Nothing is "
                "lost.",
            ),
            Says(1, "Uf. Thank you!! Tomás"), Dismisses(0.3),
        ],
    ),
    Thread(
        "37d 16:40", "tomas", "Poster for the school day",
        "Hello Ida, the school next door has its open day and we would love to hang up a poster. Could you make "
        "one? Just something with a tooth. Tomás",
        [
            Flags(2, "2.5"),
            Answers(
                1,
                "A poster is a small thing and a good cause, so this one is a gift: one and a half hours, one "
                "draft, one round of changes. You find it in the list of what was free. Shall it be the tooth with "
                "the satchel?",
            ),
            Says(2, "THE TOOTH WITH THE SATCHEL. Tomás"), Settles(1, "favour", "One poster, given free."),
            Answers(6, "Here it is, ready for the printer. The satchel is red, as agreed."),
        ],
    ),
    Thread(
        "51d 10:30", "tomas", "Can you answer our reviews?",
        "Hello Ida, we have nine new reviews and no time. Can you answer them for us? You know our tone. Tomás",
        [
            Acks(1), Flags(0.5, "2.6"),
            Answers(
                2,
                "Patients should hear from the clinic itself, which is why it stands in our scope as something we "
                "leave out (2.6). What I can do: nine drafts on Thursday, you read them and press the button. Is "
                "Thursday good?",
            ),
            Says(3, "Thursday is very good. Tomás"), Settles(0.5, "in_scope", "Drafts only, as hours of advice."),
            Answers(
                11,
                "Nine drafts are in the shared folder. Number four is the unhappy one; please let Dr. Duero read it.",
            ),
        ],
    ),
    Thread(
        "69d 12:10", "ines", "Figures for the partners’ meeting",
        "Dear Ms Brandt,\n\nfor our partners’ meeting I need the cost per first visit of the last four quarters, "
        "with the source of each figure.\n\nDr. Inés Duero",
        [
            Acks(1.5),
            Answers(
                5,
                "the table is attached to the shared folder as a file and repeated here in short: €46, €43, €40, "
                "€38 for the last four quarters. First visits are counted in the booking system of the clinic, cost "
                "is what the ad accounts show, both as of this morning. Visits by telephone are not included; we "
                "estimate them at one in five.",
            ),
        ],
    ),
    Thread(
        "91d 17:50", "tomas", "August?",
        "Hello Ida, in August everybody is at the beach. Do we stop the adverts? Tomás",
        [
            Answers(
                1.2,
                "Half of them, yes: check-ups pause for three weeks, emergencies and children stay, because "
                "families book before school begins. It saves about €700. Is that a yes?",
            ),
            Says(1, "It is a yes! Enjoy the summer!!", quotes=False), Dismisses(0.4),
        ],
    ),
    Thread(
        "134d 10:05", "tomas", "New colleague at the front desk",
        "Hello Ida! Marta is new at the front desk and will see all bookings. Please be kind to her :) Tomás",
        [
            Answers(
                2,
                "With pleasure. Marta gets a ten-minute call from me on how the bookings are counted, and a page "
                "with the five questions that everyone asks.",
            ),
            Says(3, "She says you were lovely. T.", quotes=False), Dismisses(0.5),
        ],
    ),
)  # fmt: skip

CALLS = (
    Call(
        "6d 11:30", 24, ["tomas"],
        [
            Spoke(
                "Opening in Porto", decided="The adverts for Porto begin on the morning of the opening.",
                because="nobody should read about a closed door", by="tomas",
                todo=[
                    Todo("Porto page ready, three days before", "lena", 9, 6, left=True),
                    Todo("Opening hours and telephone number of Porto", "tomas", 4),
                ],
            ),
            Spoke(
                "Result of last week",
                said="43 first visits, five more than the week before. Implants bring a third of them. The article "
                "on fear is read to the end by half.",
            ),
        ],
        verdicts=[Verdict("tomas", "22:05")],
    ),
    Call(
        "20d 11:30", 28, ["tomas"],
        [
            Spoke(
                "Review of the autumn",
                said="Cost per first visit is €37. Children’s first visits grow fastest, and they come through the "
                "school.",
            ),
            Spoke(
                "A video for the waiting room", outside="2.5",
                said="The clinic’s own photographer films better than we could book anybody. We help with the order "
                "of the scenes.",
                parked="The clinic films itself; we send a list of scenes.",
            ),
        ],
        sent=0.8,
    ),
    Call(
        "42d 11:30", 31, ["tomas", "ines"],
        [
            Spoke(
                "Adverts in Portuguese", outside="2.4",
                said="Portuguese when Porto is open, as a separate step: a price and a date then.",
                parked="To be taken up when Porto is open.",
            ),
            Spoke(
                "Articles", decided="Two articles are about fear of the dentist.",
                because="it is what patients ask first", by="ines",
                todo=[
                    Todo("First article on fear", "lena", 19, 15),
                    Todo("Names of two patients who may be quoted", "tomas", 10),
                ],
            ),
        ],
        verdicts=[
            Verdict("tomas", 2),
            Verdict(
                "ines", "20:40", {2: "Two articles are about fear of the dentist, and one of them is for parents."},
            ),
        ],
        redone=3,
    ),
    Call(
        "98d 11:30", 35, ["ines"],
        [
            Spoke(
                "Scope for Porto", decided="Porto gets pages of its own; the fee rises to €4,800 a month.",
                because="two places need two voices", by="ines",
            ),
            Spoke(
                "Who reads medical wording",
                said="Dr. Duero reads it herself, within three working days. Nothing goes out unread.",
            ),
        ],
        verdicts=[Verdict("ines", 9)], kind="meeting",
    ),
)  # fmt: skip

TALKS = (*THREADS, *CALLS)

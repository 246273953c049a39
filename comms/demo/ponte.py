"""What Ponte Studio in Lisbon and its clients have written and said."""

from comms.demo.sheets import Acks, Answers, Call, Dismisses, Flags, Says, Settles, Spoke, Thread, Todo, Verdict

THREADS = (
    Thread(
        "-3h", "teresa", "Winter tastings",
        "Dear Rui, six or eight people at a table? The room takes ten but then nobody hears the wine. Teresa",
        stays=True,
    ),
    Thread(
        "9d 10:15", "teresa", "The medal",
        "Dear Rui, the white has a medal. Please do not make a fuss. (A small fuss.) Teresa",
        [
            Answers(
                1.5,
                "One line under the name, no gold. And a letter to the eleven shops that asked last year. A small "
                "fuss, as ordered.",
            ),
            Says(2, "Perfect.", quotes=False), Dismisses(1),
        ],
    ),
    Thread(
        "26d 11:40", "afonso", "Labels", "Hello Rui,\n\ncould you draw the label of the new red?\n\nAfonso",
        [
            Flags(1, "1.3"),
            Answers(
                1,
                "Teresa’s sister paints the labels (1.3), and people keep the bottles because of it. We photograph "
                "it when it is dry.",
            ),
            Says(4, "Of course. She will be glad.\n\nAfonso"), Settles(0.5, "in_scope", "The photograph only."),
        ],
    ),
    Thread("55d 10:00", "teresa", "Harvest", "We begin on Monday. No calls until it is in. Teresa", [Dismisses(1)]),
    Thread(
        "6d 09:20", "miguel", "Wind", "Rui, page says lessons at nine. Sea says eleven. Miguel",
        [
            Answers(
                1,
                "The page now says “in the morning, when the sea allows”, and the mail on the evening before names "
                "the hour.",
            ),
            Says("21:30", "good", quotes=False), Dismisses(1),
        ],
    ),
    Thread("33d 17:10", "miguel", "Season", "Best September ever. Thanks. Miguel", [Dismisses(2)]),
    Thread(
        "12d 15:30", "ines_alecrim", "Concert programme",
        "Dear Clara,\n\nthe pianist is ill; the duo plays on the second Thursday instead.\n\nInês",
        [
            Acks(0.5),
            Answers(
                1.5,
                "changed on the page and in the letter that leaves tomorrow. Get-well wishes to the pianist from "
                "all of us.",
            ),
            Says(3, "I pass them on.\n\nInês"), Dismisses(1),
        ],
    ),
    Thread(
        "3d 11:20", "joao", "Weights for customs",
        "Dear Clara,\n\ndo you need the weight with or without oil?\n\nJoão",
        [Answers(
            2, "both: customs asks for the drained weight, the shop shows the whole. Two columns, and we are done.",
        )],
        stays=True,
    ),
    Thread(
        "41d 10:30", "sara", "Gift tins!!",
        "Clara, the gift tins are here. They are the blue of the harbour at six. When can Beatriz come? Sara",
        [
            Answers(1, "On Thursday at six, then. In the morning or in the evening?"), Says(1, "Evening! Sara"),
            Dismisses(0.5),
        ],
    ),
)  # fmt: skip

CALLS = (
    Call(
        "8d 10:30", 22, ["teresa"],
        [Spoke(
            "Tastings in winter", decided="Saturdays at four, from January on.", by="teresa",
            todo=[Todo("Page for the tastings", "clara", 12, 9, left=True)],
        )],
        verdicts=[Verdict("teresa", 3)],
    ),
    Call(
        "20d 12:00", 15, ["miguel"], [Spoke("Winter", said="Lessons on Saturdays only. The page says so kindly.")],
        sent=1,
    ),
    Call(
        "31d 15:00", 20, ["joao", "sara"],
        [
            Spoke("Gift tins", decided="Three tins in a box, no ribbon.", because="the tin is the ribbon", by="joao"),
            Spoke("Shops abroad", said="49 shops, two of them in Osaka."),
        ],
        sent=2, verdicts=[Verdict("joao", 6, {2: "50 shops, two of them in Osaka; Lyon said yes this morning."})],
        redone=2,
    ),
    Call(
        "2d 15:00", 18, ["ines_alecrim"],
        [Spoke("Winter concerts", decided="Six concerts, on Thursdays.", by="ines_alecrim")], sent=1,
    ),
)  # fmt: skip

TALKS = (*THREADS, *CALLS)

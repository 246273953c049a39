"""Quanta Lab Supplies and Baltic Timber Homes were Felix Hartmann's clients; Nordlicht Solar was always Ruth's."""

from comms.demo.sheets import (
    Acks,
    Answers,
    Assigns,
    Call,
    Dismisses,
    Flags,
    NextStep,
    Says,
    Settles,
    Spoke,
    Thread,
    Todo,
    Verdict,
)

QUANTA = (
    Thread(
        "17d 10:30", "leah", "Discontinued articles",
        "Hello Ruth,\n\nwhere should the names of discontinued articles go? Deleting them breaks our customers’ "
        "bookmarks.\n\nLeah",
        [
            Acks(1),
            Answers(
                4,
                "they stay as short pages that name the successor, so that bookmarks and searches still lead "
                "somewhere. A list with two columns is all we need: old name, new name.",
            ),
            Says(3, "That is elegant. List next week.\n\nLeah"), NextStep(1, "Ask Leah for the list", 2),
            Dismisses(0.2),
        ],
        stays=True,
    ),
    Thread(
        "30d 11:40", "walter", "Change of account manager",
        "Dear Ms Adeyemi,\n\nwe were told that Mr Hartmann has left. Who holds our file, and what is "
        "lost?\n\nWalter Pruitt",
        [
            Acks(1.5),
            Answers(
                6,
                "I hold it since that day, and nothing is lost: every call since your first one is written down, "
                "and so is everything that was agreed. I have read all of it. One question of mine is open: do you "
                "wish to keep the monthly table by product group, or by university?",
            ),
            Says(9, "By product group. Your answer was thorough.\n\nW. Pruitt"),
            Answers(3, "by product group, then, as it was."),
        ],
    ),
    Thread(
        "66d 15:20", "walter", "Table of orders",
        "Felix,\n\nthe table lacks the column with last year’s values.\n\nWalter Pruitt",
        [
            Acks(2),
            Answers(
                5,
                "the column is back; a filter had hidden it. The corrected table is in the folder, as of today, "
                "11:00 your time.",
            ),
        ],
    ),
    Thread(
        "110d 10:10", "leah", "Search finds “pipet” but not “pipette”",
        "Hi Felix,\n\ncustomers write it both ways.\n\nLeah",
        [
            Acks(1),
            Answers(
                6,
                "the catalogue’s search now knows both spellings, and eleven other pairs from your customers’ own "
                "searches.",
            ),
        ],
    ),
    Call(
        "41d 20:00", 25, ["walter"],
        [Spoke(
            "Cold storage", decided="The cold-storage group is described next.",
            because="universities order for the next term now", by="walter",
        )],
        by="felix", sent=4,
    ),
    Call(
        "88d 20:00", 30, ["walter", "leah"],
        [Spoke(
            "Orders from universities",
            said="312 in a quarter, 270 the year before. Source: your shop, by the customer’s mail domain.",
        )],
        by="felix", sent=4,
    ),
)  # fmt: skip

NORDLICHT = (
    Thread(
        "10d 07:20", "birte", "Neue Regel / new rule",
        "Ruth, new rule from January: no VAT on small roofs stays. Put it on top of the page? Birte",
        [
            Answers(
                2.5,
                "Yes, since 9:40: one line, with the source and the date. The question on the form now asks for the "
                "size of the roof first.",
            ),
            Says(1, "Super. Birte", quotes=False), Dismisses(1),
        ],
    ),
    Thread(
        "28d 08:05", "birte", "Barns", "Do farmers find us? Birte",
        [
            Acks(1),
            Answers(
                5,
                "17 enquiries for barns in four weeks since the page is there, three before. Eleven of them have "
                "more than 30 kW.",
            ),
        ],
    ),
    Thread(
        "37d 12:15", "katrin", "Press release",
        "Hello Ruth,\n\nthe regional paper writes about the barn in Ahrensburg. May I link to the new "
        "page?\n\nKatrin",
        [Answers(2, "please do; the address stays as it is. If you tell me the day, we watch the server.")],
    ),
    Thread(
        "73d 07:40", "birte", "Subsidy", "Customers ask us which subsidy they get. Can the page answer that? Birte",
        [
            Flags(1.5, "1.9"),
            Answers(
                1,
                "Not bindingly: that is your energy adviser’s (1.9). The page can say which three questions decide "
                "it, and give his number.",
            ),
            Says(2, "Good enough.", quotes=False),
            Settles(0.5, "in_scope", "Three questions and a telephone number."), Dismisses(1),
        ],
    ),
    Call(
        "17d 09:00", 15, ["birte"],
        [Spoke(
            "Calculator for barns", decided="The calculator asks four questions, not nine.", by="birte",
            todo=[Todo("Calculator, first version", "jonas", 18, 14)],
        )],
        verdicts=[Verdict("birte", 1)],
    ),
    Call(
        "55d 09:00", 17, ["birte"],
        [Spoke(
            "Enquiries with a roof",
            said="62 in a month; 40 have a roof of their own. The others rent and are told so kindly.",
        )],
        sent=2,
    ),
)  # fmt: skip

BALTIC = (
    Thread(
        "26d 11:10", "kadri", "Cubic metres",
        "Hello Ruth,\n\nthe house page says 38 cubic metres of timber. It is 41.5, with the terrace 43.\n\nKadri",
        [
            Acks(0.5),
            Answers(
                2,
                "corrected to 41.5, and 43 with the terrace; the drawing is linked beside it. The 38 came from the "
                "plan of last year.",
            ),
        ],
    ),
    Thread(
        "34d 10:00", "kadri", "Who is our contact now?",
        "Hello,\n\nFelix wrote that he leaves. Whom do I write to?\n\nKadri",
        [
            Assigns(0.4, "ruth", by="ruth"),
            Answers(
                1,
                "to me: Ruth Adeyemi. I have read what you and Felix agreed, and I keep his promise of the second "
                "house page. Sofia Petrou answers when I am away.",
            ),
        ],
    ),
    Thread(
        "82d 13:30", "kadri", "German words",
        "Hi Felix,\n\nGermans say “Ständerwerk”, the page says “Rahmen”. Which is right?\n\nKadri",
        [
            Acks(1.5),
            Answers(
                5,
                "both, and builders search for “Holzständerbauweise” four times as often. The page now uses it in "
                "the title and “Rahmen” in the text.",
            ),
        ],
    ),
    Call(
        "24d 11:00", 26, ["kadri"],
        [
            Spoke("House with two floors", said="Plans come in two weeks, the page two weeks later."),
            Spoke("Conversations", said="Seven good ones in a month, four of them from Finland."),
        ],
        sent=2, verdicts=[Verdict("kadri", 8)],
    ),
)  # fmt: skip

TALKS = (*QUANTA, *NORDLICHT, *BALTIC)

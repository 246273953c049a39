"""What Sofia Petrou's other clients and she have written and said: gardens, tutors and physiotherapy."""

from comms.demo.sheets import (
    Acks,
    Answers,
    AnswersLater,
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

VERDE = (
    Thread(
        "-16h", "siobhan", "The till’s export",
        "Sofia, hello! Declan says you are waiting for the till’s export. I thought I had sent it? Which one is it? "
        "Siobhán",
        stays=True,
    ),
    Thread(
        "9d 10:20", "declan", "Photos of the winter range",
        "Hello Sofia,\n\nhow large must the photos be, and do you need them with or without the price "
        "label?\n\nDeclan",
        [
            Answers(
                9,
                "I’m sorry that you had to wait until today. Without the label, please, 1,600 pixels at least, on "
                "white. Lena has put three examples into the folder; the middle one is perfect.",
            ),
            Says(3, "Grand. I’ll need another week for forty of them.\n\nDeclan"),
            Answers(4, "A week is fine. We begin with whatever is there."),
        ],
        stays=True,
    ),
    Thread(
        "27d 08:45", "siobhan", "Is two out of five bad?",
        "Sofia, you asked how happy we are and I pressed two. Was that rude? It’s just that nothing is on the shop "
        "yet and I see the invoice. Siobhán",
        [
            Acks(1.5),
            Answers(
                2,
                "Not rude at all: useful. You have paid for one month and see three pages. From this Thursday you "
                "get a list each week of what is new, with links, and I call you on Fridays at eight.",
            ),
            Says(2, "That would do it. Thanks for not minding! Siobhán"), Dismisses(1),
        ],
    ),
    Thread(
        "49d 09:30", "declan", "Where do returns go?",
        "Hello Sofia,\n\na customer wants to send a lemon tree back. Is that you or us?\n\nDeclan",
        [
            Flags(2, "4.1"),
            Answers(
                1,
                "That is yours (4.1 of our scope), and lemon trees are happier that way. We add your returns "
                "address to the order mail so that nobody has to ask.",
            ),
            Settles(0.3, "in_scope", "Only the address in the order mail."),
        ],
    ),
    Call(
        "16d 08:10", 19, ["siobhan"],
        [
            Spoke(
                "What is new each week", decided="A list with links comes every Thursday.", by="siobhan",
                todo=[Todo("First list of what is new", "sofia", 4)],
            ),
            Spoke(
                "Till’s export", said="We need it once, to know which bulbs sell in the centres.",
                todo=[Todo("Send the till’s export", "siobhan", 6, left=True)],
            ),
        ],
        sent=None,
    ),
    Call(
        "62d 08:05", 44, ["siobhan", "declan"],
        [
            Spoke(
                "Kickoff",
                said="Three centres, 2,100 articles, forty of them matter in winter. Declan knows them by heart.",
            ),
            Spoke(
                "Who decides what", decided="Siobhán decides, Declan answers questions about articles.", by="siobhan",
            ),
        ],
        sent=4, kind="meeting", verdicts=[Verdict("siobhan", 5)],
    ),
)  # fmt: skip

BRIGHTWELL = (
    Thread(
        "17d 11:05", "nikhil", "Postcodes",
        "Hello Sofia,\n\nattached are the postcodes that we can serve with less than forty minutes of travel. M46 "
        "is new.\n\nNikhil",
        [
            Acks(7),
            Answers(5, "Thank you, exactly what we needed. The adverts follow the list from tomorrow; M46 is in."),
        ],
        files=[("postcodes.csv", "text/csv", "postcode;tutors\nM20;11\nM21;9\nM46;2\n")],
    ),
    Thread(
        "fri 3w 17:35", "gemma", "Flyer!",
        "Sofia!! The school evening is on Wednesday and we have no flyer. Help? Gemma",
        [
            Answers(
                1.2,
                "One flyer, one round of changes, on Tuesday at noon, as a gift. Is it maths or science in front?",
            ),
            Says(0.5, "MATHS. You star."),
            Answers(6, "Here it is. The cornet in the corner is a guess of mine; say if it goes too far."),
            Says(1, "It stays.", quotes=False), Dismisses(3),
        ],
    ),
    Thread(
        "40d 13:20", "nikhil", "Enquiries from Leeds",
        "Hello Sofia,\n\nsince Monday we get enquiries from Leeds, where we have nobody.\n\nNikhil",
        [
            Acks(3),
            Notes(1, "The location setting fell back to the county after their address change. Mended.", "lena"),
            Answers(
                2,
                "Found and mended: after your change of address the adverts reached the whole county. Eleven "
                "enquiries from Leeds came in, which cost you £64. We should have checked it on the day, and will "
                "at each change from now on.",
            ),
            Says(4, "Fair. Thanks.\n\nNikhil"), Dismisses(2),
        ],
    ),
    Thread(
        "68d 10:00", "gemma", "September", "Sofia, is it me or is September quiet? Gemma",
        [
            Answers(
                5,
                "It is every September: parents wait for the first marks. Last year it turned in the second week of "
                "October, and the articles bring 20 % more readers than then. Shall we keep the adverts as they are?",
            ),
            Says(2, "Keep. Gemma", quotes=False), Dismisses(1),
        ],
    ),
    Thread(
        "104d 15:40", "gemma", "Tutor profiles",
        "Could you find us two physics tutors as well? Ha. But really. Gemma",
        [
            Flags(2, "2.2"),
            Answers(
                2,
                "I wish! Recruiting is left out of our scope (2.2), because you know best whom to trust with "
                "children. What we can do: a page that tells tutors why they like working with you. Yes or no?",
            ),
            Says(3, "Yes to the page!"), Settles(1, "parked", "A page for tutors, next quarter."),
        ],
    ),
    Call(
        "22d 13:00", 24, ["gemma"],
        [Spoke(
            "Before the mock exams", decided="Adverts double for three weeks before the mock exams.",
            because="parents decide then", by="gemma",
            todo=[Todo("Adverts before the mock exams, drafts", "lena", 12, 9)],
        )],
        sent=None,
    ),
    Call(
        "57d 13:00", 21, ["gemma", "nikhil"],
        [
            Spoke("Start of the school year", said="127 enquiries in September, nine more than last year."),
            Spoke("Articles", decided="Two articles on fractions, one on sleep before exams.", by="gemma"),
        ],
        sent=7,
    ),
)  # fmt: skip

HELIX = (
    Thread(
        "-3.2h", "aoife", "Galway opening hours",
        "Sofia, Galway opens at seven from Monday on, not eight. Can it be on the maps by then? Aoife",
        [AnswersLater("-1.2h", "It is on the maps since this afternoon, and on the page as well.")],
        stays=True,
    ),
    Thread(
        "14d 13:10", "aoife", "No-shows", "11 people did not come this week. Can a text help? Aoife",
        [
            Acks(2),
            Answers(
                7,
                "Yes. A text two days before, and one on the morning; practices like yours halve their no-shows "
                "with it. Two drafts on Thursday?",
            ),
            Says(1, "Thursday. Aoife", quotes=False),
            Answers(9, "Two drafts are in the folder. The second is warmer; I would take that one."),
        ],
        stays=True,
    ),
    Thread(
        "43d 12:50", "aoife", "“Cures back pain”", "A rival writes “cures back pain”. May they? May we? Aoife",
        [
            Flags(1, "3.3"),
            Answers(
                1.5,
                "They may not, and neither may we; medical claims are checked by the practice (3.3), and that is "
                "our good luck here. “Back to your sport in weeks, not months” is true for your patients and says "
                "more.",
            ),
            Says(0.5, "Love it. Aoife"), Settles(1, "in_scope", "Wording only, checked by Aoife."), Dismisses(1),
        ],
    ),
    Thread(
        "86d 13:05", "aoife", "New practice!", "We signed for Galway. September. Aoife",
        [
            Answers(
                2,
                "Congratulations! I keep an hour on Thursday for what Galway needs first: page, map entry, one "
                "advert.",
            ),
            Says(1, "Perfect.", quotes=False), Dismisses(2),
        ],
    ),
    Call(
        "19d 13:40", 14, ["aoife"],
        [
            Spoke("Galway", said="41 first appointments in the first month, 30 were planned."),
            Spoke(
                "Missed appointments", decided="Texts two days before and on the morning.", by="aoife",
                todo=[Todo("Drafts of the reminder texts", "lena", 9, 7)],
            ),
        ],
        sent=None,
    ),
    Call(
        "64d 13:40", 16, ["aoife"],
        [Spoke(
            "Page for Galway", decided="Galway gets a page of its own with its own team.",
            because="people look for a face", by="aoife",
        )],
        sent=6, verdicts=[Verdict("aoife", 3)],
    ),
)  # fmt: skip

TALKS = (*VERDE, *BRIGHTWELL, *HELIX)

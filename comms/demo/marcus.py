"""What Marcus Oyelaran and his clients have written and said: a mill, bakeries, a school, restaurants."""

from comms.demo.sheets import Acks, Answers, Call, Dismisses, Flags, Says, Settles, Spoke, Thread, Todo, Verdict

KESSLER = (
    Thread(
        "-25m", "annette", "Packaging photos for the rye range",
        "Hello Marcus,\n\nthe new bags for the rye have come, and they look so different in the light of the mill. "
        "Do you need photos of all four sizes, or is one enough? And may the cat be in them? She insists.\n\nAnnette",
        stays=True,
    ),
    Thread(
        "9d 06:40", "annette", "Rye bread, step 4",
        "Hello Marcus,\n\nstep 4 of the recipe says 250 degrees. My grandmother would say 230, falling. Who is "
        "right?\n\nAnnette",
        [
            Answers(
                3,
                "your grandmother. The recipe now says 230, falling to 190 after fifteen minutes, and thanks her by "
                "name, if you allow it.",
            ),
            Says("19:30", "She would have laughed. Yes, please.\n\nAnnette"), Dismisses(1),
        ],
    ),
    Thread(
        "24d 10:20", "georg", "Fair in Nuremberg",
        "Hi Marcus, fair in February, 9 square metres. Can you plan the stand? Georg",
        [
            Flags(1, "2.3"),
            Answers(
                1,
                "Trade fairs are your own field (2.3), and you are better at it. From us you get the list of shops "
                "that read the newsletter and have not bought yet: 61 of them, by postcode. Is that useful?",
            ),
            Says(1, "VERY. Georg"), Settles(0.4, "parked", "A list of readers instead of a stand."),
            Answers(3, "Here it is, with the names of those who have visited before."),
        ],
    ),
    Thread(
        "45d 09:15", "annette", "Too many orders from Austria",
        "Hello Marcus,\n\nsince the newsletter we send parcels to Austria and lose money on each. What "
        "now?\n\nAnnette",
        [
            Acks(0.8),
            Answers(
                5,
                "two ways: postage for Austria goes from 5.90 to 9.80, which covers it, or orders from there begin "
                "at five kilos. Most mills chose the second, and few buyers left. Take your time until Thursday.",
                by="ida",
            ),
            Says(9, "The second. Thank you, Ida, for jumping in.\n\nAnnette"), Dismisses(1),
        ],
    ),
    Thread(
        "77d 07:10", "annette", "Thank you for the visit",
        "It was good to have you here. The wheel turned, and so did you.\n\nAnnette", [Dismisses(3)],
    ),
    Call(
        "4d 09:30", 31, ["annette"],
        [
            Spoke(
                "Rye range", decided="The rye gets a page of its own with four sizes.",
                because="bakers ask for it by name", by="annette",
                todo=[Todo("Which rye goes into which bag", "annette", 10, left=True)],
            ),
            Spoke(
                "Two dry summers", said="The report names the harvest, so that nobody reads the autumn without it.",
            ),
        ],
        sent=3,
    ),
    Call(
        "39d 09:30", 27, ["annette", "georg"],
        [
            Spoke("Newsletter", said="2,310 readers; 46 of 100 open it, which is a lot."),
            Spoke(
                "Stollen", decided="The stollen recipe comes in the last week of November.", by="annette",
                todo=[Todo("Stollen recipe, text", "lena", 20, 16)],
            ),
        ],
        sent=2, verdicts=[Verdict("georg", 3), Verdict("annette", 6)],
    ),
    Call(
        "78d 09:00", 150, ["annette", "georg"],
        [
            Spoke("At the mill", said="We saw the stones dressed and tasted five kinds of rye."),
            Spoke("What the mill wants to be", decided="Found by people who bake; never the cheapest.", by="annette"),
        ],
        sent=4, kind="visit", verdicts=[Verdict("annette", 7)],
    ),
)  # fmt: skip

LAVIGNE = (
    Thread(
        "24d 14:25", "bastien", "Dates of the spring courses",
        "Hello Marcus,\n\nthe dates are nearly fixed; two teachers still have to say yes. Until when do you need "
        "them?\n\nBastien",
        [
            Answers(
                2.5,
                "within two weeks, and there is no harm if one of them is marked as “to come”. The page can wait "
                "for a teacher; readers of the newsletter cannot.",
            ),
            Says(3, "You will have them.\n\nBastien"), Dismisses(1),
        ],
    ),
    Thread(
        "41d 15:10", "odile", "Sourdough weekend", "Marcus! Full in four days! What did you do?? Odile",
        [
            Answers(
                3,
                "Your nephew’s picture of the crust did it. The waiting list has nineteen names: shall there be a "
                "second weekend? Yes or no?",
            ),
            Says(2, "Yes! In March! Odile"), Answers(1, "March it is. I write it down and you get it in one line."),
        ],
    ),
    Thread(
        "90d 14:40", "odile", "Holidays", "We close for three weeks. Can the maps know that? Odile",
        [
            Answers(4, "All nine maps know it now, with the day on which you open again."),
            Says(1, "Merci!", quotes=False), Dismisses(1),
        ],
    ),
    Call(
        "27d 14:30", 16, ["odile"],
        [Spoke(
            "Second sourdough weekend", decided="A second weekend in March, twelve places.", because="nineteen wait",
            by="odile",
        )],
        sent=1.5,
    ),
    Call(
        "70d 14:30", 18, ["odile", "bastien"],
        [
            Spoke("Bread school", said="211 places sold this year, 160 at this time last year."),
            Spoke("Newsletter", decided="One letter a month, never more.", by="odile"),
        ],
        sent=2,
    ),
)  # fmt: skip

BRANNOC = (
    Thread(
        "19d 10:05", "harriet", "Report on the open day",
        "Dear Mr Oyelaran,\n\nthe governors meet next week. May we have your report on the open day by "
        "then?\n\nHarriet Coombe",
        [
            Answers(
                3,
                "you will have it five days before the meeting: families who came, how they had heard of you, what "
                "it cost, and what we would do differently. On paper too, if the governors prefer.",
                also=(),
            ),
            Says(6, "On paper, please. Thank you.\n\nHarriet Coombe"), Dismisses(1),
        ],
    ),
    Thread(
        "36d 11:40", "harriet", "Photographs",
        "Dear Mr Oyelaran,\n\na parent asks that her son’s picture be taken down.\n\nHarriet Coombe",
        [
            Answers(
                0.8,
                "it is down, in all three places, since 12:20. Photographs of children are the school’s alone "
                "(1.2); we had placed one from your folder of last year. I have asked you for a list of those that "
                "may stay.",
            ),
            Says(8, "Thank you for acting at once. The list is attached to the next post.\n\nHarriet Coombe"),
            Dismisses(1),
        ],
    ),
    Thread(
        "83d 09:50", "harriet", "Term dates",
        "Dear Mr Oyelaran,\n\nplease find our term dates below. Nothing in the holidays, as agreed.\n\nHarriet "
        "Coombe",
        [Acks(2)],
    ),
)  # fmt: skip

PRONTO = (
    Thread(
        "9d 10:10", "giulia", "Rain!",
        "Marcus it rains since Monday and the place is FULL. Is it the adverts or the rain? Giulia",
        [
            Answers(
                4,
                "Both: on rainy days without adverts you had 64 guests, with them 91. The rain is free, the adverts "
                "cost €11 a day.",
            ),
            Says(2, "I take both. Giulia", quotes=False), Dismisses(0.5),
        ],
    ),
    Thread(
        "30d 16:20", "matteo", "Opening hours",
        "Hello Marcus,\n\nModena is open on Sundays in December. Where does it have to stand?\n\nMatteo",
        [
            Acks(1),
            Answers(
                3, "on the page, on both maps, and in the window. The first three are done; the window is yours.",
            ),
        ],
    ),
    Thread(
        "65d 10:40", "giulia", "A delivery platform calls every day",
        "They say we are mad not to join. Are we? Giulia",
        [
            Flags(1, "2.1"),
            Answers(
                1,
                "No. At their commission a plate of tortellini leaves you 60 cents. It stands in our scope why we "
                "leave platforms out (2.1); if that ever changes, we do the sum again.",
            ),
            Settles(0.3, "in_scope", "A question of advice."), Says(1, "60 cents!! No, then.", quotes=False),
            Dismisses(0.5),
        ],
    ),
    Call(
        "33d 10:30", 12, ["giulia"],
        [Spoke(
            "Rainy days", decided="Adverts run only when it rains.", because="sun fills the tables anyway",
            by="giulia",
        )],
        sent=2, verdicts=[Verdict("giulia", 3)],
    ),
)  # fmt: skip

TALKS = (*KESSLER, *LAVIGNE, *BRANNOC, *PRONTO)

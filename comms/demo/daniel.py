"""What Daniel Whitlock and his clients have written and said: furniture, cabins, flats, and a bookshop that closed."""

from comms.demo.sheets import Acks, Answers, Call, Dismisses, Flags, Says, Settles, Spoke, Thread, Todo, Verdict

BERGSTROM = (
    Thread(
        "-6.5h", "elin", "Length finder: centimetres only?",
        "Hello Daniel,\n\nshould the length finder also take inches? We have three customers in Britain. I have "
        "read the draft twice and like it.\n\nElin",
        stays=True,
    ),
    Thread(
        "10d 10:25", "signe", "Broken link on the oak page",
        "Hi, the link to the oil is broken on the oak page. Signe",
        [
            Answers(0.7, "Mended at 11:10, and on two other pages as well. Thank you."),
            Says(0.3, "👍", quotes=False), Dismisses(0.2),
        ],
    ),
    Thread(
        "23d 09:40", "elin", "Returns",
        "Hello Daniel,\n\nsix tables came back last month. Is that the page’s fault?\n\nElin",
        [
            Acks(0.6),
            Answers(
                3,
                "four of six were the wrong length, so partly yes: the page shows the length without the overhang. "
                "The length finder asks for the wall first and says what will fit. Until it is ready, a sentence "
                "beside the price says what is measured.",
            ),
            Says(4, "The sentence is already good.\n\nElin"), Dismisses(1),
        ],
    ),
    Thread(
        "46d 13:30", "elin", "Pictures in 3D",
        "Hello Daniel,\n\na customer wants to see the shelf in his room. Can you do that?\n\nElin",
        [
            Flags(1, "5.5"),
            Answers(
                1,
                "Visualisations are your brother’s (5.5). What we can do: his picture on the page, and a paper "
                "template to print and tape to the wall. Costs nothing and never lies.",
            ),
            Says(3, "Paper! I love it.\n\nElin"), Settles(0.5, "favour", "A template to print.", (1, 90)),
        ],
    ),
    Thread(
        "85d 11:15", "elin", "Weaving", "I have begun to weave, badly. It teaches me how long things take. Elin",
        [Dismisses(2)],
    ),
    Call(
        "3d 10:00", 24, ["elin", "signe"],
        [Spoke(
            "Length finder", decided="The finder asks for the wall first.",
            because="people know their wall, not our shelf", by="elin",
            todo=[Todo("Drawings of the brackets", "signe", 8)],
        )],
        verdicts=[
            Verdict("signe", 1),
            Verdict(
                "elin", "-2.2h", left=True,
                mail="The wall first, yes. But the brackets are drawn by Signe and by me, and I need until the "
                "end of the month.\n\nElin",
            ),
        ],
    ),
    Call(
        "50d 10:00", 22, ["elin"],
        [
            Spoke("Oak and ash", said="Oak sells twice as well; ash is returned less."),
            Spoke("Letter", decided="One wood a month.", by="elin"),
        ],
        sent=1.5, verdicts=[Verdict("elin", 6)],
    ),
)  # fmt: skip

FJELLHEIM = (
    Thread(
        "7d 20:40", "sindre", "Northern lights",
        "People ask me when the lights come. Nobody knows. Can the page say that? Sindre",
        [
            Answers(
                1.5,
                "Yes: “Nobody knows when they come. In eight of ten weeks guests saw them at least once.” Your own "
                "book of guests says so.",
            ),
            Says("20:15", "Honest. Good.", quotes=False), Dismisses(1),
        ],
    ),
    Thread(
        "29d 20:10", "sindre", "One night", "Too many bookings for one night. Sindre",
        [
            Answers(
                2,
                "From tomorrow on, three nights from November to March, two otherwise. It costs a few bookings and "
                "saves you the laundry. Yes?",
            ),
            Says("20:30", "Yes.", quotes=False), Dismisses(1),
        ],
    ),
    Thread(
        "71d 21:05", "sindre", "Guests ask about wolves", "Can you answer them? I have dogs to feed. Sindre",
        [
            Flags(1, "2.4"),
            Answers(
                0.8,
                "Guests want you (2.4), but not about wolves. Five questions and your answers now stand on the "
                "page; the mails should become half.",
            ),
            Settles(0.3, "in_scope", "Five questions on the page."), Says("20:45", "They did.", quotes=False),
            Dismisses(1),
        ],
    ),
    Call(
        "16d 20:15", 12, ["sindre"],
        [Spoke(
            "Winter", decided="No pictures of people on ice.", because="the ice is not safe every year", by="sindre",
        )],
        sent=13, verdicts=[Verdict("sindre", "20:20")],
    ),
    Call(
        "61d 20:15", 14, ["sindre", "signe_fjellheim"],
        [Spoke("Booking system", said="Signe moves it in a week without guests.")], sent=13,
    ),
)  # fmt: skip

CASA_MIRO = (
    Thread(
        "4d 10:35", "nuria", "Flat 11 is empty in January",
        "Hello Daniel, flat 11 has nobody in January! What can we do, without being cheap? Núria",
        [
            Answers(
                1.5,
                "Two ideas. One: a month for people who work from elsewhere, with the desk by the window as the "
                "first picture. Two: the concerts in January, named on the page. The first takes a morning, the "
                "second an hour. Which one?",
            ),
            Says(2, "The desk! Núria"),
            Answers(1, "The desk it is. Beatriz has a picture of it already, with the morning light."),
        ],
        stays=True,
    ),
    Thread(
        "24d 12:20", "beatriz_contact", "Pictures of flats 12 to 14",
        "Hello Daniel,\n\nI am in Barcelona on the 12th and 13th floor of my to-do list. Upright or wide for the "
        "new page?\n\nBeatriz",
        [
            Answers(
                1, "wide for the page, one upright for each flat, please. And the staircase, which nobody else has.",
            ),
            Says(3, "The staircase was my first thought.\n\nBeatriz"), Dismisses(0.5),
        ],
    ),
    Thread(
        "39d 11:10", "nuria", "Neighbours",
        "The neighbours complain about suitcases at night. Can the page help? Núria",
        [
            Acks(0.5),
            Answers(
                3,
                "Yes: quiet hours stand beside the price now, and in the mail on the day before arrival, in six "
                "languages. The neighbours’ sentence is first: “Here live people who get up at six.”",
            ),
            Says(1, "They have read it and smiled!!"), Dismisses(0.5),
        ],
    ),
    Thread(
        "80d 10:05", "nuria", "Registration number", "The city wants the registration number on every page. Núria",
        [Answers(2, "It stands on every page since noon, at the foot and beside each flat’s name.")],
    ),
    Call(
        "19d 10:30", 20, ["nuria"],
        [Spoke(
            "Longer stays", decided="A stay of a week costs less a night than three days.",
            because="change-overs cost more than nights", by="nuria",
        )],
        verdicts=[Verdict("nuria", 2)],
    ),
    Call(
        "56d 10:30", 23, ["nuria"],
        [Spoke("Direct bookings", said="Four of ten guests book directly now, three a year ago.")],
    ),
)  # fmt: skip

PEMBERTON = (
    Thread(
        "84d 10:50", "margaret", "We are closing",
        "Dear Daniel,\n\nthe lease ends and I am seventy-one. We close at the end of the month, gladly and with "
        "tears. What has to be done about the newsletter?\n\nMargaret",
        [
            Answers(
                1.5,
                "I read your mail twice. Sixty years. What has to be done is little: one last letter, in your "
                "words, and then the list is deleted, as your readers were promised. I bring you the draft; change "
                "every word.",
            ),
            Says(6, "You are very kind. The words will be mine, the commas yours.\n\nMargaret"),
            Answers(2, "The commas are in good hands."),
        ],
    ),
    Thread(
        "112d 11:30", "margaret", "Summer reading",
        "Dear Daniel,\n\nforty people came because of the letter. One from Bristol!\n\nMargaret", [Dismisses(3)],
    ),
    Call(
        "82d 14:00", 35, ["margaret"],
        [Spoke(
            "The last letter", decided="One last letter, then the list is deleted.",
            because="it was promised to the readers", by="margaret",
        )],
        sent=1, verdicts=[Verdict("margaret", 6)],
    ),
)  # fmt: skip

TALKS = (*BERGSTROM, *FJELLHEIM, *CASA_MIRO, *PEMBERTON)

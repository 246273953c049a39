"""What Ruth Adeyemi and her clients in freight and skin care have written and said."""

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

MERIDIAN = (
    Thread(
        "-2.5h", "annelies", "Form: weight in kilos or tons?",
        "Hello Ruth,\n\nPieter asks whether the form will ask for kilos or tons. Shippers say pallets.\n\nAnnelies",
        stays=True,
    ),
    Thread(
        "11d 08:40", "pieter", "Requests",
        "Ruth, nine requests this week, four are people who move house. Why? Pieter",
        [
            Acks(0.6),
            Answers(
                2,
                "Because “freight Rotterdam” is what they type as well. Two cures: a question on weight before "
                "anything else, and forty words that we no longer pay for. Both are done by Thursday; I would take "
                "both.",
            ),
            Says(0.4, "Both. Pieter", quotes=False), Dismisses(0.5),
        ],
    ),
    Thread(
        "25d 10:15", "annelies", "Can you write our job adverts?",
        "Hello Ruth,\n\ntwo drivers retire in spring. Could you do the job adverts? Pieter says you write better "
        "than the agency.\n\nAnnelies",
        [
            Flags(1, "6.2"),
            Answers(
                1,
                "that is kind of Pieter. Job adverts are left out of our scope (6.2), and the staffing agency needs "
                "its own words. What I gladly do is read their draft and send it back with remarks, half an hour, "
                "free.",
            ),
            Says(5, "That helps already!\n\nAnnelies"),
            Settles(0.5, "favour", "One reading of the agency’s draft.", (0.5, 48)),
        ],
    ),
    Thread(
        "44d 11:00", "annelies", "Cold freight page: pictures",
        "Hello Ruth,\n\nwhich pictures may we use of the cold store? There are people in them.\n\nAnnelies",
        [
            Acks(1),
            Answers(
                3,
                "those with people need their consent in writing; the three without people are enough for the page. "
                "Attached in the folder is a consent form in Dutch and Polish, in case you would like to use the "
                "fourth one later.",
            ),
        ],
    ),
    Thread(
        "79d 09:25", "pieter", "Diesel surcharge",
        "Ruth, surcharge goes up on the first. Must be on the page. Pieter",
        [
            Answers(1.5, "It is on the page since 10:50, with the date from which it holds."),
            Says("19:15", "OK.", quotes=False), Dismisses(2),
        ],
    ),
    Call(
        "13d 08:30", 18, ["pieter"],
        [Spoke(
            "Which requests are worth it", decided="The form asks for weight and temperature first.",
            because="a wrong request costs twenty minutes", by="pieter",
            todo=[Todo("Sketch of the new form", "jonas", 9, 7)],
        )],
        verdicts=[Verdict("pieter", 0.5)],
    ),
    Call(
        "51d 08:30", 22, ["pieter", "annelies"],
        [
            Spoke("Poland", said="41 requests for cold freight to Poland in a quarter, 28 a year ago."),
            Spoke(
                "Felix leaves",
                said="Felix Hartmann leaves us at the end of next week. Ruth stays your manager; we name a second "
                "person soon.",
            ),
        ],
        sent=3,
    ),
)  # fmt: skip

OSTARA = (
    Thread(
        "-6h", "magdalena", "Gift boxes: lid or ribbon",
        "Ruth, I cannot decide: lid with the bee or plain with a ribbon? What would you buy? Magdalena", stays=True,
    ),
    Thread(
        "8d 09:50", "lukas", "Ingredients in the feed",
        "Hello Ruth,\n\nthree articles were refused because the list of ingredients is longer than allowed.\n\nLukas",
        [
            Acks(0.5),
            Notes(
                1, "The limit is 5,000 characters; theirs have 5,200. The Latin names may go into the second field.",
                "jonas",
            ),
            Answers(
                1.5,
                "the limit is 5,000 characters. The Latin names may stand in a second field, which has room. Jonas "
                "has done it for the three, and for all others that come near the limit.",
            ),
            Says(2, "Works. Thanks!\n\nLukas"), Dismisses(1),
        ],
    ),
    Thread(
        "17d 21:30", "magdalena", "Honey cream!!!",
        "It is HERE. Smells like June. Can we tell everyone tomorrow? Magdalena",
        [
            Answers(
                2,
                "It smells through the mail. Tomorrow is too soon to do it well: the letter on Sunday reaches twice "
                "as many. May I have one picture of the jar by Thursday?",
            ),
            Says(1, "Sunday! Picture attached to my heart, file follows. M."), Dismisses(0.5),
        ],
    ),
    Thread(
        "33d 11:20", "magdalena", "A blogger asks for samples",
        "Ruth, somebody with 80,000 followers wants samples and a fee. Will you talk to her? Magdalena",
        [
            Flags(1, "2.9"),
            Answers(
                1,
                "You know these people better than we do, which is why influencers are left out of our scope (2.9). "
                "One thing I would ask her: how many of the 80,000 live in Austria. If it is fewer than one in ten, "
                "send a jar and no fee.",
            ),
            Says(3, "Seven in a hundred. Jar it is. M."), Settles(1, "in_scope", "A question of advice, no work."),
            Dismisses(0.5),
        ],
    ),
    Thread(
        "59d 10:40", "eva", "Two invoices with one number",
        "Hello Ruth,\n\ntwo of your invoices bear the same number. Which one is right?\n\nEva",
        [
            Acks(0.7),
            Answers(
                4,
                "both are right, the number is not: our mistake. A corrected second one with its own number went to "
                "you today, and the first stays as it is. I’m sorry for the extra work.",
            ),
            Says(3, "No harm done.\n\nEva"), Dismisses(1),
        ],
    ),
    Thread(
        "92d 14:30", "magdalena", "Summer letter",
        "Everyone writes back that they read it in the garden. That was you. Magdalena", [Dismisses(1)],
    ),
    Call(
        "10d 10:30", 29, ["magdalena", "lukas"],
        [
            Spoke(
                "Gift boxes", decided="Three gift boxes, no fourth.", because="the fourth sold eleven last year",
                by="magdalena",
                todo=[
                    Todo("Three pictures of the boxes", "magdalena", 7, left=True),
                    Todo("Texts of the gift box page", "lena", 6, 4),
                ],
            ),
            Spoke("Healing words", said="“Calms” is allowed, “heals” is not. We go through all pages once."),
        ],
        verdicts=[
            Verdict("lukas", 2), Verdict("magdalena", 4, remark="The ribbons are linen, please say so on the page!"),
        ],
    ),
    Call(
        "47d 10:30", 33, ["magdalena"],
        [
            Spoke("Winter cream", said="1,940 jars in four weeks; half of the buyers were new."),
            Spoke("Weekly letter", decided="The letter comes weekly until the new year.", by="magdalena"),
        ],
        verdicts=[Verdict("magdalena", "23:05")],
    ),
)  # fmt: skip

TALKS = (*MERIDIAN, *OSTARA)

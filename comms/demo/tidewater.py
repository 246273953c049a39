"""Half a year of talk with Tidewater Insurance, which is at risk: answers came late, two summaries were corrected.

Their mail server fails the proof of the sender, so no automatic note may go; each slow answer became a broken promise.
"""

from comms.demo.sheets import Acks, Answers, Call, Dismisses, Notes, Says, Spoke, Thread, Todo, Verdict

THREADS = (
    Thread(
        "-29h", "dennis", "Invoice of last month",
        "Sofia,\n\nthe invoice lists 26 hours of advice. We agreed on 20. Which six are extra, and who asked for "
        "them?\n\nDennis Boyle",
        stays=True, proven=False,
    ),
    Thread(
        "-7h", "carol", "Storm adverts: where are they?",
        "Hi Sofia,\n\nthe storm adverts for the southern counties were promised for last week. The season does not "
        "wait. Please tell me today where they are.\n\nCarol",
        stays=True, proven=False,
    ),
    Thread(
        "12d 09:40", "carol", "Weekly figures",
        "Hi Sofia,\n\nno weekly figures on Monday and none today. My board meets on Thursday.\n\nCarol",
        [
            Answers(
                11,
                "I am sorry, Carol. The figures were ready on Monday; I had not sent them, and my answer is late "
                "too. They are attached to the shared folder now, by county. From next week on they leave by "
                "themselves on Monday at eight your time, whether I am at my desk or not.",
            ),
            Notes(
                0.6,
                "Second time in a month. I can take the weekly figures off your plate: they are a scheduled export.",
                "jonas",
            ),
            Says(3, "Thank you. I hope so.\n\nCarol"), Acks(6),
        ],
        proven=False,
    ),
    Thread(
        "19d 14:05", "carol", "Why do your mails to us say “unproven”?",
        "Hi Sofia,\n\nour IT says your side marks our mails as unproven. What does that mean and do we have to do "
        "anything?\n\nCarol",
        [
            Acks(2),
            Answers(
                8,
                "it means that your new mail provider does not sign your mails yet, so our server cannot tell that "
                "they are really yours. Two records have to be added where your domain is registered; Jonas has "
                "written them down for your IT, one page. Until then our automatic notes cannot go to you, so "
                "please call me if something is urgent.",
            ),
            Says(2, "Passed on to IT, thanks.\n\nCarol"), Dismisses(5),
        ],
    ),
    Thread(
        "33d 10:20", "dennis", "Budget for the fourth quarter",
        "Sofia, what do we get for 10 % more? One line. Dennis",
        [Answers(
            6.5,
            "For $720 more a month: storm adverts in all eleven counties instead of six, which by our estimate is "
            "40 more quote requests a month.",
        )],
    ),
    Thread(
        "52d 11:30", "carol", "Quote form on phones",
        "Hi Sofia,\n\nmy mother could not finish the quote form on her phone. If she can’t, nobody can.\n\nCarol",
        [
            Acks(2), Notes(3, "The third step jumps under the keyboard. Half a day to mend.", "jonas"),
            Answers(
                5,
                "your mother found a real fault: on small screens the third step slides under the keyboard. It is "
                "mended since this morning. By our count one visitor in eight was stopped there. Please thank her "
                "from me.",
            ),
            Says(1, "I will, she will be proud.\n\nCarol"), Dismisses(4),
        ],
    ),
    Thread(
        "81d 15:10", "carol", "Boats on trailers",
        "Hi Sofia,\n\ncan the page on boat storage also say something about boats on trailers? People ask on the "
        "phone.\n\nCarol",
        [Acks(1.5), Answers(9, "yes. Two paragraphs and one question in the form, ready for you to read on Friday.")],
    ),
    Thread(
        "119d 10:00", "carol", "New contact for invoices",
        "Hi Sofia,\n\nplease send invoices to Dennis from now on.\n\nCarol",
        [Answers(2, "noted, from the next one on.")],
    ),
)  # fmt: skip

CALLS = (
    Call(
        "26d 16:00", 41, ["carol", "dennis"],
        [
            Spoke(
                "Storm adverts",
                said="They wait for the list of counties. We show drafts in the first week and start in the second.",
                todo=[Todo("Drafts of the storm adverts", "lena", 20, 15, left=True)],
            ),
            Spoke("Hours of advice", said="The quarter holds 20 hours. We tell you before they are used up."),
        ],
        sent=9,
        verdicts=[Verdict(
            "dennis", 6, {3: "The quarter holds 20 hours, and anything above needs my word in writing."}, answered=10,
            ours="you are right, and I should have written it so: above 20 hours we ask you first, in writing. The "
            "corrected summary follows.",
        )],
    ),
    Call(
        "47d 16:00", 35, ["carol"],
        [
            Spoke(
                "Figures for the board", decided="The board gets figures by county, once, for free.",
                because="it shows where the season is lost", by="carol",
            ),
            Spoke(
                "Quote form", decided="The form is split into two steps.", because="people stop at the long page",
                by="carol", todo=[Todo("Form in two steps, on the test address", "jonas", 13, 10)],
            ),
        ],
        sent=7, verdicts=[Verdict("carol", 8, {1: "The board gets figures by county every quarter, not once."})],
        redone=12,
    ),
    Call(
        "76d 16:00", 30, ["carol"],
        [
            Spoke(
                "Norfolk",
                said="The new competitor bids on your name. We answer with your own page, not with theirs.",
            ),
            Spoke("A call a week", decided="Carol and Sofia speak every Tuesday.", by="carol"),
        ],
        sent=4,
    ),
    Call(
        "103d 16:00", 44, ["carol", "dennis"],
        [
            Spoke(
                "Season’s result",
                said="3,410 quote requests in the storm season, 6 % more than last year; each cost $2.10 less.",
            ),
            Spoke(
                "Renewal", decided="The contract goes on for a year.", because="cost per quote request fell",
                by="dennis",
            ),
        ],
        sent=3, verdicts=[Verdict("dennis", 4), Verdict("carol", 7)],
    ),
)  # fmt: skip

TALKS = (*THREADS, *CALLS)

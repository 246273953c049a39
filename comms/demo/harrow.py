"""Half a year of talk with Harrow & Finch: Ms Nair wants each figure with its source, Mr Finch wants it in one line."""

from comms.demo.sheets import (
    Acks,
    Answers,
    Call,
    Dismisses,
    Flags,
    NextStep,
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
        "4d 16:20", "priya", "Agenda for our call",
        "Dear Ida,\n\nfor our call I should like to take three points: cost per enquiry in the last month with its "
        "source; the date of the conveyancing page; and whether adverts on LinkedIn for the partners are "
        "possible.\n\nPriya Nair",
        [
            Acks(0.6),
            Answers(
                3,
                "the three points are on the agenda, in your order. The figures, with source and date, reach you "
                "before the call so that you can read them in peace.",
            ),
        ],
        stays=True,
    ),
    Thread(
        "11d 10:40", "priya", "Compliance wording, conveyancing",
        "Dear Ida,\n\ncompliance asks for the exact place of the notice on fees. Above or below the form?\n\nPriya "
        "Nair",
        [
            Answers(
                2.5,
                "above the form, in the same size as the text, and again in the confirmation mail. A drawing with "
                "both places is in the shared folder, dated today.",
            ),
            Says(6, "Thank you. I have passed it on; they take five working days.\n\nPriya Nair"), Dismisses(1),
            NextStep(0.5, "Ask for the wording if it has not come", 3),
        ],
        stays=True,
    ),
    Thread(
        "22d 09:35", "priya", "Source of the £41",
        "Dear Ida,\n\nin the summary you write £41 per enquiry. Which enquiries are counted, and over which days? I "
        "need to defend this figure.\n\nPriya Nair",
        [
            Acks(0.5),
            Notes(
                1.5,
                "312 enquiries from the intake form, spend from the ad account, both for the calendar month. "
                "Searches for the firm’s own name are out in both.",
                "jonas",
            ),
            Answers(
                1,
                "the £41 are £12,790 of spend divided by 312 enquiries. Enquiries: the intake form, all three "
                "offices, calendar month, without existing clients. Spend: the ad account, without searches for the "
                "firm’s own name. For the same month a year ago, by the same rule: £46 from 271 enquiries. Both "
                "exports are in the shared folder.",
            ),
            Says(3, "Clear and sufficient. Thank you.\n\nPriya Nair"), Dismisses(0.5),
        ],
    ),
    Thread(
        "35d 08:20", "edmund", "Slides",
        "Ida, partners’ evening on Thursday. I need three slides on what the website brings. Plain ones. E. Finch",
        [
            Answers(
                1,
                "You have them on Wednesday at noon: enquiries, cost, instructions; one figure a slide. Three "
                "slides are not in the scope, so they are free this time.",
            ),
            Says(9, "Good. E.F.", quotes=False), Dismisses(0.4),
        ],
    ),
    Thread(
        "47d 11:15", "priya", "Instagram for the family team?",
        "Dear Ida,\n\nour family team asks about Instagram. I believe we have excluded this. Could you confirm, so "
        "that I can show them?\n\nPriya Nair",
        [
            Flags(1.5, "3.1"),
            Answers(
                1,
                "confirmed: paid social media is left out by 3.1 of the scope, because of the regulator’s rules on "
                "advertising to people in distress. We spoke of it in spring and you agreed in writing. Posts that "
                "are not paid for are yours to write at any time; if it helps, we read them.",
            ),
            Says(7, "That is what I shall show them.\n\nPriya Nair"),
            Settles(0.5, "parked", "Not now; unpaid posts are theirs."),
        ],
    ),
    Thread(
        "63d 14:50", "priya", "Enquiries outside London",
        "Dear Ida,\n\none enquiry in nine comes from outside London. Partners complain about wasted time. Can that "
        "be seen before the call?\n\nPriya Nair",
        [
            Acks(1),
            Answers(
                7.5,
                "it can: the form may ask for the postcode of the property as its second question. People outside "
                "London then read that you work in London, with the Law Society’s search for solicitors near them. "
                "By our estimate it saves your partners four calls a week. Shall we set it up for your approval?",
            ),
            Says(8, "Please do.\n\nPriya Nair"),
            Answers(4, "it is ready on the test address, not yet live. You will find both texts in the folder."),
        ],
    ),
    Thread(
        "88d 10:10", "priya", "Holiday of Ms Brandt",
        "Dear Ida,\n\nwho answers us while you are away in August?\n\nPriya Nair",
        [Answers(
            1,
            "Ruth Adeyemi, who knows your file and was on our call in June. I am away for ten working days, and she "
            "reads every message to me in that time.",
        )],
    ),
    Thread(
        "115d 15:20", "priya", "Numbers by office",
        "Dear Ida,\n\ncould the monthly report show enquiries by office?\n\nPriya Nair",
        [
            Acks(0.7),
            Answers(
                5,
                "yes, from the next report on: Holborn, Clapham and Ealing, each with the same month of the year "
                "before.",
            ),
        ],
    ),
)  # fmt: skip

CALLS = (
    Call(
        "1d 16:00", 26, ["priya"],
        [
            Spoke(
                "Cost per enquiry",
                said="£41 per enquiry against £46 in the same month last year, from 312 enquiries. Searches for the "
                "firm’s own name are left out. Source: ad account and intake form, the calendar month.",
            ),
            Spoke(
                "Conveyancing page",
                decided="The page goes live on Thursday week at 07:00, if the compliance wording is back by Friday.",
                because="the stamp-duty change is four days later", by="priya",
                todo=[
                    Todo("Return the compliance wording", "priya", 4),
                    Todo("Publish the page, set up call tracking", "lena", 10, 8),
                ],
            ),
            Spoke(
                "LinkedIn adverts for the partners", outside="3.1",
                said="Possible. We will set out two ways in writing by Thursday, each with a price and a date.",
            ),
        ],
        sent=None,
    ),
    Call(
        "29d 16:00", 38, ["priya"],
        [
            Spoke(
                "Intake form",
                said="The form asks eleven questions; four of ten people stop at the seventh. We propose nine, and "
                "show which two go.",
                decided="Two questions leave the form.", because="nobody in the firm uses the answers", by="priya",
                todo=[Todo("Form with nine questions", "jonas", 9, 7)],
            ),
            Spoke(
                "Call tracking",
                said="Calls from the page are counted from next week on, without recording anything that is said.",
            ),
        ],
        verdicts=[Verdict("priya", 11)],
    ),
    Call(
        "71d 16:00", 33, ["priya"],
        [
            Spoke(
                "Lease extensions", decided="The page on lease extensions is written anew, third version.",
                because="the law has changed", by="priya", todo=[Todo("Draft of the lease page", "lena", 12, 9)],
            ),
            Spoke(
                "Result of the quarter",
                said="Enquiries are 13 % above the same quarter last year; 31 of 100 become instructions, 27 a year "
                "ago. Source: intake form and case system, both of the last working day.",
            ),
        ],
        verdicts=[Verdict(
            "priya", 14,
            {
                3: "Enquiries are 13 % above the same quarter last year; 31 of 100 become instructions within eight "
                "weeks, 27 a year ago. Source: intake form and case system, both of the last working day.",
            },
        )],
        redone=3,
    ),
    Call(
        "121d 16:00", 29, ["priya", "edmund"],
        [
            Spoke(
                "Postcode question",
                said="We look at how many enquiries come from outside London and come back with a figure.",
            ),
            Spoke(
                "Partners’ names in adverts", decided="Partners are not named in adverts.",
                because="clients should find the firm, not a person who may be in court", by="edmund",
            ),
        ],
        kind="meeting",
    ),
)  # fmt: skip

TALKS = (*THREADS, *CALLS)

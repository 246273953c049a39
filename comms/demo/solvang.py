"""Half a year of talk with Solvang Cycles: Maria writes, Jens decides on the phone, Anders sends files."""

from comms.demo.sheets import (
    Acks,
    Answers,
    Call,
    Dismisses,
    Flags,
    Follows,
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
        "-21h", "maria", "Wrong price on the Agile 7 page",
        "Hello Ida,\n\nthe Agile 7 page still shows last year’s price, and the Black Friday adverts point at it. "
        "Customers have begun to write to us. Can you take it down tonight, or at least stop the adverts?\n\nMaria",
        [Notes(
            "-19.5h",
            "@Ida, the price comes from the old feed. I can pause the four adverts in a minute; the page itself needs "
            "the new figure from Anders.",
            "lena",
        ), Follows("-19h", "helen")],
        stays=True,
    ),
    Thread(
        "-42.5h", "maria", "Photos of the Malmö shop: which size?",
        "Hello Ida,\n\nour photographer is in Malmö on Thursday. Which sizes do you need, and is upright better "
        "than wide?\n\nMaria",
        [Answers(
            "-22h",
            "I am sorry that only my automatic note reached you first; I was at the bike fair in Odense all "
            "day.\n\nWide, at least 2,400 pixels, and one upright for phones. Three motifs are enough: the front, "
            "the shop floor and the workshop.\n\nHave a good day in Malmö.",
        )],
        stays=True,
    ),
    Thread(
        "4d 17:20", "maria", "Thanks, looks right now",
        "The tyre page looks right now, also on my phone. Thank you for being so quick!\n\nMaria", [Dismisses(0.4)],
    ),
    Thread(
        "8d 09:40", "maria", "No adverts in Helsingborg?",
        "Hello Ida,\n\na colleague in Helsingborg looked for the Malmö shop and saw no advert of ours. Should we "
        "not be there, too?\n\nMaria",
        [
            Answers(
                1.4,
                "it was held back on purpose:\n\nHelsingborg lies just outside. If the workshop can take more from "
                "there, we open it in an hour; shall I put it on the agenda of our next call?",
                quotes="Malmö within 40 km",
            ),
            Says(3, "Oh, right, that was me. Leave it as it is, the workshop is full until March.\n\nMaria"),
            Dismisses(0.5),
        ],
    ),
    Thread(
        "10d 10:05", "anders", "Stock export: sizes",
        "Hi,\n\nattached is today’s stock export. The column for the size is empty for the new articles, our ERP "
        "fills it only after the first delivery. Is that a problem for the feed?\n\nAnders",
        [
            Acks(0.7),
            Notes(
                2, "61 articles without a size. The feed is refused without it. A list by hand would do for now.",
                "jonas",
            ),
            Answers(
                1.5,
                "Yes, unfortunately: the shopping adverts refuse an article without a size. It concerns 61 "
                "articles; the list is below. If you can fill the sizes by hand once, Jonas takes them over and we "
                "are no longer tied to your ERP.\n\nCould we have them within a week?",
            ),
            Says(
                "20:10",
                "I’ll ask the ERP people again. By hand is fine for the bikes, the tyres will take longer.\n\nAnders",
            ),
            Acks(2, "The bikes first, then: they are nine tenths of the sales. Thank you."),
            NextStep(0.2, "Ask Anders how far the sizes are", 1),
        ],
        files=[("stock.csv", "text/csv", "sku;size;stock\nAG7-BLK;;14\nAG7-SND;;9\nCARGO-2;M;3\n")], stays=True,
    ),
    Thread(
        "20d 09:25", "maria", "Checkout refuses Danish cards?",
        "Hello Ida,\n\ntwo customers have called: their Danish cards are refused at the checkout since this "
        "morning. Is that you or us?\n\nMaria",
        [
            Answers(
                11.3,
                "this answer is late, and I am sorry: your mail came in marked as not proven by your server, so not "
                "even our automatic note went to you. We did see the fault itself: our change to the consent banner "
                "blocked the card window from 9:10 to 12:50 that day. It was undone at once when we found it. By "
                "our count nine orders were lost.\n\nFrom now on every change to the banner is tried with a real "
                "card first.",
            ),
            Says("17:05", "Thank you for saying it so plainly. Nine orders hurt, but I would rather know.\n\nMaria"),
            Dismisses(1),
        ],
        proven=False,
    ),
    Thread(
        "29d 11:40", "maria", "Newsletter on Sunday evening",
        "Hello Ida,\n\nJens asks why the newsletter now comes on Sunday evening. He thinks nobody reads on Sundays. "
        "What do the figures say?\n\nMaria",
        [
            Acks(1),
            Answers(
                3,
                "Four Sundays against the four Tuesdays before: opened by 41 % instead of 33 %, read to the end by "
                "22 % instead of 15 %. Orders on the day after were 18 and 12. So it stays on Sunday, unless Jens "
                "sees it differently; I send him these three figures as well.",
                also=["jens"],
            ),
        ],
    ),
    Thread(
        "46d 08:50", "jens", "Discount",
        "Ida, the dealer in Aarhus gives 10 % on the Agile 7. Do we have to follow? Yes or no. Jens",
        [
            Answers(
                0.9,
                "No. Your price holds: two of three people who search for the Agile 7 come with its name already, "
                "and your stock lasts until February only. Let us look again in two weeks.",
                also=["maria"],
            ),
            Says("16:30", "Good. Jens", quotes=False), Dismisses(0.3),
        ],
    ),
    Thread(
        "58d 14:15", "maria", "Can you also do our Christmas catalogue?",
        "Hello Ida,\n\nour printer asks for the files of the Christmas catalogue, 24 pages. You know all our texts. "
        "Could you make it this year?\n\nMaria",
        [
            Acks(0.5), Flags(1, "2.1"),
            Answers(
                3,
                "thank you for the trust. Printed matter is left out of what we agreed (2.1), because Jens wanted "
                "it to stay with his printer. Two ways: we do it as a job of its own, about 40 hours, or we hand "
                "all texts and pictures to your printer in order, which is quick and costs nothing. Which do you "
                "prefer?",
            ),
            Says(5, "The second, please. Jens says the same.\n\nMaria"),
            Settles(
                1, "favour", "Texts and pictures handed to the printer in order; the catalogue stays with him.",
                (1.5, 143),
            ),
            Answers(0.5, "The folder is ready; your printer has the link."),
        ],
    ),
    Thread(
        "77d 10:30", "maria", "Readers who leave the newsletter",
        "Hello Ida,\n\nin summer 140 readers left the newsletter. Should I worry?\n\nMaria",
        [
            Acks(0.8),
            Answers(
                6,
                "140 of 16,900 is less than one in a hundred, and as many as last summer. Most of them had not "
                "opened a letter for a year. You need not worry; I look at the reasons they gave and put the three "
                "most frequent into the next report.",
            ),
        ],
    ),
    Thread(
        "112d 09:10", "anders", "Tracking after the shop update",
        "Hi,\n\nwe updated the shop to 6.4 last night. Can you check that the orders are still counted?\n\nAnders",
        [
            Acks(0.4),
            Answers(
                2.5,
                "Checked with three orders, one of them in Swedish kronor: all are counted, with the right amount. "
                "One thing: the name of the payment step has changed, so we changed it on our side at 10:40. Until "
                "then eleven orders were counted without their payment method.",
            ),
            Says("13:20", "Perfect, thanks. Anders"), Dismisses(0.5),
        ],
    ),
)  # fmt: skip

CALLS = (
    Call(
        "3d 15:00", 34, ["jens", "maria"],
        [
            Spoke(
                "Black Friday offers", decided="No discount on the Agile 7 this year.",
                because="stock lasts until February only", by="jens",
                todo=[Todo("Final list of offers", "maria", 9, left=True)],
            ),
            Spoke(
                "Ceiling for adverts", decided="The ceiling for adverts in the month of the sale is €16,000.",
                by="jens",
            ),
            Spoke(
                "Product feed",
                said="The feed waits for sizes from the ERP. We expect it early next week. Until then the new "
                "articles have no shopping adverts.",
            ),
            Spoke(
                "Malmö",
                said="The shop is advertised within 40 km only. Map entry and opening hours are on our list.",
            ),
        ],
        verdicts=[Verdict("maria", "08:12"), Verdict("jens", "-1.5h", {3: "The ceiling is €18,000, not 16,000."})],
    ),
    Call(
        "15d 15:00", 22, ["maria"],
        [
            Spoke(
                "The refused cards",
                said="Our change to the consent banner blocked the card window for 3 h 40 min. About nine orders "
                "were lost. Changes to the banner are now tried with a real card first.",
                todo=[Todo("Write down the new check, so that Anders can read it", "jonas", 6, 4)],
            ),
            Spoke(
                "Malmö", decided="Malmö is advertised within 40 km only.", because="the workshop cannot take more",
                by="maria",
            ),
        ],
        verdicts=[Verdict("maria", 3)],
    ),
    Call(
        "44d 15:00", 31, ["jens"],
        [
            Spoke(
                "Result of the month",
                said="Online sales were 11 % above the same month last year, adverts cost €31.80 per sale. Both are "
                "better than we told you in spring.",
            ),
            Spoke(
                "Winter stock", decided="Winter tyres are advertised from October, not from November.",
                because="they sold out in eleven days last year", by="jens",
                todo=[Todo("Page and adverts for winter tyres", "lena", 16, 13)],
            ),
        ],
        verdicts=[Verdict("jens", 6, {2: "Winter tyres are advertised from the first of October, and only online."})],
        redone=2,
    ),
    Call(
        "83d 15:00", 27, ["jens", "maria"],
        [
            Spoke(
                "Visit in Odense",
                said="We saw the new hall and the test track. The workshop is the best story you have, and nobody "
                "tells it yet.",
            ),
            Spoke(
                "Workshop stories", decided="One story from the workshop a month, told by the people who work there.",
                by="maria",
                todo=[Todo("Plan for three stories", "maria", 12), Todo("Page for the stories", "lena", 19, 16)],
            ),
        ],
        kind="visit", verdicts=[Verdict("maria", "09:40"), Verdict("jens", "10:05")],
    ),
    Call(
        "128d 15:00", 25, ["jens"],
        [Spoke(
            "Bids by margin",
            said="Since we bid by margin instead of price, the Agile 7 brings fewer orders and more money.",
            decided="Bids by margin stay.", because="contribution per order rose from €210 to €254", by="jens",
        )],
    ),
)  # fmt: skip

TALKS = (*THREADS, *CALLS)

"""The figures of the demo's clients: what they watch, where the money went, and what one should know beside it."""

from reports.demo.sheets import (
    EXPERIMENT,
    GULF,
    LAST,
    MEAN,
    SCHOOL,
    SPRING,
    SUMMER,
    WINTER,
    Channel,
    Figure,
    FigureSheet,
    Mark,
    Words,
)

SOLVANG = FigureSheet(
    client="solvang", source="web shop, net; ad accounts", season=SPRING,
    figures=[
        Figure("Online sales", "EUR", 262_000, 1.13, SPRING, goal="Online sales in twelve months"),
        Figure("Orders", "", 176, 1.11, SPRING),
        Figure("Advert cost per sale", "EUR", 38.4, 0.915, rollup=MEAN, goal="Advert cost per sale", digits=2),
        Figure("Newsletter readers", "", 11_300, 1.22, rollup=LAST, goal="Newsletter readers"),
    ],
    result="Sales", result_unit="EUR",
    channels=[
        Channel("Search / own name", 560, 78_000), Channel("Search / e-bikes", 4_300, 104_000, 1.12),
        Channel("Shopping adverts", 1_800, 62_000, 1.15), Channel("Newsletter", 230, 38_000, 1.1),
        Channel("Social, repeat visitors", 420, 29_000, 0.98),
    ],
    marks=[
        Mark(9, 12, "Free delivery to Sweden begins"), Mark(5, 8, "The payment service is down for seven hours"),
        Mark(
            1, 6, "Delivery time in the advert’s title", EXPERIMENT, "Clicks +18 %, orders +7 %, four weeks",
            "Kept, now for all models",
        ),
        Mark(
            1, 14, "Video of the folding handlebar", EXPERIMENT, "No difference after three weeks",
            "Stopped; money back to search",
        ),
        Mark(
            3, 11, "Newsletter on Sunday evening", EXPERIMENT, "Opened by 41 % against 33 % on Tuesday",
            "Sunday stays",
        ),
    ],
    sent={
        6: Words(
            "", "The new product photographs were taken up by three dealers.",
            "Two adverts ran a day too long; €40 were credited.",
        ),
        5: Words(
            "", "The workshop page was read to the end by half of its visitors.",
            "The payment service was down for seven hours; neither you nor we could have done anything.",
        ),
        4: Words("", "The hall in Odense: our visit gave us four stories.", ""),
        3: Words(
            "", "Sunday’s newsletter is opened more often than Tuesday’s.",
            "The figure for Sweden was late by two days.",
        ),
        2: Words(
            "", "Winter tyres sold out in eleven days.\nBids by margin paid off again.",
            "One banner showed the old logo for a day.",
        ),
    },
    begun=Words(
        "",
        "The test-ride page brought 61 bookings, 23 of them in Malmö.\nAdverts for spare batteries pay for "
        "themselves.",
        "",
    ),
)  # fmt: skip

DUERO = FigureSheet(
    client="duero", source="booking system; ad accounts", season=SCHOOL,
    figures=[
        Figure(
            "First visits booked online", "", 158, 1.17, SCHOOL, goal="First visits booked online in twelve months",
        ),
        Figure("Cost per first visit", "EUR", 46.5, 0.9, rollup=MEAN, goal="Cost per first visit", digits=2),
        Figure("Readers of articles", "", 3_900, 1.25),
    ],
    result="First visits",
    channels=[Channel("Search", 3_700, 92, 1.12), Channel("Maps", 600, 41, 1.2), Channel("Social", 900, 18)],
    marks=[
        Mark(4, 3, "Clinics close for three weeks in August"),
        Mark(2, 9, "Article: afraid of the dentist", EXPERIMENT, "Read to the end by 52 %", "A second one follows"),
    ],
    sent={2: Words(
        "", "Children’s first visits grew fastest, and they came through the school.",
        "For one day no bookings were counted, after the update of the booking system. The day was filled in from "
        "your own list.",
    )},
)  # fmt: skip

HARROW = FigureSheet(
    client="harrow", currency="GBP", source="ad account and intake form",
    figures=[
        Figure("Enquiries", "", 232, 1.14, goal="Enquiries in twelve months"),
        Figure("Cost per enquiry", "GBP", 51.8, 0.905, rollup=MEAN, goal="Cost per enquiry", digits=2),
        Figure("Enquiries that became instructions", "%", 26, 1.07, rollup=MEAN, digits=1),
    ],
    result="Enquiries",
    channels=[
        Channel("Search / conveyancing", 5_400, 104, 1.1), Channel("Search / family", 4_100, 78),
        Channel("Search / leases", 1_900, 49, 1.2), Channel("Directories", 700, 21),
    ],
    marks=[
        Mark(3, 4, "The law on lease extensions changes"),
        Mark(
            1, 10, "Nine questions instead of eleven on the intake form", EXPERIMENT, "Finished by 71 % against 60 %",
            "Kept",
        ),
    ],
    sent={2: Words(
        "", "The postcode question saves about four calls a week.",
        "The table by office left out Ealing for two days.",
    )},
    begun=Words(
        "", "Two questions fewer on the form: seven of ten people now reach its end.",
        "The source of the cost per enquiry was missing in one summary; it was added on the same day.",
    ),
)  # fmt: skip

TIDEWATER = FigureSheet(
    client="tidewater", currency="USD", source="quote system; ad accounts", season=SUMMER,
    figures=[
        Figure("Quote requests", "", 780, 1.06, SUMMER, goal="Quote requests in twelve months"),
        Figure("Cost per quote request", "USD", 31.2, 0.97, rollup=MEAN, digits=2),
    ],
    result="Quote requests",
    channels=[
        Channel("Search / flood", 11_000, 360), Channel("Search / boats", 6_500, 240),
        Channel("Local radio pages", 2_000, 44, 0.95),
    ],
    marks=[Mark(3, 14, "A storm passes north of the bay")],
)  # fmt: skip

AL_NOOR = FigureSheet(
    client="alnoor", currency="AED", source="نظام الحجز", season=GULF,
    figures=[
        Figure(
            "الإقامات المحجوزة عبر الموقع", "", 388, 1.2, GULF,
            goal="الإقامات المحجوزة عبر الموقع خلال اثني عشر شهرًا",
        ),
        Figure("تكلفة كل إقامة", "AED", 96, 0.93, rollup=MEAN, digits=2),
    ],
    result="الإقامات",
    channels=[
        Channel("بحث / ألمانيا", 14_000, 118, 1.3), Channel("بحث / المملكة المتحدة", 9_000, 84),
        Channel("بحث / روسيا", 12_000, 90, 0.9), Channel("إعادة الزيارة", 3_000, 46),
    ],
    marks=[
        Mark(8, 10, "شهر رمضان"),
        Mark(2, 6, "صفحة الغرف العائلية", EXPERIMENT, "زادت مدة القراءة بنسبة 40٪", "نُبقي عليها"),
    ],
    sent={2: Words("", "الحجوزات من ألمانيا هي الأسرع نموًا.", "تأخّر جدول الحجوزات بحسب نوع الغرفة، ونعتذر عن ذلك.")},
)  # fmt: skip

BRIGHTWELL = FigureSheet(
    client="brightwell", currency="GBP", source="enquiry form", season=SCHOOL,
    figures=[
        Figure("Enquiries", "", 112, 1.14, SCHOOL, goal="Enquiries in twelve months"),
        Figure("Cost per enquiry", "GBP", 27, 0.95, rollup=MEAN, digits=2),
    ],
    result="Enquiries", channels=[Channel("Search", 2_600, 84), Channel("Articles", 300, 31, 1.2)],
)  # fmt: skip

MERIDIAN = FigureSheet(
    client="meridian", source="request form",
    figures=[
        Figure("Requests from shippers", "", 44, 1.17, goal="Requests from shippers in twelve months"),
        Figure("Share worth an offer", "%", 48, 1.12, rollup=MEAN, digits=1),
    ],
    result="Requests",
    channels=[Channel("Search / cold freight", 2_400, 21, 1.2), Channel("Search / groupage", 1_900, 26)],
)  # fmt: skip

OSTARA = FigureSheet(
    client="ostara", source="web shop, net", season=WINTER,
    figures=[
        Figure("Online sales", "EUR", 46_500, 1.2, WINTER, goal="Online sales in twelve months"),
        Figure("Orders", "", 760, 1.18, WINTER), Figure("Returning buyers", "%", 41, 1.04, rollup=MEAN, digits=1),
    ],
    result="Sales", result_unit="EUR",
    channels=[
        Channel("Newsletter", 300, 17_000, 1.2), Channel("Shopping adverts", 3_100, 15_000),
        Channel("Social", 2_200, 9_000, 1.1),
    ],
    marks=[
        Mark(2, 17, "Honey cream in the shop"),
        Mark(1, 8, "Letter on Sunday evening", EXPERIMENT, "Orders +22 % on Monday", "Kept"),
    ],
)  # fmt: skip

QUANTA = FigureSheet(
    client="quanta", source="shop, by mail domain",
    figures=[Figure(
        "Orders from universities", "", 268, 1.13, SCHOOL, goal="Orders from universities in twelve months",
    )],
)  # fmt: skip

KESSLER = FigureSheet(
    client="kessler", source="own shop", season=WINTER,
    figures=[
        Figure("Shop orders", "", 380, 1.19, WINTER, goal="Shop orders in twelve months"),
        Figure("Newsletter readers", "", 1_240, 1.3, rollup=LAST),
    ],
    result="Orders", channels=[Channel("Newsletter", 120, 140, 1.2), Channel("Search", 700, 110)],
    marks=[Mark(4, 21, "The second dry summer: less rye")],
)  # fmt: skip

LAVIGNE = FigureSheet(
    client="lavigne", source="course bookings",
    figures=[Figure("Places sold", "", 48, 1.2, SCHOOL, goal="Places sold at the bread school in twelve months")],
)  # fmt: skip

TAU = FigureSheet(
    client="tau", source="интернет-магазин", season=WINTER,
    figures=[
        Figure("Продажи в интернет-магазине", "EUR", 31_500, 1.18, WINTER, goal="Продажи за двенадцать месяцев"),
        Figure("Доля возвратов", "%", 11, 0.93, rollup=MEAN, digits=1),
    ],
    result="Продажи", result_unit="EUR",
    channels=[
        Channel("Поиск", 1_900, 14_000, 1.15), Channel("Социальные сети", 900, 7_000),
        Channel("Рассылка", 100, 5_000, 1.2),
    ],
    marks=[Mark(2, 19, "Первый снег в Заилийском Алатау")],
    sent={2: Words(
        "", "Палатки дали треть роста за лето.",
        "Одна посылка задержалась на таможне; срок доставки на странице исправлен.",
    )},
)  # fmt: skip

LANHUA = FigureSheet(
    client="lanhua", source="网站询价表",
    figures=[
        Figure("来自餐厅的询价", "", 19, 1.24, goal="十二个月内来自餐厅的询价"),
        Figure("单次询价成本", "EUR", 64, 0.9, rollup=MEAN, digits=2),
    ],
    result="询价", channels=[Channel("搜索 / 餐厅", 1_100, 12, 1.2), Channel("搜索 / 礼盒", 500, 7)],
    marks=[Mark(9, 10, "春节假期")], sent={2: Words("", "里昂和巴黎的餐厅询问最多。", "餐盘尺寸表晚了三天。")},
)  # fmt: skip

KUMO = FigureSheet(
    client="kumo", source="shop",
    figures=[Figure("Games sold to Europe", "", 172, 1.26, WINTER, goal="Games sold to Europe in twelve months")],
)  # fmt: skip

BERGSTROM = FigureSheet(
    client="bergstrom", source="shop system",
    figures=[
        Figure("Orders", "", 84, 1.14, goal="Orders in twelve months"),
        Figure("Returns, share of orders", "%", 9.4, 0.83, rollup=MEAN, digits=1),
    ],
    result="Orders", channels=[Channel("Search", 1_600, 41), Channel("Newsletter", 90, 22, 1.2)],
)  # fmt: skip

FJELLHEIM = FigureSheet(
    client="fjellheim", source="booking system", season=WINTER,
    figures=[Figure(
        "Nights booked on the own site", "", 158, 1.15, WINTER, goal="Nights booked on the own site in twelve months",
    )],
    result="Nights",
    channels=[Channel("Search / northern lights", 800, 70, 1.15), Channel("Search / cabins", 500, 44)],
)  # fmt: skip

RIBEIRA = FigureSheet(
    client="ribeira", source="booking page", season=SUMMER,
    figures=[Figure("Visits booked", "", 52, 1.16, SUMMER, goal="Visits booked in twelve months")], result="Visits",
    channels=[Channel("Search", 300, 24), Channel("Letters", 40, 18)],
)  # fmt: skip

NORTHLIGHT = (
    SOLVANG, DUERO, HARROW, TIDEWATER, AL_NOOR, BRIGHTWELL, MERIDIAN, OSTARA, QUANTA, KESSLER, LAVIGNE, TAU, LANHUA,
    KUMO, BERGSTROM, FJELLHEIM,
)  # fmt: skip

PONTE = (RIBEIRA,)

"""Invented months, told in three languages, as a drafted report would hold them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from reports.snapshot import (
    Agency,
    Decided,
    Favour,
    Figure,
    Goal,
    Missed,
    Node,
    Note,
    Planned,
    Promise,
    Series,
    Snapshot,
    Spend,
    TaskCount,
    Trial,
)

Row = tuple[str, int, str, str, str, int]


def year(figures: str, start: int) -> tuple[tuple[date, Decimal | None], ...]:
    """Twelve months from November of `start`; a dash is a month without a figure."""
    months = [date(start + (month > 12), (month - 1) % 12 + 1, 1) for month in range(11, 23)]
    values = [None if figure == "-" else Decimal(figure) for figure in figures.split()]
    return tuple(zip(months, values, strict=True))


def channel(name: str, spent: int, result: str, year_ago: str, month_ago: str, each: int, *below: Node) -> Node:
    return Node(name, spent * 100, Decimal(result), Decimal(year_ago), Decimal(month_ago), each, below)


SALES = year("382000 241000 188000 214000 402000 486000 531000 498000 341000 298000 378000 412300", 2025)
SALES_BEFORE = year("351000 232000 179000 196000 344000 421000 472000 455000 322000 281000 335000 361700", 2024)
COST = year("36.8 41.2 44.1 39.5 33 30.1 29.2 30.4 34.9 35.6 31.8 31.2", 2025)
COST_BEFORE = year("38.4 43 45.2 41.6 36.1 33.8 31.9 32.6 37.7 38.8 34.4 33.3", 2024)
READERS = year("14950 15020 15310 15700 16080 16420 16800 16910 17010 17240 17700 18240", 2025)

SOLVANG = Snapshot(
    client="Solvang Cycles",
    contacts=("Jens Solvang", "Maria Holm"),
    agency=Agency("Northlight Digital", 205, ("Linienstraße 40", "10119 Berlin", "hello@northlight.example")),
    month=date(2026, 10, 1),
    language="en",
    zone="Europe/Copenhagen",
    written_by="Ida Brandt",
    written_on=date(2026, 11, 5),
    detail="summary",
    headline="You sold 14 % more online than in October last year and paid €2 less for each sale.",
    figures=(
        Figure("Online sales", Decimal(412300), "EUR", Decimal(361700), Decimal(378000)),
        Figure("Orders", Decimal(268), "", Decimal(241), Decimal(250)),
        Figure("Advert cost per sale", Decimal("31.2"), "EUR", Decimal("33.3"), Decimal("31.8"), "amount"),
        Figure("Newsletter readers", Decimal(18240), "", Decimal(14950), Decimal(17700)),
    ),
    series=(
        Series(
            "Online sales, a month",
            "EUR",
            "web shop, net",
            SALES,
            SALES_BEFORE,
            (
                Note(date(2026, 3, 12), "free delivery to Sweden begins. About €38,000 a month since, we think."),
                Note(
                    date(2026, 7, 8),
                    "the payment service is down for seven hours. Nothing you or we could have done; €6,000 lost.",
                ),
            ),
        ),
        Series(
            "Advert cost per sale",
            "EUR",
            "ad accounts and web shop",
            COST,
            COST_BEFORE,
            (
                Note(
                    date(2026, 2, 9),
                    "bids for the Agile 7 are set by margin instead of price, our own experiment. We keep it.",
                ),
            ),
        ),
        Series("Newsletter readers", "", "newsletter system", READERS),
    ),
    goals=(
        Goal(
            "Sales in the year",
            Decimal(4400000),
            "EUR",
            Decimal(3748000),
            date(2026, 12, 31),
            "Within reach; last November and December brought €623,000",
        ),
        Goal(
            "Advert cost per sale",
            Decimal(28),
            "EUR",
            Decimal("31.2"),
            date(2026, 12, 31),
            "Unlikely this year; €30 is realistic",
        ),
        Goal("Newsletter readers", Decimal(20000), "", Decimal(18240), date(2026, 12, 31), "On course by mid-December"),
    ),
    went_well=(
        "The test-ride page brought 61 bookings, 23 of them in Malmö, against 34 in October last year.",
        "Adverts for spare batteries pay for themselves: €9 of cost for an average order of €412.",
        "You took up our advice on winter tyres; it sold out in eleven days.",
    ),
    went_wrong=(
        (
            "On 21 October the checkout refused Danish cards for 3 h 40 min after our change to the consent banner. "
            "We found it at 13:10, told Maria at 13:50 and undid it at 14:05. About nine orders were lost. "
            "Changes to the banner are now tried with a real card first."
        ),
    ),
    missed=(Missed("Cards refused?", date(2026, 10, 21), 200),),
    tests=(
        Trial(
            "Delivery time in the advert’s title",
            "Clicks +18 %, orders +7 %, 4 weeks, 21,400 views a side",
            "Kept, now for all models",
        ),
        Trial("Video of the folding handlebar", "No difference after 3 weeks", "Stopped; money back to search"),
        Trial("Newsletter on Sunday evening", "Opened by 41 % against 33 % on Tuesday", "Sunday in November too"),
    ),
    plan=(
        Planned("Agile 7 price corrected, adverts on again", date(2026, 11, 3)),
        Planned(
            "Product feed with sizes", date(2026, 11, 10), date(2026, 11, 6), "Stock export with sizes, from Anders"
        ),
        Planned(
            "Black Friday adverts, no discount on the Agile 7",
            date(2026, 11, 16),
            None,
            "Final list of offers by 11 November",
        ),
        Planned("Malmö: map entry and opening hours", date(2026, 11, 20), None, "Photos of the shop"),
    ),
    decisions=(
        Decided("No discount on the Agile 7 this year.", date(2026, 10, 29), "Jens", "Stock lasts until February."),
        Decided("The ceiling for adverts in November is €18,000.", date(2026, 10, 29), "Jens", "", date(2026, 11, 3)),
        Decided("Malmö is advertised within 40 km only.", date(2026, 10, 15), "Maria"),
    ),
    promise=Promise(messages=31, by_person=30, broken=1, median_minutes=170),
    tasks=TaskCount(due=9, on_time=7, early=1, late_announced=1),
    favours=(Favour("the banner for the Odense bike fair", Decimal("1.5")),),
    spend=Spend(
        "EUR",
        channel(
            "All",
            8360,
            "412300",
            "361700",
            "378000",
            3120,
            channel("Search, own name", 610, "96400", "90900", "92700", 970),
            channel(
                "Search, e-bikes",
                4920,
                "142800",
                "120000",
                "128600",
                5230,
                channel("Agile 7", 2310, "71200", "52400", "60100", 4870),
                channel("Cargo and family", 1840, "48900", "45200", "46300", 5410),
                channel("Folding", 770, "22700", "22400", "22200", 6120),
            ),
            channel("Shopping adverts", 2180, "88100", "71000", "75900", 3820),
            channel("Newsletter", 240, "51600", "46100", "47800", 710),
            channel("Social, repeat visitors", 410, "33400", "34400", "34100", 2050),
        ),
        "Sales",
        "EUR",
        "Per sale",
    ),
)

AL_NOOR = replace(
    SOLVANG,
    client="فنادق النور",
    contacts=("هدى المنصوري", "عمر حداد"),
    agency=Agency("نورثلايت ديجيتال", 320, ("برلين", "hello@northlight.example")),
    language="ar",
    zone="Asia/Dubai",
    written_by="صوفيا بيترو",
    headline="",
    figures=(
        Figure("الحجوزات المباشرة", Decimal(690), "", Decimal(571), Decimal(655)),
        Figure("إيراد الموقع", Decimal(1284000), "AED", Decimal(1041000), Decimal(1190000)),
        Figure("كلفة الحجز", Decimal("46.5"), "AED", Decimal("52.2"), Decimal("47.1"), "amount"),
        Figure("نسبة الإلغاء", Decimal("8.4"), "%", Decimal("10.1"), Decimal("8.4")),
    ),
    series=(
        Series(
            "الإقامات المحجوزة عبر موقعكم",
            "",
            "نظام الحجز لديكم",
            year("498 611 655 640 571 480 352 301 322 452 590 690", 2025),
            year("455 520 571 566 508 433 350 290 301 402 488 571", 2024),
            (Note(date(2026, 2, 18), "بداية رمضان؛ تقل الحجوزات في كل الفنادق في هذا الشهر."),),
        ),
    ),
    goals=(
        Goal(
            "إقامات في العام",
            Decimal(6000),
            "",
            Decimal(5054),
            date(2026, 12, 31),
            "على الطريق إن بقي الشتاء كالعام الماضي",
        ),
        Goal("كلفة الحجز", Decimal(45), "AED", Decimal("46.5"), date(2026, 12, 31), "ممكنة في ديسمبر"),
    ),
    went_well=(
        "صفحة أجنحة جميرا جلبت 74 حجزًا في أول أسبوعين.",
        "نقلنا 12,000 درهم إلى الإعلانات الألمانية فزادت حجوزاتها 31٪.",
    ),
    went_wrong=("تأخر تقرير الحجوزات بحسب نوع الغرفة ثلاثة أيام لأن ملف التصدير تغيّر ولم نختبره قبل ذلك.",),
    missed=(),
    tests=(Trial("عنوان الإعلان مع سعر الليلة", "نقرات +12٪ خلال 3 أسابيع", "أبقيناه"),),
    plan=(
        Planned("صفحة أجنحة جميرا بالألمانية", date(2026, 11, 10)),
        Planned("صور المنتجع الصحي الجديد", date(2026, 11, 12), date(2026, 11, 8), "الصور من فريقكم"),
    ),
    decisions=(
        Decided("لا رموز خصم في الإعلانات حتى يناير.", date(2026, 10, 18), "هدى", "تصل غالبًا إلى ضيوف كانوا سيحجزون."),
    ),
    promise=Promise(messages=17, by_person=17, median_minutes=140),
    tasks=TaskCount(due=4, on_time=3, late_announced=1),
    favours=(Favour("نصوص قوائم الطعام لمطعمين", Decimal(4)),),
    spend=Spend(
        "AED",
        channel(
            "الكل",
            32100,
            "690",
            "571",
            "655",
            4650,
            channel("بحث: الاسم", 4100, "310", "280", "301", 1320),
            channel("بحث: ألمانيا والنمسا", 18000, "212", "150", "198", 8490),
            channel("إعادة الاستهداف", 10000, "168", "141", "156", 5950),
        ),
        "الحجوزات",
        "",
        "للحجز",
    ),
)

QINGHE = replace(
    SOLVANG,
    client="清河茶业",
    contacts=("林静", "周伟"),
    agency=Agency("北光数字", 145, ("柏林", "hello@northlight.example")),
    language="zh-hans",
    zone="Asia/Shanghai",
    written_by="",
    detail="full",
    headline="",
    figures=(
        Figure("网店销售额", Decimal(862400), "CNY", Decimal(701000), Decimal(815000)),
        Figure("订单", Decimal(5140), "", Decimal(4480), Decimal(4950)),
        Figure("每单广告费", Decimal("11.8"), "CNY", Decimal("13.2"), Decimal("11.8"), "amount"),
    ),
    series=(
        Series(
            "网店月销售额",
            "CNY",
            "网店后台，净额",
            year("905000 742000 688000 - 655000 702000 811000 798000 741000 730000 815000 862400", 2025),
            year("771000 640000 603000 512000 588000 611000 690000 702000 655000 631000 684000 701000", 2024),
            (Note(date(2026, 2, 17), "春节，仓库停运九天；当月数据未能导出。"),),
        ),
    ),
    goals=(
        Goal("年销售额", Decimal(9500000), "CNY", Decimal(7807400), date(2026, 12, 31), "双十一若与去年持平即可达成"),
    ),
    went_well=("新茶礼盒首周售出 412 盒。",),
    went_wrong=(),
    missed=(Missed("双十一海报", date(2026, 10, 9), None),),
    tests=(),
    plan=(Planned("双十一落地页", date(2026, 11, 6), None, "最终优惠清单"),),
    decisions=(),
    promise=Promise(messages=12, by_person=10, by_note=1, broken=1, median_minutes=95),
    tasks=TaskCount(due=3, on_time=3),
    favours=(),
    spend=None,
)

NEWCOMER = Snapshot(
    client="Harrow & Finch",
    agency=Agency("Northlight Digital"),
    month=date(2026, 10, 1),
    language="en",
    zone="Europe/London",
    written_on=date(2026, 11, 5),
)

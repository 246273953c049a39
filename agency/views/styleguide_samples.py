"""What the style guide shows: the agency, people and figures of the drawn screens, on Tuesday 3 November 2026 at 11:10.

For developers, in English only. Nothing here is read by a page that people use.
"""

from typing import Any

SOON = {
    "words": "3 h left",
    "share": 12.5,
    "state": "soon",
    "due": "Due today 14:10 in Berlin, 13:10 in London",
    "due_at": "",
}
CALM = {
    "words": "10 h 55 left",
    "share": 46,
    "state": "",
    "due": "Due today 22:05 in Berlin, 21:05 in Porto",
    "due_at": "",
}
CLOCKS: list[dict[str, Any]] = [
    {**CALM, "words": "19 h 40 left", "share": 82},
    SOON,
    {**SOON, "words": "43 min left", "share": 3, "state": "last"},
    {**SOON, "words": "Missed by 3 h 20", "share": 0, "state": "missed"},
    {**SOON, "words": "Kept, after 2 h 10", "state": "kept"},
]

NAVIGATION = [
    ("Today", "today", 9, True, "t"),
    ("Inbox", "inbox", 4, True, "i"),
    ("Clients", "users", 0, True, "c"),
    ("Work", "task", 0, False, "w"),
    ("Reports", "report", 2, True, "r"),
    ("Settings", "settings", 0, False, "s"),
]
FRAME: dict[str, Any] = {
    "agency": {"name": "Northlight Digital", "slug": "northlight", "hue": 205},
    "nav": [
        {
            "name": label.lower(),
            "label": label,
            "url": f"?page={label.lower()}",
            "counted": bool(count),
            "icon": icon,
            "count": count,
            "current": label == "Today",
            "phone": phone,
            "go": go,
        }
        for label, icon, count, phone, go in NAVIGATION
    ],
    "across": [{"label": "Decisions", "url": "?page=decisions", "go": "d"}],
    "led": [
        {"key": "solvang", "name": "Solvang Cycles", "url": "#", "clock": {**SOON, "words": "by 14:10"}},
        {"key": "clinica", "name": "Clínica Duero", "url": "#", "clock": {**CALM, "words": "by 22:05"}},
        {"key": "harrow", "name": "Harrow & Finch", "url": "#", "clock": None},
    ],
    "backed": [
        {"key": "kessler", "name": "Kessler Mühle", "url": "#", "note": "covering"},
        {"key": "al", "name": "Al Noor Hotels", "url": "#", "note": ""},
    ],
    "me": {
        "name": "Ida Brandt",
        "initials": "IB",
        "clock_words": "Berlin, 11:10",
        "settings_url": "?page=settings",
        "sign_out_url": "#",
    },
    "agencies": [{"name": "Brightwater Studio", "url": "#"}],
    "languages": [
        {"code": "en", "name": "English", "current": True},
        {"code": "ar", "name": "العربية", "current": False},
    ],
    "language_url": "#",
    "home_url": "?page=today",
    "search_url": "?page=found",
    "commands_url": "?page=commands",
    "log_call_url": "#",
}
LETTER: dict[str, Any] = {
    "agency": {"name": "Northlight Digital", "hue": 205},
    "client": "Al Noor Hotels",
    "zone_words": "Times are those of Dubai.",
    "languages": [{"code": "ar", "name": "العربية", "url": "#", "current": False}],
}

PERSON: dict[str, Any] = {
    "name": "Jens Solvang",
    "initials": "JS",
    "lines": ["Owner, Solvang Cycles", "Odense, 11:10 there"],
    "facts": [
        {"term": "Type", "value": "Choleric", "strong": True},
        {"term": "Channel", "value": "Phone, then a short mail"},
        {"term": "Detail", "value": "Headline only"},
        {"term": "Boundaries", "value": "Never before 8:00"},
    ],
    "ways": [
        {"text": "Answer fast, strong facts first", "kind": "do"},
        {"text": "Stay level when he gets loud", "kind": "do"},
        {"text": "Don’t go into fine detail", "kind": "dont"},
    ],
    "blocks": [{"title": "For a good word", "text": "Sails on Odense Fjord. Two daughters."}],
}

BURNS = [
    {"term": "Landing pages", "words": "3 of 6", "share": 50, "label": "3 of 6 landing pages"},
    {"term": "Creative sets", "words": "11 of 12, one left", "share": 92, "label": "11 of 12 creative sets"},
    {"term": "Hours of advice", "words": "13.5 of 12, over", "share": 112.5, "label": "13.5 of 12 hours"},
]
GOALS = [
    {"term": "Online sales, € thousand", "words": "3,748 of 4,400", "share": 85, "label": "85 % of the goal"},
    {"term": "Newsletter readers", "words": "18,240 of 20,000", "share": 91, "label": "91 % of the goal"},
]
FIGURES = [
    {"term": "By a person in time", "value": "94.1 %", "about": "318 of 338; notes 14, missed 6"},
    {"term": "Half answered within", "value": "3 h 05", "about": "3 h 50 the four weeks before"},
    {"term": "Slips told ahead", "value": "5 of 7", "about": "2 dates passed untold"},
]
AGREED = [
    {"term": "Pages", "value": "3 of 4"},
    {"term": "Sets of adverts", "value": "5 of 8"},
    {"term": "Given free: menu texts for two restaurants", "value": "4 hours"},
]
TABS = [
    {"label": "Timeline", "url": "#", "current": True},
    {"label": "Requests", "url": "#", "count": 2},
    {"label": "Decisions", "url": "#", "count": 31},
    {"label": "Scope", "url": "#"},
    {"label": "Work", "url": "#"},
]
COLUMNS: list[dict[str, Any]] = [
    {"label": "Choose", "pick": True},
    {"label": "Client", "url": "#", "sorted": "ascending"},
    {"label": "Health", "url": "#"},
    {"label": "Lead", "url": "#"},
    {"label": "Last spoke", "url": "#", "num": True},
    {"label": "Open clocks", "url": "#", "num": True},
    {"label": "Do", "hidden": True},
]
CLIENTS = [
    {
        "key": key,
        "name": name,
        "kind": kind,
        "health": health,
        "icon": icon,
        "lead": lead,
        "spoke": spoke,
        "clocks": clocks,
    }
    for key, name, kind, health, icon, lead, spoke, clocks in (
        ("t", "Tidewater Insurance", "late", "At risk", "falling", "Sofia Petrou", "19 days", 2),
        ("s", "Solvang Cycles", "attention", "Needs care", "", "Ida Brandt", "5 days", 2),
        ("h", "Harrow & Finch", "good", "Well", "", "Ida Brandt", "yesterday", 0),
    )
]
MONTHS = ["July", "August", "September", "October"]
REPORTS: list[tuple[str, list[tuple[str, str]]]] = [
    ("Solvang Cycles", [("good", "Sent"), ("good", "Sent"), ("good", "Sent"), ("attention", "In review")]),
    ("Clínica Duero", [("good", "Sent"), ("good", "Sent"), ("late", "Not sent"), ("info", "Drafted")]),
    ("Harrow & Finch", [("", "–"), ("good", "Sent"), ("good", "Sent"), ("good", "Approved")]),
]
FILES = [
    {"name": "product-feed-sizes.csv", "url": "#", "about": "from Anders, yesterday", "size": "48 kB"},
    {"name": "Malmö, photographs of the shop.zip", "url": "#", "about": "from Maria, Friday", "size": "12.4 MB"},
]
DIFF = [
    {"text": "Landing pages, six a quarter."},
    {"text": "Articles, four a quarter.", "kind": "old"},
    {"text": "Articles, six a quarter.", "kind": "new"},
]
FOUND = [
    {
        "label": "Clients",
        "icon": "users",
        "hits": [{"key": "1", "title": "Solvang Cycles", "about": "Ida Brandt leads", "url": "#"}],
    },
    {
        "label": "Decisions",
        "icon": "decision",
        "hits": [{"key": "2", "title": "No discount on the Agile 7 this year", "about": "29 October", "url": "#"}],
    },
]
COMMANDS = [
    {"label": "Log a call", "icon": "phone", "url": "#", "also": "meeting, visit"},
    {"label": "Go to Today", "icon": "today", "url": "?page=today", "also": ""},
]
SECTIONS = [
    {
        "title": "You",
        "links": [
            {"label": "Profile and notices", "url": "#", "icon": "user", "current": True},
            {"label": "Signing in", "url": "#", "icon": "shield"},
        ],
    },
    {
        "title": "The agency",
        "links": [
            {"label": "Name and look", "url": "#", "icon": "agency"},
            {"label": "People and limits", "url": "#", "icon": "users"},
            {"label": "Working hours", "url": "#", "icon": "calendar"},
        ],
    },
]

CHART: dict[str, Any] = {
    "title": "Online sales, € thousand a month",
    "subtitle": "November 2025 to October 2026; the pale line is the year before. Source: web shop.",
    "y_ticks": ["600", "450", "300", "150", "0"],
    "x_ticks": ["Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"],
    "now": [
        "0,73 55,120 109,137 164,129 218,66 273,38 327,23 382,34 436,86 491,101 545,74 600,63",
    ],
    "then": [
        "0,83 55,123 109,140 164,135 218,85 273,60 327,43 382,48 436,93 491,106 545,88 600,79",
    ],
    "rules": "M0 0h600M0 50h600M0 100h600M0 150h600M0 200h600",
    "marks": [
        {
            "letter": "A",
            "path": "M240 0v200",
            "x_class": "x-40",
            "y_class": "y-90",
            "text": "12 March: free delivery to Sweden",
        }
    ],
    "now_label": {"text": "412 this year", "y_class": "y-75"},
    "then_label": {"text": "362 the year before", "y_class": "y-30"},
    "table": {
        "head": ["Month", "This year", "The year before"],
        "rows": [["August", "298", "281"], ["September", "378", "335"], ["October", "412", "362"]],
    },
}
SPARKS = [
    {
        "now": "0,20.4 13.7,16.9 27.4,18.7 41.1,13.3 54.9,15.1 68.6,8 82.3,2.7 96,0",
        "then": "0,24 13.7,23.1 27.4,21.3 41.1,20.4 54.9,18.7 68.6,17.8 82.3,15.1 96,13.3",
        "words": "61 test rides, 46 last year",
    }
]
STROKES = "".join(f"M{x} 2v20" for x in range(3, 252, 6) if x != 153)

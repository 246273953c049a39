"""Yuki Tanaka's clients: mountain gear from Almaty, porcelain from Jingdezhen, board games from Kyoto."""

from clients.demo.sheets import THIS_YEAR, Aim, ClientSheet, Given, PersonSheet, Used, Version, Work

TAU = ClientSheet(
    handle="tau", name="Tau Outdoor", industry="Sports", about="Mountain gear from Almaty, sold in three countries.",
    website="https://tau-outdoor.example", country="KZ", zone="Asia/Almaty", lead="yuki", backup="marcus", months=15,
    language="ru", currency="EUR",
    facts={
        "cadence_days": 14, "tone": "business", "detail_level": "summary",
        "expectations": "Продажи зимнего снаряжения без скидок. Отчёт раз в месяц, коротко.",
        "worries": "Поздний снег и курс тенге.",
    },
    people=[
        PersonSheet(
            handle="aigerim", name="Aigerim Saparova", role="director", email="aigerim@tau-outdoor.example",
            salutation="Уважаемая Айгерим Маратовна", kind="choleric", channel="email", detail="headline",
            tone="business", language="ru", decides=True, decides_about="Бюджет и ассортимент",
            calls=("10:00", "18:00"),
            ways="Result, figure, decision. She answers within minutes and expects the same.",
            boundaries="No calls on Saturday, she is in the mountains", note="Climbed Khan Tengri last year.",
            portal=110, visited="3d 19:20",
        ),
        PersonSheet(
            handle="dmitri", name="Dmitri Kim", role="online shop", email="dmitri@tau-outdoor.example",
            salutation="Здравствуйте, Дмитрий", kind="phlegmatic", channel="email", detail="full", language="ru",
        ),
    ],
    success=["Продажи в интернет-магазине за двенадцать месяцев"],
    scope=[
        Version(
            14, "aigerim", 2600, [("Страницы", 3, "", "quarter"), ("Комплекты объявлений", 4, "", "quarter")],
            [("4.3", "Доставка и таможня", "Этим занимается ваш логист.")],
        ),
        Version(
            6, "aigerim", 3100,
            [
                ("Страницы", 4, "", "quarter"), ("Комплекты объявлений", 6, "", "quarter"),
                ("Часы консультаций", 8, "", "quarter"),
            ],
            [
                ("4.3", "Доставка и таможня", "Этим занимается ваш логист."),
                ("4.4", "Съёмки в горах", "У вас есть свой фотограф."),
            ],
            changes="Больше объявлений, часы консультаций",
        ),
    ],
    used=[
        Used("Страницы", 27, 1, "Палатки"), Used("Страницы", 10, 1, "Пуховики"),
        Used("Комплекты объявлений", 20, 2, "Зима"), Used("Часы консультаций", 8, 3, "Размеры и возвраты"),
    ],
    favours=[Given(21, "Перевод размеров на казахский", 1, 80)],
    aims=[Aim("Продажи за двенадцать месяцев", "EUR", 410_000, 560_000, None, THIS_YEAR, "Зависит от снега")],
    work=[
        Work("Объявления для лыжных маршрутов", "lena", -10, 3, 5),
        Work("Таблица размеров для ботинок", "dmitri", -9, None, 3, details="Достаточно файла из вашей системы."),
        Work("Страница пуховиков", "lena", -24, -12, -10, -11),
    ],
)  # fmt: skip

LANHUA = ClientSheet(
    handle="lanhua", name="Lanhua Ceramics", industry="Porcelain",
    about="Porcelain from Jingdezhen for restaurants and homes in Europe.", website="https://lanhua.example",
    country="CN", zone="Asia/Shanghai", lead="yuki", backup="daniel", months=20, language="zh-hans", currency="EUR",
    facts={
        "cadence_days": 14, "tone": "business", "detail_level": "full",
        "expectations": "欧洲餐厅的询价，以及每月一份有数据来源的报告。", "worries": "运费，以及仿冒品。",
    },
    people=[
        PersonSheet(
            handle="lihua", name="Chen Lihua", role="export director", email="chen@lanhua.example",
            salutation="尊敬的陈总", kind="melancholic", channel="email", detail="full", tone="business",
            language="zh-hans", decides=True, decides_about="出口与价格", calls=("14:00", "17:30"),
            ways="Complete sentences, thanks first. Never a no in front of others.",
            boundaries="Nothing in the week of the Spring Festival",
            note="Her father still paints the cobalt by hand.", portal=95, visited="2d 16:05",
        ),
        PersonSheet(
            handle="zhao", name="Zhao Ming", role="online", email="zhao@lanhua.example", salutation="赵先生您好",
            kind="phlegmatic", channel="email", detail="full", language="zh-hans",
        ),
    ],
    success=["十二个月内来自餐厅的询价"],
    scope=[
        Version(
            19, "lihua", 2800, [("产品页面", 4, "", "quarter"), ("咨询小时", 6, "", "quarter")],
            [("3.1", "市场平台店铺", "平台费用高于利润。")],
        ),
        Version(
            5, "lihua", 3300,
            [("产品页面", 5, "", "quarter"), ("广告组", 4, "", "quarter"), ("咨询小时", 8, "", "quarter")],
            [("3.1", "市场平台店铺", "平台费用高于利润。"), ("3.2", "产品摄影", "贵公司在景德镇有自己的摄影室。")],
            changes="增加一个产品页面和四个广告组",
        ),
    ],
    used=[
        Used("产品页面", 31, 2, "茶具、餐盘"), Used("产品页面", 9, 1, "礼盒"), Used("广告组", 16, 2, "餐厅"),
        Used("咨询小时", 6, 3, "法语询价表"),
    ],
    favours=[Given(27, "礼盒卡片英文校对", 1, 80)],
    aims=[Aim("十二个月内来自餐厅的询价", "", 260, 420, None, THIS_YEAR, "进展顺利")],
    work=[
        Work("法语询价页面", "jonas", -13, 4, 6),
        Work("餐盘尺寸表", "zhao", -8, None, 3, details="请提供厘米和毫升。"),
        Work("礼盒页面", "lena", -22, -11, -9, -10),
    ],
)  # fmt: skip

KUMO = ClientSheet(
    handle="kumo", name="Kumo Games", industry="Games", about="Quiet board games from Kyoto, printed on washi.",
    website="https://kumo-games.example", country="JP", zone="Asia/Tokyo", lead="yuki", backup="ruth", months=11,
    currency="EUR", facts={"cadence_days": 14, "expectations": "Players in Europe who keep a game for twenty years."},
    people=[
        PersonSheet(
            handle="haruto", name="Haruto Sakamoto", role="founder", email="haruto@kumo-games.example",
            salutation="Dear Sakamoto-san", kind="phlegmatic", channel="email", detail="full", tone="business",
            decides=True, ways="Precise and modest. He thanks for a correction.",
            note="Plays go by post with a friend in Turku.",
        ),
        PersonSheet(
            handle="mei", name="Mei Kobayashi", role="shop", email="mei@kumo-games.example",
            salutation="Dear Kobayashi-san", kind="melancholic", channel="email", detail="summary",
        ),
    ],
    scope=[Version(
        10, "haruto", 2200,
        [("Game pages", 2, "", "quarter"), ("Newsletters", 1, "", "month"), ("Advice", 4, "h", "quarter")],
        [("2.2", "Crowdfunding", "They print what they can store.")],
    )],
    used=[
        Used("Game pages", 25, 1, "Moss garden"), Used("Newsletters", 12, 1, "How to keep washi dry"),
        Used("Advice", 8, 1, "Rules in German"),
    ],
    aims=[Aim("Games sold to Europe in twelve months", "", 2_400, 3_600, None, 6, "On course")],
    work=[
        Work("Page for the new game of lanterns", "lena", -9, 8, 11),
        Work("German rules of the lanterns", "mei", -9, None, 4),
    ],
)  # fmt: skip

CLIENTS = (TAU, LANHUA, KUMO)

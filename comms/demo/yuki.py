"""What Yuki Tanaka and her clients have written and said: in Russian, in Chinese, and in English with Kyoto."""

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

TAU = (
    Thread(
        "-4.5h", "aigerim", "Лыжные маршруты",
        "Добрый день, Юки!\n\nСнег выпал раньше, чем мы ждали. Можно ли запустить объявления для лыжных маршрутов "
        "уже на этой неделе?\n\nАйгерим Сапарова",
        stays=True,
    ),
    Thread(
        "8d 11:20", "dmitri", "Таблица размеров для ботинок",
        "Здравствуйте!\n\nВ каком виде прислать таблицу размеров: европейские или российские размеры?\n\nДмитрий Ким",
        [
            Acks(0.6),
            Answers(
                2,
                "Пришлите, пожалуйста, оба варианта и длину стопы в миллиметрах. Так покупатели реже ошибаются, а "
                "возвратов станет меньше.",
            ),
            Says(3, "Понял, пришлю на следующей неделе.\n\nДмитрий"), Dismisses(1),
        ],
    ),
    Thread(
        "18d 15:40", "aigerim", "Возвраты", "Юки, возвратов в этом месяце много. В чём причина? Коротко. Айгерим",
        [
            Acks(0.3), Notes(1, "Boots: 31 of 52 returns are for size. Jackets are fine.", "jonas"),
            Answers(
                1,
                "Размер: 31 из 52 возвратов — это ботинки. Пуховики в порядке. Решение: таблица с длиной стопы "
                "рядом с кнопкой. Сделаем за неделю.",
            ),
            Says(0.5, "Делайте. Айгерим", quotes=False), Dismisses(0.3),
        ],
    ),
    Thread(
        "37d 12:10", "dmitri", "Таможня",
        "Здравствуйте!\n\nПосылка в Бишкек стоит на таможне. Вы можете узнать, в чём дело?\n\nДмитрий Ким",
        [
            Flags(1, "4.3"),
            Answers(
                1,
                "Этим занимается ваш логист (пункт 4.3), и он ответит быстрее нас. Со своей стороны мы добавили на "
                "страницу доставки честный срок: от семи до двенадцати дней.",
            ),
            Says(2, "Спасибо, так даже лучше.\n\nДмитрий"),
            Settles(0.5, "in_scope", "Only the delivery time on the page."), Dismisses(1),
        ],
    ),
    Thread(
        "63d 10:30", "aigerim", "Хан-Тенгри", "Юки, мы вернулись с вершины. Фотографии пришлю. Айгерим",
        [
            Answers(
                1.5,
                "Поздравляем всю команду! Одна фотография вершины на главной странице скажет больше, чем любая "
                "скидка.",
            ),
            Says(1, "Согласна.", quotes=False), Dismisses(1),
        ],
    ),
    Call(
        "14d 09:30", 17, ["aigerim"],
        [
            Spoke(
                "Зимние объявления", decided="Скидок зимой не будет.", because="запасы меньше, чем спрос",
                by="aigerim", todo=[Todo("Объявления для лыжных маршрутов", "lena", 10, 8)],
            ),
            Spoke("Размеры ботинок", said="Таблица с длиной стопы появится рядом с кнопкой."),
        ],
        sent=1, verdicts=[Verdict("aigerim", 0.4)],
    ),
    Call(
        "58d 09:30", 21, ["aigerim", "dmitri"],
        [Spoke("Итог лета", said="Продажи выросли на 16 % по сравнению с прошлым летом, палатки дали треть роста.")],
        sent=2,
    ),
)  # fmt: skip

LANHUA = (
    Thread(
        "-1.8h", "lihua", "法国餐厅的询价",
        "田中女士：\n\n您好！里昂一家餐厅询问八十套餐盘，他们希望看到法语页面。页面大概什么时候能完成？\n\n谢谢。\n陈丽"
        "华",
        stays=True,
    ),
    Thread(
        "7d 10:15", "zhao", "餐盘尺寸", "您好！\n\n餐盘尺寸表需要包括容量吗？有些盘子没有标注毫升。\n\n赵明",
        [
            Acks(0.5),
            Answers(
                1.5, "谢谢您的来信。有标注的请写毫升，没有的写深度（厘米）即可。餐厅最关心的是能否放进洗碗机和保温柜。",
            ),
            Says(3, "明白了，下周发给您。\n\n赵明"), Dismisses(1),
        ],
    ),
    Thread(
        "20d 11:30", "lihua", "仿冒品",
        "田中女士：\n\n我们在一个平台上看到了仿冒的兰花系列。我们应该怎么办？\n\n陈丽华",
        [
            Acks(0.8),
            Answers(
                3,
                "感谢您及时告诉我们。有两个办法：一，在页面上说明正品的底款和授权商店，我们两天内可以完成；二，由贵公司的"
                "律师向平台投诉。建议先做第一步，它对顾客最有帮助。请您慢慢考虑。",
            ),
            Says(5, "先做第一步，谢谢您的建议。\n\n陈丽华"), Answers(9, "页面已经完成，底款的照片也在上面。请您过目。"),
        ],
    ),
    Thread(
        "44d 14:20", "lihua", "礼盒卡片", "田中女士：\n\n礼盒里的英文卡片能否请您看一看？\n\n陈丽华",
        [
            Answers(2, "很高兴。我们改了三处，意思不变，语气更自然。这项工作是免费的。"),
            Says(4, "非常感谢！\n\n陈丽华"), Dismisses(1),
        ],
    ),
    Thread(
        "75d 10:40", "zhao", "平台店铺", "您好！\n\n我们想在一个欧洲平台上开店，你们能帮忙吗？\n\n赵明",
        [
            Flags(1, "3.1"),
            Answers(
                2,
                "按照我们的约定（3.1），平台店铺不在范围之内，因为平台费用高于利润。如果贵公司仍想尝试，我们可以先一起算"
                "一笔账。",
            ),
            Says(6, "请帮我们算一下。\n\n赵明"), Settles(1, "parked", "One calculation, then they decide."),
            Answers(
                5,
                "算好了：按现在的价格，每套餐具亏损约四欧元。详细数字在共享文件夹里，来源是平台的公开费率和贵公司的价目"
                "表。",
            ),
        ],
    ),
    Call(
        "12d 09:00", 28, ["lihua", "zhao"],
        [
            Spoke("餐厅询价", said="本月收到三十七份询价，去年同期二十二份。数据来源：网站询价表。"),
            Spoke(
                "法语页面", decided="先做法语页面，再做意大利语页面。", because="里昂和巴黎的餐厅询问最多", by="lihua",
                todo=[Todo("法语页面文字", "lena", 9, 7)],
            ),
        ],
        sent=2, verdicts=[Verdict("lihua", 8, {2: "先做法语页面，意大利语页面等春季目录完成后再做。"})], redone=3,
    ),
    Call(
        "54d 09:00", 30, ["lihua"], [Spoke("礼盒", decided="秋季推出两款礼盒。", because="运输破损较少", by="lihua")],
        sent=2, verdicts=[Verdict("lihua", 10)],
    ),
)  # fmt: skip

KUMO = (
    Thread(
        "6d 09:30", "haruto", "A word in the German rules",
        "Dear Tanaka-san,\n\nthe German rules say “gewinnen”. In our game nobody wins; the garden is finished. "
        "Could there be a better word?\n\nHaruto Sakamoto",
        [
            Acks(0.7),
            Answers(
                3,
                "“vollenden”: the garden is completed. It is a little old-fashioned, and so, in the best way, is "
                "the game. The other three places are changed as well.",
            ),
            Says(5, "It is the right word. Thank you.\n\nHaruto Sakamoto"), Dismisses(1),
        ],
    ),
    Thread(
        "26d 10:10", "mei", "Washi and damp",
        "Dear Tanaka-san,\n\na customer in Hamburg writes that the cards have become wavy.\n\nMei Kobayashi",
        [
            Acks(0.5),
            Answers(
                2,
                "I am sorry for her cards. A sheet of care now lies on the page and in the order mail: dry, flat, "
                "one night under a book. If the waves stay, a new set goes out; you have sent two this year.",
            ),
            Says(6, "She put it under a book and it helped.\n\nMei Kobayashi"), Dismisses(1),
        ],
    ),
    Thread(
        "52d 11:00", "haruto", "Crowdfunding",
        "Dear Tanaka-san,\n\nmany advise us to collect money before we print. I hesitate. What do you "
        "think?\n\nHaruto Sakamoto",
        [
            Flags(1, "2.2"),
            Answers(
                2,
                "It is left out of our scope (2.2), and your hesitation is wise: you print what you can store, and "
                "your buyers know that it exists. If you wish to test a new game, a list of people who want to be "
                "told costs nothing.",
            ),
            Says(8, "A list, then.\n\nHaruto Sakamoto"), Settles(1, "in_scope", "A list instead, on the page."),
        ],
    ),
    Call(
        "15d 09:00", 26, ["haruto", "mei"],
        [Spoke(
            "The game of lanterns", decided="It appears in February, with rules in German, English and French.",
            by="haruto", todo=[Todo("French rules, first reading", "mei", 15, left=True)],
        )],
        sent=1.5, verdicts=[Verdict("mei", 4), Verdict("haruto", 12)],
    ),
    Call(
        "60d 09:00", 24, ["haruto"],
        [Spoke(
            "Europe", said="Germany buys half, Finland more than Britain. Nobody knows why, and everyone is glad.",
        )],
        sent=1.5,
    ),
)  # fmt: skip

TALKS = (*TAU, *LANHUA, *KUMO)

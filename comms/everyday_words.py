"""Words that say nothing, and words that say little, in the languages our clients write: pure.

What says nothing counts as not written. What says little stands in half of all mail between an agency and its clients
('page', 'week', 'report'): it helps to tell two entries apart, and is no reason to offer one.
"""

import re

from agency.stemming import folded, stem

_NOTHING = """
about after again all also and any are ask asked because been before but can could did does done dear don for from get
got had has have hello her here him his how into its just kind know let like make many may more most much must need not
now off one only other our out over own please put regards same say see shall she should since some still such take
than thank thanks that the their them then there these they this those too two under until use used very want was way
well were what when where which while who why will wish with would yes yet you your yours sincerely best hi
aber als auch auf aus bei bin bis bitte das dass dem den der des die dies diese doch ein eine einen einer eines für
gibt gruß grüße hallo hat hatte ich ihr ihre ist kann kein keine können man mehr mein mit müssen nach nicht noch nur
oder sehr sein seine sich sie sind über und uns unser vom von vor war was wenn wer wie wir wird wurde zum zur
без был была были было быть вам вас ведь весь вот все всё всех где для его если есть ещё здравствуйте или как когда
которые который кто либо мне мой мочь можете можно можем нам нас наш наша наше наши него нет ним ними них нужно она они
оно пожалуйста при про спасибо так там тебя то тоже только тут уважением уважаемый ваш ваша ваше ваши чего чем что
чтобы эта эти это этот этого этой добрый почему надо хотим хочу также будет будут
أن أنا أنت إلى التي الذي بعد تحية تحياتي شكرا على عن عند غير في قبل كان كل كيف لا لكن لم لن ليس لماذا متى ما ماذا مع من
منذ نحن هذا هذه ذلك تلك هل هو هي يمكن يمكننا نريد أريد نحتاج يجب مرحبا السلام عليكم فضلك أو ثم قد كما أي لدينا لنا لكم
"""

_LITTLE = """
able add agency amount answer april august better big bit call campaign case change check clear click client close
company copy current customer data date day december different document done early easy end evening example explain
february file find first free friday full give good great happy help high hour idea internet issue january job july june
last late later letter line link list little long look lot low mail march mean meeting message minute monday month
morning name new news next number november october old online open order page part people person phone plan point
possible problem product project question quick read ready real reply report result right saturday send sent september
service set shop short show small soon sorry start stop sunday sure talk task team tell text thing think thursday time
title today tomorrow try tuesday update version web website wednesday week weekend word work write wrong year yesterday
site store email group different better anything something nothing everything somebody everybody
bericht datei ende fall frage heute jahr kunde liste mail monat morgen montag dienstag mittwoch donnerstag freitag neu
neue neuen problem seite shop stunde tag teil text woche zahl zeit gestern bild webseite website hilfe antwort
сайт сайта страница неделя месяц год день дня сегодня завтра вчера понедельник вторник среда четверг пятница суббота
воскресенье январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь утро вечер час минута время
отчёт кампания клиент компания команда проект работа работать задача вопрос проблема помощь помочь посмотреть проверить
изменить поменять обновить добавить убрать начать начало открыть закрыть показать найти отправить прислать письмо почта
сообщение звонок позвонить телефон встреча ответ ответить сказать подтвердить план список номер имя название текст слово
ссылка файл документ версия новый новая новое старый хороший лучше большой первый последний следующий текущий сделать
делать знать думать пока очень просто сейчас снова раз часть данные результат человек люди дело пример конец поле
товар магазин заказ покупатель прошлый прошлой
موقع صفحة أسبوع شهر سنة عام يوم اليوم غدا أمس الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت صباح مساء ساعة دقيقة
وقت تقرير حملة عميل عملاء شركة فريق مشروع عمل مهمة سؤال مشكلة مساعدة إرسال رسالة بريد مكالمة هاتف اجتماع رد جواب خطة
قائمة رقم اسم عنوان نص كلمة رابط ملف نسخة جديد جديدة قديم جيد أفضل كبير أول أخير قادم ماضي معرفة تحديث تغيير إضافة
فتح إغلاق عرض بيانات نتائج منتج متجر طلب زبون بداية نهاية
"""

_CHINESE_NOTHING = """
为什么 有没有 能不能 可不可以 是不是 我们 你们 您们 他们 请问 请教 谢谢 感谢 您好 你好 可以 可否 能否 是否 什么
怎么 怎样 如何 为何 多少 哪些 哪个 这个 那个 这些 那些 这里 那里 应该 需要 希望 想要 一下 一个 没有 不能 不会
不要 还是 或者 但是 因为 所以 如果 关于 以及 而且 已经 正在 时候 帮忙 麻烦 知道 觉得 非常 的 了 吗 呢 吧 啊 和
与 是 我 你 您 他 她 它 这 那 请 就 都 也 把 被 们 很
"""

_CHINESE_LITTLE = """
网站 网页 页面 问题 时间 今天 明天 昨天 现在 本周 上周 下周 本月 上月 下月 星期 周一 周二 周三 周四 周五 客户
公司 报告 邮件 电话 会议 活动 产品 商品 店铺 数据 内容 工作 更新 修改 检查 查看 发送 回复 联系 信息 服务 项目
团队 图片 文件 附件 链接 结果 最近 之前 以后 开始 结束 打开 关闭 显示 看到 新的 一些 部分
"""

SAYING_NOTHING = frozenset(folded(word) for word in _NOTHING.split())
SAYING_LITTLE = frozenset(filter(None, map(stem, _LITTLE.split()))) | frozenset(_CHINESE_LITTLE.split())
BETWEEN_CHINESE_WORDS = re.compile("|".join(sorted(_CHINESE_NOTHING.split(), key=len, reverse=True)))

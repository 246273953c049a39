"""New text told from history, in many languages and programs; in doubt nothing is folded, and never is a line lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from comms.mail import fold, quoting

NEW = "Could it go live earlier?\n\nWe meet at 10:00 on 3.11.2026, see you then."

ANNOUNCED = {
    "en": "On Mon, Nov 2, 2026 at 10:00 AM Ida Brandt <ida@northlight.example> wrote:",
    "en, Apple": "On 2 Nov 2026, at 10:00, Ida Brandt <ida@northlight.example> wrote:",
    "en, wrapped": "On Mon, Nov 2, 2026 at 10:00 AM Ida Brandt <\nida@northlight.example> wrote:",
    "en, wrapped twice": "On Mon, Nov 2, 2026 at 10:00 AM\nIda Brandt\n<ida@northlight.example> wrote:",
    "de": "Am Mo., 2. Nov. 2026 um 10:00 Uhr schrieb Ida <ida@northlight.example>:",
    "fr": "Le lun. 2 nov. 2026 à 10:00, Ida <ida@northlight.example> a écrit :",
    "it": "Il giorno lun 2 nov 2026 alle ore 10:00 Ida <ida@northlight.example> ha scritto:",
    "es": "El lun, 2 nov 2026 a las 10:00, Ida (<ida@northlight.example>) escribió:",
    "pt": "Em seg., 2 de nov. de 2026 às 10:00, Ida <ida@northlight.example> escreveu:",
    "ru": "пн, 2 нояб. 2026 г. в 10:00, Ида Брандт <ida@northlight.example>:",
    "ru, Outlook": "02.11.2026 10:00, Ида Брандт пишет:",
    "ru, Mail": "Понедельник, 2 ноября 2026, 10:00 +03:00 от Ида <ida@northlight.example>:",
    "zh": "Ida <ida@northlight.example> 于2026年11月2日周一 10:00写道：",
    "zh, 163": "在 2026-11-02 10:00:00，“Ida” <ida@northlight.example> 写道：",
    "ja": "2026年11月2日(月) 10:00 Ida <ida@northlight.example>:",
    "ko": "2026년 11월 2일 (월) 오전 10:00, Ida <ida@northlight.example>님이 작성:",
    "ar": "في الاثنين، ٢ نوفمبر ٢٠٢٦ في ١٠:٠٠ ص تمت كتابة ما يلي بواسطة \u202aIda\u202c <\u202aida@x.example\u202c>:",
    "nl": "Op ma 2 nov 2026 om 10:00 schreef Ida <ida@northlight.example>:",
    "pl": "pon., 2 lis 2026 o 10:00 Ida <ida@northlight.example> napisał(a):",
    "tr": "Ida <ida@northlight.example>, 2 Kas 2026 Pzt, 10:00 tarihinde şunu yazdı:",
    "sv": "Den mån 2 nov. 2026 kl 10:00 skrev Ida <ida@northlight.example>:",
    "da": "Den man. 2. nov. 2026 kl. 10.00 skrev Ida <ida@northlight.example>:",
    "no": "man. 2. nov. 2026 kl. 10:00 skrev Ida <ida@northlight.example>:",
    "fi": "ma 2. marrask. 2026 klo 10.00 Ida (ida@northlight.example) kirjoitti:",
    "cs": "po 2. 11. 2026 v 10:00 odesílatel Ida <ida@northlight.example> napsal:",
}
BLOCKS = {
    "en": "From: Ida Brandt\nSent: Monday, November 2, 2026 10:00 AM\nTo: Maria\nSubject: RE: The page",
    "en, ruled": "________________________________\nFrom: Ida <ida@northlight.example>\nSent: Monday\nTo: Maria",
    "en, bold": "*From:* Ida <ida@northlight.example>\n*Sent:* Monday\n*To:* Maria\n*Subject:* The page",
    "de": "Von: Ida\nGesendet: Montag, 2. November 2026 10:00\nAn: Maria\nBetreff: AW: Die Seite",
    "es": "De: Ida\nEnviado: lunes, 2 de noviembre de 2026\nPara: Maria\nAsunto: RE: La página",
    "pt": "De: Ida\nEnviada em: segunda-feira\nPara: Maria\nAssunto: RES: A página",
    "fr": "De : Ida\nEnvoyé : lundi 2 novembre 2026\nÀ : Maria\nObjet : RE: La page",
    "ru": "От: Ида\nОтправлено: 2 ноября 2026 г.\nКому: Мария\nТема: RE: Страница",
    "zh": "发件人: Ida\n发送时间: 2026年11月2日 10:00\n收件人: Maria\n主题: 回复: 页面",
    "ar": "من: Ida\nتم الإرسال: ٢ نوفمبر ٢٠٢٦\nإلى: Maria\nالموضوع: الصفحة",
    "nl": "Van: Ida\nVerzonden: maandag 2 november 2026\nAan: Maria\nOnderwerp: RE: De pagina",
    "ko": "보낸 사람: Ida\n보낸 날짜: 2026년 11월 2일\n받는 사람: Maria\n제목: RE: 페이지",
    "ja": "差出人: Ida\n送信日時: 2026年11月2日\n宛先: Maria\n件名: RE: ページ",
    "pl": "Od: Ida\nWysłano: poniedziałek\nDo: Maria\nTemat: RE: Strona",
    "tr": "Kimden: Ida\nGönderildi: 2 Kasım 2026\nKime: Maria\nKonu: YNT: Sayfa",
    "sv": "Från: Ida\nSkickat: den 2 november 2026\nTill: Maria\nÄmne: SV: Sidan",
    "da": "Fra: Ida\nSendt: 2. november 2026\nTil: Maria\nEmne: SV: Siden",
    "fi": "Lähettäjä: Ida\nLähetetty: maanantai\nVastaanottaja: Maria\nAihe: VS: Sivu",
}


@pytest.mark.parametrize("quoted", ["> It goes live on the 12th.\n> Regards", "It goes live on the 12th.\n\nRegards"])
@pytest.mark.parametrize("announced", ANNOUNCED.values(), ids=ANNOUNCED)
def test_history_announced_in_many_languages(announced: str, quoted: str) -> None:
    folded = fold.split(f"{NEW}\n\n{announced}\n\n{quoted}\n")
    assert folded.new.rstrip() == NEW
    assert folded.quoted.startswith(announced)
    assert folded.quoted.endswith("Regards")


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_history_under_a_block_of_headers(block: str) -> None:
    folded = fold.split(f"{NEW}\n\n{block}\n\nIt goes live on the 12th.\n")
    assert folded.new.rstrip() == NEW
    assert folded.quoted.startswith(block)
    assert fold.split(f"{NEW}\n\n{block}\n\nIt goes live.\n", "Fwd: The page").quoted == ""


@pytest.mark.parametrize("words", quoting.ORIGINAL)
def test_original_message_in_many_languages(words: str) -> None:
    folded = fold.split(f"{NEW}\n\n-----{words.title()}-----\nsomething old\n")
    assert folded.new.rstrip() == NEW


@pytest.mark.parametrize("words", quoting.FORWARDED)
def test_forwarded_mail_is_not_folded(words: str) -> None:
    for announced in (f"---------- {words} ---------", f"{words.capitalize()}:"):
        text = f"Please look.\n\n{announced}\n\nFrom: Tom <t@x.example>\nDate: Monday\nSubject: x\nTo: me\n\n> old"
        assert fold.split(text) == fold.Folded(text, "")


@pytest.mark.parametrize("marker", quoting.REPLY_MARKERS.values(), ids=quoting.REPLY_MARKERS)
def test_our_own_marker_in_every_language(marker: str) -> None:
    assert fold.split(f"Yes.\n\nsomebody 2026 said:\n\n{marker}\n\nDear Ms Nair,").new == "Yes."
    assert fold.split(f"Yes.\n\n> {marker}\n>\n> Dear Ms Nair,").new == "Yes."
    assert fold.split(f"Yes.\n{marker.strip('— ')}\nDear Ms Nair,").new == "Yes."


@pytest.mark.parametrize(
    "text",
    [
        "From: Berlin\nTo: Paris\nDate: 3 November 2026\n\nIs the journey right?",
        "On 3 May you wrote:\nThe page is live.\nIs that still so?",
        "As agreed at 10:00 on 3.11.2026, write to ida@northlight.example:\n\nthe offer stands",
        "Our plan\n\n| what | when |\n| page | Monday |",
        "> Shall we?\n\nYes, and call Tom.",
        "> only a quote",
        "See my answers.\n\nOn 2 Nov 2026 at 10:00 Ida <i@x.example> wrote:\n> First?\nYes.\n> Second?\nNo.",
        "Notes:\n- one\n- two",
        "",
        "\n\n",
    ],
)
def test_in_doubt_nothing_is_folded(text: str) -> None:
    assert fold.split(text).quoted == ""


def test_answer_below_the_quote() -> None:
    folded = fold.split("On 2 Nov 2026 at 10:00 Ida <i@x.example> wrote:\n> Shall we?\n> Regards\n\nYes, let us.")
    assert folded.new == "Yes, let us."
    assert folded.quoted.startswith("On 2 Nov")


def test_answer_above_and_footer_below_the_quote() -> None:
    folded = fold.split("Yes.\n\nIda wrote:\n> Shall we?\n\nHarbour Legal, London")
    assert "Shall we" not in folded.new
    assert folded.new.split() == ["Yes.", "Harbour", "Legal,", "London"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [*ANNOUNCED.values(), *BLOCKS.values(), *quoting.REPLY_MARKERS.values(), "> q", ">> r", "", "---"]
            ),
            st.text(max_size=60),
        ),
        max_size=15,
    )
)
def test_no_line_is_lost_or_doubled(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    folded = fold.split(text)
    together = f"{folded.new}\n{folded.quoted}".split("\n")
    assert sorted(filter(str.strip, together)) == sorted(filter(str.strip, text.split("\n")))
    assert folded.new.strip() or not text.strip()

"""What templates are made of: each tag says the same to eyes and to screen readers, and escapes what it is given."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.utils import translation

from agency.wording import left

ROOT = Path(__file__).resolve().parents[2]


def drawn(source: str, **values: Any) -> str:
    return engines["django"].from_string(source).render(values)


class Task(forms.Form):
    title = forms.CharField(help_text="As the client reads it.")
    about = forms.CharField(widget=forms.Textarea, required=False)
    shown = forms.BooleanField(required=False, help_text="In the portal")
    remind = forms.ChoiceField(choices=[("a", "Yes"), ("b", "No")], widget=forms.RadioSelect)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)
    tone = forms.CharField(required=False, widget=forms.TextInput(attrs={"class": "input--code", "lang": "de"}))


class Whole(Task):
    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("The two dates contradict each other.")


def test_a_button_is_a_button_and_with_an_address_a_link() -> None:
    button = drawn(
        '{% button text kind="main large" hx_post=url disabled=True name="" %}', text="Send <it>", url="/x/?a=1&b=2"
    )
    assert button == (
        '<button class="button button--main button--large" type="submit" hx-post="/x/?a=1&amp;b=2" disabled>'
        "Send &lt;it&gt;</button>"
    )
    link = drawn('{% button "Go" href=url key="g" rel="next" %}', url='/"><script>')
    assert link.startswith('<a class="button" href="/&quot;&gt;&lt;script&gt;" rel="next" aria-keyshortcuts="g">Go')
    assert '<kbd aria-hidden="true">g</kbd>' in link
    assert "<kbd" not in drawn('{% button "Go" key="g" cap=False %}')
    assert 'aria-busy="true"' in drawn('{% button "Queued" busy=True %}')


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in drawn('{% icon "phone" %}')
    spoken = drawn('{% icon "send" turns=True label="Send" %}')
    assert 'role="img" aria-label="Send"' in spoken
    assert "icon--turns" in spoken
    assert 'href="/static/icons.svg#send"' in spoken


def test_a_field_ties_help_and_error_to_its_control() -> None:
    field = drawn('{% field form.title placeholder="Feed" %}', form=Task({}))
    control = re.search(r"<input[^>]*>", field)
    assert control is not None
    assert 'aria-describedby="id_title_helptext id_title_error"' in control[0]
    assert 'aria-invalid="true"' in control[0]
    assert 'placeholder="Feed"' in control[0]
    assert 'class="input"' in control[0]
    assert '<label for="id_title">' in field
    assert {'id="id_title_helptext"', 'id="id_title_error"'} <= set(re.findall(r'id="id_title_\w+"', field))
    assert 'field__must" aria-hidden="true">*' in field


def test_controls_keep_their_own_classes_and_sizes() -> None:
    form = Task()
    assert 'class="input input--code"' in drawn("{% field form.tone %}", form=form)
    assert 'rows="3"' in drawn("{% field form.about %}", form=form)
    assert 'rows="9"' in drawn("{% field form.about rows=9 %}", form=form)
    assert drawn("{% field form.secret %}", form=form).startswith('<input type="hidden"')
    assert 'class="unseen"' in drawn("{% field form.title hush=True %}", form=form)


def test_a_toast_lets_clicks_through_to_what_lies_beneath() -> None:
    rules = (ROOT / "static/css/components/states.css").read_text()
    assert re.search(r"^  \.toasts \{[^}]*pointer-events: none", rules, re.MULTILINE)
    assert re.findall(r"^ +([^{\n]*) \{ pointer-events: auto", rules, re.MULTILINE) == [".toast :is(button, form, a)"]


def test_several_choices_are_a_group_and_one_tick_is_not() -> None:
    choices = drawn("{% field form.remind across=True %}", form=Task({}))
    assert choices.startswith('<fieldset class="field field--wrong" aria-describedby="id_remind_error">')
    assert choices.count('type="radio"') == 2
    assert "field__choices--across" in choices
    tick = drawn("{% field form.shown %}", form=Task())
    assert '<label class="choice" for="id_shown">' in tick
    assert 'aria-describedby="id_shown_helptext"' in tick


def test_the_summary_of_errors_takes_the_focus_and_leads_to_each_field() -> None:
    summary = drawn("{% form_errors form %}", form=Whole({}))
    assert "autofocus" in summary
    assert "3 things to put right" in summary
    assert '<a href="#id_title">Title</a>' in summary
    assert '<a href="#id_remind_0">Remind</a>' in summary
    assert "<li>The two dates contradict each other.</li>" in summary
    assert drawn("{% form_errors form %}", form=Task({"title": "x", "remind": "a"})) == ""
    assert drawn("{% form_errors form %}", form=Task()) == ""


def test_a_whole_form_carries_token_draft_and_files() -> None:
    class Upload(forms.Form):
        file = forms.FileField()

    form = drawn('{% form form submit="Keep" draft_url="/d/" cancel_url="/c/" %}', form=Upload(), csrf_token="t0")
    assert 'enctype="multipart/form-data"' in form
    assert 'value="t0"' in form
    assert 'data-draft data-draft-url="/d/"' in form
    assert 'href="/c/"' in form
    assert "must be filled in" not in form, "said only where some fields may stay empty"
    assert "must be filled in" in drawn("{% form form %}", form=Task())
    assert "csrf" not in drawn('{% form form method="get" %}', form=Upload(), csrf_token="t0")


@pytest.mark.parametrize("language", ["en", "ru", "ar", "zh-hans"])
def test_figures_inside_a_drawing_are_never_localised(language: str) -> None:
    with translation.override(language):
        assert 'stroke-dasharray="12.5 100"' in drawn("{% ring 12.5 'soon' %}")
        assert 'width="62.5"' in drawn("{% burn 62.5 'half' %}")


@pytest.mark.parametrize(
    ("share", "state", "used", "over"),
    [(50, "", "50", ""), (90, "soon", "90", ""), (112, "over", "100", "12"), (300, "over", "100", "20")],
)
def test_a_burn_bar_ends_at_120(share: int, state: str, used: str, over: str) -> None:
    bar = drawn("{% burn share 'so much' %}", share=share)
    assert (f"burn--{state}" in bar) == bool(state)
    assert f'class="used" width="{used}"' in bar
    assert (f'x="100" width="{over}"' in bar) == bool(over)
    assert 'role="img" aria-label="so much"' in bar


def test_a_clock_says_its_time_to_everyone() -> None:
    clock = drawn(
        '{% clock "3 h left" share=12.5 state="soon" due="Due 14:10 in Berlin" due_at="2026-11-03T13:10Z" live=True %}'
    )
    assert 'tabindex="0"' in clock
    assert "Due 14:10 in Berlin" in clock
    assert 'data-countdown="2026-11-03T13:10Z"' in clock
    assert "tabindex" not in drawn('{% clock "3 h left" due="Due" still=True %}')
    assert "#good" in drawn('{% clock "Kept" state="kept" %}')


def test_what_is_inside_says_so_in_words() -> None:
    message = drawn("{% message author='Lena' initials='LK' inside=True %}<p>x</p>{% endmessage %}")
    assert "message--inside" in message
    assert "Only the agency sees this" in message
    assert "Only the agency sees this" in drawn("{% event inside=True strong='Lena' time='9:00' %}{% endevent %}")


def test_toasts_undo_by_post_and_errors_stay() -> None:
    messages = [
        SimpleNamespace(message="Done <b>", level_tag="success", extra_tags="quiet undo:/u/1/"),
        SimpleNamespace(message="Refused", level_tag="error", extra_tags=None),
    ]
    toasts = drawn("{% load frames %}{% toasts messages %}", messages=messages, csrf_token="t0")
    assert '<form method="post" action="/u/1/">' in toasts
    assert 'value="t0"' in toasts
    assert "Done &lt;b&gt;" in toasts
    assert toasts.count("data-stays") == 1


@pytest.mark.parametrize(
    ("cookies", "user", "shown"),
    [
        ({}, None, "system"),
        ({"theme": "dark"}, SimpleNamespace(theme="light"), "dark"),
        ({"theme": '"><script>'}, SimpleNamespace(theme="light"), "light"),
        ({}, SimpleNamespace(), "system"),
    ],
)
def test_the_theme_is_this_browsers_or_the_accounts_or_the_systems(
    cookies: dict[str, str], user: Any, shown: str
) -> None:
    request = SimpleNamespace(COOKIES=cookies, user=user)
    assert drawn("{% load frames %}{% theme %}", request=request) == shown
    assert drawn("{% load frames %}{% theme %}") == "system"


def test_scripts_find_each_word_they_use() -> None:
    data = drawn("{% load frames %}{% script_words %}")
    words = json.loads(re.sub(r"<[^>]+>", "", data))
    shared = (path for path in (ROOT / "static/js").glob("*.js") if 'getElementById("words")' in path.read_text())
    for script in shared:
        used = set(re.findall(r"\bwords\.([a-z]+)\b", script.read_text()))
        assert used <= set(words), script.name


def test_nothing_is_a_dash() -> None:
    assert [drawn("{{ value|or_dash }}", value=value) for value in (None, "", 0, 3, "<b>")] == [
        "–",
        "–",
        "–",
        "3",
        "&lt;b&gt;",
    ]
    assert drawn('{{ row|item:"a" }}', row={"a": 1}) == "1"


@pytest.mark.parametrize("language", ["en", "ar", "ru", "zh-hans"])
def test_clocks_count_down_in_the_words_of_the_server(language: str) -> None:
    now = datetime(2026, 11, 3, 10, tzinfo=UTC)
    with translation.override(language):
        words = json.loads(re.sub(r"<[^>]+>", "", drawn("{% load frames %}{% script_words %}")))
        for hours, minutes in ((3, 20), (3, 0), (0, 43)):
            parts = [words["hours"].replace("{count}", str(hours))] if hours else []
            parts += [words["minutes"].replace("{count}", str(minutes))] if minutes else []
            counted = words["left"].replace("{span}", words["joint"].join(parts))
            assert counted == left(now + timedelta(hours=hours, minutes=minutes), now)

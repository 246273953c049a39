"""The tags that templates are made of. Each draws one partial of templates/components; README.md there lists them all.

Settings make this library a builtin, so that no template loads it. Values come formatted: nothing here knows a zone
or a locale.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from agency.keys import new_key
from agency.templatetags.attributes import flat
from agency.templatetags.fields import control, problems, shape

register = template.Library()

SIGNS = {"good": "good", "attention": "warning", "late": "late", "info": "info"}
BURN_ENDS_AT = 120
ALMOST_USED_UP = 90


def draw(component: str, **values: Any) -> SafeString:
    """The partial templates/components/<component>.html with exactly these values."""
    return SafeString(render_to_string(f"components/{component}.html", values).strip())


@register.simple_tag
def icon(name: str, turns: bool = False, label: str = "", size: str = "") -> SafeString:
    """An icon of static/icons.svg, hidden from screen readers unless it has a label; `turns` mirrors it in Arabic."""
    classes = " ".join(filter(None, ("icon", "icon--turns" if turns else "", f"icon--{size}" if size else "")))
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="{}" {}><use href="{}#{}"/></svg>', classes, voice, static("icons.svg"), name)


@register.simple_tag
def button(
    text: str = "",
    *,
    kind: str = "",
    icon: str = "",
    turns: bool = False,
    href: str = "",
    key: str = "",
    key_words: str = "",
    cap: bool = True,
    label: str = "",
    busy: bool = False,
    **attributes: Any,
) -> SafeString:
    """A button, or with `href` a link that looks like one; further arguments become attributes (hx_post is hx-post)."""
    return draw(
        "button",
        text=text,
        classes=" ".join(["button", *(f"button--{word}" for word in kind.split())]),
        icon=icon,
        turns=turns,
        href=href,
        key=key,
        key_words=(key_words or key) if cap else "",
        label=label,
        busy=busy,
        attributes=flat(attributes if href else {"type": "submit", **attributes}),
    )


@register.simple_tag
def sign(kind: str, text: str, *, icon: str = "", turns: bool = False, classes: str = "") -> SafeString:
    """A signal, always icon and word. Kinds: good, attention, late, info, or '' for a quiet one."""
    chosen = icon or SIGNS.get(kind, "check")
    return draw("sign", kind=kind, text=text, icon=chosen, turns=turns, classes=classes)


@register.simple_tag
def chip(text: str, *, icon: str = "") -> SafeString:
    return draw("chip", text=text, icon=icon)


@register.simple_tag
def ring(share: float, state: str = "", due_at: str = "") -> SafeString:
    """The thin ring: `share` is what is left, 0 to 100. States: '', soon, last, missed."""
    return draw("ring", share=share, state=state, due_at=due_at)


@register.simple_tag
def clock(
    words: str,
    *,
    share: float = 0,
    state: str = "",
    due: str = "",
    due_at: str = "",
    live: bool = False,
    still: bool = False,
    classes: str = "",
) -> SafeString:
    """A clock. `due` says the time in both zones on hover and focus; `still` has no tab stop, as inside a link."""
    return draw(
        "clock",
        words=words,
        share=share,
        state=state,
        due=due,
        due_at=due_at,
        live=live,
        still=still,
        classes=classes,
    )


@register.simple_tag
def avatar(initials: str, *, ours: bool = False, large: bool = False) -> SafeString:
    return draw("avatar", initials=initials, ours=ours, large=large)


@register.simple_tag
def burn(share: float, label: str) -> SafeString:
    """How much of what was agreed is used, in per cent, drawn from 0 to 120 with marks at 75, 90 and 100."""
    over = min(max(share - 100, 0), BURN_ENDS_AT - 100)
    state = "over" if over else "soon" if share >= ALMOST_USED_UP else ""
    return draw("burn", used=min(max(share, 0), 100), over=over, state=state, label=label)


@register.simple_tag
def share(share: float, label: str) -> SafeString:
    """How far a goal is reached, 0 to 100 per cent."""
    return draw("share", share=min(max(share, 0), 100), label=label)


@register.simple_tag
def field(bound: Any, *, across: bool = False, hush: bool = False, **attributes: Any) -> SafeString:
    """A bound form field: label above, help beneath, error beside. `hush` keeps the label for screen readers only."""
    if bound.is_hidden:
        return bound.as_widget()
    return draw("field", field=bound, shape=shape(bound), control=control(bound, attributes), across=across, hush=hush)


@register.simple_tag
def form_errors(form: BaseForm | Sequence[Any]) -> SafeString:
    """What is wrong with a form, or with several at once: a summary that takes the focus and links to each field."""
    wrong = problems(form)
    return draw("form_errors", problems=wrong) if wrong else mark_safe("")


@register.simple_tag(takes_context=True)
def form(
    context: Context,
    form: BaseForm,
    *,
    submit: str = "",
    action: str = "",
    method: str = "post",
    cancel_url: str = "",
    draft_url: str = "",
    kind: str = "main",
    **attributes: Any,
) -> SafeString:
    """A whole form: error summary, fields, buttons. `draft_url` makes it keep what is typed there."""
    return draw(
        "form",
        form=form,
        submit=submit or _("Save"),
        action=action,
        method=method,
        cancel_url=cancel_url,
        draft_url=draft_url,
        kind=kind,
        attributes=flat(attributes),
        csrf_token=context.get("csrf_token"),
        needed={bound.field.required for bound in form.visible_fields()},
    )


@register.simple_block_tag
def note(
    content: str, kind: str = "", title: str = "", *, icon: str = "", level: int = 3, role: str = ""
) -> SafeString:
    """A quiet band that says one thing. Kinds: '', good, attention, late, info."""
    chosen = icon or SIGNS.get(kind, "info")
    return draw("note", content=content, kind=kind, title=title, icon=chosen, level=level, role=role)


@register.simple_block_tag
def dialog(content: str, name: str, title: str, *, wide: bool = False, shown: bool = False) -> SafeString:
    """A dialog with the id `name`; a button with data-opens="<name>" opens it."""
    return draw("dialog", content=content, name=name, title=title, wide=wide, shown=shown)


@register.simple_block_tag
def todo(content: str, **values: Any) -> SafeString:
    """A row of Today; what stands between the tags are its buttons, or its work when `open`."""
    return draw("todo", content=content, **values)


@register.simple_block_tag
def event(content: str, **values: Any) -> SafeString:
    """One thing that passed; what stands between the tags follows its words."""
    return draw("event", content=content, **values)


@register.simple_block_tag
def message(content: str, **values: Any) -> SafeString:
    """One message of a conversation; `inside` for what only the agency sees."""
    return draw("message", content=content, **values)


@register.simple_block_tag
def bulk(content: str, label: str = "") -> SafeString:
    """The bar for the rows that are ticked (checkboxes with data-pick in the same form)."""
    return draw("bulk", content=content, label=label or _("With the chosen rows"))


@register.simple_block_tag
def menu(
    content: str,
    text: str = "",
    *,
    icon: str = "more",
    label: str = "",
    up: bool = False,
    start: bool = False,
    key: str = "",
    kind: str = "",
) -> SafeString:
    """A few further things behind one button; links and buttons stand between the tags. `key` opens it, and it opens
    to its own `start` instead of its end; `kind` as of a button.
    """
    classes = " ".join(["button", *(f"button--{word}" for word in kind.split())])
    named = {"text": text, "icon": icon, "label": label or _("More")}
    return draw("menu", content=content, **named, up=up, start=start, key=key, classes=classes)


@register.filter
def or_dash(value: object) -> SafeString:
    """The value, or an en dash where there is none."""
    return (
        mark_safe("–")
        if value in (None, "", 0)
        else conditional_escape(value if isinstance(value, SafeString) else str(value))
    )


@register.filter
def item(mapping: Mapping[str, Any], key: str) -> Any:
    """The value of `key`, or None."""
    return mapping.get(key)


@register.simple_tag
def fresh_key() -> str:
    """A key for a form that must not do its work twice, however often it is sent."""
    return new_key()

"""The tags that frames are made of: theme, messages, words of the scripts. Frames load them, pages need not."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html_join, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agency.languages import hours_in_words, language, minutes_in_words
from agency.styles import STYLESHEETS
from agency.templatetags.rapport import draw

register = template.Library()

THEMES = ("system", "light", "dark")
A_SAMPLE = 7


@register.simple_tag
def stylesheets() -> SafeString:
    """A link to each style sheet: the browser asks for all of them at once."""
    links = ((static(path),) for path in STYLESHEETS)
    return format_html_join("\n  ", '<link rel="stylesheet" href="{}">', links)


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """The theme this person chose: on this browser (a cookie), or else with their account; 'system' if never."""
    request = context.get("request")
    if request is None:
        return "system"
    chosen = (request.COOKIES.get("theme"), getattr(getattr(request, "user", None), "theme", None))
    return next((one for one in chosen if one in THEMES), "system")


@register.simple_tag(takes_context=True)
def toasts(context: Context, messages: Iterable[Any] | None, *, oob: bool = False) -> SafeString:
    """Django's messages as toasts. `extra_tags="undo:/address/"` gives a message an Undo button that posts there.

    With `until:<moment as ISO text>` it counts the seconds down and stays until then. It says as `next` on which page
    the toast stands, for views that come back to it. `oob`: beside a part that answers htmx.
    """
    shown = [
        {
            "text": message.message,
            "kind": message.level_tag,
            "undo_url": _tagged("undo:", message.extra_tags),
            "until": _tagged("until:", message.extra_tags),
        }
        for message in messages or ()
    ]
    request = context.get("request")
    here = request.get_full_path() if request is not None and request.method == "GET" else ""
    return draw("toasts", toasts=shown, csrf_token=context.get("csrf_token"), here=here, oob=oob)


@register.simple_tag
def script_words() -> SafeString:
    """The words that scripts need, translated, as data that a strict policy allows."""
    return json_script(
        {
            **_clock_words(),
            "draft": _("Draft kept {time}"),
            "unkept": _("Draft not kept yet; trying again"),
            "chosen": _("Chosen: {count}"),
            "gone": _("This message has left already. Load the page again to write another."),
            "signed_out": _("You are signed out. Sign in in another tab; what you typed stays here."),
            "failed": _("That did not work. Nothing is lost; please try again."),
            "offline": _("No connection. What you typed stays here."),
            "copied": _("Copied"),
            "close": _("Close"),
            "seconds_left": _("{count} s left"),
        },
        "words",
    )


def _clock_words() -> dict[str, str]:
    """Patterns that say what agency.wording.span and left say, so that a clock counts down in the server's words."""
    spoken = language()
    return {
        "hours": hours_in_words(A_SAMPLE, spoken.code).replace(str(A_SAMPLE), "{count}"),
        "minutes": minutes_in_words(A_SAMPLE, spoken.code).replace(str(A_SAMPLE), "{count}"),
        "joint": spoken.joint,
        "moment": _("less than a minute"),
        "left": _("%(span)s left") % {"span": "{span}"},
        "missed": _("Missed by %(span)s") % {"span": "{span}"},
    }


def _tagged(name: str, extra_tags: str | None) -> str:
    """What stands behind a name among a message's tags; ''."""
    return next((tag.removeprefix(name) for tag in (extra_tags or "").split() if tag.startswith(name)), "")

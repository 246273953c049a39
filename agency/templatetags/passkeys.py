"""What pages about signing in say: words for the scripts of passkeys, and a browser's name."""

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.simple_tag
def passkey_words() -> SafeString:
    return json_script(
        {
            "stopped": _("The passkey was not used. Try once more, or choose another way."),
            "failed": _("This browser could not use a passkey here. Choose another way."),
        },
        "passkey-words",
    )


@register.filter
def browser_words(user_agent: str) -> str:
    """'Firefox on Windows' of what a browser says about itself."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Another program")

"""The list of time zones behind the fields for one."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from agency import wording
from agency.forms.choices import zones

register = template.Library()


@register.simple_tag
def zone_list() -> SafeString:
    """A <datalist> with the id that every ZoneField refers to: the zone, and its city in the reader's language."""
    options = format_html_join(
        "", '<option value="{}">{}</option>', ((zone, wording.zone_place(zone)) for zone in zones())
    )
    return format_html('<datalist id="zones">{}</datalist>', options)

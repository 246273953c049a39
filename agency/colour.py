"""Colour without a browser: OKLCH to hex, contrast, and an agency's brand from one hue.

Paper and mail cannot compute colours from a hue: inline SVG in a PDF sees no page CSS, and mail readers know no
oklch(). Lightness and chroma here are those of static/css/tokens.css, light set. The conversion is Björn Ottosson's
Oklab (2020); a colour outside sRGB keeps lightness and hue and loses chroma, as CSS Color 4 prescribes.
"""

from math import cos, radians, sin

from django.utils.translation import gettext as _

BRAND = {
    "brand": (0.43, 0.078),
    "brand_strong": (0.36, 0.068),
    "brand_wash": (0.966, 0.011),
    "brand_mark": (0.43, 0.078),
    "brand_line": (0.82, 0.05),
    "on_brand": (0.99, 0.005),
}
NEUTRALS = {
    "ground": (0.992, 0.003, 85),
    "paper": (1.0, 0.0, 0),
    "sunken": (0.966, 0.006, 85),
    "line": (0.908, 0.007, 85),
    "ink": (0.24, 0.012, 75),
    "ink_2": (0.42, 0.012, 75),
    "ink_3": (0.51, 0.012, 75),
    "chart_then": (0.80, 0.012, 85),
    "chart_rule": (0.93, 0.005, 85),
}
READABLE, VISIBLE = 4.5, 3.0
_GAMUT_STEPS, _ROUNDING = 24, 1e-4

Linear = tuple[float, float, float]


def hex_of(lightness: float, chroma: float, hue: float) -> str:
    """`#rrggbb` of an OKLCH colour: lightness 0 to 1, chroma from 0, hue in degrees. ValueError outside these."""
    if not 0 <= lightness <= 1 or chroma < 0:
        raise ValueError(f"No such colour: lightness {lightness}, chroma {chroma}.")
    light = _linear(lightness, chroma, hue)
    if not _inside(light):
        light = _linear(lightness, _largest_chroma(lightness, chroma, hue), hue)
    return "#" + "".join(f"{round(_encoded(channel) * 255):02x}" for channel in light)


def brand(hue: float) -> dict[str, str]:
    """The brand colours of light mode for an agency's hue in degrees: name of the token, with underscores, to hex."""
    return {name: hex_of(lightness, chroma, hue) for name, (lightness, chroma) in BRAND.items()}


def neutrals() -> dict[str, str]:
    """The greys of light mode that words and marks on paper take: name of the token, with underscores, to hex."""
    return {name: hex_of(*values) for name, values in NEUTRALS.items()}


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two `#rrggbb` colours, 1 to 21, by WCAG 2.2, section 1.4.3. ValueError if either is none."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def weaknesses(hue: float) -> list[str]:
    """Sentences on what would be hard to read with this hue; empty if all words reach 4.5:1 and all marks 3:1."""
    ours, grey = brand(hue), neutrals()
    pairs = [
        (_("Links would be hard to read on the page."), ours["brand"], grey["ground"], READABLE),
        (_("Links would be hard to read on the highlighted row."), ours["brand"], ours["brand_wash"], READABLE),
        (_("Words on buttons would be hard to read."), ours["on_brand"], ours["brand"], READABLE),
        (_("Lines of charts would be hard to see."), ours["brand_mark"], grey["paper"], VISIBLE),
    ]
    return [words for words, front, ground, least in pairs if contrast(front, ground) < least]


def _linear(lightness: float, chroma: float, hue: float) -> Linear:
    """Linear-light red, green and blue, not clipped: a part below 0 or above 1 lies outside sRGB."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _largest_chroma(lightness: float, chroma: float, hue: float) -> float:
    least, most = 0.0, chroma
    for _step in range(_GAMUT_STEPS):
        between = (least + most) / 2
        if _inside(_linear(lightness, between, hue)):
            least = between
        else:
            most = between
    return least


def _inside(light: Linear) -> bool:
    return all(-_ROUNDING <= part <= 1 + _ROUNDING for part in light)


def _encoded(part: float) -> float:
    part = min(max(part, 0.0), 1.0)
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    if len(colour) != 7 or not colour.startswith("#"):
        raise ValueError(f"Not a colour of the form #rrggbb: {colour}")
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

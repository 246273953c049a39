"""Whatever hue an agency takes, words stay readable; and the literal colours are those of the style sheet."""

import re
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from agency.colour import BRAND, NEUTRALS, brand, contrast, hex_of, weaknesses

TOKENS = Path(__file__).resolve().parents[2] / "static/css/tokens.css"


@pytest.mark.parametrize(
    ("lightness", "chroma", "hue", "expected"),
    [
        (0, 0, 0, "#000000"),
        (1, 0, 0, "#ffffff"),
        (0.627955, 0.257683, 29.234, "#ff0000"),
        (0.86644, 0.294827, 142.495, "#00ff00"),
        (0.452014, 0.313214, 264.052, "#0000ff"),
    ],
)
def test_known_colours(lightness: float, chroma: float, hue: float, expected: str) -> None:
    assert hex_of(lightness, chroma, hue) == expected


@given(st.floats(0, 1), st.floats(0, 0.5), st.floats(0, 360))
def test_every_colour_has_a_hex(lightness: float, chroma: float, hue: float) -> None:
    assert re.fullmatch("#[0-9a-f]{6}", hex_of(lightness, chroma, hue))


def test_no_such_colour() -> None:
    for lightness, chroma in ((1.1, 0.1), (0.5, -0.1)):
        with pytest.raises(ValueError, match="No such colour"):
            hex_of(lightness, chroma, 0)
    with pytest.raises(ValueError, match="#rrggbb"):
        contrast("red", "#ffffff")


def test_contrast_goes_from_1_to_21_and_both_ways() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#006070", "#006070") == 1


@pytest.mark.parametrize("hue", range(0, 360, 5))
def test_each_hue_on_offer_can_be_read(hue: int) -> None:
    assert weaknesses(hue) == []
    assert set(brand(hue)) == set(BRAND)


def test_the_literal_colours_are_those_of_the_light_set() -> None:
    light = TOKENS.read_text().split('[data-theme="dark"]')[0]
    for name, (lightness, chroma) in BRAND.items():
        assert token(light, name) == [lightness, chroma], name
    for name, values in NEUTRALS.items():
        assert token(light, name)[:2] == list(values[:2]), name


def token(css: str, name: str) -> list[float]:
    """Lightness and chroma of a token; one that names another token has that one's."""
    (value,) = re.findall(rf"--{name.replace('_', '-')}:\s*([^;]+);", css)
    if named := re.fullmatch(r"var\(--([a-z0-9-]+)\)", value):
        return token(css, named[1])
    lightness, chroma = re.findall(r"[\d.]+", value)[:2]
    return [round(float(lightness) / 100, 4), float(chroma)]

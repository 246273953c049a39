"""Figures as people type them, and money in its smallest unit."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from clients.forms.fields import FigureField, as_typed, trimmed
from clients.forms.scope import major, minor


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("4,400", "4400"),
        ("4400", "4400"),
        (" 1 250.5 ", "1250.5"),
        ("1,234,567.89", "1234567.89"),
        ("-3", "-3"),
        ("3,5", "3.5"),
    ],
)
def test_a_figure_in_english(typed: str, meant: str) -> None:
    assert FigureField().clean(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["3,5,1", "1,23,4", "much", "1e400", "NaN", "Infinity", "--3"])
def test_what_is_no_figure(typed: str) -> None:
    with pytest.raises(ValidationError):
        FigureField(max_digits=10, decimal_places=2).clean(typed)


def test_a_figure_in_russian() -> None:
    with translation.override("ru"):
        assert as_typed("4 400,5") == "4400.5"


@pytest.mark.parametrize(("value", "shown"), [("12.00", "12"), ("1.50", "1.5"), ("100.00", "100"), ("0.00", "0")])
def test_trimmed(value: str, shown: str) -> None:
    assert f"{trimmed(Decimal(value))}" == shown


@pytest.mark.parametrize(
    ("amount", "currency", "units"), [("12.50", "EUR", 1250), ("300", "JPY", 300), ("1.5", "KWD", 1500)]
)
def test_money_in_its_smallest_unit(amount: str, currency: str, units: int) -> None:
    assert minor(Decimal(amount), currency) == units
    assert major(units, currency) == Decimal(amount)
    assert minor(None, currency) is None
    assert major(None, currency) is None

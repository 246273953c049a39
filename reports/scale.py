"""The value axis of a chart: round ticks that cover the data. Pure."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

MOST_TICKS = 6
FEWEST_TICKS = 3
_LEADING = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
_EMPTY_RANGE = 100


def nice_ticks(low: Decimal, high: Decimal, *, grain: Decimal = Decimal(1)) -> list[Decimal]:
    """Three to six evenly spaced round values, lowest first, the first at most `low` and the last at least `high`.

    A round value is a multiple of 1, 2, 2.5 or 5 times a power of ten and of `grain`, the smallest step that means
    something in this unit (one order, one cent, a tenth of a per cent). When low and high are both 0 the axis
    runs to a hundred grains. ValueError if low > high or the grain is not positive.
    """
    if low > high:
        raise ValueError(f"The lowest value {low} is above the highest {high}.")
    if grain <= 0:
        raise ValueError(f"The grain {grain} is not positive.")
    if low == high:
        low, high = (min(low, Decimal(0)), max(high, Decimal(0))) if low else (low, grain * _EMPTY_RANGE)
    return next(ticks for step in _steps(high - low, grain) if (ticks := _multiples(step, low, high)))


def span_of(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """Lowest and highest value an axis should show: zero is part of it unless the values lie close together far off.

    Close together means that they differ by less than half of the largest, so that an axis from zero would hide how
    they move. No values at all: 0 to 0.
    """
    if not values:
        return Decimal(0), Decimal(0)
    low, high = min(values), max(values)
    if low > 0 and low * 2 <= high:
        return Decimal(0), high
    if high < 0 and high * 2 >= low:
        return low, Decimal(0)
    return low, high


def _steps(width: Decimal, grain: Decimal) -> "list[Decimal]":
    power = Decimal(1).scaleb((width / MOST_TICKS).adjusted() - 1)
    candidates = [lead * power * Decimal(1).scaleb(exponent) for exponent in range(4) for lead in _LEADING]
    return sorted({max(step, grain) for step in candidates if step <= grain or step % grain == 0} | {grain})


def _multiples(step: Decimal, low: Decimal, high: Decimal) -> list[Decimal]:
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    last = max(last, first + FEWEST_TICKS - 1)
    if last - first + 1 > MOST_TICKS:
        return []
    return [step * (first + position) for position in range(int(last - first) + 1)]

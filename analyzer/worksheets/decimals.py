"""Amounts of attributes, and quotients as offices write them: one decimal, half rounded up."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def tenths(value: Fraction) -> str:
    """``3.65`` → ``3.7``: rounded half up, exactly."""
    quotient = Decimal(value.numerator * 10) / Decimal(value.denominator)
    return str((quotient.to_integral_value(ROUND_HALF_UP) / 10).quantize(Decimal("0.1")))


def amount(value: object) -> Fraction | None:
    """A number of 0 or more, such as 2406 or 0.5; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = Fraction(str(value))
    except ValueError:  # infinity, or no number
        return None
    return found if 0 <= found <= 10**12 else None


def total(values: object) -> Fraction | None:
    """The sum of a mapping's amounts; None where it is none, or holds something else."""
    if not isinstance(values, Mapping) or not values:
        return None
    amounts = [amount(value) for value in values.values()]
    return None if None in amounts else sum((one for one in amounts if one is not None), Fraction())


def whole(value: Fraction | None) -> int | str | None:
    """An integer where it is one; else with one decimal."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else tenths(value)

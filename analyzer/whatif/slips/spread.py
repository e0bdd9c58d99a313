"""What many samples of a figure come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

SHARES = (Fraction(1, 10), Fraction(1, 2), Fraction(9, 10))
"""The quantiles that are told."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Of at least one sample: the exact mean; the least value that 10, 50, 90 % of the samples do not exceed."""

    mean: Fraction
    low: int
    median: int
    high: int
    least: int
    most: int


def spread(values: npt.NDArray[np.integer]) -> Spread | None:
    """None where there is no sample."""
    if not values.size:
        return None
    low, median, high = band(values)
    total = sum(v * n for v, n in counts(values).items())
    return Spread(Fraction(total, values.size), low, median, high, int(values.min()), int(values.max()))


def band(values: npt.NDArray[np.integer]) -> tuple[int, int, int]:
    """The three quantiles of at least one sample."""
    ordered = np.sort(values)
    low, median, high = (int(ordered[_rank(share, ordered.size)]) for share in SHARES)
    return low, median, high


def counts(values: npt.NDArray[np.integer]) -> Mapping[int, int]:
    """Value → samples with it, sorted."""
    found, numbers = np.unique(values, return_counts=True)
    return {int(value): int(number) for value, number in zip(found, numbers, strict=True)}


def share(flags: npt.NDArray[np.bool_]) -> Fraction:
    """Of all samples, those with the flag; 0 of none."""
    return Fraction(int(flags.sum()), flags.size) if flags.size else Fraction(0)


def _rank(share_: Fraction, size: int) -> int:
    return max(0, -(-share_.numerator * size // share_.denominator) - 1)

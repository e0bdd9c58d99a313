"""Random draws that give the same values on every platform and Python version.

Only the sequence of `Random.random()` is promised by Python to stay the same for a seed, so
everything else (whole numbers, shuffles, weighted picks) is made from it here. Each concern of
the generator has a stream of its own: a change in how links are drawn leaves the systems alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """One stream of draws, known by the seed and the name of its concern."""

    def __init__(self, seed: int, concern: str) -> None:
        self._unit = Random(f"{seed}/{concern}").random

    def below(self, limit: int) -> int:
        """0 to limit − 1, all alike."""
        return min(int(self._unit() * limit), limit - 1)

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both inclusive."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        """True in `percent` of 100 cases."""
        return self._unit() * 100 < percent

    def one_of(self, values: Sequence[T]) -> T:
        return values[self.below(len(values))]

    def by_percent(self, shares: Sequence[tuple[int, T]]) -> T:
        """One of the values, each as often as its share says (the shares add up to 100)."""
        rest = self.below(100)
        for share, value in shares:
            rest -= share
            if rest < 0:
                return value
        raise ValueError(f"shares add up to less than 100: {shares}")

    def shuffled(self, values: Sequence[T]) -> list[T]:
        result = list(values)
        for last in range(len(result) - 1, 0, -1):
            other = self.below(last + 1)
            result[last], result[other] = result[other], result[last]
        return result


class Wheel:
    """Picks positions by whole-number weights, each pick in O(log n)."""

    def __init__(self, weights: Sequence[int]) -> None:
        self._sums = list(accumulate(weights))

    def pick(self, draws: Draws) -> int:
        """A position; one of weight 0 never. At least one weight must be positive."""
        return bisect_right(self._sums, draws.below(self._sums[-1]))

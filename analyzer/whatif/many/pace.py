"""How fast a run goes, and how long the rest will take at the rate of the last minute."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

WINDOW = 60.0
"""Seconds that the rate looks back."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` results are there, `found` of them before the run; `rate`: results per second (None: not known yet)."""

    total: int
    found: int
    done: int
    failed: int
    rate: float | None

    @property
    def left_seconds(self) -> float | None:
        """At the present rate; None where that is not known, or nothing moves."""
        return (self.total - self.done) / self.rate if self.rate else None


class Pace:
    """Hears how much is done at which second, and gives the rate over the window (or since the beginning, where that is later)."""

    def __init__(self, now: float) -> None:
        self._heard: deque[tuple[float, int]] = deque([(now, 0)])

    def hear(self, now: float, computed: int) -> None:
        """`computed`: results so far; `now` never goes back."""
        self._heard.append((now, computed))
        while len(self._heard) > 2 and self._heard[1][0] <= now - WINDOW:
            self._heard.popleft()

    @property
    def rate(self) -> float | None:
        (first, before), (last, after) = self._heard[0], self._heard[-1]
        return (after - before) / (last - first) if last > first else None

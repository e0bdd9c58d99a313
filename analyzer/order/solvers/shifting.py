"""Shares of what several draw on, moved towards those who draw on it in the orders found, as long as the bound rises.

Who finds orders at given shares is told by `look`: `analyzer.order.solvers.sets` and `analyzer.order.solvers.cycles`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analyzer.order.arrays import Floats
from analyzer.order.bounds.ascent import Ascent
from analyzer.order.bounds.compile import Compiled

_FIRST = 40
"""Rounds of the ascent that shares begin with."""
_MEMORY = 0.7
"""What the orders before count for in what is drawn on: one order alone would send the shares to and fro."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Looks without a higher bound after which steps shrink (`patience`), by how much, and after which there are no more (`enough`)."""

    patience: int
    shrink: float
    enough: int


def is_shared(compiled: Compiled) -> bool:
    """Whether several draw on some thing."""
    drawn = np.bincount(compiled.share_thing, minlength=len(compiled.things))
    return bool((drawn > 1).any() or len(compiled.routes))


def begin(ascent: Ascent, is_over: Callable[[], bool]) -> bool:
    """Shares that are good by themselves, whatever the order; False where time is over before."""
    for _ in range(_FIRST):
        ascent.bound()
        ascent.improve()
        if is_over():
            return False
    assert ascent.best is not None
    ascent.shares, ascent.step = ascent.best.shares.copy(), 1.0
    return True


def climb(ascent: Ascent, pace: Pace, look: Callable[[], tuple[int, Floats] | None]) -> None:
    """`look`: the bound at the shares as they are, and by share how much is drawn on it; None ends it."""
    best, stale = -1, 0
    used: Floats | None = None
    while stale < pace.enough and (found := look()) is not None:
        bound, drawn = found
        stale = 0 if bound > best else stale + 1
        best = max(best, bound)
        if stale and stale % pace.patience == 0:
            ascent.step *= pace.shrink
        used = drawn if used is None else _MEMORY * used + (1 - _MEMORY) * drawn
        ascent.move_shares(used)

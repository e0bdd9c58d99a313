"""The same bound, raised at a heat that falls.

Exact messages have corners: where no pair can raise the bound by itself the ascent stands still, some percent below what other
messages and prices would prove. At a heat there are none: a table stands for −heat · log Σ exp(−entry / heat) instead of
its least entry, passing messages reaches the best there is (Meshi, Jaakkola, Globerson: Convergence rate analysis of MAP
coordinate minimization algorithms, NIPS 2012), and how likely entries are is then the slope of that bound by shares and prices.
These go along it with momentum (Polyak 1964). Heat falls until the softened bound is nearly the exact one; what is kept are
exact bounds, of some exact rounds that begin at softened messages.

Steps are as long as slopes are safe for: those of a thing by its price, those of a joined price by the square of the capacity's limit.
Each depends on the rounds before it, never on the clock.
"""

from __future__ import annotations

import numpy as np

from analyzer.order.arrays import Floats
from analyzer.order.bounds.ascent import Ascent
from analyzer.order.bounds.compile import Compiled

_SOFT, _EXACT, _LOOK = 2, 2, 10
"""Softened sweeps in a round; exact ones to look at the bound; rounds from one look to the next."""
_MOMENTUM = 0.9

# How long steps are, at a heat of 1; found by trial on generated cities
_SHARES, _LEGS, _PRICES = 36.0, 60.0, 3.0
_MOST = 1.8
"""By how much the logarithm of a share grows at once, at most."""
_ROOM = 2.0
"""Added to a limit: a capacity of one is not as stiff as its square says."""

_COLDEST = 0.05
"""Of the heat at the beginning."""


class Cooling(Ascent):
    """Goes on from where another ascent was best, for `length` rounds.

    `hot`: what the softened bound may fall short of the exact one by at the beginning, at most, as a part of what is proven beyond
    what every plan pays.
    """

    def __init__(self, compiled: Compiled, start: Ascent, hot: float, length: int) -> None:
        super().__init__(compiled)
        assert start.best is not None
        self.take_up(start, 1.0)
        self.length = length
        counts = np.diff(compiled.offsets)
        one, other = compiled.pairs[:, 0], compiled.pairs[:, 1]
        choice = float(np.log(counts).sum() + np.log(counts[one] * counts[other]).sum())
        proven = max(self.unit, start.best.value - compiled.constant)
        self._hottest = hot * proven / max(choice, 1.0)
        drawn_on = np.maximum(self.unit, compiled.prices.astype(np.float64))
        self._share_steps = (_SHARES / drawn_on)[compiled.share_thing]
        limits = np.maximum(self.capacities.limits, 1.0)
        self._plain_steps = _PRICES / limits
        self._joined_steps = (_PRICES / (limits + _ROOM) ** 2)[:, None]
        self._used = np.zeros(len(self.shares))
        self._alone = np.zeros(len(self.plain))
        self._together = np.zeros(self.joined.shape)

    @property
    def heat(self) -> float:
        """In cost units."""
        return float(self._hottest * _COLDEST ** min(1.0, self.rounds / self.length))

    @property
    def is_done(self) -> bool:
        return self.rounds > self.length

    def bound(self) -> float:
        """The exact bound, looked at now and then; keeps what was best."""
        self.messages.change(self.entries())
        if self.rounds % _LOOK == 0:
            value, to_one, to_other = self.messages.sharpened(_EXACT)
            self.value = self.in_all(value)
            if self.best is None or self.value > self.best.value:
                self.keep(to_one, to_other)
        self.rounds += 1
        return self.value

    def improve(self) -> None:
        heat = self.heat
        for _ in range(_SOFT):
            self.messages.soften(heat)
        likely = self.messages.likelihoods(heat)
        alone, together = self.capacities.overdrawn(likely)
        self._used = _follow(self._used, self.costs.usage(likely))
        self._alone, self._together = _follow(self._alone, alone), _follow(self._together, together)
        self.step = min(1.0, _LEGS * heat / self.unit)
        self.share_out(self._used, np.minimum(_MOST, heat * self._share_steps))
        self.plain = np.maximum(0.0, self.plain + heat * self._plain_steps * self._alone)
        self.joined = np.maximum(0.0, self.joined + heat * self._joined_steps * self._together)


def _follow(before: Floats, now: Floats) -> Floats:
    return _MOMENTUM * before + (1 - _MOMENTUM) * now

"""Shares, prices and messages that make the bound high: improved round by round, whatever is cut short stays valid.

Three sorts of multipliers. Messages are improved exactly (`analyzer.order.bounds.messages`). Shares move towards those who draw on
their thing in what the bound stands for now, by a factor (mirror ascent: Beck and Teboulle, Operations Research Letters 31, 2003).
Capacities have prices: each row of a capacity, multiplied by each course of a system that it counts (Adams and Sherali's
reformulation-linearization; of assignment problems: Adams, Johnson 1994; Hahn, Grant 1998), says of every other system how
often its cutovers fall in the month together with that course.

Steps shrink when the bound rises no longer: every step depends on the rounds before it, never on the clock.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analyzer.order.arrays import Floats, Ints, sums
from analyzer.order.bounds.compile import Compiled
from analyzer.order.bounds.costs import Costs
from analyzer.order.bounds.messages import Messages

_LEAST_SHARE = 1e-5
"""Of a thing's price: so that a share can come back."""

_RISE = 1e-4
"""By less than this part of it the bound does not count as higher: steps shrink."""

_PATIENCE = 8
"""Rounds without a higher bound after which they do."""

_SHRINK = 0.8

# How far a step of 1 goes. Found by trial on generated cities; heat and prices are in units of what things cost.
_SHARES, _LEGS, _PRICES = 0.6, 0.2, 1.0
_HEAT, _LEAST_HEAT = 0.3, 0.015


@dataclass(slots=True, eq=False)
class Multipliers:
    """What a bound rests on. `plain` [rows] and `joined` [rows, courses]: prices of capacities; `to_one`, `to_other`:
    messages as `Messages` has them, by size of pair.
    """

    shares: Floats
    prices: Floats
    """Of things, as shares add up to them: less than what legs cost where a case may cover two."""
    plain: Floats
    joined: Floats
    to_one: list[Floats]
    to_other: list[Floats]
    value: float


class Ascent:
    """Begins with equal shares and without prices; ends when steps have become smaller than `smallest`."""

    def __init__(self, compiled: Compiled, smallest: float = 0.0) -> None:
        self.compiled = compiled
        self.costs = Costs(compiled)
        self.messages = Messages(compiled)
        self.capacities = Capacities(compiled)
        self.legs = np.array([thing.kind == "leg" for thing in compiled.things], dtype=np.bool_)
        self.prices = compiled.prices.astype(np.float64)
        self.prices[np.unique(compiled.routes)] *= 0.5
        drawn = np.bincount(compiled.share_thing, minlength=len(self.prices))
        self.shares = (self.prices / np.maximum(drawn, 1))[compiled.share_thing]
        self.plain = np.zeros(len(compiled.loads))
        self.joined = np.zeros(self.capacities.allowed.shape)
        self.unit = float(compiled.prices.mean()) if len(compiled.prices) else 1.0
        self.step = 1.0
        self.rounds = 0
        self.value = -np.inf
        self.best: Multipliers | None = None
        self._stale = 0
        self._smallest = smallest

    def take_up(self, other: Ascent, step: float) -> None:
        """Goes on from where another ascent of the same courses was best; its pairs are among these."""
        best = other.best
        assert best is not None
        self.shares, self.prices, self.plain = best.shares.copy(), best.prices.copy(), best.plain.copy()
        if other.compiled is self.compiled:
            self.joined = best.joined.copy()
        numbers = (table.pairs for table in other.messages.tables)
        found = zip(numbers, best.to_one, best.to_other, strict=True)
        self.messages.take_up(other.compiled.pairs, found)
        self.step = step

    def bound(self) -> float:
        """Passes messages at the shares and prices as they are; keeps what was best."""
        self.messages.change(self.entries())
        self.messages.sweep()
        self.value = self.in_all(self.messages.value)
        self.rounds += 1
        best = -np.inf if self.best is None else self.best.value
        self._stale = 0 if self.value > best + _RISE * abs(self.value) else self._stale + 1
        if self.value > best:
            self.keep(*self.messages.kept())
        if self._stale >= _PATIENCE:
            self.step *= _SHRINK
            self._stale = 0
        return self.value

    def entries(self) -> Floats:
        """The costs of entries at the shares and prices as they are."""
        return self.capacities.priced(self.costs.of(self.shares), self.plain, self.joined)

    def in_all(self, messages: float) -> float:
        """The bound, of what the messages prove of the entries."""
        return self.compiled.constant - float(self.capacities.limits @ self.plain) + messages

    def gains_over(self, other: Ascent) -> bool:
        """True where its bound is higher by more than rounding and chance."""
        if self.best is None or other.best is None:
            return False
        return self.best.value > other.best.value + _RISE * abs(other.best.value)

    @property
    def is_done(self) -> bool:
        """True where nothing more is to be gained."""
        return self.step < self._smallest

    def improve(self) -> None:
        """One step of shares and prices, along what the messages make likely."""
        likely = self.messages.marginals(self.unit * (_LEAST_HEAT + _HEAT * self.step))
        self.move_shares(self.costs.usage(likely))
        self._move_prices(likely)

    def move_shares(self, used: Floats) -> None:
        """One step of the shares towards those who draw on their thing: `used`, by share, how much."""
        self.share_out(used, np.full(len(used), _SHARES * self.step))

    def share_out(self, used: Floats, rates: Floats) -> None:
        """The same, each share by its own rate: how much its logarithm grows where it is drawn on."""
        of = self.compiled.share_thing
        if len(self.compiled.routes):
            self._move_leg_prices(used)
        shares = np.maximum(self.shares, _LEAST_SHARE * self.prices[of])
        shares *= np.exp(rates * used)
        total = sums(of, shares, len(self.prices))
        self.shares = shares * (self.prices / np.maximum(total, 1e-300))[of]

    def _move_leg_prices(self, used: Floats) -> None:
        """Of the legs that one case may cover together, the one in more use pays more of the case."""
        c = self.compiled
        paid = sums(c.share_thing, self.shares * used, len(self.prices))
        full = c.prices.astype(np.float64)
        gain = np.where(self.legs, paid / np.maximum(self.prices, 1e-9 * full), 0.0)
        wanted = np.minimum(full, self.prices + _LEGS * self.step * full * gain)
        prices = np.where(self.legs, wanted, self.prices)
        one, other = c.routes[:, 0], c.routes[:, 1]
        excess = np.maximum(0.0, prices[one] + prices[other] - full[one])
        worst = np.zeros(len(prices))
        np.maximum.at(worst, one, excess)
        np.maximum.at(worst, other, excess)
        self.prices = np.maximum(0.0, prices - 0.5 * worst)

    def _move_prices(self, likely: Floats) -> None:
        """Capacities that are overdrawn cost more, others less, by the part of the capacity that is at stake."""
        if not len(self.plain):
            return
        far = _PRICES * self.step * self.unit / np.maximum(self.capacities.limits, 1.0)
        alone, together = self.capacities.overdrawn(likely)
        self.plain = np.maximum(0.0, self.plain + far * alone)
        self.joined = np.maximum(0.0, self.joined + far[:, None] * together)

    def keep(self, to_one: list[Floats], to_other: list[Floats]) -> None:
        """What the bound rests on now, with these messages, is the best so far."""
        self.best = Multipliers(
            self.shares.copy(),
            self.prices.copy(),
            self.plain.copy(),
            self.joined.copy(),
            to_one,
            to_other,
            self.value,
        )


class Capacities:
    """Capacities of months as prices: plain ones, paid by each cutover; and joined ones, of a row times a course.

    Joined prices are there for rows that all pairs of the systems they count are tables for (`Compiled.joined`).
    Few courses count in a row, so that all is added up by places, always in the same order; products of whole matrices
    would keep every processor busy, the one that the search works on among them.
    """

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.courses = int(compiled.offsets[-1])
        counts = np.diff(compiled.offsets)
        rows = compiled.loads
        self.load = np.array([row.load for row in rows], dtype=np.float64).reshape(len(rows), self.courses)
        self.limits = np.array([row.limit for row in rows], dtype=np.float64)
        self.room = self.limits[:, None] - self.load
        system = np.repeat(np.arange(len(counts)), counts)
        counted = np.zeros((len(rows), len(counts)), dtype=np.bool_)
        for number, row in enumerate(rows):
            if row.joined:
                counted[number, system[row.load]] = True
        self.allowed = counted[:, system]
        self.any_joined = bool(self.allowed.any())
        loaded, loading = np.nonzero(self.load.T)
        self.loading: Ints = loading
        self.loaded: Ints = loaded
        """Pairs (row, course), by course: a cutover of the course counts in the row."""
        first, last = int(compiled.pair_offsets[0]), int(compiled.pair_offsets[-1])
        self.part = slice(first, last)
        one, other = self._ends(compiled, counts)
        places = [self._joined_places(a, b) for a, b in ((one, other), (other, one))]
        self.joined_entry: Ints = np.concatenate([entry for entry, _ in places])
        self.joined_place: Ints = np.concatenate([place for _, place in places])
        """Pairs (entry of two courses, flat place of [rows, courses]): one of them counts in the row, where the other one is joined with it."""

    def _ends(self, compiled: Compiled, counts: Ints) -> tuple[Ints, Ints]:
        """The two courses of every entry of a pair."""
        one = np.zeros(self.part.stop - self.part.start, dtype=np.int64)
        other = np.zeros_like(one)
        for (i, j), at in zip(compiled.pairs, compiled.pair_offsets[:-1] - self.part.start, strict=True):
            size = int(counts[i] * counts[j])
            one[at : at + size] = np.repeat(np.arange(counts[i]), counts[j]) + compiled.offsets[i]
            other[at : at + size] = np.tile(np.arange(counts[j]), counts[i]) + compiled.offsets[j]
        return one, other

    def _joined_places(self, counted: Ints, there: Ints) -> tuple[Ints, Ints]:
        """Entries whose course `counted` counts in a row that is joined with the course that is `there`; and these places."""
        often = np.bincount(self.loaded, minlength=self.courses)
        before = np.cumsum(often) - often
        entry = np.repeat(np.arange(len(counted)), often[counted])
        nth = np.arange(len(entry)) - np.repeat(np.cumsum(often[counted]) - often[counted], often[counted])
        row = self.loading[before[counted[entry]] + nth]
        course = there[entry]
        kept = self.allowed[row, course]
        return entry[kept], row[kept] * self.courses + course[kept]

    def priced(self, costs: Floats, plain: Floats, joined: Floats) -> Floats:
        """The costs of entries with what they pay for capacities; of joined ones less what is free.

        What is free of plain ones, Σ limit · price, is to be taken from the sum.
        """
        if not len(plain):
            return costs
        costs = costs.copy()
        costs[: self.courses] += sums(self.loaded, plain[self.loading], self.courses)
        if self.any_joined:
            paid = joined.ravel()[self.joined_place]
            costs[self.part] += sums(self.joined_entry, paid, self.part.stop - self.part.start)
            costs[: self.courses] -= (joined * self.room).sum(axis=0)
        return costs

    def overdrawn(self, likely: Floats) -> tuple[Floats, Floats]:
        """By row, and by row and course: how much more than the capacity is used (together with the course)."""
        courses = likely[: self.courses]
        alone: Floats = sums(self.loading, courses[self.loaded], len(self.limits)) - self.limits
        if not self.any_joined:
            return alone, np.zeros(self.allowed.shape)
        used = sums(self.joined_place, likely[self.part][self.joined_entry], self.allowed.size)
        over: Floats = used.reshape(self.allowed.shape) - self.room * courses
        return alone, over * self.allowed

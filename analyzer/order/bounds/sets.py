"""The cheapest order of a few systems that move in one month each, exactly: by dynamic programming over the sets of those that have moved.

Held and Karp (A dynamic programming approach to sequencing problems, 1962), for costs of pairs by their order; so are published
optima of linear arrangement and of class integration test order computed. After every month the set of the systems
that have moved is all that matters of what they did: what a system pays in its month is a sum over the others, of one
amount if the other has moved before, and of another one if it is still to move (`analyzer.order.bounds.turns`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import comb
from typing import NamedTuple

import numpy as np

from analyzer.order.arrays import Floats, Ints
from analyzer.order.bounds.turns import Turns

_FAR = 2**62
_A_GROUP = 4_000
"""Steps that take as long as what is the same for any number of them (measured)."""


class Limit(NamedTuple):
    """At most so many of `counted` (systems by number, as bits) move in a month."""

    most: int
    counted: int


@dataclass(frozen=True, eq=False)
class Movers:
    """Systems that move in one month, numbered from 0.

    `months` and `costs`: by system, of each of its courses; whole numbers, kept as floats. `moves`: how many it makes in its month.
    `turns`: by pair (the smaller number first). `limits`: by month.
    """

    months: Sequence[Ints]
    moves: Sequence[int]
    costs: Sequence[Floats]
    turns: Mapping[tuple[int, int], Turns]
    limits: Mapping[int, Sequence[Limit]]

    @cached_property
    def calendar(self) -> tuple[int, ...]:
        """Months in which some system may move."""
        return tuple(sorted({int(month) for months in self.months for month in months}))

    def effort(self) -> int:
        """How many steps from one set to another the walk may have to look at, and as many as each group of a month is worth."""
        count = len(self.months)
        total = 0
        for month in self.calendar:
            able, most = sum(month in months for months in self.months), self.most(month)
            total += sum(comb(able, moved) * (2 ** (count - moved) + _A_GROUP) for moved in range(most + 1))
        return total

    def most(self, month: int) -> int:
        """How many can move in the month, at most."""
        able = sum(1 << i for i, months in enumerate(self.months) if month in months)
        limits = self.limits.get(month, ())
        return min([able.bit_count(), *(limit.most for limit in limits if able & ~limit.counted == 0)])


class Walk(NamedTuple):
    """The least total, and of each system the number of its course; of as cheap ones one of least sum of the months of all moves."""

    total: int
    courses: tuple[int, ...]


def least_walk(movers: Movers, is_over: Callable[[], bool] = lambda: False) -> Walk | None:
    """The cheapest way from nobody moved to everybody moved, within the limits; None where there is none, or where time is over."""
    count = len(movers.months)
    weight = 1 + sum(
        int(months.max()) * moves for months, moves in zip(movers.months, movers.moves, strict=True)
    )
    everybody = 2**count - 1
    best = np.full(2**count, _FAR, dtype=np.int64)
    best[0] = 0
    gone: list[tuple[int, Ints, Ints]] = []
    sets = np.arange(2**count)
    waiting = count - np.bitwise_count(sets)
    room = sum(movers.most(month) for month in movers.calendar)
    for month in movers.calendar:
        if is_over():
            return None
        reached = np.flatnonzero(best < _FAR)
        after, moved = best.copy(), np.zeros(2**count, dtype=np.int64)
        for group, states, costs in _Month(movers, month, weight).steps(reached, best[reached]):
            sums = states | group
            better = costs < after[sums]
            after[sums[better]] = costs[better]
            moved[sums[better]] = group
        due = sum(1 << i for i, months in enumerate(movers.months) if int(months.max()) == month)
        room -= movers.most(month)
        after[((sets & due) != due) | (waiting > room)] = _FAR  # who waits there comes too late
        changed = np.flatnonzero(moved)
        gone.append((month, changed, moved[changed]))
        best = after
    if best[everybody] >= _FAR:
        return None
    return Walk(int(best[everybody]) // weight, _courses(movers, gone, everybody))


def _courses(movers: Movers, gone: list[tuple[int, Ints, Ints]], state: int) -> tuple[int, ...]:
    """Back from the last set to the first."""
    chosen = [0] * len(movers.months)
    for month, states, groups in reversed(gone):
        at = int(np.searchsorted(states, state))
        if at < len(states) and states[at] == state:
            group = int(groups[at])
            for i, months in enumerate(movers.months):
                if group >> i & 1:
                    chosen[i] = int(np.flatnonzero(months == month)[0])
            state ^= group
    return tuple(chosen)


class _Month:
    """One month's steps. Costs are whole numbers of 1/`weight`: what they are made of, times `weight`, and the month."""

    def __init__(self, movers: Movers, month: int, weight: int) -> None:
        count = len(movers.months)
        self.able = [i for i in range(count) if month in movers.months[i]]
        self.limits = movers.limits.get(month, ())
        course = {i: int(np.flatnonzero(movers.months[i] == month)[0]) for i in self.able}
        ahead = np.zeros((count, count), dtype=np.int64)
        behind = np.zeros((count, count), dtype=np.int64)
        self.both = np.zeros((count, count), dtype=np.int64)
        for (i, j), turns in movers.turns.items():
            if i in course:
                ahead[i, j], behind[i, j] = (part[0][course[i]] * weight for part in turns[:2])
            if j in course:
                behind[j, i], ahead[j, i] = (part[1][course[j]] * weight for part in turns[:2])
            if i in course and j in course:
                same = int(turns.same[course[i]] * weight) - ahead[i, j] - ahead[j, i]
                self.both[i, j] = self.both[j, i] = same
        own = {i: int(movers.costs[i][course[i]]) * weight + month * movers.moves[i] for i in self.able}
        self.paid = {i: _over_sets(own[i], ahead[i], behind[i]) for i in self.able}
        """By system and set of those that have moved before: what it pays for moving now, if no other one does."""

    def steps(
        self, states: Ints, costs: Ints, start: int = 0, group: int = 0
    ) -> Iterator[tuple[int, Ints, Ints]]:
        """Every group that may move now, with the sets that it is not in, and what these cost with it."""
        for place in range(start, len(self.able)):
            i = self.able[place]
            larger = group | 1 << i
            if any((larger & limit.counted).bit_count() > limit.most for limit in self.limits):
                continue
            without = (states >> i & 1) == 0
            left = states[without]
            joint = sum(int(self.both[i, j]) for j in self.able[:place] if group >> j & 1)
            paid = costs[without] + self.paid[i][left] + joint
            yield larger, left, paid
            yield from self.steps(left, paid, place + 1, larger)


def _over_sets(own: int, ahead: Ints, behind: Ints) -> Ints:
    """By set: `own`, and of each system `behind` if it is in the set, `ahead` otherwise."""
    costs = np.array([own], dtype=np.int64)
    for without, within in zip(ahead, behind, strict=True):
        costs = np.concatenate([costs + without, costs + within])
    return costs

"""A sum of functions of one and of two courses, bounded below by passing messages.

Every pair's table gives to the courses of its two ends what these cost in it at least (messages), so that what is left in
the table is never negative; then the sum of each system's cheapest course is a lower bound. Messages are
improved pair by pair: a pair gathers what its two systems have, and hands it back in equal parts ("handshake" of
Tourani, Shekhovtsov, Rother, Savchynskyy: MPLP++, ECCV 2018; MPLP: Globerson and Jaakkola, NIPS 2007). Pairs without
a common system are done together.

The same at a heat, for `analyzer.order.bounds.cooling`: every least entry is a softened one there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest

import numpy as np
from numpy.typing import NDArray

from analyzer.order.arrays import Floats, Ints
from analyzer.order.bounds.compile import Compiled

_A_PART = 2_500
"""Entries of tables that take as long as what is the same for any number of tables that are done together (measured)."""


@dataclass(slots=True, eq=False)
class Tables:
    """Pairs of one size. `rest` [n, a, b]: what is left in the tables after the messages `to_one` [n, a] and `to_other`.

    `parts`: tables that are done together, for no system has two of them.
    """

    pairs: Ints
    one: Ints
    other: Ints
    index: Ints
    rest: Floats
    to_one: Floats
    to_other: Floats
    parts: list[slice]


class Messages:
    """State of the ascent. `belief` [systems, widest]: unary costs plus all messages."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        counts = np.diff(compiled.offsets)
        self.widths = _widths(counts, compiled.pairs)
        self.count = len(counts)
        self.widest = int(self.widths.max(initial=1))
        self.unary_index = np.full((self.count, self.widest), compiled.entries, dtype=np.int64)
        for i, count in enumerate(counts):
            self.unary_index[i, :count] = np.arange(compiled.offsets[i], compiled.offsets[i + 1])
        self.belief = np.zeros((self.count, self.widest))
        self.tables = list(self._tables())
        self._costs = np.zeros(compiled.entries + 1)
        self.padding = 2.0 * compiled.dear
        """What courses cost that only fill up an array."""
        self._costs[-1] = self.padding
        self.belief = self._costs[self.unary_index]
        for table in self.tables:
            table.rest = self._costs[table.index]
        self.schedule = [
            (table, part)
            for parts in zip_longest(*(table.parts for table in self.tables))
            for table, part in zip(self.tables, parts, strict=True)
            if part is not None
        ]

    def _tables(self) -> Iterator[Tables]:
        """Pairs by size, those of one color (no system twice) side by side."""
        c = self.compiled
        by_size: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, (i, j) in enumerate(c.pairs):
            by_size[int(self.widths[i]), int(self.widths[j])].append(number)
        counts = np.diff(c.offsets)
        for (a, b), of_size in sorted(by_size.items()):
            colors = _colored(c.pairs[of_size], self.count)
            numbers = [number for _, number in sorted(zip(colors, of_size, strict=True))]
            index = np.full((len(numbers), a, b), c.entries, dtype=np.int64)
            for at, number in enumerate(numbers):
                i, j = c.pairs[number]
                first, height, width = c.pair_offsets[number], counts[i], counts[j]
                index[at, :height, :width] = np.arange(first, first + height * width).reshape(height, width)
            stops = np.cumsum(np.bincount(colors)).tolist()
            parts = [slice(start, stop) for start, stop in pairwise([0, *stops])]
            pairs = np.array(numbers, dtype=np.int64)
            yield Tables(
                pairs, c.pairs[pairs, 0], c.pairs[pairs, 1], index,
                np.zeros(index.shape), np.zeros((len(numbers), a)), np.zeros((len(numbers), b)), parts,
            )  # fmt: skip

    def change(self, costs: Floats) -> None:
        """Other costs of the entries; messages stay."""
        before, self._costs = self._costs, np.append(costs, self.padding)
        difference = self._costs - before
        self.belief += difference[self.unary_index]
        for table in self.tables:
            table.rest += difference[table.index]

    def take_up(self, pairs: Ints, tables: Iterable[tuple[Ints, Floats, Floats]]) -> None:
        """Messages found for other tables of the same courses; `tables`: numbers among `pairs`, and messages."""
        known: dict[tuple[int, int], tuple[Floats, Floats]] = {}
        for numbers, to_one, to_other in tables:
            for number, one, other in zip(numbers, to_one, to_other, strict=True):
                known[int(pairs[number, 0]), int(pairs[number, 1])] = one, other
        counts = np.diff(self.compiled.offsets)
        for table in self.tables:
            for at, (i, j) in enumerate(zip(table.one.tolist(), table.other.tolist(), strict=True)):
                if (i, j) in known:
                    one, other = known[i, j][0][: counts[i]], known[i, j][1][: counts[j]]
                    table.to_one[at, : counts[i]] += one
                    table.to_other[at, : counts[j]] += other
                    table.rest[at, : counts[i]] -= one[:, None]
                    table.rest[at, :, : counts[j]] -= other[None, :]
                    self.belief[i, : counts[i]] += one
                    self.belief[j, : counts[j]] += other

    @property
    def value(self) -> float:
        """The bound that the messages give, up to rounding."""
        value = float(self.belief.min(axis=1).sum()) + float(self._costs[self.compiled.entries - 1])
        return value + sum(float(table.rest.min(axis=(1, 2)).sum()) for table in self.tables)

    def value_of(self, costs: Floats, to_one: list[Floats], to_other: list[Floats], scale: int) -> int:
        """The bound that these messages give at these costs, all in whole numbers of 1/`scale` (kept as floats)."""
        padded = np.append(costs, self.padding * scale)
        belief = padded[self.unary_index]
        value = int(padded[self.compiled.entries - 1])
        for table, one, other in zip(self.tables, to_one, to_other, strict=True):
            a, b = table.rest.shape[1:]
            np.add.at(belief[:, :a], table.one, one)
            np.add.at(belief[:, :b], table.other, other)
            rest = padded[table.index]
            # Where an end has no such course, messages say nothing
            rest -= np.where(self.unary_index[table.one, :a] == self.compiled.entries, 0.0, one)[:, :, None]
            rest -= np.where(self.unary_index[table.other, :b] == self.compiled.entries, 0.0, other)[
                :, None, :
            ]
            value += int(rest.min(axis=(1, 2)).sum())
        belief[self.unary_index == self.compiled.entries] = self.padding * scale
        return value + int(belief.min(axis=1).sum())

    def sweep(self) -> None:
        """Each pair once."""
        belief = self.belief
        for table, part in self.schedule:
            one, other = table.one[part], table.other[part]
            rest = table.rest[part]
            a, b = rest.shape[1:]
            of_one, of_other = belief[one, :a], belief[other, :b]
            rest += of_one[:, :, None]
            rest += of_other[:, None, :]
            new_one, new_other = rest.min(axis=2), rest.min(axis=1)
            new_one *= 0.5
            new_other *= 0.5
            rest -= new_one[:, :, None]
            rest -= new_other[:, None, :]
            more = rest.min(axis=2)
            new_one += more
            rest -= more[:, :, None]
            more = rest.min(axis=1)
            new_other += more
            rest -= more[:, None, :]
            table.to_one[part] += new_one - of_one
            table.to_other[part] += new_other - of_other
            belief[one, :a], belief[other, :b] = new_one, new_other

    def soften(self, heat: float) -> None:
        """Each pair once, at a heat: its ends become as likely in its table as by themselves, one after the other."""
        belief = self.belief
        for table, part in self.schedule:
            rest = table.rest[part]
            for axis, ends, to in (
                (2, table.one[part], table.to_one),
                (1, table.other[part], table.to_other),
            ):
                width = to.shape[1]
                of_end = belief[ends, :width]
                more = _softened(rest, axis, heat)
                more -= of_end
                more *= 0.5
                to[part] += more
                rest -= more[:, :, None] if axis == 2 else more[:, None, :]
                belief[ends, :width] = of_end + more

    def likelihoods(self, heat: float) -> Floats:
        """How likely each entry is at a heat, after softened messages: 1 in all for each system and pair."""
        weights = np.zeros(self.compiled.entries + 1)
        weights[self.unary_index] = _likely(self.belief, (1,), heat)
        for table in self.tables:
            weights[table.index] = _likely(table.rest, (1, 2), heat)
        weights[self.compiled.entries - 1] = 1.0
        return weights[:-1]

    def sharpened(self, sweeps: int) -> tuple[float, list[Floats], list[Floats]]:
        """The value after exact sweeps, and the messages that give it; everything is then as it was before."""
        belief = self.belief.copy()
        before = [(table.rest.copy(), table.to_one.copy(), table.to_other.copy()) for table in self.tables]
        for _ in range(sweeps):
            self.sweep()
        value, found = self.value, self.kept()
        self.belief[:] = belief
        for table, (rest, to_one, to_other) in zip(self.tables, before, strict=True):
            table.rest[:], table.to_one[:], table.to_other[:] = rest, to_one, to_other
        return value, *found

    def kept(self) -> tuple[list[Floats], list[Floats]]:
        """Copies of the messages to the one and to the other end, by size of pair."""
        to_one = [table.to_one.copy() for table in self.tables]
        return to_one, [table.to_other.copy() for table in self.tables]

    def marginals(self, heat: float) -> Floats:
        """How likely each entry is in what the bound stands for: 1 in all for each system and pair."""
        lowest = self.belief - self.belief.min(axis=1, keepdims=True)
        weights = np.zeros(self.compiled.entries + 1)
        weights[self.unary_index] = _likely(lowest, (1,), heat)
        for table in self.tables:
            a, b = table.rest.shape[1:]
            costs = table.rest + lowest[table.one, :a, None]
            costs += lowest[table.other, None, :b]
            weights[table.index] = _likely(costs, (1, 2), heat)
        weights[self.compiled.entries - 1] = 1.0
        return weights[:-1]


def _softened(costs: Floats, axis: int, heat: float) -> Floats:
    """−heat · log Σ exp(−cost / heat) along the axis."""
    least = costs.min(axis=axis, keepdims=True)
    softened: Floats = np.log(_exponentials(costs, least, heat).sum(axis=axis)).astype(np.float64)
    softened *= -heat
    softened += least.reshape(softened.shape)
    return softened


def _likely(costs: Floats, axes: tuple[int, ...], heat: float) -> NDArray[np.float32]:
    """exp(−cost / heat), made 1 in all along the axes."""
    weights = _exponentials(costs, costs.min(axis=axes, keepdims=True), heat)
    weights /= weights.sum(axis=axes, keepdims=True)
    return weights


def _exponentials(costs: Floats, least: Floats, heat: float) -> NDArray[np.float32]:
    """exp((least − cost) / heat), in single precision: four times as fast, a fifth of a round at 300 systems. It only says
    where to go; what is proven is added up anew.
    """
    weights = np.empty(costs.shape, dtype=np.float32)
    np.subtract(least, costs, out=weights, casting="same_kind")
    weights *= np.float32(1 / heat)
    return np.exp(weights, out=weights)


def _colored(pairs: Ints, systems: int) -> list[int]:
    """A color for each pair so that pairs with a common system differ; few colors (greedily)."""
    used: list[set[int]] = [set() for _ in range(systems)]
    colors = []
    for i, j in pairs:
        color = 0
        taken = used[i] | used[j]
        while color in taken:
            color += 1
        used[i].add(color)
        used[j].add(color)
        colors.append(color)
    return colors


def _widths(counts: Ints, pairs: Ints) -> Ints:
    """By system: how wide its side of a table is made, so that tables are of few sizes.

    Begins with the numbers of courses as they are; a size is given up for the next one as long as that makes a sweep shorter.
    """
    widths = counts.astype(np.int64)
    levels = sorted({int(count) for count in counts})
    best = _sweep(widths, pairs)
    while len(levels) > 1:
        tried = [(np.where(widths == low, high, widths), low) for low, high in pairwise(levels)]
        cost, number = min((_sweep(tried_widths, pairs), n) for n, (tried_widths, _) in enumerate(tried))
        if cost >= best:
            break
        best = cost
        widths, given_up = tried[number]
        levels.remove(given_up)
    return widths


def _sweep(widths: Ints, pairs: Ints) -> int:
    """How long a sweep takes, in entries: those of all tables, and of each size as many parts as a system has tables."""
    ends = np.sort(widths[pairs], axis=1)
    entries = int((ends[:, 0] * ends[:, 1]).sum())
    sizes = np.unique(ends, axis=0)
    parts = 0
    for size in sizes:
        of_size = pairs[(ends == size).all(axis=1)]
        parts += int(np.bincount(of_size.ravel()).max(initial=0))
    return entries + _A_PART * parts

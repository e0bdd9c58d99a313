"""What every course and every pair of courses costs at given shares, and who draws on which share there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzer.order.arrays import Floats, Ints, sums
from analyzer.order.bounds.compile import MOST_CHOICES, CellClass, Compiled


@dataclass(slots=True, eq=False)
class _Trace:
    """Of a class: each slot's cheapest subset of choices, and of each subset its cheapest choice by period."""

    subset: Ints
    choice: npt.NDArray[np.int8]


class Costs:
    """Costs of entries at given shares (floats; exact where shares are whole numbers of 1/`scale`)."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self._traces: list[_Trace] = []

    def of(self, shares: Floats, scale: float = 1.0) -> Floats:
        """Of every entry, in 1/`scale` of the unit, as the shares are."""
        c = self.compiled
        groups = np.zeros(c.groups)
        self._traces = []
        for cells in c.classes:
            groups += self._of_class(cells, shares, scale)
        entries = np.multiply(c.base, scale, dtype=np.float64)
        entries[c.forbidden] += self.compiled.dear * scale
        entries += sums(c.group_entry, groups[c.group_of], c.entries)
        entries += sums(c.unary_entry, shares[c.unary_share], c.entries)
        return entries

    def _of_class(self, cells: CellClass, shares: Floats, scale: float) -> Floats:
        n, k, periods = cells.fixed.shape
        prices = np.multiply(cells.fixed, scale, dtype=np.float64)
        prices += sums(cells.period_cell, shares[cells.period_share], n * k * periods).reshape(n, k, periods)
        prices[cells.closed] = self.compiled.dear * scale
        few = k <= MOST_CHOICES
        subsets = 2**k - 1 if few else 1
        cheapest = np.empty((n, subsets, periods))
        choice = np.zeros((n, subsets, periods), dtype=np.int8)
        if few:
            _cheapest(prices, cheapest, choice)
            once = sums(cells.once_cell, shares[cells.once_share], n * subsets).reshape(n, subsets)
        else:
            # Whatever ways the link takes: it pays for one of them at least, and for each period
            cheapest[:, 0] = prices.min(axis=1)
            choice[:, 0] = prices.argmin(axis=1)
            once = sums(cells.once_cell, shares[cells.once_share], n * k).reshape(n, k)
            once = once.min(axis=1, keepdims=True)
        until = np.zeros((n, subsets, periods + 1))
        np.cumsum(cheapest, axis=2, out=until[:, :, 1:])
        slots = once[cells.cell] + until[cells.cell, :, cells.stop] - until[cells.cell, :, cells.start]
        subset = slots.argmin(axis=1)
        self._traces.append(_Trace(subset, choice))
        best = slots[np.arange(len(subset)), subset]
        return sums(cells.group, best, self.compiled.groups)

    def usage(self, weights: Floats) -> Floats:
        """By share: how much of the entries (with these weights) draws on it, at the shares asked for last."""
        c = self.compiled
        used = sums(c.unary_share, weights[c.unary_entry], len(c.share_thing))
        groups = sums(c.group_of, weights[c.group_entry], c.groups)
        for cells, trace in zip(c.classes, self._traces, strict=True):
            n, k, periods = cells.fixed.shape
            few = k <= MOST_CHOICES
            subsets = 2**k - 1 if few else 1
            slots = groups[cells.group]
            place = cells.cell * subsets + trace.subset
            if few:
                taken = sums(place, slots, n * subsets)
                used += sums(cells.once_share, taken[cells.once_cell], len(used))
            width = periods + 1
            change = sums(place * width + cells.start, slots, n * subsets * width)
            change -= sums(place * width + cells.stop, slots, n * subsets * width)
            during = change.reshape(n, subsets, width).cumsum(axis=2)[:, :, :periods]
            where = (np.arange(n)[:, None, None] * k + trace.choice) * periods + np.arange(periods)
            drawn = sums(where.ravel(), during.ravel(), n * k * periods)
            used += sums(cells.period_share, drawn[cells.period_cell], len(used))
        return used


def _cheapest(prices: Floats, cheapest: Floats, choice: npt.NDArray[np.int8]) -> None:
    """Of every subset of choices (as bits, minus one) the cheapest in each period."""
    for subset in range(1, cheapest.shape[1] + 1):
        lowest = (subset & -subset).bit_length() - 1
        rest = subset & (subset - 1)
        if not rest:
            cheapest[:, subset - 1] = prices[:, lowest]
            choice[:, subset - 1] = lowest
            continue
        better = prices[:, lowest] < cheapest[:, rest - 1]
        cheapest[:, subset - 1] = np.where(better, prices[:, lowest], cheapest[:, rest - 1])
        choice[:, subset - 1] = np.where(better, lowest, choice[:, rest - 1])

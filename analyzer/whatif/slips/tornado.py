"""One vendor alone slips, by little and by much: which of them moves the end and the cost most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analyzer.evaluation.evaluate import Evaluation
from analyzer.landscape.months import Month
from analyzer.whatif.slips.bits import Flags, Whole
from analyzer.whatif.slips.distributions import move_distributions
from analyzer.whatif.slips.pushing import Months
from analyzer.whatif.slips.spread import SHARES


@dataclass(frozen=True, slots=True)
class Swing:
    """A vendor slips alone, each of its moves by its 10 % and by its 90 % quantile: (end, cost) of either.

    A cost is None where some link cannot be carried then.
    """

    vendor: str
    slips: tuple[int, int]
    ends: tuple[Month, Month]
    costs: tuple[int | None, int | None]


def one_vendor_alone(evaluation: Evaluation) -> tuple[list[tuple[str, tuple[int, int]]], Months]:
    """Vendors whose moves may slip, with the low and the high quantile; two samples for each: [move, sample]."""
    landscape = evaluation.landscape
    to = [move.to.vendor for system in landscape.systems.values() for move in system.moves]
    quantiles = {}
    for vendor, own in zip(to, move_distributions(landscape), strict=True):
        low, high = own.quantile(SHARES[0]), own.quantile(SHARES[-1])
        if any(months and weight for months, weight in zip(own.months, own.weights, strict=True)):
            quantiles[vendor] = (low, high)
    columns = [
        [by if vendor == slipping else 0 for vendor in to]
        for slipping in sorted(quantiles)
        for by in quantiles[slipping]
    ]
    return sorted(quantiles.items()), np.array(columns, dtype=np.int32).reshape(-1, len(to)).T


def tornado(
    evaluation: Evaluation,
    vendors: list[tuple[str, tuple[int, int]]],
    months: Months,
    total: Whole,
    served: Flags,
    planned_cost: int,
) -> tuple[Swing, ...]:
    """Of the two samples of each vendor; the widest swing of the cost around the plan's first, then of the end."""
    first, swings = evaluation.landscape.horizon.first, []
    for number, (vendor, slips) in enumerate(vendors):
        low, high = 2 * number, 2 * number + 1
        ends = [first + int(months[:, at].max()) for at in (low, high)]
        costs = [int(total[at]) if served[at] else None for at in (low, high)]
        swings.append(Swing(vendor, slips, (ends[0], ends[1]), (costs[0], costs[1])))

    def width(swing: Swing) -> tuple[bool, int, int, str]:
        known = [cost for cost in swing.costs if cost is not None]
        around = [planned_cost, *known]
        return len(known) == 2, min(around) - max(around), swing.ends[0] - swing.ends[1], swing.vendor

    return tuple(sorted(swings, key=width))

"""The certificate of a cost: the prices of the relaxation as shares (docs/certificates.md).

Every demand pays shares towards what its ways draw on; nothing is paid more than it costs,
so what all pay together is a lower bound of any choice, by weak duality. Adding up columns is
enough to check it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzer.bridges.demands import Demands
from analyzer.bridges.shares import SCALE, Draw, Row, capacity, share_tables
from analyzer.evaluation.joint_model import JointModel, Paid
from analyzer.evaluation.test_rows import TestRows
from analyzer.milp import Solution
from analyzer.testing.smallest import TestSet


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Rows as docs/certificates.md lists them, whole numbers of 1/SCALE of the cost unit."""

    tables: dict[str, list[Row]]
    credits: list[Row]


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """What proves a bound of the total: a program, its relaxation, and the bound they give."""

    joint: JointModel
    rows: TestRows
    relaxation: Solution
    weight: int
    """How many units of the relaxation's objective make one of cost."""
    bound: int

    def shares(self, test_sets: tuple[TestSet, ...]) -> Shares:
        prices = self.relaxation.row_prices / self.weight
        return cost_shares(self.joint, self.rows, prices, test_sets, self.weight)


def bridge_draws(joint: JointModel, prices: npt.NDArray[np.float64]) -> list[Draw]:
    """What each demand pays towards bridges: forced ones whole, the others by the row's price."""
    draws = forced_draws(joint.demands, joint.paid)
    draws += [
        Draw(thing, key, span, float(prices[row]))
        for row, thing, key, span in joint.drawn
        if float(prices[row]) > 0
    ]
    return draws


def forced_draws(demands: Demands, paid: Paid) -> list[Draw]:
    return [Draw(thing, key, span, capacity(demands, thing)) for thing, (key, span) in paid.payers.items()]


def cost_shares(
    joint: JointModel,
    rows: TestRows,
    prices: npt.NDArray[np.float64],
    test_sets: tuple[TestSet, ...],
    weight: int,
) -> Shares:
    """The relaxation's prices as shares; `test_sets` prove the tests that no choice changes."""
    demands = joint.demands
    months = [str(demands.schedule.month(span.start)) for span in demands.schedule.spans]
    tables = share_tables(demands, bridge_draws(joint, prices), SCALE)
    environment = _Table()
    landscape = demands.schedule.landscape
    for (name, span), (key, _) in joint.paid.keepers.items():
        monthly = landscape.environments[name].monthly_cost
        environment.add((name, str(key), months[span]), monthly * len(demands.schedule.spans[span]))
    for row, name, key, span in joint.kept:
        environment.add((name, str(key), months[span]), prices[row])
    tables["environment"] = environment.rows()
    tried = _Table()
    leg = _Table()
    if landscape.test_case_cost:
        # In the weighted objective a case costs a tie more: without it, shares stay within its cost.
        prices = prices * (landscape.test_case_cost / (landscape.test_case_cost + 1 / weight))
        for row, number, key, span in rows.used:
            leg.add((str(demands.legs[number]), str(key), months[span]), prices[row])
        for number in _proven_outside(rows, test_sets):
            key, span = rows.fixed_user[number], rows.first_fixed[number]
            leg.add((str(demands.legs[number]), str(key), months[span]), landscape.test_case_cost)
        for row, key, span, way in rows.tried:
            tried.add((str(key), months[span], way), prices[row], upwards=True)
    tables["leg"] = leg.rows()
    return Shares(tables, tried.rows())


def _proven_outside(rows: TestRows, test_sets: tuple[TestSet, ...]) -> list[int]:
    """Of the legs whose tests no choice changes, those that need a case each.

    A leg that no route joins with another needs its own; of the others the independent ones.
    """
    independent = {leg for test_set in test_sets for leg in test_set.independent}
    joined: set[int] = set()
    for use in rows.fixed:
        legs = rows.live(use.way, use.span)
        if len(legs) == 2:
            joined.update(legs)
    return sorted(leg for leg in rows.outside if leg not in joined or leg in independent)


class _Table:
    """Adds up rows; amounts are in cost units and become whole numbers of 1/SCALE."""

    def __init__(self) -> None:
        self._amounts: dict[tuple[str, ...], int] = defaultdict(int)

    def add(self, row: tuple[str, ...], amount: float, *, upwards: bool = False) -> None:
        scaled = amount * SCALE
        whole = math.ceil(scaled - 1e-6) if upwards else math.floor(scaled + 1e-6)
        if whole > 0:
            self._amounts[row] += whole

    def rows(self) -> list[Row]:
        return [[*row, n] for row, n in sorted(self._amounts.items())]

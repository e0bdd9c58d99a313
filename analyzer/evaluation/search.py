"""Solve a joint program: relaxation first, then only what it leaves open.

The relaxation is nearly integral for given months, and its prices are the certificate. Where
it is not, a program with all settled columns held gives a plan, and the columns that the
prices exclude (reduced-cost fixing) leave a small program to prove it with.

Cost comes before bridges, bridges before cases: one weighted objective, as long as its
coefficients leave the solver's arithmetic sound; with large ones branch and bound calls plans
optimal that are not (seen at 10^7), so the cost is then proven alone, and of the ties the best
plan is taken that a bounded search finds.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzer.evaluation.joint_model import JointModel
from analyzer.milp import LinearModel, Solution

_INTEGRAL = 1e-6
_GAP = 0.99
"""Objectives are integers: a plan less than 1 above a bound is optimal."""
_SOUND = 1e6
"""Coefficients up to here times the solver's tolerance (1e-6) stay within an integer's reach."""
_TIE_NODES = 20
"""How far a bounded search for ties goes; counted in nodes, so that it repeats exactly."""

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class SearchResult:
    """A plan (`values`), its cost and a proven lower bound of it, both integers.

    `relaxation` is that of an objective in which a unit of cost weighs `weight`.
    """

    values: Values
    cost: int
    bound: int
    relaxation: Solution
    weight: int
    stopped: bool
    """True where the clock ended the search: another time it may end elsewhere, in ties too."""

    @property
    def shares_bound(self) -> int:
        """The lower bound that the relaxation's prices prove."""
        return _bound(self.relaxation.objective, self.weight)


def search(joint: JointModel, time_limit: float | None = None, *, prove: bool = True) -> SearchResult:
    """The optimum, or with a limit (seconds) the best plan found and a proven bound.

    The relaxation is always solved, and rounding it always gives a plan: the limit bounds
    only the search for a better one. `prove=False` is content with the first plan.
    """
    clock, weight = _Clock(time_limit), joint.cost_weight
    model = joint.model.weighted(weight)
    relaxation = model.solve(relaxed=True)
    if not _loose(model, relaxation.values).any():
        return _result(joint, relaxation.values, math.inf, relaxation, weight, clock)
    if model.dearest > _SOUND:
        model, weight = joint.model, 1
        relaxation = model.solve(relaxed=True)
    values, bound = _prove(joint, model, relaxation, clock, prove=prove)
    result = _result(joint, values, bound, relaxation, weight, clock)
    if prove and weight == 1 and result.bound == result.cost and not clock.is_over:
        values = _break_ties(joint, result, clock)
    return _result(joint, values, bound, relaxation, weight, clock)


def _prove(
    joint: JointModel, model: LinearModel, relaxation: Solution, clock: _Clock, *, prove: bool
) -> tuple[Values, float]:
    """A plan and a proven bound of the model's objective."""
    bound = relaxation.objective
    if not _loose(model, relaxation.values).any():
        return relaxation.values, bound
    held = _held(model, relaxation.values, ~_loose(model, relaxation.values))
    first = model.solve(time_limit=clock.left(), absolute_gap=_GAP, within=held)
    if first.status in ("infeasible", "unknown"):
        first = model.solve(absolute_gap=_GAP, within=joint.rounded(relaxation.values))
    if not prove or clock.is_over or first.objective - bound < _GAP:
        return first.values, bound
    within = _not_excluded(model, relaxation, first.objective)
    second = model.solve(time_limit=clock.left(), absolute_gap=_GAP, within=within, start=first.values)
    found = second.status in ("optimal", "feasible")
    best = second if found and second.objective < first.objective else first
    # What was excluded costs more than the first plan: the rest is bounded by the second program.
    return best.values, max(bound, min(second.bound, best.objective))


def _break_ties(joint: JointModel, found: SearchResult, clock: _Clock) -> Values:
    """A plan of the same cost with fewer bridges, as far as a bounded search finds one."""
    values, model = found.values, joint.model
    within = _not_excluded(model, found.relaxation, found.cost)
    ties = model.weighted(0.0)
    bridges = math.ceil(ties.cost_of(values) / joint.bridge_tie)
    weighted = model.weighted(bridges + 1, 1 / joint.bridge_tie)
    better = weighted.solve(
        time_limit=clock.left(), node_limit=_TIE_NODES, absolute_gap=0.0, within=within, start=values
    )
    if better.status not in ("optimal", "feasible"):
        return values
    same = round(model.cost_of(better.values)) == found.cost
    return better.values if same and ties.cost_of(better.values) < ties.cost_of(values) else values


def _result(
    joint: JointModel, values: Values, bound: float, relaxation: Solution, weight: int, clock: _Clock
) -> SearchResult:
    cost = round(joint.model.cost_of(values))
    proven = cost if math.isinf(bound) else min(cost, _bound(bound, weight))
    return SearchResult(values, cost, proven, relaxation, weight, clock.is_over)


def _bound(objective: float, weight: int) -> int:
    """The cost that a bound of the weighted objective proves.

    A plan that costs c has an objective below (c + 1) × weight; with weight 1 an integer one. A
    thousandth is left to the solver's rounding.
    """
    return math.ceil(objective - 1e-3) if weight == 1 else math.floor(objective / weight + 1e-6)


def _loose(model: LinearModel, values: Values) -> npt.NDArray[np.bool_]:
    return model.integers & (np.abs(values - np.round(values)) > _INTEGRAL)


def _held(model: LinearModel, values: Values, settled: npt.NDArray[np.bool_]) -> tuple[Values, Values]:
    """Bounds that hold the settled integer columns where they are."""
    lower, upper = model.bounds
    hold = model.integers & settled
    return np.where(hold, np.round(values), lower), np.where(hold, np.round(values), upper)


def _not_excluded(model: LinearModel, relaxation: Solution, most: float) -> tuple[Values, Values]:
    """Bounds without what the relaxation's prices exclude from any plan of at most this objective."""
    lower, upper = model.bounds
    room = most - relaxation.objective + max(1e-3, 1e-9 * abs(most))
    integers, values, reduced = model.integers, relaxation.values, relaxation.reduced_costs
    at_zero = integers & (values < _INTEGRAL) & (reduced > room)
    at_one = integers & (values > 1 - _INTEGRAL) & (-reduced > room)
    return np.where(at_one, 1.0, lower), np.where(at_zero, 0.0, upper)


class _Clock:
    def __init__(self, limit: float | None) -> None:
        self._until = None if limit is None else time.monotonic() + limit

    def left(self) -> float | None:
        return None if self._until is None else max(0.0, self._until - time.monotonic())

    @property
    def is_over(self) -> bool:
        return self.left() == 0.0

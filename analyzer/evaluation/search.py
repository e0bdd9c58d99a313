"""Solve a joint program: relaxation first, then only what it leaves open.

The relaxation is nearly integral for given months, and its prices are the certificate. Where
it is not, a program with all settled columns held gives a plan, and the columns that the
prices exclude (reduced-cost fixing) leave a small program to prove it with.

Cost comes before bridges, bridges before cases: one weighted objective, as long as its
coefficients leave the solver's arithmetic sound; with large ones branch and bound calls plans
optimal that are not (seen at 10^7), so the cost is then proven alone, and the ties are as
well broken as the relaxation breaks them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzer.evaluation.clock import Clock
from analyzer.evaluation.joint_model import JointModel
from analyzer.milp import LinearModel, Solution

_INTEGRAL = 1e-6
_GAP = 0.99
"""Objectives are integers: a plan less than 1 above a bound is optimal."""
_SOUND = 1e6
"""Coefficients up to here times the solver's tolerance (1e-6) stay within an integer's reach."""

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
    clock, weight = Clock(time_limit), joint.cost_weight
    model = joint.model.weighted(weight)
    relaxation = model.solve(relaxed=True)
    loose = _loose(model, relaxation.values)
    if not loose.any():
        return _result(joint, relaxation.values, math.inf, relaxation, clock)
    first = model.solve(
        time_limit=clock.left(), absolute_gap=_GAP, within=_held(model, relaxation.values, ~loose)
    )
    if first.status in ("infeasible", "unknown"):
        first = model.solve(absolute_gap=_GAP, within=joint.rounded(relaxation.values))
    result = _result(joint, first.values, _bound(relaxation.objective, weight), relaxation, clock)
    if not prove or clock.is_over or (result.bound == result.cost and model.dearest > _SOUND):
        return result
    if model.dearest <= _SOUND:
        return _prove_with_ties(joint, model, result, clock)
    return _prove_cost(joint, result, clock)


def _prove_with_ties(
    joint: JointModel, model: LinearModel, found: SearchResult, clock: Clock
) -> SearchResult:
    """The optimum of cost and ties together."""
    objective = model.cost_of(found.values)
    within = _not_excluded(model, found.relaxation, objective)
    exact = model.solve(time_limit=clock.left(), absolute_gap=_GAP, within=within)
    better = exact.status in ("optimal", "feasible") and exact.objective < objective
    values = exact.values if better else found.values
    proven = min(exact.bound, objective)
    bound = max(found.bound, _bound(proven, joint.cost_weight)) if math.isfinite(proven) else found.bound
    return _result(joint, values, bound, found.relaxation, clock)


def _prove_cost(joint: JointModel, found: SearchResult, clock: Clock) -> SearchResult:
    """The least cost; of the ties those that the first plan has broken, where none is cheaper.

    A cheaper plan has a weighted objective below cost × weight: what the prices exclude from
    that needs no search.
    """
    most = found.cost * joint.cost_weight - 1
    within = _not_excluded(joint.model, found.relaxation, most)
    exact = joint.model.solve(time_limit=clock.left(), absolute_gap=_GAP, within=within)
    better = exact.status in ("optimal", "feasible") and round(exact.objective) < found.cost
    values = exact.values if better else found.values
    # What was excluded costs as much as the first plan: the rest is bounded by the program.
    proven = min(exact.bound, found.cost)
    bound = max(found.bound, math.ceil(proven - 1e-3)) if math.isfinite(proven) else found.bound
    return _result(joint, values, bound, found.relaxation, clock)


def _result(
    joint: JointModel, values: Values, bound: float, relaxation: Solution, clock: Clock
) -> SearchResult:
    cost = round(joint.model.cost_of(values))
    proven = cost if math.isinf(bound) else min(cost, int(bound))
    return SearchResult(values, cost, proven, relaxation, joint.cost_weight, clock.is_over)


def _bound(objective: float, weight: int) -> int:
    """The cost that a bound of the weighted objective proves.

    Ties add less than one unit of cost weighs: a plan that costs c has an objective below
    (c + 1) × weight.
    """
    return math.floor(objective / weight + 1e-6)


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

"""Solve a joint program: relaxation first, then only what it leaves open.

The relaxation is nearly integral for given months, and its prices are the certificate. Where
it is not, a program with all settled columns held gives a plan, and the columns that the
prices exclude (reduced-cost fixing) leave a small program to prove it with.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzer.milp import LinearModel, Solution

_INTEGRAL = 1e-6
_GAP = 0.99
"""Objectives are integers: a plan less than 1 above a bound is optimal."""


@dataclass(frozen=True, slots=True, eq=False)
class SearchResult:
    """Objective values in the program's own units; `proven` where the plan is optimal."""

    values: npt.NDArray[np.float64]
    objective: float
    bound: float
    proven: bool
    relaxation: Solution


def search(model: LinearModel, choices: Sequence[range], time_limit: float | None = None) -> SearchResult:
    """The optimum, or with a limit (seconds) the best plan found and a proven bound.

    `choices` are columns of which a plan takes just one each; whatever it takes, the rest can
    follow. So there is a plan to give even where the clock allows none to be searched for.
    """
    started = time.monotonic()

    def left() -> float | None:
        return None if time_limit is None else time_limit - (time.monotonic() - started)

    relaxation = model.solve(relaxed=True)
    integers = model.integers
    values = relaxation.values
    loose = integers & (np.abs(values - np.round(values)) > _INTEGRAL)
    if not loose.any():
        return SearchResult(values, relaxation.objective, relaxation.objective, True, relaxation)
    lower, upper = model.bounds
    settled = integers & ~loose
    held = np.where(settled, np.round(values), lower), np.where(settled, np.round(values), upper)
    first = model.solve(time_limit=left(), absolute_gap=_GAP, within=held)
    if first.status in ("infeasible", "unknown"):
        return _whole(model, choices, left(), relaxation)
    if first.objective - relaxation.objective < _GAP:
        return SearchResult(first.values, first.objective, relaxation.objective, True, relaxation)
    remaining = left()
    if remaining is not None and remaining <= 0:
        return SearchResult(first.values, first.objective, relaxation.objective, False, relaxation)
    room = first.objective - relaxation.objective + _INTEGRAL * max(1.0, abs(first.objective))
    reduced = relaxation.reduced_costs
    at_zero = integers & (values < _INTEGRAL) & (reduced > room)
    at_one = integers & (values > 1 - _INTEGRAL) & (-reduced > room)
    within = np.where(at_one, 1.0, lower), np.where(at_zero, 0.0, upper)
    second = model.solve(time_limit=left(), absolute_gap=_GAP, within=within, start=first.values)
    bound = max(relaxation.objective, min(second.bound, first.objective))
    best = second if second.status != "unknown" and second.objective < first.objective else first
    return SearchResult(best.values, best.objective, bound, best.objective - bound < 1, relaxation)


def _whole(
    model: LinearModel, choices: Sequence[range], time_limit: float | None, relaxation: Solution
) -> SearchResult:
    solution = model.solve(time_limit=time_limit, absolute_gap=_GAP)
    proven = solution.status == "optimal"
    bound = max(relaxation.objective, solution.bound)
    if solution.status == "unknown":
        solution = model.solve(absolute_gap=_GAP, within=_likeliest(model, choices, relaxation))
    return SearchResult(solution.values, solution.objective, bound, proven, relaxation)


def _likeliest(
    model: LinearModel, choices: Sequence[range], relaxation: Solution
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Bounds that hold each choice at what the relaxation takes most of, the first of equals."""
    lower, upper = model.bounds
    for columns in choices:
        taken = columns[int(np.argmax(relaxation.values[columns.start : columns.stop]))]
        upper[columns.start : columns.stop] = 0
        lower[taken] = upper[taken] = 1
    return lower, upper

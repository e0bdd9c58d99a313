"""The plain joint model in HiGHS and in CP-SAT, with every improvement of plan and bound.

CP-SAT knows integers only. HiGHS finds plans far sooner where columns that follow from others
are continuous; `whole` makes all columns integer, which tests ask for: version 1.14 called tiny mixed programs of this
kind solved at plans that are not the cheapest (ERGO-Code/HiGHS issues 3043 and 3073), 1.12 and 1.13 do not.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import highspy
import numpy as np
import numpy.typing as npt
from ortools.sat.python import cp_model

from analyzer.milp import LinearModel

By = Literal["highs", "cp-sat"]
Bounds = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]
Progress = Callable[[float | None, float | None], None]
"""Called with the cost of the best solution and the bound, at each improvement."""

MOST = 10**6
"""An upper bound for columns that have none (numbers of test cases)."""
ALMOST = 1e-6


@dataclass(slots=True)
class Found:
    """The best solution and the bound; None where there is none."""

    status: Literal["optimal", "feasible", "infeasible", "unknown"]
    cost: int | None = None
    bound: int | None = None
    values: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))


def solve(
    by: By,
    model: LinearModel,
    time_limit: float | None = None,
    *,
    within: Bounds | None = None,
    progress: Progress | None = None,
    whole: bool = False,
) -> Found:
    """The least cost of a program, or what is known when `time_limit` seconds are over."""
    if by == "highs":
        return _by_highs(model, time_limit, within or model.bounds, progress or _silent, whole)
    return _by_cp_sat(model, time_limit, within or model.bounds, progress or _silent)


def _silent(cost: float | None, bound: float | None) -> None:
    pass


def _by_highs(
    model: LinearModel, time_limit: float | None, within: Bounds, progress: Progress, whole: bool
) -> Found:
    highs = highspy.Highs()
    options: dict[str, Any] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.99,  # costs are integers
    }
    if time_limit is not None:
        options["time_limit"] = max(0.0, time_limit)
    for name, value in options.items():
        highs.setOptionValue(name, value)
    lp = model.as_lp(relaxed=False)
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * model.columns
    lp.col_lower_, lp.col_upper_ = within
    highs.passModel(lp)

    def improved(event: Any) -> None:
        cost, bound = event.data_out.mip_primal_bound, event.data_out.mip_dual_bound
        progress(_finite(cost), _finite(bound))

    highs.cbMipImprovingSolution.subscribe(improved)
    highs.cbMipInterrupt.subscribe(improved)
    highs.run()
    info, statuses = highs.getInfo(), highspy.HighsModelStatus
    status = highs.getModelStatus()
    if status == statuses.kInfeasible:
        return Found("infeasible")
    solution = highs.getSolution()
    found = bool(solution.value_valid) and info.primal_solution_status == 2
    cost = round(info.objective_function_value) if found else None
    bound = _finite(info.mip_dual_bound)
    values = np.asarray(solution.col_value, dtype=np.float64)
    known = "optimal" if status == statuses.kOptimal else "feasible" if found else "unknown"
    return Found(known, cost, _up(bound), values)  # type: ignore[arg-type]


def _by_cp_sat(model: LinearModel, time_limit: float | None, within: Bounds, progress: Progress) -> Found:
    start = time.monotonic()
    cp = cp_model.CpModel()
    lower, upper = (np.clip(np.round(bounds), -MOST, MOST).astype(int).tolist() for bounds in within)
    columns = [cp.new_int_var(low, high, "") for low, high in zip(lower, upper, strict=True)]
    for row in range(model.rows):
        first, stop = model._starts[row], model._starts[row + 1]
        coefficients = [round(value) for value in model._values[first:stop]]
        taking = [columns[column] for column in model._columns[first:stop]]
        low, high = model._row_lower[row], model._row_upper[row]
        domain = cp_model.Domain(
            cp_model.INT_MIN if low == -math.inf else math.ceil(low - ALMOST),
            cp_model.INT_MAX if high == math.inf else math.floor(high + ALMOST),
        )
        cp.add_linear_expression_in_domain(cp_model.LinearExpr.weighted_sum(taking, coefficients), domain)
    cp.minimize(cp_model.LinearExpr.weighted_sum(columns, [round(cost) for cost in model._cost]))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.random_seed = 0
    if time_limit is not None:
        solver.parameters.max_time_in_seconds = max(0.01, time_limit - (time.monotonic() - start))
    solver.best_bound_callback = lambda bound: progress(None, bound)
    status = solver.solve(cp, _Watch(progress))
    if status == cp_model.INFEASIBLE:
        return Found("infeasible")
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Found("unknown", None, _up(_finite(solver.best_objective_bound)))
    values = np.array(solver.values(columns), dtype=np.float64) if columns else np.zeros(0)
    return Found(
        "optimal" if status == cp_model.OPTIMAL else "feasible",
        round(solver.objective_value),
        _up(solver.best_objective_bound),
        values,
    )


class _Watch(cp_model.CpSolverSolutionCallback):
    """Tells of every better solution."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress = progress

    def on_solution_callback(self) -> None:
        self._progress(self.objective_value, self.best_objective_bound)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) and abs(value) < 1e15 else None


def _up(bound: float | None) -> int | None:
    """Costs are integers."""
    return None if bound is None else math.ceil(bound - 1e-4)

"""A linear model in CP-SAT, where every column is a whole number.

One worker and a fixed seed: where only work limits it, the same model gives the same answers in the same order.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np
import numpy.typing as npt
from ortools.sat.python import cp_model

from analyzer.milp import LinearModel, Watch

_T = TypeVar("_T")
Values = npt.NDArray[np.float64]
_ALMOST = 1e-6
_LOOK = 0.02
"""Seconds between two looks at whether the search is over."""


@dataclass(frozen=True, slots=True)
class WholeSolution:
    """`values` by column, empty where none was found; `objective` is theirs."""

    status: Literal["optimal", "feasible", "infeasible", "unknown"]
    objective: int | None
    values: Values


def solve_whole(
    model: LinearModel,
    *,
    hint: Mapping[int, int] | None = None,
    most: int | None = None,
    time_limit: float | None = None,
    work_limit: float | None = None,
    watch: Watch,
    found: Callable[[Values], None] = lambda _: None,
) -> WholeSolution:
    """The least objective over whole columns; limits in seconds, and in the solver's own deterministic seconds.

    `hint`: column → value to be tried first. `most`: solutions of a larger objective are of no interest. `found` hears
    every better solution; it and `watch` are called from a thread of the search. Raises ValueError where a column
    has no upper bound or a coefficient is not whole, and whatever a listener raises.
    """
    problem, columns, objective = _translated(model)
    for column, value in (hint or {}).items():
        problem.add_hint(columns[column], value)
    if most is not None:
        problem.add(objective <= most)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.linearization_level = (
        2  # proofs come from the relaxation: many times sooner with all of it
    )
    solver.parameters.catch_sigint_signal = False  # Ctrl-C is the caller's to answer
    if time_limit is not None:
        solver.parameters.max_time_in_seconds = time_limit
    if work_limit is not None:
        solver.parameters.max_deterministic_time = work_limit
    status = _Run(problem, columns, solver, watch, found).status()
    if status == cp_model.INFEASIBLE:
        return WholeSolution("infeasible", None, np.zeros(0))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return WholeSolution("unknown", None, np.zeros(0))
    values = np.array([solver.value(column) for column in columns], dtype=np.float64)
    return WholeSolution(
        "optimal" if status == cp_model.OPTIMAL else "feasible", round(model.cost_of(values)), values
    )


def _translated(
    model: LinearModel,
) -> tuple[cp_model.CpModel, list[cp_model.IntVar], cp_model.LinearExprT]:
    problem = cp_model.CpModel()
    lower, upper = model.bounds
    if not np.isfinite(upper).all():
        raise ValueError("a column has no upper bound")
    columns = [
        problem.new_int_var(math.ceil(low - _ALMOST), math.floor(high + _ALMOST), "")
        for low, high in zip(lower.tolist(), upper.tolist(), strict=True)
    ]
    for row in model.listed_rows():
        terms = cp_model.LinearExpr.weighted_sum(
            [columns[column] for column in row.columns], [_whole(value) for value in row.values]
        )
        sides = cp_model.Domain(
            cp_model.INT_MIN if math.isinf(row.lower) else math.ceil(row.lower - _ALMOST),
            cp_model.INT_MAX if math.isinf(row.upper) else math.floor(row.upper + _ALMOST),
        )
        problem.add_linear_expression_in_domain(terms, sides)
    priced = [(columns[at], _whole(cost)) for at, cost in enumerate(model.costs.tolist()) if cost]
    objective = cp_model.LinearExpr.weighted_sum(
        [column for column, _ in priced], [cost for _, cost in priced]
    )
    problem.minimize(objective)
    return problem, columns, objective


def _whole(value: float) -> int:
    if not value.is_integer():
        raise ValueError(f"a coefficient of {value} is not whole")
    return int(value)


class _Run:
    """One search in a thread of its own, so that the caller hears Ctrl-C and can end it at any moment."""

    def __init__(
        self,
        problem: cp_model.CpModel,
        columns: list[cp_model.IntVar],
        solver: cp_model.CpSolver,
        watch: Watch,
        found: Callable[[Values], None],
    ) -> None:
        self._problem = problem
        self._solver = solver
        self._watch = watch
        self._listener = _Listener(columns, self._guarded(found))
        if watch.bound is not None:
            solver.best_bound_callback = self._guarded(watch.bound)
        self._failure: BaseException | None = None
        self._status: object = cp_model.UNKNOWN

    def status(self) -> object:
        """What CP-SAT says in the end."""
        thread = threading.Thread(target=self._solve, daemon=True)
        thread.start()
        try:
            while thread.is_alive():
                thread.join(_LOOK)
                if self._watch.is_over():
                    self._solver.stop_search()
        finally:
            while thread.is_alive():
                self._solver.stop_search()
                thread.join(_LOOK)
        if self._failure is not None:
            raise self._failure
        return self._status

    def _solve(self) -> None:
        try:
            self._status = self._solver.solve(self._problem, self._listener)
        except BaseException as failure:
            self._failure = failure

    def _guarded(self, listener: Callable[[_T], None]) -> Callable[[_T], None]:
        """Nothing may be raised through the solver: it is kept, and ends the search."""

        def heard(what: _T) -> None:
            if self._failure is not None:
                return
            try:
                listener(what)
            except BaseException as failure:
                self._failure = failure
                self._solver.stop_search()

        return heard


class _Listener(cp_model.CpSolverSolutionCallback):
    """Hears every better solution."""

    def __init__(self, columns: list[cp_model.IntVar], found: Callable[[Values], None]) -> None:
        super().__init__()
        self._columns = columns
        self._found = found

    def on_solution_callback(self) -> None:
        self._found(np.array([self.value(column) for column in self._columns], dtype=np.float64))

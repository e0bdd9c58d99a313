"""A small linear model and HiGHS behind it: the only module that knows highspy.

Rows and columns are appended as plain numbers; `solve` hands them over in one piece. One
thread and a fixed seed: the same model gives the same answer.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from typing import Any, Literal

import highspy
import numpy as np
import numpy.typing as npt

SOLVER = f"HiGHS {version('highspy')}"
Status = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True, slots=True)
class Solution:
    """`values` by column; `bound` is a proven lower bound of the objective as HiGHS states it."""

    status: Status
    objective: float
    bound: float
    values: npt.NDArray[np.float64]
    row_prices: npt.NDArray[np.float64]
    reduced_costs: npt.NDArray[np.float64]


_BESIDE_THE_TREE = (
    "mip_allow_cut_separation_at_nodes",
    "mip_allow_restart",
    "mip_heuristic_run_rens",
    "mip_heuristic_run_rins",
    "mip_heuristic_run_root_reduced_cost",
)
"""What HiGHS does besides branching; the last three also where heuristics are to have no effort."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How HiGHS is to go about it.

    `tree_alone`: for a tree of some hundred nodes with a good plan from elsewhere: no plans are looked for, nothing starts
    anew, and branching learns from its own nodes instead of trying out columns first.
    `method`: of a relaxation, ``choose`` (simplex) or ``first_order`` (PDLP: quick on large ones, its prices inexact,
    so only `LinearModel.proven_bound` of them is a bound). `below`: plans of at least this objective are of no
    interest. `nodes`: as many nodes of branch and bound at most.
    """

    tree_alone: bool = False
    method: Literal["choose", "first_order"] = "choose"
    tolerance: float = 1e-4
    below: float | None = None
    nodes: int | None = None

    @property
    def options(self) -> dict[str, bool | int | float | str]:
        options: dict[str, bool | int | float | str] = {}
        if self.tree_alone:
            options |= dict.fromkeys(_BESIDE_THE_TREE, False)
            options |= {"mip_heuristic_effort": 0.0, "mip_pscost_minreliable": 0}
        if self.method == "first_order":
            options |= {"solver": "pdlp", "kkt_tolerance": self.tolerance}
        if self.below is not None:
            options["objective_bound"] = self.below
        if self.nodes is not None:
            options["mip_max_nodes"] = self.nodes
        return options


@dataclass(frozen=True, slots=True)
class Watch:
    """Called now and then during a search, from the thread that searches.

    `is_over`: True ends it. `bound`: the best proven bound so far.
    """

    is_over: Callable[[], bool]
    bound: Callable[[float], None] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """lower ≤ Σ values·columns ≤ upper; either side may be infinite. A column may stand in it more than once."""

    lower: float
    upper: float
    columns: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Corner:
    """A relaxation's optimum: its objective, the values of the columns asked for, and what a like relaxation may begin with."""

    objective: float
    values: npt.NDArray[np.float64]
    basis: highspy.HighsBasis


class Relaxation:
    """The relaxation of a model, solved again and again while some columns are closed, each time from another one's corner."""

    def __init__(self, model: LinearModel, columns: Sequence[int]) -> None:
        """`columns`: those that may be closed, with lower bound 0 and upper bound 1."""
        self._columns = np.array(columns, dtype=np.int32)
        self._highs = highspy.Highs()
        for name, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
            self._highs.setOptionValue(name, value)
        if self._highs.passModel(model.as_lp(relaxed=True)) == highspy.HighsStatus.kError:
            raise ValueError("HiGHS does not take the model")

    def solve(
        self, open_: npt.NDArray[np.bool_], begin: Corner | None = None, below: float = math.inf
    ) -> Corner | None:
        """`open_`: of each of the columns. None where there is no point, or only such as cost more than `below`.

        Raises `ArithmeticError` where HiGHS does not say.
        """
        highs = self._highs
        highs.changeColsBounds(
            len(self._columns), self._columns, np.zeros(len(self._columns)), open_.astype(np.float64)
        )
        highs.setOptionValue("objective_bound", below)
        if begin is not None:
            # What presolving takes would be as much as the few steps from a corner that is near.
            highs.setOptionValue("presolve", "off")
            highs.setBasis(begin.basis)
        highs.run()
        status, statuses = highs.getModelStatus(), highspy.HighsModelStatus
        if status in (statuses.kInfeasible, statuses.kObjectiveBound):
            return None
        if status != statuses.kOptimal:
            raise ArithmeticError(f"HiGHS ended a relaxation with {status}")
        objective = float(highs.getInfo().objective_function_value)
        if objective > below:
            return None
        values = np.asarray(highs.getSolution().col_value, dtype=np.float64)[self._columns]
        return Corner(objective, values, highs.getBasis())


class LinearModel:
    """Minimise cost·x subject to lower ≤ A·x ≤ upper, column bounds and integrality."""

    def __init__(self) -> None:
        self._cost = array("d")
        self._tie = array("d")
        self._lower = array("d")
        self._upper = array("d")
        self._integer = array("b")
        self._row_lower = array("d")
        self._row_upper = array("d")
        self._starts = array("i", [0])
        self._columns = array("i")
        self._values = array("d")

    @property
    def columns(self) -> int:
        return len(self._cost)

    @property
    def rows(self) -> int:
        return len(self._row_lower)

    def column(
        self, cost: float = 0.0, tie: float = 0.0, *, upper: float = math.inf, integer: bool = False
    ) -> int:
        """A column's number; `tie` is its price in the second objective (`tied`).

        Without an upper bound a price never hides in one.
        """
        self._cost.append(cost)
        self._tie.append(tie)
        self._lower.append(0.0)
        self._upper.append(upper)
        self._integer.append(integer)
        return len(self._cost) - 1

    def binary(self, cost: float = 0.0, tie: float = 0.0) -> int:
        """A column that is 0 or 1."""
        return self.column(cost, tie, upper=1.0, integer=True)

    def in_parts(self, columns: Iterable[int]) -> None:
        """These columns need not be whole (any more)."""
        for column in columns:
            self._integer[column] = 0

    def weighted(self, cost: float, tie: float = 1.0) -> LinearModel:
        """The same rows and columns with the objective cost × first + tie × second."""
        other = LinearModel()
        other.__dict__.update(self.__dict__)
        other._cost = array("d", (cost * c + tie * t for c, t in zip(self._cost, self._tie, strict=True)))
        return other

    def priced(self, objective: Mapping[int, float]) -> LinearModel:
        """The same rows and columns with another objective: column → price, 0 for all others."""
        other = LinearModel()
        other.__dict__.update(self.__dict__)
        other._cost = array("d", bytes(8 * self.columns))
        for column, price in objective.items():
            other._cost[column] = price
        return other

    def with_objective_as_row(self, most: float) -> LinearModel:
        """A copy in which the objective is a row: at most `most`."""
        other = LinearModel()
        other.__dict__.update({name: part[:] for name, part in self.__dict__.items()})
        priced = [(column, price) for column, price in enumerate(self._cost) if price]
        other.at_most(most, [column for column, _ in priced], [price for _, price in priced])
        return other

    @property
    def dearest(self) -> float:
        """The largest coefficient of the objective."""
        return max(self._cost, default=0.0)

    def cost_of(self, values: npt.NDArray[np.float64]) -> float:
        """The objective at a point."""
        return float(np.dot(np.frombuffer(self._cost), values)) if self.columns else 0.0

    def at_least(self, bound: float, columns: Sequence[int], values: Sequence[float]) -> int:
        """Row: Σ values·columns ≥ bound."""
        return self._row(bound, math.inf, columns, values)

    def equal(self, bound: float, columns: Sequence[int], values: Sequence[float]) -> int:
        return self._row(bound, bound, columns, values)

    def at_most(self, bound: float, columns: Sequence[int], values: Sequence[float]) -> int:
        return self._row(-math.inf, bound, columns, values)

    def _row(self, lower: float, upper: float, columns: Sequence[int], values: Sequence[float]) -> int:
        """A column may be named several times: its values add up. (HiGHS takes no row that names one twice.)"""
        if len(set(columns)) < len(columns):
            added: dict[int, float] = {}
            for column, value in zip(columns, values, strict=True):
                added[column] = added.get(column, 0.0) + value
            columns, values = list(added), list(added.values())
        self._columns.extend(columns)
        self._values.extend(values)
        self._starts.append(len(self._columns))
        self._row_lower.append(lower)
        self._row_upper.append(upper)
        return len(self._row_lower) - 1

    @property
    def bounds(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Lower and upper bounds of the columns, as copies."""
        return np.array(self._lower), np.array(self._upper)

    @property
    def costs(self) -> npt.NDArray[np.float64]:
        """The objective's coefficient of every column, as a copy."""
        return np.array(self._cost)

    def listed_rows(self) -> Iterator[Row]:
        """Every row as it was written, for other solvers."""
        for row, (first, stop) in enumerate(pairwise(self._starts)):
            yield Row(
                self._row_lower[row],
                self._row_upper[row],
                tuple(self._columns[first:stop]),
                tuple(self._values[first:stop]),
            )

    @property
    def integers(self) -> npt.NDArray[np.bool_]:
        """Which columns are integer."""
        return np.array(self._integer, dtype=np.bool_)

    def solve(
        self,
        *,
        time_limit: float | None = None,
        absolute_gap: float = 0.0,
        relaxed: bool = False,
        within: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]] | None = None,
        effort: Effort = Effort(),
        watch: Watch | None = None,
    ) -> Solution:
        """Solve to optimality (within `absolute_gap`), or until `time_limit` seconds are over.

        `within` are other bounds of the columns for this time; `relaxed` drops integrality.
        No starting point can be given: HiGHS 1.14 then calls plans optimal that are not.
        """
        highs = highspy.Highs()
        options: dict[str, bool | int | float | str] = {
            "output_flag": False,
            "threads": 1,
            "random_seed": 0,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": absolute_gap,
            **effort.options,
        }
        if time_limit is not None:
            options["time_limit"] = max(0.0, time_limit)
        for name, value in options.items():
            highs.setOptionValue(name, value)
        lp = self.as_lp(relaxed)
        if within is not None:
            lp.col_lower_, lp.col_upper_ = within
        if highs.passModel(lp) == highspy.HighsStatus.kError:
            raise ValueError("HiGHS does not take the model")
        integral = any(self._integer) and not relaxed
        if watch is not None:
            _subscribe(highs, watch, integral=integral)
        highs.run()
        return self._solution(highs, integral)

    def proven_bound(self, row_prices: npt.NDArray[np.float64]) -> float:
        """A lower bound of the objective that any prices of the rows prove (weak duality), also inexact ones.

        Every row pays its price for its side, every column takes the bound that is cheaper for it at what the
        prices leave of its cost. A price with the wrong sign for a one-sided row counts as 0. The last digits of
        the sums are not trusted: what 1e-9 of all that was added up could be is taken off.
        """
        lower, upper = np.array(self._row_lower), np.array(self._row_upper)
        prices = np.where(np.isinf(lower), np.minimum(row_prices, 0.0), row_prices)
        prices = np.where(np.isinf(upper), np.maximum(prices, 0.0), prices)
        side = np.where(prices > 0, lower, upper)
        paid = prices * np.where(prices == 0, 0.0, side)
        reduced = np.array(self._cost) - self._drawn(prices)
        column_lower, column_upper = self.bounds
        # What rounding may leave of a column without an upper bound is no reason to prove nothing.
        reduced = np.where(np.isinf(column_upper) & (reduced < 0) & (reduced > -1e-7), 0.0, reduced)
        bound = np.where(reduced >= 0, column_lower, column_upper)
        left = reduced * np.where(reduced == 0, 0.0, bound)
        error = 1e-9 * (float(np.abs(paid).sum()) + float(np.abs(left).sum()))
        return float(paid.sum() + left.sum()) - error

    def reduced_costs(self, row_prices: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """What the prices of the rows leave of the columns' costs."""
        return np.array(self._cost) - self._drawn(row_prices)

    def _drawn(self, prices: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Column by column: Σ price × coefficient."""
        if not len(self._columns):
            return np.zeros(self.columns)
        starts = np.frombuffer(self._starts, dtype=np.int32)
        values = np.frombuffer(self._values) * np.repeat(prices, starts[1:] - starts[:-1])
        drawn = np.zeros(self.columns)
        np.add.at(drawn, np.frombuffer(self._columns, dtype=np.int32), values)
        return drawn

    def as_lp(self, relaxed: bool) -> highspy.HighsLp:
        """As HiGHS takes it."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.columns, self.rows
        lp.col_cost_ = np.frombuffer(self._cost) if self.columns else np.zeros(0)
        lp.col_lower_ = np.frombuffer(self._lower) if self.columns else np.zeros(0)
        lp.col_upper_ = np.frombuffer(self._upper) if self.columns else np.zeros(0)
        lp.row_lower_ = np.frombuffer(self._row_lower) if self.rows else np.zeros(0)
        lp.row_upper_ = np.frombuffer(self._row_upper) if self.rows else np.zeros(0)
        matrix = lp.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.num_col_, matrix.num_row_ = self.columns, self.rows
        matrix.start_ = np.frombuffer(self._starts, dtype=np.int32)
        matrix.index_ = (
            np.frombuffer(self._columns, dtype=np.int32) if self._columns else np.zeros(0, np.int32)
        )
        matrix.value_ = np.frombuffer(self._values) if self._values else np.zeros(0)
        if not relaxed and any(self._integer):
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            lp.integrality_ = [kinds[flag] for flag in self._integer]
        return lp

    def _solution(self, highs: highspy.Highs, integral: bool) -> Solution:
        model_status = highs.getModelStatus()
        info, solution = highs.getInfo(), highs.getSolution()
        values = np.asarray(solution.col_value, dtype=np.float64)
        prices = np.asarray(solution.row_dual, dtype=np.float64)
        reduced = np.asarray(solution.col_dual, dtype=np.float64)
        found = bool(solution.value_valid) and info.primal_solution_status == 2
        statuses = highspy.HighsModelStatus
        if model_status in (statuses.kOptimal, statuses.kModelEmpty):
            status: Status = "optimal"
        elif model_status == statuses.kInfeasible:
            status = "infeasible"
        else:
            status = "feasible" if found else "unknown"
        objective = float(info.objective_function_value)
        bound = float(info.mip_dual_bound) if integral else objective
        return Solution(status, objective, bound, values, prices, reduced)


def _subscribe(highs: highspy.Highs, watch: Watch, *, integral: bool) -> None:
    """Lets the watch end a run, and tells it the bounds.

    No more than is needed is subscribed to: each call waits for the interpreter, which others may hold.
    """

    def look(event: Any) -> None:
        if integral and watch.bound is not None:
            watch.bound(float(event.data_out.mip_dual_bound))
        if watch.is_over():
            event.interrupt()

    if integral:
        highs.cbMipInterrupt.subscribe(look)
    else:
        highs.cbSimplexInterrupt.subscribe(look)
        highs.cbIpmInterrupt.subscribe(look)

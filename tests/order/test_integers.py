"""A linear model handed to CP-SAT: the least of all whole points, limits, hints, and what goes wrong in a listener."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.milp import LinearModel, Watch
from analyzer.order.solvers.integers import solve_whole
from tests.order.drawing import few

QUIET = Watch(lambda: False)
small = st.integers(-3, 3)


@st.composite
def models(draw: st.DrawFn) -> LinearModel:
    model = LinearModel()
    columns = [
        model.column(draw(st.integers(-5, 5)), upper=draw(st.integers(0, 2)), integer=draw(st.booleans()))
        for _ in range(draw(st.integers(1, 4)))
    ]
    for _ in range(draw(st.integers(0, 3))):
        add = draw(st.sampled_from([model.at_least, model.at_most, model.equal]))
        add(draw(small), columns, [draw(small) for _ in columns])
    return model


def least(model: LinearModel) -> float | None:
    """By trying every whole point."""
    _, upper = model.bounds
    costs = []
    for point in product(*(range(int(high) + 1) for high in upper)):
        sums = [
            (row, sum(value * point[column] for column, value in zip(row.columns, row.values, strict=True)))
            for row in model.listed_rows()
        ]
        if all(row.lower <= total <= row.upper for row, total in sums):
            costs.append(model.cost_of(np.array(point, dtype=np.float64)))
    return min(costs, default=None)


@given(models(), st.integers(0, 2))
@few(2)
def test_the_objective_is_the_least_of_all_whole_points(model: LinearModel, hint: int) -> None:
    expected = least(model)
    bounds: list[float] = []
    found: list[float] = []
    solution = solve_whole(
        model,
        hint={0: hint},
        watch=Watch(lambda: False, bounds.append),
        found=lambda values: found.append(model.cost_of(values)),
    )
    if expected is None:
        assert (solution.status, solution.objective) == ("infeasible", None)
        return
    assert (solution.status, solution.objective) == ("optimal", expected)
    assert found[-1] == expected
    assert all(bound <= expected for bound in bounds)
    assert solve_whole(model, most=round(expected), watch=QUIET).objective == expected
    assert solve_whole(model, most=round(expected) - 1, watch=QUIET).status == "infeasible"


def test_a_search_that_is_over_before_it_began_says_nothing_wrong() -> None:
    model = LinearModel()
    model.at_least(1, [model.binary(1), model.binary(1)], [1, 1])
    solution = solve_whole(model, work_limit=0.0, watch=Watch(lambda: True))
    assert (solution.status, solution.objective) in (
        ("unknown", None),
        ("feasible", 1),
        ("feasible", 2),
        ("optimal", 1),
    )


def test_what_breaks_in_a_listener_breaks_here() -> None:
    model = LinearModel()
    model.binary(1)

    def broken(_: object) -> None:
        raise LookupError("no such thing")

    with pytest.raises(LookupError, match="no such thing"):
        solve_whole(model, watch=QUIET, found=broken)


@pytest.mark.parametrize(("upper", "cost"), [(float("inf"), 1.0), (1.0, 0.5)])
def test_a_column_that_is_not_whole_is_refused(upper: float, cost: float) -> None:
    model = LinearModel()
    model.column(cost, upper=upper)
    with pytest.raises(ValueError, match=r"no upper bound|not whole"):
        solve_whole(model, watch=QUIET)

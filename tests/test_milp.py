"""What is asked of the solver behind `analyzer.milp` before anything rests on it.

HiGHS 1.14.0 fails here: with presolve it answers 15 and 4, both called optimal with a bound to match.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from analyzer.milp import LinearModel, Relaxation


def test_a_continuous_column_covers_a_row_for_less_than_an_integer_one() -> None:
    # 2x + 3z with x + z ≥ 4.5: x alone, at 9 (HiGHS issue 3043)
    model = LinearModel()
    x, z = model.column(2, upper=10), model.column(3, upper=10, integer=True)
    model.at_least(4.5, [x, z], [1, 1])
    assert (model.solve().objective, model.solve().bound) == (9, 9)


def test_the_cheaper_of_two_ways_is_taken_that_hold_up_what_they_need() -> None:
    # one way needs a bridge at 1, running at 1, and attaching at 2; the other one at 1, 1 and 1
    model = LinearModel()
    ways = [model.binary(), model.binary()]
    model.equal(1, ways, [1, 1])
    for way, attached in zip(ways, (2, 1), strict=True):
        built = model.column(1)
        for price in (attached, 1):
            column = model.column(price)
            model.at_least(0, [column, way], [1, -1])
            model.at_least(0, [built, column], [1, -1])
    solution = model.solve()
    assert (solution.status, solution.objective, solution.bound) == ("optimal", 3, 3)


def test_a_row_that_names_a_column_twice_means_the_sum() -> None:
    # x + x + y ≥ 2 at 3 and 1: HiGHS alone would take no such model, and say what is so of none at all
    model = LinearModel()
    x, y = model.column(3, upper=5), model.column(1, upper=1)
    model.at_least(2, [x, y, x], [1, 1, 1])
    solution = model.solve()
    assert (solution.status, solution.objective, list(solution.values)) == ("optimal", 2.5, [0.5, 1.0])


def test_a_model_that_the_solver_does_not_take_is_no_answer() -> None:
    model = LinearModel()
    model.at_least(1, [model.column(1)], [math.inf])
    with pytest.raises(ValueError, match="does not take"):
        model.solve()


def test_a_relaxation_with_closed_columns_is_the_model_without_them() -> None:
    # the cheapest of three ways that may be taken in parts, at 1, 2 and 4; one is closed after another
    model = LinearModel()
    ways = [model.binary(cost) for cost in (1, 2, 4)]
    model.equal(1, ways, [1, 1, 1])
    relaxation = Relaxation(model, ways)
    corner = relaxation.solve(np.array([True, True, True]))
    assert corner is not None
    assert (corner.objective, list(corner.values)) == (1, [1, 0, 0])
    second = relaxation.solve(np.array([False, True, True]), corner)
    assert second is not None
    assert (second.objective, list(second.values)) == (2, [0, 1, 0])
    assert relaxation.solve(np.array([False, False, True]), second, below=3) is None
    assert relaxation.solve(np.array([False, False, False]), second) is None
    again = relaxation.solve(np.array([True, False, True]), second, below=3)
    assert again is not None
    assert again.objective == 1


def test_a_relaxation_of_a_model_that_the_solver_does_not_take_is_no_answer() -> None:
    model = LinearModel()
    column = model.column(1, upper=1.0)
    model.at_least(1, [column], [math.inf])
    with pytest.raises(ValueError, match="does not take"):
        Relaxation(model, [column])

"""What is asked of the solver behind `analyzer.milp` before anything rests on it.

HiGHS 1.14.0 fails here: with presolve it answers 15 and 4, both called optimal with a bound to match.
"""

from __future__ import annotations

from analyzer.milp import LinearModel


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

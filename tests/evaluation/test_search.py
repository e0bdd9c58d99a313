"""What a search says when the clock leaves it no time."""

from __future__ import annotations

from analyzer.evaluation import evaluate_plan
from analyzer.evaluation.search import search
from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.milp import LinearModel
from tests import builders

NOW = 1e-9


def test_a_plan_whose_sessions_cost_something_is_evaluated_without_any_time() -> None:
    # The link is mixed for all six months; whichever of its bridges is built costs 1, its one test makes a session of 1.
    landscape = builders.landscape(
        landscape={"costs": {"test_case": 0, "session": 1}},
        systems=[builders.system("jumin", builders.move()), builders.system("zeimu")],
    )
    moves = {MoveRef("jumin", "shift"): Month.parse("2025-01")}
    answer = evaluate_plan(landscape, moves, time_limit=NOW)
    assert answer.cost is not None
    assert answer.bound is not None
    assert answer.cost.total == 2
    assert answer.bound <= 2
    assert evaluate_plan(landscape, moves).bound == 2


def test_what_ties_are_broken_by_never_raises_a_bound() -> None:
    # Two links are mixed between the same systems: one bridge of 1, and one session of 1. Fewer bridges and fewer cases
    # only break ties: with them in the objective the relaxation stands a little above a cost, which does not prove the next one.
    landscape = builders.landscape(
        landscape={
            "costs": {"test_case": 0, "session": 1},
            "horizon": {"first": "2025-01", "last": "2025-03"},
        },
        systems=[builders.system("s0", builders.move(to={"generation": "standard"})), builders.system("s1")],
        integrations=[builders.link(id, "s0", "s1") for id in ("001o001", "001o002")],
    )
    moves = {MoveRef("s0", "shift"): Month.parse("2025-01")}
    hurried, patient = evaluate_plan(landscape, moves, time_limit=NOW), evaluate_plan(landscape, moves)
    assert patient.cost is not None
    assert patient.bound == patient.cost.total == 2
    assert hurried.bound is not None
    assert hurried.bound <= 2


def odd_cycle() -> tuple[LinearModel, list[range]]:
    """Three choices of a or b; each pair of neighbours may not both take a; an a saves 2, but all three b are allowed.

    The relaxation takes half of each a (−3); a plan takes one (−2).
    """
    model = LinearModel()
    choices = []
    for _ in range(3):
        first = model.column(-2, upper=1, integer=True)
        model.column(0, upper=1, integer=True)
        choices.append(range(first, first + 2))
        model.equal(1, [first, first + 1], [1, 1])
    slack = [model.column(10, upper=1, integer=True) for _ in range(3)]
    for i in range(3):
        model.at_least(-1, [choices[i].start, choices[(i + 1) % 3].start, slack[i]], [-1, -1, 1])
    return model, choices


def test_a_search_with_time_proves_the_least() -> None:
    model, choices = odd_cycle()
    result = search(model, choices)
    assert (result.objective, result.proven) == (-2, True)


def test_a_search_without_time_gives_a_plan_and_the_bound_of_the_relaxation() -> None:
    model, choices = odd_cycle()
    result = search(model, choices, NOW)
    assert all(abs(result.values[columns.start : columns.stop].sum() - 1) < 1e-6 for columns in choices)
    assert result.bound <= -2 <= result.objective

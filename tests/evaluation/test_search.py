"""What a search says when the clock leaves it no time."""

from __future__ import annotations

from analyzer.evaluation import evaluate_plan
from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
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

"""The same questions to everybody who may be asked for an order, alone and together.

Who proves finds the optimum with the least sum of months; the search alone is never below it. Whoever
answers keeps the rules and the pattern, gives a bound that is one, and passes `verify`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analyzer.cli.options import SolverName
from analyzer.evaluation import evaluate_plan
from analyzer.landscape.model import Landscape, MoveRef, Pattern
from analyzer.landscape.months import Month
from analyzer.order.desk import Desk
from analyzer.order.near import Near
from analyzer.order.optimize import TEAMS, optimize_plan
from analyzer.order.ordering import Ordering
from analyzer.order.problem import OrderProblem
from analyzer.reports.ordering import ordering_document
from analyzer.verification import verify_answer
from tests.builders import landscape, link, move, system
from tests.oracles.ordering import BestPlans, how_many_changed, in_pattern, plans_that_keep, sum_of_months
from tests.order.drawing import few, landscapes, landscapes_with_patterns, nearness, tried
from tests.order.published.problems import SMALL, Problem

every_team = pytest.mark.parametrize("name", TEAMS)
PROVES = frozenset(TEAMS) - {"search"}
ROUNDS = 40
"""Work of the search alone: enough for landscapes as small as these."""


def asked(
    name: str,
    where: Landscape,
    *,
    pattern: Pattern | None = None,
    start: Mapping[MoveRef, Month] | None = None,
    work_limit: int | None = None,
    near: Near | None = None,
) -> Ordering:
    """The answer of a team, which must be one that nobody can fault."""
    if name not in PROVES and work_limit is None:
        work_limit = ROUNDS
    answer = optimize_plan(
        where, pattern=pattern, start=start, work_limit=work_limit, team=TEAMS[name], near=near
    )
    if answer.evaluation is not None:
        assert answer.evaluation.violations == ()
        assert answer.bound is None or answer.total is None or answer.bound <= answer.total
        assert (answer.status == "optimal") == (answer.bound == answer.total)
    document = json.loads(json.dumps(ordering_document(answer)))
    assert verify_answer(where, document).faults == ()
    return answer


def holds(name: str, answer: Ordering, expected: BestPlans) -> None:
    """The answer is as good as its team promises."""
    if expected.total is None:
        assert answer.status == "infeasible"
        return
    assert answer.bound is not None
    assert answer.bound <= expected.total
    assert answer.evaluation is not None
    assert answer.total is not None
    assert answer.total >= expected.total
    if name in PROVES:
        assert (answer.status, answer.total) == ("optimal", expected.total)
        assert sum_of_months(answer.evaluation.moves) == expected.months


@every_team
@given(case=landscapes())
@few(20)
def test_a_team_that_proves_finds_the_least_of_all_plans_and_nobody_finds_less(
    name: str, case: Landscape
) -> None:
    expected = tried(case)
    holds(name, asked(name, case), expected)


@every_team
@given(case=landscapes_with_patterns())
@few(20)
def test_every_team_keeps_the_pattern(name: str, case: tuple[Landscape, Pattern]) -> None:
    where, pattern = case
    expected = tried(where, pattern)
    answer = asked(name, where, pattern=pattern)
    holds(name, answer, expected)
    if answer.evaluation is not None:
        assert in_pattern(where, pattern, answer.evaluation.moves)


@every_team
@given(case=landscapes(), data=st.data())
@few(20)
def test_no_team_changes_more_months_of_a_plan_than_may_change(
    name: str, case: Landscape, data: st.DataObject
) -> None:
    near = data.draw(nearness(case))
    expected = tried(case, near=near)
    answer = asked(name, case, start=dict(near.moves), near=near)
    holds(name, answer, expected)
    if answer.evaluation is not None:
        assert how_many_changed(near.moves, answer.evaluation.moves) <= near.changes


@every_team
@given(case=landscapes(), data=st.data())
@few(20)
def test_no_team_worsens_the_plan_that_it_starts_from(
    name: str, case: Landscape, data: st.DataObject
) -> None:
    kept = plans_that_keep(case)
    assume(kept)
    start = dict(data.draw(st.sampled_from(kept)))
    given_cost = evaluate_plan(case, start).cost
    assert given_cost is not None
    answer = asked(name, case, start=start, work_limit=1)
    assert answer.total is not None
    assert answer.total <= given_cost.total


@every_team
@given(case=landscapes(), work=st.integers(0, 3))
@few(20)
def test_a_team_that_a_limit_of_work_stops_repeats_exactly(name: str, case: Landscape, work: int) -> None:
    one, two = (asked(name, case, work_limit=work) for _ in range(2))
    assert (one.status, one.total, one.bound) == (two.status, two.total, two.bound)
    assert getattr(one.evaluation, "moves", None) == getattr(two.evaluation, "moves", None)


@every_team
@pytest.mark.parametrize("problem", [p for p in SMALL if p.encode().size <= 6][::8], ids=str)
def test_every_team_agrees_with_the_literature(name: str, problem: Problem) -> None:
    answer, optimum = asked(name, problem.encode().landscape()), problem.optimum()
    if optimum is None:
        assert answer.status == "infeasible"
        return
    assert answer.bound is not None
    assert answer.total is not None
    assert answer.bound <= optimum <= answer.total
    if name in PROVES:
        assert answer.status == "optimal"


@every_team
def test_a_desk_that_is_over_gets_no_plan_from_anybody(name: str) -> None:
    desk = Desk()
    desk.stop()
    team = TEAMS[name]()
    for solver in team.proving:
        solver.run(OrderProblem(landscape()), desk)
    assert desk.plan is None
    assert not desk.infeasible


def test_the_command_line_offers_every_team_and_no_other() -> None:
    assert list(get_args(SolverName)) == list(TEAMS)


@pytest.mark.parametrize("name", sorted(PROVES))
@pytest.mark.parametrize("main_routes", [0, 1, 2])
def test_links_that_are_alike_have_a_case_each_however_many_main_routes_there_are(
    name: str, main_routes: int
) -> None:
    """Two direct links of a pair that moves apart: tested at either cutover, 4 cases; and the link to the third system, 2."""
    systems = [system(id_, move()) for id_ in ("s0", "s1", "s2")]
    links = [link("001o001", "s0", "s1"), link("001o002", "s0", "s2"), link("002o001", "s0", "s2")]
    where = landscape(
        landscape={
            "costs": {"test_case": 1},
            "capacity": {"cutovers_per_month": 1},
            "tests": {"main_routes": main_routes},
        },
        systems=systems, integrations=links, bridges=[{"kind": "keep_legacy"}],
    )  # fmt: skip
    answer = asked(name, where)
    assert (answer.status, answer.total) == ("optimal", 6)

"""Branch and bound over months against trying every plan: whole, cut short, and with a plan that others found."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analyzer.evaluation import evaluate_plan
from analyzer.landscape.model import Landscape, Pattern
from analyzer.milp import Relaxation
from analyzer.order.desk import Desk
from analyzer.order.problem import OrderProblem
from analyzer.order.solvers import branching
from analyzer.order.solvers.branching import Branching, has_few_plans
from tests.builders import landscape, link, move, system
from tests.oracles.ordering import BestPlans, plans_that_keep
from tests.order.drawing import few, landscapes, landscapes_with_patterns, tried


def proves(problem: OrderProblem, desk: Desk, expected: BestPlans) -> bool:
    """What it leaves on the desk is the optimum, and a plan of it; or that there is none."""
    Branching().run(problem, desk)
    if expected.total is None:
        return desk.infeasible
    assert desk.plan is not None
    assert problem.keeps_rules(desk.plan)
    return desk.bound == desk.cost == expected.total


@given(landscapes())
@few(20)
def test_it_ends_at_the_least_of_all_plans(case: Landscape) -> None:
    problem = OrderProblem(case)
    assume(all(problem.courses.values()) and not problem.unserved_always and problem.systems)
    assert proves(problem, Desk(), tried(case))


@given(landscapes_with_patterns())
@few(20)
def test_so_it_does_where_a_pattern_is_to_be_kept(case: tuple[Landscape, Pattern]) -> None:
    where, pattern = case
    problem = OrderProblem(where, pattern)
    assume(all(problem.courses.values()) and not problem.unserved_always and problem.systems)
    assert proves(problem, Desk(), tried(where, pattern))


@given(landscapes(), st.data())
@few(20)
def test_a_plan_of_others_is_kept_or_bettered(case: Landscape, data: st.DataObject) -> None:
    kept = plans_that_keep(case)
    assume(kept)
    moves = data.draw(st.sampled_from(kept))
    cost = evaluate_plan(case, moves).cost
    assert cost is not None
    problem, desk = OrderProblem(case), Desk()
    desk.offer(problem.plan(moves), cost.total, "somebody")
    assert proves(problem, desk, tried(case))


@given(landscapes(), st.integers(1, 6))
@few(20)
def test_a_tree_that_is_cut_short_has_a_bound_that_no_plan_is_below(case: Landscape, work: int) -> None:
    least = tried(case).total
    problem, desk = OrderProblem(case), Desk(work_limit=work)
    assume(all(problem.courses.values()) and not problem.unserved_always)
    if least is None:
        return
    Branching().run(problem, desk)
    assert desk.bound is None or desk.bound <= least
    assert desk.cost is None or desk.cost >= least


def test_few_plans_are_counted_by_the_courses_of_all_systems() -> None:
    def of(systems: int) -> OrderProblem:
        """Twelve courses each: ten systems have 2^35.8 plans."""
        ids = [f"s{i}" for i in range(systems)]
        horizon = {"first": "2025-01", "last": "2025-12"}
        return OrderProblem(
            landscape(
                landscape={"horizon": horizon}, systems=[system(id_, move()) for id_ in ids], integrations=[]
            )
        )

    assert len(of(1).courses["s0"]) == 12
    assert has_few_plans(of(10))
    assert not has_few_plans(of(11))


def spread() -> OrderProblem:
    """Three systems, a link between each two, one cutover a month: every plan has bridges."""
    systems = [system(id_, move()) for id_ in ("a", "b", "c")]
    links = [
        link(f"00{n}o001", one, other)
        for n, (one, other) in enumerate((("a", "b"), ("b", "c"), ("c", "a")), start=1)
    ]
    return OrderProblem(
        landscape(landscape={"capacity": {"cutovers_per_month": 1}}, systems=systems, integrations=links)
    )


def test_a_tree_that_grows_too_large_ends_without_a_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, cut = Desk(), Desk()
    Branching().run(spread(), whole)
    assert whole.is_proven
    monkeypatch.setattr(branching, "_MOST_PARTS", 0)
    Branching().run(spread(), cut)
    assert not cut.is_proven
    assert not cut.infeasible


def test_a_relaxation_without_an_answer_ends_it_without_a_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr(Relaxation, "solve", nothing)
    desk = Desk()
    Branching().run(spread(), desk)
    assert (desk.bound, desk.cost, desk.infeasible) == (None, None, False)

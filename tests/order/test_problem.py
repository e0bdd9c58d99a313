"""The problem that solvers read, held against the definitions: the same plans keep the rules, at the same own cost."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from analyzer.landscape.model import Landscape, MoveRef, Pattern
from analyzer.landscape.months import Month
from analyzer.order.problem import OrderProblem
from tests.oracles.ordering import every_plan, plans_that_keep
from tests.oracles.reference import Pricing
from tests.oracles.world import World
from tests.order.drawing import few, landscapes, landscapes_with_patterns, nearness

Listed = list[tuple[tuple[MoveRef, Month], ...]]


def listed(landscape: Landscape, pattern: Pattern | None = None) -> Listed:
    return sorted(tuple(sorted(plan.items())) for plan in plans_that_keep(landscape, pattern))


def keeping(problem: OrderProblem) -> Listed:
    """The plans that the problem lets through."""
    return sorted(
        tuple(sorted(plan.items()))
        for plan in every_plan(problem.landscape)
        if problem.keeps_rules(problem.plan(plan))
    )


@given(landscapes())
@few(2)
def test_the_plans_that_keep_the_rules_are_those_of_the_definitions(case: Landscape) -> None:
    assert keeping(OrderProblem(case)) == listed(case)


@given(landscapes_with_patterns())
@few(2)
def test_so_are_those_of_a_pattern(case: tuple[Landscape, Pattern]) -> None:
    landscape, pattern = case
    assert keeping(OrderProblem(landscape, pattern)) == listed(landscape, pattern)


@given(landscapes(), st.data())
@few(4)
def test_so_are_those_that_change_few_months_of_another_plan(case: Landscape, data: st.DataObject) -> None:
    near = data.draw(nearness(case))
    kept = plans_that_keep(case, near=(near.moves, near.changes))
    assert keeping(OrderProblem(case, near=near)) == sorted(tuple(sorted(plan.items())) for plan in kept)


@given(landscapes())
@few(4)
def test_a_rule_that_is_left_out_is_a_rule_that_the_file_does_not_have(case: Landscape) -> None:
    for number in range(len(case.rules)):
        without = replace(case, rules=(*case.rules[:number], *case.rules[number + 1 :]))
        keys = {r.key for r in OrderProblem(case).rules if r.path[:2] == case.rules[number].path[:2]}
        assert keeping(OrderProblem(case, without=frozenset(keys))) == listed(without)


@given(landscapes())
@few(4)
def test_law_changes_and_lateness_are_counted_course_by_course(case: Landscape) -> None:
    problem = OrderProblem(case)
    for plan in list(every_plan(case))[::7]:
        courses = problem.plan(plan)
        assert problem.moves(courses) == plan
        parts = Pricing(World(case, plan)).fixed_parts
        own = sum(problem.own_cost(system, course) for system, course in courses.items())
        assert own + problem.standing_cost == sum(parts.values())

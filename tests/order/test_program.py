"""The integer program of all plans at once: its optimum is the least of all plans, sessions and main routes aside."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analyzer.landscape.model import Landscape, Pattern
from analyzer.order.problem import OrderProblem
from analyzer.order.program import Program
from analyzer.order.rules import Course
from tests.oracles.ordering import best_plans, plans_that_keep
from tests.order.drawing import few, landscapes, landscapes_with_patterns, tried
from tests.order.published.problems import SMALL, Problem


def solved(
    problem: OrderProblem, courses: Mapping[str, Sequence[Course]] | None = None
) -> tuple[int | None, dict[str, Course] | None]:
    """The program's optimum and its plan; None where there is none."""
    program = Program(problem, courses)
    if program.infeasible:
        return None, None
    if not program.model.columns:
        return program.constant, {id: listed[0] for id, listed in program.courses.courses.items()}
    solution = program.model.solve(absolute_gap=0.99)
    if solution.status == "infeasible":
        return None, None
    assert solution.status == "optimal"
    assert math.isclose(solution.objective, round(solution.objective), abs_tol=1e-4)
    return program.constant + round(solution.objective), program.plan_of(solution.values)


@given(landscapes())
@few(2)
def test_the_program_finds_the_least_of_all_plans(case: Landscape) -> None:
    plain = replace(case, session_cost=0, main_routes=0)
    expected = tried(plain)
    problem = OrderProblem(plain)
    total, plan = solved(problem)
    assert total == expected.total
    if plan is not None:
        assert problem.keeps_rules(plan)
        assert problem.moves(plan) in expected.optimal


@given(landscapes_with_patterns())
@few(2)
def test_the_program_of_a_pattern_finds_the_least_of_its_plans(case: tuple[Landscape, Pattern]) -> None:
    landscape, pattern = case
    plain = replace(landscape, session_cost=0, main_routes=0)
    assert solved(OrderProblem(plain, pattern))[0] == tried(plain, pattern).total


@given(landscapes(), st.data())
@few(4)
def test_the_program_of_a_single_plan_has_its_least_cost(case: Landscape, data: st.DataObject) -> None:
    plain = replace(case, session_cost=0, main_routes=0)
    kept = plans_that_keep(plain)
    assume(kept)
    plan = data.draw(st.sampled_from(kept))
    problem = OrderProblem(plain)
    courses = {id: [course] for id, course in problem.plan(plan).items()}
    assert solved(problem, courses)[0] == best_plans(plain, fixed=plan).total


@given(landscapes())
@few(4)
def test_sessions_and_main_routes_only_add_to_what_the_program_says(case: Landscape) -> None:
    least, expected = solved(OrderProblem(case))[0], tried(case).total
    assert (least is None) == (expected is None)
    if least is not None and expected is not None:
        assert least <= expected


@pytest.mark.parametrize("problem", [p for p in SMALL if p.encode().size <= 6], ids=str)
def test_the_program_finds_the_optimum_of_the_literature(problem: Problem) -> None:
    assert solved(OrderProblem(problem.encode().landscape()))[0] == problem.optimum()


@given(landscapes())
@few(20)
def test_where_months_are_decided_courses_are_whole_and_the_optimum_is_the_same(case: Landscape) -> None:
    problem = OrderProblem(case)
    assume(all(problem.courses.values()) and not problem.unserved_always)
    by_courses, by_months = Program(problem), Program(problem)
    if by_courses.infeasible:
        return
    by_months.courses.decide_by_months()
    one, other = by_courses.model.solve(), by_months.model.solve()
    assert one.status == other.status
    if one.status == "optimal":
        assert other.objective == pytest.approx(one.objective)
        for id_, columns in by_months.courses.columns.items():
            taken = [other.values[column] for column in columns]
            assert all(min(value, 1 - value) < 1e-5 for value in taken), id_

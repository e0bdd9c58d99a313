"""The parts of the search: matching, construction, tables of rules."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import networkx as nx
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from analyzer.order.problem import OrderProblem
from analyzer.order.search.carrying import plan_of
from analyzer.order.search.matching import largest_matching
from analyzer.order.search.proposals import Proposals
from analyzer.order.search.relations import Relations
from analyzer.order.search.sheet import Sheet
from analyzer.order.search.start import construct
from analyzer.order.solvers.feasibility import find_courses
from tests.benchmarks import cities
from tests.order.search.drawing import every_plan, problems
from tests.profiles import examples

drawn = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], max_examples=examples(60)
)


@given(st.sets(st.tuples(st.integers(0, 7), st.integers(10, 17)), max_size=25))
def test_a_largest_matching_is_as_large_as_networkx_says(edges: set[tuple[int, int]]) -> None:
    graph = nx.Graph(sorted(edges))
    expected = len(nx.max_weight_matching(graph, maxcardinality=True)) if edges else 0
    assert largest_matching(edges) == expected


def test_a_route_that_took_a_leg_gives_it_up_where_another_has_no_other() -> None:
    assert largest_matching([(1, 10), (1, 11), (2, 10), (3, 11)]) == 2
    assert largest_matching([(1, 10), (1, 11), (2, 10)]) == 2


def numbered(problem: OrderProblem) -> Relations:
    assume(all(problem.courses[id_] for id_ in problem.systems))
    return Relations(problem)


@given(problems(most=150))
@drawn
def test_the_tables_allow_what_the_rules_allow(problem: OrderProblem) -> None:
    relations = numbered(problem)
    assume(not problem.unserved_always)
    for plan in every_plan(problem):
        courses = [relations.courses[n].index(plan[id_]) for n, id_ in enumerate(relations.systems)]
        own = all(course in relations.allowed[system] for system, course in enumerate(courses))
        full = any(
            sum(load in relations.loads[s][c] for s, c in enumerate(courses)) > relations.limits[load[0]]
            for s, c in enumerate(courses)
            for load in relations.loads[s][c]
        )
        keeps = own and not full and relations.fits(courses, dict(enumerate(courses)))
        assert keeps == problem.keeps_rules(plan)


@given(problems(most=150))
@drawn
def test_construction_and_the_solver_find_plans_that_keep_the_rules(problem: OrderProblem) -> None:
    relations = Relations(problem)
    possible = any(problem.keeps_rules(plan) for plan in every_plan(problem))
    built, found = construct(relations), find_courses(relations)
    assert found.status == ("found" if possible else "infeasible")
    for courses in (built, found.courses if possible else None):
        if courses is not None:
            plan = {id_: problem.courses[id_][c] for id_, c in zip(problem.systems, courses, strict=True)}
            assert problem.keeps_rules(plan)
    assert find_courses(relations) == found
    assert built is None or possible


@given(problems(), st.integers(0, 10_000))
@drawn
def test_every_change_that_is_drawn_keeps_the_rules(problem: OrderProblem, seed: int) -> None:
    relations = numbered(problem)
    courses = construct(relations)
    assume(courses is not None)
    assert courses is not None
    sheet = Sheet(problem)
    proposals = Proposals(sheet, relations, courses, Random(seed))
    for _ in range(20):
        changed = proposals.draw()
        if changed is not None:
            proposals.accept(changed)
            assert problem.keeps_rules(plan_of(sheet, proposals.courses))


def test_where_every_month_is_full_two_systems_change_places() -> None:
    """Twenty systems of a city with barely enough room: changes are found all the same."""
    landscape = cities.small(2).landscape
    problem = next(
        problem
        for limit in range(1, 20)
        if construct(Relations(problem := OrderProblem(replace(landscape, cutovers_per_month=limit))))
    )
    relations = Relations(problem)
    courses = construct(relations)
    assert courses is not None
    sheet = Sheet(problem)
    proposals = Proposals(sheet, relations, courses, Random(0))
    moved: set[int] = set()
    for _ in range(500):
        changed = proposals.draw()
        if changed is not None:
            proposals.accept(changed)
            moved |= set(changed)
            assert problem.keeps_rules(plan_of(sheet, proposals.courses))
    assert len(moved) > len(proposals.free) / 2


def test_squeezed_moves_gather_in_fewer_months_until_they_are_released() -> None:
    """Systems in the first and last months come into those between, and none goes back: so environments open later."""
    problem = OrderProblem(cities.small(2).landscape)
    relations = Relations(problem)
    courses = construct(relations)
    assert courses is not None
    sheet = Sheet(problem)
    proposals = Proposals(sheet, relations, courses, Random(1))

    def months() -> set[int]:
        """Those that somebody moves in, after a while."""
        found: set[int] = set()
        for number in range(3_000):
            proposals.accept(proposals.draw() or {})
            assert problem.keeps_rules(plan_of(sheet, proposals.courses))
            if number > 2_000:
                found |= {m for s in proposals.free for m in relations.courses[s][proposals.courses[s]]}
        return found

    everywhere = months()
    fewer = []
    for _ in range(4):
        proposals.squeeze()
        fewer.append(months())
        proposals.release()
    assert any(min(found) > min(everywhere) or max(found) < max(everywhere) for found in fewer)
    assert months() == everywhere


def test_all_systems_of_two_months_change_places_at_once_and_of_several_in_a_ring() -> None:
    """Groups that stand in the wrong order: no system leaves its group alone, so the months themselves are exchanged."""
    problem = OrderProblem(cities.small(2).landscape)
    relations = Relations(problem)
    courses = construct(relations)
    assert courses is not None
    proposals = Proposals(Sheet(problem), relations, courses, Random(1))
    exchanges = turns = 0
    for _ in range(2_000):
        before = [relations.courses[s][c] for s, c in enumerate(proposals.courses)]
        changed = proposals.draw() or {}
        after = {s: relations.courses[s][c] for s, c in changed.items()}
        turned = {
            (a, b) for s, course in after.items() for a, b in zip(before[s], course, strict=True) if a != b
        }
        if len(changed) > 2 and len(turned) == 2 and {(b, a) for a, b in turned} == turned:
            exchanges += 1
        # One goes past all the others, which make room: from each month to the next, and back from the last
        gone = dict(turned)
        if len(turned) == len(gone) > 2 and sorted(gone) == sorted(gone.values()):
            turns += 1
        proposals.accept(changed)
    assert exchanges > 20
    assert turns > 20

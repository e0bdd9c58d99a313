"""The search as a solver: what it offers keeps the rules, costs what it says, and is mostly the best there is."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings

from analyzer.bridges.demands import Demands
from analyzer.evaluation.evaluate import least_joint_cost
from analyzer.order.desk import Desk
from analyzer.order.problem import OrderProblem, Plan
from analyzer.order.solvers.search import Search
from analyzer.plan.rules import rule_violations
from analyzer.plan.schedule import Schedule
from tests.benchmarks import cities
from tests.order.search.drawing import every_plan, problems
from tests.profiles import examples

Offer = tuple[dict[str, tuple[int, ...]], int]


class Watched(Desk):
    """A desk that keeps every offer."""

    def __init__(self, work: int) -> None:
        super().__init__(work_limit=work)
        self.offers: list[Offer] = []

    def offer(self, plan: Plan, cost: int, source: str) -> bool:
        self.offers.append((dict(plan), cost))
        return super().offer(plan, cost, source)


def schedule(problem: OrderProblem, plan: Plan) -> Schedule:
    return Schedule(problem.landscape, problem.moves(plan))


def least(problem: OrderProblem, plan: Plan) -> int:
    return least_joint_cost(Demands(schedule(problem, plan), problem.openings)).assessment.cost.total


def searched(problem: OrderProblem, work: int = 30) -> Watched:
    desk = Watched(work)
    Search().run(problem, desk)
    return desk


drawn = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], max_examples=examples(40)
)


@given(problems())
@drawn
def test_every_offer_keeps_the_rules_and_costs_no_less_than_its_months_must(problem: OrderProblem) -> None:
    desk = searched(problem)
    for plan, cost in desk.offers:
        its = schedule(problem, plan)
        assert rule_violations(its) == ()
        assert Demands(its, problem.openings).unserved == ()
        assert cost >= least(problem, plan)


@given(problems(most=150))
@drawn
def test_a_plan_is_found_where_there_is_one_and_only_there(problem: OrderProblem) -> None:
    desk = searched(problem, 3)
    possible = any(problem.keeps_rules(plan) for plan in every_plan(problem))
    assert (desk.plan is not None) == possible
    assert desk.infeasible == (not possible)


def test_on_small_landscapes_nearly_every_search_ends_at_the_optimum() -> None:
    """Counted over drawn landscapes: see the share below."""
    hits: list[bool] = []

    @given(problems(most=60, moving=2))
    @settings(
        suppress_health_check=list(HealthCheck), max_examples=examples(40), database=None, derandomize=True
    )
    def count(problem: OrderProblem) -> None:
        costs = [least(problem, plan) for plan in every_plan(problem) if problem.keeps_rules(plan)]
        assume(costs)
        desk = searched(problem, 60)
        assert desk.cost is not None
        assert desk.cost >= min(costs)
        hits.append(desk.cost == min(costs))

    count()
    assert sum(hits) >= 0.9 * len(hits), f"{sum(hits)} of {len(hits)}"


@given(problems())
@settings(drawn, max_examples=examples(15))
def test_a_search_that_counts_work_repeats_exactly(problem: OrderProblem) -> None:
    assert searched(problem).offers == searched(problem).offers


@given(problems())
@drawn
def test_a_plan_that_is_given_is_never_worsened(problem: OrderProblem) -> None:
    assume(all(problem.courses[id_] for id_ in problem.systems))
    first = searched(problem, 1)
    assume(first.plan is not None)
    assert first.plan is not None
    desk = Watched(20)
    desk.offer(first.plan, least(problem, first.plan), "given")
    given_cost = desk.cost
    assert given_cost is not None
    Search().run(problem, desk)
    assert desk.cost is not None
    assert desk.cost <= given_cost


def test_a_city_of_twenty_systems_gets_a_plan_that_keeps_tight_capacities() -> None:
    landscape = cities.small(1).landscape
    tight = replace(landscape, cutovers_per_month=4)
    problem = OrderProblem(tight)
    desk = searched(problem, 40)
    assert desk.plan is not None
    assert problem.keeps_rules(desk.plan)
    assert desk.cost is not None
    assert desk.cost < desk.offers[0][1]

"""A solver in a process of its own: what it finds, hears and breaks."""

from __future__ import annotations

import sys

import pytest

from analyzer.order.desk import Desk
from analyzer.order.problem import OrderProblem
from analyzer.order.solvers.apart import Apart
from analyzer.order.solvers.search import Search
from tests.benchmarks.cities import City

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no safe fork elsewhere")


@pytest.fixture(scope="module")
def problem() -> OrderProblem:
    return OrderProblem(City(8, 40, 12, 4, 3, 1).landscape)


def test_plans_of_the_other_process_lie_on_the_desk(problem: OrderProblem) -> None:
    here, there = Desk(), Desk()
    Search(cycles=1).run(problem, here)
    Apart(Search(cycles=1)).run(problem, there)
    assert there.plan is not None
    assert (there.plan, there.cost) == (here.plan, here.cost)


def test_the_plan_on_the_desk_is_where_the_other_process_begins(problem: OrderProblem) -> None:
    best = Desk()
    Search().run(problem, best)
    assert best.plan is not None
    assert best.cost is not None
    desk = Desk()
    desk.offer(best.plan, best.cost, "start")
    Apart(Search(cycles=1)).run(problem, desk)
    assert desk.cost is not None
    assert desk.cost <= best.cost


def test_a_desk_that_is_over_ends_the_other_process(problem: OrderProblem) -> None:
    desk = Desk()
    desk.stop()
    Apart(Search()).run(problem, desk)
    assert desk.plan is None


def test_what_breaks_in_the_other_process_breaks_here(problem: OrderProblem) -> None:
    class Broken:
        name = "broken"

        def run(self, problem: OrderProblem, desk: Desk) -> None:
            raise ValueError("no such thing")

    with pytest.raises(RuntimeError, match="ValueError: no such thing"):
        Apart(Broken()).run(problem, Desk())


def test_a_proof_that_there_is_no_plan_is_heard(problem: OrderProblem) -> None:
    class Proof:
        name = "proof"

        def run(self, problem: OrderProblem, desk: Desk) -> None:
            desk.infeasible = True

    desk = Desk()
    Apart(Proof()).run(problem, desk)
    assert desk.infeasible

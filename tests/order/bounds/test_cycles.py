"""The relaxation of orders that go round in no circle: against every order, and as a bound of drawn landscapes."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.landscape.model import Landscape
from analyzer.order.bounds.certificate import plain_document
from analyzer.order.bounds.cycles import FIRST, OTHER, SAME, Orders, by_order, places_of
from analyzer.order.desk import Desk
from analyzer.order.optimize import optimize_plan
from analyzer.order.problem import OrderProblem
from analyzer.order.solvers.cycles import Cycles, best_of, cost_of, improved
from analyzer.verification.order.bound import proven_bound
from analyzer.verification.order.faults import WrongProof
from tests import builders
from tests.builders import link, move, system
from tests.order.bounds.test_small_figures import pair_apart
from tests.order.drawing import few, landscapes, tried
from tests.order.published.encodings import linear_ordering, stubs
from tests.order.published.graphs import Graph
from tests.order.published.problems import LINEAR_ORDERINGS, Problem

CLOSED = 1_000.0
Months = tuple[int, ...]


@st.composite
def drawn_orders(draw: st.DrawFn) -> tuple[int, Orders]:
    """Up to four systems, most pairs among them, amounts for either order and for one month; some closed."""
    count = draw(st.integers(3, 4))
    pairs = [pair for pair in itertools.combinations(range(count), 2) if draw(st.integers(0, 5))]
    amount = st.one_of(st.integers(-3, 9).map(float), st.integers(-3, 9).map(float), st.just(CLOSED))
    amounts = np.array([[draw(amount) for _ in range(3)] for _ in pairs]).reshape(-1, 3)
    return count, Orders(pairs, amounts, CLOSED)


def every(count: int) -> Iterator[Months]:
    """Orders in which some may move in one month."""
    return itertools.product(range(count), repeat=count)


def column(months: Months, pair: tuple[int, int]) -> int:
    one, other = (months[system] for system in pair)
    return FIRST if one < other else OTHER if other < one else SAME


def least(count: int, orders: Orders) -> float:
    """The cheapest of all orders; infinite where none is open."""
    amounts = np.where(orders.is_open, orders.amounts, np.inf)
    return min(
        sum(float(amounts[at, column(months, pair)]) for at, pair in enumerate(orders.pairs))
        for months in every(count)
    )


@given(st.permutations(range(5)).map(lambda order: tuple(order[:3])), st.permutations(range(5)).map(tuple))
def test_every_order_pays_at_some_place_of_a_circle(short: Months, long: Months) -> None:
    for circle in (short, long, short[:2]):
        places = list(places_of(circle))
        assert all(any(column(months, pair) == where for pair, where in places) for months in every(5)), (
            circle
        )


@given(drawn_orders())
@few(2)
def test_the_relaxation_is_below_every_order_and_whole_orders_without_a_circle_are_the_cheapest(
    case: tuple[int, Orders],
) -> None:
    count, orders = case
    cheapest = least(count, orders)
    if not orders.is_possible:
        assert cheapest == np.inf
        return
    while (relaxed := orders.solve(None)) is not None:
        assert relaxed.total <= cheapest
        if not orders.add_broken(relaxed.parts):
            break
    while True:
        parts, proven = orders.decide(1, None, lambda: False, 1_000)
        assert proven <= cheapest + 1e-6
        if parts is None or not orders.add_broken(parts):
            break
    if cheapest < np.inf:
        assert parts is not None
        assert float((parts * np.where(orders.is_open, orders.amounts, 0)).sum()) == pytest.approx(cheapest)
        order = orders.nearest(parts, count)
        assert sorted(order) == list(range(count))


@given(drawn_orders(), st.data())
def test_any_prices_of_circles_prove_no_more_than_the_cheapest_order_costs(
    case: tuple[int, Orders], data: st.DataObject
) -> None:
    count, orders = case
    near = [tuple(circle) for size in (2, 3) for circle in itertools.permutations(range(count), size)]
    known = [c for c in near if all(pair in orders.number for pair, _ in places_of(c))]
    prices = {circle: data.draw(st.integers(0, 4)) for circle in known}
    if orders.is_possible and least(count, orders) < np.inf:
        assert orders.total(prices) <= least(count, orders)


def test_amounts_by_order_are_the_least_of_the_months_in_that_order() -> None:
    table = np.array([[5.0, 3.0], [CLOSED, 5.0]])
    months = np.array([0, 1])
    amounts, alike = by_order(table, months, months, CLOSED)
    assert amounts.tolist() == [3.0, CLOSED, 5.0]
    assert alike
    table[0, 0] = 4.0
    amounts, alike = by_order(table, months, months, CLOSED)
    assert amounts.tolist() == [3.0, CLOSED, 4.0]
    assert not alike, "two months of one order cost different amounts"


@given(st.integers(2, 6), st.integers(0, 10_000))
def test_an_improved_order_is_one_that_no_single_system_can_leave_its_place_in(count: int, seed: int) -> None:
    dice = np.random.default_rng(seed)
    paid = dice.integers(0, 9, (count, count)).astype(float)
    start = dice.permutation(count)
    order = improved(start, paid)
    assert sorted(order) == list(range(count))
    assert cost_of(order, paid) <= cost_of(start, paid)
    for at, to in itertools.product(range(count), repeat=2):
        elsewhere = np.insert(np.delete(order, at), to, order[at])
        assert cost_of(elsewhere, paid) >= cost_of(order, paid)
    again = best_of(start, paid, lambda: False)
    assert cost_of(again, paid) <= cost_of(order, paid)
    assert again.tolist() == best_of(start, paid, lambda: False).tolist()


# ---- as a solver


@given(landscapes())
@few(4)
def test_its_bound_holds_for_every_plan_and_its_certificate_proves_it(landscape: Landscape) -> None:
    problem = OrderProblem(landscape)
    desk = Desk(work_limit=100)
    Cycles().run(problem, desk)
    if desk.bound is None:
        return
    best = tried(landscape)
    assert best.total is None or desk.bound <= best.total
    if desk.ties_settled:
        assert desk.plan is not None
        assert desk.cost == desk.bound == best.total
        assert sum(sum(course) for course in desk.plan.values()) == min(
            sum(month - landscape.horizon.first for month in plan.values()) for plan in best.earliest
        )
    if desk.proof is not None:
        proven = proven_bound(landscape, None, json.loads(json.dumps(desk.proof.document())))
        assert proven == desk.proof.bound or best.total is None


def triangles(count: int, seed: int) -> Graph:
    """Classes in circles of three, and arcs from later circles to earlier ones: each circle needs a stub, and no more than one."""
    dice = random.Random(seed)
    arcs = []
    for a in range(0, 3 * count, 3):
        arcs += [(a, a + 1), (a + 1, a + 2), (a + 2, a)]
        arcs += [(a + k, b) for k in range(3) for b in range(a) if dice.random() < 0.3]
    return Graph(3 * count, tuple(sorted(arcs)))


def test_a_test_order_of_27_classes_is_proven_and_the_proof_is_checked() -> None:
    """More than are walked through set by set."""
    encoded = stubs(triangles(9, 1), 0, 1)
    landscape = encoded.landscape()
    desk = Desk(work_limit=100)
    Cycles().run(OrderProblem(landscape), desk)
    assert (desk.bound, desk.cost) == (9, 9)
    assert desk.ties_settled, "one class a month, and as many months as classes"
    assert desk.proof is not None
    assert desk.proof.bound == 9
    assert proven_bound(landscape, None, json.loads(json.dumps(desk.proof.document()))) == 9


def test_the_whole_search_proves_it_too() -> None:
    encoded = stubs(triangles(8, 2), 0, 1)
    answer = optimize_plan(encoded.landscape(), time_limit=60)
    assert (answer.status, answer.bound, answer.bound_source) == ("optimal", 8, "cycles")
    assert answer.ties_proven


@pytest.mark.parametrize("problem", LINEAR_ORDERINGS, ids=str)
def test_published_linear_orderings_are_proven(problem: Problem) -> None:
    desk = Desk(work_limit=1_000)
    Cycles().run(OrderProblem(problem.encode().landscape()), desk)
    assert desk.bound == problem.optimum()


def test_whole_orders_decide_where_the_relaxation_falls_short() -> None:
    """A fence of three (Reinelt 1985): two of its nine arcs point backward in any order, one and a half in the relaxation."""
    arcs = [(i, 3 + i) for i in range(3)] + [(3 + i, j) for i in range(3) for j in range(3) if i != j]
    encoded = linear_ordering(6, {(head, tail): 2 for tail, head in arcs})
    desk = Desk(work_limit=1_000)
    Cycles().run(OrderProblem(encoded.landscape()), desk)
    assert desk.proof is not None
    assert (desk.proof.bound, desk.bound, desk.cost) == (3, 4, 4)


@pytest.mark.parametrize("seed", range(5))
def test_linear_orderings_have_the_least_cost_of_all_orders(seed: int) -> None:
    dice = random.Random(seed)
    count = 7
    costs = {(i, j): dice.randint(0, 2) for i in range(count) for j in range(count) if i != j}
    encoded = linear_ordering(count, costs)
    desk = Desk(work_limit=1_000)
    Cycles().run(OrderProblem(encoded.landscape()), desk)
    cheapest = min(
        encoded.cost([order.index(v) for v in range(count)]) for order in itertools.permutations(range(count))
    )
    assert (desk.bound, desk.cost) == (cheapest, cheapest)


def test_what_is_too_dear_for_a_solvers_word_is_not_decided_by_it() -> None:
    circle = [(0, 1), (0, 2), (1, 2)]
    for unit, decided in ((10.0, True), (1e8, False)):
        orders = Orders(circle, np.full((3, 3), unit), 1e12)
        parts, proven = orders.decide(1, None, lambda: False, 1_000)
        assert (parts is not None, proven == pytest.approx(3 * unit)) == (decided, decided)


def test_a_landscape_without_a_plan_has_no_bound_that_is_dearer_than_any_plan() -> None:
    """Three systems that wait for each other."""
    names = ("a", "b", "c")
    case = builders.landscape(
        systems=[system(name, move()) for name in names],
        integrations=[link("001o001", "a", "b"), link("002o001", "b", "c"), link("003o001", "c", "a")],
        bridges=[{"kind": "manual", "setup": 10}],
        rules=[
            {"before": f"{one}.shift", "after": f"{other}.shift"}
            for one, other in zip(names, (*names[1:], names[0]), strict=True)
        ],
    )
    desk = Desk(work_limit=10)
    Cycles().run(OrderProblem(case), desk)
    assert desk.plan is None
    assert desk.bound is None or desk.bound <= 100


def test_a_certificate_that_takes_more_from_circles_proves_no_more() -> None:
    landscape = stubs(triangles(2, 1), 0, 1).landscape()
    desk = Desk(work_limit=100)
    Cycles().run(OrderProblem(landscape), desk)
    assert desk.proof is not None
    document = desk.proof.document()
    assert document is not None
    assert proven_bound(landscape, None, document) == 2
    for number, (names, amount) in enumerate(document["circles"]):
        for more in (0, amount // 2, amount + document["scale"], 9 * amount):
            circles = [*document["circles"]]
            circles[number] = [names, more]
            proven = proven_bound(landscape, None, {**document, "circles": circles})
            assert proven is not None
            assert proven <= 2


@pytest.mark.parametrize(
    "circle", [[["a"], 1], [["a", "a"], 1], [["a", "zz"], 1], [["a", "b"], -1], [[], 1]], ids=str
)
def test_circles_of_systems_that_there_are_not_are_no_proof(circle: list[object]) -> None:
    case = pair_apart()
    document = plain_document(OrderProblem(case))
    proven_bound(case, None, {**document, "circles": [[["a", "b"], 1]]})
    with pytest.raises(WrongProof):
        proven_bound(case, None, {**document, "circles": [circle]})


def test_systems_of_several_moves_are_left_to_others() -> None:
    case = builders.landscape(
        systems=[
            system("a", move("lift", {"environment": "cloud"}), move(to={"generation": "standard"})),
            system("b", move()),
        ],
        integrations=[link("001o001", "a", "b")],
        bridges=[{"kind": "manual", "setup": 10}],
    )
    desk = Desk(work_limit=10)
    Cycles().run(OrderProblem(case), desk)
    assert desk.bound is None

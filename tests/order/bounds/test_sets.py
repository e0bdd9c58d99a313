"""The cheapest order over all sets of systems that have moved: against every order, and as a bound of drawn landscapes."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from copy import deepcopy

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.landscape.model import Landscape
from analyzer.order.bounds.certificate import plain_document
from analyzer.order.bounds.sets import Limit, Movers, least_walk
from analyzer.order.bounds.turns import Turns, slack, turns_of
from analyzer.order.desk import Desk
from analyzer.order.problem import OrderProblem
from analyzer.order.solvers.sets import Sets
from analyzer.verification.order.bound import proven_bound
from analyzer.verification.order.faults import WrongProof
from tests import builders
from tests.builders import link, move, system
from tests.order.bounds.test_small_figures import pair_apart
from tests.order.drawing import few, landscapes, tried
from tests.order.published.problems import LARGE, Problem

CLOSED = 1_000.0
amounts = st.integers(-5, 9)


@st.composite
def tables(draw: st.DrawFn, *, split: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A table over two systems' months, some entries closed; `split`: made of amounts by order."""
    one, other = (
        np.array(sorted(draw(st.sets(st.integers(0, 5), min_size=1, max_size=5)))) for _ in range(2)
    )
    parts = [[draw(amounts) for _ in side] for side in (one, other) for _ in range(2)]
    table = np.zeros((len(one), len(other)))
    for a, b in itertools.product(range(len(one)), range(len(other))):
        first = 0 if one[a] < other[b] else 1
        by_order = split and one[a] != other[b]
        table[a, b] = parts[first][a] + parts[2 + first][b] if by_order else draw(amounts)
        if draw(st.integers(0, 5)) == 5:
            table[a, b] = CLOSED
    return table, one, other


@given(tables(split=False))
def test_amounts_by_order_are_never_more_than_the_entry(
    case: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    table, one, other = case
    turns = turns_of(table, one, other, CLOSED)
    for a, b in np.argwhere(table < CLOSED):
        assert given_to(turns, one, other, a, b) <= table[a, b]
    left = [table[a, b] - given_to(turns, one, other, a, b) for a, b in np.argwhere(table < CLOSED)]
    assert slack(table, turns, one, other, CLOSED) == min(left, default=CLOSED)


@given(tables(split=True))
def test_amounts_by_order_are_the_whole_entry_where_they_can_be(
    case: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    table, one, other = case
    turns = turns_of(table, one, other, CLOSED)
    for a, b in np.argwhere(table < CLOSED):
        assert given_to(turns, one, other, a, b) == table[a, b]


def given_to(turns: Turns, one: np.ndarray, other: np.ndarray, a: int, b: int) -> float:
    if one[a] == other[b]:
        return float(turns.same[a])
    part = turns.one_first if one[a] < other[b] else turns.other_first
    return float(part[0][a] + part[1][b])


@st.composite
def movers(draw: st.DrawFn) -> Movers:
    count = draw(st.integers(1, 4))
    months = [
        np.array(sorted(draw(st.sets(st.integers(0, 4), min_size=1, max_size=4)))) for _ in range(count)
    ]

    def some(of: np.ndarray) -> np.ndarray:
        return np.array([float(draw(amounts)) for _ in of])

    turns = {
        (i, j): Turns((some(months[i]), some(months[j])), (some(months[i]), some(months[j])), some(months[i]))
        for i, j in itertools.combinations(range(count), 2)
        if draw(st.booleans())
    }
    limits = {
        month: [Limit(draw(st.integers(0, 2)), draw(st.integers(1, 2**count - 1))) for _ in range(2)]
        for month in draw(st.sets(st.integers(0, 4)))
    }
    moves = [draw(st.integers(1, 2)) for _ in months]
    return Movers(months, moves, [some(of) for of in months], turns, limits)


def orders_of(case: Movers) -> Iterator[tuple[float, int, tuple[int, ...]]]:
    """Total, sum of months and courses of every choice of months within the limits."""
    for courses in itertools.product(*(range(len(months)) for months in case.months)):
        at = [int(months[c]) for months, c in zip(case.months, courses, strict=True)]
        together = {month: sum(1 << i for i, m in enumerate(at) if m == month) for month in at}
        if any(
            (together.get(month, 0) & limit.counted).bit_count() > limit.most
            for month, limits in case.limits.items()
            for limit in limits
        ):
            continue
        total = sum(float(costs[c]) for costs, c in zip(case.costs, courses, strict=True))
        for (i, j), turns in case.turns.items():
            total += given_to(turns, case.months[i], case.months[j], courses[i], courses[j])
        yield total, months_of(case, courses), courses


@given(movers())
def test_the_walk_is_the_cheapest_order_and_the_earliest_of_those(case: Movers) -> None:
    every = list(orders_of(case))
    walk = least_walk(case)
    if not every:
        assert walk is None
        return
    assert walk is not None
    assert (walk.total, walk.courses) in [(total, courses) for total, _, courses in every]
    assert (walk.total, months_of(case, walk.courses)) == min((total, months) for total, months, _ in every)


def months_of(case: Movers, courses: tuple[int, ...]) -> int:
    """Of all moves."""
    return sum(
        int(months[c]) * moves for months, moves, c in zip(case.months, case.moves, courses, strict=True)
    )


@given(movers())
def test_there_are_no_more_steps_than_are_foreseen(case: Movers) -> None:
    seen = 0
    full = 2 ** len(case.months)
    for month in case.calendar:
        able = sum(1 << i for i, months in enumerate(case.months) if month in months)
        limits = case.limits.get(month, ())
        groups = [
            group
            for group in range(full)
            if not group & ~able
            and all((group & limit.counted).bit_count() <= limit.most for limit in limits)
        ]
        seen += sum(2 ** (len(case.months) - group.bit_count()) for group in groups)
    assert seen <= case.effort()


# ---- as a solver


@given(landscapes())
@few(4)
def test_its_bound_holds_for_every_plan_and_its_certificate_proves_it(landscape: Landscape) -> None:
    problem = OrderProblem(landscape)
    desk = Desk(work_limit=100)
    Sets().run(problem, desk)
    if desk.bound is None:
        return
    best = tried(landscape)
    assert best.total is None or desk.bound <= best.total
    if desk.ties_settled:
        assert desk.plan is not None
        assert desk.cost == desk.bound == best.total
        assert problem.moves(desk.plan) in best.earliest
    assert desk.proof is not None
    proven = proven_bound(landscape, None, json.loads(json.dumps(desk.proof.document())))
    assert proven == desk.bound or best.total is None


PROVEN = [
    "arrangement of a complete graph of 10",
    "arrangement of Petersen's graph",
    "arrangement of a graph of 12 with 30 edges",
    "bisection of Petersen's graph",
    "waves of 3 of a graph of 9 with 16 edges",
    "stubs of a digraph of 12 with 36 arcs at 0 and 1 for each client",
]


@pytest.mark.parametrize("problem", [p for p in LARGE if p.name in PROVEN], ids=str)
def test_published_optima_are_proven_at_once_and_the_proof_is_checked(problem: Problem) -> None:
    """Sums of cuts are not among them: there a bridge by the month stands for several links, and shares do not reach so far."""
    landscape = problem.encode().landscape()
    desk = Desk(work_limit=100)
    Sets().run(OrderProblem(landscape), desk)
    assert desk.bound == problem.optimum()
    assert desk.proof is not None
    assert proven_bound(landscape, None, json.loads(json.dumps(desk.proof.document()))) == desk.bound


def test_of_two_orders_of_one_cost_the_one_with_fewer_months_over_all_moves_is_settled() -> None:
    """The one that lifts and shifts counts twice, so it goes first, whatever it is called."""
    at_once = [move("lift", {"environment": "cloud"}), move(to={"generation": "standard"})]
    for one, other in (("a", "b"), ("b", "a")):
        case = builders.landscape(
            landscape={
                "capacity": {"cutovers_per_month": 1},
                "horizon": {"first": "2025-01", "last": "2025-02"},
            },
            systems=[system(one, *at_once), system(other, move())],
            integrations=[link("001o001", "a", "b")],
            bridges=[{"kind": "manual", "per_month": 1}],
            rules=[{"together": [f"{one}.lift", f"{one}.shift"]}],
        )
        desk = Desk(work_limit=10)
        Sets().run(OrderProblem(case), desk)
        assert desk.ties_settled
        assert desk.plan == {one: (0, 0), other: (1,)}


def test_a_certificate_that_gives_more_than_a_pair_pays_proves_no_more() -> None:
    case = pair_apart()
    desk = Desk(work_limit=10)
    Sets().run(OrderProblem(case), desk)
    assert (desk.bound, desk.cost) == (11, 11)
    assert desk.proof is not None
    document = desk.proof.document()
    assert document is not None
    assert proven_bound(case, None, document) == 11
    for place in range(2, 7):
        more = deepcopy(document)
        amounts = more["turns"][0][place]
        more["turns"][0][place] = [amount + document["scale"] for amount in amounts]
        proven = proven_bound(case, None, more)
        assert proven is not None
        assert proven <= 11


@pytest.mark.parametrize(
    "rows",
    [
        [["a", "a", [], [], [], [], []]],
        [["a", "b", [], [], [], [], []], ["b", "a", [], [], [], [], []]],
        [["a", "zz", [], [], [], [], []]],
        [["a", "b", [0] * 9, [], [], [], []]],
    ],
)
def test_turns_of_pairs_that_there_are_not_are_no_proof(rows: list[list[object]]) -> None:
    case = pair_apart()
    desk = Desk(work_limit=10)
    Sets().run(OrderProblem(case), desk)
    assert desk.proof is not None
    document = desk.proof.document()
    assert document is not None
    with pytest.raises(WrongProof):
        proven_bound(case, None, {**document, "turns": rows})


def test_systems_of_several_moves_have_no_turns() -> None:
    """Their months are two: who has moved is not all that matters."""
    case = builders.landscape(
        systems=[
            system("a", move("lift", {"environment": "cloud"}), move(to={"generation": "standard"})),
            system("b", move()),
        ],
        integrations=[link("001o001", "a", "b")],
        bridges=[{"kind": "manual", "setup": 10}],
    )
    problem = OrderProblem(case)
    desk = Desk(work_limit=10)
    Sets().run(problem, desk)
    assert desk.bound is None
    with pytest.raises(WrongProof):
        proven_bound(case, None, {**plain_document(problem), "turns": []})


def test_nothing_is_tried_where_there_are_too_many_sets() -> None:
    case = builders.landscape(
        systems=[system(f"s{i:02}", move()) for i in range(21)],
        integrations=[link("001o001", "s00", "s01")],
        bridges=[{"kind": "manual", "setup": 10}],
    )
    desk = Desk(work_limit=10)
    Sets().run(OrderProblem(case), desk)
    assert desk.bound is None

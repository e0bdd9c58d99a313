"""The encodings without an optimiser: any plan costs what the problem's own formula says, and the optima are optima."""

from __future__ import annotations

import random
from itertools import permutations, product

import networkx as nx
import pytest

from analyzer.evaluation import evaluate_plan
from tests.order.published import encodings, graphs, subsets
from tests.order.published.encodings import Encoded, Months
from tests.order.published.problems import LARGE, SMALL, Problem


def some_months(encoded: Encoded, randomness: random.Random) -> Months:
    """Months that fill each month up to its capacity."""
    places = [month for month in range(encoded.size) for _ in range(encoded.capacity)][: encoded.size]
    randomness.shuffle(places)
    return places


@pytest.mark.parametrize("problem", [*SMALL, *LARGE], ids=str)
def test_a_plan_costs_what_the_formula_says(problem: Problem) -> None:
    encoded, randomness = problem.encode(), random.Random(1)
    landscape = encoded.landscape()
    for _ in range(3):
        months = some_months(encoded, randomness)
        answer = evaluate_plan(landscape, encoded.plan(months))
        assert {violation.code for violation in answer.violations} <= {"before"}
        assert answer.cost is not None
        assert answer.cost.total == encoded.cost(months)


@pytest.mark.parametrize("problem", SMALL, ids=str)
def test_all_systems_in_one_month_are_too_many(problem: Problem) -> None:
    encoded = problem.encode()
    answer = evaluate_plan(encoded.landscape(), encoded.plan([0] * encoded.size))
    assert "capacity" in {violation.code for violation in answer.violations}


@pytest.mark.parametrize("problem", [p for p in [*SMALL, *LARGE] if p.published is not None], ids=str)
def test_the_dynamic_program_finds_the_published_optimum(problem: Problem) -> None:
    assert problem.optimum() == problem.published


@pytest.mark.parametrize("problem", [p for p in SMALL if p.encode().size <= 6], ids=str)
def test_the_dynamic_program_finds_what_trying_every_plan_finds(problem: Problem) -> None:
    encoded = problem.encode()
    places = sorted(some_months(encoded, random.Random(1)))
    before = [
        (int(rule["before"][1:3]), int(rule["after"][1:3])) for rule in encoded.document.get("rules", [])
    ]
    every = [
        encoded.cost(months)
        for months in set(permutations(places))
        if all(months[a] < months[b] for a, b in before)
    ]
    assert problem.optimum() == min(every, default=None)


@pytest.mark.parametrize("seed", range(6))
def test_stubs_of_either_price_are_feedback_sets(seed: int) -> None:
    arcs = graphs.some_digraph(6, 8 + seed, seed)
    assert subsets.stubs(arcs, 1, 0) == subsets.feedback_vertex_set(arcs)
    assert subsets.stubs(arcs, 0, 1) == subsets.linear_ordering(6, encodings.backward(arcs))


@pytest.mark.parametrize("seed", range(4))
def test_waves_of_two_are_a_matching(seed: int) -> None:
    edges = graphs.some_graph(8, 7 + seed, seed)
    matching = nx.max_weight_matching(nx.Graph(edges.pairs), maxcardinality=True)
    assert subsets.inside_waves(edges, 2) == len(matching)


def test_a_vertex_cover_is_what_is_left_of_systems_that_are_last_among_their_neighbours() -> None:
    for seed in range(3):
        edges = graphs.some_graph(6, 8, seed)
        cost = encodings.vertex_cover(edges).cost
        assert min(cost(months) for months in permutations(range(6))) == subsets.vertex_cover(edges)


def test_a_month_for_each_system_and_one_system_a_month_leave_the_permutations() -> None:
    encoded = encodings.arrangement(graphs.path(3))
    landscape = encoded.landscape()
    kept = [
        months
        for months in product(range(3), repeat=3)
        if not evaluate_plan(landscape, encoded.plan(months)).violations
    ]
    assert sorted(kept) == sorted(permutations(range(3)))

"""The minimum cut beside networkx, and the bridge cost that it decides beside the integer program."""

from __future__ import annotations

from collections import Counter

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.bridges.carriage import Carriage
from analyzer.bridges.demands import Demands
from analyzer.bridges.shares import Thing, capacity, share_tables
from analyzer.bridges.sides import components
from analyzer.evaluation.bridges_alone import BridgesAlone, bridge_and_suspension_cost, least_bridge_cost
from analyzer.evaluation.joint_model import JointModel
from analyzer.evaluation.search import search
from analyzer.flows import FlowNetwork
from analyzer.generator import generate, generate_plan
from analyzer.landscape.loading import read_document
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.landscape.places import Places
from analyzer.plan.schedule import Schedule
from tests.evaluation.drawing import some
from tests.strategies import landscapes_with_plans

Given = tuple[Landscape, dict[MoveRef, Month]]
Arc = tuple[int, int, int]


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, list[Arc]]:
    """(nodes, arcs): node 0 is the source, 1 the sink; parallel arcs and cycles may be among them."""
    nodes = draw(st.integers(2, 8))
    node = st.integers(0, nodes - 1)
    arcs = st.tuples(node, node, st.integers(0, 20)).filter(lambda arc: arc[0] != arc[1])
    return nodes, draw(st.lists(arcs, max_size=20))


@given(networks())
@some(1)
def test_the_cut_is_as_small_as_networkx_finds_it_and_its_flow_proves_that(
    drawn: tuple[int, list[Arc]],
) -> None:
    nodes, arcs = drawn
    network = FlowNetwork()
    for _ in range(nodes - 2):
        network.node()
    for arc in arcs:
        network.arc(*arc)
    assert network.arcs == arcs
    cut = network.minimum_cut()

    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(nodes))
    for tail, head, price in arcs:
        have = graph.get_edge_data(tail, head, {"capacity": 0})["capacity"]
        graph.add_edge(tail, head, capacity=have + price)
    assert cut.value == nx.minimum_cut_value(graph, 0, 1)

    side = cut.on_source_side
    assert side[0]
    assert not side[1]
    assert cut.value == sum(price for tail, head, price in arcs if side[tail] and not side[head])
    assert all(0 <= int(flow) <= price for flow, (_, _, price) in zip(cut.flow, arcs, strict=True))
    balance = np.zeros(nodes, dtype=np.int64)
    for flow, (tail, head, _) in zip(cut.flow, arcs, strict=True):
        balance[tail] -= flow
        balance[head] += flow
    assert list(balance) == [-cut.value, cut.value, *([0] * (nodes - 2))]


def by_program(demands: Demands) -> int:
    """The least bridge + suspension cost, all of it left to the integer program."""
    joint = JointModel(demands, tests=False)
    values = search(joint).values
    return bridge_and_suspension_cost(Carriage(demands, joint.picks_of(values)))


def proven(demands: Demands, found: BridgesAlone) -> int:
    """What the shares prove, as docs/certificates.md has them added up; no thing may be paid more than it costs."""
    tables = share_tables(demands, list(found.draws), 1)
    schedule = demands.schedule
    shares: Counter[tuple[str, str, str]] = Counter()
    paid: Counter[tuple[str, str, str]] = Counter()
    for kind, rows in tables.items():
        for name, link, month, amount in rows:
            assert isinstance(amount, int)
            assert amount >= 0
            shares[str(name), str(link), str(month)] += amount
            paid[kind, str(name), {"build": "", "run": str(month), "link": str(link)}[kind]] += amount
    proof = sum(
        bridge.setup + bridge.per_month * len(months) for bridge, months in demands.move_months.items()
    )
    for stretch in demands.stretches:
        for index, options in zip(stretch.spans, stretch.options, strict=True):
            if not options:
                continue
            key, start = stretch.integration.key, str(schedule.month(schedule.spans[index].start))
            proof += min(
                option.way.per_month * len(schedule.spans[index])
                + sum(shares[str(bridge.key), str(key), start] for bridge in option.bridges)
                for option in options
            )
            for option in options:
                for bridge in option.bridges:
                    things = {"build": "", "run": start, "link": str(key)}
                    costs = {
                        "build": capacity(demands, Thing("build", bridge)),
                        "run": capacity(demands, Thing("run", bridge, index)),
                        "link": capacity(demands, Thing("link", bridge, key=key)),
                    }
                    for kind, within in things.items():
                        assert paid[kind, str(bridge.key), within] <= costs[kind]
    return proof


@given(landscapes_with_plans())
@some(1)
def test_the_bridge_cost_alone_is_the_one_that_the_integer_program_finds(case: Given) -> None:
    demands = Demands(Schedule(*case))
    if demands.unserved:
        return
    found = least_bridge_cost(demands)
    assert found.value == found.bound == by_program(demands)
    assert found.value == bridge_and_suspension_cost(found.carriage)
    if found.proof == "cut":
        assert proven(demands, found) == found.value


@pytest.mark.parametrize("seed", range(12))
def test_in_cities_of_keep_legacy_and_early_standard_one_cut_finds_the_cost_of_the_integer_program(
    seed: int,
) -> None:
    landscape, moves = city(seed)
    demands = Demands(Schedule(landscape, moves))
    assert not demands.unserved
    found = least_bridge_cost(demands)
    assert found.proof == "cut"
    assert all(component.sides is not None for component in components(demands))
    assert found.value == found.bound == by_program(demands) > 0
    assert proven(demands, found) == found.value


def city(seed: int) -> Given:
    size = (12 + seed, 60 + 10 * seed, 12, 5, 5, seed)
    landscape = read_document(generate(*size, catalogue="sided"), Places()).landscape
    assert landscape is not None
    moves = generate_plan(*size, catalogue="sided")["moves"]
    assert isinstance(moves, dict)
    return landscape, {MoveRef(*str(ref).split(".")): Month.parse(str(month)) for ref, month in moves.items()}

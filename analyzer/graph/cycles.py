"""Cycles named: who is in one, and one shortest way round as evidence.

Systems whose data comes back to them have no order in which each could move after all that
feed it: the groups are the strongly connected components of the flow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import networkx as nx

from analyzer.landscape.model import IntegrationKey

Node = TypeVar("Node", bound=str | tuple[str, ...])


@dataclass(frozen=True, slots=True)
class Cycle:
    """`members`: all systems of the group, sorted. `way`: a shortest cycle among them.

    The way is (system, key, system, key, …): each key leads from the system before it to the
    one after it, the last back to the first. It begins at its least system; of equally short
    ones it is the first by systems, then keys.
    """

    members: tuple[str, ...]
    way: tuple[str | IntegrationKey, ...]


def named_cycles(flow: Mapping[tuple[str, str], IntegrationKey]) -> tuple[Cycle, ...]:
    """Each strongly connected component of two systems or more, by its least system.

    `flow` is (source, target), two different systems → the first link from the one to the other.
    """
    following: dict[str, list[str]] = defaultdict(list)
    for source, target in sorted(flow):
        following[source].append(target)
    named = []
    for group in components(following):
        systems = shortest_cycle({node: following[node] for node in group})
        way: list[str | IntegrationKey] = []
        for here, there in zip(systems, [*systems[1:], systems[0]], strict=True):
            way += [here, flow[here, there]]
        named.append(Cycle(group, tuple(way)))
    return tuple(named)


def components(following: Mapping[Node, Sequence[Node]]) -> list[tuple[Node, ...]]:
    """Strongly connected components of two nodes or more, each sorted, by their least node."""
    graph: nx.DiGraph[Node] = nx.DiGraph()
    graph.add_edges_from((node, after) for node, nodes in following.items() for after in nodes)
    return sorted(tuple(sorted(c)) for c in nx.strongly_connected_components(graph) if len(c) > 1)


def shortest_cycle(following: Mapping[Node, Sequence[Node]]) -> list[Node]:
    """A shortest cycle, from its least node on; of equally short ones the first.

    `following` lists sorted successors, never a node itself, and may name nodes that it does
    not have (they are left out). ValueError without a cycle. Nodes whose cycles are all known are dropped, and no
    way longer than the best so far is looked at: quick where short cycles exist.
    """
    best: list[Node] = []
    left = dict(sorted(following.items()))
    for start in sorted(following):
        way = shortest_way(left, start, start, len(best) - 1 if best else len(left))
        if way:
            best = way[:-1]
            if len(best) == 2:
                break  # none is shorter, and none of a later node comes first
        del left[start]
    if not best:
        raise ValueError("there is no cycle")
    return best


def shortest_way(
    following: Mapping[Node, Sequence[Node]], start: Node, goal: Node, limit: int
) -> list[Node] | None:
    """The shortest way of 1 to `limit` steps, both ends included; of equally short ones the first."""
    came_from: dict[Node, Node] = {}
    level = [start]
    for _ in range(limit):
        reached: list[Node] = []
        for node in level:
            for after in following.get(node, ()):
                if after == goal:
                    way = [goal, node]
                    while way[-1] != start:
                        way.append(came_from[way[-1]])
                    return way[::-1]
                if after != start and after not in came_from and after in following:
                    came_from[after] = node
                    reached.append(after)
        level = reached
    return None

"""Largest matchings of many small bipartite graphs at once: how many pairs of due legs one test case each can cover.

A node with one edge can always be matched by it (Karp and Sipser 1981): such nodes are settled for all graphs at
once, round by round. What is left (cycles with something on them) is searched for augmenting paths, each different
graph once.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import numpy.typing as npt

from analyzer.order.search.matching import largest_matching

Numbers = npt.NDArray[np.int64]


def matched_edges(left: Numbers, right: Numbers, graph: Numbers, graphs: int) -> Numbers:
    """The size of a largest matching of each graph 0 … `graphs` − 1.

    Edge i joins the nodes `left[i]` and `right[i]`, both of the graph `graph[i]`; a node stands on one side of one
    graph only. No edge is given twice.
    """
    sizes = np.zeros(graphs, dtype=np.int64)
    if not left.size:
        return sizes
    _, left = np.unique(left, return_inverse=True)
    _, right = np.unique(right, return_inverse=True)
    while left.size:
        degree_left, degree_right = np.bincount(left), np.bincount(right)
        single = (degree_left[left] == 1) | (degree_right[right] == 1)
        if not single.any():
            break
        at = np.flatnonzero(single)
        # Of single nodes that reach for the same other node one gets it.
        _, first = np.unique(left[at], return_index=True)
        at = at[first]
        _, first = np.unique(right[at], return_index=True)
        at = at[first]
        sizes += np.bincount(graph[at], minlength=graphs)
        taken_left = np.zeros(degree_left.size, dtype=np.bool_)
        taken_right = np.zeros(degree_right.size, dtype=np.bool_)
        taken_left[left[at]] = taken_right[right[at]] = True
        stays = ~(taken_left[left] | taken_right[right])
        left, right, graph = left[stays], right[stays], graph[stays]
    _search(left, right, graph, sizes)
    return sizes


def _search(left: Numbers, right: Numbers, graph: Numbers, sizes: Numbers) -> None:
    """Adds the matchings of the graphs that have no single node left; equal graphs are searched once."""
    edges: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one, other, number in zip(left.tolist(), right.tolist(), graph.tolist(), strict=True):
        edges[number].append((one, other))
    known: dict[tuple[tuple[int, int], ...], int] = {}
    for number, listed in edges.items():
        names: dict[int, int] = {}
        others: dict[int, int] = {}
        shape = tuple(
            (names.setdefault(one, len(names)), others.setdefault(other, len(others)))
            for one, other in listed
        )
        if shape not in known:
            known[shape] = largest_matching((one, ~other) for one, other in shape)
        sizes[number] += known[shape]

"""Graphs and digraphs whose vertices are numbered 0, 1, …"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Any

import networkx as nx

Pair = tuple[int, int]


@dataclass(frozen=True)
class Graph:
    """Undirected edges (smaller vertex first), or arcs of a digraph; sorted, no loops, none twice."""

    size: int
    pairs: tuple[Pair, ...]

    def neighbours(self, vertex: int) -> list[int]:
        """Of an undirected graph."""
        return [a + b - vertex for a, b in self.pairs if vertex in (a, b)]


def graph(size: int, edges: Iterable[Pair]) -> Graph:
    return Graph(size, tuple(sorted({(min(e), max(e)) for e in edges})))


def digraph(size: int, arcs: Iterable[Pair]) -> Graph:
    return Graph(size, tuple(sorted(set(arcs))))


def numbered(drawn: nx.Graph[Any]) -> Graph:
    """A graph of networkx, its vertices numbered in sorted order."""
    number = {vertex: i for i, vertex in enumerate(sorted(drawn))}
    return graph(len(number), [(number[a], number[b]) for a, b in drawn.edges])


def path(n: int) -> Graph:
    return graph(n, [(i, i + 1) for i in range(n - 1)])


def cycle(n: int) -> Graph:
    return graph(n, [(i, (i + 1) % n) for i in range(n)])


def complete(n: int) -> Graph:
    return graph(n, combinations(range(n), 2))


def star(n: int) -> Graph:
    """A middle and n − 1 others."""
    return graph(n, [(0, i) for i in range(1, n)])


def bipartite(m: int, n: int) -> Graph:
    """Each of m joined to each of n."""
    return graph(m + n, [(i, m + j) for i in range(m) for j in range(n)])


def cube(d: int) -> Graph:
    """The hypercube of d dimensions: 2^d vertices, joined where one bit differs."""
    return graph(2**d, [(v, v ^ 1 << bit) for v in range(2**d) for bit in range(d)])


def grid(m: int, n: int) -> Graph:
    return numbered(nx.grid_2d_graph(m, n))


def binary_tree(height: int) -> Graph:
    return numbered(nx.balanced_tree(2, height))


def prism() -> Graph:
    """Two triangles, each vertex of one joined to one of the other."""
    return graph(6, [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (0, 3), (1, 4), (2, 5)])


def petersen() -> Graph:
    return numbered(nx.petersen_graph())


def some_graph(n: int, edges: int, seed: int) -> Graph:
    return graph(n, random.Random(seed).sample(list(combinations(range(n), 2)), edges))


def directed_cycle(n: int) -> Graph:
    return digraph(n, [(i, (i + 1) % n) for i in range(n)])


def both_ways(of: Graph) -> Graph:
    """An arc in either direction for each edge."""
    return digraph(of.size, [*of.pairs, *((b, a) for a, b in of.pairs)])


def round_tournament(k: int) -> Graph:
    """2k + 1 players in a circle, each of whom beats the next k."""
    n = 2 * k + 1
    return digraph(n, [(i, (i + d) % n) for i in range(n) for d in range(1, k + 1)])


def paley_tournament() -> Graph:
    """Seven players; i beats j where j − i is a square modulo 7."""
    return digraph(7, [(i, (i + d) % 7) for i in range(7) for d in (1, 2, 4)])


def some_digraph(n: int, arcs: int, seed: int) -> Graph:
    return digraph(n, random.Random(seed).sample(list(permutations(range(n), 2)), arcs))

"""Exact optima by dynamic programming over the sets of systems that have moved: 2^n sets, n steps from each.

A plan in which one system moves a month is a chain of sets, each one system larger. Where
the cost of a step depends only on the set before it, the least cost of reaching a set is
the least over its last step (Held and Karp 1962). Sets are bit masks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from tests.order.published.graphs import Graph, Pair

Step = Callable[[int, int], int | None]
"""What it costs that a vertex joins a set; None where it may not yet."""


def least(size: int, step: Step) -> int | None:
    """The least cost of going from the empty set to all vertices, one at a time."""
    reached: list[int | None] = [None] * (1 << size)
    reached[0] = 0
    for before in range(1 << size):
        cost = reached[before]
        if cost is None:
            continue
        for vertex in range(size):
            after = before | 1 << vertex
            more = None if after == before else step(before, vertex)
            if more is None:
                continue
            known = reached[after]
            if known is None or cost + more < known:
                reached[after] = cost + more
    return reached[-1]


def masks(of: Graph) -> list[int]:
    """The neighbours of each vertex; of a digraph, those at the ends of its arcs."""
    found = [0] * of.size
    for a, b in of.pairs:
        found[a] |= 1 << b
        found[b] |= 1 << a
    return found


def successors(of: Graph) -> list[int]:
    found = [0] * of.size
    for a, b in of.pairs:
        found[a] |= 1 << b
    return found


def arrangement(of: Graph) -> int:
    """Minimum linear arrangement: the sum over the steps of the edges that leave the set."""
    joined = masks(of)
    cut = [0] * (1 << of.size)
    for members in range(1, 1 << of.size):
        vertex = members.bit_length() - 1
        rest = members & ~(1 << vertex)
        cut[members] = cut[rest] + joined[vertex].bit_count() - 2 * (joined[vertex] & rest).bit_count()
    return _found(least(of.size, lambda before, vertex: cut[before | 1 << vertex]))


def sum_cut(of: Graph) -> int:
    """The sum over the steps of the vertices in the set that have a neighbour outside it."""
    joined = masks(of)

    def step(before: int, vertex: int) -> int:
        inside = before | 1 << vertex
        return sum(bool(inside >> v & 1 and joined[v] & ~inside) for v in range(of.size))

    return _found(least(of.size, step))


def vertex_cover(of: Graph) -> int:
    """By every set of vertices that leaves no edge out."""
    return min(
        len(chosen)
        for size in range(of.size + 1)
        for chosen in combinations(range(of.size), size)
        if all(a in chosen or b in chosen for a, b in of.pairs)
    )


def linear_ordering(size: int, cost: Mapping[Pair, int]) -> int:
    """`cost[i, j]` is paid if i comes before j."""

    def step(before: int, vertex: int) -> int:
        later = [j for j in range(size) if j != vertex and not before >> j & 1]
        return sum(cost.get((vertex, j), 0) for j in later)

    return _found(least(size, step))


def stubs(of: Graph, generic: int, specific: int) -> int:
    """Class integration: a stub for each server that a client comes before, and more for each such client."""
    servers = successors(of)
    clients = [sum(1 << a for a, b in of.pairs if b == server) for server in range(of.size)]

    def step(before: int, vertex: int) -> int:
        missing = [s for s in range(of.size) if servers[vertex] >> s & 1 and not before >> s & 1]
        return specific * len(missing) + generic * sum(not clients[s] & before for s in missing)

    return _found(least(of.size, step))


def feedback_vertex_set(of: Graph) -> int:
    """The fewest vertices without which a digraph has no cycle, by every set of vertices."""

    def acyclic(inside: set[int]) -> bool:
        while free := {v for v in inside if not any(a == v and b in inside for a, b in of.pairs)}:
            inside = inside - free
        return not inside

    return min(
        size
        for size in range(of.size + 1)
        for chosen in combinations(range(of.size), size)
        if acyclic(set(range(of.size)) - set(chosen))
    )


def weighted_completion(weights: Sequence[int], precedence: Graph) -> int | None:
    """Each vertex costs its weight times the number of those before it; arcs say who comes first."""
    before_it = [sum(1 << a for a, b in precedence.pairs if b == v) for v in range(precedence.size)]

    def step(before: int, vertex: int) -> int | None:
        return None if before_it[vertex] & ~before else weights[vertex] * before.bit_count()

    return least(precedence.size, step)


def inside_waves(of: Graph, capacity: int) -> int:
    """The most edges within the parts of a partition into parts of `capacity` (the last may be smaller).

    The part that holds the first vertex left is chosen in every way.
    """
    most: dict[tuple[int, ...], int] = {(): 0}

    def best(left: tuple[int, ...]) -> int:
        if left not in most:
            size = min(capacity, len(left)) - 1
            most[left] = max(
                sum(a in part and b in part for a, b in of.pairs)
                + best(tuple(v for v in left if v not in part))
                for others in combinations(left[1:], size)
                for part in [{left[0], *others}]
            )
        return most[left]

    return best(tuple(range(of.size)))


def _found(cost: int | None) -> int:
    assert cost is not None, "nothing forbids any order"
    return cost

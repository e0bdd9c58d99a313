"""Instances of published problems: the landscape, the least cost, and who says so.

`optimum` is computed by `subsets`, which knows nothing of landscapes. `published` is the
value of the literature, or one that follows in a line from what `source` says; None where
nobody but the dynamic program is asked. Those of `SMALL` can be proven in a second or two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.order.published import encodings, graphs, subsets
from tests.order.published.encodings import Encoded
from tests.order.published.graphs import Graph


@dataclass(frozen=True)
class Problem:
    name: str
    encode: Callable[[], Encoded]
    optimum: Callable[[], int | None]
    published: int | None = None
    source: str = ""

    def __str__(self) -> str:
        return self.name


HARPER = "Harper 1964, Optimal assignments of numbers to vertices: 2^(d-1) (2^d - 1)"
SURVEY = "Díaz, Petit, Serna 2002, A survey of graph layout problems"


def _arrangement(
    name: str, of: Graph, published: int | None = None, source: str = SURVEY, by: str = "manual"
) -> Problem:
    return Problem(
        f"arrangement of {name}", partial(encodings.arrangement, of, by),
        partial(subsets.arrangement, of), published, source,
    )  # fmt: skip


ARRANGEMENTS = [
    # an edge between each two that follow one another
    _arrangement("a path of 7", graphs.path(7), 6),
    # the way there and back
    _arrangement("a cycle of 7", graphs.cycle(7), 2 * 6),
    # n - d pairs are d apart: n (n² - 1) / 6
    _arrangement("a complete graph of 6", graphs.complete(6), 6 * 35 // 6),
    # the middle in the middle: n² / 4, rounded down
    _arrangement("a star of 7", graphs.star(7), 7 * 7 // 4),
    _arrangement("a cube of 2 dimensions", graphs.cube(2), 2 * 3, HARPER),
    _arrangement("a cube of 3 dimensions", graphs.cube(3), 4 * 7, HARPER),
    _arrangement("a cube of 2 dimensions, converted", graphs.cube(2), 2 * 3, HARPER, by="convert"),
    _arrangement("a cycle of 6, converted", graphs.cycle(6), 2 * 5, by="convert"),
    _arrangement("a bipartite graph of 3 and 3", graphs.bipartite(3, 3)),
    _arrangement("a grid of 2 by 4", graphs.grid(2, 4)),
    _arrangement("a binary tree of 7", graphs.binary_tree(2)),
    _arrangement("a prism", graphs.prism()),
    _arrangement("a graph of 7 with 12 edges", graphs.some_graph(7, 12, seed=1)),
]

LARGE_ARRANGEMENTS = [
    _arrangement("a cube of 4 dimensions", graphs.cube(4), 8 * 15, HARPER),
    _arrangement("a path of 12", graphs.path(12), 11),
    _arrangement("a cycle of 12", graphs.cycle(12), 2 * 11),
    _arrangement("a complete graph of 10", graphs.complete(10), 10 * 99 // 6),
    _arrangement("Petersen's graph", graphs.petersen()),
    _arrangement("a grid of 3 by 3", graphs.grid(3, 3)),
    _arrangement("a grid of 3 by 4", graphs.grid(3, 4)),
    _arrangement("a graph of 12 with 30 edges", graphs.some_graph(12, 30, seed=2)),
]


def _sum_cut(name: str, of: Graph, published: int | None = None) -> Problem:
    return Problem(
        f"sum of cuts of {name}", partial(encodings.sum_cut, of),
        partial(subsets.sum_cut, of), published, "Lin, Yuan 1994, Profile minimization problem for matrices and graphs",
    )  # fmt: skip


SUM_CUTS = [
    # one at a time has a neighbour ahead
    _sum_cut("a path of 6", graphs.path(6), 5),
    # one in the first step, two in each other one but the last: 2n - 3
    _sum_cut("a cycle of 6", graphs.cycle(6), 2 * 6 - 3),
    # all that have moved have neighbours ahead: n (n - 1) / 2
    _sum_cut("a complete graph of 6", graphs.complete(6), 15),
    # the middle first, and alone
    _sum_cut("a star of 7", graphs.star(7), 6),
    _sum_cut("a prism", graphs.prism()),
    _sum_cut("a grid of 2 by 3", graphs.grid(2, 3)),
    _sum_cut("a bipartite graph of 3 and 3", graphs.bipartite(3, 3)),
    _sum_cut("a graph of 7 with 10 edges", graphs.some_graph(7, 10, seed=3)),
]

LARGE_SUM_CUTS = [
    _sum_cut("a cube of 3 dimensions", graphs.cube(3)),
    _sum_cut("Petersen's graph", graphs.petersen()),
    _sum_cut("a grid of 3 by 4", graphs.grid(3, 4)),
    _sum_cut("a cycle of 12", graphs.cycle(12), 2 * 12 - 3),
]


def _vertex_cover(name: str, of: Graph, published: int | None = None) -> Problem:
    return Problem(
        f"vertex cover of {name}", partial(encodings.vertex_cover, of),
        partial(subsets.vertex_cover, of), published, "Karp 1972; every other vertex, all but one, the smaller side",
    )  # fmt: skip


VERTEX_COVERS = [
    _vertex_cover("a path of 7", graphs.path(7), 3),
    _vertex_cover("a cycle of 7", graphs.cycle(7), 4),
    _vertex_cover("a complete graph of 6", graphs.complete(6), 5),
    _vertex_cover("a bipartite graph of 3 and 4", graphs.bipartite(3, 4), 3),
    _vertex_cover("a cube of 3 dimensions", graphs.cube(3), 4),
    _vertex_cover("a graph of 8 with 12 edges", graphs.some_graph(8, 12, seed=4)),
]

LARGE_VERTEX_COVERS = [
    # the largest set without neighbours has four
    _vertex_cover("Petersen's graph", graphs.petersen(), 6),
]


def _bisection(name: str, of: Graph, published: int | None = None) -> Problem:
    def optimum() -> int:
        return len(of.pairs) - subsets.inside_waves(of, of.size // 2)

    return Problem(
        f"bisection of {name}", partial(encodings.bisection, of), optimum, published,
        "Garey, Johnson, Stockmeyer 1976; cubes: Harper 1964, 2^(d-1)",
    )  # fmt: skip


BISECTIONS = [
    _bisection("a path of 8", graphs.path(8), 1),
    _bisection("a cycle of 8", graphs.cycle(8), 2),
    # half of them with the other half: n² / 4
    _bisection("a complete graph of 6", graphs.complete(6), 9),
    # two of one side and one of the other in each half
    _bisection("a bipartite graph of 3 and 3", graphs.bipartite(3, 3), 5),
    _bisection("a cube of 3 dimensions", graphs.cube(3), 4),
    _bisection("a graph of 8 with 14 edges", graphs.some_graph(8, 14, seed=5)),
]

LARGE_BISECTIONS = [
    _bisection("a cube of 4 dimensions", graphs.cube(4), 8),
    _bisection("Petersen's graph", graphs.petersen()),
]


def _waves(name: str, of: Graph, capacity: int, inside: int | None = None) -> Problem:
    def optimum() -> int:
        return 2 * len(of.pairs) - subsets.inside_waves(of, capacity)

    return Problem(
        f"waves of {capacity} of {name}", partial(encodings.waves, of, capacity), optimum,
        None if inside is None else 2 * len(of.pairs) - inside,
        "Edmonds 1965, matching; Garey, Johnson 1979, GT11, partition into triangles",
    )  # fmt: skip


WAVES = [
    _waves("a path of 6", graphs.path(6), 2, inside=3),
    # the middle has one partner
    _waves("a star of 6", graphs.star(6), 2, inside=1),
    _waves("a cube of 3 dimensions", graphs.cube(3), 2, inside=4),
    # its two triangles
    _waves("a prism", graphs.prism(), 3, inside=6),
    # no triangle: two edges in each three
    _waves("a bipartite graph of 3 and 3", graphs.bipartite(3, 3), 3, inside=4),
    _waves("a graph of 6 with 9 edges", graphs.some_graph(6, 9, seed=6), 3),
]

LARGE_WAVES = [
    _waves("Petersen's graph", graphs.petersen(), 2, inside=5),
    _waves("a graph of 9 with 16 edges", graphs.some_graph(9, 16, seed=7), 3),
]


def _feedback(name: str, of: Graph, published: int | None = None, source: str = "") -> Problem:
    cost = encodings.backward(of)
    return Problem(
        f"feedback arcs of {name}", partial(encodings.linear_ordering, of.size, cost),
        partial(subsets.linear_ordering, of.size, cost), published, source,
    )  # fmt: skip


CIRCLE = encodings.kemeny(3, [(1, (0, 1, 2)), (1, (1, 2, 0)), (1, (2, 0, 1))])

CAPITAL = encodings.kemeny(
    4,
    [  # Memphis, Nashville, Chattanooga, Knoxville
        (42, (0, 1, 2, 3)),
        (26, (1, 2, 3, 0)),
        (15, (2, 3, 1, 0)),
        (17, (3, 2, 1, 0)),
    ],
)

LINEAR_ORDERINGS = [
    # of three in a row, one voter disagrees with the first two neighbours, and two with the outer pair: 1 + 1 + 2
    Problem(
        "Condorcet's circle",
        partial(encodings.linear_ordering, 3, CIRCLE),
        partial(subsets.linear_ordering, 3, CIRCLE),
        4, "Condorcet 1785; Kemeny 1959",
    ),
    # Nashville, Chattanooga, Knoxville, Memphis agrees with 393 of the 6 · 100 opinions
    Problem(
        "the capital of Tennessee",
        partial(encodings.linear_ordering, 4, CAPITAL),
        partial(subsets.linear_ordering, 4, CAPITAL),
        600 - 393, "Kemeny 1959; the usual example of voting rules",
    ),
    _feedback("a directed cycle of 6", graphs.directed_cycle(6), 1, "one arc breaks it"),
    # of the arcs that span d places of the circle, d point back
    _feedback("a round tournament of 5", graphs.round_tournament(2), 3, "k (k + 1) / 2 arc-disjoint cycles"),
    _feedback("a round tournament of 7", graphs.round_tournament(3), 6, "k (k + 1) / 2 arc-disjoint cycles"),
    _feedback("Paley's tournament of 7", graphs.paley_tournament()),
    _feedback("a digraph of 7 with 20 arcs", graphs.some_digraph(7, 20, seed=8)),
]  # fmt: skip


def _stubs(name: str, of: Graph, generic: int, specific: int, published: int | None = None) -> Problem:
    return Problem(
        f"stubs of {name} at {generic} and {specific} for each client", partial(encodings.stubs, of, generic, specific),
        partial(subsets.stubs, of, generic, specific), published,
        "Le Traon et al. 2000 (generic and specific stubs); Karp 1972 (feedback arcs and vertices)",
    )  # fmt: skip


STUBS = [
    _stubs("a directed cycle of 6", graphs.directed_cycle(6), 1, 0, 1),
    _stubs("a directed cycle of 6", graphs.directed_cycle(6), 0, 1, 1),
    # classes that all use each other: all but the first integrated are stubbed, for all that came before
    _stubs("five classes that use each other", graphs.both_ways(graphs.complete(5)), 1, 0, 4),
    _stubs("five classes that use each other", graphs.both_ways(graphs.complete(5)), 0, 1, 10),
    _stubs("five classes that use each other", graphs.both_ways(graphs.complete(5)), 3, 1, 4 * 3 + 10),
    # a vertex cover of the graph
    _stubs("a cube of 3 dimensions, both ways", graphs.both_ways(graphs.cube(3)), 1, 0, 4),
    _stubs("a digraph of 7 with 14 arcs", graphs.some_digraph(7, 14, seed=9), 1, 0),
    _stubs("a digraph of 7 with 14 arcs", graphs.some_digraph(7, 14, seed=9), 0, 1),
    _stubs("a digraph of 7 with 14 arcs", graphs.some_digraph(7, 14, seed=9), 2, 1),
]

LARGE_STUBS = [
    _stubs("a digraph of 12 with 36 arcs", graphs.some_digraph(12, 36, seed=10), 2, 1),
    _stubs("a digraph of 12 with 36 arcs", graphs.some_digraph(12, 36, seed=10), 0, 1),
]


def _jobs(name: str, weights: list[int], precedence: Graph, published: int | None = None) -> Problem:
    return Problem(
        f"jobs: {name}", partial(encodings.weighted_completion, weights, precedence),
        partial(subsets.weighted_completion, weights, precedence), published,
        "Smith 1956, Various optimizers for single-stage production: the heaviest first",
    )  # fmt: skip


JOBS = [
    # 9·0 + 7·1 + 4·2 + 4·3 + 2·4 + 1·5
    _jobs("the heaviest first", [4, 1, 7, 9, 2, 4], graphs.digraph(6, []), 7 + 8 + 12 + 8 + 5),
    # the heaviest waits for the lightest, and the two count as two of 5 (Sidney 1975): v2 (7), v1, v3, v0, v5 (4), v4 (2)
    _jobs("the heaviest waits", [4, 1, 7, 9, 2, 4], graphs.digraph(6, [(1, 3)]), 1 + 9 * 2 + 4 * 3 + 4 * 4 + 2 * 5),
    _jobs("a net of precedences", [3, 8, 1, 9, 2, 7, 4], graphs.digraph(7, [(0, 3), (2, 3), (4, 1), (2, 5), (5, 6)])),
    # each before the next: there is no plan
    _jobs("a circle of precedences", [1, 1, 1], graphs.directed_cycle(3)),
]  # fmt: skip

SMALL = [*ARRANGEMENTS, *SUM_CUTS, *VERTEX_COVERS, *BISECTIONS, *WAVES, *LINEAR_ORDERINGS, *STUBS, *JOBS]
LARGE = [
    *LARGE_ARRANGEMENTS, *LARGE_SUM_CUTS, *LARGE_VERTEX_COVERS, *LARGE_BISECTIONS, *LARGE_WAVES, *LARGE_STUBS,
]  # fmt: skip

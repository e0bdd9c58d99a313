"""Problems about orders as landscapes, each with the problem's own formula for the cost of any plan.

In all of them every vertex is a system that shifts from legacy to standard, direct links
have a realization of their own at either generation, and only what the encoding names costs
anything. Where one system moves a month, the horizon has as many months as there are
systems, so that a plan is a permutation; the systems that have moved form a growing set,
and the mixed links of a month are the edges that leave it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from tests.order.published.graphs import Graph, Pair
from tests.strategies import FIRST, Document, model

Months = Sequence[int]
"""The month (0, 1, …) in which each vertex moves."""
Formula = Callable[[Months], int]


@dataclass(frozen=True)
class Encoded:
    """A problem as a landscape (plain data); `cost` is its formula, written without the landscape."""

    document: Document
    size: int
    capacity: int
    cost: Formula

    def landscape(self) -> Landscape:
        return model(self.document)

    def plan(self, months: Months) -> dict[MoveRef, Month]:
        return {MoveRef(_id(v), "shift"): FIRST + month for v, month in enumerate(months)}


def arrangement(of: Graph, by: str = "manual") -> Encoded:
    """Minimum linear arrangement (Garey, Johnson, Stockmeyer 1976): the sum of |month − month| over the edges.

    A link is mixed in the months between its ends' moves, and each such month costs 1: the
    bridge is one per integration, by hand (`manual`) or in a hub (`convert`).
    """
    if by == "convert":
        document = _document(of.size, [_link(i, a, b, via="hub") for i, (a, b) in enumerate(of.pairs)])
        document["hubs"] = [_hub("hub", converts=True)]
    else:
        document = _document(of.size, _links(of))
    document["bridges"] = [{"kind": by, "per_month": 1}]

    def cost(months: Months) -> int:
        return sum(abs(months[a] - months[b]) for a, b in of.pairs)

    return Encoded(document, of.size, 1, cost)


def bisection(of: Graph) -> Encoded:
    """Minimum graph bisection (Garey, Johnson, Stockmeyer 1976): two months, half of the systems in each.

    A link between the halves is mixed in the first month, at 1.
    """
    document = _document(of.size, _links(of), months=2, capacity=of.size // 2)
    document["bridges"] = [{"kind": "manual", "per_month": 1}]

    def cost(months: Months) -> int:
        return sum(months[a] != months[b] for a, b in of.pairs)

    return Encoded(document, of.size, of.size // 2, cost)


def sum_cut(of: Graph) -> Encoded:
    """SumCut, which is the profile of a graph (Díaz, Petit, Serna 2002): over the steps, moved vertices with a neighbour ahead.

    `keep_legacy` is one per system and serves all its links; each month in which it serves costs 1.
    """
    document = _document(of.size, _links(of))
    document["bridges"] = [{"kind": "keep_legacy", "per_month": 1}]

    def cost(months: Months) -> int:
        return sum(
            any(months[v] <= step < months[w] for w in of.neighbours(v))
            for step in range(of.size)
            for v in range(of.size)
        )

    return Encoded(document, of.size, 1, cost)


def vertex_cover(of: Graph) -> Encoded:
    """Minimum vertex cover (Karp 1972): a system costs 1 that moves before a neighbour.

    `keep_legacy` at a setup of 1. The systems that need none are the last among their
    neighbours, so no two of them are neighbours; and any such set can move last.
    """
    document = _document(of.size, _links(of))
    document["bridges"] = [{"kind": "keep_legacy", "setup": 1}]

    def cost(months: Months) -> int:
        return sum(any(months[v] < months[w] for w in of.neighbours(v)) for v in range(of.size))

    return Encoded(document, of.size, 1, cost)


def waves(of: Graph, capacity: int) -> Encoded:
    """Partition into groups of `capacity` that keep most edges inside: matching (Edmonds 1965), triangles (Garey, Johnson 1979).

    Months only for full waves. The old interface is kept for nothing, so that tests are all that costs: a direct link
    is tested again at each cutover of an end, once if both ends move in one month and twice otherwise.
    """
    document = _document(of.size, _links(of), months=of.size // capacity, capacity=capacity)
    document["landscape"]["costs"] = {"test_case": 1}
    document["bridges"] = [{"kind": "keep_legacy"}]

    def cost(months: Months) -> int:
        return sum(1 + (months[a] != months[b]) for a, b in of.pairs)

    return Encoded(document, of.size, capacity, cost)


def linear_ordering(size: int, cost: Mapping[Pair, int]) -> Encoded:
    """Linear ordering (Grötschel, Jünger, Reinelt 1984): `cost[i, j]` is paid if i moves before j.

    One link and one hub for each pair i < j, from i to j. If i moves first, the newer end is the source and writes
    back to the hub; else it is the target and the hub is read through to it. Both are one per system and hub, so
    that each pair has two prices of its own.
    """
    pairs = list(combinations(range(size), 2))
    links = [_link(number, i, j, via=f"hub{number}") for number, (i, j) in enumerate(pairs)]
    document = _document(size, links)
    document["hubs"] = [_hub(f"hub{n}", write_back=True, read_through=True) for n in range(len(pairs))]
    document["bridges"] = [
        {"kind": kind, "system": _id(first), "hub": f"hub{number}", "setup": cost.get((first, second), 0)}
        for number, (i, j) in enumerate(pairs)
        for kind, first, second in (("write_back", i, j), ("read_through", j, i))
    ]

    def paid(months: Months) -> int:
        return sum(price for (i, j), price in cost.items() if months[i] < months[j])

    return Encoded(document, size, 1, paid)


def stubs(of: Graph, generic: int, specific: int) -> Encoded:
    """The class integration test order (Tai and Daniels 1997; Le Traon et al. 2000; Briand, Labiche, Wang 2003).

    An arc from client to server: a client that is integrated before its server needs a stub of it. A server's stub costs
    `generic` once, and `specific` for each client that needs it. With specific stubs alone the least is a minimum
    feedback arc set; with generic ones alone, a minimum feedback vertex set.

    The link runs from client to server, via a hub at legacy. If the client moves first, only the server can help: it
    brings its new interface forward (`early_standard`, one per server; setup and per link). If the server moves first,
    the hub is read through to it for nothing.
    """
    document = _document(of.size, [_link(i, a, b, via="hub") for i, (a, b) in enumerate(of.pairs)])
    document["hubs"] = [_hub("hub", read_through=True)]
    document["bridges"] = [
        {"kind": "early_standard", "setup": generic, "per_link": specific},
        {"kind": "read_through"},
    ]

    def cost(months: Months) -> int:
        needed = [server for client, server in of.pairs if months[client] < months[server]]
        return specific * len(needed) + generic * len(set(needed))

    return Encoded(document, of.size, 1, cost)


def weighted_completion(weights: Sequence[int], precedence: Graph) -> Encoded:
    """Unit jobs on one machine, weighted sum of completion times (Smith 1956); with precedence Lenstra, Rinnooy Kan 1978.

    There are no links. In each month a law changes, for each system at its weight while it is at legacy.
    """
    size = precedence.size
    document = _document(size, [])
    document["law_changes"] = [
        {"month": str(FIRST + month), "name": "改正", "systems": {"ids": [_id(v)]}, "cost": {"legacy": weights[v]}}
        for month in range(size)
        for v in range(size)
        if weights[v]
    ]  # fmt: skip
    document["rules"] = [
        {"before": f"{_id(a)}.shift", "after": f"{_id(b)}.shift"} for a, b in precedence.pairs
    ]

    def cost(months: Months) -> int:
        return sum(weight * months[v] for v, weight in enumerate(weights))

    return Encoded(document, size, 1, cost)


def kemeny(candidates: int, ballots: Sequence[tuple[int, Sequence[int]]]) -> Mapping[Pair, int]:
    """Kemeny's rule (1959) as a linear ordering: putting i before j costs the voters who see it the other way.

    `ballots` are (number of voters, candidates from best to worst).
    """
    return {
        (i, j): sum(voters for voters, order in ballots if order.index(j) < order.index(i))
        for i in range(candidates)
        for j in range(candidates)
        if i != j
    }


def backward(of: Graph) -> Mapping[Pair, int]:
    """The minimum feedback arc set as a linear ordering: an arc costs 1 if its head comes before its tail."""
    return {(b, a): 1 for a, b in of.pairs}


# ---- the landscape that they share


def _id(vertex: int) -> str:
    return f"v{vertex:02}"


def _document(size: int, links: list[Document], months: int | None = None, capacity: int = 1) -> Document:
    return {
        "schema_version": 1,
        "landscape": {
            "id": "published",
            "name": "文献の問題",
            "horizon": {"first": str(FIRST), "last": str(FIRST + ((months or size) - 1))},
            "costs": {"test_case": 0},
            "capacity": {"cutovers_per_month": capacity},
        },
        "vendors": [{"id": "vendor", "name": "ベンダ"}],
        "environments": [{"id": "office", "name": "庁内", "hosting": "on_premises"}],
        "systems": [
            {
                "id": _id(v),
                "name": _id(v),
                "scope": "standard",
                "current": {"environment": "office", "generation": "legacy", "vendor": "vendor"},
                "moves": [{"id": "shift", "to": {"generation": "standard"}}],
            }
            for v in range(size)
        ],
        "integrations": links,
        "bridges": [],
    }


def _links(of: Graph) -> list[Document]:
    return [_link(number, a, b) for number, (a, b) in enumerate(of.pairs)]


def _link(number: int, source: int, target: int, via: str | None = None) -> Document:
    """Direct at both generations, or via a hub at legacy and direct at standard."""
    return {
        "id": f"{number:03}o001",
        "name": f"{source}から{target}",
        "from": _id(source),
        "to": _id(target),
        "realizations": {"legacy": {"via": via} if via else {}, "standard": {}},
    }


def _hub(id: str, **roles: bool) -> Document:
    return {"id": id, "name": id, "environment": "office", "vendor": "vendor", **roles}

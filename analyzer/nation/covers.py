"""The bridges that carry the mixed links of today at least cost, each at cost 1: a smallest vertex cover.

With `keep_legacy` and `early_standard` alone on offer, each once per system (or vendor), a mixed link is carried by the bridge of
its moved end or by that of the other. These are the two sides of a bipartite graph, and the smallest choice is as large as
the largest set of links no two of which share a bridge (Kőnig 1931): a minimum cut gives both. `tests/nation` holds it against `evaluate`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from analyzer.flows import FlowNetwork
from analyzer.nation.links import AssumedLink

Kind = Literal["keep_legacy", "early_standard"]


@dataclass(frozen=True, slots=True)
class Cover:
    """`serves` by bridge (kind, place): each mixed link at one bridge; `apart`: as many links, no two of which share a bridge."""

    serves: dict[tuple[Kind, str], tuple[AssumedLink, ...]]
    apart: tuple[AssumedLink, ...]

    @property
    def bridges(self) -> int:
        return len(self.serves)


def mixed_links(
    links: Iterable[AssumedLink], moved: frozenset[str], to_move: frozenset[str]
) -> tuple[AssumedLink, ...]:
    """Links of which one end has moved and the other has not; what has no data is in neither."""
    return tuple(
        link
        for link in links
        if (link.provider in moved and link.receiver in to_move)
        or (link.receiver in moved and link.provider in to_move)
    )


def least_cover(mixed: tuple[AssumedLink, ...], moved: frozenset[str], place: Callable[[str], str]) -> Cover:
    """`place`: area → where its bridge stands, the area itself or its vendor."""
    network = FlowNetwork()
    nodes: dict[tuple[Kind, str], int] = {}

    def node(kind: Kind, area: str) -> int:
        key = (kind, place(area))
        if key not in nodes:
            nodes[key] = network.node()
            if kind == "keep_legacy":
                network.arc(FlowNetwork.SOURCE, nodes[key], 1)
            else:
                network.arc(nodes[key], FlowNetwork.SINK, 1)
        return nodes[key]

    arcs: list[int] = []
    ends: list[tuple[str, str]] = []
    for link in mixed:
        newer, older = (
            (link.provider, link.receiver) if link.provider in moved else (link.receiver, link.provider)
        )
        ends.append((newer, older))
        arcs.append(network.arc(node("keep_legacy", newer), node("early_standard", older)))
    cut = network.minimum_cut()
    serves: dict[tuple[Kind, str], list[AssumedLink]] = {}
    for link, (newer, older) in zip(mixed, ends, strict=True):
        kept: tuple[Kind, str] = ("keep_legacy", place(newer))
        early: tuple[Kind, str] = ("early_standard", place(older))
        serves.setdefault(early if cut.on_source_side[nodes[kept]] else kept, []).append(link)
    apart = tuple(link for link, arc in zip(mixed, arcs, strict=True) if cut.flow[arc])
    return Cover({key: tuple(serves[key]) for key in sorted(serves)}, apart)

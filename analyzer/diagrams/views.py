"""What a picture says, before any drawing: groups, boxes, bundled links and a legend.

Frozen values without a word of Graphviz. Names are as the file gives them: `analyzer.diagrams.dot`
makes them safe. Ids are made up (``s0``, ``h1``, ``g2``), never taken from the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NodeKind = Literal["system", "external", "hub", "direct", "unknown", "rest"]
EdgeKind = Literal["native", "mixed", "suspended", "lost", "unknown", "added", "gone", "changed", "kept"]
"""A line is mixed where a bridged link is on it, beside whatever native ones; the last four are of a difference."""
Mark = Literal["added", "gone", "changed"]


@dataclass(frozen=True, slots=True)
class Node:
    """A box. `lines`: the name first, then remarks; `shade`: 0 oldest generation, 1 newest.

    `column`: 0 the left one, 1 the middle (hubs, unknown partners), 2 the right one. `mark`: what a difference makes
    of it. `hidden`: it takes its place, but is not seen.
    """

    id: str
    kind: NodeKind
    lines: tuple[str, ...]
    column: int = 0
    shade: float = 0.0
    moved: bool = False
    mark: Mark | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A frame around boxes: an environment or a vendor."""

    id: str
    label: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A bundle of links. `count` of them, `back` of these from head to tail. A label may have several lines."""

    tail: str
    head: str
    kind: EdgeKind
    label: str
    count: int
    back: int = 0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Legend:
    """`rows`: sentences with the counts; `nodes`, `edges`: a sample of each sort that is drawn.

    Every edge runs between two of `points`, given with their columns.
    """

    rows: tuple[str, ...]
    nodes: tuple[Node, ...]
    points: tuple[tuple[str, int], ...]
    edges: tuple[Edge, ...]
    label: str


@dataclass(frozen=True, slots=True)
class View:
    """Everything that is drawn, in the order in which it is written."""

    title: str
    groups: tuple[Group, ...]
    loose: tuple[Node, ...]
    """Boxes in no group: the unknown partners."""
    edges: tuple[Edge, ...]
    legend: Legend

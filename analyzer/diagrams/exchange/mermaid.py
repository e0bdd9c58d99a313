"""Mermaid flowcharts (mermaid.js.org): a text that wikis and Git forges draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analyzer.diagrams.exchange.graph import ExchangeEdge, ExchangeGraph
from analyzer.diagrams.legend import short_way
from analyzer.diagrams.views import EdgeKind
from analyzer.messages import Language, Text

MOST_EDGES, MOST_LETTERS = 480, 47_000
"""Mermaid refuses more than 500 lines and texts above 50,000 letters (``maxEdges``, ``maxTextSize``): native links are left
out first, then whatever comes last.
"""

_ARROWS: dict[EdgeKind, str] = {
    "native": "-->",
    "mixed": "-.->",
    "suspended": "-.-x",
    "lost": "-.-x",
    "unknown": "-.->",
}
_SAFE = frozenset(" 　、。・ー－…（）「」『』【】？！：；＋〜～／％＆＜＞")


def mermaid(graph: ExchangeGraph, language: Language) -> bytes:
    """The flowchart as UTF-8. Every name stands in quotes, with each mark that Mermaid could read as its own written as a
    number (``#35;``): only letters and digits stay as they are.
    """
    return ("\n".join(_lines(graph, language)) + "\n").encode()


def _lines(graph: ExchangeGraph, language: Language) -> Iterator[str]:
    yield "%% Kakehashi"
    yield "flowchart LR"
    for group in graph.groups:
        members = [node for node in graph.nodes if node.group == group.id]
        if not members:
            continue
        yield f'  subgraph {group.id}["{escaped(group.name)}"]'
        for node in members:
            kind = "moved" if node.moved else "here"
            yield f'    {node.id}["{escaped(node.name)}"]:::{kind}'
        yield "  end"
    for node in graph.nodes:
        if node.kind == "hub":
            yield f'  {node.id}[("{escaped(node.name)}")]'
    kept, left_out = _fitting(graph, language)
    if left_out:
        said = Text(f"多いため線 {left_out} 本を省いた", f"{left_out} lines are left out: there are too many")
        yield f'  note["{escaped(said.in_language(language))}"]:::note'
    yield from kept
    yield "  classDef here fill:#ffffff,stroke:#000000,color:#000000"
    yield "  classDef moved fill:#d0d0d0,stroke:#000000,stroke-width:3px,color:#000000"
    yield "  classDef note fill:#ffffff,stroke-dasharray:4,color:#000000"


def _fitting(graph: ExchangeGraph, language: Language) -> tuple[list[str], int]:
    """The lines of the edges that Mermaid takes, and how many it does not."""
    names = [thing.name for thing in graph.nodes] + [thing.name for thing in graph.groups]
    taken = sum(len(escaped(name)) + 30 for name in names)
    hubs = {node.id: node.name for node in graph.nodes if node.kind == "hub"}
    lines = [_edge(edge, hubs, language) for edge in graph.edges]
    if len(lines) > MOST_EDGES or taken + sum(len(line) + 1 for line in lines) > MOST_LETTERS:
        bridged = [edge for edge in graph.edges if edge.state != "native"]
        lines = [_edge(edge, hubs, language) for edge in bridged[:MOST_EDGES]]
    kept: list[str] = []
    room = MOST_LETTERS - taken
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return kept, len(graph.edges) - len(kept)


def _edge(edge: ExchangeEdge, hubs: Mapping[str, str], language: Language) -> str:
    name = short_way(edge.way).in_language(language) + " " if edge.way else ""
    by = f" ({hubs[edge.hub]})" if edge.hub else ""
    label = escaped(f"{name}{len(edge.links)}{by}")
    return f'  {edge.source} {_ARROWS[edge.state]}|"{label}"| {edge.target}'


def escaped(text: str) -> str:
    """Letters, digits and a few Japanese marks as they are, everything else by its number."""
    return "".join(c if c.isalnum() or c in _SAFE else f"#{ord(c)};" for c in text)

"""GraphML (graphml.graphdrawing.org), as networkx, yEd and Gephi read it: systems and hubs, one edge a bundle of links."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from analyzer.diagrams.exchange.graph import ExchangeGraph
from analyzer.diagrams.exchange.xml import document

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_NODE = (
    "kind",
    "entry",
    "name",
    "group",
    "form",
    "generation",
    "environment",
    "vendor",
    "x",
    "y",
    "width",
    "height",
)
_EDGE = ("state", "way", "hub", "count", "links")
_TYPES: Mapping[str, str] = {
    "form": "int",
    "count": "int",
    "x": "double",
    "y": "double",
    "width": "double",
    "height": "double",
}


def graphml(graph: ExchangeGraph) -> bytes:
    """A directed multigraph; every figure and name is a ``data`` element of its key."""
    root = Element("graphml", {"xmlns": _SPACE})
    for kind, known in (("node", _NODE), ("edge", _EDGE)):
        for name in known:
            attributes = {
                "id": f"{kind}-{name}",
                "for": kind,
                "attr.name": name,
                "attr.type": _TYPES.get(name, "string"),
            }
            SubElement(root, "key", attributes)
    SubElement(
        root, "key", {"id": "graph-title", "for": "graph", "attr.name": "title", "attr.type": "string"}
    )
    whole = SubElement(root, "graph", {"id": "landscape", "edgedefault": "directed"})
    SubElement(whole, "data", {"key": "graph-title"}).text = graph.title
    names = {group.id: group.name for group in graph.groups}
    entries = {node.id: node.entry for node in graph.nodes}
    for node in graph.nodes:
        element = SubElement(whole, "node", {"id": node.id})
        values = {
            "kind": node.kind, "entry": node.entry, "name": node.name, "group": names.get(node.group or "", ""),
            "form": str(node.form), "generation": node.generation, "environment": node.environment, "vendor": node.vendor,
            "x": f"{node.box.x:.1f}", "y": f"{node.box.y:.1f}", "width": f"{node.box.w:.1f}", "height": f"{node.box.h:.1f}",
        }  # fmt: skip
        _data(element, "node", values)
    for edge in graph.edges:
        element = SubElement(whole, "edge", {"id": edge.id, "source": edge.source, "target": edge.target})
        _data(element, "edge", {
            "state": edge.state, "way": edge.way, "hub": entries.get(edge.hub, ""), "count": str(len(edge.links)),
            "links": " ".join(edge.links),
        })  # fmt: skip
    return document(root)


def _data(element: Element, kind: str, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        SubElement(element, "data", {"key": f"{kind}-{name}"}).text = value

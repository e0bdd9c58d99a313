"""draw.io (diagrams.net): mxGraph XML, each thing where it stands on the map, to be moved and coloured by hand."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from analyzer.diagrams.exchange.graph import ExchangeGraph, ExchangeNode
from analyzer.diagrams.exchange.xml import document
from analyzer.diagrams.legend import short_way
from analyzer.diagrams.map.geometry import Rectangle
from analyzer.diagrams.views import EdgeKind
from analyzer.messages import Language

_LINES: dict[EdgeKind, str] = {
    "native": "strokeColor=#888888;strokeWidth=1;",
    "mixed": "strokeColor=#b00000;strokeWidth=2;dashed=1;",
    "suspended": "strokeColor=#000000;strokeWidth=1;dashed=1;dashPattern=1 3;endArrow=cross;",
    "lost": "strokeColor=#000000;strokeWidth=2;dashed=1;dashPattern=1 3;endArrow=cross;",
    "unknown": "strokeColor=#555555;strokeWidth=1;dashed=1;dashPattern=1 3;",
}
_EVERY = "html=0;whiteSpace=wrap;"
"""`html=0`: a label is text, whatever stands in it."""


def drawio(graph: ExchangeGraph, language: Language) -> bytes:
    """One page: groups as containers, systems within them, hubs between, one line a bundle of links."""
    root = Element("mxfile", {"host": "kakehashi"})
    page = SubElement(root, "diagram", {"id": "landscape", "name": graph.month or "landscape"})
    size = {"pageWidth": f"{graph.width + 80:.0f}", "pageHeight": f"{graph.height + 80:.0f}"}
    model = SubElement(page, "mxGraphModel", {"grid": "1", "gridSize": "10", "page": "1", **size})
    cells = SubElement(model, "root")
    SubElement(cells, "mxCell", {"id": "0"})
    SubElement(cells, "mxCell", {"id": "1", "parent": "0"})
    _box(
        cells,
        "title",
        graph.title,
        f"text;{_EVERY}align=left;fontSize=16;fontStyle=1;",
        "1",
        Rectangle(0, -50, 800, 30),
    )
    frames = {group.id: group.box for group in graph.groups}
    for group in graph.groups:
        style = (
            f"swimlane;{_EVERY}startSize=20;fillColor=#f5f5f5;strokeColor=#444444;fontStyle=1;collapsible=0;"
        )
        _box(cells, group.id, group.name, style, "1", group.box)
    for node in graph.nodes:
        frame = frames.get(node.group or "")
        x, y, w, h = node.box
        within = Rectangle(x - frame.x, y - frame.y, w, h) if frame else node.box
        _box(cells, node.id, node.name, _style(node), node.group or "1", within)
    for edge in graph.edges:
        name = short_way(edge.way).in_language(language) + " " if edge.way else ""
        cell = SubElement(cells, "mxCell", {
            "id": edge.id, "value": f"{name}{len(edge.links)}", "edge": "1", "parent": "1", "source": edge.source,
            "target": edge.target, "style": f"{_EVERY}edgeStyle=orthogonalEdgeStyle;curved=1;fontSize=9;{_LINES[edge.state]}",
        })  # fmt: skip
        SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
    return document(root)


def _style(node: ExchangeNode) -> str:
    if node.kind == "hub":
        return (
            f"shape=cylinder3;{_EVERY}boundedLbl=1;size=6;fillColor=#e8e8e8;strokeColor=#000000;fontStyle=1;"
        )
    fill = "#d0d0d0" if node.moved else "#ffffff"
    return f"rounded=0;{_EVERY}fillColor={fill};strokeColor=#000000;strokeWidth={3 if node.moved else 1};fontSize=10;"


def _box(parent: Element, id: str, value: str, style: str, within: str, box: Rectangle) -> None:
    cell = SubElement(
        parent, "mxCell", {"id": id, "value": value, "style": style, "vertex": "1", "parent": within}
    )
    place = {name: f"{number:.1f}" for name, number in zip(("x", "y", "width", "height"), box, strict=True)}
    SubElement(cell, "mxGeometry", {**place, "as": "geometry"})

"""The Open Group's ArchiMate Model Exchange File Format 3.0: a model with one view, for Archi and its like.

Systems and hubs are application components, told apart by the property `kind`; environments are technology nodes, vendors
business actors, blocks groupings. Links are flow relationships, one a bundle.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from analyzer.diagrams.boxes import Grouping
from analyzer.diagrams.exchange.graph import ExchangeGraph, ExchangeNode
from analyzer.diagrams.exchange.xml import document
from analyzer.diagrams.legend import short_way
from analyzer.messages import Language

SPACE = "http://www.opengroup.org/xsd/archimate/3.0/"
_SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"
_GROUPS: Mapping[Grouping, tuple[str, str]] = {
    "environment": ("Node", "Realization"),
    "vendor": ("BusinessActor", "Association"),
    "block": ("Grouping", "Aggregation"),
}
"""What a group is, and how it relates to its systems: of what ArchiMate 3 allows between the two (its appendix B)."""
_PROPERTIES = (
    "entry",
    "kind",
    "form",
    "generation",
    "environment",
    "vendor",
    "state",
    "way",
    "hub",
    "count",
    "links",
)


def archimate(graph: ExchangeGraph, grouping: Grouping, language: Language) -> bytes:
    """The model file; elements in the order in which the format's schema wants them."""
    root = Element("model", {
        "xmlns": SPACE, "xmlns:xsi": _SCHEMA, "identifier": "id-model",
        "xsi:schemaLocation": f"{SPACE} http://www.opengroup.org/xsd/archimate/3.1/archimate3_Diagram.xsd",
    })  # fmt: skip
    _named(root, "name", graph.title, language)
    elements = SubElement(root, "elements")
    kind, related = _GROUPS[grouping]
    for group in graph.groups:
        element = SubElement(elements, "element", {"identifier": f"id-{group.id}", "xsi:type": kind})
        _named(element, "name", group.name, language)
        _properties(element, {"entry": group.entry}, language)
    for node in graph.nodes:
        element = SubElement(
            elements, "element", {"identifier": f"id-{node.id}", "xsi:type": "ApplicationComponent"}
        )
        _named(element, "name", node.name, language)
        _properties(element, _of(node), language)
    relations = SubElement(root, "relationships")
    for node in graph.nodes:
        if node.group is not None:
            SubElement(relations, "relationship", {
                "identifier": f"id-in-{node.id}", "source": f"id-{node.group}", "target": f"id-{node.id}", "xsi:type": related,
            })  # fmt: skip
    entries = {node.id: node.entry for node in graph.nodes}
    for edge in graph.edges:
        relation = SubElement(relations, "relationship", {
            "identifier": f"id-{edge.id}", "source": f"id-{edge.source}", "target": f"id-{edge.target}", "xsi:type": "Flow",
        })  # fmt: skip
        name = short_way(edge.way).in_language(language) + " " if edge.way else ""
        _named(relation, "name", f"{name}{len(edge.links)}", language)
        values = {
            "state": edge.state,
            "way": edge.way,
            "hub": entries.get(edge.hub, ""),
            "count": str(len(edge.links)),
            "links": " ".join(edge.links),
        }
        _properties(relation, values, language)
    for part in (elements, relations):
        if not len(part):  # the schema knows no empty list
            root.remove(part)
    definitions = SubElement(root, "propertyDefinitions")
    for name in _PROPERTIES:
        definition = SubElement(
            definitions, "propertyDefinition", {"identifier": f"id-property-{name}", "type": "string"}
        )
        SubElement(definition, "name").text = name
    _view(root, graph, language)
    return document(root)


def _view(root: Element, graph: ExchangeGraph, language: Language) -> None:
    views = SubElement(root, "views")
    diagram = SubElement(
        SubElement(views, "diagrams"), "view", {"identifier": "id-view", "xsi:type": "Diagram"}
    )
    _named(diagram, "name", graph.title, language)
    frames = {}
    for group in graph.groups:
        frames[group.id] = SubElement(diagram, "node", {
            "identifier": f"id-view-{group.id}", "elementRef": f"id-{group.id}", "xsi:type": "Element", **_place(group.box),
        })  # fmt: skip
    for node in graph.nodes:
        SubElement(frames.get(node.group or "", diagram), "node", {
            "identifier": f"id-view-{node.id}", "elementRef": f"id-{node.id}", "xsi:type": "Element", **_place(node.box),
        })  # fmt: skip
    for edge in graph.edges:
        SubElement(diagram, "connection", {
            "identifier": f"id-view-{edge.id}", "relationshipRef": f"id-{edge.id}", "xsi:type": "Relationship",
            "source": f"id-view-{edge.source}", "target": f"id-view-{edge.target}",
        })  # fmt: skip


def _place(box: tuple[float, float, float, float]) -> dict[str, str]:
    """Whole points, none negative, as the format wants them."""
    return {name: str(max(0, round(value))) for name, value in zip("xywh", box, strict=True)}


def _of(node: ExchangeNode) -> dict[str, str]:
    values = {"entry": node.entry, "kind": node.kind, "environment": node.environment, "vendor": node.vendor}
    if node.kind == "system":
        values |= {"form": str(node.form), "generation": node.generation}
    return values


def _named(parent: Element, tag: str, text: str, language: Language) -> None:
    SubElement(parent, tag, {"xml:lang": language}).text = text


def _properties(element: Element, values: Mapping[str, str], language: Language) -> None:
    said = {name: value for name, value in values.items() if value}
    if not said:
        return
    properties = SubElement(element, "properties")
    for name, value in said.items():
        given = SubElement(properties, "property", {"propertyDefinitionRef": f"id-property-{name}"})
        _named(given, "value", value, language)

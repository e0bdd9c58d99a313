"""View → DOT: deterministic text in which nothing from a file can act.

Every value is a quoted string made by `quote`, the only escaper; ids are the view's own;
attributes are those of `_ALLOWED`. So no name becomes an HTML label, a port, a URL, an image.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from analyzer.diagrams.safe_text import clean, fold
from analyzer.diagrams.views import Edge, EdgeKind, Group, Mark, Node, View

FONT = "Noto Sans CJK JP, IPAGothic, sans-serif"

_ALLOWED = frozenset(
    [
        "arrowhead",
        "arrowsize",
        "arrowtail",
        "bb",
        "bgcolor",
        "charset",
        "color",
        "compound",
        "constraint",
        "dir",
        "dpi",
        "fillcolor",
        "fixedsize",
        "fontcolor",
        "fontname",
        "fontsize",
        "height",
        "id",
        "label",
        "labeljust",
        "labelloc",
        "layout",
        "lp",
        "margin",
        "minlen",
        "nodesep",
        "outputorder",
        "overlap",
        "pack",
        "packmode",
        "pad",
        "penwidth",
        "peripheries",
        "pos",
        "rank",
        "rankdir",
        "ranksep",
        "ratio",
        "shape",
        "size",
        "splines",
        "style",
        "weight",
        "width",
        "newrank",
        "remincross",
        "nslimit",
        "nslimit1",
        "mclimit",
        "searchsize",
    ]
)

_EDGES: dict[EdgeKind, dict[str, str]] = {
    "native": {"color": "#888888", "penwidth": "0.8", "weight": "2"},
    "mixed": {
        "color": "#b00000",
        "penwidth": "2.4",
        "style": "dashed",
        "weight": "1",
        "fontcolor": "#800000",
    },
    "suspended": {
        "color": "#000000",
        "penwidth": "1.2",
        "style": "dotted",
        "arrowhead": "tee",
        "arrowtail": "tee",
    },
    "lost": {
        "color": "#000000",
        "penwidth": "2.4",
        "style": "dotted",
        "arrowhead": "box",
        "arrowtail": "box",
    },
    "unknown": {"color": "#555555", "penwidth": "0.8", "style": "dotted"},
    "added": {"color": "#006020", "penwidth": "3.2", "fontcolor": "#004818"},
    "gone": {"color": "#b00000", "penwidth": "1.8", "style": "dashed", "fontcolor": "#800000"},
    "changed": {"color": "#003c9c:white:#003c9c", "penwidth": "1.6", "fontcolor": "#002c70"},
    "kept": {"color": "#999999", "penwidth": "0.7", "fontcolor": "#666666"},
}
"""In a difference: thick, dashed, double and thin, so that they can be told apart in black and white."""
_MARKS: dict[Mark, dict[str, str]] = {
    "added": {"penwidth": '"3.2"', "color": '"#006020"'},
    "gone": {"penwidth": '"1.8"', "color": '"#b00000"'},
    "changed": {"peripheries": '"2"', "color": '"#003c9c"'},
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything stands: attributes by id of a node or line, and of the clusters and the whole picture.

    Without any (`Places()`) the lines get ids, so that a layout can be read back by them.
    """

    nodes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lines: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    clusters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    graph: Mapping[str, str] = field(default_factory=dict)
    corners: tuple[str, ...] = ()
    """Positions of two opposite corners, so that pictures with other borders are of one size."""


def quote(text: str) -> str:
    """A DOT string that shows exactly this text (cleaned): no escape, entity or mark-up in it acts."""
    return '"' + _escaped(clean(text)) + '"'


def _escaped(text: str) -> str:
    # dot decodes entities in labels, and reads a backslash as the start of an escape.
    return text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')


def aligned(text: str, end: Literal["l", "n", "r"]) -> str:
    """The same as a line that stands left, in the middle or right of its box."""
    return _lines([text], end)


def _lines(lines: Iterable[str], end: str) -> str:
    """Several lines in one label, each ended by ``n`` (centred) or ``l`` (to the left)."""
    return '"' + "".join(f"{_escaped(clean(line))}\\{end}" for line in lines) + '"'


def _attributes(**values: str) -> str:
    """``[name=value, …]`` by name; values must be quoted already or be ours."""
    unknown = sorted(set(values) - _ALLOWED)
    assert not unknown, f"attributes not allowed: {unknown}"
    return "[" + ", ".join(f"{name}={value}" for name, value in sorted(values.items())) + "]"


def to_dot(view: View, places: Places | None = None) -> str:
    """The whole picture as DOT, ending with a line feed; the same view gives the same bytes.

    With `places` nothing is laid out anew: everything stands where they say.
    """
    return "\n".join(_Writer(places).statements(view)) + "\n"


class _Writer:
    """Writes the statements of a view, each thing with its place where one is given."""

    def __init__(self, places: Places | None) -> None:
        self._places = places
        self._numbers = count()

    def statements(self, view: View) -> Iterator[str]:
        font = quote(FONT)
        pinned = {} if self._places is None else self._places.graph
        yield 'digraph "landscape" {'
        yield "  graph " + _attributes(
            charset='"utf-8"', fontname=font, fontsize='"15"', label=_lines([view.title, *view.legend.rows], "l"),
            labeljust='"l"', labelloc='"t"', rankdir='"LR"', nodesep='"0.11"', ranksep='"2.6"', splines='"true"',
            overlap='"false"', newrank='"true"', pad='"0.3"', bgcolor='"white"', nslimit='"4"', mclimit='"1"', **pinned,
        )  # fmt: skip
        yield "  node " + _attributes(
            fontname=font,
            fontsize='"12"',
            margin='"0.10,0.04"',
            height='"0.3"',
            style='"filled"',
            fillcolor='"white"',
        )
        yield "  edge " + _attributes(fontname=font, fontsize='"10"', arrowsize='"0.6"')
        for group in view.groups:
            yield from self._group(group)
        for node in view.loose:
            yield "  " + self._node(node)
        column = {node.id: node.column for group in view.groups for node in group.nodes}
        column.update({node.id: node.column for node in view.loose})
        bows: list[str] = []
        for edge in view.edges:
            if column[edge.tail] == column[edge.head] != 1 and edge.tail != edge.head:
                bows.append(f"b{len(bows)}")
                yield from ("  " + line for line in self._bow(edge, bows[-1], column[edge.tail]))
            else:
                yield "  " + self._edge(edge)
        yield from self._legend(view)
        for number, corner in enumerate(self._places.corners if self._places is not None else ()):
            yield (
                f"  a{number} "
                + _attributes(style='"invis"', shape='"point"', width='"0.01"', pos=quote(corner))
                + ";"
            )
        if not pinned:
            yield from _columns(view, bows)
        yield "}"

    def _at(self, id: str) -> Mapping[str, str]:
        return {} if self._places is None else self._places.nodes.get(id, {})

    def _line(self) -> Mapping[str, str]:
        """What belongs to the next line; lines are numbered as they are written."""
        if self._places is None:
            return {}
        id = f"e{next(self._numbers)}"
        return {"id": quote(id), **self._places.lines.get(id, {})}

    def _cluster(self, id: str) -> Mapping[str, str]:
        return {} if self._places is None else self._places.clusters.get(id, {})

    def _group(self, group: Group) -> Iterator[str]:
        yield f"  subgraph cluster_{group.id} {{"
        yield "    graph " + _attributes(
            label=quote(group.label), labeljust='"l"', labelloc='"t"', fontsize='"14"', color='"#444444"',
            style='"rounded"', margin='"10"', bgcolor='"#fafafa"', **self._cluster(group.id),
        )  # fmt: skip
        for node in group.nodes:
            yield "    " + self._node(node)
        yield "  }"

    def _node(self, node: Node) -> str:
        return f"{node.id} {_attributes(**{**_shape(node), **self._at(node.id)})};"

    def _edge(self, edge: Edge) -> str:
        values = _stroke(edge)
        values["label"] = _label(edge.label)
        if edge.back == edge.count:
            values["dir"] = '"back"'
        elif edge.back:
            values["dir"] = '"both"'
        return f"{edge.tail} -> {edge.head} {_attributes(**{**values, **self._line()})};"

    def _bow(self, edge: Edge, label: str, column: int) -> Iterator[str]:
        """A line within one column runs by its label, which stands in the middle column.

        Drawn straight from box to box, dot lets such lines cross their labels, and some it draws twice.
        """
        values = _stroke(edge)
        kept = ("fontcolor", "style") if edge.hidden else ("fontcolor",)
        own = {name: values[name] for name in kept if name in values}
        yield f"{label} " + _attributes(**{
            "label": _label(edge.label), "shape": '"plaintext"', "fontsize": '"10"', "margin": '"0"', "height": '"0.2"',
            "width": '"0.1"', **own, **self._at(label),
        }) + ";"  # fmt: skip
        for box, arrives in ((edge.tail, edge.back > 0), (edge.head, edge.back < edge.count)):
            # The label is the head seen from the left column, the tail seen from the right one.
            line = f"{box} -> {label}" if column == 0 else f"{label} -> {box}"
            direction = "none" if not arrives else "back" if column == 0 else "forward"
            yield f"{line} {_attributes(**{**values, 'dir': quote(direction), **self._line()})};"

    def _legend(self, view: View) -> Iterator[str]:
        yield "  subgraph cluster_legend {"
        yield "    graph " + _attributes(
            label=quote(view.legend.label),
            labeljust='"l"',
            fontsize='"14"',
            style='"dashed"',
            **self._cluster("legend"),
        )
        for node in view.legend.nodes:
            yield "    " + self._node(node)
        for point, _ in view.legend.points:
            values = {"label": '""', "shape": '"point"', "width": '"0.05"'}
            yield f"    {point} " + _attributes(**{**values, **self._at(point)}) + ";"
        for edge in view.legend.edges:
            yield "    " + self._edge(edge)
        yield "  }"


def _columns(view: View, bows: list[str]) -> Iterator[str]:
    """Left, middle and right: boxes of a column share a rank, held apart by an unseen line."""
    nodes = [node for group in view.groups for node in group.nodes]
    placed = [(node.id, node.column) for node in (*nodes, *view.loose, *view.legend.nodes)]
    placed += [*view.legend.points, *((bow, 1) for bow in bows)]
    for column in range(3):
        anchor = f"c{column}"
        yield f"  {anchor} " + _attributes(style='"invis"', shape='"point"', width='"0.01"') + ";"
        members = "".join(f" {id_};" for id_, at in placed if at == column)
        yield f"  {{ rank=same; {anchor};{members} }}"
    yield "  c0 -> c1 -> c2 " + _attributes(style='"invis"') + ";"


def _shape(node: Node) -> dict[str, str]:
    name, *rest = node.lines
    style = ["filled"]
    values = {"label": _lines([*fold(name), *rest], "n"), "shape": '"box"'}
    if node.kind == "hub":
        values["shape"] = '"cylinder"'
        values["fillcolor"] = '"#e8e8e8"'
    elif node.kind == "direct":
        values["shape"] = '"ellipse"'
    elif node.kind == "unknown":
        values["shape"] = '"ellipse"'
        style.append("dotted")
    elif node.kind == "rest":
        values["shape"] = '"folder"'
    else:
        level = round(255 - 45 * node.shade)
        values["fillcolor"] = f'"#{level:02x}{level:02x}{level:02x}"'
        if node.shade == 1:
            values["peripheries"] = '"2"'
        if node.kind == "external":
            style.append("dashed")
        if node.moved:
            values["penwidth"] = '"2.6"'
    if node.mark is not None:
        values |= _MARKS[node.mark]
        if node.mark == "gone":
            style.append("dashed")
    values["style"] = '"invis"' if node.hidden else quote(",".join(style))
    return values


def _stroke(edge: Edge) -> dict[str, str]:
    values = {name: quote(value) for name, value in _EDGES[edge.kind].items()}
    return values | {"style": '"invis"'} if edge.hidden else values


def _label(text: str) -> str:
    lines = text.split("\n")
    return quote(text) if len(lines) == 1 else _lines(lines, "n")

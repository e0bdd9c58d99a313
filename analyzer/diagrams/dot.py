"""View → DOT: deterministic text in which nothing from a file can act.

Every value is a quoted string made by `quote`, the only escaper; ids are the view's own;
attributes are those of `_ALLOWED`. So no name becomes an HTML label, a port, a URL, an image.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from analyzer.diagrams.safe_text import clean, fold
from analyzer.diagrams.views import Edge, EdgeKind, Group, Node, View

FONT = "Noto Sans CJK JP, IPAGothic, sans-serif"

_ALLOWED = frozenset(
    [
        "arrowhead",
        "arrowsize",
        "arrowtail",
        "bgcolor",
        "charset",
        "color",
        "compound",
        "constraint",
        "dir",
        "fillcolor",
        "fontcolor",
        "fontname",
        "fontsize",
        "height",
        "label",
        "labeljust",
        "labelloc",
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
}


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


def to_dot(view: View) -> str:
    """The whole picture as DOT, ending with a line feed; the same view gives the same bytes."""
    return "\n".join(_statements(view)) + "\n"


def _statements(view: View) -> Iterator[str]:
    font = quote(FONT)
    yield 'digraph "landscape" {'
    yield "  graph " + _attributes(
        charset='"utf-8"', fontname=font, fontsize='"15"', label=_lines([view.title, *view.legend.rows], "l"),
        labeljust='"l"', labelloc='"t"', rankdir='"LR"', nodesep='"0.11"', ranksep='"2.6"', splines='"true"',
        overlap='"false"', newrank='"true"', pad='"0.3"', bgcolor='"white"', nslimit='"4"', mclimit='"1"',
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
        yield from _group(group)
    for node in view.loose:
        yield "  " + _node(node)
    column = {node.id: node.column for group in view.groups for node in group.nodes}
    column.update({node.id: node.column for node in view.loose})
    bows: list[str] = []
    for edge in view.edges:
        if column[edge.tail] == column[edge.head] != 1 and edge.tail != edge.head:
            bows.append(f"b{len(bows)}")
            yield from ("  " + line for line in _bow(edge, bows[-1], column[edge.tail]))
        else:
            yield "  " + _edge(edge)
    yield from _legend(view)
    yield from _columns(view, bows)
    yield "}"


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


def _group(group: Group) -> Iterator[str]:
    yield f"  subgraph cluster_{group.id} {{"
    yield "    graph " + _attributes(
        label=quote(group.label), labeljust='"l"', labelloc='"t"', fontsize='"14"', color='"#444444"',
        style='"rounded"', margin='"10"', bgcolor='"#fafafa"',
    )  # fmt: skip
    for node in group.nodes:
        yield "    " + _node(node)
    yield "  }"


def _node(node: Node) -> str:
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
    values["style"] = quote(",".join(style))
    return f"{node.id} {_attributes(**values)};"


def _edge(edge: Edge) -> str:
    values = {name: quote(value) for name, value in _EDGES[edge.kind].items()}
    values["label"] = quote(edge.label)
    if edge.back == edge.count:
        values["dir"] = '"back"'
    elif edge.back:
        values["dir"] = '"both"'
    return f"{edge.tail} -> {edge.head} {_attributes(**values)};"


def _bow(edge: Edge, label: str, column: int) -> Iterator[str]:
    """A line within one column runs by its label, which stands in the middle column.

    Drawn straight from box to box, dot lets such lines cross their labels, and some it draws twice.
    """
    values = {name: quote(value) for name, value in _EDGES[edge.kind].items()}
    color = {name: values[name] for name in ("fontcolor",) if name in values}
    yield f"{label} " + _attributes(
        label=quote(edge.label), shape='"plaintext"', fontsize='"10"', margin='"0"', height='"0.2"', width='"0.1"', **color
    ) + ";"  # fmt: skip
    for box, arrives in ((edge.tail, edge.back > 0), (edge.head, edge.back < edge.count)):
        # The label is the head seen from the left column, the tail seen from the right one.
        line = f"{box} -> {label}" if column == 0 else f"{label} -> {box}"
        direction = "none" if not arrives else "back" if column == 0 else "forward"
        yield f"{line} {_attributes(**values, dir=quote(direction))};"


def _legend(view: View) -> Iterator[str]:
    yield "  subgraph cluster_legend {"
    yield "    graph " + _attributes(
        label=quote(view.legend.label), labeljust='"l"', fontsize='"14"', style='"dashed"'
    )
    for node in view.legend.nodes:
        yield "    " + _node(node)
    for point, _ in view.legend.points:
        yield f"    {point} " + _attributes(label='""', shape='"point"', width='"0.05"') + ";"
    for edge in view.legend.edges:
        yield "    " + _edge(edge)
    yield "  }"

"""docs/neo4j.md: the graph from its declarations, and the saved queries with what they answer on two samples.

``python -m tests.docs.neo4j`` writes the page and its pictures; it starts a server of its own, or takes ``NEO4J_URL``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import neo4j

from analyzer.diagrams.dot import FONT, quote
from analyzer.diagrams.renderer import render
from analyzer.landscape.loading import read_landscape
from analyzer.stores.neo4j import schema
from analyzer.stores.neo4j.store import Neo4jStore
from tests.cli.command import kakehashi
from tests.docs.pages import DOCS, ROOT
from tests.stores.neo4j_server import emptied, shared_url, stop_shared

PAGE = DOCS / "neo4j.md"
FOLDER = DOCS / "neo4j"
_SAMPLES = ROOT / "sample_landscapes"
_PARAMETER = re.compile(r"^:param (\w+) => (.*);$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Query:
    """A saved query: a file for Neo4j Browser, its parameters as it sets them, its statement."""

    file: Path

    @property
    def title(self) -> tuple[str, str]:
        """Japanese, English: the file's first line."""
        ja, _, en = self._text.splitlines()[0].removeprefix("// ").partition(" / ")
        return ja, en

    @property
    def parameters(self) -> dict[str, str]:
        """Name → value as Cypher writes it."""
        return dict(_PARAMETER.findall(self._text))

    @property
    def statement(self) -> str:
        return self._text.partition("\n\n")[2].strip()

    @property
    def picture(self) -> Path:
        return self.file.with_suffix(".svg")

    @property
    def _text(self) -> str:
        return self.file.read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Answer:
    """`rows` of what is no part of the graph; `graph`: the nodes and relationships that came with them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    graph: neo4j.graph.Graph


def queries() -> list[Query]:
    return [Query(file) for file in sorted(FOLDER.glob("*.cypher"))]


def filled(store: Neo4jStore) -> None:
    """Two samples, and the evaluated plan of one."""
    for name in ("asahikawa", "suita"):
        file = _SAMPLES / name / "landscape.yaml"
        landscape = read_landscape(file.read_bytes(), file.name).landscape
        assert landscape is not None
        store.put_version(landscape)
    folder = _SAMPLES / "asahikawa"
    answer = kakehashi(
        "evaluate", folder / "landscape.yaml", folder / "plans" / "actual.yaml", "--format", "json"
    )
    store.put_plan("asahikawa", "actual", store.current("asahikawa").hash, answer.out)


def answered(driver: neo4j.Driver, query: Query) -> Answer:
    """Parameters are values of Cypher, as Browser takes them: the server itself reads them."""
    with driver.session(database="neo4j") as session:
        values: dict[str, Any] = {}
        for name, value in query.parameters.items():
            found = session.run(f"RETURN {value} AS value").single(strict=True)
            values[name] = found["value"]
        result = session.run(query.statement, values)
        graph_of = result.graph()
        records = list(session.run(query.statement, values))
    entities = (neo4j.graph.Path, neo4j.graph.Node, neo4j.graph.Relationship)
    scalar = [
        key
        for key in records[0].keys()  # noqa: SIM118 - of a record, not of a mapping
        if not any(isinstance(record[key], entities) for record in records)
    ]
    return Answer(tuple(scalar), tuple(tuple(record[key] for key in scalar) for record in records), graph_of)


# The page


def page(answers: dict[str, Answer]) -> str:
    """`answers` by the name of the query's file."""
    return "\n".join([_PREFACE, *_reference(), _QUERIES, *_shown(answers)]).rstrip("\n") + "\n"


_PREFACE = """\
# Neo4j に保存したグラフ — the graph in Neo4j

`--store neo4j://…` では、ランドスケープの各版がグラフとして保存され、Neo4j Browser から Cypher で直接調べられます。サーバーは 5.23 以降(5.26 LTS で
確認)。Docker なしで試すには `make neo4j`(Java 17 と Maven)。利用者名とパスワードは URL か `NEO4J_USER`・`NEO4J_PASSWORD` で渡します。

With `--store neo4j://…` every version of a landscape is kept as a graph, which Neo4j Browser can ask in Cypher. Read it freely; write to it
only through Kakehashi. This page is written by `python -m tests.docs.neo4j` from `analyzer/stores/neo4j/schema.py`.

- **Versions never change.** A version is loaded in batches that no question sees; then, in one small transaction, it is joined to its landscape
  (`HAS_VERSION`), the pointer (`CURRENT`) swings to it, and the audit entry is written. So a load that is interrupted is never half there. Begin with
  `(:Landscape)-[:CURRENT]->(:Version)`.
- **Keys** are `landscape@load|kind|id`: the Community edition has one database and keys of one property. The *load* is that of one version.
- **`kakehashi store tidy`** (and the service, now and then) removes what interrupted loads and deleted versions left behind, in small transactions:
  an interrupted load after 30 minutes, what was deleted after 5 minutes, when every answer that had begun before is done.
- **Everything is rebuilt from nodes**: `body` of parts and integrations, `frame` of the version. The other properties are for queries.
- **A server that falls mute** (it holds its connections, and answers nothing) is noticed after twice its `server.bolt.connection_keep_alive`, which
  is a minute unless it is set: `5s` is better.
- Integrations are reached through their systems; one whose partners are both unknown through its key only.

"""
_QUERIES = """\
## 保存済みの問い合わせ — saved queries

Neo4j Browser に貼り付けるか、ファイルとして開きます。答えは、見本の旭川市(計画 `actual` の評価結果つき)と吹田市を保存した場合のものです。 Paste
them into Neo4j Browser, or open the files. The answers are those with the samples of 旭川市 (and its evaluated plan `actual`) and 吹田市 kept:

```sh
make neo4j                                      # 別の端末で / in another terminal: bolt://127.0.0.1:7687
export KAKEHASHI_STORE=bolt://127.0.0.1:7687
kakehashi store put sample:asahikawa
kakehashi evaluate stored:asahikawa sample_landscapes/asahikawa/plans/actual.yaml --format json -o out/actual.json
kakehashi store put-plan asahikawa actual out/actual.json
kakehashi store put sample:suita
```

過渡期連携とテストのノード(`Bridge`、`TestCase`)があるのは、評価結果として保存した計画だけです。月だけの短い計画にはありません。`make neo4j` のサーバーには画面が
付いていません。Neo4j Browser は、Neo4j Desktop のものか、別に動かしているものから、`bolt://127.0.0.1:7687` に接続します。 (Only a plan that was kept as an evaluated
answer has nodes of bridges and tests; a short one of months has none. The server of `make neo4j` brings no page along: connect Neo4j Browser from Neo4j
Desktop, or one that runs elsewhere, to `bolt://127.0.0.1:7687`.)
"""


def _reference() -> Iterator[str]:
    yield "## ノード — nodes\n"
    for label in schema.LABELS:
        names = f"`{label.name}`" + (f" `{schema.PART.name}`" if label.part else "")
        yield f"### {names}\n"
        yield f"{label.meaning} {' '.join(_known_by(label))}".rstrip() + "\n"
        if label.properties:
            yield "| property | type | meaning |\n|---|---|---|"
            for each in label.properties:
                meaning = each.meaning.replace("|", r"\|")
                yield f"| `{each.name}` | {each.kind} | {meaning} |"
            yield ""
    yield "## 関係 — relationships\n"
    yield "| relationship | properties | meaning |\n|---|---|---|"
    for relation in schema.RELATIONS:
        properties = ", ".join(f"`{each.name}` ({each.meaning})" for each in relation.properties)
        yield f"| `{relation.arrow}` | {properties} | {relation.meaning} |"
    yield ""


def _known_by(label: schema.Label) -> Iterator[str]:
    if label.key is not None:
        yield f"Unique: `{label.key}`."
    if label.indexed or label.searched:
        yield f"Indexed: {', '.join(f'`{each}`' for each in (*label.indexed, *label.searched))}."


def _shown(answers: dict[str, Answer]) -> Iterator[str]:
    for query in queries():
        answer = answers[query.file.name]
        ja, en = query.title
        yield f"### {ja}\n\n{en} — [{query.file.name}](neo4j/{query.file.name})\n"
        given = "".join(f":param {name} => {value};\n" for name, value in query.parameters.items())
        yield f"```cypher\n{given}{query.statement}\n```\n"
        yield f"| {' | '.join(answer.columns)} |"
        yield f"|{'---|' * len(answer.columns)}"
        yield from (f"| {' | '.join(map(_cell, row))} |" for row in answer.rows)
        yield ""
        if answer.graph.relationships:
            yield f"![{ja}](neo4j/{query.picture.name})\n"


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "–" if value is None else str(value)


# Pictures


def drawn(query: Query, answer: Answer) -> bytes:
    """The graph that came with the rows, as Neo4j Browser shows it: nodes by their names, relationships by their types."""
    return render("\n".join(_dot(answer.graph)) + "\n", "svg", query.title[0])


_LOOKS = {
    "System": ("box", "#dbe9f6"),
    "Integration": ("ellipse", "#fdf3d8"),
    "Realization": ("note", "#eeeeee"),
    "Hub": ("cylinder", "#e0e0e0"),
    "Bridge": ("house", "#f8d9d9"),
    "TestCase": ("component", "#ddf0dd"),
}


def _dot(graph: neo4j.graph.Graph) -> Iterator[str]:
    font = quote(FONT)
    yield "digraph {"
    yield f'  graph [charset="utf-8", rankdir="LR", nodesep="0.15", ranksep="0.9", pad="0.2", bgcolor="white", fontname={font}];'
    yield f'  node [fontname={font}, fontsize="11", style="filled", height="0.3", margin="0.08,0.04"];'
    yield f'  edge [fontname={font}, fontsize="9", color="#666666", fontcolor="#444444", arrowsize="0.6"];'
    nodes = _in_order(graph)
    names = {node.element_id: f"n{at}" for at, node in enumerate(nodes)}
    for node in nodes:
        shape, fill = _LOOKS.get(_label(node), ("box", "#ffffff"))
        label = r"\n".join(map(_escaped, _captions(node)))
        yield f'  {names[node.element_id]} [label="{label}", shape="{shape}", fillcolor="{fill}"];'
    lines = {
        (
            names[edge.start_node.element_id],
            names[edge.end_node.element_id],
            edge.type,
            edge.get("generation", ""),
        )
        for edge in graph.relationships
        if edge.start_node is not None and edge.end_node is not None
    }
    for tail, head, kind, generation in sorted(lines):
        label = r"\n".join(map(_escaped, [kind, generation] if generation else [kind]))
        yield f'  {tail} -> {head} [label="{label}"];'
    yield "}"


def _escaped(text: str) -> str:
    return quote(text)[1:-1]


def _label(node: neo4j.graph.Node) -> str:
    return next(iter(sorted(set(node.labels) - {schema.PART.name})))


def _captions(node: neo4j.graph.Node) -> list[str]:
    label = _label(node)
    wanted = {
        "Integration": ("id", "name"),
        "Realization": ("generation", "method"),
        "Bridge": ("kind", "from", "until"),
        "TestCase": ("month",),
    }.get(label, ("name",))
    return [label, *(str(node[name]) for name in wanted if node.get(name) is not None)]


def _in_order(graph: neo4j.graph.Graph) -> list[neo4j.graph.Node]:
    """By what they say, then by what they are joined to: the server's own ids differ from run to run."""
    beside: dict[str, list[list[str]]] = {node.element_id: [] for node in graph.nodes}
    for edge in graph.relationships:
        for one, other in (edge.nodes, edge.nodes[::-1]):
            if one is not None and other is not None:
                beside[one.element_id].append(_captions(other))
    return sorted(graph.nodes, key=lambda node: (_captions(node), sorted(beside[node.element_id])))


@cache
def fresh() -> tuple[str, dict[str, bytes]]:
    """The page, and the pictures by the names of their files, from a server with the samples."""
    store = emptied(shared_url())
    filled(store)
    store.close()
    with neo4j.GraphDatabase.driver(shared_url()) as driver:
        answers = {query.file.name: answered(driver, query) for query in queries()}
    pictures = {
        query.picture.name: drawn(query, answers[query.file.name])
        for query in queries()
        if answers[query.file.name].graph.relationships
    }
    return page(answers), pictures


def main() -> None:
    try:
        text, pictures = fresh()
    finally:
        stop_shared()
    PAGE.write_text(text, encoding="utf-8")
    for name, picture in pictures.items():
        (FOLDER / name).write_bytes(picture)


if __name__ == "__main__":
    main()

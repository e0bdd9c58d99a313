"""The graph as declarations: what nodes there are, what they are known by, and what joins them.

Constraints, indexes, load statements and the reference page (docs/neo4j.md) are made from them, so none of these
can say anything else. A *key* is ``landscape@load|kind|id``: Neo4j's Community edition has one database and no keys
of several properties. The *load* in it is that of one version, loaded once: two loads never meet, not even in the same
content, and what an interrupted one left is found by its key and removed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import LiteralString

FORMAT = 1
"""Of the graph; a server that holds a newer one is not touched."""


@dataclass(frozen=True, slots=True)
class Property:
    name: str
    meaning: str
    kind: str = "string"


@dataclass(frozen=True, slots=True)
class Label:
    """Nodes of a label. `key` is unique among them; `indexed` are found by range, `searched` by any part of the text."""

    name: str
    meaning: str
    properties: tuple[Property, ...]
    key: str | None = "key"
    part: bool = False
    """Also labelled `Part`: what a search finds, by `PART`'s properties."""
    indexed: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """``(:source)-[:type {properties}]->(:target)``."""

    type: str
    source: Label
    target: Label
    meaning: str
    properties: tuple[Property, ...] = field(default=())

    @property
    def arrow(self) -> str:
        return f"(:{self.source.name})-[:{self.type}]->(:{self.target.name})"


def _texts(**meanings: str) -> tuple[Property, ...]:
    return tuple(Property(name.rstrip("_"), meaning) for name, meaning in meanings.items())


_KEY = Property("key", "`landscape@load|kind|id`")
_ID = Property("id", "the author's id")
_NAME = Property("name", "for people")
_BODY = Property("body", "the entry of the landscape file, as JSON: what the landscape is rebuilt from")
_KIND = Property("kind", "`system`, `vendor`, `environment`, `hub` or `package`")
_FOLDED = Property("folded", "the name as searches compare it: width and case aside")
_PART = (_KEY, _ID, _NAME, _KIND, _FOLDED, _BODY)

PART = Label(
    "Part", "Whatever has an id and a name; a second label.", (), key=None, indexed=("id",), searched=("folded",)
)  # fmt: skip

# What is kept

STORE = Label(
    "Store",
    "One node: its lock is taken by every change, so that changes follow one another.",
    (
        Property("key", "`store`"),
        Property("format", "of the graph", "integer"),
        Property("audited", "number of the newest audit entry", "integer"),
        Property("checked", "instant of the last check"),
    ),
)
LANDSCAPE = Label(
    "Landscape",
    "A municipality's landscape.",
    (_ID, Property("numbered", "number of its newest version, also where that was deleted", "integer")),
    key="id",
)
VERSION = Label(
    "Version",
    "What a landscape says, once and for all; no part of it is ever changed.",
    (
        Property("key", "`landscape@load`"),
        Property("state", "`loading`, `kept` or `deleted` (then it is removed in the background)"),
        Property("touched", "milliseconds since 1970, when its state or its load last went on", "integer"),
        Property("landscape", "id of the landscape"),
        Property("hash", "content hash"),
        Property("number", "counts the versions of a landscape from 1", "integer"),
        *_texts(made="instant", actor="who", name="of the landscape", municipality_code="団体コード"),
        *_texts(first="month of the horizon", last="month of the horizon"),
        Property("systems", "how many", "integer"),
        Property("integrations", "how many", "integer"),
        Property("frame", "the file without the entries that have nodes, as JSON"),
    ),
)
SOURCE = Label(
    "Source",
    "An uploaded text.",
    (
        *_texts(hash="of its bytes", name="what its author calls the file", media_type="of the text"),
        Property("size", "bytes", "integer"),
        *_texts(made="instant", actor="who"),
        Property("at", "the newest has the highest", "integer"),
        Property("text", "compressed with zlib", "bytes"),
        Property("places", "where the version's values stand in it; JSON, compressed with zlib", "bytes"),
    ),
    key=None,
)
RECORD = Label(
    "Record",
    "A small document of another part of the program (jobs, keys, grants, …).",
    (
        Property("key", "`collection|key`"),
        *_texts(collection="whose", name="its key in the collection", revision="to compare and set"),
        Property("value", "JSON"),
    ),
)
AUDIT_ENTRY = Label(
    "AuditEntry",
    "Who changed what, when.",
    (
        Property("number", "from 1 without a gap", "integer"),
        *_texts(at="instant", actor="who", action="what", subject="of what"),
        Property("details", "JSON"),
    ),
    key="number",
    indexed=("subject",),
)

# The parts of a version

VENDOR = Label("Vendor", "ベンダ.", _PART, part=True)
ENVIRONMENT = Label(
    "Environment",
    "A place where systems and hubs stand.",
    (
        *_PART,
        *_texts(hosting="on_premises, government_cloud, …", zone="network zone", stage="production or verification"),
        *_texts(from_="first month available", until="last month available"),
        Property("monthly_cost", "while something in use stands there", "integer"),
    ),
    part=True,
)  # fmt: skip
HUB = Label(
    "Hub",
    "A common platform that integrations go via (連携用マスタ, 統合DB).",
    (
        *_PART,
        Property("write_back", "accepts write-back", "boolean"),
        Property("read_through", "serves read-through", "boolean"),
        Property("converts", "converts", "boolean"),
        *_texts(from_="first month available", until="last month available"),
    ),
    part=True,
)
PACKAGE = Label(
    "Package",
    "A package that forms use, where the file lists it.",
    (*_PART, *_texts(from_="first month available", until="last month available")),
    part=True,
)
SYSTEM = Label(
    "System",
    "A system; its forms are what it is one after the other.",
    (
        *_PART,
        *_texts(scope="standard, out_of_scope, …", block="word of patterns", owner="所管課"),
        *_texts(contract_end="last month of form 0"),
    ),
    part=True,
)
FORM = Label(
    "Form",
    "What a system is at a time.",
    (
        _KEY,
        Property("system", "id of the system"),
        Property("index", "0 is today; a move leads to each of the others", "integer"),
        *_texts(
            generation="of its interfaces",
            environment="id",
            vendor="id",
            package="id, also of one not listed",
        ),
    ),
)
INTEGRATION = Label(
    "Integration",
    "A link, known by its key.",
    (
        Property("key", "`landscape@load|integration|` and the key as it is written (`004o008/00/fuhyo/jumin`)"),
        Property("at", "its place in the order of the keys", "integer"),
        *_texts(id="連携ID", branch="枝番", name="for people", criticality="low, normal or high"),
        Property("main_route", "主要なルート", "boolean"),
        Property("suspendable", "cost a month of leaving it out while mixed", "integer"),
        Property("ends", "ends with the last generation that has a realization", "boolean"),
        Property("confidence", "surveyed, documented, assumed or unknown"),
        _BODY,
    ),
)  # fmt: skip
REALIZATION = Label(
    "Realization",
    "How an integration is carried, as it is written at one generation.",
    _texts(
        generation="at which it is written", method="how", interval="how often", send="name of the interface",
        receive="name of the interface",
    ),
    key=None,
)  # fmt: skip

# Plans and answers

PLAN = Label(
    "Plan",
    "A plan or an answer that is kept beside a landscape.",
    (
        Property("key", "`landscape|plan|id`; none while it waits to be removed"),
        *_texts(id="its id", landscape="id of the landscape", version="content hash that it was made for"),
        *_texts(revision="hash of the body", made="instant", actor="who"),
        *_texts(status="of an answer", pattern="of an answer"),
        Property("cost", "in all, of an answer", "integer"),
        Property("body", "JSON, compressed with zlib", "bytes"),
    ),
)
MOVE = Label(
    "Move",
    "A move in the month that the plan gives it.",
    _texts(system="id", move="id", month="YYYY-MM"),
    key=None,
)
BRIDGE = Label(
    "Bridge",
    "A bridge of an answer.",
    (
        *_texts(kind="keep_legacy, write_back, …", name="what it is known by", vendor="id", from_="month"),
        *_texts(until="month"),
        Property("permanent", "still serves in the last month", "boolean"),
        Property("existing", "stands when the horizon begins", "boolean"),
        Property("cost", "what is paid for it in all", "integer"),
    ),
    key=None,
)
TEST_CASE = Label(
    "TestCase",
    "A test case of an answer.",
    (
        *_texts(month="YYYY-MM", integration="key as it is written"),
        Property("vendors", "ids of the vendors that take part", "list of strings"),
        Property("owners", "所管課 that take part", "list of strings"),
        Property("tested_twice", "tested in another month too", "boolean"),
    ),
    key=None,
)

LABELS = (
    STORE, LANDSCAPE, VERSION, SOURCE, VENDOR, ENVIRONMENT, HUB, PACKAGE, SYSTEM, FORM, INTEGRATION, REALIZATION, PLAN,
    MOVE, BRIDGE, TEST_CASE, RECORD, AUDIT_ENTRY, PART,
)  # fmt: skip

_MOVE = (
    *_texts(move="its id", kind="lift, shift, lift_shift or other"),
    *_texts(earliest="month", latest="month", fixed="month", deadline="month"),
)
_LINE = _texts(id="of the line", kind="専用線, LGWAN, …", from_="first month open", until="last month open")

# (:Landscape)-[:HAS_VERSION]->(:Version): every version that is kept; one that is loading has none
HAS_VERSION = Relation("HAS_VERSION", LANDSCAPE, VERSION, "a version that is kept")
# (:Landscape)-[:CURRENT]->(:Version): swung last
CURRENT = Relation("CURRENT", LANDSCAPE, VERSION, "what the landscape says now")
# (:Version)-[:HAS_SOURCE]->(:Source)
HAS_SOURCE = Relation("HAS_SOURCE", VERSION, SOURCE, "the texts that it came with")
# (:Version)-[:HAS]->(:Vendor|Environment|Hub|Package|System)
HAS_VENDOR, HAS_ENVIRONMENT, HAS_HUB, HAS_PACKAGE, HAS_SYSTEM = HAS = tuple(
    Relation("HAS", VERSION, part, "its parts") for part in (VENDOR, ENVIRONMENT, HUB, PACKAGE, SYSTEM)
)
# (:System)-[:HAS_FORM]->(:Form)
HAS_FORM = Relation("HAS_FORM", SYSTEM, FORM, "what the system is one after the other")
# (:Form)-[:MOVES_TO]->(:Form)
MOVES_TO = Relation("MOVES_TO", FORM, FORM, "a move of the file leads from a form to the next", _MOVE)
# (:Form)-[:IN]->(:Environment)
FORM_IN = Relation("IN", FORM, ENVIRONMENT, "where it stands")
# (:Form)-[:BY]->(:Vendor)
FORM_BY = Relation("BY", FORM, VENDOR, "whose it is")
# (:Form)-[:USES]->(:Package)
FORM_USES = Relation("USES", FORM, PACKAGE, "its package, where the file lists it")
# (:Hub)-[:IN]->(:Environment)
HUB_IN = Relation("IN", HUB, ENVIRONMENT, "where it stands")
# (:Hub)-[:BY]->(:Vendor)
HUB_BY = Relation("BY", HUB, VENDOR, "whose it is")
# (:Package)-[:BY]->(:Vendor)
PACKAGE_BY = Relation("BY", PACKAGE, VENDOR, "whose it is")
# (:Environment)-[:LINE]->(:Environment)
LINE = Relation("LINE", ENVIRONMENT, ENVIRONMENT, "a line joins them, in either direction", _LINE)
# (:System)-[:SENDS]->(:Integration)
SENDS = Relation("SENDS", SYSTEM, INTEGRATION, "the source; none where it is unknown")
# (:Integration)-[:REACHES]->(:System)
REACHES = Relation("REACHES", INTEGRATION, SYSTEM, "the target; none where it is unknown")
# (:Integration)-[:REALIZED_BY]->(:Realization)
REALIZED_BY = Relation(
    "REALIZED_BY",
    INTEGRATION,
    REALIZATION,
    "how it is carried at a generation; `same_as` leads to the same realization",
    _texts(generation="at which it holds"),
)
# (:Realization)-[:VIA]->(:Hub)
VIA = Relation("VIA", REALIZATION, HUB, "goes via the hub; none where it is direct")
# (:Landscape)-[:HAS_PLAN]->(:Plan)
HAS_PLAN = Relation("HAS_PLAN", LANDSCAPE, PLAN, "kept beside it")
# (:Plan)-[:SETS]->(:Move)
SETS = Relation("SETS", PLAN, MOVE, "gives the move its month")
# (:Move)-[:TO]->(:Form)
MOVE_TO = Relation("TO", MOVE, FORM, "the form that the system then has")
# (:Plan)-[:BUILDS]->(:Bridge)
BUILDS = Relation("BUILDS", PLAN, BRIDGE, "needs the bridge")
# (:Bridge)-[:AT]->(:System)
BRIDGE_AT = Relation("AT", BRIDGE, SYSTEM, "the end that it stands at")
# (:Bridge)-[:THROUGH]->(:Hub)
BRIDGE_THROUGH = Relation("THROUGH", BRIDGE, HUB, "its hub, where its kind has one")
# (:Bridge)-[:SERVES]->(:Integration)
SERVES = Relation(
    "SERVES", BRIDGE, INTEGRATION, "carries it", (Property("months", "in which it does", "list of strings"),)
)
# (:Plan)-[:TESTS]->(:TestCase)
TESTS = Relation("TESTS", PLAN, TEST_CASE, "has the test case")
# (:TestCase)-[:OF]->(:Integration)
TEST_OF = Relation("OF", TEST_CASE, INTEGRATION, "whose route is tested")

RELATIONS = (
    HAS_VERSION, CURRENT, HAS_SOURCE, *HAS, HAS_FORM, MOVES_TO, FORM_IN, FORM_BY, FORM_USES, HUB_IN, HUB_BY,
    PACKAGE_BY, LINE, SENDS, REACHES, REALIZED_BY, VIA, HAS_PLAN, SETS, MOVE_TO, BUILDS, BRIDGE_AT, BRIDGE_THROUGH,
    SERVES, TESTS, TEST_OF,
)  # fmt: skip


# Statements. Each is one text for all data: rows come as the parameter `rows`, each row a list of values.


def constraints() -> tuple[LiteralString, ...]:
    """What is unique, and what is found by an index; each may be there already."""
    return tuple(_constraints())


def _constraints() -> Iterator[str]:
    for label in LABELS:
        name = label.name.lower()
        if label.key is not None:
            yield (
                f"CREATE CONSTRAINT kakehashi_{name}_{label.key} IF NOT EXISTS"
                f" FOR (n:{label.name}) REQUIRE n.{label.key} IS UNIQUE"
            )
        for each in label.indexed:
            yield f"CREATE INDEX kakehashi_{name}_{each} IF NOT EXISTS FOR (n:{label.name}) ON (n.{each})"
        for each in label.searched:
            yield f"CREATE TEXT INDEX kakehashi_{name}_{each} IF NOT EXISTS FOR (n:{label.name}) ON (n.{each})"


def create(label: Label, *relations: Relation) -> LiteralString:
    """Nodes, each joined at once by relations that it always has, from it or to it.

    Rows: the values of the label's properties, then for each relation the key of its other end, which must be there.
    """
    ends, joins = "", ""
    for at, each in enumerate(relations, len(label.properties)):
        leads = each.source == label
        other = each.target if leads else each.source
        ends += f" MATCH (e{at}:{other.name} {{{other.key}: row[{at}]}})"
        joins += f", (n)-[:{each.type}]->(e{at})" if leads else f", (e{at})-[:{each.type}]->(n)"
    return f"UNWIND $rows AS row{ends} CREATE ({_node(label, 'n')}){joins}"


def join(relation: Relation) -> LiteralString:
    """Rows: the keys of source and target, then the relation's properties. A row whose end is not there makes nothing."""
    source, target = relation.source, relation.target
    return (
        "UNWIND $rows AS row"
        f" MATCH (a:{source.name} {{{source.key}: row[0]}}) MATCH (b:{target.name} {{{target.key}: row[1]}})"
        f" CREATE (a)-[:{relation.type}{_values(relation.properties, 2)}]->(b)"
    )


def create_links(source: bool, target: bool) -> LiteralString:
    """Integrations with their realizations in one go, with a known source and target or without.

    Rows: keys of source and target (or null), a list of realizations (each its properties, then the key of its hub or null; then the
    generations at which it holds), then the values of an integration.
    """
    first = 3
    ends = ("MATCH (s:System {key: row[0]}) " if source else "") + (
        "MATCH (t:System {key: row[1]}) " if target else ""
    )
    before = f"(s)-[:{SENDS.type}]->" if source else ""
    after = f"-[:{REACHES.type}]->(t)" if target else ""
    hub = len(REALIZATION.properties)
    return (
        f"UNWIND $rows AS row {ends}CREATE {before}({_node(INTEGRATION, 'i', first)}){after}"
        f" WITH i, row UNWIND row[2] AS realized CREATE ({_node(REALIZATION, 'r', row='realized')})"
        f" FOREACH (at IN realized[{hub + 1}] | CREATE (i)-[:{REALIZED_BY.type} {{generation: at}}]->(r))"
        f" WITH r, realized WHERE realized[{hub}] IS NOT NULL"
        f" MATCH (h:{HUB.name} {{key: realized[{hub}]}}) CREATE (r)-[:{VIA.type}]->(h)"
    )


def create_beside_plan(relation: Relation, *further: Relation) -> LiteralString:
    """Children of the plan with the key `plan`, each joined to what the further relations lead to.

    Rows: the values of the child; then for each further relation a list of joins, each the target's key and the properties.
    What is not there is not joined: a plan may outlive its version.
    """
    child = relation.target
    statement = (
        f"MATCH (p:{PLAN.name} {{key: $plan}}) UNWIND $rows AS row"
        f" CREATE (p)-[:{relation.type}]->({_node(child, 'c')})"
    )
    for at, each in enumerate(further, len(child.properties)):
        target = each.target
        statement += (
            f" WITH c, row CALL (c, row) {{ UNWIND row[{at}] AS to MATCH (t:{target.name} {{{target.key}: to[0]}})"
            f" CREATE (c)-[:{each.type}{_values(each.properties, 1, 'to')}]->(t) }}"
        )
    return statement


def _node(label: Label, variable: str, first: int = 0, row: str = "row") -> str:
    labels = f"{label.name}:{PART.name}" if label.part else label.name
    return f"{variable}:{labels}{_values(label.properties, first, row)}"


def _values(properties: tuple[Property, ...], first: int, row: str = "row") -> str:
    if not properties:
        return ""
    listed = ", ".join(f"`{each.name}`: {row}[{at}]" for at, each in enumerate(properties, first))
    return f" {{{listed}}}"

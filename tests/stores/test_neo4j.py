"""What is Neo4j's own: its statements, what stands in the graph, clearing away, and a server that is not there."""

from __future__ import annotations

import ast
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from analyzer.errors import InputError
from analyzer.generator import generate_yaml
from analyzer.landscape.model import Landscape
from analyzer.resources import sample, sample_names
from analyzer.stores.errors import ChangedError, StoreUnavailableError
from analyzer.stores.memory import MemoryStore
from analyzer.stores.neo4j import schema, statements
from analyzer.stores.neo4j.address import read_address
from analyzer.stores.neo4j.store import Neo4jStore
from analyzer.stores.opening import open_store
from analyzer.stores.port import ANYTHING, Store
from analyzer.stores.sources import Source
from tests import strategies
from tests.builders import landscape as model
from tests.builders import landscape_document, link, move, system
from tests.profiles import examples
from tests.stores.landscapes import city, city_text, loaded
from tests.stores.neo4j_server import NEO4J, emptied
from tests.stores.test_backup import Ticking, backed_up, everything, lived_in, poured

HOME = Path(schema.__file__).parent
pytestmark = NEO4J


@pytest.fixture
def store(neo4j_url: str) -> Iterator[Neo4jStore]:
    store = emptied(neo4j_url)
    yield store
    store.close()


def asked(store: Neo4jStore, statement: Any, **parameters: Any) -> list[dict[str, Any]]:
    return [dict(record) for record in store._connection.ask(statement, **parameters)]


# Statements


def test_no_statement_is_built_from_data() -> None:
    """Whatever runs in the server is a constant of `statements`, or was made from the declarations at import."""
    ways = {"run", "one", "ask", "deleted"}
    found = 0
    for file in HOME.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in ways and node.args:
                found += 1
                first = node.args[0]
                constant = isinstance(first, ast.Attribute) and ast.unparse(first).startswith("statements.")
                passed_on = ast.unparse(first) in {"statement", "batch.statement"}
                assert constant or passed_on, f"{file.name}:{node.lineno}: {ast.unparse(node)}"
    assert found > 40
    tree = ast.parse((HOME / "statements.py").read_text(encoding="utf-8"))
    assigned = [node.value for node in tree.body if isinstance(node, ast.Assign)]
    assert all(isinstance(value, ast.Constant) for value in assigned)
    assert len(assigned) > 40


def test_hostile_names_stay_names(store: Neo4jStore) -> None:
    hostile = "'}) DETACH DELETE n //\"`$x {y: 1}"
    store.put_version(city(name=hostile))
    store.put_record("jobs|%", hostile, {hostile: hostile})
    version = store.current("asahi")
    store.put_plan(
        "asahi", hostile, version.hash, f'{{"moves": {{"jumin.shift": "{hostile[:3]}"}}}}'.encode()
    )
    assert store.landscape("asahi").name == hostile
    assert store.record("jobs|%", hostile) == store.records("jobs|%")[0]
    assert store.records("jobs") == []
    assert store.plan("asahi", hostile).id == hostile
    assert store.search(hostile) == []


# What stands in the graph


def grown(landscape: Landscape) -> dict[str, int]:
    """Nodes of each label that a landscape has in the graph, counted from its definition."""
    realizations = [
        {realization.generation for realization in integration.realizations.values()}
        for integration in landscape.integrations.values()
    ]
    return {
        "Vendor": len(landscape.vendors),
        "Environment": len(landscape.environments),
        "Hub": len(landscape.hubs),
        "Package": len(landscape.packages),
        "System": len(landscape.systems),
        "Form": sum(len(system.forms) for system in landscape.systems.values()),
        "Integration": len(landscape.integrations),
        "Realization": sum(map(len, realizations)),
    }


def joined(landscape: Landscape) -> dict[str, int]:
    """Relationships of each type, likewise."""
    keys = list(landscape.integrations)
    forms = [form for system in landscape.systems.values() for form in system.forms]
    held = [
        (integration.key, generation, realization)
        for integration in landscape.integrations.values()
        for generation, realization in integration.realizations.items()
    ]
    via = {(key, r.generation, r.via) for key, _, r in held if r.via is not None}
    return {
        "HAS": sum(
            map(len, (landscape.vendors, landscape.environments, landscape.hubs, landscape.packages, landscape.systems))
        ),
        "HAS_FORM": len(forms),
        "MOVES_TO": sum(len(system.moves) for system in landscape.systems.values()),
        "IN": len(forms) + len(landscape.hubs),
        "BY": len(forms)
        + len(landscape.hubs)
        + sum(package.vendor is not None for package in landscape.packages.values()),
        "USES": sum(form.package in landscape.packages for form in forms),
        "LINE": len(landscape.lines or ()),
        "SENDS": sum(key.source is not None for key in keys),
        "REACHES": sum(key.target is not None for key in keys),
        "REALIZED_BY": len(held),
        "VIA": len(via),
    }  # fmt: skip


_NODES = "MATCH (n) UNWIND labels(n) AS label RETURN label AS name, count(*) AS n"
_RELATIONS = "MATCH ()-[r]->() RETURN type(r) AS name, count(*) AS n"


def assert_whole(store: Neo4jStore, landscape: Landscape) -> None:
    nodes = {row["name"]: row["n"] for row in asked(store, _NODES)}
    relations = {row["name"]: row["n"] for row in asked(store, _RELATIONS)}
    assert {name: nodes.get(name, 0) for name in grown(landscape)} == grown(landscape)
    assert {name: relations.get(name, 0) for name in joined(landscape)} == joined(landscape)


@pytest.mark.parametrize("name", sample_names())
def test_every_part_of_a_sample_and_all_that_joins_them_is_in_the_graph(store: Neo4jStore, name: str) -> None:
    landscape = loaded(sample(name).read_bytes(), name)
    store.put_version(landscape)
    assert_whole(store, landscape)


@settings(
    max_examples=examples(10),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(landscape=strategies.landscapes())
def test_every_part_of_any_landscape_is_in_the_graph_and_nothing_when_it_is_cleared_away(
    neo4j_url: str, landscape: Landscape
) -> None:
    store = emptied(neo4j_url)
    store.put_version(landscape)
    assert_whole(store, landscape)
    store.delete(landscape.id, expect=ANYTHING)
    assert store.tidy() == 1
    left = {row["name"] for row in asked(store, _NODES)}
    assert left == {"Store", "AuditEntry", "OnlyForTests"}
    store.close()


def test_an_answer_is_in_the_graph_joined_to_what_it_speaks_of(store: Neo4jStore) -> None:
    document = landscape_document(
        systems=[system("jumin", move()), system("zeimu")], integrations=[link("0001o001", "jumin", "zeimu")]
    )
    version = store.put_version(model(document))
    body = b"""{"status": "optimal", "cost": {"total": 12}, "moves": {"jumin.shift": "2025-02"},
        "bridges": [{"kind": "keep_legacy", "key": "k", "system": "jumin", "from": "2025-02", "until": "2025-03",
            "serves": [{"integration": "0001o001/00/jumin/zeimu", "months": ["2025-02"]}]}],
        "tests": [{"month": "2025-02", "integration": "0001o001/00/jumin/zeimu", "vendors": ["va"]}]}"""
    store.put_plan("small", "a", version.hash, body)
    (found,) = asked(
        store,
        """
        MATCH (:Landscape {id: 'small'})-[:HAS_PLAN]->(p:Plan)
        MATCH (p)-[:SETS]->(m:Move)-[:TO]->(f:Form)<-[:HAS_FORM]-(s:System)
        MATCH (p)-[:BUILDS]->(b:Bridge)-[serves:SERVES]->(i:Integration)
        MATCH (b)-[:AT]->(s)
        MATCH (p)-[:TESTS]->(t:TestCase)-[:OF]->(i)
        RETURN p.status AS status, p.cost AS cost, m.month AS month, f.index AS form, s.id AS system,
               b.kind AS kind, serves.months AS months, i.id AS integration, t.vendors AS vendors
        """,
    )
    assert found == {
        "status": "optimal", "cost": 12, "month": "2025-02", "form": 1, "system": "jumin", "kind": "keep_legacy",
        "months": ["2025-02"], "integration": "0001o001", "vendors": ["va"],
    }  # fmt: skip
    store.put_plan("small", "a", version.hash, b"{}")
    store.tidy()
    left = {row["name"] for row in asked(store, _NODES)}
    assert not left & {"Move", "Bridge", "TestCase"}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"no JSON", b"\xff", b"[1]", b'{"moves": 1, "bridges": {}, "tests": "x", "cost": 3}',
        b'{"bridges": [1, {"serves": [1, {"integration": 2}], "key": {}}], "tests": [{}], "moves": {"a": []}}',
        b'{"cost": {"total": 99999999999999999999999}, "status": {}}',
    ],
)  # fmt: skip
def test_what_is_no_answer_is_kept_all_the_same(store: Neo4jStore, body: bytes) -> None:
    version = store.put_version(city())
    store.put_plan("asahi", "p", version.hash, body)
    assert store.plan("asahi", "p").body == body


# Questions run in the server, by index


def test_questions_are_answered_by_index_and_never_by_going_through_everything(store: Neo4jStore) -> None:
    store.put_version(loaded(generate_yaml(60, 600, 12, 4, 3, 1).encode(), "generated.yaml"))
    asked(store, "CALL db.resampleOutdatedIndexes()")
    parameters: dict[str, Any] = {
        "systems": ["a"], "vendor": "a", "environment": "a", "hub": "a", "links": "a", "forms": {}, "version": "a",
        "landscape": "a", "hash": "a", "source": "a", "text": "jumin", "kind": None, "landscapes": None,
        "after": ["", "", ""], "limit": 10, "versions": [["a", "b"]], "plan": "a", "key": "a", "prefix": "a",
        "subject": "a",
    }  # fmt: skip
    all_nodes = {"AllNodesScan", "NodeByLabelScan", "PartitionedNodeByLabelScan", "CartesianProduct"}
    for name in (
        "LINKS_OF_SYSTEMS", "LINKS_OF_VENDOR", "LINKS_IN_ENVIRONMENT", "LINKS_VIA_HUB", "LINKS_CALLED", "ALL_LINKS",
        "PARTS", "FIND_VERSION", "CURRENT_HASH", "SOURCES", "NEWEST_PLACES", "SOURCE_TEXT", "FIND_PARTS",
        "FIND_INTEGRATIONS", "PLAN", "RECORD",
    ):  # fmt: skip
        with store._connection._session() as session:
            explained = session.run(f"EXPLAIN {getattr(statements, name)}", parameters).consume()
        used = set(operators(explained.plan))
        assert not used & all_nodes, (name, sorted(used))


def operators(plan: Any) -> Iterator[str]:
    yield plan["operatorType"].partition("@")[0]
    for child in plan.get("children", ()):
        yield from operators(child)


# Several at once


def test_loads_at_once_of_the_same_and_of_other_contents_are_kept_one_after_the_other(
    store: Neo4jStore, neo4j_url: str
) -> None:
    others = [Neo4jStore(read_address(neo4j_url)) for _ in range(3)]
    contents = [city(name=name, links=links) for name in "甲乙" for links in (1, 4)]
    with ThreadPoolExecutor(4) as pool:
        versions = list(
            pool.map(lambda n: [store, *others][n % 4].put_version(contents[n % 4], actor=str(n)), range(16))
        )
    assert {version.hash for version in versions} == {content.content_hash for content in contents}
    assert [version.number for version in store.versions("asahi")] == [1, 2, 3, 4]
    log = store.audit_log()
    assert [entry.number for entry in log] == list(range(1, 17))
    assert log[-1].details["version"] == store.current("asahi").hash
    for content in contents:
        assert store.landscape("asahi", content.content_hash) == content
    store.tidy()
    assert asked(store, "MATCH (v:Version) RETURN count(v) AS n") == [{"n": 4}]
    for other in others:
        other.close()


def test_of_two_who_expect_the_same_one_changes_a_record(store: Neo4jStore, neo4j_url: str) -> None:
    other = Neo4jStore(read_address(neo4j_url))
    start = threading.Barrier(2)

    def count_up(home: Store) -> int:
        """How often this one was the faster."""
        won = 0
        start.wait()
        for _ in range(10):
            found = home.record("jobs", "j")
            value = found.value["n"] if found else 0
            assert isinstance(value, int)
            try:
                home.put_record("jobs", "j", {"n": value + 1}, expect=found.revision if found else None)
                won += 1
            except ChangedError:
                continue
        return won

    with ThreadPoolExecutor(2) as pool:
        won = sum(pool.map(count_up, (store, other)))
    kept = store.record("jobs", "j")
    assert kept is not None
    assert kept.value["n"] == won
    other.close()


# Clearing away


def test_what_was_deleted_stays_until_no_answer_that_had_begun_can_need_it(neo4j_url: str) -> None:
    emptied(neo4j_url).close()
    store = Neo4jStore(read_address(neo4j_url), grace=3600)
    store.put_version(city(name="旧"))
    old = store.current("asahi")
    store.put_version(city(name="新"))
    with store._reading("asahi", old.hash) as reader:
        store.delete_version("asahi", old.hash)
        assert store.tidy() == 0
        assert len(list(reader.all_links())) == 1
    store.close()
    later = Neo4jStore(read_address(neo4j_url), grace=0)
    assert later.tidy() == 1
    assert later.tidy() == 0
    later.close()


def test_a_load_that_goes_on_is_not_cleared_away(store: Neo4jStore, neo4j_url: str) -> None:
    from analyzer.stores.neo4j import loading  # noqa: PLC0415 - only here
    from analyzer.stores.port import Version  # noqa: PLC0415
    from analyzer.stores.preparing import prepare  # noqa: PLC0415

    careful = Neo4jStore(read_address(neo4j_url))
    prepared = prepare(city())
    key = loading.load(
        careful._connection, Version("asahi", 0, "", "", "", prepared.summary), prepared.content
    )
    assert careful.tidy() == 0
    assert asked(store, "MATCH (v:Version {key: $key}) RETURN v.state AS state", key=key) == [
        {"state": "loading"}
    ]
    assert store.tidy() == 1, "with no patience at all"
    careful.close()


# Moving


def test_a_backup_has_the_same_bytes_from_neo4j_as_from_memory(neo4j_url: str) -> None:
    store = emptied(neo4j_url, Ticking())
    memory = lived_in(MemoryStore(Ticking()))
    assert backed_up(lived_in(store)) == backed_up(memory)
    store.close()


def test_what_is_restored_into_neo4j_is_what_was_there(neo4j_url: str) -> None:
    memory = lived_in(MemoryStore(Ticking()))
    store = emptied(neo4j_url, Ticking())
    poured(backed_up(memory), store)
    *kept, told = everything(store)
    assert kept == everything(memory)
    assert store.landscape("small") == memory.landscape("small")
    assert store.search("jumin") == memory.search("jumin")
    with pytest.raises(ChangedError):
        store.fill(memory.dump())
    again = MemoryStore(Ticking())
    again.fill(store.dump())
    assert everything(again) == [*kept, told]
    store.close()


def test_a_restoration_that_breaks_off_leaves_nothing(store: Neo4jStore) -> None:
    def broken() -> Iterator[Any]:
        yield from list(lived_in(MemoryStore(Ticking())).dump())[:3]
        raise InputError(())

    with pytest.raises(InputError):
        store.fill(broken())
    assert everything(store) == []
    assert store.tidy() == 3
    assert {row["name"] for row in asked(store, _NODES)} == {"Store", "OnlyForTests"}


# The server and its address


@pytest.mark.parametrize(
    ("url", "uri", "user", "password", "database", "shown"),
    [
        ("bolt://h", "bolt://h", None, None, "neo4j", "bolt://h"),
        ("neo4j://u:p@h:1/d", "neo4j://h:1", "u", "p", "d", "neo4j://u@h:1/d"),
        ("neo4j+s://u%40x:p%2F%3A@h", "neo4j+s://h", "u@x", "p/:", "neo4j", "neo4j+s://u%40x@h"),
        ("bolt://:p@[::1]:7687/", "bolt://[::1]:7687", "neo4j", "p", "neo4j", "bolt://neo4j@[::1]:7687"),
    ],
)
def test_an_address_is_read_and_shown_without_its_password(
    url: str, uri: str, user: str | None, password: str | None, database: str, shown: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.delenv("NEO4J_USER", raising=False)
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    address = read_address(url)
    assert (address.uri, address.user, address.password, address.database) == (uri, user, password, database)
    assert address.shown == shown
    assert "password" not in repr(address)


def test_user_and_password_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "secret-1")
    monkeypatch.delenv("NEO4J_USER", raising=False)
    assert read_address("bolt://h").user == "neo4j"
    monkeypatch.setenv("NEO4J_USER", "sato")
    address = read_address("bolt://h")
    assert (address.user, address.password, address.shown) == ("sato", "secret-1", "bolt://sato@h")


@pytest.mark.parametrize(
    "url", ["bolt://", "bolt://h:port", "bolt://h/a/b", "bolt://h?x=1", "bolt://h:99999"]
)
def test_what_is_no_address_is_an_error_of_the_input(url: str) -> None:
    with pytest.raises(InputError):
        open_store(url)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_server_that_is_not_there_is_told(scheme: str) -> None:
    with pytest.raises(StoreUnavailableError, match="cannot be reached"):
        Neo4jStore(read_address(f"{scheme}://127.0.0.1:1"), patience=1)


def test_a_store_that_was_closed_says_so(neo4j_url: str) -> None:
    store = Neo4jStore(read_address(neo4j_url))
    store.check()
    store.close()
    with pytest.raises(StoreUnavailableError, match="closed"):
        store.landscapes()


def test_a_database_that_does_not_exist_is_told(neo4j_url: str) -> None:
    address = replace(read_address(neo4j_url), database="nowhere")
    with pytest.raises(StoreUnavailableError, match="no database by this name"):
        Neo4jStore(address)


def test_a_graph_of_a_newer_program_is_not_touched(store: Neo4jStore, neo4j_url: str) -> None:
    store._connection.change(lambda t: t.run("MATCH (s:Store) SET s.format = 99"))
    try:
        with pytest.raises(StoreUnavailableError, match="newer Kakehashi"):
            Neo4jStore(read_address(neo4j_url))
    finally:
        store._connection.change(
            lambda t: t.run("MATCH (s:Store) SET s.format = $format", format=schema.FORMAT)
        )


def test_a_version_that_lost_a_link_is_not_answered_as_if_it_were_whole(store: Neo4jStore) -> None:
    store.put_version(city(links=3))
    store._connection.change(lambda t: t.run("MATCH (i:Integration) WITH i LIMIT 1 DETACH DELETE i"))
    for question in (store.landscape, store.document):
        with pytest.raises(StoreUnavailableError, match="missing in Neo4j"):
            question("asahi")


def test_a_large_text_is_kept(store: Neo4jStore) -> None:
    text = city_text() + b"# " + bytes(range(33, 127)) * 50_000 + b"\n"
    source = Source("large.yaml", text)
    store.put_version(loaded(text, "large.yaml"), source)
    assert store.source("asahi", source.hash) == text


def test_instants_are_those_of_the_clock(neo4j_url: str) -> None:
    seconds = count()
    store = emptied(neo4j_url, lambda: datetime(2026, 4, 1, tzinfo=UTC) + timedelta(seconds=next(seconds)))
    assert store.put_version(city()).made == "2026-04-01T00:00:00.000Z"
    assert store.audit_log()[0].at == "2026-04-01T00:00:00.000Z"
    store.close()

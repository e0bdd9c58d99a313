"""Landscapes in a Neo4j server: loading many of them, and what a change of one system touches."""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from analyzer.graph.affected import AffectedBy, affected
from analyzer.graph.landscape_graph import build_graph
from analyzer.stores.neo4j.store import Neo4jStore
from analyzer.stores.preparing import Prepared, prepare
from tests.benchmarks.cities import City
from tests.benchmarks.measuring import Goal, Selection, Table, Theme, ratio, span
from tests.stores.neo4j_server import Neo4jServer, emptied

LOADED = 333
LOADERS = 2
ASKED = 100
QUESTIONS = 2_000
WARM = 20
"""Landscapes loaded before the clock starts: Java compiles what it has run for a while."""
PLAIN_LINKS = 300
"""Links that the plain formulation loads: it is slow."""
_SERVER = {"NEO4J_HEAP": "2g", "NEO4J_PAGECACHE": "1g"}

_PLAIN_KEYS = (
    "CREATE CONSTRAINT FOR (n:Plain) REQUIRE n.key IS UNIQUE",
    "CREATE CONSTRAINT FOR (n:PlainLink) REQUIRE n.key IS UNIQUE",
)
_PLAIN_LINK = """
MERGE (s:Plain {key: $source}) MERGE (t:Plain {key: $target}) MERGE (i:PlainLink {key: $key}) SET i.body = $body
MERGE (s)-[:SENDS]->(i) MERGE (i)-[:REACHES]->(t)
"""


def run(selection: Selection) -> Theme:
    theme = Theme()
    wanted = [name for name in ("neo4j/load", "neo4j/affected") if name in selection]
    if not wanted:
        return theme
    city = City(300, 3_000, 36, 12, 8, 1)
    prepared = prepare(city.landscape, with_places=False)
    with _store() as store:
        _load_all(store, prepared, [f"warm-{n}" for n in range(WARM)])
        if "neo4j/load" in wanted:
            theme.tables.append(_load(store, prepared, theme))
        if "neo4j/affected" in wanted:
            if "neo4j/load" not in wanted:
                _load_all(store, prepared, [f"city-{n}" for n in range(ASKED)])
            theme.tables.append(_affected(store, city, theme))
    return theme


@contextmanager
def _store() -> Iterator[Neo4jStore]:
    """In a server of its own, with the settings of one that lasts."""
    server = Neo4jServer(Path(tempfile.mkdtemp(prefix="kakehashi-neo4j-")), settings=_SERVER)
    try:
        server.start()
        store = emptied(server.url)
        yield store
        store.close()
    finally:
        server.kill()
        shutil.rmtree(server.home, ignore_errors=True)


def _load_all(store: Neo4jStore, prepared: Prepared, names: Sequence[str]) -> float:
    """Seconds."""
    start = time.perf_counter()
    with ThreadPoolExecutor(LOADERS) as pool:
        list(pool.map(lambda name: store.put_version(replace(prepared, id=name)), names))
    return time.perf_counter() - start


def _load(store: Neo4jStore, prepared: Prepared, theme: Theme) -> Table:
    links = prepared.summary.integrations
    seconds = _load_all(store, prepared, [f"city-{n}" for n in range(LOADED)])
    rate = LOADED * links / seconds
    ((nodes, relations),) = store._connection.ask(
        "CALL () { MATCH (n) RETURN count(n) AS nodes } CALL () { MATCH ()-[r]->() RETURN count(r) AS relations }"
        " RETURN nodes, relations"
    )
    plain = _plain_rate(store, prepared)
    table = Table(
        "Neo4j: loading landscapes, every node and relationship of the schema",
        (
            "landscapes",
            "links",
            "nodes / relationships",
            "time",
            "links a second",
            "a transaction a link",
            "times",
        ),
        note=f"{LOADERS} loads at once; each is durable when it is acknowledged. *A transaction a link* merges two systems and the link by"
        f" their unique keys, no realizations; measured on {PLAIN_LINKS} links.",
    )
    table.add(
        f"{LOADED} of {prepared.summary.systems} systems", f"{LOADED * links:,}", f"{nodes:,} / {relations:,}",
        span(seconds), f"{rate:,.0f}", f"{plain:,.0f}", ratio(rate, plain),
    )  # fmt: skip
    theme.targets.append(
        Goal(
            "Neo4j: loading 333 landscapes of 300 / 3,000", "at least 5,000 links a second", rate >= 5_000,
            f"{rate:,.0f} links a second",
        )
    )  # fmt: skip
    return table


def _plain_rate(store: Neo4jStore, prepared: Prepared) -> float:
    """Links a second where each is a transaction of its own: two systems and the link, nothing else."""
    for statement in _PLAIN_KEYS:
        store._connection._driver.execute_query(statement, database_="neo4j")
    rows = [
        {
            "source": row.key.source or "?",
            "target": row.key.target or "?",
            "key": str(row.key),
            "body": row.body.decode(),
        }
        for row in prepared.content.links[:PLAIN_LINKS]
    ]
    start = time.perf_counter()
    for row in rows:
        store._connection._driver.execute_query(_PLAIN_LINK, row, database_="neo4j")
    return PLAIN_LINKS / (time.perf_counter() - start)


def _affected(store: Neo4jStore, city: City, theme: Theme) -> Table:
    systems = sorted(city.landscape.systems)
    table = Table(
        "Neo4j: affected links of a system, over 100 landscapes of 300 systems",
        ("depth", "questions", "median", "99 of 100 within", "the whole version read and asked", "times"),
    )
    for depth in (1, 2):
        seconds = sorted(_asked(store, city, depth))
        median, late = statistics.median(seconds), statistics.quantiles(seconds, n=100)[98]
        plain = statistics.median(_read_whole(store, systems[n], f"city-{n}", depth) for n in range(5))
        table.add(str(depth), f"{QUESTIONS:,}", span(median), span(late), span(plain), ratio(plain, median))
        if depth == 1:
            theme.targets.append(
                Goal(
                    "Neo4j: affected links of a system, 100 landscapes of 300 systems", "p99 below 50 ms",
                    late < 0.05, f"p99 {span(late)}, median {span(median)}",
                )
            )  # fmt: skip
    return table


def _asked(store: Neo4jStore, city: City, depth: int) -> Iterator[float]:
    """Seconds of each question, the landscapes in turn."""
    systems = sorted(city.landscape.systems)
    for n in range(QUESTIONS):
        change = AffectedBy("system", systems[n * 37 % len(systems)])
        start = time.perf_counter()
        store.affected(f"city-{n % ASKED}", change, depth=depth)
        yield time.perf_counter() - start


def _read_whole(store: Neo4jStore, system: str, landscape: str, depth: int) -> float:
    """Seconds of the plain way: the version out of the store, then the question in memory."""
    start = time.perf_counter()
    affected(build_graph(store.landscape(landscape)), AffectedBy("system", system), depth=depth)
    return time.perf_counter() - start

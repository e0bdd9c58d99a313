"""Landscapes kept: loading many, and questions about any of them, beside the plain ways to do both."""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from analyzer.graph.affected import AffectedBy, AffectedLink, affected
from analyzer.graph.landscape_graph import build_graph
from analyzer.graph.subjects import SUBJECT_KINDS, SubjectKind
from analyzer.landscape.dumping import content_hash, landscape_document
from analyzer.landscape.model import Landscape
from analyzer.stores.compact import compact
from analyzer.stores.sqlite.store import SqliteStore
from tests.benchmarks import cities
from tests.benchmarks.measuring import Selection, Table, Target, Theme, ratio, span

LOADED = 333
"""Of 300 systems and 3,000 links each: a million links."""
ASKED = 100
"""Landscapes that questions are about."""
ROUNDS = 3
PLAIN = 30
"""Landscapes, or questions, by the plain ways."""
SEED = 20260401


def run(selection: Selection) -> Theme:
    theme = Theme()
    if "store/sqlite" not in selection:
        return theme
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "store.db")
        landscapes = _fleet()
        with _opened(file) as store:
            theme.tables.append(_load(store, file, landscapes, theme))
        with _opened(file) as store:
            theme.tables.append(_affected(store, landscapes[:ASKED], theme))
            theme.tables.append(_search(store))
    return theme


@contextmanager
def _opened(file: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(file)
    try:
        yield store
    finally:
        store.close()


def _fleet() -> list[Landscape]:
    """Three generated cities under many names."""
    made = [cities.great_city(seed).landscape for seed in (1, 2, 3)]
    named = (replace(made[n % len(made)], id=f"city-{n:04}") for n in range(LOADED))
    return [replace(city, known_hash=content_hash(landscape_document(city))) for city in named]


def _load(store: SqliteStore, file: Path, landscapes: Sequence[Landscape], theme: Theme) -> Table:
    table = Table(
        "Loading landscapes of 300 systems / 3,000 links into SQLite, each durable before the next",
        (
            "by",
            "landscapes",
            "links",
            "time",
            "links / s",
            "slowest landscape",
            "file",
            "time each / the product's",
        ),
    )
    table.note = (
        "From landscapes in memory. *A row for each link*: the entry as JSON, and indices by 連携ID, source, target and hub, "
        "one transaction a landscape, with the entries already made: what the database alone takes."
    )
    times = [_timed(partial(store.put_version, landscape)) for landscape in landscapes]
    links = sum(len(landscape.integrations) for landscape in landscapes)
    table.add(
        "product", str(len(times)), f"{links:,}", span(sum(times)), f"{links / sum(times):,.0f}", span(max(times)),
        f"{file.stat().st_size / 1e6:,.0f} MB", "1",
    )  # fmt: skip
    what = f"load {len(times)} landscapes of 300 / 3,000 ({links / 1e6:.1f} M links) into SQLite"
    theme.targets.append(Target(what, 15.0, sum(times)))

    plain_file = file.with_name("plain.db")
    plain = _plain_times(plain_file, landscapes[:PLAIN])
    links = sum(len(landscape.integrations) for landscape in landscapes[:PLAIN])
    table.add(
        "a row for each link", str(len(plain)), f"{links:,}", span(sum(plain)), f"{links / sum(plain):,.0f}",
        span(max(plain)), f"{plain_file.stat().st_size / 1e6:,.0f} MB",
        ratio(sum(plain) / len(plain), sum(times) / len(times)),
    )  # fmt: skip
    return table


def _plain_times(file: Path, landscapes: Sequence[Landscape]) -> list[float]:
    connection = sqlite3.connect(file, isolation_level=None)
    for statement in (
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        (
            "CREATE TABLE link (landscape TEXT, key TEXT, id TEXT, source TEXT, target TEXT, body BLOB,"
            " PRIMARY KEY (landscape, key))"
        ),
        "CREATE INDEX link_id ON link (landscape, id)",
        "CREATE INDEX link_source ON link (landscape, source)",
        "CREATE INDEX link_target ON link (landscape, target)",
        "CREATE TABLE link_hub (landscape TEXT, hub TEXT, key TEXT, PRIMARY KEY (landscape, hub, key))",
    ):
        connection.execute(statement)

    def put(rows: Sequence[tuple[object, ...]], hubs: Sequence[tuple[str, str, str]]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO link VALUES (?, ?, ?, ?, ?, ?)", rows)
        connection.executemany("INSERT INTO link_hub VALUES (?, ?, ?)", hubs)
        connection.execute("COMMIT")

    times = []
    for landscape in landscapes:
        entries = landscape_document(landscape)["integrations"]
        assert isinstance(entries, list)
        rows = [
            (landscape.id, str(key), key.id, key.source, key.target, compact(entry))
            for key, entry in zip(landscape.integrations, entries, strict=True)
        ]
        hubs = sorted(
            {
                (landscape.id, realization.via, str(key))
                for key, integration in landscape.integrations.items()
                for realization in integration.realizations.values()
                if realization.via is not None
            }
        )
        times.append(_timed(partial(put, rows, hubs)))
    connection.close()
    return times


def _affected(store: SqliteStore, landscapes: Sequence[Landscape], theme: Theme) -> Table:
    table = Table(
        f"Affected links in SQLite, {len(landscapes)} landscapes of 300 systems / 3,000 links",
        ("of a", "depth", "questions", "links, median (most)", "p50", "p99", "slowest"),
    )
    table.note = (
        f"{ROUNDS} rounds over the landscapes, each question about another part drawn at random; the store was just opened, "
        "so the first question about a landscape reads its systems too (*first*: the depths of that question are mixed). "
        "*Whole landscape*: the version is read and checked as a file is, made a graph, and asked."
    )
    dice = random.Random(SEED)
    times: dict[tuple[str, int], list[float]] = {}
    sizes: dict[tuple[str, int], list[int]] = {}
    plain: list[float] = []
    seen: set[str] = set()
    for _ in range(ROUNDS):
        for landscape in dice.sample(landscapes, len(landscapes)):
            for kind, depth in dice.sample([(k, d) for k in SUBJECT_KINDS for d in (1, 2)], 12):
                names = _names(landscape, kind)
                if not names:
                    continue
                change = AffectedBy(kind, dice.choice(names))
                start = time.perf_counter()
                found = store.affected(landscape.id, change, depth=depth)
                seconds = time.perf_counter() - start
                row = (kind, depth) if landscape.id in seen else ("(first)", 0)
                seen.add(landscape.id)
                times.setdefault(row, []).append(seconds)
                sizes.setdefault(row, []).append(len(found))
                if len(plain) < PLAIN and depth == 2:
                    plain.append(_timed(partial(_whole, store, landscape.id, change)))
    for (kind_, depth_), seconds_ in sorted(times.items()):
        size = sorted(sizes[kind_, depth_])
        table.add(
            kind_, str(depth_ or "–"), f"{len(seconds_):,}", f"{size[len(size) // 2]:,} ({size[-1]:,})",
            span(_percentile(seconds_, 0.5)), span(_percentile(seconds_, 0.99)), span(max(seconds_)),
        )  # fmt: skip
    every = [seconds for row in times.values() for seconds in row]
    table.add(
        "**all**", "1, 2", f"{len(every):,}", "–",
        span(_percentile(every, 0.5)), span(_percentile(every, 0.99)), span(max(every)),
    )  # fmt: skip
    table.add(
        "whole landscape", "2", str(len(plain)), "–",
        span(_percentile(plain, 0.5)), span(_percentile(plain, 0.99)), span(max(plain)),
    )  # fmt: skip
    what = f"affected links, p99 on {len(landscapes)} landscapes of 300 systems in SQLite, every kind, depth 1 and 2"
    theme.targets.append(Target(what, 0.05, _percentile(every, 0.99)))
    return table


def _whole(store: SqliteStore, landscape: str, change: AffectedBy) -> tuple[AffectedLink, ...]:
    return affected(build_graph(store.landscape(landscape)), change, depth=2)


def _search(store: SqliteStore) -> Table:
    table = Table(
        f"Search over {LOADED} landscapes in SQLite", ("text", "hits (a page is 100)", "p50", "slowest of 20")
    )
    for text in ("住民", "jumin", "0001o", "どこにもない", ""):
        times = [_timed(partial(store.search, text)) for _ in range(20)]
        shown = f"「{text}」" if text else "(everything)"
        table.add(shown, str(len(store.search(text))), span(_percentile(times, 0.5)), span(max(times)))
    return table


def _names(landscape: Landscape, kind: SubjectKind) -> list[str]:
    if kind == "integration":
        return [str(key) for key in landscape.integrations]
    if kind == "line":
        return [line.id for line in landscape.lines or ()]
    parts = {
        "system": landscape.systems,
        "vendor": landscape.vendors,
        "environment": landscape.environments,
        "hub": landscape.hubs,
    }
    return list(parts[kind])


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _percentile(values: Sequence[float], share: float) -> float:
    """The least value that this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

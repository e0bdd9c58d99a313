"""Every home of landscapes, as tests open it: empty, with a clock that stands until a test moves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analyzer.stores.memory import MemoryStore
from analyzer.stores.port import Store
from analyzer.stores.sqlite.store import SqliteStore
from tests.stores.neo4j_server import NEO4J, emptied, shared_url


class Clock:
    """An instant that moves when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def tick(self) -> None:
        self.now += timedelta(seconds=1)


@contextmanager
def memory(_: Path, clock: Clock) -> Iterator[Store]:
    yield MemoryStore(clock)


@contextmanager
def sqlite(folder: Path, clock: Clock) -> Iterator[Store]:
    store = SqliteStore(folder / "store.db", clock=clock)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def neo4j(_: Path, clock: Clock) -> Iterator[Store]:
    store = emptied(shared_url(), clock)
    try:
        yield store
    finally:
        store.close()


Home = Callable[[Path, Clock], AbstractContextManager[Store]]

HOMES: dict[str, Home] = {"memory": memory, "sqlite": sqlite, "neo4j": neo4j}
"""A home that is added here is held to the whole contract."""
EACH_HOME = [pytest.param(name, marks=NEO4J if name == "neo4j" else ()) for name in HOMES]
"""For the parameters of tests and fixtures."""

"""Every home of landscapes, as tests open it: empty, with a clock that stands until a test moves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from analyzer.stores.memory import MemoryStore
from analyzer.stores.port import Store
from analyzer.stores.sqlite.store import SqliteStore


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


Home = Callable[[Path, Clock], AbstractContextManager[Store]]

HOMES: dict[str, Home] = {"memory": memory, "sqlite": sqlite}
"""A home that is added here is held to the whole contract."""

"""A clock to set, a search that says what it is told to, and a landscape whose search does not end soon."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from analyzer.landscape.model import Landscape
from analyzer.stores.memory import MemoryStore
from api.jobs.ledger import Ledger
from api.jobs.model import Best, Standing
from api.jobs.wire import Message, Task
from tests.benchmarks.cities import City
from tests.builders import landscape

LEASE, MARGIN = 30.0, 5.0
SMALL = landscape()
MOVES = {"jumin.shift": "2025-02", "zeimu.shift": "2025-02"}


@dataclass
class FakeClock:
    """`at` is the time that everybody sees; `skew` is how wrong this clock is."""

    at: datetime = datetime(2026, 11, 25, tzinfo=UTC)
    skew: timedelta = timedelta()

    def __call__(self) -> datetime:
        return self.at + self.skew

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Desk:
    """A store with the small landscape, a ledger over it, and its clock."""

    clock: FakeClock = field(default_factory=FakeClock)
    store: MemoryStore = field(default_factory=MemoryStore)
    most: int = 10

    def __post_init__(self) -> None:
        self.version = self.store.put_version(SMALL).hash
        self._ids = iter(range(1_000_000))
        self.ledger = self.another(self.clock)

    def another(self, clock: FakeClock) -> Ledger:
        """The ledger of another server."""
        return Ledger(
            self.store, clock, lease=LEASE, margin=MARGIN, most=self.most,
            identify=lambda now: f"{int(now.timestamp() * 1_000):012x}{next(self._ids):08x}",
        )  # fmt: skip


@dataclass
class FakeSearch:
    """Says what stands in `says` (None: nothing, this time), `after_stop` once it is asked to stop; then nothing more."""

    says: deque[Message | None]
    after_stop: deque[Message | None] = field(default_factory=deque)
    task: Task | None = None
    stopped: bool = False
    left: bool = False
    killed: bool = False
    heard: int = 0

    def next(self, seconds: float) -> Message | None:
        self.heard += 1
        if self.heard > 10_000:
            raise AssertionError("nobody ends this search")
        source = self.after_stop if self.stopped else self.says
        return source.popleft() if source else None

    def stop(self) -> None:
        self.stopped = True

    def leave(self) -> None:
        self.left = True

    def kill(self) -> None:
        self.killed = True


def standing(cost: int | None = None, bound: int | None = None, seconds: float = 1.0) -> Standing:
    return Standing(seconds, cost, bound, "search")


def best(cost: int) -> Best:
    return Best(MOVES, cost)


@cache
def great() -> Landscape:
    """A city whose best plan nobody proves within the time of a test, though a plan is found at once."""
    return City(40, 400, 18, 6, 6, 1).landscape

"""What a contestant did in one row, and where that is kept so that a long measure can go on later.

Records are lines of JSON in ``tests/benchmarks/measured/``, part of the project: hours of a quiet machine are not measured
twice. One counts as long as the code that it measured is the same: its fingerprint is the hash of those sources and of the
solvers' versions. ``BENCH_KEEP=1`` lets older ones count, too.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FILE = Path(__file__).parent / "measured" / "ordering.jsonl"

Event = tuple[float, int | None, int | None]
"""Seconds since the call, cost of the best plan so far, bound so far."""


@dataclass(slots=True)
class Record:
    """One run. Events' costs are as the contestant counts them, `cost` is the plan's own, evaluated anew.

    `seconds` is the whole call; `failed` says why there is no answer at all.
    """

    row: str
    by: str
    limit: float
    fingerprint: str
    status: str = "unknown"
    seconds: float = 0.0
    build: float = 0.0
    events: list[Event] = field(default_factory=list)
    cost: int | None = None
    bound: int | None = None
    moves: dict[str, str] = field(default_factory=dict)
    memory: float = 0.0
    """Most memory of the process, in MB."""
    size: str = ""
    """Columns × rows of a program."""
    date: str = ""
    load: float = 0.0
    failed: str = ""

    @property
    def gap(self) -> float | None:
        return gap(self.cost, self.bound)

    @property
    def first(self) -> float:
        """Seconds to the first plan."""
        return min((at for at, cost, _ in self.events if cost is not None), default=math.inf)

    def within(self, best: int, share: float) -> float:
        """Seconds to a plan that costs at most `share` more than the best known one."""
        return min(
            (at for at, cost, _ in self.events if cost is not None and cost <= best * (1 + share)),
            default=math.inf,
        )

    @property
    def proof(self) -> float:
        """Seconds to a bound that equals the cost."""
        if self.status != "optimal":
            return math.inf
        return min(
            (at for at, cost, bound in self.events if cost is not None and cost == bound),
            default=self.seconds,
        )

    def at(self, seconds: float) -> tuple[int | None, int | None]:
        """Best cost and bound after so many seconds."""
        cost = bound = None
        for when, new_cost, new_bound in self.events:
            if when <= seconds:
                cost = new_cost if cost is None or (new_cost is not None and new_cost < cost) else cost
                bound = new_bound if bound is None or (new_bound is not None and new_bound > bound) else bound
        return cost, bound

    def gap_at(self, seconds: float) -> float | None:
        return gap(*self.at(seconds))


def gap(cost: int | None, bound: int | None) -> float | None:
    """(cost − bound) / cost; None while one of the two is missing."""
    if cost is None or bound is None:
        return None
    return max(0.0, (cost - bound) / max(1, cost))


class Store:
    """The records of a file, the latest of each row, contestant and limit."""

    def __init__(self, file: Path = FILE) -> None:
        self._file = file
        self._records: dict[tuple[str, str, float], Record] = {}
        if file.is_file():
            for line in file.read_text(encoding="utf-8").splitlines():
                record = read_record(json.loads(line))
                self._records[record.row, record.by, record.limit] = record

    def find(self, row: str, by: str, limit: float, fingerprint: str) -> Record | None:
        """The record that still counts, if there is one."""
        record = self._records.get((row, by, limit))
        if record is None:
            return None
        return record if record.fingerprint == fingerprint or os.environ.get("BENCH_KEEP") else None

    def add(self, record: Record) -> None:
        self._records[record.row, record.by, record.limit] = record
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(record), ensure_ascii=False) + "\n")


def read_record(values: dict[str, Any]) -> Record:
    events = [(float(at), cost, bound) for at, cost, bound in values.pop("events", [])]
    return Record(**values, events=events)


def fingerprint(folders: Iterable[str]) -> str:
    """A short hash of the Python sources under these folders or files of the project, and of the solvers' versions."""
    digest = hashlib.sha256(f"{version('highspy')} {version('ortools')}".encode())
    for path in sorted(_sources(folders)):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _sources(folders: Iterable[str]) -> Iterable[Path]:
    for folder in folders:
        path = ROOT / folder
        yield from path.rglob("*.py") if path.is_dir() else [path]


def slope(points: Sequence[tuple[float, float]]) -> float | None:
    """The exponent a of y ~ x^a by least squares of the logarithms; None with fewer than three points."""
    logs = [(math.log(x), math.log(y)) for x, y in points if x > 0 and 0 < y < math.inf]
    if len(logs) < 3:
        return None
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    spread = sum((x - mean_x) ** 2 for x, _ in logs)
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / spread if spread else None

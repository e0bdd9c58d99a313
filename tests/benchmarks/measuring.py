"""Times of repeated runs, tables of them, and targets: plain values that a report writes."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")
RUNS = 5


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of each run, in order."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        """Median of n runs (lowest–highest)."""
        if len(self.seconds) == 1:
            return f"{span(self.median)} (1 run)"
        low, high = span(min(self.seconds)), span(max(self.seconds))
        return f"{span(self.median)} ({len(self.seconds)} runs, {low}–{high})"


def span(seconds: float) -> str:
    """Milliseconds below a tenth of a second, else seconds, with three figures at most."""
    if seconds < 0.1:
        return f"{seconds * 1_000:.2g} ms" if seconds < 0.01 else f"{seconds * 1_000:.0f} ms"
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.1f} s"


def measure(action: Callable[[], T], runs: int = RUNS, budget: float = 15.0) -> tuple[Timing, T]:
    """Repeats an action up to `runs` times while the `budget` of seconds lasts, once at least.

    Returns the answer of the last run. The collector of cycles is as the product leaves it; what
    earlier runs left behind is collected before the clock starts.
    """
    seconds: list[float] = []
    while True:
        gc.collect()
        start = time.perf_counter()
        answer = action()
        seconds.append(time.perf_counter() - start)
        if len(seconds) == runs or sum(seconds) + seconds[-1] > budget:
            return Timing(tuple(seconds)), answer


def measure_process(code: str, *arguments: str) -> Timing:
    """A whole Python process, from its start to its end, that runs the code."""

    def run() -> None:
        subprocess.run([sys.executable, "-c", code, *arguments], check=True, stdout=subprocess.DEVNULL)

    run()  # the first one writes and reads what the others find in memory
    return measure(run)[0]


def ratio(plain: float | None, ours: float) -> str:
    """How many times as long the plain formulation takes."""
    if plain is None:
        return "–"
    times = plain / ours
    return f"{times:.1f} ×" if times < 10 else f"{times:.0f} ×"


@dataclass(slots=True)
class Table:
    """Cells are text; the `note` stands below."""

    title: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    note: str = ""

    def add(self, *cells: str) -> None:
        assert len(cells) == len(self.header), cells
        self.rows.append(cells)


@dataclass(frozen=True, slots=True)
class Stopped:
    """What a search proves that is stopped by the clock: seconds of the whole call, and the gap."""

    seconds: float
    gap: float
    wanted: float


@dataclass(frozen=True, slots=True)
class Target:
    """What "Must reach" asks for: the time, or (`stopped`) a proven gap within that time."""

    what: str
    seconds: float
    reached: float
    stopped: Stopped | None = None

    @property
    def wanted(self) -> str:
        return f"below {self.seconds:g} s"

    @property
    def by_gap(self) -> bool:
        stopped = self.stopped
        return stopped is not None and stopped.seconds < self.seconds and stopped.gap < stopped.wanted

    @property
    def ok(self) -> bool:
        return self.reached < self.seconds or self.by_gap

    @property
    def verdict(self) -> str:
        """Reached, or how far it is."""
        if self.reached < self.seconds:
            return f"reached: {span(self.reached)}"
        stopped = self.stopped
        proven = "" if stopped is None else f"a gap of {stopped.gap:.2%} is proven in {span(stopped.seconds)}"
        if self.by_gap:
            return f"reached: {proven} (the optimum in {span(self.reached)})"
        so_far = f"not reached: {span(self.reached)}, {self.reached / self.seconds:.1f} × the target"
        return f"{so_far}; {proven}" if proven else so_far


@dataclass(frozen=True, slots=True)
class Goal:
    """What "Must reach" asks for where it is no time of repeated runs: said in words."""

    what: str
    wanted: str
    ok: bool
    verdict: str


@dataclass(slots=True)
class Theme:
    """The tables and targets that a theme found; `pictures` are titles and files under docs/, `measured` says when."""

    tables: list[Table] = field(default_factory=list)
    targets: list[Target | Goal] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    measured: str = ""


class Selection:
    """Which rows to run: all, or those whose name begins with an entry of ``ROWS``.

    Names are ``theme/row``; ``ROWS=bridges,evaluate/34`` runs a whole theme and one row of another.
    """

    def __init__(self, rows: str | None = None) -> None:
        text = os.environ.get("ROWS", "") if rows is None else rows
        self.wanted = tuple(entry for entry in text.replace(",", " ").split() if entry)

    @property
    def everything(self) -> bool:
        return not self.wanted

    def __contains__(self, name: str) -> bool:
        runs = self.everything or name.startswith(self.wanted)
        if runs:
            sys.stderr.write(f"{time.strftime('%H:%M:%S')}  {name}\n")
        return runs

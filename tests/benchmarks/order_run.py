"""``python -m tests.benchmarks.order_run ROW BY SECONDS``: one contestant in one row, as a process of its own.

So that its memory is its own, and so that nothing it does stops the measure. Prints a record as JSON.
The clock starts when the landscape has been read; building a program counts.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime

from analyzer.cli.leaving import leave
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.order import optimize_plan
from tests.benchmarks.best_plans import evaluated, write_moves
from tests.benchmarks.order_records import Event, Record, fingerprint
from tests.benchmarks.order_rows import Row, grid_rows, must_rows
from tests.benchmarks.plain_order import PlainOrder
from tests.benchmarks.plain_solving import By, solve

PLAIN_SOURCES = (
    "analyzer/landscape", "analyzer/generator", "analyzer/plan", "analyzer/graph", "analyzer/bridges",
    "analyzer/milp.py", "tests/benchmarks/plain_months.py", "tests/benchmarks/plain_order.py",
    "tests/benchmarks/plain_solving.py", "tests/benchmarks/cities.py",
)  # fmt: skip
PRODUCT_SOURCES = (
    "analyzer/landscape", "analyzer/generator", "analyzer/graph", "analyzer/plan", "analyzer/bridges",
    "analyzer/testing", "analyzer/evaluation", "analyzer/order", "analyzer/milp.py", "analyzer/flows.py",
    "tests/benchmarks/cities.py",
)  # fmt: skip
SOURCES = {
    "product": PRODUCT_SOURCES,
    "highs": PLAIN_SOURCES,
    "cp-sat": PLAIN_SOURCES,
}
"""What a record of each contestant measures."""


@dataclass(slots=True)
class Outcome:
    """What a contestant returns: its plan (None: none found), its bound, and what it claims."""

    status: str
    moves: dict[MoveRef, Month] | None
    bound: int | None
    build: float = 0.0
    size: str = ""


@dataclass(slots=True)
class Watch:
    """Seconds since the call, and every improvement of plan or bound."""

    start: float = field(default_factory=time.perf_counter)
    events: list[Event] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.start

    def saw(self, cost: float | None, bound: float | None) -> None:
        """Keeps what is new; costs fall and bounds rise."""
        _, old_cost, old_bound = self.events[-1] if self.events else (0.0, None, None)
        new_cost = old_cost if cost is None else round(cost)
        new_bound = old_bound if bound is None else round(bound)
        if old_cost is not None and new_cost is not None:
            new_cost = min(old_cost, new_cost)
        if old_bound is not None and new_bound is not None:
            new_bound = max(old_bound, new_bound)
        if (new_cost, new_bound) != (old_cost, old_bound):
            self.events.append((round(self.seconds, 3), new_cost, new_bound))


Contestant = Callable[[Landscape, float, Watch], Outcome]


def product(landscape: Landscape, limit: float, watch: Watch) -> Outcome:
    """`analyzer.order.optimize_plan`, whose progress counts from this call on."""
    answer = optimize_plan(
        landscape, time_limit=limit, progress=lambda step: watch.saw(step.cost, step.bound)
    )
    evaluation = answer.evaluation
    if evaluation is None or evaluation.cost is None or evaluation.violations:
        return Outcome(answer.status, None, answer.bound)
    watch.saw(evaluation.cost.total, answer.bound)
    return Outcome(answer.status, evaluation.moves, answer.bound)


def plain(by: By) -> Contestant:
    """The plain joint model in one of the solvers; its costs are the program's until the plan is evaluated."""

    def run(landscape: Landscape, limit: float, watch: Watch) -> Outcome:
        program = PlainOrder(landscape)
        build, constant = watch.seconds, program.constant

        def saw(cost: float | None, bound: float | None) -> None:
            watch.saw(None if cost is None else cost + constant, None if bound is None else bound + constant)

        found = solve(by, program.model, max(0.1, limit - build), progress=saw)
        bound = None if found.bound is None else found.bound + constant
        moves = None if found.cost is None else program.months.plan(found.values)
        saw(found.cost, found.bound)
        size = f"{program.model.columns:,} × {program.model.rows:,}"
        return Outcome(found.status, moves, bound, build, size)

    return run


GRACE = 30.0
"""Seconds after its limit in which a contestant may come to an end. What it says later was not there within the limit, so who does not
is ended; what counts is what was heard until then. (HiGHS hears nothing in some steps: 584 s of 120, at 300 systems.)"""


@contextmanager
def ended_after(record: Record, watch: Watch, say: Callable[[Record], None]) -> Iterator[None]:
    """Says the record and ends the process where what is done within takes longer than the limit and `GRACE`.

    A plan that was heard of counts with what it costs in the contestant's own program.
    """

    def give_up() -> None:
        record.seconds, record.memory = round(watch.seconds, 3), round(memory(), 1)
        record.events = list(watch.events)
        _, record.cost, record.bound = record.events[-1] if record.events else (0.0, None, None)
        say(record)
        os._exit(0)

    timer = threading.Timer(record.limit + GRACE, give_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


CONTESTANTS: dict[str, Contestant] = {"product": product, "highs": plain("highs"), "cp-sat": plain("cp-sat")}


def run(row: Row, by: str, contestant: Contestant | None = None) -> Record:
    """Runs a contestant in this process and evaluates its plan, after the clock has stopped.

    Where it does not come to an end, the process does (`ended_after`).
    """
    record = Record(row.name, by, row.limit, fingerprint(SOURCES[by]))
    record.date = datetime.now(UTC).isoformat(timespec="seconds")
    record.load = round(os.getloadavg()[0], 2)
    landscape = row.city.landscape
    watch = Watch()
    with ended_after(record, watch, say):
        outcome = (contestant or CONTESTANTS[by])(landscape, row.limit, watch)
    record.seconds, record.memory = round(watch.seconds, 3), round(memory(), 1)
    record.status, record.bound, record.events = outcome.status, outcome.bound, watch.events
    record.build, record.size = round(outcome.build, 3), outcome.size
    if outcome.moves is not None:
        record.moves = write_moves(outcome.moves)
        evaluation = evaluated(row, record.moves)
        if evaluation.violations or evaluation.cost is None:
            record.failed = "the plan breaks a rule: " + ", ".join(f.code for f in evaluation.violations[:5])
        else:
            record.cost = evaluation.cost.total
    return record


def memory() -> float:
    """The most memory that this process, or one of its children, ever had, in MB."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return max(usage.ru_maxrss for usage in usages) / 1024


def row_named(name: str, limit: float) -> Row:
    """The row of a name; some are measured with two limits."""
    rows = [row for row in (*must_rows(), *grid_rows()) if row.name == name]
    return replace(rows[0], limit=limit)


def say(record: Record) -> None:
    sys.stdout.write(json.dumps(asdict(record)) + "\n")
    sys.stdout.flush()


def main() -> None:
    name, by, limit = sys.argv[1:]
    say(run(row_named(name, float(limit)), by))
    leave(0)  # a solver that heard nothing still computes: at a usual end it would abort the process


if __name__ == "__main__":
    main()

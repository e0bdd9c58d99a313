"""Processes that are killed lose what they had not sent, and nothing else."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.stores.results import RecordedResults
from analyzer.stores.sqlite.store import SqliteStore
from analyzer.whatif.many import processes
from analyzer.whatif.many.executor import ExecutorError
from analyzer.whatif.many.pace import Progress
from analyzer.whatif.many.processes import Processes
from analyzer.whatif.many.terms import Limits
from tests.whatif.many.standin import expected, results, run_of, setup, target

KILLS = 50 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 3


def computations(log: Path) -> Counter[tuple[str, int]]:
    """(landscape, position) → how often it was computed."""
    return Counter((id_, int(position)) for id_, position in map(str.split, log.read_text().splitlines()))


def kills(pool: Processes, count: int, seconds: float) -> tuple[Callable[[Progress], None], list[int]]:
    """What kills a worker every so many seconds while it hears of the progress."""
    killed: list[int] = []
    last = time.monotonic()

    def tell(progress: Progress) -> None:
        nonlocal last
        if len(killed) < count and progress.done and time.monotonic() - last > seconds:
            last = time.monotonic()
            worker = pool.processes[len(killed) % len(pool.processes)]
            os.kill(worker, signal.SIGKILL)
            killed.append(worker)

    return tell, killed


def test_killed_workers_lose_only_what_was_in_flight_and_every_result_is_recorded_once(
    tmp_path: Path,
) -> None:
    count, ids = 25, [f"city{n}" for n in range(4 * KILLS)]
    log = tmp_path / "log"
    targets = [target(id_, log=str(log), seconds=0.02) for id_ in ids]
    with (
        closing(SqliteStore(tmp_path / "ledger.db")) as store,
        closing(Processes(setup(count), 2)) as pool,
    ):
        # Who is killed from outside is not at fault, however often: on a busy machine a landscape may not be read before the next kill.
        run = run_of(RecordedResults(store), targets, count, Limits(attempts=KILLS))
        # Each lives for two seconds: who is killed before it has begun, again and again, cannot be started.
        tell, killed = kills(pool, KILLS, 1.0)
        tally = run.go(pool, tell)
        assert len(killed) == KILLS
        assert results(run) == expected(ids, count)
        assert (tally.computed, tally.failed) == (len(ids) * count, 0)
    again = computations(log)
    assert set(again) == {(id_, n) for id_ in ids for n in range(count)}
    # Outcomes are sent twice a second, so a kill costs at most what a worker computes in half a second, and one under way.
    assert sum(again.values()) - len(again) <= KILLS * (0.5 / 0.02 + 1)


def test_what_was_recorded_before_the_run_itself_was_lost_is_not_computed_again(tmp_path: Path) -> None:
    class Gone(Exception):
        """As if this process had been killed."""

    log = tmp_path / "log"
    targets = [target(id_, log=str(log), seconds=0.01) for id_ in ("a", "b", "c")]
    told: list[int] = []

    def end(progress: Progress) -> None:
        told.append(progress.done)
        if progress.done >= 10:
            raise Gone

    with (
        closing(SqliteStore(tmp_path / "ledger.db")) as store,
        closing(Processes(setup(10), 1)) as pool,
        pytest.raises(Gone),
    ):
        run_of(RecordedResults(store), targets, 10).go(pool, end)
    with closing(SqliteStore(tmp_path / "ledger.db")) as store:
        run = run_of(RecordedResults(store), targets, 10)
        assert run.tally.found == told[-1], "what was told as done is there"
        done = {(name, int(id_[1:])) for name, outcomes in results(run).items() for id_ in outcomes}
        before = computations(log)
        with closing(Processes(setup(10), 1)) as pool:
            run.go(pool)
        assert results(run) == expected(("a", "b", "c"), 10)
    after = computations(log)
    assert all(after[task] == before[task] == 1 for task in done)


def test_a_task_that_kills_its_worker_has_failed_and_the_others_have_not(tmp_path: Path) -> None:
    with (
        closing(SqliteStore(tmp_path / "ledger.db")) as store,
        closing(Processes(setup(2), 1)) as pool,
    ):
        run = run_of(RecordedResults(store), [target("a", poison=[1]), target("b")], 2, Limits(attempts=1))
        tally = run.go(pool)
        found = results(run)
    assert tally.failed == 1
    assert found["a"]["s1"].lost
    assert "SIGKILL" in str(found["a"]["s1"].reason)
    assert found["a"]["s0"] == expected(("a",), 2)["a"]["s0"]
    assert found["b"] == expected(("b",), 2)["b"]


def test_a_worker_that_says_nothing_for_too_long_is_ended(tmp_path: Path) -> None:
    with (
        closing(SqliteStore(tmp_path / "ledger.db")) as store,
        closing(Processes(setup(1), 1, patience=0.3)) as pool,
    ):
        run = run_of(RecordedResults(store), [target("a", seconds=60)], 1, Limits(attempts=1))
        run.go(pool)
        reason = results(run)["a"]["s0"].reason
    assert "no word for 0.3 s" in str(reason)


class DiesWhenItArrives:
    """A computation that ends the process that unpacks it."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (3,)


def test_workers_that_cannot_even_start_end_the_run_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "MOST_STILLBORN", 1)
    deadly = replace(setup(1), compute=DiesWhenItArrives())  # type: ignore[arg-type]
    with (
        closing(SqliteStore(tmp_path / "ledger.db")) as store,
        closing(Processes(deadly, 1)) as pool,
        pytest.raises(ExecutorError, match="cannot be started"),
    ):
        run_of(RecordedResults(store), [target("a")], 1).go(pool)


def test_when_the_run_is_gone_its_workers_end_too() -> None:
    pool = Processes(setup(1), 1)
    while not pool.room():
        pool.news(1.0)
    (worker,) = pool._crew
    worker.connection.close()
    worker.process.join(10)
    assert worker.process.exitcode == 0

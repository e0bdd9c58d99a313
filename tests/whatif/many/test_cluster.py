"""A Dask cluster that loses workers, or its scheduler: what was recorded stays, the rest is computed again."""

from __future__ import annotations

import builtins
import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from analyzer.errors import MissingToolError
from analyzer.stores.results import RecordedResults
from analyzer.stores.sqlite.store import SqliteStore
from analyzer.whatif.many import cluster
from analyzer.whatif.many.cluster import LOCAL, Cluster
from analyzer.whatif.many.executor import ExecutorError
from analyzer.whatif.many.own_cluster import OwnCluster
from analyzer.whatif.many.pace import Progress
from analyzer.whatif.many.terms import Limits
from tests.profiles import LONG
from tests.whatif.many.standin import expected, results, run_of, setup, target
from tests.whatif.many.test_processes import computations
from tests.whatif.many.test_run import Here

WORKERS_KILLED, SCHEDULERS_KILLED = (50, 5) if LONG else (1, 1)
pytestmark = pytest.mark.xdist_group("dask")


@contextmanager
def ledger(folder: Path) -> Iterator[RecordedResults]:
    with closing(SqliteStore(folder / "ledger.db")) as store:
        yield RecordedResults(store)


def a_worker(client: Any) -> int:
    """The process of some worker."""
    return int(next(iter(client.run(os.getpid).values())))


def test_killed_workers_and_schedulers_lose_nothing_that_was_recorded_and_nothing_is_recorded_twice(
    tmp_path: Path,
) -> None:
    count, ids = 10, [f"city{n}" for n in range(12 * (WORKERS_KILLED + SCHEDULERS_KILLED))]
    log = tmp_path / "log"
    targets = [target(id_, log=str(log), seconds=0.01) for id_ in ids]
    kills = ["worker"] * (WORKERS_KILLED // SCHEDULERS_KILLED) + ["scheduler"]
    left = kills * SCHEDULERS_KILLED
    last = [0.0, 0.0]  # instant, results

    with ledger(tmp_path) as kept, closing(Cluster(setup(count), LOCAL, 2)) as pool:

        def tell(progress: Progress) -> None:
            if left and progress.done > last[1] and time.monotonic() - last[0] > 0.5:
                assert pool.own is not None
                victim = pool.own.scheduler if left.pop(0) == "scheduler" else a_worker(pool._client)
                assert victim is not None
                os.kill(victim, signal.SIGKILL)
                last[:] = time.monotonic(), progress.done

        run = run_of(kept, targets, count, Limits(chunk=5))
        tally = run.go(pool, tell)
        assert not left
        assert results(run) == expected(ids, count)
    assert (tally.computed, tally.failed, tally.total) == (len(ids) * count, 0, len(ids) * count)
    again = computations(log)
    assert set(again) == {(id_, n) for id_ in ids for n in range(count)}
    # What a kill costs at most: the jobs (of 5) on their way to two workers, and what a killed worker had not handed on.
    assert sum(again.values()) - len(again) <= (WORKERS_KILLED + SCHEDULERS_KILLED) * 2 * cluster.AHEAD * 5


def test_a_scheduler_of_somebody_else_that_is_gone_ends_the_run_and_the_next_run_goes_on(
    tmp_path: Path,
) -> None:
    targets = [target(f"city{n}", seconds=0.02) for n in range(20)]
    own = OwnCluster(1, 0)
    try:
        with ledger(tmp_path) as kept:
            own.start()
            address = own.address(30)
            assert address is not None

            def tell(progress: Progress) -> None:
                if progress.done and own.is_there:
                    assert own.scheduler is not None
                    os.kill(own.scheduler, signal.SIGKILL)

            run = run_of(kept, targets, 5)
            with closing(Cluster(setup(5), address, 1, patience=20.0)) as pool:
                pool._patience = 1.0
                with pytest.raises(ExecutorError, match="run the same command again"):
                    run.go(pool, tell)
            assert 0 < run.tally.computed < 100
            again = run_of(kept, targets, 5)
            assert again.tally.found == run.tally.computed
            again.go(Here(setup(5)))
            assert results(again) == expected([f"city{n}" for n in range(20)], 5)
    finally:
        own.end()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "tcp://", "http://127.0.0.1:1"])
def test_an_address_where_no_scheduler_is_is_told_in_a_sentence(address: str) -> None:
    with pytest.raises(ExecutorError, match="cannot be reached"):
        Cluster(setup(1), address, 1, patience=0.5)


def test_a_worker_with_another_version_computes_nothing() -> None:
    with pytest.raises(RuntimeError, match="not kakehashi 0"):
        cluster.compute(setup(1), None, "kakehashi 0")  # type: ignore[arg-type]


def test_without_dask_the_command_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    there = builtins.__import__

    def missing(name: str, *arguments: Any) -> Any:
        if name == "distributed":
            raise ImportError
        return there(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(MissingToolError, match=r"kakehashi\[cluster\]"):
        Cluster(setup(1), LOCAL, 1)

"""Jobs on a Dask cluster: one that is there (``tcp://…``), or one of this machine's own (``local-dask``).

Dask computes again what a lost worker had. A lost scheduler takes all that was under way with it: it is started again
(one of our own) or waited for, and asked anew. Either way only what was not recorded is computed again.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from analyzer.errors import MissingToolError
from analyzer.messages import Text
from analyzer.whatif.many.executor import ExecutorError, Lost, News
from analyzer.whatif.many.own_cluster import OwnCluster
from analyzer.whatif.many.tasks import Job, program
from analyzer.whatif.many.working import Desk, Part, Setup

LOCAL = "local-dask"
"""The address of a cluster that is started for the run, and ended with it."""
INSTALL = "pip install 'kakehashi[cluster]'"
AHEAD = 2
"""Jobs that are on their way to each worker, so that none waits for the next."""
MOST_STARTS = 5
"""Schedulers started, or found again, one after the other without news of any job."""
PATIENCE = 30.0
"""Seconds to wait for a scheduler, for its first worker, or for a result that it says is there."""
LOOK_SECONDS = 5.0
"""How often is asked how many workers there are."""


class Cluster:
    """An `Executor` on the cluster at `address`; of our own (`LOCAL`) with `workers` workers of `memory` bytes (0: no limit)."""

    def __init__(
        self, setup: Setup, address: str, workers: int, *, memory: int = 0, patience: float = PATIENCE
    ) -> None:
        self.workers = workers
        self._setup = setup
        self._dask = _dask()
        self._own = OwnCluster(workers, memory) if address == LOCAL else None
        self._address = address
        self._patience = patience
        self._client: Any = None
        self._futures: dict[int, Any] = {}
        self._done: queue.SimpleQueue[tuple[int, Any]] = queue.SimpleQueue()
        self._starts = 0
        self._looked = 0.0
        try:
            self._connect()
        except BaseException:
            self.close()
            raise

    @property
    def own(self) -> OwnCluster | None:
        return self._own

    def room(self) -> int:
        return max(0, AHEAD * max(1, self.workers) - len(self._futures))

    def submit(self, number: int, job: Job) -> None:
        key = f"kakehashi-{os.getpid()}-{number}-{time.monotonic_ns()}"
        future = self._client.submit(compute, self._setup, job, program(), key=key, pure=False)
        self._futures[number] = future
        future.add_done_callback(lambda done: self._done.put((number, done)))

    def news(self, seconds: float) -> Sequence[News | Lost]:
        if not self._is_there():
            return self._again()
        heard: list[News | Lost] = []
        with suppress(queue.Empty):
            heard.extend(self._result(*self._done.get(timeout=seconds)))
            while True:
                heard.extend(self._result(*self._done.get_nowait()))
        self._look()
        return heard

    def close(self) -> None:
        self._disconnect()
        if self._own is not None:
            self._own.end()

    def _is_there(self) -> bool:
        return self._client.status == "running" and (self._own is None or self._own.is_there)

    def _again(self) -> list[News | Lost]:
        """Whatever was under way is lost by no fault of its own; the next jobs go to a scheduler that is there."""
        lost: list[News | Lost] = [Lost(number, None) for number in self._futures]
        self._futures.clear()
        self._disconnect()
        self._starts += 1
        if self._starts > MOST_STARTS:
            raise _gone(self._address)
        self._connect()
        return lost

    def _connect(self) -> None:
        if self._own is not None:
            self._own.start()
        address = self._address if self._own is None else self._own.address(self._patience)
        if address is None:
            raise _gone(self._address)
        try:
            self._client = self._dask.Client(
                address, timeout=self._patience, set_as_default=False, name="kakehashi"
            )
            self._client.wait_for_workers(1, timeout=self._patience)
            self.workers = sum(self._client.nthreads().values())
        except Exception as error:  # an address that is none, nobody there, another protocol, no worker
            raise _gone(self._address, error) from error

    def _disconnect(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(Exception):
                client.close(timeout=2)

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked > LOOK_SECONDS:
            self._looked = now
            with suppress(Exception):  # the scheduler has gone: that is seen when news are asked for
                self.workers = sum(self._client.nthreads().values())

    def _result(self, number: int, future: Any) -> Iterator[News | Lost]:
        known = self._futures.get(number)
        if known is None or known is not future:
            return  # of a scheduler that is gone
        status = future.status
        if status == "error":
            del self._futures[number]
            yield self._failure(number, future.exception(timeout=self._patience))
            return
        if status != "finished":
            return  # cancelled or lost with the scheduler, which is seen when news are asked for next
        try:
            parts: list[Part] = future.result(timeout=self._patience)
        except Exception:  # it was there, and its worker has died since
            del self._futures[number]
            with suppress(Exception):
                future.cancel()
            yield Lost(number, None)
            return
        del self._futures[number]
        self._starts = 0
        for part in parts:
            yield News(number, part, False)
        yield News(number, None, True)

    def _failure(self, number: int, error: BaseException) -> Lost:
        if isinstance(error, self._dask.KilledWorker):
            return Lost(
                number,
                Text(
                    "クラスタのワーカーが続けて失われた",
                    "workers of the cluster were lost one after the other",
                ),
            )
        said = f"{type(error).__name__}: {error}"[:500]
        raise ExecutorError(Text(
            f"クラスタ「{self._address}」で計算できません({said})。同じ版の Kakehashi をすべてのワーカーに入れてください。",
            f"The cluster {self._address} cannot compute ({said}). Install the same version of Kakehashi on every worker.",
        ))  # fmt: skip


_HERE = threading.local()


def compute(setup: Setup, job: Job, wanted: str) -> list[Part]:
    """A job on a worker of the cluster, which may have several threads; RuntimeError where it runs another program."""
    if program() != wanted:
        raise RuntimeError(f"the worker has {program()}, not {wanted}")
    kept: tuple[Setup, Desk] | None = getattr(_HERE, "desk", None)
    if kept is None or kept[0] != setup:
        kept = _HERE.desk = setup, Desk(setup)
    return list(kept[1].answer(job))


def _dask() -> Any:
    try:
        import distributed  # noqa: PLC0415 - an optional extra
    except ImportError:
        raise MissingToolError("Dask (distributed)", INSTALL) from None
    for name in ("distributed", "distributed.client", "tornado.application"):
        logging.getLogger(name).setLevel(
            logging.CRITICAL
        )  # what it logs about connections is told by us, in a sentence
    return distributed


def _gone(address: str, error: Exception | None = None) -> ExecutorError:
    said = f"({type(error).__name__}: {error})"[:300] if error is not None else ""
    return ExecutorError(Text(
        f"Dask のスケジューラ「{address}」に接続できないか、ワーカーがいません{said}。記録した結果は残っています。"
        "スケジューラを起動してから、同じコマンドをもう一度実行すると続きから計算します。",
        f"The Dask scheduler {address} cannot be reached, or has no worker {said}. What was recorded stays. "
        "Start the scheduler, then run the same command again: it goes on where it stopped.",
    ))  # fmt: skip

"""Jobs on processes of this machine. A process that dies loses what it had not sent, and another takes its place."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from analyzer.messages import Text
from analyzer.whatif.many.executor import ExecutorError, Lost, News
from analyzer.whatif.many.tasks import Job
from analyzer.whatif.many.working import Desk, Part, Setup

READY = "ready"
DONE = "done"
MOST_STILLBORN = 3
"""Processes for each place that may end before they are ready, one after the other: then none ever will be."""
SPAWN = multiprocessing.get_context(
    "spawn"
)  # a fork would have our threads' locks and the store's connections


@dataclass(slots=True, eq=False)
class _Worker:
    process: SpawnProcess
    connection: Connection
    ready: bool = False
    number: int | None = None
    """Of the job that it computes."""
    heard: float = 0.0
    """When it last said something (or was asked)."""


class Processes:
    """An `Executor` of `workers` processes.

    `memory`: bytes of address space of each (0: no limit); `patience`: seconds without a word after which a process
    counts as stuck and is ended (0: none).
    """

    def __init__(self, setup: Setup, workers: int, *, memory: int = 0, patience: float = 0.0) -> None:
        self.workers = workers
        self._setup = setup
        self._memory = memory
        self._patience = patience
        self._stillborn = 0
        self._crew = [self._start() for _ in range(workers)]

    @property
    def processes(self) -> Sequence[int]:
        """Their ids."""
        return [worker.process.pid for worker in self._crew if worker.process.pid is not None]

    def room(self) -> int:
        return sum(_is_free(worker) for worker in self._crew)

    def submit(self, number: int, job: Job) -> None:
        worker = next(worker for worker in self._crew if _is_free(worker))
        worker.number, worker.heard = number, time.monotonic()
        with suppress(OSError):  # it has just died: its end is news
            worker.connection.send(job)

    def news(self, seconds: float) -> Sequence[News | Lost]:
        by_connection: dict[Any, _Worker] = {worker.connection: worker for worker in self._crew}
        heard: list[News | Lost] = []
        for connection in wait(list(by_connection), seconds):
            heard.extend(self._hear(by_connection[connection]))
        heard.extend(self._stuck())
        return heard

    def close(self) -> None:
        for worker in self._crew:
            worker.process.kill()
        for worker in self._crew:
            worker.process.join()
            worker.process.close()
            worker.connection.close()
        self._crew = []

    def _start(self) -> _Worker:
        ours, theirs = SPAWN.Pipe()
        process = SPAWN.Process(target=serve, args=(theirs, self._setup, self._memory), daemon=True)
        with _interrupts_held():
            process.start()
        theirs.close()  # ours ends when the process does
        return _Worker(process, ours, heard=time.monotonic())

    def _hear(self, worker: _Worker) -> Iterator[News | Lost]:
        """All that it has said; where that ends with its end, its job is lost and another one is started."""
        try:
            while True:
                said: Any = worker.connection.recv()
                worker.heard = time.monotonic()
                if said == READY:
                    worker.ready, self._stillborn = True, 0
                else:
                    assert worker.number is not None, "who says more has a job"
                    number = worker.number
                    if said == DONE:
                        worker.number = None
                    yield News(number, said if isinstance(said, Part) else None, said == DONE)
                if not worker.connection.poll():
                    return
        except (EOFError, OSError):
            yield from self._replace(worker, None)

    def _replace(self, worker: _Worker, reason: Text | None) -> Iterator[Lost]:
        self._crew.remove(worker)
        worker.process.kill()
        worker.process.join()
        ended = reason or _ending(worker.process.exitcode)
        worker.process.close()
        worker.connection.close()
        self._stillborn += not worker.ready
        if self._stillborn > MOST_STILLBORN * self.workers:
            raise ExecutorError(Text(
                f"計算のプロセスを始められません({ended.ja})。メモリの上限(many.worker_memory)を確かめてください。",
                f"Processes that compute cannot be started ({ended.en}). Check their limit of memory (many.worker_memory).",
            ))  # fmt: skip
        if worker.number is not None:
            yield Lost(worker.number, ended)
        self._crew.append(self._start())

    def _stuck(self) -> Iterator[Lost]:
        if not self._patience:
            return
        now = time.monotonic()
        for worker in list(self._crew):
            if worker.number is not None and now - worker.heard > self._patience:
                seconds = f"{self._patience:g}"
                yield from self._replace(
                    worker, Text(f"{seconds} 秒のあいだ答えがない", f"no word for {seconds} s")
                )


def serve(connection: Connection, setup: Setup, memory: int) -> None:
    """A process of the pool: answers jobs until its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    desk = Desk(setup)
    with suppress(EOFError, OSError):
        connection.send(READY)
        while True:
            job: Job = connection.recv()
            for part in desk.answer(job):
                connection.send(part)
            connection.send(DONE)
    os._exit(0)  # a solver's threads would be waited for


def _is_free(worker: _Worker) -> bool:
    return worker.ready and worker.number is None


def _ending(code: int | None) -> Text:
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
        return Text(f"{name} で終了", f"ended by {name}")
    return Text(f"コード {code} で終了", f"ended with code {code}")


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """A process that starts inherits this, until it ignores Ctrl-C by itself."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

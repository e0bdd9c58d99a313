"""A few guarded processes and the queue before them.

Each process has a thread of the parent that hands it tasks. A process that exceeds a limit is killed and the task refused; one
that dies otherwise (a crash, somebody's kill) is replaced, and its task tried once more. So no task is lost, and none is done for ever.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, BinaryIO

from api.guarded.child import OUT_OF_MEMORY
from api.guarded.limits import ClosedError, Excess, LimitExceededError, Limits, QueueFullError
from api.guarded.wire import SentError, packed, read_frame, unpacked, write_frame, write_stream

LARGE = 4_000_000
"""Payloads and answers (bytes) after which a process is replaced: memory that was needed once is given back."""
_HANDED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "PYTHONPATH", "SYSTEMROOT")


@dataclass(slots=True)
class _Task:
    name: str
    arguments: tuple[object, ...]
    size: int
    payload: Callable[[], Iterable[bytes]]
    limits: Limits
    future: Future[Any] = field(default_factory=Future)
    tried: int = 0


class Seat:
    """A place in the queue, taken before there is a task; given back by `leave`."""

    def __init__(self, pool: GuardedPool) -> None:
        self._pool = pool
        self._left = False

    def leave(self) -> None:
        if not self._left:
            self._left = True
            self._pool.give_back()


class GuardedPool:
    """`size` processes, and room for `waiting` tasks beside those being done. Processes start when first needed."""

    def __init__(
        self, size: int, waiting: int, limits: Limits, name: str = "guarded", large: int = LARGE
    ) -> None:
        """`large`: bytes of a payload and its answer after which the process is replaced."""
        self._limits = limits
        self._large = large
        self._room = size + waiting
        self._taken = 0
        self._lock = threading.Lock()
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._closed = False
        self._processes: set[_Process] = set()
        self._threads = [
            threading.Thread(target=self._serve, name=f"{name}-{at}", daemon=True) for at in range(size)
        ]
        self._started = False

    def take_seat(self) -> Seat:
        """QueueFullError where there is none left: better said before a body is read than after it."""
        with self._lock:
            if self._closed:
                raise ClosedError
            if self._taken >= self._room:
                raise QueueFullError
            self._taken += 1
        return Seat(self)

    def give_back(self) -> None:
        with self._lock:
            self._taken -= 1

    @property
    def taken(self) -> int:
        """Seats in use: tasks that wait or are being done."""
        return self._taken

    @contextmanager
    def seat(self) -> Iterator[None]:
        taken = self.take_seat()
        try:
            yield
        finally:
            taken.leave()

    def submit(
        self,
        name: str,
        payload: bytes | tuple[int, Callable[[], Iterable[bytes]]] = b"",
        *arguments: object,
        limits: Limits | None = None,
    ) -> Future[Any]:
        """Runs ``module:function`` with the payload and the arguments; the future has what it gives or raises.

        The payload is bytes, or its size and a way to iterate over it (twice, if need be). Whoever submits holds a seat.
        """
        if isinstance(payload, bytes):
            whole = payload
            task = _Task(name, arguments, len(whole), lambda: (whole,), limits or self._limits)
        else:
            task = _Task(name, arguments, payload[0], payload[1], limits or self._limits)
        with self._lock:
            if self._closed:
                raise ClosedError
            if not self._started:
                self._started = True
                for thread in self._threads:
                    thread.start()
            self._tasks.put(task)
        return task.future

    def close(self, patience: float = 5.0) -> None:
        """Tasks that have begun may end within `patience` seconds; those that wait are refused."""
        with self._lock:
            self._closed = True
            for _ in self._threads:
                self._tasks.put(None)
        if not self._started:
            return
        until = monotonic() + patience
        for thread in self._threads:
            thread.join(max(0.0, until - monotonic()))
        for process in tuple(self._processes):
            process.kill()
        for thread in self._threads:
            thread.join(5.0)

    def _serve(self) -> None:
        process: _Process | None = None
        try:
            while (task := self._tasks.get()) is not None:
                if self._closed:
                    task.future.set_exception(ClosedError())
                elif task.future.set_running_or_notify_cancel():
                    process = self._done(task, process)
        finally:
            if process is not None:
                self._end(process)

    def _done(self, task: _Task, process: _Process | None) -> _Process | None:
        """Does the task; the process for the next one, ready before that comes."""
        again = True
        while again:
            process = process or self._new_process()
            usable, again = process.do(task, may_retry=lambda: task.tried == 0 and not self._closed)
            task.tried += 1
            if not usable:
                self._end(process)
                process = None
        return process if process is not None or self._closed else self._new_process()

    def _new_process(self) -> _Process:
        process = _Process(self._limits.memory, self._large)
        self._processes.add(process)
        return process

    def _end(self, process: _Process) -> None:
        process.end()
        self._processes.discard(process)


class _Process:
    def __init__(self, memory: int, large: int) -> None:
        self._large = large
        environment = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
        environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"}
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "api.guarded.child", str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )

    @property
    def _requests(self) -> BinaryIO:
        assert self._process.stdin is not None
        return self._process.stdin  # type: ignore[return-value]

    @property
    def _answers(self) -> BinaryIO:
        assert self._process.stdout is not None
        return self._process.stdout  # type: ignore[return-value]

    def do(self, task: _Task, *, may_retry: Callable[[], bool]) -> tuple[bool, bool]:
        """Do a task: (may the process go on?, has the task to be tried again?)."""
        late = threading.Event()
        timer = threading.Timer(task.limits.wall, self._kill_late, (late,))
        timer.daemon = True
        timer.start()
        try:
            with contextlib.suppress(BrokenPipeError):  # it died: its answer is none
                write_frame(self._requests, packed((task.name, task.arguments, task.limits.cpu)))
                write_stream(self._requests, task.size, task.payload())
            written = read_frame(self._answers)
        except Exception as error:  # the payload could not be read
            task.future.set_exception(error)
            return False, False
        finally:
            timer.cancel()
        if written is None:
            excess = self._excess(late.is_set())
            if excess == "crash" and may_retry():
                return False, True
            task.future.set_exception(LimitExceededError(excess))
            return False, False
        kind, value = unpacked(written)
        if kind == "done":
            task.future.set_result(value)
        elif kind == "memory":
            task.future.set_exception(LimitExceededError("memory"))
        else:
            task.future.set_exception(
                value.rebuilt()
                if isinstance(value, SentError)
                else RuntimeError(f"in a guarded process: {value}")
            )
        return kind != "memory" and task.size + len(written) < self._large, False

    def _excess(self, late: bool) -> Excess:
        code = self._process.wait()
        if late or code == -signal.SIGXCPU:
            return "time"
        return "memory" if code == OUT_OF_MEMORY else "crash"

    def _kill_late(self, late: threading.Event) -> None:
        late.set()
        self.kill()

    def kill(self) -> None:
        """The process and what it started (a program that draws)."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Idle ones end by themselves when their pipe closes; others are killed."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        try:
            self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()

"""The process of a search: ``python -m api.jobs.searching``. It knows no store and no request, only its task.

It ends with its parent: when the parent's end of the pipe is closed, by hand or by death, nobody wants an answer any more.
"""

from __future__ import annotations

import os
import resource
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, BinaryIO

from analyzer import usecases
from analyzer.errors import InputError
from analyzer.landscape.model import Landscape, MoveRef, Pattern
from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.order import optimize_plan
from analyzer.order.comparison import compare_patterns
from analyzer.order.desk import Progress
from analyzer.order.optimize import TEAMS
from analyzer.order.ordering import Ordering
from analyzer.order.patterns import find_pattern
from analyzer.order.problem import moves_of
from analyzer.order.starting import start_violations
from analyzer.reports.answer import Plain
from analyzer.reports.comparison import comparison_document
from analyzer.reports.ordering import ordering_document
from analyzer.stores.compact import compact, parsed
from analyzer.verification import verify_answer
from api.jobs import reasons
from api.jobs.model import Best, Reason, Standing
from api.jobs.wire import STOP, Answered, Broke, Found, Message, Noted, Stood, Task, line_of, receive_task

EVERY = 0.2
"""Seconds between two tellings of how far the search is."""
FINISHING = 5.0
"""Seconds for an answer to the best plan of a search that is gone."""
NICE = 10
"""The service answers before the search computes."""


class Outbox:
    """What the search says; how far it is only now and then, the latest only. Safe from several threads."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.RLock()
        self._standing: Standing | None = None
        self._best: Best | None = None

    def hear(self, standing: Standing, best: Best | None) -> None:
        with self._lock:
            self._standing = standing
            self._best = best or self._best

    def flush(self) -> None:
        with self._lock:
            if self._best is not None:
                self._send(Found(self._best))
                self._best = None
            if self._standing is not None:
                self._send(Stood(self._standing))
                self._standing = None
            self._stream.flush()

    def say(self, message: Message) -> None:
        with self._lock:
            self.flush()
            self._send(message)
            self._stream.flush()

    def _send(self, message: Message) -> None:
        self._stream.write(line_of(message))
        if isinstance(message, Answered):
            self._stream.write(message.body)


class Work:
    """One task, from the question to the verified answer."""

    def __init__(self, task: Task, outbox: Outbox, stop: threading.Event) -> None:
        self._task = task
        self._outbox = outbox
        self._stop = stop
        self._began = time.monotonic()
        self._step: str | None = None
        self._cost: int | None = None

    def answer(self) -> Message:
        """Never raises for what a landscape or a question may hold."""
        try:
            document, answers, standing = self._found()
        except InputError as error:
            return Broke(reasons.refused(error))
        except MemoryError:
            return Broke(reasons.OUT_OF_MEMORY)
        body = compact(document)
        faults = [fault for answer in answers for fault in _faults(self._task.landscape, answer)]
        return Broke(reasons.unverified(faults)) if faults else Answered(body, standing)

    def _found(self) -> tuple[Plain, list[Plain], Standing]:
        """The document, the answers in it, and how the search stands in the end."""
        return self._compared() if self._task.question.kind == "compare" else self._optimized()

    def _optimized(self) -> tuple[Plain, list[Plain], Standing]:
        landscape, question = self._task.landscape, self._task.question
        pattern = find_pattern(landscape, question.patterns[0]) if question.patterns else None
        start = _moves(self._task.best)
        if start is None and question.start is not None:
            start = _moves(question.start) or {}
            broken = start_violations(landscape, start, pattern)
            if broken:
                self._outbox.say(Noted([finding.as_dict() for finding in broken[:100]]))
        ordering = optimize_plan(
            landscape, pattern=pattern, start=start, progress=self._hear, stop=self._stop,
            team=TEAMS[question.solver],
            time_limit=FINISHING if self._task.finish else self._task.seconds,
            work_limit=None if self._task.finish else question.work_limit,
        )  # fmt: skip
        ordering = replace(ordering, solver=question.solver)
        document = ordering_document(ordering)
        return document, [document], self._stands(ordering)

    def _compared(self) -> tuple[Plain, list[Plain], Standing]:
        landscape, question = self._task.landscape, self._task.question
        comparison = compare_patterns(
            self._one, landscape, usecases.patterns_asked(landscape, question.patterns),
            with_optimum=question.with_optimum, time_limit=self._task.seconds, work_limit=question.work_limit,
            announce=self._announce, progress=self._hear,
        )  # fmt: skip
        document = comparison_document(comparison)
        answers = [ordering_document(answer) for answer in comparison.all]
        return document, answers, self._stands(comparison.optimum)

    def _stands(self, ordering: Ordering | None) -> Standing:
        if ordering is None:
            return Standing(self._seconds)
        return Standing(self._seconds, ordering.total, ordering.bound, ordering.bound_source)

    def _one(self, landscape: Landscape, /, **options: Any) -> Ordering:
        """An answer of a comparison."""
        solver = self._task.question.solver
        ordering = optimize_plan(landscape, stop=self._stop, team=TEAMS[solver], **options)
        return replace(ordering, solver=solver)

    def _announce(self, pattern: Pattern | None) -> None:
        self._step = "optimum" if pattern is None else pattern.id
        self._cost = None
        self._outbox.hear(Standing(self._seconds, step=self._step), None)

    def _hear(self, said: Progress) -> None:
        best = None
        if (
            self._task.question.kind == "optimize"
            and said.plan is not None
            and said.cost is not None
            and (
                self._cost is None or said.cost < self._cost  # threads may be heard out of turn
            )
        ):
            self._cost = said.cost
            moves = moves_of(self._task.landscape, said.plan)
            best = Best({str(ref): str(month) for ref, month in moves.items()}, said.cost)
        standing = Standing(self._seconds, said.cost, said.bound, said.source, self._step)
        self._outbox.hear(standing, best)

    @property
    def _seconds(self) -> float:
        return round(time.monotonic() - self._began, 3)


def _moves(plan: Mapping[str, str] | None) -> dict[MoveRef, Month] | None:
    if plan is None:
        return None
    return {MoveRef(*name.split(".")): Month.parse(month) for name, month in plan.items()}


def _faults(landscape: Landscape, answer: Plain) -> list[dict[str, object]]:
    """What the verification, which knows no solver, finds wrong with an answer as it will be read."""
    verified = verify_answer(landscape, parsed(compact(answer)))
    return [fault.as_dict() for fault in verified.faults[:100]]


def limit_process(memory: int) -> None:
    """Less memory, no core files, and behind everybody else."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):
        os.nice(NICE)


def main() -> None:
    # What libraries print must not be taken for messages, and what they fork must not wait for our input.
    commands = os.dup(0)
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    task = receive_task(lambda size: os.read(commands, size))
    limit_process(task.memory)
    outbox, stop = Outbox(answers), threading.Event()
    threading.Thread(target=_listen, args=(commands, outbox, stop), daemon=True).start()
    threading.Thread(target=_tell, args=(outbox,), daemon=True).start()
    message: Message
    try:
        message = Work(task, outbox, stop).answer()
    except Exception as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        message = Broke(_fault(error))
    with suppress(OSError, ValueError):
        outbox.say(message)
    os._exit(0)  # solvers may still be at work in threads; nobody waits for them


def _listen(commands: int, outbox: Outbox, stop: threading.Event) -> None:
    """Raw reads: a fork of this process must find no lock of a stream held."""
    while said := os.read(commands, len(STOP)):
        if said:
            stop.set()
    with suppress(OSError, ValueError):
        outbox.flush()
    os._exit(1)


def _tell(outbox: Outbox) -> None:
    while True:
        time.sleep(EVERY)
        try:
            outbox.flush()
        except (OSError, ValueError):
            os._exit(1)  # nobody listens


def _fault(error: Exception) -> Reason:
    """The kind of the error is told, not what it says: that may hold parts of others' data."""
    if "MemoryError" in str(error):  # as a solver in a process of its own reports it
        return reasons.OUT_OF_MEMORY
    kind = type(error).__name__
    message = reasons.FAULT.message
    return Reason(reasons.FAULT.code, Text(f"{message.ja}({kind})", f"{message.en} ({kind})"))


if __name__ == "__main__":
    main()

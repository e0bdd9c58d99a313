"""What a run asks of whoever computes: takes jobs, tells news of them, may lose some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from analyzer.errors import KakehashiError
from analyzer.messages import Text
from analyzer.whatif.many.tasks import Job
from analyzer.whatif.many.working import Part


@dataclass(frozen=True, slots=True)
class News:
    """A part of the job with this number; `done`: it was the last one."""

    number: int
    part: Part | None
    done: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """Whoever computed the job is gone, with what had not been told.

    `reason`: how it ended, where the job may have been the cause; None: it certainly was not (a scheduler died).
    """

    number: int
    reason: Text | None


class Executor(Protocol):
    """Computes jobs somewhere else. Used by one thread; closed when it is left."""

    workers: int
    """How many jobs are computed at a time."""

    def room(self) -> int:
        """How many more jobs it takes now."""

    def submit(self, number: int, job: Job) -> None:
        """Begins a job, by a number of its own."""

    def news(self, seconds: float) -> Sequence[News | Lost]:
        """What has happened, in its order; waits for something at most so long.

        ExecutorError where nothing can be computed any more.
        """

    def close(self) -> None:
        """Ends whatever it has begun, at once."""


class ExecutorError(KakehashiError):
    """Nothing can be computed any more; what was recorded stays. `sentence` is for users."""

    exit_code = 2

    def __init__(self, sentence: Text) -> None:
        self.sentence = sentence
        super().__init__(sentence.en)

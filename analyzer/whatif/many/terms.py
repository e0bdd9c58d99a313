"""What a run is asked, within which limits, and how it went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analyzer.whatif.many.tasks import Outcome, Source


@dataclass(frozen=True, slots=True)
class Target:
    """A landscape with its plan, as it was asked for.

    `text`, `plan`: hashes of what was found there; `content`: the landscape's content hash where it is known without
    reading; `sources` reads both when their turn comes (InputError where they are not what they were); `failure`: why
    nothing can be computed of it.
    """

    name: str
    text: str
    plan: str
    sources: Callable[[], tuple[Source, Source]]
    content: str | None = None
    failure: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """`chunk`: scenarios of a job at most; `attempts`: losses of a task before it has failed; `retry_failed`: what the
    ledger has as failed is computed again; `keep_going`: a failure does not end the run.
    """

    chunk: int = 100
    attempts: int = 3
    retry_failed: bool = False
    keep_going: bool = True


@dataclass(slots=True)
class Tally:
    """How a run went, in results. `passed_over`: failed, but not recorded (a file that changed meanwhile); `lost`: workers
    that went with a job; `computing`: seconds that workers spent on jobs, of `workers` × `seconds`.
    """

    total: int = 0
    found: int = 0
    computed: int = 0
    failed: int = 0
    passed_over: int = 0
    lost: int = 0
    workers: int = 0
    seconds: float = 0.0
    computing: float = 0.0
    interrupted: bool = False

    @property
    def done(self) -> int:
        return self.found + self.computed + self.passed_over

    @property
    def overhead(self) -> float | None:
        """The share of the workers' time in which they did not compute; None where nothing was computed."""
        available = self.workers * self.seconds
        return max(0.0, 1 - self.computing / available) if self.computed and available else None

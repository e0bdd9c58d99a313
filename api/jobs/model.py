"""A job as its record in the store says it: what is asked, how far it is, and who works at it.

Every value is frozen; `Job.as_value` and `Job.of` are the way into the record and back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, cast

from analyzer.messages import Text

State = Literal["queued", "running", "done", "failed", "cancelled"]
Kind = Literal["optimize", "compare"]

TERMINAL: frozenset[State] = frozenset(("done", "failed", "cancelled"))
TRAIL = 200
"""How many points of its way a job keeps; the oldest go."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be found. `patterns`: of an optimisation at most one, of a comparison those compared (none: all).

    `start` is a plan to begin with (move → month); limits as those of `kakehashi optimize`, of a comparison for
    each answer. `with_optimum` is asked of a comparison only. `solver` names who looks for it
    (`analyzer.order.optimize.TEAMS`).
    """

    kind: Kind = "optimize"
    patterns: tuple[str, ...] = ()
    start: Mapping[str, str] | None = None
    time_limit: float | None = None
    work_limit: int | None = None
    with_optimum: bool = True
    solver: str = "auto"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the search is: the best plan's cost, the proven bound (None: nothing yet), and who found the latest.

    `seconds` were spent, those of earlier attempts among them. `step` of a comparison is the pattern that is being
    looked at (``optimum`` for the plan without one).
    """

    seconds: float = 0.0
    cost: int | None = None
    bound: int | None = None
    source: str = ""
    step: str | None = None

    def tells_as(self, other: Standing) -> bool:
        """True where nothing but the time differs."""
        return replace(self, seconds=other.seconds) == other

    @property
    def gap(self) -> float | None:
        """The part of the cost that may still be saved, 0 where the plan is proven."""
        if self.cost is None or self.bound is None:
            return None
        return 0.0 if self.bound >= self.cost else (self.cost - self.bound) / self.cost


@dataclass(frozen=True, slots=True)
class Best:
    """The best plan so far in its short form, and its cost as the search has it."""

    moves: Mapping[str, str]
    cost: int


@dataclass(frozen=True, slots=True)
class Lease:
    """Who works at the job, and until when nobody else may (an instant)."""

    owner: str
    until: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a job failed, or stands in the queue again."""

    code: str
    message: Text
    findings: tuple[Mapping[str, object], ...] = ()
    """What was wrong, as `Finding.as_dict` has it."""

    def as_value(self) -> dict[str, object]:
        return {
            "code": self.code,
            "message": {"ja": self.message.ja, "en": self.message.en},
            "findings": [dict(finding) for finding in self.findings],
        }

    @staticmethod
    def of(value: Mapping[str, Any]) -> Reason:
        return Reason(value["code"], Text(**value["message"]), tuple(value["findings"]))


@dataclass(frozen=True, slots=True)
class ResultRef:
    """Where the answer is kept: `hash` is that of its bytes (sha256, hexadecimal), in `chunks` records."""

    hash: str
    size: int
    chunks: int


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a job's way, for those who follow it; `number` counts from 1."""

    number: int
    at: str
    state: State
    standing: Standing


@dataclass(frozen=True, slots=True)
class Job:
    """`version` is the content hash that the job is for; `made`, `begun`, `ended` are instants.

    `attempt` counts how often somebody took the job, `lost` how often a worker was lost with it. `best` is what the
    next attempt begins with. A job that is `cancelling` ends as soon as its worker hears of it.
    """

    landscape: str
    id: str
    version: str
    question: Question
    actor: str
    made: str
    state: State = "queued"
    cancelling: bool = False
    begun: str | None = None
    ended: str | None = None
    attempt: int = 0
    lost: int = 0
    lease: Lease | None = None
    standing: Standing = field(default_factory=Standing)
    best: Best | None = None
    reason: Reason | None = None
    findings: tuple[Mapping[str, object], ...] = ()
    """What the plan to start from breaks."""
    result: ResultRef | None = None
    trail: tuple[Point, ...] = ()

    @property
    def key(self) -> str:
        """Of its record."""
        return f"{self.landscape}/{self.id}"

    @property
    def is_over(self) -> bool:
        return self.state in TERMINAL

    @property
    def told(self) -> int:
        """The number of the newest point."""
        return self.trail[-1].number if self.trail else 0

    def told_at(self, at: str) -> Job:
        """The same with its state and standing as a new point of its way, unless only time has passed."""
        last = self.trail[-1] if self.trail else None
        if last is not None and last.state == self.state and last.standing.tells_as(self.standing):
            return self
        point = Point(self.told + 1, at, self.state, self.standing)
        return replace(self, trail=(*self.trail, point)[-TRAIL:])

    def as_value(self) -> dict[str, object]:
        """Plain data for the record."""
        # asdict would copy the plans entry by entry; they are taken as they are.
        return {
            "landscape": self.landscape, "id": self.id, "version": self.version,
            "question": _question(self.question), "actor": self.actor, "made": self.made,
            "state": self.state, "cancelling": self.cancelling, "begun": self.begun, "ended": self.ended,
            "attempt": self.attempt, "lost": self.lost,
            "lease": None if self.lease is None else asdict(self.lease),
            "standing": asdict(self.standing),
            "best": None if self.best is None else {"moves": dict(self.best.moves), "cost": self.best.cost},
            "reason": None if self.reason is None else self.reason.as_value(),
            "findings": [dict(finding) for finding in self.findings],
            "result": None if self.result is None else asdict(self.result),
            "trail": [asdict(point) for point in self.trail],
        }  # fmt: skip

    @staticmethod
    def of(value: Mapping[str, object]) -> Job:
        """The job of a record that `as_value` wrote."""
        said = cast("Mapping[str, Any]", value)
        question = said["question"]
        return Job(
            said["landscape"], said["id"], said["version"],
            Question(**(dict(question) | {"patterns": tuple(question["patterns"])})),
            said["actor"], said["made"], said["state"], said["cancelling"], said["begun"], said["ended"],
            said["attempt"], said["lost"], _maybe(Lease, said["lease"]), Standing(**said["standing"]),
            _maybe(Best, said["best"]), None if said["reason"] is None else Reason.of(said["reason"]),
            tuple(said["findings"]), _maybe(ResultRef, said["result"]), _points(said["trail"]),
        )  # fmt: skip


def _question(question: Question) -> dict[str, object]:
    return {
        "kind": question.kind,
        "patterns": list(question.patterns),
        "start": None if question.start is None else dict(question.start),
        "time_limit": question.time_limit,
        "work_limit": question.work_limit,
        "with_optimum": question.with_optimum,
        "solver": question.solver,
    }


def _maybe(kind: type[Any], value: Mapping[str, Any] | None) -> Any:
    return None if value is None else kind(**value)


def _points(values: Sequence[Mapping[str, Any]]) -> tuple[Point, ...]:
    return tuple(Point(**(dict(value) | {"standing": Standing(**value["standing"])})) for value in values)

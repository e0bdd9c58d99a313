"""Jobs, as they are asked for and told of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.documents.problems import FindingDocument, Sentence
from api.jobs.model import Best, Job, Kind, Point, Reason, Standing, State
from api.looking import VERSION_OR_CURRENT

MOST_PATTERNS = 100
Solver = Literal["auto", "highs", "cp-sat", "search"]
"""The keys of `analyzer.order.optimize.TEAMS`, which is slow to import."""


class JobRequest(BaseModel):
    """What is to be found. Without any limit a search ends after a minute."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: Kind = Field("optimize", description="`compare` looks for the best plan under each pattern.")
    version: str | None = Field(
        None, pattern=VERSION_OR_CURRENT, description="Content hash or number; the current one if left out."
    )
    pattern: str | None = Field(
        None,
        min_length=1,
        max_length=500,
        description="Of `optimize`: the order of blocks to keep, such as p1.",
    )
    patterns: list[str] | None = Field(
        None,
        max_length=MOST_PATTERNS,
        description="Of `compare`: those compared; all that there are if left out.",
    )
    weak_orders: str | None = Field(
        None,
        min_length=1,
        max_length=1_000,
        description="Of `compare`: every order of these blocks, such as resident,tax.",
    )
    with_optimum: bool = Field(True, description="Of `compare`: look for the plan without a pattern too.")
    start: dict[str, Any] | None = Field(
        None,
        description="Of `optimize`: a plan to begin with, in its short form or an answer; it is never worsened.",
    )
    start_plan: str | None = Field(
        None,
        min_length=1,
        max_length=200,
        description="The same by the id of a plan kept beside the landscape.",
    )
    solver: Solver = Field("auto", description="Who looks for it; `auto`: whoever is best at it.")
    time_limit: float | None = Field(
        None,
        ge=0,
        le=1e6,
        description="Seconds; of `compare` for each pattern. At most what the server allows.",
    )
    work_limit: int | None = Field(
        None, ge=0, le=1_000_000_000, description="Units of work: the same answer on every machine."
    )


class ProgressDocument(BaseModel):
    """How far a search is; null where nothing is known yet."""

    seconds: float = Field(description="Spent when the job was last heard of, over all attempts.")
    cost: int | None = Field(description="Of the best plan so far.")
    bound: int | None = Field(description="Proven: no plan costs less.")
    gap: float | None = Field(
        description="The part of the cost that may still be saved; 0 where it is proven."
    )
    source: str = Field(description="Who found the latest.")
    step: str | None = Field(description="Of `compare`: the pattern that is looked at, or `optimum`.")


class ReasonDocument(BaseModel):
    """Why a job failed or began again."""

    code: str
    message: Sentence
    findings: list[FindingDocument]


class JobSummary(BaseModel):
    """A job in a list."""

    id: str
    landscape: str
    version: str
    kind: Kind
    state: State
    cancelling: bool = Field(description="It was cancelled and ends soon, with its best plan.")
    actor: str
    made: str
    begun: str | None
    ended: str | None
    progress: ProgressDocument


class JobQuestionDocument(BaseModel):
    """What was asked."""

    patterns: list[str]
    with_optimum: bool
    solver: str
    start: dict[str, str] | None
    time_limit: float | None
    work_limit: int | None


class ShortPlanDocument(BaseModel):
    """A plan in its short form."""

    moves: dict[str, str]


class BestDocument(BaseModel):
    """The best plan so far, in the short form that every operation takes."""

    plan: ShortPlanDocument
    cost: int


class ResultDocument(BaseModel):
    """Where the answer is; it never changes."""

    href: str
    hash: str
    size: int


class JobDocument(JobSummary):
    """A job."""

    question: JobQuestionDocument
    position: int | None = Field(description="Its place in the queue, from 1, while it waits.")
    attempt: int = Field(description="How often a worker took it.")
    lost: int = Field(description="How often its worker was lost; once it begins again from its best plan.")
    best: BestDocument | None
    reason: ReasonDocument | None
    findings: list[FindingDocument] = Field(
        description="What the plan to begin with breaks: then it counts for nothing."
    )
    result: ResultDocument | None


class JobPage(BaseModel):
    """`next` is the cursor of the next page; null on the last one."""

    items: list[JobSummary]
    next: str | None


def job_summary(job: Job) -> dict[str, object]:
    return {
        "id": job.id, "landscape": job.landscape, "version": job.version, "kind": job.question.kind,
        "state": job.state, "cancelling": job.cancelling, "actor": job.actor, "made": job.made,
        "begun": job.begun, "ended": job.ended, "progress": progress_document(job.standing),
    }  # fmt: skip


def job_document(job: Job, position: int | None, path: str) -> dict[str, object]:
    """`path` is the job's own."""
    question, result = job.question, job.result
    return {
        **job_summary(job),
        "question": {
            "patterns": list(question.patterns), "with_optimum": question.with_optimum,
            "solver": question.solver,
            "start": None if question.start is None else dict(question.start),
            "time_limit": question.time_limit, "work_limit": question.work_limit,
        },
        "position": position,
        "attempt": job.attempt,
        "lost": job.lost,
        "best": None if job.best is None else _best(job.best),
        "reason": None if job.reason is None else _reason(job.reason),
        "findings": [dict(finding) for finding in job.findings],
        "result": None if result is None else {
            "href": f"{path}/result", "hash": f"sha256:{result.hash}", "size": result.size,
        },
    }  # fmt: skip


def progress_document(standing: Standing) -> dict[str, object]:
    return {
        "seconds": standing.seconds, "cost": standing.cost, "bound": standing.bound, "gap": standing.gap,
        "source": standing.source, "step": standing.step,
    }  # fmt: skip


def event_document(point: Point) -> Mapping[str, object]:
    return {"state": point.state, "at": point.at, **progress_document(point.standing)}


def _best(best: Best) -> dict[str, object]:
    return {"plan": {"moves": dict(best.moves)}, "cost": best.cost}


def _reason(reason: Reason) -> dict[str, object]:
    return reason.as_value()

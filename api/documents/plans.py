"""Plans, answers, and what is asked about them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from analyzer.stores.port import PlanEntry
from api.documents.problems import FindingDocument, Sentence

MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"


class PlanEntryDocument(BaseModel):
    """A kept plan without what it says; `version` is the content hash that it was made for."""

    landscape: str
    id: str
    version: str
    revision: str = Field(description="Hash of the plan as kept: its ETag.")
    made: str
    actor: str
    size: int


class PlanPage(BaseModel):
    """`next` is the cursor of the next page; null on the last one."""

    items: list[PlanEntryDocument]
    next: str | None


class PlanDocument(BaseModel):
    """A plan in its short form, or an answer of Kakehashi: `moves` maps each move to its month."""

    model_config = ConfigDict(extra="allow")

    moves: dict[str, str]


class LandscapeHead(BaseModel):
    id: str
    hash: str


class AnswerDocument(BaseModel):
    """The answer about a plan, as `kakehashi evaluate --format json` gives it."""

    schema_version: int
    landscape: LandscapeHead
    pattern: str | None
    status: Literal["optimal", "feasible", "infeasible", "unknown"]
    cost: dict[str, int] | None
    bound: int | None
    bridge_cost_alone: int | None
    moves: dict[str, str] | None
    bridges: list[dict[str, Any]]
    suspended: list[dict[str, Any]]
    tests: list[dict[str, Any]]
    baselines: dict[str, int] | None
    twice: dict[str, int] | None
    peaks: dict[str, Any] | None
    findings: list[dict[str, Any]]
    violations: list[dict[str, Any]]
    conflict: Any = None
    certificate: dict[str, Any] | None = None
    made_by: dict[str, Any]


class BridgesDocument(BaseModel):
    """The bridges that a plan needs; of a vendor or in a month where asked for."""

    schema_version: int
    landscape: LandscapeHead
    status: str
    vendor: str | None
    month: str | None
    bridges: list[dict[str, Any]]
    suspended: list[dict[str, Any]]
    violations: list[dict[str, Any]]


class TestsDocument(BaseModel):
    """The fewest integration tests of a plan; with a vendor or in a month where asked for."""

    __test__ = False

    schema_version: int
    landscape: LandscapeHead
    status: str
    vendor: str | None
    month: str | None
    tests: list[dict[str, Any]]
    baselines: dict[str, int] | None
    twice: dict[str, int] | None
    violations: list[dict[str, Any]]


class StatusDocument(BaseModel):
    """A month under a plan, or as of today."""

    schema_version: int
    landscape: LandscapeHead
    month: str | None
    status: str | None
    links: dict[str, int]
    mixed: list[dict[str, Any]]
    bridges: list[dict[str, Any]]
    questions: list[FindingDocument]
    violations: list[dict[str, Any]]


class VerificationDocument(BaseModel):
    """Whether every figure of an answer is so, by code that shares nothing with the solvers."""

    schema_version: int
    file: str
    ok: bool
    malformed: bool
    violations_listed: bool
    conflict_listed: bool
    notes: list[Sentence]
    faults: list[FindingDocument]


class OverviewDocument(BaseModel):
    """A landscape at a glance: counts, open questions, cycles."""

    schema_version: int
    landscape: dict[str, str]
    horizon: dict[str, Any] | None
    systems: dict[str, Any]
    links: dict[str, Any]
    questions: list[FindingDocument]
    cycles: list[dict[str, Any]]


class WorksheetEntry(BaseModel):
    """A worksheet that can be asked for; `plan`: ``needed``, ``optional`` or ``unused``; `command`: the one of the command line that makes it."""

    id: str
    title: Sentence
    description: Sentence
    plan: Literal["needed", "optional", "unused"]
    command: Literal["worksheet", "joint-worksheet"]


class WorksheetList(BaseModel):
    """Those of one municipality, and those of several (`get_joint_worksheet`)."""

    worksheets: list[WorksheetEntry]
    joint_worksheets: list[WorksheetEntry]


class WorksheetDocument(BaseModel):
    """A worksheet; what it says of its own stands beside these fields (docs/worksheets.md)."""

    model_config = ConfigDict(extra="allow")

    schema_version: int
    worksheet: str
    landscape: dict[str, str]
    status: str | None
    month: str | None
    vendor: str | None
    findings: list[FindingDocument]


class JointWorksheetDocument(BaseModel):
    """A worksheet of several municipalities; what it says of its own stands beside these fields (docs/worksheets.md)."""

    model_config = ConfigDict(extra="allow")

    schema_version: int
    worksheet: str
    landscapes: list[dict[str, str | None]]
    vendor: str | None
    findings: list[FindingDocument]


class PatternDocument(BaseModel):
    """An order of blocks; `why_not` says why it cannot be asked of this landscape."""

    id: str
    name: Sentence
    groups: list[list[str]]
    together: bool
    why_not: Sentence | None


class PatternList(BaseModel):
    items: list[PatternDocument]


class ComparisonRequest(BaseModel):
    """Which patterns to compare: ids, weak orders of blocks (``resident,tax,other``), or neither for all that there are."""

    model_config = ConfigDict(extra="forbid")

    patterns: list[str] = Field(default=[], max_length=100)
    weak_orders: str | None = Field(default=None, max_length=500)
    with_optimum: bool = True
    time_limit: float = Field(
        default=30.0, gt=0, le=60, description="Seconds in all, shared by the patterns."
    )


class ComparisonDocument(BaseModel):
    """Each pattern at its least cost, and the optimum."""

    schema_version: int
    landscape: LandscapeHead
    answers: list[dict[str, Any]]
    optimum: dict[str, Any] | None


def entry_plain(entry: PlanEntry) -> dict[str, object]:
    """As `PlanEntryDocument`."""
    return {
        "landscape": entry.landscape, "id": entry.id, "version": entry.version, "revision": entry.revision,
        "made": entry.made, "actor": str(entry.actor), "size": len(entry.body),
    }  # fmt: skip


class MapDocument(BaseModel):
    """A map as plain data, as docs/diagrams.md describes it."""

    model_config = ConfigDict(extra="allow")

    schema_version: int
    landscape: LandscapeHead


class PartDocument(BaseModel):
    """A system or a link, with all that a plan does with it; docs/page.md says what every field means."""

    model_config = ConfigDict(extra="allow")

    schema_version: int
    landscape: LandscapeHead
    kind: Literal["system", "integration"]
    id: str
    name: str

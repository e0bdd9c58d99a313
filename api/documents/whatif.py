"""What comes out of questions about scenarios."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.documents.plans import MONTH, LandscapeHead


class KeptDocument(BaseModel):
    """A plan kept under each of the scenarios, as `kakehashi whatif --format json` gives it (docs/what-if.md)."""

    schema_version: int
    landscape: LandscapeHead
    moves: dict[str, str]
    scenarios: list[dict[str, Any]]


class ChangedLandscape(BaseModel):
    """The landscape under the scenarios, as a file says it; it can be uploaded as it is."""

    model_config = ConfigDict(extra="allow")

    schema_version: int
    landscape: dict[str, Any]


class AgainDocument(BaseModel):
    """A plan made again under a scenario, as `kakehashi whatif --again --format json` gives it."""

    model_config = ConfigDict(extra="allow")

    schema_version: int
    landscape: LandscapeHead


class SlipsDocument(BaseModel):
    """What slips make of a plan, as `kakehashi slip --format json` gives it."""

    model_config = ConfigDict(extra="allow")

    schema_version: int
    landscape: LandscapeHead


class AdvanceRequest(BaseModel):
    """The new first month, and the moves that are done: ``jumin.shift``, or ``jumin.shift=2026-11`` where its month was another.

    `as_planned`: every move planned before the new month was done as planned, but those in `late`.
    """

    model_config = ConfigDict(extra="forbid")

    to: str = Field(pattern=MONTH)
    done: list[str] = Field(default=[], max_length=10_000)
    as_planned: bool = False
    late: list[str] = Field(default=[], max_length=10_000)


class AdvanceDocument(BaseModel):
    """Planned against actual, as `kakehashi advance --format json` gives it; the landscape as of the new month and the
    plan for the rest as their files say them.
    """

    model_config = ConfigDict(extra="allow")

    schema_version: int
    landscape_file: dict[str, Any]
    plan_file: dict[str, Any]


class AnswerDifferenceDocument(BaseModel):
    """What differs between two answers, as `kakehashi diff --format json` gives it (answer-difference.schema.json)."""

    model_config = ConfigDict(extra="allow")

    schema_version: int


class EditRequest(BaseModel):
    """Moves and the months that they are tried in; `exact`: at the least cost of these months, which takes longer."""

    model_config = ConfigDict(extra="forbid")

    moves: dict[
        Annotated[str, StringConstraints(max_length=200)], Annotated[str, StringConstraints(pattern=MONTH)]
    ] = Field(max_length=10_000)
    exact: bool = False


class EditDocument(BaseModel):
    """A plan before and after an edit; docs/what-if.md says what every field means."""

    model_config = ConfigDict(extra="allow")

    schema_version: int
    landscape: LandscapeHead
    ways: Literal["kept", "chosen"]
    bound: int | None
    cost: dict[str, Any]

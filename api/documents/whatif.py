"""What comes out of questions about scenarios."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from api.documents.plans import LandscapeHead


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

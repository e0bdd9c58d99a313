"""Parts of a landscape: systems, links, and what a change of one touches."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

State = Literal["internal", "native", "mixed", "absent", "unknown"]


class FormDocument(BaseModel):
    """What a system is at a time."""

    environment: str
    generation: str
    vendor: str
    package: str | None


class SystemDocument(BaseModel):
    """A system with its form in the month asked for; `entry` is its entry of the canonical file."""

    id: str
    name: str
    block: str | None
    scope: str
    owner: str | None
    form: FormDocument
    entry: dict[str, Any]


class SystemPage(BaseModel):
    month: str | None = Field(description="The month of the forms; null: as of today.")
    items: list[SystemDocument]
    next: str | None


class LinkDocument(BaseModel):
    """A link with its state in the month asked for; `entry` is its entry of the canonical file."""

    integration: str = Field(description="Its key; an unknown partner is ?.")
    name: str
    source: str | None
    target: str | None
    state: State
    hubs: list[str]
    entry: dict[str, Any]


class LinkPage(BaseModel):
    month: str | None
    items: list[LinkDocument]
    next: str | None


class NeighbourList(BaseModel):
    """Systems that a link joins to one; `out`: those it sends to."""

    system: str
    direction: Literal["out", "in", "both"]
    items: list[NamedDocument]


class NamedDocument(BaseModel):
    id: str
    name: str


class SystemsInDocument(BaseModel):
    """Systems that stand in an environment in a month."""

    environment: str
    month: str | None
    items: list[NamedDocument]


class LinksBetweenDocument(BaseModel):
    """Links between systems of two vendors (or of one, twice)."""

    vendors: list[str]
    month: str | None
    items: list[LinkDocument]


class ChangeDocument(BaseModel):
    kind: Literal["system", "vendor", "environment", "line", "hub", "integration"]
    id: str


class AffectedLinkDocument(BaseModel):
    """A link that a change touches, with one shortest way from the change to it."""

    integration: str
    name: str
    depth: int
    state: State
    mark: Literal["internal", "unknown_partner"] | None
    path: list[str]


class AffectedDocument(BaseModel):
    schema_version: int
    landscape: dict[str, str]
    change: ChangeDocument
    direction: Literal["out", "in", "both"]
    depth: int
    month: str | None
    links: list[AffectedLinkDocument]


class HitDocument(BaseModel):
    """A part of the current version of a landscape."""

    landscape: str
    kind: Literal["system", "vendor", "environment", "hub", "package", "integration"]
    id: str
    name: str


class HitPage(BaseModel):
    items: list[HitDocument]
    next: str | None


for model in (NeighbourList, SystemsInDocument):
    model.model_rebuild()

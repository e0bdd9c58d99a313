"""Landscapes, versions, sources, and what an upload is answered with."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from analyzer.stores.port import SourceEntry, Summary, Version
from api.documents.problems import FindingDocument

HASH = r"^sha256:[0-9a-f]{64}$"


class SummaryDocument(BaseModel):
    """A landscape in figures."""

    name: str
    municipality_code: str | None
    first: str | None = Field(description="First month of the horizon; null where it has none.")
    last: str | None
    systems: int
    integrations: int


class VersionDocument(BaseModel):
    """An immutable version; `hash` is the hash of what it says, and its ETag."""

    landscape: str
    number: int
    hash: str = Field(pattern=HASH)
    made: str
    actor: str
    summary: SummaryDocument


class VersionPage(BaseModel):
    """`next` is the cursor of the next page; null on the last one."""

    items: list[VersionDocument]
    next: str | None


class KeptDocument(BaseModel):
    """The version that an upload became, and the warnings about its file (`total` counts those not listed too)."""

    version: VersionDocument
    warnings: list[FindingDocument]
    total: int


class ValidationDocument(BaseModel):
    """What a file would become. `valid`: it has no errors. `difference` is that to the current version."""

    valid: bool
    landscape: str | None
    hash: str | None
    summary: SummaryDocument | None
    errors: list[FindingDocument] = Field(description="Errors and warnings, as `validate` lists them.")
    total: int
    difference: DifferenceDocument | None = None


class FieldChangeDocument(BaseModel):
    """`path` in words of the file; null where the field was, or is, left out."""

    path: str
    before: Any = None
    after: Any = None


class EntryChangeDocument(BaseModel):
    section: str
    id: str
    change: str = Field(pattern="^(added|removed|changed)$")
    name: str | None
    fields: list[FieldChangeDocument]


class DifferenceDocument(BaseModel):
    """What changed from one version to another; entries by section, then by id."""

    schema_version: int
    landscape: str
    before: str
    after: str
    counts: dict[str, int]
    entries: list[EntryChangeDocument]


class SourceDocument(BaseModel):
    """An uploaded text; `hash` is that of its bytes, and its ETag."""

    hash: str
    name: str
    media_type: str
    size: int
    made: str
    actor: str


class SourceList(BaseModel):
    items: list[SourceDocument] = Field(description="The newest last.")


class CurrentDocument(BaseModel):
    """Which version shall be current."""

    model_config = ConfigDict(extra="forbid")

    version: str = Field(pattern=HASH)


class LandscapeDocument(BaseModel):
    """The canonical landscape file as JSON; `landscape.schema.json` describes it in full."""

    schema_version: int
    landscape: dict[str, Any]
    vendors: list[dict[str, Any]] = []
    environments: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] | None = None
    hubs: list[dict[str, Any]] = []
    packages: list[dict[str, Any]] = []
    systems: list[dict[str, Any]] = []
    integrations: list[dict[str, Any]] = []
    bridges: list[dict[str, Any]] | None = None
    existing_bridges: list[dict[str, Any]] = []
    law_changes: list[dict[str, Any]] = []
    rules: list[dict[str, Any]] = []
    patterns: list[dict[str, Any]] = []


def version_plain(version: Version) -> dict[str, object]:
    """As `VersionDocument`, for answers that are not validated again."""
    return {
        "landscape": version.landscape,
        "number": version.number,
        "hash": version.hash,
        "made": version.made,
        "actor": str(version.actor),
        "summary": summary_plain(version.summary),
    }


def summary_plain(summary: Summary) -> dict[str, object]:
    """As `SummaryDocument`."""
    return {
        "name": summary.name,
        "municipality_code": summary.municipality_code,
        "first": summary.first,
        "last": summary.last,
        "systems": summary.systems,
        "integrations": summary.integrations,
    }


def source_plain(source: SourceEntry) -> dict[str, object]:
    """As `SourceDocument`."""
    return {
        "hash": source.hash, "name": source.name, "media_type": source.media_type, "size": source.size,
        "made": source.made, "actor": str(source.actor),
    }  # fmt: skip


ValidationDocument.model_rebuild()

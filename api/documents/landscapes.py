"""Landscapes, versions and their figures."""

from __future__ import annotations

from pydantic import BaseModel, Field

from analyzer.stores.port import Version


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
    hash: str
    made: str
    actor: str
    summary: SummaryDocument


class LandscapePage(BaseModel):
    """`next` is the cursor of the next page; null on the last one."""

    items: list[VersionDocument]
    next: str | None


def version_document(version: Version) -> VersionDocument:
    summary = version.summary
    return VersionDocument(
        landscape=version.landscape, number=version.number, hash=version.hash, made=version.made,
        actor=version.actor,
        summary=SummaryDocument(
            name=summary.name, municipality_code=summary.municipality_code, first=summary.first,
            last=summary.last, systems=summary.systems, integrations=summary.integrations,
        ),
    )  # fmt: skip

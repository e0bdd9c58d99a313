"""Problem documents (RFC 9457), and which a route may answer with."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.problems import MEDIA_TYPE, TITLES


class Sentence(BaseModel):
    """A sentence in both languages."""

    ja: str
    en: str


class FindingDocument(BaseModel):
    """Something that is wrong, with its place in the file where it has one."""

    model_config = ConfigDict(extra="allow")

    code: str
    severity: str
    message: Sentence
    file: str | None = None
    line: int | None = None
    column: int | None = None
    suggestion: Sentence | None = None


class ProblemDocument(BaseModel):
    """RFC 9457, with every finding."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str = Field(description="What programs look at; it does not change with the language.")
    errors: list[FindingDocument] = Field(description="At most 1,000; `total` counts all.")
    total: int
    request_id: str | None = None


EVERYWHERE = (400, 401, 403, 404, 406, 421, 422, 429, 500, 503)
"""What any operation may answer with, whoever asks and however."""

_REFERENCE = {"$ref": "#/components/schemas/ProblemDocument"}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Entries for `responses` of a route: these statuses, and those that are possible everywhere."""
    listed: dict[int | str, dict[str, Any]] = {}
    for status in sorted({*EVERYWHERE, *statuses}):
        entry: dict[str, Any] = {
            "description": TITLES[status].en,
            "content": {MEDIA_TYPE: {"schema": _REFERENCE}},
        }
        if status in (429, 503):
            entry["headers"] = {
                "Retry-After": {
                    "description": "Seconds after which it may be worth asking again.",
                    "schema": {"type": "integer"},
                }
            }
        listed[status] = entry
    return listed

"""What operations answer with, for the OpenAPI document: representations and headers of each status."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from api.answers import CSV, JSON
from api.documents.problems import problems

Responses = dict[int | str, dict[str, Any]]

_ETAG = {
    "ETag": {
        "description": "What is there now; for If-Match and If-None-Match.",
        "schema": {"type": "string"},
    }
}
_LOCATION = {"Location": {"description": "Where it is.", "schema": {"type": "string"}}}
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_TEXT = {"schema": {"type": "string"}}


def answers(
    model: type[BaseModel] | None,
    *statuses: int,
    table: bool = False,
    media_types: tuple[str, ...] = (),
    status: int = 200,
    description: str = "The answer.",
) -> Responses:
    """`responses` of an operation that gives `model` as JSON (a table: as CSV too), or these media types.

    A GET with an ETag is 304 for whoever has it; `statuses` are the problems that it has of its own.
    """
    content: dict[str, Any] = {
        media_type: _TEXT if media_type.startswith("text/") else _BINARY for media_type in media_types
    }
    if table:
        content[CSV] = _TEXT
    entry: dict[str, Any] = {"description": description, "headers": dict(_ETAG)}
    if model is not None:
        entry["model"] = model
    if content:
        entry["content"] = content
    return {status: entry, **problems(*statuses)}


def reading(
    model: type[BaseModel] | None,
    *statuses: int,
    table: bool = False,
    media_types: tuple[str, ...] = (),
) -> Responses:
    """The same for GET: with 304, and 404 of what is not there."""
    listed = answers(model, 404, *statuses, table=table, media_types=media_types)
    listed[304] = {"description": "The client has it already.", "headers": dict(_ETAG)}
    return listed


def making(model: type[BaseModel], *statuses: int, replacing: bool = False) -> Responses:
    """For operations that make something (201) or, `replacing`, put it in the place of something (200)."""
    made = answers(model, *statuses, status=201, description="It was made.")
    made[201]["headers"] = {**_ETAG, **_LOCATION}
    if replacing:
        made[200] = {
            "model": model,
            "description": "It took the place of what was there.",
            "headers": {**_ETAG, **_LOCATION},
        }
    return made


def deleting(*statuses: int) -> Responses:
    """204, without a body."""
    return {204: {"description": "It is gone."}, **problems(404, *statuses)}


def body(*media_types: str, description: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    """`requestBody` of an operation that reads its body itself."""
    entry = {"schema": {"type": "string", "format": "binary"} if schema is None else schema}
    return {
        "requestBody": {
            "required": True,
            "description": description,
            "content": dict.fromkeys(media_types, entry),
        }
    }


__all__ = ["CSV", "JSON", "Responses", "answers", "body", "deleting", "making", "reading"]

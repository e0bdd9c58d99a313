"""Landscapes: listed, read, put, deleted."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from analyzer.stores.port import Version
from api.documents.landscapes import LandscapePage, version_document
from api.documents.problems import problems
from api.paging import DEFAULT_LIMIT, Cursor, Limit, cursor_after, read_cursor
from api.security.roles import needs
from api.service import Running

router = APIRouter(prefix="/api/v1", tags=["landscapes"])

_ROOM = 200


@router.get("/landscapes", operation_id="list_landscapes", responses=problems(), **needs("viewer"))
async def list_landscapes(
    request: Request, service: Running, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> LandscapePage:
    """The current version of every landscape that one may see, by id."""
    after = "" if cursor is None else str(read_cursor("landscapes", cursor, str)[0])
    visible = await service.guard.visible(request)
    found: list[Version] = []
    while len(found) <= limit:
        listed = await run_in_threadpool(service.store.landscapes, after=after, limit=_ROOM)
        found += [version for version in listed if visible is None or version.landscape in visible]
        if len(listed) < _ROOM:
            break
        after = listed[-1].landscape
    page = found[:limit]
    following = cursor_after("landscapes", page[-1].landscape) if len(found) > limit else None
    return LandscapePage(items=[version_document(version) for version in page], next=following)

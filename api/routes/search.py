"""A search over all landscapes that one may see."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from analyzer.stores.port import SearchKind
from api.answers import table_answer
from api.documents.parts import HitPage
from api.documents.responses import reading
from api.paging import DEFAULT_LIMIT, Cursor, Limit, cursor_after, question_of, read_cursor
from api.security.roles import needs
from api.service import Running
from api.tables import hits_csv

router = APIRouter(prefix="/api/v1", tags=["parts"])


@router.get("/search", operation_id="search", responses=reading(HitPage, table=True), **needs("viewer"))
async def search(
    request: Request,
    service: Running,
    q: Annotated[
        str, Query(min_length=1, max_length=200, description="The beginning of an id, or letters of a name.")
    ],
    kind: Annotated[SearchKind | None, Query()] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """Parts of the current versions of all landscapes that one may see; a link is found by its 連携ID."""
    scope = question_of(request)
    after = None
    if cursor is not None:
        at, of, id_ = read_cursor(scope, cursor, str, str, str)
        after = (str(at), str(of), str(id_))
    visible = await service.guard.visible(request)
    hits = await run_in_threadpool(
        service.store.search,
        q,
        kind=kind,
        landscapes=None if visible is None else sorted(visible),
        after=after,
        limit=limit + 1,
    )
    page = list(hits[:limit])
    last = page[-1] if page else None
    following = (
        cursor_after(scope, last.landscape, last.kind, last.id) if last and len(hits) > limit else None
    )
    items = [{"landscape": hit.landscape, "kind": hit.kind, "id": hit.id, "name": hit.name} for hit in page]
    return table_answer(
        request, lambda: {"items": items, "next": following}, partial(hits_csv, page), "search", following
    )

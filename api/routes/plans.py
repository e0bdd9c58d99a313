"""Plans beside their landscape: kept, listed, read, deleted."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from analyzer.stores.compact import compact
from analyzer.stores.errors import ChangedError, NotFoundError
from analyzer.stores.port import Expected, PlanEntry
from api import conditions
from api.answers import JSON, answer, hash_of, table_answer
from api.documents.plans import PlanDocument, PlanEntryDocument, PlanPage, entry_plain
from api.documents.responses import body, deleting, making, reading
from api.idempotency import Key, once
from api.looking import LandscapeId, PlanId, VersionQuery
from api.paging import DEFAULT_LIMIT, Cursor, Limit, cursor_after, read_cursor
from api.plans import SentPlan, sent_plan, version_for
from api.routes.landscapes import FILE_NAME
from api.security.roles import actor_of, needs
from api.service import Running, Service
from api.tables import plans_csv
from api.uploads.uploading import MEDIA_TYPES

router = APIRouter(prefix="/api/v1", tags=["plans"])

PlanFileName = Annotated[
    str,
    Query(
        alias="file",
        min_length=1,
        max_length=200,
        pattern=FILE_NAME,
        description="What places in findings call the plan.",
    ),
]
DEFAULT_PLAN = "plan"
PLAN_BODY = body(
    *MEDIA_TYPES,
    description="A plan in its short form (`moves`), or an answer of Kakehashi; JSON or YAML.",
    schema={"type": "object"},
)


@router.get(
    "/landscapes/{landscape}/plans",
    operation_id="list_plans",
    responses=reading(PlanPage, table=True),
    **needs("viewer"),
)
def list_plans(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """The kept plans by id, without what they say."""
    scope = f"plans {landscape}"
    after = "" if cursor is None else str(read_cursor(scope, cursor, str)[0])
    found = list(service.store.plans(landscape, after=after, limit=limit + 1))
    page = found[:limit]
    following = cursor_after(scope, page[-1].id) if len(found) > limit else None
    return table_answer(
        request,
        lambda: {"items": [entry_plain(entry) for entry in page], "next": following},
        partial(plans_csv, page),
        f"{landscape}-plans",
        following,
    )


@router.get(
    "/landscapes/{landscape}/plans/{plan}",
    operation_id="get_plan",
    responses=reading(PlanDocument),
    **needs("viewer"),
)
def get_plan(request: Request, service: Running, landscape: LandscapeId, plan: PlanId) -> Response:
    """What a plan says, as JSON. Its ETag is the hash of that."""
    entry = service.store.plan(landscape, plan)
    return answer(request, entry.body, JSON, conditions.etag(entry.revision))


@router.post(
    "/landscapes/{landscape}/plans",
    operation_id="create_plan",
    status_code=201,
    responses=making(PlanEntryDocument, 404, 408, 409, 413, 415, replacing=True),
    **needs("editor", **PLAN_BODY),
)
async def create_plan(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    version: VersionQuery = None,
    file: PlanFileName = DEFAULT_PLAN,
    key: Key = None,
) -> Response:
    """Keeps a plan under an id that is made of what it says: the same plan sent twice is kept once (200)."""
    sent = await sent_plan(request, service, file)
    revision = hash_of(sent.body)
    plan = "plan-" + revision.removeprefix("sha256:")[:16]

    async def keep() -> Response:
        return await _keep(request, service, landscape, plan, version, sent, None)

    return await once(service, request, key, f"{revision} {version}", keep)


@router.put(
    "/landscapes/{landscape}/plans/{plan}",
    operation_id="put_plan",
    responses=making(PlanEntryDocument, 404, 408, 412, 413, 415, 428, replacing=True),
    **needs("editor", **PLAN_BODY),
)
async def put_plan(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    plan: PlanId,
    version: VersionQuery = None,
    file: PlanFileName = DEFAULT_PLAN,
) -> Response:
    """Keeps a plan under an id. A new one needs no condition; one that takes the place of another names it with `If-Match`."""

    def current() -> str | None:
        try:
            return service.store.plan(landscape, plan).revision
        except NotFoundError:
            return None

    expect = await run_in_threadpool(conditions.expectation, request, current)
    sent = await sent_plan(request, service, file)
    return await _keep(request, service, landscape, plan, version, sent, expect)


async def _keep(
    request: Request,
    service: Service,
    landscape: str,
    plan: str,
    version: str | None,
    sent: SentPlan,
    expect: Expected,
) -> Response:
    """Keeps it; who sends again what is there already (an answer was lost) gets the answer again."""
    actor = actor_of(request)

    def put() -> tuple[PlanEntry, bool]:
        made_for = version_for(service, landscape, version, sent.made_for).hash
        try:
            entry = service.store.put_plan(landscape, plan, made_for, sent.body, expect=expect, actor=actor)
        except ChangedError:
            found = service.store.plan(landscape, plan)
            if expect is None and (found.body, found.version) == (sent.body, made_for):
                return found, False
            raise
        return entry, expect is None

    entry, new = await service.changes.make(put)
    headers = {
        "ETag": conditions.etag(entry.revision),
        "Location": f"/api/v1/landscapes/{landscape}/plans/{plan}",
    }
    return Response(compact(entry_plain(entry)), 201 if new else 200, headers, JSON)


@router.delete(
    "/landscapes/{landscape}/plans/{plan}",
    operation_id="delete_plan",
    status_code=204,
    responses=deleting(412, 428),
    **needs("editor"),
)
async def delete_plan(request: Request, service: Running, landscape: LandscapeId, plan: PlanId) -> Response:
    """Deletes a plan; `If-Match` names what is there."""

    def current() -> str | None:
        return service.store.plan(landscape, plan).revision

    expect = await run_in_threadpool(conditions.required, request, current)
    await service.changes.make(
        service.store.delete_plan, landscape, plan, expect=expect, actor=actor_of(request)
    )
    return Response(status_code=204)

"""Landscapes: listed, read, put, deleted."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from analyzer.messages import Text
from analyzer.stores.compact import compact
from analyzer.stores.errors import ChangedError
from analyzer.stores.port import Expected, Version
from analyzer.stores.preparing import Prepared
from analyzer.stores.sources import Source
from api import conditions
from api.answers import JSON, answer, table_answer
from api.documents.landscapes import (
    KeptDocument,
    LandscapeDocument,
    VersionDocument,
    VersionPage,
    version_plain,
)
from api.documents.responses import body, deleting, making, reading
from api.idempotency import Key, once
from api.jobs.part import forget_jobs
from api.keeping import current_hash, keep_version
from api.looking import LandscapeId, VersionQuery, find_version, ready_document
from api.paging import DEFAULT_LIMIT, Cursor, Limit, cursor_after, read_cursor
from api.problems import ProblemError
from api.security.roles import actor_of, needs
from api.service import Running, Service
from api.tables import versions_csv
from api.thin import ThinRoute
from api.uploads.uploading import MEDIA_TYPES, Upload, uploaded

router = APIRouter(prefix="/api/v1", tags=["landscapes"])
hot = APIRouter(prefix="/api/v1", tags=["landscapes"], route_class=ThinRoute)

FILE_NAME = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+$"
FileName = Annotated[
    str,
    Query(
        alias="file",
        min_length=1,
        max_length=200,
        pattern=FILE_NAME,
        description="What places in findings call the file.",
    ),
]
DEFAULT_FILE = "landscape.yaml"
UPLOAD = body(
    *MEDIA_TYPES,
    description="A landscape file, YAML or JSON in UTF-8, at most 50 MB; `landscape.schema.json` describes it.",
    schema={"type": "object"},
)
_ROOM = 200


@router.get(
    "/landscapes",
    operation_id="list_landscapes",
    responses=reading(VersionPage, table=True),
    **needs("viewer"),
)
async def list_landscapes(
    request: Request, service: Running, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Response:
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
    return table_answer(
        request,
        lambda: {"items": [version_plain(version) for version in page], "next": following},
        partial(versions_csv, page),
        "landscapes",
        following,
    )


@hot.get(
    "/landscapes/{landscape}",
    operation_id="get_landscape",
    responses=reading(LandscapeDocument),
    **needs("viewer"),
)
async def get_landscape(
    request: Request, service: Running, landscape: LandscapeId, version: VersionQuery = None
) -> Response:
    """The canonical document of a version as JSON. Its ETag is the content hash."""
    found = await _found(service, landscape, version)
    tag = f'"{found.hash}"'
    if conditions.is_known(request, tag):
        return answer(request, b"", JSON, tag)
    ready = service.ready.get(("document", found.hash))
    if ready is None:
        ready = await run_in_threadpool(ready_document, service, found)
    return answer(request, ready, JSON, tag)


@hot.get(
    "/landscapes/{landscape}/summary",
    operation_id="get_summary",
    responses=reading(VersionDocument),
    **needs("viewer"),
)
async def get_summary(
    request: Request, service: Running, landscape: LandscapeId, version: VersionQuery = None
) -> Response:
    """A version in figures."""
    found = await _found(service, landscape, version)
    key = ("summary", landscape, found.hash, found.number, found.made)
    ready = service.ready.get(key)
    if ready is None:
        ready = compact(version_plain(found))
        service.ready.put(key, ready, len(ready))
    return answer(request, ready, JSON, f'"{found.hash}.{found.number}.summary"')


async def _found(service: Service, landscape: str, version: str | None) -> Version:
    if version is None:
        return await service.currents.current(landscape)
    return await run_in_threadpool(find_version, service, landscape, version)


@router.post(
    "/landscapes",
    operation_id="create_landscape",
    status_code=201,
    responses=making(KeptDocument, 408, 409, 413, 415),
    **needs("creator", **UPLOAD),
)
async def create_landscape(
    request: Request, service: Running, file: FileName = DEFAULT_FILE, key: Key = None
) -> Response:
    """Keeps a new landscape under the id that its file says; 409 where there is one already."""
    async with uploaded(request, service, file) as upload:
        source = await run_in_threadpool(upload.source)

        async def keep() -> Response:
            try:
                return await _keep(request, service, upload, upload.prepared, source, None)
            except ChangedError:
                raise ProblemError(
                    409,
                    "exists",
                    Text(
                        f"ランドスケープ「{upload.prepared.id}」は既にあります。PUT で新しい版を送ってください。",
                        f"There is a landscape {upload.prepared.id!r} already. Send a new version of it with PUT.",
                    ),
                ) from None

        return await once(service, request, key, f"{source.hash} {file}", keep)


@router.put(
    "/landscapes/{landscape}",
    operation_id="put_landscape",
    responses=making(KeptDocument, 404, 408, 409, 412, 413, 415, 428, replacing=True),
    **needs("creator", **UPLOAD),
)
async def put_landscape(
    request: Request, service: Running, landscape: LandscapeId, file: FileName = DEFAULT_FILE
) -> Response:
    """Keeps a version and makes it current. A new landscape needs no condition, the next version of one names
    what it takes the place of: `If-Match` with its ETag (412 if it is another one by now, 428 without).
    """
    expect = await run_in_threadpool(
        conditions.expectation, request, lambda: current_hash(service, landscape)
    )
    async with uploaded(request, service, file) as upload:
        prepared = upload.prepared
        if prepared.id != landscape:
            raise ProblemError(
                422,
                "other_id",
                Text(
                    f"ファイルの識別子は「{prepared.id}」です。宛先は「{landscape}」です。",
                    f"The file says it is {prepared.id!r}, and was sent to {landscape!r}.",
                ),
            )
        source = await run_in_threadpool(upload.source)
        return await _keep(request, service, upload, prepared, source, expect)


async def _keep(
    request: Request,
    service: Service,
    upload: Upload,
    prepared: Prepared,
    source: Source,
    expect: Expected,
) -> Response:
    """Keeps the upload; who sends again what is current already (an answer was lost) gets the answer again."""
    version, new = await keep_version(request, service, prepared, source, expect)
    document = {
        "version": version_plain(version),
        "warnings": [finding.as_dict() for finding in upload.read.findings],
        "total": upload.read.total,
    }
    headers = {
        "ETag": conditions.etag(version.hash),
        "Location": f"/api/v1/landscapes/{version.landscape}",
        "Server-Timing": upload.timing,
    }
    return Response(compact(document), 201 if new else 200, headers, JSON)


@router.delete(
    "/landscapes/{landscape}",
    operation_id="delete_landscape",
    status_code=204,
    responses=deleting(412, 428),
    **needs("admin"),
)
async def delete_landscape(request: Request, service: Running, landscape: LandscapeId) -> Response:
    """Deletes a landscape with its versions, sources and plans; `If-Match` names the current version."""
    expect = await run_in_threadpool(
        conditions.required, request, lambda: service.store.current(landscape).hash
    )
    actor = actor_of(request)

    def delete() -> None:
        with service.guard.deleting(request, landscape):
            service.store.delete(landscape, expect=expect, actor=actor)
        forget_jobs(service, landscape)

    await service.changes.make(delete)
    return Response(status_code=204)

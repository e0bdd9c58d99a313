"""Versions of a landscape: listed, compared, made current, deleted; their sources; and files tried out."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from analyzer.landscape.difference import LandscapeDifference, difference_of
from analyzer.messages import Text
from analyzer.reports.tables import report_csv
from analyzer.reports.versions import versions_document, versions_report
from analyzer.stores.compact import compact, parsed
from analyzer.stores.content import document_of
from analyzer.stores.errors import ChangedError
from analyzer.stores.port import Version
from api import conditions
from api.answers import FOREVER, JSON, answer, json_answer, table_answer
from api.bodies import StrictRoute
from api.documents.landscapes import (
    HASH,
    CurrentDocument,
    DifferenceDocument,
    SourceList,
    ValidationDocument,
    VersionDocument,
    VersionPage,
    source_plain,
    summary_plain,
    version_plain,
)
from api.documents.responses import answers, body, deleting, reading
from api.looking import (
    VERSION,
    LandscapeId,
    VersionName,
    VersionQuery,
    find_version,
    plain_document,
    version_before,
)
from api.paging import DEFAULT_LIMIT, Cursor, Limit, cursor_after, read_cursor
from api.problems import ProblemError
from api.routes.landscapes import DEFAULT_FILE, FileName
from api.security.roles import actor_of, needs
from api.service import Running, Service
from api.tables import sources_csv, versions_csv
from api.uploads.uploading import MEDIA_TYPES, Upload, uploaded

router = APIRouter(prefix="/api/v1", tags=["versions"], route_class=StrictRoute)

FromVersion = Annotated[
    str | None,
    Query(alias="from", pattern=VERSION, description="The earlier version; left out: the one before `to`."),
]
ToVersion = Annotated[
    str | None,
    Query(alias="to", pattern=VERSION, description="The later version; left out: the current one."),
]
TRIED = body(
    *MEDIA_TYPES,
    description="Anything: the answer says what is wrong with it as a landscape file.",
    schema={},
)
SourceHash = Annotated[str, Path(alias="source", pattern=HASH)]


@router.get(
    "/landscapes/{landscape}/versions",
    operation_id="list_versions",
    responses=reading(VersionPage, table=True),
    **needs("viewer"),
)
def list_versions(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """The oldest first."""
    scope = f"versions {landscape}"
    after = 0 if cursor is None else int(read_cursor(scope, cursor, int)[0])
    found = list(service.store.versions(landscape, after=after, limit=limit + 1))
    page = found[:limit]
    following = cursor_after(scope, page[-1].number) if len(found) > limit else None
    return table_answer(
        request,
        lambda: {"items": [version_plain(version) for version in page], "next": following},
        partial(versions_csv, page),
        f"{landscape}-versions",
        following,
    )


@router.get(
    "/landscapes/{landscape}/versions/{version}",
    operation_id="get_version",
    responses=reading(VersionDocument),
    **needs("viewer"),
)
def get_version(request: Request, service: Running, landscape: LandscapeId, version: VersionName) -> Response:
    """What is known of a version; `GET /landscapes/{landscape}?version=…` gives what it says."""
    return json_answer(request, version_plain(find_version(service, landscape, version)))


@router.delete(
    "/landscapes/{landscape}/versions/{version}",
    operation_id="delete_version",
    status_code=204,
    responses=deleting(409),
    **needs("admin"),
)
async def delete_version(
    request: Request, service: Running, landscape: LandscapeId, version: VersionName
) -> Response:
    """Deletes a version that is not current, with its sources. A version never changes, so this takes no condition."""
    actor = actor_of(request)

    def delete() -> None:
        found = find_version(service, landscape, version)
        try:
            service.store.delete_version(landscape, found.hash, actor=actor)
        except ChangedError:
            raise ProblemError(
                409,
                "is_current",
                Text(
                    "今の版は削除できません。先に別の版を今の版にしてください。",
                    "The current version cannot be deleted. Make another one current first.",
                ),
            ) from None

    await service.changes.make(delete)
    return Response(status_code=204)


@router.put(
    "/landscapes/{landscape}/current",
    operation_id="make_current",
    responses=answers(VersionDocument, 404, 412, 413, 415, 428),
    **needs("editor"),
)
async def make_current(
    request: Request, service: Running, landscape: LandscapeId, wanted: CurrentDocument
) -> Response:
    """Makes a kept version current (again); `If-Match` names the one that is current now."""

    def current() -> str | None:
        return service.store.current(landscape).hash

    expect = await run_in_threadpool(conditions.required, request, current)
    actor = actor_of(request)
    version = await service.changes.make(
        service.store.make_current, landscape, wanted.version, expect=expect, actor=actor
    )
    headers = {"ETag": conditions.etag(version.hash)}
    return Response(compact(version_plain(version)), 200, headers, JSON)


@router.get(
    "/landscapes/{landscape}/diff",
    operation_id="diff_versions",
    responses=reading(DifferenceDocument, table=True),
    **needs("viewer"),
)
def diff_versions(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    before: FromVersion = None,
    after: ToVersion = None,
) -> Response:
    """What changed from one version to another, field by field."""
    new = find_version(service, landscape, after)
    old = version_before(service, new) if before is None else find_version(service, landscape, before)
    found = difference_of(plain_document(service, old), plain_document(service, new), (old.hash, new.hash))
    return _difference_answer(request, found)


def _difference_answer(request: Request, difference: LandscapeDifference) -> Response:
    return table_answer(
        request,
        partial(versions_document, difference),
        lambda language: report_csv(versions_report(difference), language),
        f"{difference.landscape}-diff",
    )


@router.get(
    "/landscapes/{landscape}/sources",
    operation_id="list_sources",
    responses=reading(SourceList, table=True),
    **needs("viewer"),
)
def list_sources(
    request: Request, service: Running, landscape: LandscapeId, version: VersionQuery = None
) -> Response:
    """The uploaded texts that said what a version says."""
    found = find_version(service, landscape, version)
    listed = service.store.sources(landscape, found.hash)
    return table_answer(
        request,
        lambda: {"items": [source_plain(source) for source in listed]},
        partial(sources_csv, listed),
        f"{landscape}-sources",
    )


@router.get(
    "/landscapes/{landscape}/sources/{source}",
    operation_id="get_source",
    responses=reading(None, media_types=("text/plain",)),
    **needs("viewer"),
)
def get_source(request: Request, service: Running, landscape: LandscapeId, source: SourceHash) -> Response:
    """An uploaded text, byte by byte. Its ETag is the hash of its bytes."""
    tag = conditions.etag(source)
    text = service.store.source(landscape, source)
    headers = {"Content-Disposition": 'attachment; filename="source.txt"'}
    return answer(request, text, "text/plain", tag, headers=headers, cache=FOREVER)


@router.post(
    "/validate",
    operation_id="validate_landscape",
    responses=answers(ValidationDocument, 408, 413, 415),
    **needs("viewer", **TRIED),
)
async def validate_landscape(request: Request, service: Running, file: FileName = DEFAULT_FILE) -> Response:
    """What is wrong with a landscape file, and what it would become. Nothing is kept; a file with errors is 200 too."""
    async with uploaded(request, service, file) as upload:
        return await run_in_threadpool(_validated, request, service, upload, None)


@router.post(
    "/landscapes/{landscape}/validate",
    operation_id="validate_version",
    responses=answers(ValidationDocument, 404, 408, 413, 415),
    **needs("viewer", **TRIED),
)
async def validate_version(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    file: FileName = DEFAULT_FILE,
    version: VersionQuery = None,
) -> Response:
    """The same for the next version of a landscape: also what would change from the current (or the named) one."""
    found = await run_in_threadpool(find_version, service, landscape, version)
    async with uploaded(request, service, file) as upload:
        return await run_in_threadpool(_validated, request, service, upload, found)


def _validated(request: Request, service: Service, upload: Upload, version: Version | None) -> Response:
    read, prepared = upload.read, upload.read.prepared
    difference = None
    if version is not None and prepared is not None:
        bodies = (row.body for row in prepared.content.links)
        after = parsed(compact(document_of(prepared.content.frame, bodies)))
        before = plain_document(service, version)
        difference = versions_document(difference_of(before, after, (version.hash, prepared.content.hash)))
    document = {
        "valid": prepared is not None,
        "landscape": None if prepared is None else prepared.id,
        "hash": None if prepared is None else prepared.content.hash,
        "summary": None if prepared is None else summary_plain(prepared.summary),
        "errors": [finding.as_dict() for finding in read.findings],
        "total": read.total,
        "difference": difference,
    }
    return json_answer(request, document, headers={"Server-Timing": upload.timing})

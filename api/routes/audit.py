"""The audit log: of the whole server for its admins, of a landscape for its own."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from analyzer.reports.kept import audit_report
from analyzer.reports.tables import report_csv
from api.answers import UNKEPT, table_answer
from api.documents.access import AuditPage, audit_document
from api.documents.responses import reading
from api.paging import DEFAULT_LIMIT, Cursor, Limit, cursor_after, read_cursor
from api.security.roles import needs
from api.service import Running, Service

router = APIRouter(prefix="/api/v1", tags=["access"])


@router.get(
    "/audit",
    operation_id="list_audit",
    responses=reading(AuditPage, table=True),
    **needs("server-admin"),
)
def list_audit(
    request: Request, service: Running, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Response:
    """Every change, the oldest first."""
    return _page(request, service, "", limit, cursor)


@router.get(
    "/landscapes/{landscape}/audit",
    operation_id="list_landscape_audit",
    responses=reading(AuditPage, table=True),
    **needs("admin"),
)
def list_landscape_audit(
    request: Request,
    landscape: Annotated[str, Path(max_length=200, description="Id of a landscape.")],
    service: Running,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """Changes of the landscape, its plans, jobs and grants, the oldest first."""
    service.store.current(landscape)
    return _page(request, service, landscape, limit, cursor)


def _page(request: Request, service: Service, subject: str, limit: int, cursor: str | None) -> Response:
    scope = f"audit/{subject}"
    after = 0 if cursor is None else int(read_cursor(scope, cursor, int)[0])
    found = service.store.audit_log(subject=subject, after=after, limit=limit + 1)
    page = found[:limit]
    following = cursor_after(scope, page[-1].number) if len(found) > limit else None
    return table_answer(
        request,
        lambda: AuditPage(items=[audit_document(entry) for entry in page], next=following).model_dump(),
        lambda language: report_csv(audit_report(page), language),
        f"{subject or 'server'}-audit",
        following,
        cache=UNKEPT,
    )

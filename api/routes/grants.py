"""Grants of a landscape, for its admins: who may see it, change it, and say who else may."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from analyzer.reports.keys import grants_table
from analyzer.reports.tables import render_csv
from api.answers import UNKEPT, table_answer
from api.bodies import StrictRoute
from api.documents.access import GrantDocument, GrantList, GrantRequest, grant_document
from api.documents.problems import problems
from api.documents.responses import reading
from api.security.roles import actor_of, needs
from api.service import Running

router = APIRouter(prefix="/api/v1/landscapes/{landscape}", tags=["access"], route_class=StrictRoute)

Landscape = Annotated[str, Path(max_length=200, description="Id of a landscape.")]
Subject = Annotated[str, Path(max_length=205, description="`user:…`, `group:…` or `key:…`.")]


@router.get("/grants", operation_id="list_grants", responses=reading(GrantList, table=True), **needs("admin"))
def list_grants(request: Request, landscape: Landscape, service: Running) -> Response:
    """Who has which role, by subject. Admins of the server may everything without standing here."""
    service.store.current(landscape)
    grants = tuple(service.guard.grants.of(landscape).values())
    return table_answer(
        request,
        lambda: GrantList(items=[grant_document(grant) for grant in grants]).model_dump(),
        lambda language: render_csv(grants_table(grants), language),
        f"{landscape}-grants",
        cache=UNKEPT,
    )


@router.put(
    "/grants/{subject:path}",
    operation_id="put_grant",
    responses={
        **problems(413, 415),
        201: {"model": GrantDocument, "description": "The subject had no role before."},
    },
    **needs("admin"),
)
def put_grant(
    landscape: Landscape,
    subject: Subject,
    asked: GrantRequest,
    request: Request,
    response: Response,
    service: Running,
) -> GrantDocument:
    """Gives somebody a role, in place of the one they had."""
    service.store.current(landscape)
    grant, is_new = service.guard.grants.put(landscape, subject, asked.role, actor=actor_of(request))
    service.guard.forget_grants(landscape)
    response.status_code = 201 if is_new else 200
    return grant_document(grant)


@router.delete(
    "/grants/{subject:path}",
    operation_id="delete_grant",
    status_code=204,
    responses=problems(),
    **needs("admin"),
)
def delete_grant(landscape: Landscape, subject: Subject, request: Request, service: Running) -> None:
    """Takes somebody's role away."""
    service.store.current(landscape)
    service.guard.grants.delete(landscape, subject, actor=actor_of(request))
    service.guard.forget_grants(landscape)

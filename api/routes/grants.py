"""Grants of a landscape, for its admins: who may see it, change it, and say who else may."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from api.bodies import StrictRoute
from api.documents.access import GrantDocument, GrantList, GrantRequest, grant_document
from api.documents.problems import problems
from api.security.roles import actor_of, needs
from api.service import Running

router = APIRouter(prefix="/api/v1/landscapes/{landscape}", tags=["access"], route_class=StrictRoute)

Landscape = Annotated[str, Path(max_length=200, description="Id of a landscape.")]
Subject = Annotated[str, Path(max_length=205, description="`user:…`, `group:…` or `key:…`.")]


@router.get("/grants", operation_id="list_grants", responses=problems(), **needs("admin"))
def list_grants(landscape: Landscape, service: Running) -> GrantList:
    """Who has which role, by subject. Admins of the server may everything without standing here."""
    service.store.current(landscape)
    return GrantList(items=[grant_document(grant) for grant in service.guard.grants.of(landscape).values()])


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

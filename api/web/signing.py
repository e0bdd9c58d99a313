"""Signing in by an API key, or through the issuer; signing out. Where there is no login nobody is asked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.problems import ProblemError
from api.routes.access import delete_cookie, set_session_cookie
from api.security.guard import Guard
from api.security.roles import needs
from api.service import Running
from api.web.rendering import address, page
from api.web.routing import PageRoute, field, moved

router = APIRouter(route_class=PageRoute)

Following = Annotated[str, Query(alias="next", max_length=2_000)]
"""The view to come to, below the service."""


@router.get("/sign-in", include_in_schema=False, **needs("public"))
async def sign_in_form(request: Request, service: Running, following: Following = "") -> Response:
    if service.guard.access.login == "none":
        return moved(request, following)
    return _form(request, service.guard, following)


@router.post("/sign-in", include_in_schema=False, **needs("public"))
async def sign_in(request: Request, service: Running, following: Following = "") -> Response:
    """A session for whoever has the key; scripts cannot read its cookie, other sites' forms do not send it."""
    guard = service.guard
    text = field(await request.form(), "key").strip()
    try:
        cookie = await guard.sign_in(request, text)
    except ProblemError as problem:
        if problem.status != 401:
            raise
        return _form(request, guard, following, problem)
    response = moved(request, following)
    set_session_cookie(response, guard, cookie)
    return response


@router.post("/sign-out", include_in_schema=False, **needs("viewer"))
async def sign_out(request: Request, service: Running) -> Response:
    await service.guard.sign_out(request)
    response = moved(request, "sign-in")
    delete_cookie(response, service.guard, service.guard.cookie_name)
    return response


def _form(request: Request, guard: Guard, following: str, problem: ProblemError | None = None) -> Response:
    issuer = None
    if guard.issuer is not None:
        issuer = address("", "api", "v1", "login", next=f"/{following}")
    context = {"following": following, "issuer": issuer, "problem": problem}
    return page(request, "sign-in.html", context, status_code=200 if problem is None else problem.status)

"""The first view: the landscapes that are kept, and ways to bring one in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from analyzer.stores.port import Version
from api.security.roles import needs, principal_of
from api.service import Running, Service
from api.web.rendering import page
from api.web.routing import PageRoute
from api.web.samples import sample_titles

router = APIRouter(route_class=PageRoute)

_ROOM = 200
MOST = 2_000
"""Landscapes that are listed; more are found through the API."""


@router.get("/", include_in_schema=False, **needs("viewer"))
async def landing(request: Request, service: Running) -> Response:
    """The current version of every landscape that one may see, by id."""
    visible = await service.guard.visible(request)
    found = await run_in_threadpool(_listed, service, visible)
    context = {
        "landscapes": found[:MOST],
        "more": len(found) > MOST,
        "samples": sample_titles() if principal_of(request).rights.may("create") else (),
    }
    return page(request, "landing.html", context, twin="api/v1/landscapes")


def _listed(service: Service, visible: frozenset[str] | None) -> list[Version]:
    found: list[Version] = []
    after = ""
    while len(found) <= MOST:
        listed = service.store.landscapes(after=after, limit=_ROOM)
        found += [version for version in listed if visible is None or version.landscape in visible]
        if len(listed) < _ROOM:
            break
        after = listed[-1].landscape
    return found

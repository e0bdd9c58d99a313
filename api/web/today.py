"""Today: which bridges stand, whose they are, until when, what ends each, and what nobody knows."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.security.roles import needs
from api.web.routing import PageRoute
from api.web.views import Looked
from api.work.questions import Question

router = APIRouter(route_class=PageRoute)


@router.get("/landscapes/{landscape}/today", include_in_schema=False, **needs("viewer"))
async def today(looking: Looked) -> Response:
    """A month under a kept plan; as of today where no plan is named."""
    status = await looking.report(Question("status", (), month=looking.month))
    twin = looking.planned_twin("status", month=looking.month)
    return looking.page("today", "today.html", twin=twin, status=status)

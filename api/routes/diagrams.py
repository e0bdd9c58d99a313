"""Pictures over HTTP: each view as SVG, PNG, PDF or DOT, and its numbers as JSON or CSV."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from analyzer.usecases import PictureWanted
from analyzer.usecases.drawing import ViewName
from api.answers import CSV, JSON
from api.bodies import StrictRoute
from api.documents.responses import reading
from api.looking import ID, MonthQuery, VendorQuery
from api.routes.about import PICTURES, PerhapsKeptPlan
from api.routes.questions import PICTURE_SECONDS, Group, TimeLimit
from api.security.roles import needs
from api.work.questions import pictures

router = APIRouter(prefix="/api/v1", tags=["diagrams"], route_class=StrictRoute)

VIEW: tuple[str, ...] = (*PICTURES, JSON, CSV)
View = Annotated[ViewName, Path(description="Which picture (docs/diagrams.md).")]
SystemQuery = Annotated[
    str | None, Query(pattern=ID, max_length=200, description="Only what is around this system.")
]
Depth = Annotated[int, Query(ge=1, le=9, description="Up to so many links away from `system`.")]
Block = Annotated[
    str | None, Query(min_length=1, max_length=200, description="Only the systems of this block.")
]
OnlyMixed = Annotated[bool, Query(description="Only what is mixed in the month.")]
PaperSize = Annotated[
    Literal["a4", "a3"] | None,
    Query(description="The sheet; without one A4, and `landscape` as large as it is."),
]


@router.get(
    "/landscapes/{landscape}/diagrams/{view}",
    operation_id="get_view",
    responses=reading(None, 501, media_types=VIEW),
    **needs("viewer"),
)
async def get_view(
    at: PerhapsKeptPlan,
    view: View,
    month: MonthQuery = None,
    group: Group = "environment",
    vendor: VendorQuery = None,
    block: Block = None,
    system: SystemQuery = None,
    depth: Depth = 1,
    only_mixed: OnlyMixed = False,
    paper: PaperSize = None,
    time_limit: TimeLimit = PICTURE_SECONDS,
) -> Response:
    """One picture, under a kept plan where one is named; its numbers as JSON or CSV."""
    wanted = PictureWanted(
        view,
        month,
        group,
        vendor=vendor,
        block=block,
        system=system,
        depth=depth,
        only_mixed=only_mixed,
        paper=paper,
    )
    return await at.ask(pictures.View(picture=wanted, time_limit=time_limit), VIEW)

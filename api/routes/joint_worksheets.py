"""Worksheets of several municipalities over HTTP: the landscape of the path, and those that are named beside it.

Whoever asks needs the role of a viewer on each of them; one that they may not see is not there.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import StringConstraints
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from analyzer.stores.errors import NotFoundError
from analyzer.usecases import find_joint_worksheet
from api.answers import XLSX
from api.bodies import StrictRoute
from api.documents.plans import JointWorksheetDocument
from api.documents.responses import reading
from api.looking import VendorQuery, find_version
from api.plans import version_of_plan
from api.routes.about import SHEET, Asked, PerhapsKeptPlan
from api.routes.questions import DEFAULT_SECONDS, TimeLimit
from api.routes.worksheets import SheetId, Wareki
from api.security.roles import needs
from api.service import Service
from api.work.asking import packed_landscape
from api.work.questions.base import Sent
from api.work.questions.papers import JointWorksheet, Other

router = APIRouter(prefix="/api/v1", tags=["worksheets"], route_class=StrictRoute)

MOST = 50
"""Municipalities beside that of the path."""
_NAME = r"[a-z0-9][a-z0-9_-]{0,199}"
With = Annotated[
    list[Annotated[str, StringConstraints(pattern=f"^{_NAME}(/{_NAME})?$")]],
    Query(
        alias="with",
        max_length=MOST,
        description="Another landscape, with a kept plan of it after a slash, if any: `other` or `other/plan`; repeatable.",
    ),
]


@router.get(
    "/landscapes/{landscape}/joint-worksheets/{sheet}",
    operation_id="get_joint_worksheet",
    responses=reading(JointWorksheetDocument, table=True, media_types=(XLSX,)),
    **needs("viewer"),
)
async def get_joint_worksheet(
    at: PerhapsKeptPlan,
    sheet: SheetId,
    others: With = [],  # noqa: B006 - FastAPI copies defaults
    vendor: VendorQuery = None,
    wareki: Wareki = False,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """One worksheet of this landscape and others (`shared`, `agenda`): JSON, CSV, or an Excel workbook for paper."""
    find_joint_worksheet(sheet)
    await _check_visible(at, others)
    named = tuple([await run_in_threadpool(_other, at.service, name) for name in others])
    question = JointWorksheet(sheet=sheet, others=named, vendor=vendor, wareki=wareki, time_limit=time_limit)
    return await at.ask(question, SHEET)


async def _check_visible(at: Asked, others: list[str]) -> None:
    """NotFoundError for a landscape that whoever asks may not see."""
    visible = await at.service.guard.visible(at.request)
    for name in others:
        landscape = name.partition("/")[0]
        if visible is not None and landscape not in visible:
            raise NotFoundError("landscape", landscape)


def _other(service: Service, name: str) -> Other:
    """The current version, or the one that the plan was made for. NotFoundError."""
    landscape, _, plan = name.partition("/")
    if not plan:
        _, value = packed_landscape(service, find_version(service, landscape, None))
        return Other(value)
    entry = service.store.plan(landscape, plan)
    _, value = packed_landscape(service, version_of_plan(service, entry, None))
    return Other(value, Sent(entry.body, plan))

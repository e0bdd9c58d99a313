"""Packs over HTTP: everything for a meeting as an archive, or a part of it; and filled-in answers read back.

Both are questions: nothing is kept. Who keeps the landscape with the answers in it puts it as any other.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api.answers import CSV, HTML, ICS, JSON, XLSX, ZIP
from api.bodies import StrictRoute, media_type_of, whole_body
from api.documents.packs import AnswersDocument
from api.documents.responses import answers, body, reading
from api.looking import VendorQuery
from api.routes.about import AtLandscape, KeptPlan, SentPlan
from api.routes.plans import PLAN_BODY
from api.routes.questions import DEFAULT_SECONDS, TimeLimit
from api.routes.worksheets import Wareki
from api.security.roles import needs
from api.work.questions.base import Sent
from api.work.questions.papers import FilledAnswers, Pack

router = APIRouter(prefix="/api/v1", tags=["packs"], route_class=StrictRoute)

Part = Annotated[
    Literal["workbook", "page", "calendar", "redmine", "jira"], Path(description="A part of the pack.")
]
AnswerBy = Annotated[
    str | None,
    Query(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        description="The day by which to answer; left out: the attribute 回答期限 of the vendor, or of the landscape.",
    ),
]
Pictures = Annotated[bool, Query(description="Whether pictures are in it.")]
_MEDIA = {"workbook": XLSX, "page": HTML, "calendar": ICS, "redmine": CSV, "jira": CSV}
_PARTS = (XLSX, HTML, ICS, CSV)
_ANSWERS_BODY = body(
    XLSX,
    CSV,
    description="Questions of the worksheet `questions` or of a pack, with their answers filled in.",
)


@router.get(
    "/landscapes/{landscape}/plans/{plan}/pack",
    operation_id="get_plan_pack",
    responses=reading(None, 501, media_types=(ZIP,)),
    **needs("viewer"),
)
async def get_plan_pack(
    plan: KeptPlan,
    vendor: VendorQuery = None,
    answer_by: AnswerBy = None,
    pictures: Pictures = True,
    wareki: Wareki = False,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """What a vendor is handed under a kept plan, or the secretariat's papers over all, as a zip archive."""
    return await plan.ask(_asked("", vendor, answer_by, pictures, wareki, time_limit), (ZIP,))


@router.get(
    "/landscapes/{landscape}/plans/{plan}/pack/{part}",
    operation_id="get_plan_pack_part",
    responses=reading(None, 501, media_types=_PARTS),
    **needs("viewer"),
)
async def get_plan_pack_part(
    plan: KeptPlan,
    part: Part,
    vendor: VendorQuery = None,
    answer_by: AnswerBy = None,
    pictures: Pictures = True,
    wareki: Wareki = False,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """One file of it: the workbook, the page, the calendar, or issues for Redmine or Jira."""
    return await plan.ask(_asked(part, vendor, answer_by, pictures, wareki, time_limit), (_MEDIA[part],))


@router.post(
    "/landscapes/{landscape}/pack",
    operation_id="post_pack",
    responses=answers(None, 404, 408, 413, 415, 501, media_types=(ZIP,)),
    **needs("viewer", **PLAN_BODY),
)
async def post_pack(
    plan: SentPlan,
    vendor: VendorQuery = None,
    answer_by: AnswerBy = None,
    pictures: Pictures = True,
    wareki: Wareki = False,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """The same under the plan that is sent."""
    return await plan.ask(_asked("", vendor, answer_by, pictures, wareki, time_limit), (ZIP,))


@router.post(
    "/landscapes/{landscape}/pack/{part}",
    operation_id="post_pack_part",
    responses=answers(None, 404, 408, 413, 415, 501, media_types=_PARTS),
    **needs("viewer", **PLAN_BODY),
)
async def post_pack_part(
    plan: SentPlan,
    part: Part,
    vendor: VendorQuery = None,
    answer_by: AnswerBy = None,
    pictures: Pictures = True,
    wareki: Wareki = False,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """One file of the pack under the plan that is sent."""
    return await plan.ask(_asked(part, vendor, answer_by, pictures, wareki, time_limit), (_MEDIA[part],))


@router.post(
    "/landscapes/{landscape}/answers",
    operation_id="post_answers",
    responses=answers(AnswersDocument, 404, 408, 413, 415),
    **needs("viewer", **_ANSWERS_BODY),
)
async def post_answers(at: AtLandscape) -> Response:
    """What the answers of a filled-in workbook or CSV change, and the landscape with them in it. Nothing is kept."""
    media_type = media_type_of(at.request, (XLSX, CSV), default=XLSX)
    sent = await whole_body(at.request)
    name = "answers.csv" if media_type == CSV else "answers.xlsx"
    return await at.ask(FilledAnswers(filled=Sent(sent, name)), (JSON,))


def _asked(
    part: str, vendor: str | None, answer_by: str | None, pictures: bool, wareki: bool, time_limit: float
) -> Pack:
    return Pack(
        part=part, vendor=vendor, answer_by=answer_by, pictures=pictures, wareki=wareki,
        time_limit=time_limit,
    )  # fmt: skip

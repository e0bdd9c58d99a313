"""Plan: the table of a kept plan, edited by hand; patterns compared, two plans compared, the best plan looked for as a job."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.messages.words import COST_PARTS
from analyzer.plan.reading import kept_plan
from analyzer.reports.plan_table import LETTERS, PlanTable, plan_table
from analyzer.stores.compact import parsed
from analyzer.stores.port import PlanEntry
from api.conditions import etag
from api.security.roles import needs
from api.web.rendering import address
from api.web.routing import PageRoute
from api.web.views import Looked, Looking, PlanAsked
from api.work.questions.base import Sent
from api.work.questions.figures import Comparison
from api.work.questions.what_if import Difference

router = APIRouter(route_class=PageRoute)

COMPARING_SECONDS = 12.0
"""For all patterns of a view together; longer comparisons are jobs."""
DIFFERENCE_SECONDS = 20.0
_COMPARISON = Comparison(time_limit=COMPARING_SECONDS)
OtherAsked = Annotated[PlanAsked, Query(alias="other")]


def moves_of(entry: PlanEntry) -> dict[MoveRef, Month]:
    return dict(kept_plan(parsed(entry.body)).moves)


@router.get("/landscapes/{landscape}/plan", include_in_schema=False, **needs("viewer"))
async def plan(looking: Looked) -> Response:
    """The table of the plan that is named; of the first one where none is."""
    if looking.plan is None and looking.plans:
        query = {"plan": looking.plans[0].id, "version": looking.named, "month": looking.month}
        return RedirectResponse(address("", **query), 303)
    table = await run_in_threadpool(_table, looking)
    return looking.page(
        "plan",
        "plan.html",
        twin=looking.twin("plans", *(() if looking.plan is None else (looking.plan.id,))),
        table=table,
        letters=LETTERS,
        parts=[(part, text.in_language(looking.language)) for part, text in COST_PARTS.items()],
        revision=None if looking.plan is None else etag(looking.plan.revision),
    )


def _table(looking: Looking) -> PlanTable:
    return plan_table(looking.landscape(), {} if looking.plan is None else moves_of(looking.plan))


@router.get("/landscapes/{landscape}/plan/patterns", include_in_schema=False, **needs("viewer"))
async def patterns(looking: Looked) -> Response:
    """Each pattern at its least cost, side by side with the optimum."""
    report = await looking.soon(_COMPARISON, "plan/patterns/part")
    return looking.page("plan", "plan-patterns.html", twin=looking.twin("patterns"), report=report)


@router.get("/landscapes/{landscape}/plan/patterns/part", include_in_schema=False, **needs("viewer"))
async def patterns_part(looking: Looked) -> Response:
    """The comparison, as soon as it is made."""
    return await looking.part(_COMPARISON)


@router.get("/landscapes/{landscape}/plan/difference", include_in_schema=False, **needs("viewer"))
async def difference(looking: Looked, other: OtherAsked = "") -> Response:
    """What differs from the plan that is named to another kept one."""
    report, twin = None, None
    if looking.plan is not None and other:
        entry = await run_in_threadpool(looking.service.store.plan, looking.version.landscape, other)
        question = Difference(other=Sent(entry.body, other), time_limit=DIFFERENCE_SECONDS)
        report = await looking.report(question)
        twin = looking.planned_twin("difference", other=other)
    return looking.page("plan", "plan-difference.html", twin=twin, report=report, other=other)

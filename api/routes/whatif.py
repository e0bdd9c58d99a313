"""What if: a kept plan under scenarios, and the landscape that scenarios make.

The body is a file of scenarios, as beside a landscape (docs/what-if.md). All of it are questions: nothing is kept.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.answers import JSON
from api.bodies import StrictRoute
from api.documents.responses import answers, body
from api.documents.whatif import ChangedLandscape, KeptDocument
from api.routes.about import TABLE, AtLandscape, KeptPlan, SentScenarios
from api.routes.questions import DEFAULT_SECONDS, TimeLimit
from api.security.roles import needs
from api.uploads.uploading import MEDIA_TYPES
from api.work.questions import Question

router = APIRouter(prefix="/api/v1", tags=["what if"], route_class=StrictRoute)

_SCENARIOS = body(
    *MEDIA_TYPES,
    description="A file of scenarios, YAML or JSON; `scenarios.schema.json` describes it.",
    schema={"type": "object"},
)


@router.post(
    "/landscapes/{landscape}/plans/{plan}/what-if",
    operation_id="post_what_if",
    responses=answers(KeptDocument, 404, 408, 413, 415, table=True),
    **needs("viewer", **_SCENARIOS),
)
async def post_what_if(
    plan: KeptPlan,
    scenarios: SentScenarios,
    combine: Annotated[bool, Query(description="All scenarios as one, their changes in order.")] = False,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """A kept plan under each scenario: rules broken, moves pushed, bridges, tests, cost, all before and after."""
    question = Question("whatif", (), combine=combine, time_limit=time_limit)
    return await plan.ask(await scenarios.of(question), TABLE)


@router.post(
    "/landscapes/{landscape}/changed",
    operation_id="post_changed",
    responses=answers(ChangedLandscape, 404, 408, 413, 415),
    **needs("viewer", **_SCENARIOS),
)
async def post_changed(at: AtLandscape, scenarios: SentScenarios) -> Response:
    """The landscape with all changes of the scenarios, in order; delays as the earliest months of moves."""
    return await at.ask(await scenarios.of(Question("changed", ())), (JSON,))

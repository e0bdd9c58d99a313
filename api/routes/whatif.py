"""What if: a kept plan under scenarios, or made again; slips; the next month.

Scenarios come as the file that stands beside a landscape (docs/what-if.md). All of it are questions: nothing is kept.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.answers import JSON, PDF, PNG, SVG
from api.bodies import StrictRoute
from api.documents.responses import answers, body, reading
from api.documents.whatif import (
    AdvanceDocument,
    AdvanceRequest,
    AgainDocument,
    AnswerDifferenceDocument,
    ChangedLandscape,
    EditDocument,
    EditRequest,
    KeptDocument,
    SlipsDocument,
)
from api.looking import ID, MonthQuery
from api.routes.about import PICTURES, TABLE, AtLandscape, KeptPlan, SentScenarios
from api.routes.questions import DEFAULT_SECONDS, TimeLimit
from api.security.roles import needs
from api.uploads.uploading import MEDIA_TYPES
from api.work.questions.at_once import Edit
from api.work.questions.base import Sent
from api.work.questions.what_if import Advance, Again, Changed, Difference, Slips, WhatIf

router = APIRouter(prefix="/api/v1", tags=["what if"], route_class=StrictRoute)

Combine = Annotated[bool, Query(description="All scenarios as one, their changes in order.")]
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
    combine: Combine = False,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """A kept plan under each scenario: rules broken, moves pushed, bridges, tests, cost, all before and after."""
    question = WhatIf(combine=combine, time_limit=time_limit)
    return await plan.ask(await scenarios.of(question), TABLE)


@router.post(
    "/landscapes/{landscape}/changed",
    operation_id="post_changed",
    responses=answers(ChangedLandscape, 404, 408, 413, 415),
    **needs("viewer", **_SCENARIOS),
)
async def post_changed(at: AtLandscape, scenarios: SentScenarios) -> Response:
    """The landscape with all changes of the scenarios, in order; delays as the earliest months of moves."""
    return await at.ask(await scenarios.of(Changed()), (JSON,))


@router.post(
    "/landscapes/{landscape}/plans/{plan}/again",
    operation_id="post_plan_again",
    responses=answers(AgainDocument, 404, 408, 413, 415),
    **needs("viewer", **_SCENARIOS),
)
async def post_plan_again(
    plan: KeptPlan,
    scenarios: SentScenarios,
    keep: Annotated[
        int | None, Query(ge=0, le=100_000, description="How many months of the plan may change.")
    ] = None,
    combine: Combine = False,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """The best plan under one scenario, beginning with the kept one; longer searches are jobs for the changed landscape."""
    question = Again(keep=keep, combine=combine, time_limit=time_limit)
    return await plan.ask(await scenarios.of(question), (JSON,))


@router.post(
    "/landscapes/{landscape}/plans/{plan}/edit",
    operation_id="post_plan_edit",
    responses=answers(EditDocument, 404, 408, 413, 415),
    **needs("viewer"),
)
async def post_plan_edit(
    plan: KeptPlan, body: EditRequest, time_limit: TimeLimit = DEFAULT_SECONDS
) -> Response:
    """A kept plan with some moves in other months, at once: what breaks, what it costs by part, bridges and tests that change.

    Links go on in the ways of the plan, and `bound` says what no choice can cost less than; with `exact` ways are chosen
    anew, at the least cost.
    """
    changes = tuple(f"{ref}={month}" for ref, month in sorted(body.moves.items()))
    question = Edit(changes=changes, exact=body.exact, time_limit=time_limit)
    return await plan.ask(question, (JSON,))


@router.get(
    "/landscapes/{landscape}/plans/{plan}/slips",
    operation_id="get_plan_slips",
    responses=reading(SlipsDocument, 501, media_types=(SVG, PNG, PDF)),
    **needs("viewer"),
)
async def get_plan_slips(
    plan: KeptPlan,
    samples: Annotated[int, Query(ge=1, le=20_000, description="How many samples are drawn.")] = 2_000,
    seed: Annotated[int, Query(ge=0, le=2**53 - 1, description="The same seed, the same answer.")] = 1,
    exact: Annotated[int, Query(ge=0, le=1_000, description="How many are solved exactly too.")] = 0,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """What slips of the vendors' moves make of a kept plan: end date, cost, deadlines, bridges, who drives it."""
    question = Slips(samples=samples, seed=seed, exact=exact, time_limit=time_limit)
    return await plan.ask(question, (JSON, SVG, PNG, PDF))


@router.get(
    "/landscapes/{landscape}/plans/{plan}/difference",
    operation_id="get_plan_difference",
    responses=reading(AnswerDifferenceDocument, 501, table=True, media_types=PICTURES),
    **needs("viewer"),
)
async def get_plan_difference(
    plan: KeptPlan,
    other: Annotated[
        str, Query(pattern=ID, max_length=200, description="Id of the kept plan that it is compared with.")
    ],
    month: MonthQuery = None,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """What differs from a kept plan to another: moves, bridges, tests, ways, cost; as a picture (of a month, or of all) with
    every position kept.
    """
    entry = await run_in_threadpool(plan.service.store.plan, plan.landscape, other)
    question = Difference(other=Sent(entry.body, other), month=month, time_limit=time_limit)
    return await plan.ask(question, (*TABLE, *PICTURES))


@router.post(
    "/landscapes/{landscape}/plans/{plan}/advance",
    operation_id="post_advance",
    responses=answers(AdvanceDocument, 404, 408, 413, 415),
    **needs("viewer"),
)
async def post_advance(
    plan: KeptPlan, body: AdvanceRequest, time_limit: TimeLimit = DEFAULT_SECONDS
) -> Response:
    """The landscape as of a later month once what was done is done, planned against actual, and the plan for the rest."""
    question = Advance(
        to=body.to,
        done=tuple(body.done),
        as_planned=body.as_planned,
        late=tuple(body.late),
        time_limit=time_limit,
    )
    return await plan.ask(question, (JSON,))

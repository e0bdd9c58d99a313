"""Questions about a plan, kept or sent: evaluation, bridges, tests, status, verification, pictures; and patterns compared.

Whatever computes runs in a guarded process. A question about a sent plan is a POST that changes nothing, so it needs no
`Idempotency-Key`.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from analyzer.landscape.model import Pattern
from analyzer.messages import Text
from analyzer.order.patterns import pattern_named, patterns_of, why_not
from analyzer.usecases import Grouping
from api.answers import JSON, table_answer
from api.bodies import StrictRoute
from api.documents.plans import (
    AnswerDocument,
    BridgesDocument,
    ComparisonDocument,
    ComparisonRequest,
    MapDocument,
    OverviewDocument,
    PartDocument,
    PatternList,
    StatusDocument,
    TestsDocument,
    VerificationDocument,
)
from api.documents.responses import answers, body, reading
from api.looking import MonthQuery, VendorQuery, landscape_at
from api.routes.about import PICTURES, TABLE, AtLandscape, KeptPlan, SentPlan
from api.routes.plans import PLAN_BODY
from api.security.roles import needs
from api.tables import patterns_csv
from api.uploads.uploading import MEDIA_TYPES
from api.work.questions import at_once, figures, pictures

router = APIRouter(prefix="/api/v1", tags=["questions"], route_class=StrictRoute)

TimeLimit = Annotated[
    float,
    Query(
        gt=0,
        le=60,
        description="Seconds for the search for the least cost; what is not proven by then has its bound.",
    ),
]
Group = Annotated[Grouping, Query(description="What the systems stand in.")]
PartKind = Annotated[Literal["system", "integration"], Query(description="What `id` names.")]
PartId = Annotated[
    str, Query(min_length=1, max_length=500, description="Id of a system, whole key of a link.")
]
DEFAULT_SECONDS = 20.0
PICTURE_SECONDS = 5.0

_ANSWER_BODY = body(
    *MEDIA_TYPES, description="An answer of Kakehashi; JSON or YAML.", schema={"type": "object"}
)


# Of a landscape, without a plan


@router.get(
    "/landscapes/{landscape}/overview",
    operation_id="get_overview",
    responses=reading(OverviewDocument),
    **needs("viewer"),
)
async def get_overview(at: AtLandscape) -> Response:
    """A landscape at a glance: counts, hubs, open questions, cycles."""
    return await at.ask(figures.Overview(), (JSON,))


@router.get(
    "/landscapes/{landscape}/status",
    operation_id="get_status",
    responses=reading(StatusDocument, table=True),
    **needs("viewer"),
)
async def get_status(
    at: AtLandscape,
    month: MonthQuery = None,
) -> Response:
    """As of today: what is mixed, which bridges stand, whose they are, what nobody knows."""
    return await at.ask(figures.Status(month=month), TABLE)


@router.get(
    "/landscapes/{landscape}/diagram",
    operation_id="get_diagram",
    responses=reading(None, 501, media_types=PICTURES),
    **needs("viewer"),
)
async def get_diagram(
    at: AtLandscape,
    month: MonthQuery = None,
    group: Group = "environment",
) -> Response:
    """A picture of a month as of today: SVG, PNG, PDF, or the graph as DOT."""
    return await at.ask(pictures.Diagram(month=month, group=group), PICTURES)


@router.get(
    "/landscapes/{landscape}/patterns",
    operation_id="list_patterns",
    responses=reading(PatternList, table=True),
    **needs("viewer"),
)
def list_patterns(at: AtLandscape) -> Response:
    """The orders of blocks that everybody has, then those of the file."""
    found = landscape_at(at.service, at.found())
    listed = [(pattern, why_not(found, pattern)) for pattern in patterns_of(found)]
    return table_answer(
        at.request,
        lambda: {"items": [_pattern_document(pattern, reason) for pattern, reason in listed]},
        partial(patterns_csv, listed),
        f"{at.landscape}-patterns",
    )


def _pattern_document(pattern: Pattern, reason: Text | None) -> dict[str, object]:
    return {
        "id": pattern.id,
        "name": pattern_named(pattern)._asdict(),
        "groups": [list(group) for group in pattern.groups],
        "together": pattern.together,
        "why_not": None if reason is None else reason._asdict(),
    }


@router.post(
    "/landscapes/{landscape}/comparison",
    operation_id="post_comparison",
    responses=answers(ComparisonDocument, 404, 408, 413, 415, table=True),
    **needs("viewer"),
)
async def post_comparison(
    at: AtLandscape,
    body: ComparisonRequest,
) -> Response:
    """Each pattern at its least cost, and the optimum, within the seconds given; longer comparisons are jobs."""
    question = figures.Comparison(
        patterns=tuple(body.patterns),
        weak_orders=body.weak_orders,
        with_optimum=body.with_optimum,
        time_limit=body.time_limit,
    )
    return await at.ask(question, TABLE)


@router.get(
    "/landscapes/{landscape}/map",
    operation_id="get_map",
    responses=reading(MapDocument),
    **needs("viewer"),
)
async def get_map(at: AtLandscape, group: Group = "environment") -> Response:
    """Today as a map that a page draws itself: places, and what stands where (docs/diagrams.md)."""
    return await at.ask(at_once.Map(group=group), (JSON,))


@router.get(
    "/landscapes/{landscape}/plans/{plan}/map",
    operation_id="get_plan_map",
    responses=reading(MapDocument),
    **needs("viewer"),
)
async def get_plan_map(
    plan: KeptPlan,
    group: Group = "environment",
    month: MonthQuery = None,
    time_limit: TimeLimit = PICTURE_SECONDS,
) -> Response:
    """The same under a kept plan: the month that is named, else every stretch of months in which nothing changes."""
    question = at_once.Map(group=group, month=month, time_limit=time_limit)
    return await plan.ask(question, (JSON,))


@router.get(
    "/landscapes/{landscape}/part",
    operation_id="get_part",
    responses=reading(PartDocument),
    **needs("viewer"),
)
async def get_part(at: AtLandscape, kind: PartKind, id: PartId) -> Response:
    """A system or a link with its links, each with its place in the file."""
    return await at.ask(at_once.Part(kind=kind, id=id), (JSON,))


@router.get(
    "/landscapes/{landscape}/plans/{plan}/part",
    operation_id="get_plan_part",
    responses=reading(PartDocument),
    **needs("viewer"),
)
async def get_plan_part(
    plan: KeptPlan, kind: PartKind, id: PartId, time_limit: TimeLimit = PICTURE_SECONDS
) -> Response:
    """A system or a link with what a kept plan does with it: moves, bridges and tests with their reasons."""
    return await plan.ask(at_once.Part(kind=kind, id=id, time_limit=time_limit), (JSON,))


# Of a plan that is kept, or sent


@router.get(
    "/landscapes/{landscape}/plans/{plan}/evaluation",
    operation_id="get_plan_evaluation",
    responses=reading(AnswerDocument, table=False),
    **needs("viewer"),
)
async def get_plan_evaluation(
    plan: KeptPlan,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """Every figure of a kept plan: cost, bridges, tests, violations, certificate."""
    question = figures.Figures(time_limit=time_limit)
    return await plan.ask(question, (JSON,))


@router.post(
    "/landscapes/{landscape}/evaluation",
    operation_id="post_evaluation",
    responses=answers(AnswerDocument, 404, 408, 413, 415, table=False),
    **needs("viewer", **PLAN_BODY),
)
async def post_evaluation(
    plan: SentPlan,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """Every figure of the plan that is sent."""
    question = figures.Figures(time_limit=time_limit)
    return await plan.ask(question, (JSON,))


@router.get(
    "/landscapes/{landscape}/plans/{plan}/bridges",
    operation_id="get_plan_bridges",
    responses=reading(BridgesDocument, table=True),
    **needs("viewer"),
)
async def get_plan_bridges(
    plan: KeptPlan,
    vendor: VendorQuery = None,
    month: MonthQuery = None,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """The bridges that a kept plan needs: kind, place, months, cost, reason."""
    question = figures.Bridges(vendor=vendor, month=month, time_limit=time_limit)
    return await plan.ask(question, TABLE)


@router.post(
    "/landscapes/{landscape}/bridges",
    operation_id="post_bridges",
    responses=answers(BridgesDocument, 404, 408, 413, 415, table=True),
    **needs("viewer", **PLAN_BODY),
)
async def post_bridges(
    plan: SentPlan,
    vendor: VendorQuery = None,
    month: MonthQuery = None,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """The bridges that the plan that is sent needs."""
    question = figures.Bridges(vendor=vendor, month=month, time_limit=time_limit)
    return await plan.ask(question, TABLE)


@router.get(
    "/landscapes/{landscape}/plans/{plan}/tests",
    operation_id="get_plan_tests",
    responses=reading(TestsDocument, table=True),
    **needs("viewer"),
)
async def get_plan_tests(
    plan: KeptPlan,
    vendor: VendorQuery = None,
    month: MonthQuery = None,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """The fewest integration tests of a kept plan: month, parties, reason."""
    question = figures.Tests(vendor=vendor, month=month, time_limit=time_limit)
    return await plan.ask(question, TABLE)


@router.post(
    "/landscapes/{landscape}/tests",
    operation_id="post_tests",
    responses=answers(TestsDocument, 404, 408, 413, 415, table=True),
    **needs("viewer", **PLAN_BODY),
)
async def post_tests(
    plan: SentPlan,
    vendor: VendorQuery = None,
    month: MonthQuery = None,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """The fewest integration tests of the plan that is sent."""
    question = figures.Tests(vendor=vendor, month=month, time_limit=time_limit)
    return await plan.ask(question, TABLE)


@router.get(
    "/landscapes/{landscape}/plans/{plan}/status",
    operation_id="get_plan_status",
    responses=reading(StatusDocument, table=True),
    **needs("viewer"),
)
async def get_plan_status(
    plan: KeptPlan,
    month: MonthQuery = None,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """A month under a kept plan: what is mixed, which bridges stand, what ends them."""
    question = figures.Status(month=month, time_limit=time_limit)
    return await plan.ask(question, TABLE)


@router.post(
    "/landscapes/{landscape}/status",
    operation_id="post_status",
    responses=answers(StatusDocument, 404, 408, 413, 415, table=True),
    **needs("viewer", **PLAN_BODY),
)
async def post_status(
    plan: SentPlan,
    month: MonthQuery = None,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """A month under the plan that is sent."""
    question = figures.Status(month=month, time_limit=time_limit)
    return await plan.ask(question, TABLE)


@router.get(
    "/landscapes/{landscape}/plans/{plan}/verification",
    operation_id="get_plan_verification",
    responses=reading(VerificationDocument, table=True),
    **needs("viewer"),
)
async def get_plan_verification(
    plan: KeptPlan,
) -> Response:
    """Re-checks every figure of a kept answer with code that shares nothing with the solvers."""
    question = figures.Verification()
    return await plan.ask(question, TABLE)


@router.post(
    "/landscapes/{landscape}/verification",
    operation_id="post_verification",
    responses=answers(VerificationDocument, 404, 408, 413, 415, table=True),
    **needs("viewer", **_ANSWER_BODY),
)
async def post_verification(
    plan: SentPlan,
) -> Response:
    """Re-checks every figure of the answer that is sent."""
    question = figures.Verification()
    return await plan.ask(question, TABLE)


@router.get(
    "/landscapes/{landscape}/plans/{plan}/diagram",
    operation_id="get_plan_diagram",
    responses=reading(None, 501, media_types=PICTURES),
    **needs("viewer"),
)
async def get_plan_diagram(
    plan: KeptPlan,
    month: MonthQuery = None,
    group: Group = "environment",
    time_limit: TimeLimit = PICTURE_SECONDS,
) -> Response:
    """A picture of a month under a kept plan: SVG, PNG, PDF, or DOT."""
    question = pictures.Diagram(month=month, group=group, time_limit=time_limit)
    return await plan.ask(question, PICTURES)


@router.post(
    "/landscapes/{landscape}/diagram",
    operation_id="post_diagram",
    responses=answers(None, 404, 408, 413, 415, 501, media_types=PICTURES),
    **needs("viewer", **PLAN_BODY),
)
async def post_diagram(
    plan: SentPlan,
    month: MonthQuery = None,
    group: Group = "environment",
    time_limit: TimeLimit = PICTURE_SECONDS,
) -> Response:
    """A picture of a month under the plan that is sent."""
    question = pictures.Diagram(month=month, group=group, time_limit=time_limit)
    return await plan.ask(question, PICTURES)

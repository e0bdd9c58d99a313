"""Questions about a plan, kept or sent: evaluation, bridges, tests, status, verification, pictures; and patterns compared.

Whatever computes runs in a guarded process. A question about a sent plan is a POST that changes nothing, so it needs no
`Idempotency-Key`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from analyzer.order.patterns import pattern_named, patterns_of, why_not
from analyzer.stores.port import Version
from api import conditions
from api.answers import (
    CSV,
    DOT,
    JSON,
    PDF,
    PNG,
    SVG,
    answer,
    csv_answer,
    hash_of,
    json_answer,
    language_of,
    wanted,
)
from api.bodies import StrictRoute
from api.documents.plans import (
    AnswerDocument,
    BridgesDocument,
    ComparisonDocument,
    ComparisonRequest,
    OverviewDocument,
    PatternList,
    StatusDocument,
    TestsDocument,
    VerificationDocument,
)
from api.documents.responses import answers, body, reading
from api.looking import (
    LandscapeId,
    MonthQuery,
    PlanId,
    VendorQuery,
    VersionQuery,
    find_version,
    landscape_at,
)
from api.plans import plan_text, version_of_plan
from api.routes.plans import DEFAULT_PLAN, PLAN_BODY, PlanFileName
from api.security.roles import needs
from api.service import Running, Service
from api.uploads.uploading import MEDIA_TYPES
from api.work.asking import ask
from api.work.questions import Form, Question

router = APIRouter(prefix="/api/v1", tags=["questions"], route_class=StrictRoute)

TimeLimit = Annotated[
    float,
    Query(
        gt=0,
        le=60,
        description="Seconds for the search for the least cost; what is not proven by then has its bound.",
    ),
]
Group = Annotated[Literal["environment", "vendor"], Query(description="What the boxes stand in.")]
DEFAULT_SECONDS = 20.0
PICTURE_SECONDS = 10.0

TABLE: tuple[str, ...] = (JSON, CSV)
PICTURES: tuple[str, ...] = (SVG, PNG, PDF, DOT)
_FORMS: dict[str, Form] = {JSON: "json", CSV: "csv", SVG: "svg", PNG: "png", PDF: "pdf", DOT: "dot"}
_ANSWER_BODY = body(
    *MEDIA_TYPES, description="An answer of Kakehashi; JSON or YAML.", schema={"type": "object"}
)
SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


async def _kept(
    request: Request,
    service: Service,
    landscape: str,
    plan: str,
    version: str | None,
    question: Question,
    offered: tuple[str, ...],
) -> Response:
    """A question about a kept plan."""
    entry = await run_in_threadpool(service.store.plan, landscape, plan)
    found = await run_in_threadpool(version_of_plan, service, entry, version)
    asked = replace(question, plan=entry.body, plan_file=plan)
    return await _answered(request, service, found, asked, offered)


async def _sent(
    request: Request,
    service: Service,
    landscape: str,
    version: str | None,
    question: Question,
    offered: tuple[str, ...],
) -> Response:
    """A question about the plan that the request sends."""
    found = await run_in_threadpool(find_version, service, landscape, version)
    text = await plan_text(request)
    return await _answered(request, service, found, replace(question, plan=text), offered)


async def _answered(
    request: Request, service: Service, version: Version, question: Question, offered: tuple[str, ...]
) -> Response:
    media_type = wanted(request, offered)
    language = language_of(request)
    speaks = media_type in (CSV, *PICTURES)  # JSON has both languages in it
    asked = replace(question, form=_FORMS[media_type], language=language if speaks else "ja")
    body = await ask(service, version, asked)
    if media_type == CSV:
        return csv_answer(request, body, language, f"{version.landscape}-{question.kind}")
    headers = {"Content-Security-Policy": SVG_POLICY} if media_type == SVG else {}
    return answer(request, body, media_type, conditions.etag(hash_of(body)), headers=headers)


# Of a landscape, without a plan


@router.get(
    "/landscapes/{landscape}/overview",
    operation_id="get_overview",
    responses=reading(OverviewDocument),
    **needs("viewer"),
)
async def get_overview(
    request: Request, service: Running, landscape: LandscapeId, version: VersionQuery = None
) -> Response:
    """A landscape at a glance: counts, hubs, open questions, cycles."""
    found = await run_in_threadpool(find_version, service, landscape, version)
    return await _answered(request, service, found, Question("overview", ()), (JSON,))


@router.get(
    "/landscapes/{landscape}/status",
    operation_id="get_status",
    responses=reading(StatusDocument, table=True),
    **needs("viewer"),
)
async def get_status(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    version: VersionQuery = None,
    month: MonthQuery = None,
) -> Response:
    """As of today: what is mixed, which bridges stand, whose they are, what nobody knows."""
    found = await run_in_threadpool(find_version, service, landscape, version)
    return await _answered(request, service, found, Question("status", (), month=month), TABLE)


@router.get(
    "/landscapes/{landscape}/diagram",
    operation_id="get_diagram",
    responses=reading(None, 501, media_types=PICTURES),
    **needs("viewer"),
)
async def get_diagram(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    version: VersionQuery = None,
    month: MonthQuery = None,
    group: Group = "environment",
) -> Response:
    """A picture of a month as of today: SVG, PNG, PDF, or the graph as DOT."""
    found = await run_in_threadpool(find_version, service, landscape, version)
    question = Question("diagram", (), month=month, group=group)
    return await _answered(request, service, found, question, PICTURES)


@router.get(
    "/landscapes/{landscape}/patterns",
    operation_id="list_patterns",
    responses=reading(PatternList),
    **needs("viewer"),
)
def list_patterns(
    request: Request, service: Running, landscape: LandscapeId, version: VersionQuery = None
) -> Response:
    """The orders of blocks that everybody has, then those of the file."""
    found = landscape_at(service, find_version(service, landscape, version))
    items = []
    for pattern in patterns_of(found):
        reason = why_not(found, pattern)
        items.append(
            {
                "id": pattern.id,
                "name": pattern_named(pattern)._asdict(),
                "groups": [list(group) for group in pattern.groups],
                "together": pattern.together,
                "why_not": None if reason is None else reason._asdict(),
            }
        )
    return json_answer(request, {"items": items})


@router.post(
    "/landscapes/{landscape}/comparison",
    operation_id="post_comparison",
    responses=answers(ComparisonDocument, 404, 408, 413, 415, table=True),
    **needs("viewer"),
)
async def post_comparison(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    body: ComparisonRequest,
    version: VersionQuery = None,
) -> Response:
    """Each pattern at its least cost, and the optimum, within the seconds given; longer comparisons are jobs."""
    found = await run_in_threadpool(find_version, service, landscape, version)
    question = Question(
        "comparison",
        (),
        patterns=tuple(body.patterns),
        weak_orders=body.weak_orders,
        with_optimum=body.with_optimum,
        time_limit=body.time_limit,
    )
    return await _answered(request, service, found, question, TABLE)


# Of a plan that is kept, or sent


@router.get(
    "/landscapes/{landscape}/plans/{plan}/evaluation",
    operation_id="get_plan_evaluation",
    responses=reading(AnswerDocument, table=False),
    **needs("viewer"),
)
async def get_plan_evaluation(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    plan: PlanId,
    version: VersionQuery = None,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """Every figure of a kept plan: cost, bridges, tests, violations, certificate."""
    question = Question("evaluation", (), time_limit=time_limit)
    return await _kept(request, service, landscape, plan, version, question, (JSON,))


@router.post(
    "/landscapes/{landscape}/evaluation",
    operation_id="post_evaluation",
    responses=answers(AnswerDocument, 404, 408, 413, 415, table=False),
    **needs("viewer", **PLAN_BODY),
)
async def post_evaluation(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    version: VersionQuery = None,
    file: PlanFileName = DEFAULT_PLAN,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """Every figure of the plan that is sent."""
    question = Question("evaluation", (), plan_file=file, time_limit=time_limit)
    return await _sent(request, service, landscape, version, question, (JSON,))


@router.get(
    "/landscapes/{landscape}/plans/{plan}/bridges",
    operation_id="get_plan_bridges",
    responses=reading(BridgesDocument, table=True),
    **needs("viewer"),
)
async def get_plan_bridges(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    plan: PlanId,
    version: VersionQuery = None,
    vendor: VendorQuery = None,
    month: MonthQuery = None,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """The bridges that a kept plan needs: kind, place, months, cost, reason."""
    question = Question("bridges", (), vendor=vendor, month=month, time_limit=time_limit)
    return await _kept(request, service, landscape, plan, version, question, TABLE)


@router.post(
    "/landscapes/{landscape}/bridges",
    operation_id="post_bridges",
    responses=answers(BridgesDocument, 404, 408, 413, 415, table=True),
    **needs("viewer", **PLAN_BODY),
)
async def post_bridges(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    version: VersionQuery = None,
    file: PlanFileName = DEFAULT_PLAN,
    vendor: VendorQuery = None,
    month: MonthQuery = None,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """The bridges that the plan that is sent needs."""
    question = Question("bridges", (), plan_file=file, vendor=vendor, month=month, time_limit=time_limit)
    return await _sent(request, service, landscape, version, question, TABLE)


@router.get(
    "/landscapes/{landscape}/plans/{plan}/tests",
    operation_id="get_plan_tests",
    responses=reading(TestsDocument, table=True),
    **needs("viewer"),
)
async def get_plan_tests(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    plan: PlanId,
    version: VersionQuery = None,
    vendor: VendorQuery = None,
    month: MonthQuery = None,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """The fewest integration tests of a kept plan: month, parties, reason."""
    question = Question("tests", (), vendor=vendor, month=month, time_limit=time_limit)
    return await _kept(request, service, landscape, plan, version, question, TABLE)


@router.post(
    "/landscapes/{landscape}/tests",
    operation_id="post_tests",
    responses=answers(TestsDocument, 404, 408, 413, 415, table=True),
    **needs("viewer", **PLAN_BODY),
)
async def post_tests(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    version: VersionQuery = None,
    file: PlanFileName = DEFAULT_PLAN,
    vendor: VendorQuery = None,
    month: MonthQuery = None,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """The fewest integration tests of the plan that is sent."""
    question = Question("tests", (), plan_file=file, vendor=vendor, month=month, time_limit=time_limit)
    return await _sent(request, service, landscape, version, question, TABLE)


@router.get(
    "/landscapes/{landscape}/plans/{plan}/status",
    operation_id="get_plan_status",
    responses=reading(StatusDocument, table=True),
    **needs("viewer"),
)
async def get_plan_status(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    plan: PlanId,
    version: VersionQuery = None,
    month: MonthQuery = None,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """A month under a kept plan: what is mixed, which bridges stand, what ends them."""
    question = Question("status", (), month=month, time_limit=time_limit)
    return await _kept(request, service, landscape, plan, version, question, TABLE)


@router.post(
    "/landscapes/{landscape}/status",
    operation_id="post_status",
    responses=answers(StatusDocument, 404, 408, 413, 415, table=True),
    **needs("viewer", **PLAN_BODY),
)
async def post_status(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    version: VersionQuery = None,
    file: PlanFileName = DEFAULT_PLAN,
    month: MonthQuery = None,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """A month under the plan that is sent."""
    question = Question("status", (), plan_file=file, month=month, time_limit=time_limit)
    return await _sent(request, service, landscape, version, question, TABLE)


@router.get(
    "/landscapes/{landscape}/plans/{plan}/verification",
    operation_id="get_plan_verification",
    responses=reading(VerificationDocument, table=True),
    **needs("viewer"),
)
async def get_plan_verification(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    plan: PlanId,
    version: VersionQuery = None,
) -> Response:
    """Re-checks every figure of a kept answer with code that shares nothing with the solvers."""
    question = Question("verification", ())
    return await _kept(request, service, landscape, plan, version, question, TABLE)


@router.post(
    "/landscapes/{landscape}/verification",
    operation_id="post_verification",
    responses=answers(VerificationDocument, 404, 408, 413, 415, table=True),
    **needs("viewer", **_ANSWER_BODY),
)
async def post_verification(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    version: VersionQuery = None,
    file: PlanFileName = DEFAULT_PLAN,
) -> Response:
    """Re-checks every figure of the answer that is sent."""
    question = Question("verification", (), plan_file=file)
    return await _sent(request, service, landscape, version, question, TABLE)


@router.get(
    "/landscapes/{landscape}/plans/{plan}/diagram",
    operation_id="get_plan_diagram",
    responses=reading(None, 501, media_types=PICTURES),
    **needs("viewer"),
)
async def get_plan_diagram(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    plan: PlanId,
    version: VersionQuery = None,
    month: MonthQuery = None,
    group: Group = "environment",
    time_limit: TimeLimit = PICTURE_SECONDS,
) -> Response:
    """A picture of a month under a kept plan: SVG, PNG, PDF, or DOT."""
    question = Question("diagram", (), month=month, group=group, time_limit=time_limit)
    return await _kept(request, service, landscape, plan, version, question, PICTURES)


@router.post(
    "/landscapes/{landscape}/diagram",
    operation_id="post_diagram",
    responses=answers(None, 404, 408, 413, 415, 501, media_types=PICTURES),
    **needs("viewer", **PLAN_BODY),
)
async def post_diagram(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    version: VersionQuery = None,
    file: PlanFileName = DEFAULT_PLAN,
    month: MonthQuery = None,
    group: Group = "environment",
    time_limit: TimeLimit = PICTURE_SECONDS,
) -> Response:
    """A picture of a month under the plan that is sent."""
    question = Question("diagram", (), plan_file=file, month=month, group=group, time_limit=time_limit)
    return await _sent(request, service, landscape, version, question, PICTURES)

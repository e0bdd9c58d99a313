"""Jobs: searches that take longer than a request may."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from analyzer import usecases
from analyzer.messages import Text
from analyzer.plan.reading import PlanFile, read_plan
from analyzer.stores.compact import compact
from analyzer.stores.port import Version
from api.answers import FOREVER, JSON, answer, hash_of, json_answer, table_answer
from api.bodies import StrictRoute
from api.conditions import etag
from api.documents.jobs import JobDocument, JobPage, JobRequest, job_document, job_summary
from api.documents.problems import problems
from api.documents.responses import deleting, reading
from api.idempotency import Key, once
from api.jobs.following import follow
from api.jobs.ledger import NotOverError, QueueFullError
from api.jobs.model import Job, Question, State
from api.jobs.part import Jobs, jobs_of
from api.jobs.results import read_result
from api.looking import LandscapeId, find_version, landscape_at
from api.paging import DEFAULT_LIMIT, Cursor, Limit, cursor_after, read_cursor
from api.problems import ProblemError, busy
from api.security.roles import actor_of, checked_again, needs
from api.service import Running, Service
from api.tables import jobs_csv

router = APIRouter(prefix="/api/v1/landscapes/{landscape}/jobs", tags=["jobs"], route_class=StrictRoute)

JobId = Annotated[str, Path(pattern=r"^[0-9a-f]{20}$", description="Given when the job was made.")]
_ROOM = 200
_RETRY = 30
"""Seconds after which a full queue may have room."""
_LOCATION = {"Location": {"description": "The job.", "schema": {"type": "string"}}}


@router.post(
    "",
    operation_id="create_job",
    status_code=202,
    response_model=JobDocument,
    responses={**problems(404, 408, 409, 413, 415), 202: {"headers": _LOCATION}},
    **needs("editor"),
)
async def create_job(
    request: Request, service: Running, landscape: LandscapeId, body: JobRequest, idempotency_key: Key = None
) -> Response:
    """Asks for the best plan, or for a comparison of patterns; the answer is the job, which waits for its turn."""
    jobs = jobs_of(service)

    async def create() -> Response:
        if service.stopping:
            raise busy(
                service.settings.retry_after, Text("停止しようとしています。", "The service is stopping.")
            )
        version, question = await run_in_threadpool(_asked, service, landscape, body)
        try:
            job = await service.changes.make(
                jobs.ledger.submit, landscape, version, question, actor_of(request)
            )
        except QueueFullError as full:
            raise busy(
                _RETRY,
                Text(
                    f"計算待ちが {full.waiting} 件あり、これ以上受け付けられません。",
                    f"{full.waiting} jobs are waiting or running; there is no room for another.",
                ),
            ) from None
        jobs.runner.wake()
        return await run_in_threadpool(_accepted, jobs, job)

    return await once(service, request, idempotency_key, body.model_dump_json(), create)


def _accepted(jobs: Jobs, job: Job) -> Response:
    path = _path(job)
    body = compact(job_document(job, jobs.ledger.position(job), path))
    return Response(body, 202, {"Location": path, "Cache-Control": "no-store"}, JSON)


def _asked(service: Service, landscape: str, body: JobRequest) -> tuple[str, Question]:
    """The version's hash and the question; ProblemError for what cannot be asked, InputError for patterns and plans
    that cannot be read.
    """
    _refuse_contradictions(body)
    longest = service.settings.job_seconds
    if body.time_limit is not None and body.time_limit > longest:
        raise ProblemError(
            422,
            "limit_too_long",
            Text(f"time_limit は {longest:g} 秒までです。", f"time_limit is at most {longest:g} seconds."),
        )
    version = find_version(service, landscape, body.version)
    limitless = body.time_limit is None and body.work_limit is None
    return version.hash, Question(
        body.kind, _patterns(service, version, body), _start(service, landscape, body),
        usecases.ORDERING_SECONDS if limitless else body.time_limit, body.work_limit, body.with_optimum, body.solver,
    )  # fmt: skip


def _patterns(service: Service, version: Version, body: JobRequest) -> tuple[str, ...]:
    """Their ids; none where all are meant (or none, of an optimisation)."""
    names = [body.pattern] if body.pattern is not None else body.patterns or []
    if not names and body.weak_orders is None:
        return ()
    landscape = landscape_at(service, version)
    return tuple(pattern.id for pattern in usecases.patterns_asked(landscape, names, body.weak_orders))


def _refuse_contradictions(body: JobRequest) -> None:
    of_another_kind = (
        ("patterns", "weak_orders") if body.kind == "optimize" else ("pattern", "start", "start_plan")
    )
    for name in of_another_kind:
        if getattr(body, name) is not None:
            raise ProblemError(
                422,
                "not_of_this_kind",
                Text(f"{name} は {body.kind} では使えません。", f"{name} is nothing that {body.kind} takes."),
            )
    if body.start is not None and body.start_plan is not None:
        raise ProblemError(
            422,
            "two_starts",
            Text("start と start_plan はどちらか一つです。", "Give start or start_plan, not both."),
        )


def _start(service: Service, landscape: str, body: JobRequest) -> dict[str, str] | None:
    plan: PlanFile | None = None
    if body.start is not None:
        plan = read_plan(compact(body.start), "start")
    elif body.start_plan is not None:
        plan = read_plan(service.store.plan(landscape, body.start_plan).body, body.start_plan)
    return None if plan is None else {str(ref): str(month) for ref, month in sorted(plan.moves.items())}


@router.get("", operation_id="list_jobs", responses=reading(JobPage, table=True), **needs("viewer"))
def list_jobs(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    state: Annotated[State | None, Query(description="Only jobs in this state.")] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """The jobs of a landscape, the oldest first."""
    service.store.current(landscape)
    scope = f"jobs/{landscape}/{state}"
    after = "" if cursor is None else str(read_cursor(scope, cursor, str)[0])
    ledger, found = jobs_of(service).ledger, list[Job]()
    while len(found) <= limit:
        listed = ledger.list(landscape, after=after, limit=_ROOM)
        found += [job for job in listed if state is None or job.state == state]
        if len(listed) < _ROOM:
            break
        after = listed[-1].id
    page = found[:limit]
    following = cursor_after(scope, page[-1].id) if len(found) > limit else None
    return table_answer(
        request,
        lambda: {"items": [job_summary(job) for job in page], "next": following},
        partial(jobs_csv, page),
        f"{landscape}-jobs",
        following,
    )


@router.get("/{job}", operation_id="get_job", responses=reading(JobDocument), **needs("viewer"))
def get_job(request: Request, service: Running, landscape: LandscapeId, job: JobId) -> Response:
    """State, progress and place in the queue."""
    ledger = jobs_of(service).ledger
    found = ledger.get(landscape, job)
    return json_answer(request, job_document(found, ledger.position(found), _path(found)))


@router.get(
    "/{job}/events",
    operation_id="follow_job",
    response_class=Response,
    responses={
        **problems(404),
        200: {
            "description": "Server-sent events: `progress` as better plans and bounds are found, then `done`, `failed` or "
            "`cancelled`, after which the stream ends. The data is JSON: `state`, `at`, and the figures of a job's `progress`.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        204: {"description": "There is nothing more to hear: the job is over and its end was told."},
    },
    **needs("viewer"),
)
async def follow_job(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    job: JobId,
    last_event_id: Annotated[
        int,
        Header(
            ge=0, le=2**31, description="Number of the last event that was heard: what came after it follows."
        ),
    ] = 0,
) -> Response:
    """The way of a job, followed as it happens; a stream that was cut off goes on where it was. It ends, too, for whoever
    may no longer see the job.
    """
    jobs = jobs_of(service)
    found = await run_in_threadpool(jobs.ledger.get, landscape, job)
    if found.is_over and last_event_id >= found.told:
        return Response(status_code=204)
    if jobs.streams >= service.settings.job_streams or service.stopping:
        raise busy(
            service.settings.retry_after,
            Text("経過を受け取っている接続が多すぎます。", "Too many clients are following jobs."),
        )

    async def events() -> AsyncIterator[bytes]:
        jobs.streams += 1
        try:
            again = partial(checked_again, request)
            async for event in follow(jobs.ledger, found, last_event_id, lambda: service.stopping, again):
                yield event
        finally:
            jobs.streams -= 1

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events(), 200, headers, "text/event-stream")


@router.post(
    "/{job}/cancel",
    operation_id="cancel_job",
    status_code=202,
    response_model=JobDocument,
    responses={**problems(404), 200: {"model": JobDocument, "description": "The job was over already."}},
    **needs("editor"),
)
async def cancel_job(request: Request, service: Running, landscape: LandscapeId, job: JobId) -> Response:
    """Ends a job; the best plan that it has found is its result, with the bound."""
    jobs = jobs_of(service)
    before = await run_in_threadpool(jobs.ledger.get, landscape, job)
    found = before
    if not before.is_over:
        found = await service.changes.make(jobs.ledger.cancel, landscape, job, actor_of(request))
        jobs.runner.wake()
    position = await run_in_threadpool(jobs.ledger.position, found)
    document = job_document(found, position, _path(found))
    return Response(compact(document), 200 if before.is_over else 202, {"Cache-Control": "no-store"}, JSON)


@router.get(
    "/{job}/result",
    operation_id="get_job_result",
    responses=reading(None, 409, media_types=(JSON,)),
    **needs("viewer"),
)
def get_job_result(request: Request, service: Running, landscape: LandscapeId, job: JobId) -> Response:
    """The answer, verified: a plan file, or a comparison. It never changes."""
    found = jobs_of(service).ledger.get(landscape, job)
    if found.result is None:
        raise _no_result(found)
    body = read_result(service.store, found.key, found.result)
    return answer(request, body, JSON, etag(hash_of(body)), cache=FOREVER)


def _no_result(job: Job) -> ProblemError:
    if not job.is_over:
        return ProblemError(
            409,
            "not_over",
            Text("まだ計算中です。", "The job is not over yet."),
            headers={"Retry-After": "1"},
        )
    if job.reason is not None:
        return ProblemError(409, "no_result", job.reason.message)
    return ProblemError(
        409,
        "no_result",
        Text("計画が見つかる前に取り消されました。", "The job was cancelled before any plan was found."),
    )


@router.delete(
    "/{job}",
    operation_id="delete_job",
    status_code=204,
    responses=deleting(409),
    **needs("editor"),
)
async def delete_job(request: Request, service: Running, landscape: LandscapeId, job: JobId) -> Response:
    """Removes a job that is over, with its result."""
    try:
        await service.changes.make(jobs_of(service).ledger.remove, landscape, job, actor_of(request))
    except NotOverError:
        raise ProblemError(
            409,
            "not_over",
            Text("計算が終わっていません。先に取り消してください。", "The job is not over: cancel it first."),
        ) from None
    return Response(status_code=204)


def _path(job: Job) -> str:
    return f"/api/v1/landscapes/{job.landscape}/jobs/{job.id}"

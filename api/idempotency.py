"""`Idempotency-Key`: a POST that is sent again (a client that heard no answer) is done once, and answered the same.

The answer is remembered in the store for a day, under whoever asked, where, and their key. While the first one is being
done a second one is 409; the same key with another content is 422. A failure is not remembered: it may be tried again.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from analyzer.messages import Text
from analyzer.stores.errors import ChangedError, StoreUnavailableError
from analyzer.stores.port import Record
from api.problems import ProblemError
from api.security.roles import actor_of
from api.service import Service
from api.settings import instant

COLLECTION = "idempotency"
REMEMBERED = timedelta(days=1)
DOING = timedelta(minutes=3)
"""How long the first one may take before somebody else may do it (its server may have died)."""

FORGETTING = 1_800.0
"""Seconds from one tidying to the next."""

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="Any word of your own: the same request sent again with it is done once.",
    ),
]


async def once(
    service: Service, request: Request, key: str | None, content: str, do: Callable[[], Awaitable[Response]]
) -> Response:
    """The answer of `do`, or the remembered one; `content` is a hash of what was sent."""
    if key is None:
        return await do()
    name = _name(request, key)
    fingerprint = hashlib.sha256(content.encode()).hexdigest()
    record = await run_in_threadpool(_begin, service, name, fingerprint)
    if record.value.get("state") == "done":
        return _remembered(record.value)
    try:
        response = await do()
    except BaseException:
        await run_in_threadpool(_forget, service, record)
        raise
    await run_in_threadpool(_remember, service, record, fingerprint, response)
    return response


@asynccontextmanager
async def forgetting(service: Service) -> AsyncIterator[None]:
    """While the service runs, what is old is forgotten now and then."""

    async def now_and_then() -> None:
        while True:
            await asyncio.sleep(FORGETTING)
            try:
                await run_in_threadpool(forget_old, service)
            except StoreUnavailableError:
                continue

    task = asyncio.create_task(now_and_then())
    try:
        yield
    finally:
        task.cancel()


def forget_old(service: Service) -> int:
    """Removes what was remembered for long enough; how many those were."""
    now, removed, after = instant(service.clock()), 0, ""
    while listed := service.store.records(COLLECTION, after=after, limit=200):
        for record in listed:
            if str(record.value.get("until", "")) < now:
                _forget(service, record)
                removed += 1
        after = listed[-1].key
    return removed


def _name(request: Request, key: str) -> str:
    parts = (
        actor_of(request),
        request.method,
        request.scope["path"],
        request.scope["query_string"].decode("latin-1"),
        key,
    )
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()


def _begin(service: Service, name: str, fingerprint: str) -> Record:
    """The record of the first one, or one that is done."""
    now = service.clock()
    doing = _doing(now, fingerprint)
    try:
        return service.store.put_record(COLLECTION, name, doing, expect=None)
    except ChangedError:
        found = service.store.record(COLLECTION, name)
    if found is None:  # it failed just now
        raise _under_way(service)
    value = found.value
    over = str(value.get("until", "")) < instant(now)
    if not over and value.get("fingerprint") != fingerprint:
        raise ProblemError(
            422,
            "idempotency_key_reused",
            Text(
                "この Idempotency-Key は別の内容で使われています。",
                "This Idempotency-Key was used with another content.",
            ),
        )
    if value.get("state") == "done" and not over:
        return found
    if not over:
        raise _under_way(service)
    try:
        return service.store.put_record(COLLECTION, name, doing, expect=found.revision)
    except ChangedError:
        raise _under_way(service) from None


def _doing(now: datetime, fingerprint: str) -> dict[str, object]:
    return {"state": "doing", "fingerprint": fingerprint, "until": instant(now + DOING)}


def _under_way(service: Service) -> ProblemError:
    return ProblemError(
        409,
        "under_way",
        Text("同じ要求を処理しているところです。", "The same request is being done."),
        headers={"Retry-After": str(service.settings.retry_after)},
    )


_KEPT_HEADERS = ("content-type", "etag", "location", "content-language", "retry-after")


def _remember(service: Service, record: Record, fingerprint: str, response: Response) -> None:
    value: dict[str, Any] = {
        "state": "done",
        "fingerprint": fingerprint,
        "until": instant(service.clock() + REMEMBERED),
        "status": response.status_code,
        "headers": {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers},
        "body": bytes(response.body).decode("utf-8"),
    }
    try:
        service.store.put_record(COLLECTION, record.key, value, expect=record.revision)
    except ChangedError:
        return  # it took too long, and somebody else does it


def _forget(service: Service, record: Record) -> None:
    try:
        service.store.delete_record(COLLECTION, record.key, expect=record.revision)
    except ChangedError:
        return


def _remembered(value: Mapping[str, Any]) -> Response:
    headers = {**value["headers"], "Idempotent-Replayed": "true"}
    return Response(str(value["body"]).encode(), int(value["status"]), headers)

"""A job as server-sent events. It is read from the store, so that any server process can tell of any job."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.concurrency import run_in_threadpool

from analyzer.stores.compact import compact
from analyzer.stores.errors import NotFoundError, StoreUnavailableError
from api.documents.jobs import event_document
from api.jobs.ledger import Ledger
from api.jobs.model import Job, Point
from api.problems import ProblemError

LOOK = 0.5
"""Seconds between two looks."""
HEARTBEAT = 15.0
"""Seconds of silence after which a comment is sent: whoever is between then knows that the stream lives."""
RETRY = 2_000
"""Milliseconds after which a client that was cut off comes back."""


async def follow(
    ledger: Ledger,
    job: Job,
    after: int,
    is_stopping: Callable[[], bool],
    ask_again: Callable[[], Awaitable[None]],
    *,
    look: float = LOOK,
    heartbeat: float = HEARTBEAT,
) -> AsyncIterator[bytes]:
    """The points of a job after this number, until it is over, is gone, or the service stops, or until `ask_again` raises:
    whoever follows may no longer.
    """
    yield f"retry: {RETRY}\n\n".encode()
    sent = time.monotonic()
    while True:
        for point in job.trail:
            if point.number > after:
                after = point.number
                sent = time.monotonic()
                yield event_of(point)
        if job.is_over or is_stopping():
            return
        if time.monotonic() - sent >= heartbeat:
            sent = time.monotonic()
            yield b": still there\n\n"
        await asyncio.sleep(look)
        try:
            await ask_again()
            job = await run_in_threadpool(ledger.get, job.landscape, job.id)
        except NotFoundError:
            return
        except ProblemError as problem:
            if problem.status < 500:
                return
        except StoreUnavailableError:
            continue


def event_of(point: Point) -> bytes:
    """One event; its name is `progress`, or how the job ended."""
    name = point.state if point.state in ("done", "failed", "cancelled") else "progress"
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (
        point.number,
        name.encode(),
        compact(event_document(point)),
    )

"""The jobs of a service: they begin and end with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool

from api.jobs.ledger import Ledger
from api.jobs.looking_after import Pace
from api.jobs.runner import Runner
from api.jobs.slots import Slots
from api.service import Service


@dataclass(slots=True)
class Jobs:
    """The queue, and who works at it in this process; `streams` are open just now."""

    ledger: Ledger
    runner: Runner
    streams: int = field(default=0)


@asynccontextmanager
async def jobs(service: Service) -> AsyncIterator[None]:
    """A stopping service gives the jobs at work back to the queue, with their best plans."""
    settings, store = service.settings, service.store
    ledger = Ledger(
        store, service.clock,
        lease=settings.job_lease, margin=settings.job_margin, most=settings.job_queue,
    )  # fmt: skip
    name = f"{store.url}#{id(store)}" if store.url.startswith("memory:") else store.url
    runner = Runner(
        ledger,
        Slots(name, settings.job_workers),
        pace=Pace(longest=settings.job_seconds, memory=settings.job_memory, renew=settings.job_lease / 4),
    )
    service.jobs = Jobs(ledger, runner)
    service.at_stop.append(runner.leave)
    runner.start()
    try:
        yield
    finally:
        await run_in_threadpool(runner.stop, settings.stop_seconds)


def jobs_of(service: Service) -> Jobs:
    """Of a service that has begun."""
    assert isinstance(service.jobs, Jobs), "the service has not begun"
    return service.jobs


def forget_jobs(service: Service, landscape: str) -> None:
    """After a landscape was deleted: its jobs go at once, not only with the next sweep."""
    if isinstance(service.jobs, Jobs):
        service.jobs.ledger.forget(landscape)

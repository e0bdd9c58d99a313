"""What a running service has at hand; routes get it as `Running`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from analyzer.landscape.model import Landscape
from analyzer.stores.port import Store
from api.caching import Recent
from api.changing import Changes
from api.currents import Currents
from api.guarded.limits import Limits
from api.guarded.pool import GuardedPool
from api.names import Names
from api.security.guard import Guard
from api.settings import Settings, now
from api.web.pending import Pending

LANDSCAPES_KEPT = 60_000
"""Landscapes kept in memory as values, counted in systems and links (some 2 KB each)."""
NAMES_KEPT = 500_000
"""Names kept in memory (some 200 bytes each)."""

DESK_LARGE = 64_000_000
"""Bytes of a landscape or an answer up to which the process of edits stays: what it keeps is why it is there."""


@dataclass(slots=True)
class Service:
    """Made by `create_app`; `closing` takes what has to be ended when the service stops."""

    settings: Settings
    store: Store
    clock: Callable[[], datetime] = now
    closing: AsyncExitStack = field(default_factory=AsyncExitStack)
    stopping: bool = False
    at_stop: list[Callable[[], None]] = field(default_factory=list)
    """Called once, on the event loop, as soon as it is known that the service stops (`api.stopping`)."""
    jobs: object = None
    """`api.jobs.part.Jobs`, from the beginning of the service on."""
    guard: Guard = field(init=False)
    currents: Currents = field(init=False)
    changes: Changes = field(init=False)
    ready: Recent[bytes] = field(init=False)
    """Ready bytes of answers."""
    pending: Pending = field(default_factory=Pending)
    """Answers that views come back for."""
    landscapes: Recent[Landscape] = field(init=False)
    names: Recent[Names] = field(init=False)
    readers: GuardedPool = field(init=False)
    """Processes that read uploads."""
    workers: GuardedPool = field(init=False)
    """Processes that compute answers."""
    desk: GuardedPool = field(init=False)
    """One process that answers edits of plans: it keeps what it knows of them, so nobody waits for that twice."""

    def __post_init__(self) -> None:
        settings = self.settings
        self.guard = Guard(self.store, settings.access, clock=self.now)
        self.currents = Currents(self.store)
        self.changes = Changes(settings.change_queue, settings.retry_after)
        self.ready = Recent(settings.cache)
        self.landscapes = Recent(LANDSCAPES_KEPT)
        self.names = Recent(NAMES_KEPT)
        self.readers = GuardedPool(
            settings.upload_workers,
            settings.upload_queue,
            Limits(settings.upload_memory, settings.upload_cpu, settings.upload_cpu),
            "reader",
        )
        work = Limits(settings.work_memory, settings.work_seconds + 10, settings.work_seconds + 10)
        self.workers = GuardedPool(settings.work_workers, settings.work_queue, work, "worker")
        self.desk = GuardedPool(1, settings.work_queue, work, "desk", large=DESK_LARGE)

    def now(self) -> datetime:
        return self.clock()


def service_of(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


Running = Annotated[Service, Depends(service_of)]

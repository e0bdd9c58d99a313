"""What a running service has at hand; routes get it as `Running`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from analyzer.stores.port import Store
from api.security.roles import Guard, OpenGuard
from api.settings import Settings, now


@dataclass(slots=True)
class Service:
    """Made by `create_app`; `closing` takes what has to be ended when the service stops."""

    settings: Settings
    store: Store
    guard: Guard = field(default_factory=OpenGuard)
    clock: Callable[[], datetime] = now
    closing: AsyncExitStack = field(default_factory=AsyncExitStack)
    stopping: bool = False
    at_stop: list[Callable[[], None]] = field(default_factory=list)
    """Called once, on the event loop, as soon as it is known that the service stops (`api.stopping`)."""
    jobs: object = None
    """`api.jobs.part.Jobs`, from the beginning of the service on."""


def service_of(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


Running = Annotated[Service, Depends(service_of)]

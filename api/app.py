"""The service, put together: routes, parts that live as long as it does, and the layers around them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import APIRouter, FastAPI

from analyzer import __version__
from analyzer.stores.opening import open_store
from analyzer.stores.port import Store
from api.errors import Faults, add_error_handlers
from api.jobs.part import jobs as jobs_part
from api.openapi import describe
from api.routes import health, jobs, landscapes
from api.service import Service
from api.settings import Settings
from api.stopping import stopping

ROUTERS: tuple[APIRouter, ...] = (health.router, landscapes.router, jobs.router)
"""Every router; paths of the API begin with ``/api/v1``."""

Part = Callable[[Service], AbstractAsyncContextManager[None]]
PARTS: tuple[Part, ...] = (stopping, jobs_part)
"""What begins and ends with the service; each may put what it has into the service. The last begun is ended first."""


def create_app(settings: Settings, store: Store | None = None) -> FastAPI:
    """A service over a store (without one: the store of the settings), which it closes when it ends."""
    app = FastAPI(
        title="Kakehashi",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=_lifespan,
        redirect_slashes=False,
    )
    app.state.service = Service(settings, open_store(settings.store) if store is None else store)
    for router in ROUTERS:
        app.include_router(router)
    add_error_handlers(app)
    describe(app)
    app.add_middleware(Faults)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    service: Service = app.state.service
    async with service.closing as closing:
        closing.callback(service.store.close)
        for part in PARTS:
            await closing.enter_async_context(part(service))
        yield

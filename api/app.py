"""The service, put together: routes, parts that live as long as it does, and the layers around them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI
from starlette.concurrency import run_in_threadpool

from analyzer import __version__
from analyzer.stores.opening import open_store
from analyzer.stores.port import Store
from api.errors import Faults, add_error_handlers
from api.extensions import Extensions
from api.idempotency import forgetting
from api.jobs.part import jobs as jobs_part
from api.observing.requests import Observed
from api.openapi import describe
from api.pages import add_pages
from api.routes import (
    access,
    audit,
    diagrams,
    grants,
    health,
    imports,
    jobs,
    joint_worksheets,
    keys,
    landscapes,
    links,
    metrics,
    missing,
    packs,
    plans,
    questions,
    search,
    systems,
    versions,
    whatif,
    worksheets,
)
from api.security.gate import Gate
from api.security.headers import SecurityHeaders
from api.security.roles import checked
from api.security.settings import require_safe
from api.service import Service
from api.settings import Settings
from api.stopping import stopping
from api.web.pages import ROUTERS as PAGE_ROUTERS
from api.web.routing import shown_to_asker

ROUTERS: tuple[APIRouter, ...] = (
    landscapes.hot,
    health.router,
    access.router,
    keys.router,
    audit.router,
    landscapes.router,
    versions.router,
    imports.router,
    missing.router,
    systems.router,
    links.router,
    search.router,
    plans.router,
    questions.router,
    whatif.router,
    diagrams.router,
    worksheets.router,
    packs.router,
    joint_worksheets.router,
    grants.router,
    jobs.router,
    metrics.router,
    *PAGE_ROUTERS,
)
"""Every router (they are looked through in this order); paths of the API begin with ``/api/v1``."""

Part = Callable[[Service], AbstractAsyncContextManager[None]]
PARTS: tuple[Part, ...] = (stopping, jobs_part)
"""What begins and ends with the service; each may put what it has into the service. The last begun is ended first."""


def create_app(settings: Settings, store: Store | None = None) -> FastAPI:
    """A service over a store (without one: the store of the settings), which it closes when it ends.

    UnsafeSettingsError where it would be open to everybody.
    """
    require_safe(settings.host, settings.access)
    app = FastAPI(
        title="Kakehashi",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=_lifespan,
        redirect_slashes=False,
        dependencies=[Depends(checked)],
    )
    app.state.service = Service(settings, open_store(settings.store) if store is None else store)
    for router in ROUTERS:
        app.include_router(router)
    app.state.routes = tuple(route for router in ROUTERS for route in router.routes)
    add_pages(app)
    add_error_handlers(app, shown_to_asker)
    describe(app)
    app.add_middleware(Extensions)
    app.add_middleware(Gate, settings.access)
    app.add_middleware(Faults)
    app.add_middleware(SecurityHeaders, settings.access)
    app.add_middleware(Observed, settings.log_requests)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    service: Service = app.state.service
    async with service.closing as closing:
        closing.callback(service.store.close)
        for pool in (service.readers, service.workers, service.desk):
            closing.push_async_callback(run_in_threadpool, pool.close, service.settings.stop_seconds)
        await closing.enter_async_context(forgetting(service))
        for part in PARTS:
            await closing.enter_async_context(part(service))
        yield

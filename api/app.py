"""The service, put together: routes, parts that live as long as it does, and the layers around them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI

from analyzer import __version__
from analyzer.stores.opening import open_store
from analyzer.stores.port import Store
from api.errors import Faults, add_error_handlers
from api.openapi import describe
from api.routes import access, audit, grants, health, keys, landscapes
from api.security.gate import Gate
from api.security.headers import SecurityHeaders
from api.security.roles import checked
from api.security.settings import require_safe
from api.service import Service
from api.settings import Settings

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    access.router,
    keys.router,
    audit.router,
    landscapes.router,
    grants.router,
)
"""Every router; paths of the API begin with ``/api/v1``."""

Part = Callable[[Service], AbstractAsyncContextManager[None]]
PARTS: tuple[Part, ...] = ()
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
    add_error_handlers(app)
    describe(app)
    app.add_middleware(Gate, settings.access)
    app.add_middleware(Faults)
    app.add_middleware(SecurityHeaders, settings.access)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    service: Service = app.state.service
    async with service.closing as closing:
        closing.callback(service.store.close)
        for part in PARTS:
            await closing.enter_async_context(part(service))
        yield
        service.stopping = True

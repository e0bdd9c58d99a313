"""What the OpenAPI document says is so: schemathesis asks every operation, with what it allows and with what it forbids."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from starlette.types import ASGIApp, Receive, Scope, Send

from analyzer.stores.compact import compact
from analyzer.stores.memory import MemoryStore
from api.app import create_app
from api.settings import Settings
from tests.builders import landscape, link, move, system

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
CITY = landscape(
    landscape={"id": "city"},
    systems=[system("jumin", move("shift")), system("zei", move("shift"))],
    integrations=[link("a", "jumin", "zei"), link("b", "zei", None)],
)


def _store() -> MemoryStore:
    store = MemoryStore()
    version = store.put_version(CITY)
    months = {"jumin.shift": str(CITY.horizon.first), "zei.shift": str(CITY.horizon.last)}
    store.put_plan("city", "plan", version.hash, compact({"moves": months}))
    return store


class _Here:
    """The service answers for its own address only, and the test client says another one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":  # begun by the first request, and ended by this module
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        if scope["type"] == "http":
            headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
            scope = {**scope, "headers": [(b"host", b"127.0.0.1:8000"), *headers], "client": ("127.0.0.1", 5)}
        await self._app(scope, receive, send)


APP = create_app(Settings(), _store())
CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {
            # Conditions, cursors of this server and what a landscape has are beyond what a schema says.
            "positive_data_acceptance": {
                "expected-statuses": ["2xx", "3xx", 401, 403, 404, 409, 412, 422, 428, 429, 503]
            }
        }
    }
)
SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", _Here(APP), config=CONFIG)


@pytest.fixture(scope="module", autouse=True)
def _ended() -> Iterator[None]:
    yield
    for pool in (APP.state.service.readers, APP.state.service.workers):
        pool.close()


@SCHEMA.parametrize()
@settings(
    max_examples=200 if LONG else 10,
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_as_the_document_says(case: Any) -> None:
    case.call_and_validate()

"""What the OpenAPI document says is so: schemathesis asks every operation, with what it allows and with what it forbids."""

from __future__ import annotations

from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from starlette.types import Receive, Scope, Send

from analyzer.stores.compact import compact
from analyzer.stores.memory import MemoryStore
from api.app import create_app
from api.service import Service
from api.settings import Settings
from tests.builders import landscape, link, move, system
from tests.profiles import LONG

SETTINGS = Settings(job_queue=10_000)
"""Nobody computes here, so jobs wait: the queue is not to fill."""
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
    """A service anew for each test. It answers for its own address only; the test client says another one."""

    def __init__(self) -> None:
        self._app = create_app(SETTINGS, _store())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            self._app.state.service = Service(SETTINGS, _store())
        else:
            headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
            scope = {**scope, "headers": [(b"host", b"127.0.0.1:8000"), *headers], "client": ("127.0.0.1", 5)}
        await self._app(scope, receive, send)


CONFIG = SchemathesisConfig.from_dict(
    {
        "generation": {"allow-x00": False},  # refused everywhere: tests/api/test_hostile.py
        "checks": {
            # Conditions, cursors of this server and what a landscape has are beyond what a schema says.
            "positive_data_acceptance": {
                "expected-statuses": ["2xx", "3xx", 401, 403, 404, 409, 412, 422, 428, 429, 503]
            }
        },
    }
)
SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", _Here(), config=CONFIG)


THERE = {
    "landscape": "city", "plan": "plan", "system": "jumin", "environment": "office", "integration": "a", "version": "1",
}  # fmt: skip


@SCHEMA.given(there=st.sampled_from([True, True, True, False]))
@SCHEMA.parametrize()
@settings(
    max_examples=200 if LONG else 10,
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_as_the_document_says(case: Any, there: bool) -> None:
    if there:  # of what is there; made-up names are not
        case.path_parameters = {**(case.path_parameters or {}), **_known(case)}
        for name in ("plan", "system", "environment"):
            if isinstance(case.query, dict) and name in case.query and case.query[name] == "0":
                case.query[name] = THERE[name]
    case.call_and_validate()


def _known(case: Any) -> dict[str, str]:
    """The names in the path that are to be good ones, and are known."""
    meta = case.meta
    if meta is not None and meta.generation.mode.is_negative:
        return {}
    return {name: id_ for name, id_ in THERE.items() if name in (case.path_parameters or {})}

"""The page served to a browser of this machine: a service of its own, in a thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from analyzer import resources
from analyzer.stores.compact import compact
from analyzer.stores.memory import MemoryStore
from analyzer.stores.port import Store
from analyzer.usecases import load, plan_to_keep
from api.app import create_app
from api.security.settings import AccessSettings
from api.settings import Settings

START_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Site:
    """`address` ends without a slash."""

    address: str
    store: Store

    def keep(self, source: str, *plans: str) -> None:
        """A landscape, and plans of its sample beside it."""
        version = self.store.put_version(load(source).landscape, expect=None)
        for plan in plans:
            path = resources.sample(source.removeprefix("sample:")).parent / "plans" / f"{plan}.yaml"
            self.keep_plan(version.landscape, plan, str(path))

    def keep_plan(self, landscape: str, plan: str, source: str) -> None:
        body = plan_to_keep(source)[1]
        version = self.store.current(landscape).hash
        self.store.put_plan(landscape, plan, version, body, expect=None)

    def moves(self, landscape: str, plan: str, moves: dict[str, str]) -> None:
        """Keeps a plan in its short form."""
        version = self.store.current(landscape).hash
        self.store.put_plan(landscape, plan, version, compact({"moves": moves}), expect=None)


def below(app: ASGIApp, prefix: str) -> ASGIApp:
    """As a proxy passes requests on that come to an address below `prefix`."""

    async def stripped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            assert scope["path"].startswith(prefix), scope["path"]
            scope = {**scope, "path": scope["path"].removeprefix(prefix)}
            scope.pop("raw_path", None)
        await app(scope, receive, send)

    return stripped


@contextmanager
def served(access: AccessSettings | None = None, prefix: str = "") -> Iterator[Site]:
    """A service with an empty store, until the block ends."""
    store = MemoryStore()
    app: ASGIApp = create_app(Settings(access=access or AccessSettings()), store)
    if prefix:
        app = below(app, prefix)
    config = uvicorn.Config(app, port=0, log_level="warning", lifespan="on", ws="none", proxy_headers=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    waited = time.monotonic() + START_SECONDS
    while not server.started:
        assert thread.is_alive(), "the service did not start"
        assert time.monotonic() < waited, "the service does not start"
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Site(f"http://127.0.0.1:{port}{prefix}", store)
    finally:
        server.should_exit = True
        thread.join(30)

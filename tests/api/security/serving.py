"""A service with a landscape and people of every kind, for tests of who may what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from analyzer.access.grants import Grants
from analyzer.access.keys import Keys
from analyzer.access.roles import ROLES
from analyzer.stores.memory import MemoryStore
from api.app import create_app
from api.security.settings import AccessSettings
from api.settings import Settings
from tests.access.clocks import Clock
from tests.builders import landscape

CITY = "city"
LOCAL_URL = "http://127.0.0.1:8000"
KEYS_ONLY = AccessSettings(login="keys")
PEOPLE = ("nobody", "stranger", *ROLES, "creator", "server-admin")
"""Who there is: without a key, with a key for nothing, with a role on `CITY`, with a scope."""


@dataclass(frozen=True)
class Served:
    app: FastAPI
    store: MemoryStore
    clock: Clock
    client: TestClient
    keys: Mapping[str, str]
    """Who → the key that they have."""

    def header(self, who: str) -> dict[str, str]:
        return {} if who == "nobody" else {"Authorization": f"Bearer {self.keys[who]}"}

    def call(self, who: str, method: str, path: str, **options: Any) -> Any:
        headers = {**self.header(who), **options.pop("headers", {})}
        return self.client.request(method, path, headers=headers, **options)


@contextmanager
def served(access: AccessSettings = KEYS_ONLY, **settings: Any) -> Iterator[Served]:
    """`CITY` is there, and a key for each of `PEOPLE`."""
    clock = Clock()
    store = MemoryStore(clock)
    store.put_version(landscape(landscape={"id": CITY}), actor="shell")
    made, grants = Keys(store, clock), Grants(store, clock)
    keys = {}
    for who in PEOPLE[1:]:
        scopes = {"creator": ("create",), "server-admin": ("admin",)}.get(who, ())
        new = made.create(who, scopes=scopes, actor="shell")  # type: ignore[arg-type]
        keys[who] = new.text
        if who in ROLES:
            grants.put(CITY, new.key.subject, who, actor="shell")
    app = create_app(replace(Settings(), access=access, **settings), store)
    app.state.service.clock = clock
    with TestClient(app, base_url=LOCAL_URL) as client:
        yield Served(app, store, clock, client, keys)

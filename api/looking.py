"""Versions and landscapes for routes: found, rebuilt once, and kept as long as they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Path, Query

from analyzer.landscape.model import Landscape
from analyzer.stores.compact import parsed
from analyzer.stores.errors import NotFoundError
from analyzer.stores.port import Version
from api.service import Service

ID = r"^[a-z0-9][a-z0-9_-]*$"
VERSION = r"^(sha256:[0-9a-f]{64}|[1-9][0-9]{0,8})$"

LandscapeId = Annotated[
    str, Path(alias="landscape", pattern=ID, max_length=200, description="Id of the landscape.")
]
VersionName = Annotated[str, Path(alias="version", pattern=VERSION, description="Content hash or number.")]
VersionQuery = Annotated[
    str | None,
    Query(alias="version", pattern=VERSION, description="Content hash or number; left out: the current one."),
]


def find_version(service: Service, landscape: str, name: str | None) -> Version:
    """By content hash or number; None: the current one. NotFoundError."""
    if name is None:
        return service.store.current(landscape)
    if not name.isdigit():
        return service.store.version(landscape, name)
    for version in service.store.versions(landscape, after=int(name) - 1, limit=1):
        if version.number == int(name):
            return version
    raise NotFoundError("version", name)


def landscape_at(service: Service, version: Version) -> Landscape:
    """What a version says, with the places of its newest source."""
    sources = service.store.sources(version.landscape, version.hash)
    key = (version.landscape, version.hash, sources[-1].hash if sources else None)
    kept = service.landscapes.get(key)
    if kept is not None:
        return kept
    found = service.store.landscape(version.landscape, version.hash)
    return service.landscapes.put(key, found, len(found.systems) + len(found.integrations) + 10)


def ready_document(service: Service, version: Version) -> bytes:
    """The canonical document as JSON."""
    key = ("document", version.hash)
    return service.ready.get(key) or _put(
        service, key, service.store.document(version.landscape, version.hash)
    )


def _put(service: Service, key: tuple[str, str], body: bytes) -> bytes:
    return service.ready.put(key, body, len(body))


def plain_document(service: Service, version: Version) -> Mapping[str, Any]:
    """The same as plain data."""
    document: Mapping[str, Any] = parsed(ready_document(service, version))
    return document

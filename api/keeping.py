"""Keeping a version of a landscape, for whoever may."""

from __future__ import annotations

from starlette.requests import Request

from analyzer.stores.errors import NotFoundError
from analyzer.stores.port import Expected, Version
from analyzer.stores.preparing import Prepared
from analyzer.stores.sources import Source
from api.security.roles import actor_of
from api.service import Service


async def keep_version(
    request: Request, service: Service, prepared: Prepared, source: Source, expect: Expected
) -> tuple[Version, bool]:
    """The version, and whether the landscape is new; who sends again what is current already (an answer was lost) gets it again.

    ProblemError 403, 409, NotFoundError for whoever may not; ChangedError where something else is there than is expected.
    """
    actor = actor_of(request)

    def put() -> tuple[Version, bool]:
        with service.guard.putting(request, prepared.id):
            before = current_hash(service, prepared.id)
            if expect is None and before == prepared.content.hash:
                return service.store.current(prepared.id), False
            version = service.store.put_version(prepared, source, expect=expect, actor=actor)
            return version, before is None

    return await service.changes.make(put)


def current_hash(service: Service, landscape: str) -> str | None:
    """That of the current version; None where there is no such landscape."""
    try:
        return service.store.current(landscape).hash
    except NotFoundError:
        return None

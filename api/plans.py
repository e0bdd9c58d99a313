"""Plans on their way in: read strictly, and kept as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from analyzer.plan.reading import read_plain, read_plan
from analyzer.stores.compact import compact
from analyzer.stores.errors import NotFoundError
from analyzer.stores.port import PlanEntry, Version
from api.bodies import media_type_of, whole_body
from api.looking import find_version
from api.service import Service
from api.uploads.uploading import MEDIA_TYPES, YAML_TYPES
from api.work.running import run

SMALL = 200_000
"""Bytes of a plan that is read here; a larger one is read in a guarded process."""


@dataclass(frozen=True, slots=True)
class SentPlan:
    """`body` is what it says as JSON; `made_for` the hash that an answer says it was made for."""

    body: bytes
    made_for: str | None


async def plan_text(request: Request) -> bytes:
    """The body of a request, which is a plan in JSON or YAML."""
    media_type_of(request, MEDIA_TYPES, default=YAML_TYPES[0])
    return await whole_body(request)


async def sent_plan(request: Request, service: Service, file: str) -> SentPlan:
    """The plan that a request sends; InputError names everything that is wrong with it."""
    text = await plan_text(request)
    if len(text) <= SMALL:
        return await run_in_threadpool(read_sent_plan, text, file)
    found: SentPlan = await run(service, READ, text, file)
    return found


def read_sent_plan(text: bytes, file: str) -> SentPlan:
    """As it will be kept; also what runs in a guarded process."""
    plan = read_plan(text, file)
    value = read_plain(text, file).value
    assert isinstance(value, Mapping), "a plan is a mapping"
    return SentPlan(compact(value), plan.landscape_hash)


READ = f"{__name__}:read_sent_plan"


def version_of_plan(service: Service, entry: PlanEntry, name: str | None) -> Version:
    """The version to look at a plan with: the one that is named, else the one it was made for, else the current one."""
    if name is not None:
        return find_version(service, entry.landscape, name)
    try:
        return service.store.version(entry.landscape, entry.version)
    except NotFoundError:
        return service.store.current(entry.landscape)


def version_for(service: Service, landscape: str, name: str | None, made_for: str | None) -> Version:
    """The version that a plan is kept for: the one that is named, else what it says itself, else the current one."""
    if name is None and made_for is not None:
        try:
            return service.store.version(landscape, made_for)
        except NotFoundError:
            return service.store.current(landscape)
    return find_version(service, landscape, name)

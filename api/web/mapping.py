"""Map: where the systems stand and what runs between them, month by month; drawn by the browser from plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from analyzer.landscape.model import Landscape
from analyzer.messages import Text
from analyzer.messages.words import KINDS
from api.security.roles import needs
from api.web.routing import PageRoute
from api.web.views import Looked

router = APIRouter(route_class=PageRoute)

WAYS: Mapping[str, Text] = {**KINDS, "unserved": Text("運ぶ手段がない", "nothing carries it")}
GroupAsked = Annotated[str, Query(alias="group", pattern=r"^$|^(environment|vendor|block)$")]


@router.get("/landscapes/{landscape}/map", include_in_schema=False, **needs("viewer"))
async def map_(looking: Looked, group: GroupAsked = "") -> Response:
    """The frame of the map and what can be chosen; month, group and what is chosen stand in the address."""
    landscape = await run_in_threadpool(looking.landscape)
    grouping = group or "environment"
    return looking.page(
        "map",
        "map.html",
        twin=looking.planned_twin("map", group=grouping),
        grouping=grouping,
        vendors=[(vendor.id, vendor.name) for vendor in landscape.vendors.values()],
        blocks=sorted({system.block for system in landscape.systems.values() if system.block}),
        systems=_systems(landscape),
        words={kind: text.in_language(looking.language) for kind, text in WAYS.items()},
    )


def _systems(landscape: Landscape) -> list[dict[str, str]]:
    """Id, name and block, sorted by id."""
    return [
        {"id": system.id, "name": system.name, "block": system.block or ""}
        for system in landscape.systems.values()
    ]

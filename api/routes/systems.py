"""The systems of a landscape, their neighbours, and what stands in an environment."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from analyzer.graph.subjects import require
from analyzer.landscape.model import Form, Scope, System
from analyzer.stores.port import Version
from api.answers import json_answer, table_answer
from api.documents.parts import NeighbourList, SystemDocument, SystemPage, SystemsInDocument
from api.documents.responses import reading
from api.looking import (
    ID,
    Direction,
    EnvironmentQuery,
    Moment,
    TextQuery,
    VendorQuery,
    names_at,
    parts_at,
    plain_document,
)
from api.names import named_items, named_like
from api.paging import DEFAULT_LIMIT, Cursor, Limit, page_of, question_of
from api.routes.about import AtLandscape, InMonth
from api.security.roles import needs
from api.service import Service
from api.tables import named_csv, systems_csv

router = APIRouter(prefix="/api/v1", tags=["parts"])

SystemId = Annotated[str, Path(alias="system", pattern=ID, max_length=200, description="Id of a system.")]


@router.get(
    "/landscapes/{landscape}/systems",
    operation_id="list_systems",
    responses=reading(SystemPage, table=True),
    **needs("viewer"),
)
def list_systems(
    at: InMonth,
    vendor: VendorQuery = None,
    environment: EnvironmentQuery = None,
    block: Annotated[str | None, Query(max_length=200)] = None,
    owner: Annotated[str | None, Query(max_length=200, description="The section that owns it.")] = None,
    scope: Annotated[Scope | None, Query()] = None,
    q: TextQuery = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """The systems with all that is asked for, by id; vendor and environment are those of the form in the month."""
    found = at.found()
    parts = parts_at(at.service, found)
    if vendor is not None:
        require(parts, "vendor", vendor)
    if environment is not None:
        require(parts, "environment", environment)
    moment = at.moment(found)
    chosen = [
        (system, form)
        for system, form in ((system, _form(system, moment)) for system in parts.systems.values())
        if vendor in (None, form.vendor)
        and environment in (None, form.environment)
        and block in (None, system.block)
        and owner in (None, system.owner)
        and scope in (None, system.scope)
        and (q is None or named_like(q, system.id, system.name))
    ]
    page, following = page_of(
        chosen, [system.id for system, _ in chosen], question_of(at.request), cursor, limit
    )
    return table_answer(
        at.request,
        lambda: {"month": moment.said, "items": _systems(at.service, found, page), "next": following},
        partial(systems_csv, parts, page),
        f"{at.landscape}-systems",
        following,
    )


@router.get(
    "/landscapes/{landscape}/systems/{system}",
    operation_id="get_system",
    responses=reading(SystemDocument),
    **needs("viewer"),
)
def get_system(
    at: InMonth,
    system: SystemId,
) -> Response:
    """A system, with its form in the month."""
    found = at.found()
    parts = parts_at(at.service, found)
    require(parts, "system", system)
    moment = at.moment(found)
    entry = next(entry for entry in _entries(at.service, found, "systems") if entry["id"] == system)
    known = parts.systems[system]
    return json_answer(at.request, _system(known, _form(known, moment), entry))


@router.get(
    "/landscapes/{landscape}/systems/{system}/neighbours",
    operation_id="list_neighbours",
    responses=reading(NeighbourList, table=True),
    **needs("viewer"),
)
def list_neighbours(
    at: AtLandscape,
    system: SystemId,
    direction: Direction = "both",
) -> Response:
    """Systems that a link joins to this one, whatever its state."""
    found = at.found()
    ids = at.service.store.neighbours(at.landscape, system, direction, version=found.hash)
    named = [(id_, names_at(at.service, found).systems[id_].name) for id_ in ids]
    return table_answer(
        at.request,
        lambda: {"system": system, "direction": direction, "items": named_items(named)},
        partial(named_csv, named),
        f"{at.landscape}-neighbours",
    )


@router.get(
    "/landscapes/{landscape}/environments/{environment}/systems",
    operation_id="list_systems_in_environment",
    responses=reading(SystemsInDocument, table=True),
    **needs("viewer"),
)
def list_systems_in_environment(
    at: InMonth,
    environment: Annotated[str, Path(pattern=ID, max_length=200, description="Id of an environment.")],
) -> Response:
    """Systems whose form stands in the environment in a month of a kept plan, or as of today."""
    found = at.found()
    moment = at.moment(found)
    ids = at.service.store.systems_in(at.landscape, environment, forms=moment.forms, version=found.hash)
    named = [(id_, names_at(at.service, found).systems[id_].name) for id_ in ids]
    return table_answer(
        at.request,
        lambda: {"environment": environment, "month": moment.said, "items": named_items(named)},
        partial(named_csv, named),
        f"{at.landscape}-systems",
    )


def _form(system: System, moment: Moment) -> Form:
    return system.forms[moment.forms.get(system.id, 0)]


def _entries(service: Service, version: Version, section: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = plain_document(service, version).get(section, [])
    return entries


def _systems(
    service: Service, version: Version, page: Iterable[tuple[System, Form]]
) -> list[dict[str, object]]:
    entries = {entry["id"]: entry for entry in _entries(service, version, "systems")}
    return [_system(system, form, entries[system.id]) for system, form in page]


def _system(system: System, form: Form, entry: dict[str, Any]) -> dict[str, object]:
    return {
        "id": system.id,
        "name": system.name,
        "block": system.block,
        "scope": system.scope,
        "owner": system.owner,
        "form": {
            "environment": form.environment,
            "generation": form.generation,
            "vendor": form.vendor,
            "package": form.package,
        },
        "entry": entry,
    }

"""Versions and landscapes for routes: found, rebuilt once, and kept as long as they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import Path, Query

from analyzer.landscape.model import IntegrationKey, Landscape
from analyzer.landscape.months import Month
from analyzer.plan.reading import read_plan
from analyzer.plan.rules import structural_violations
from analyzer.plan.schedule import Schedule
from analyzer.stores.asking import parts_of
from analyzer.stores.compact import parsed
from analyzer.stores.errors import NotFoundError
from analyzer.stores.port import Version
from analyzer.usecases import NoFormsError, month_shown
from api.names import Named, Names
from api.service import Service

ID = r"^[a-z0-9][a-z0-9_-]*$"
VERSION = r"^(sha256:[0-9a-f]{64}|[1-9][0-9]{0,8})$"
VERSION_OR_CURRENT = r"^(current|sha256:[0-9a-f]{64}|[1-9][0-9]{0,8})$"
MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"

LandscapeId = Annotated[
    str, Path(alias="landscape", pattern=ID, max_length=200, description="Id of the landscape.")
]
VersionName = Annotated[str, Path(alias="version", pattern=VERSION, description="Content hash or number.")]
VersionQuery = Annotated[
    str | None,
    Query(
        alias="version",
        pattern=VERSION_OR_CURRENT,
        description="Content hash or number; left out (or `current`): the current one.",
    ),
]
PlanId = Annotated[str, Path(alias="plan", pattern=ID, max_length=200, description="Id of a kept plan.")]
PlanQuery = Annotated[
    str | None,
    Query(alias="plan", pattern=ID, max_length=200, description="Id of a kept plan: forms as it gives them."),
]
MonthQuery = Annotated[
    str | None, Query(alias="month", pattern=MONTH, description="A month of the horizon, YYYY-MM.")
]


def id_query(name: str, what: str) -> Any:
    """A parameter that is the id of something."""
    return Query(alias=name, pattern=ID, max_length=200, description=what)


VendorQuery = Annotated[str | None, id_query("vendor", "Id of a vendor.")]
EnvironmentQuery = Annotated[str | None, id_query("environment", "Id of an environment.")]
TextQuery = Annotated[
    str | None, Query(alias="q", min_length=1, max_length=200, description="Letters of its id or name.")
]
Direction = Annotated[
    Literal["out", "in", "both"], Query(description="Which ends are followed (out: where data goes).")
]


def find_version(service: Service, landscape: str, name: str | None) -> Version:
    """By content hash or number; None: the current one. NotFoundError."""
    if name is None or name == "current":
        return service.store.current(landscape)
    if not name.isdigit():
        return service.store.version(landscape, name)
    for version in service.store.versions(landscape, after=int(name) - 1, limit=1):
        if version.number == int(name):
            return version
    raise NotFoundError("version", name)


def version_before(service: Service, version: Version) -> Version:
    """The version with the next lower number; the version itself where there is none."""
    found, after = version, 0
    while listed := service.store.versions(version.landscape, after=after, limit=200):
        for one in listed:
            if one.number >= version.number:
                return found
            found = one
        after = listed[-1].number
    return found


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


def names_at(service: Service, version: Version) -> Names:
    """The names of a version's systems and links."""
    key = (version.landscape, version.hash)
    kept = service.names.get(key)
    if kept is not None:
        return kept
    document = plain_document(service, version)
    systems = {entry["id"]: Named(entry["name"]) for entry in document.get("systems", ())}
    links = {
        IntegrationKey(entry["id"], entry.get("branch", "00"), entry["from"], entry["to"]): Named(
            entry["name"]
        )
        for entry in document.get("integrations", ())
    }
    names = Names(version.landscape, version.hash, systems, links)
    return service.names.put(key, names, len(systems) + len(links) + 10)


def parts_at(service: Service, version: Version) -> Landscape:
    """The systems and what they stand on, without links."""
    key = ("parts", version.landscape, version.hash)
    kept = service.landscapes.get(key)
    if kept is not None:
        return kept
    found = parts_of(ready_document(service, version))
    return service.landscapes.put(key, found, len(found.systems) + 10)


@dataclass(frozen=True, slots=True)
class Moment:
    """The forms of systems at a time, for questions to the store; `month` is None as of today."""

    month: Month | None
    forms: Mapping[str, int]

    @property
    def said(self) -> str | None:
        """The month as documents have it."""
        return None if self.month is None else str(self.month)


def moment_at(service: Service, version: Version, plan: str | None, month: str | None) -> Moment:
    """As `usecases.affected_by` has it: without a plan the forms are those of today, with one those of the month.

    NoFormsError where the plan gives no forms, InputError for a month outside the horizon.
    """
    if plan is None:
        if month is not None:
            month_shown(parts_at(service, version), month)
        return Moment(None, {})
    entry = service.store.plan(version.landscape, plan)
    parts = parts_at(service, version)
    at = month_shown(parts, month)
    moves = read_plan(entry.body, plan).moves
    violations = structural_violations(parts, moves)
    if violations:
        raise NoFormsError(violations)
    if at is None:
        return Moment(None, {})
    schedule, index = Schedule(parts, moves), parts.horizon.index(at)
    return Moment(at, {system: schedule.form_index(system, index) for system in parts.systems})

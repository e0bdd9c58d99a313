"""What a landscape that was made from lists does not know yet: which systems and hubs lack which fields; and the answers back in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from analyzer.landscape.model import Hub, Landscape, System
from analyzer.messages import Place, Text
from analyzer.tables.cells import Sheet
from analyzer.tables.defaults import NO_OPTIONS, UNASSIGNED
from analyzer.tables.forms.options import FormOptions
from analyzer.tables.forms.translated import PlainRow, plain_sheet
from analyzer.tables.headings import HUBS, MOVES, SYSTEMS
from analyzer.tables.importing import ImportResult, import_sheets

Owner = Literal["systems", "hubs"]


@dataclass(frozen=True, slots=True)
class MissingField:
    """`field` is the column of the plain list (``current.vendor``, ``shift.latest``); `kind` tells a page what to ask with."""

    field: str
    label: Text
    kind: Literal["text", "month", "environment", "vendor", "generation"]


@dataclass(frozen=True, slots=True)
class MissingRow:
    """One system or hub with the fields that it lacks, in the order of the columns."""

    owner: Owner
    id: str
    name: str
    fields: tuple[MissingField, ...]


def missing_of(landscape: Landscape) -> tuple[MissingRow, ...]:
    """Systems, then hubs, each sorted by id; those that lack nothing are left out."""
    dated = landscape.deadline is not None
    rows = [
        MissingRow("systems", system.id, system.name, fields)
        for _, system in sorted(landscape.systems.items())
        if (fields := tuple(_of_system(system, landscape.generations[-1], dated)))
    ]
    rows += [
        MissingRow("hubs", hub.id, hub.name, fields)
        for _, hub in sorted(landscape.hubs.items())
        if (fields := tuple(_of_hub(hub)))
    ]
    return tuple(rows)


def _of_system(system: System, last: str, dated: bool) -> Iterator[MissingField]:
    standard = system.scope == "standard"
    if system.owner is None:
        yield _field("owner", "text")
    if system.forms[0].environment == UNASSIGNED:
        yield _field("current.environment", "environment")
    if system.forms[0].vendor == UNASSIGNED:
        yield _field("current.vendor", "vendor")
    if standard and system.contract_end is None:
        yield _field("contract_end", "month")
    if standard and not system.moves and system.forms[0].generation != last:
        yield _move_field("shift", "generation", "generation")
        yield _move_field("shift", "environment", "environment")
        yield _move_field("shift", "latest", "month")
    if system.moves and system.forms[-1].environment == UNASSIGNED:
        yield _move_field(system.moves[-1].id, "environment", "environment")
    for move in system.moves:
        known = any((move.earliest, move.latest, move.fixed, move.deadline))
        if not known and not (dated and standard and move is system.moves[-1]):
            yield _move_field(move.id, "latest", "month")


def _of_hub(hub: Hub) -> Iterator[MissingField]:
    if hub.environment == UNASSIGNED:
        yield MissingField("environment", Text(HUBS.column("environment").ja, "environment"), "environment")
    if hub.vendor == UNASSIGNED:
        yield MissingField("vendor", Text(HUBS.column("vendor").ja, "vendor"), "vendor")


def _field(name: str, kind: Literal["text", "month", "environment", "vendor"]) -> MissingField:
    return MissingField(name, Text(SYSTEMS.column(name).ja, name), kind)


def _move_field(move: str, name: str, kind: Literal["month", "environment", "generation"]) -> MissingField:
    column = next(column for column in MOVES.columns if column.name == name)
    return MissingField(f"{move}.{name}", Text(f"{move}.{column.ja}", f"{move}.{name}"), kind)


_FIELDS: Mapping[Owner, re.Pattern[str]] = {
    "systems": re.compile(r"owner|current\.(environment|vendor)|contract_end|[^.]+\.(generation|environment|latest)"),
    "hubs": re.compile(r"environment|vendor"),
}  # fmt: skip
"""As `missing_of` names them."""


def strangers(
    landscape: Landscape, values: Mapping[Owner, Mapping[str, Mapping[str, str]]]
) -> Iterator[tuple[Owner, str, str]]:
    """Answers (owner, id, field) about nothing of the landscape that can be missing."""
    there: Mapping[Owner, Mapping[str, object]] = {"systems": landscape.systems, "hubs": landscape.hubs}
    for owner, rows in values.items():
        for id, fields in rows.items():
            for field in fields:
                if id not in there[owner] or not _FIELDS[owner].fullmatch(field):
                    yield owner, id, field


def fill_missing(
    landscape: Landscape, values: Mapping[Owner, Mapping[str, Mapping[str, str]]]
) -> ImportResult:
    """The landscape with the answers: `values[owner][id][field]` is text as a cell would hold it.

    An empty text says nothing. What cannot be read is a finding, whose place is ``systems`` or ``hubs``, row and column of the
    answers in their order; InputError where nothing at all can be.
    """
    named: dict[Owner, dict[str, str]] = {
        "systems": {system.id: system.name for system in landscape.systems.values()},
        "hubs": {hub.id: hub.name for hub in landscape.hubs.values()},
    }
    sheets = [_sheet(owner, rows, named[owner]) for owner, rows in values.items() if rows]
    return import_sheets(sheets, landscape.id, landscape, NO_OPTIONS, FormOptions(fill=True))


def _sheet(owner: Owner, rows: Mapping[str, Mapping[str, str]], named: Mapping[str, str]) -> Sheet:
    place = Place(owner, 1, 1)
    plain: list[PlainRow] = []
    for number, (id, fields) in enumerate(rows.items(), 2):
        row = PlainRow(Place(owner, number, 1))
        row.put("id", id)
        row.put("name", named.get(id, id))  # a list is known by more than its ids
        for column, (name, text) in enumerate(fields.items(), 2):
            row.put(name, text.strip() or None, Place(owner, number, column))
        plain.append(row)
    return plain_sheet(owner, owner, place, plain)

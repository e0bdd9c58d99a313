"""One row onto one entry of the landscape file.

A cell that says what export would write for the value of the base changes nothing: so what a cell cannot
hold exactly (types of attributes, very long texts) survives export and import. Any other cell replaces
the value; an empty one takes it away.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from analyzer.messages import Finding, Place, Text
from analyzer.tables.cells import ERASE, MAX_TEXT, Problem, Value, escape, fitted, text_of, unescape
from analyzer.tables.headings import Column, Heading, ListSchema
from analyzer.tables.names import Names
from analyzer.tables.recognition import Table, is_blank
from analyzer.tables.understanding import NotUnderstood, understood
from analyzer.tables.values import DIRECT, shown

Entry = dict[str, Any]
Way = tuple[str, ...]
_MISSING = object()


@dataclass(slots=True)
class RowResult:
    """`entry` with the groups as mappings by id (see `folded`); `places` by the way to each value."""

    entry: Entry
    places: dict[Way, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """Names of the columns (of the entry itself) whose cell was not understood."""
    order: list[str] = field(default_factory=list)
    """Members of the group, as the row or else its columns put them in order."""


def read_row(
    table: Table, number: int, cells: list[Value | Problem], base: Entry | None, names: Names
) -> RowResult:
    """All cells but those of the key onto a copy of the base's entry (or onto nothing)."""
    result = RowResult(unfolded(copy.deepcopy(base), table.schema) if base is not None else {})
    group = table.schema.group
    had = set(result.entry.get(group.name, {})) if group else set()
    filled: dict[str, bool] = {}
    showed: dict[str, bool] = {}
    for column, heading in sorted(table.headings.items()):
        if heading.member is None and heading.column.name in table.schema.keys:
            continue
        cell = cells[column] if column < len(cells) else None
        if table.sheet.partial:
            if is_blank(cell):
                continue
            cell = None if cell is ERASE else cell
        way = way_to(table, heading)
        words = _words(result.entry, way, heading.column)
        if heading.member is not None:
            filled[heading.member] = filled.get(heading.member, False) or not is_blank(cell)
            showed[heading.member] = showed.get(heading.member, False) or words != {""}
        place = table.sheet.place(number, column)
        if not isinstance(cell, Problem) and text_of(cell) in words:
            result.places[way] = place
            continue
        try:
            _change(result, heading, way, cell, names)
            result.places[way] = place
        except NotUnderstood as wrong:
            result.findings.append(_not_read(wrong, table, number, column))
            if heading.member is None:
                result.unread.add(heading.column.name)
    if group:
        _settle_members(result, group.name, filled, showed, had)
    return result


def way_to(table: Table, heading: Heading) -> Way:
    """The way from the unfolded entry to the value that a column carries."""
    if heading.member is None:
        return heading.column.way
    assert table.schema.group is not None
    return (table.schema.group.name, heading.member, *heading.column.way)


def unfolded(entry: Entry, schema: ListSchema) -> Entry:
    """The entry with its moves by id, in their order."""
    group = schema.group
    if group is not None and isinstance(entry.get(group.name), list):
        entry[group.name] = {member["id"]: member for member in entry[group.name]}
    return entry


def _change(result: RowResult, heading: Heading, way: Way, cell: Value | Problem, names: Names) -> None:
    column = heading.column
    if isinstance(cell, Problem):
        raise NotUnderstood(cell.message, Text("値として貼り付け直してください。", "Paste it as a value."))
    if is_blank(cell):
        if column.kind != "order":
            _delete(result.entry, way)
        return
    value = understood(column, cell, names)
    if column.kind == "order":
        assert isinstance(value, list)
        result.order = value
    elif value is None:
        # No hub, no package: written by leaving it out. The realization itself stands (see `_settle_members`).
        _delete(result.entry, way)
    else:
        _set(result.entry, way, value)


def _settle_members(
    result: RowResult, group: str, filled: dict[str, bool], showed: dict[str, bool], had: set[str]
) -> None:
    """A member stands where a cell of it is filled; it goes where all that it showed was emptied."""
    members: dict[str, Any] = result.entry.get(group, {})
    for member, some in filled.items():
        if some:
            _member(result.entry, (group, member))
            members = result.entry[group]
        elif member in members and (showed[member] or member not in had):
            del members[member]
    listed = list(members)
    if not result.order and not set(listed) <= had:
        # A new member comes where its columns stand.
        listed = [member for member in filled if member in members] + [m for m in listed if m not in filled]
    result.order = [m for m in result.order if m in members] + [m for m in listed if m not in result.order]
    if group in result.entry:
        result.entry[group] = {member: members[member] for member in result.order}


def _words(entry: Entry, way: Way, column: Column) -> set[str]:
    """What export may have written for the value, in either language."""
    value: Any = entry
    for step in way:
        value = value.get(step, _MISSING) if isinstance(value, dict) else _MISSING
        if value is _MISSING:
            break
    if value is _MISSING:
        return set(DIRECT) if column.kind == "route" and goes_direct(entry, way[:2]) else {""}
    return {held(shown(column, value, language)) for language in ("ja", "en")}


def goes_direct(entry: Entry, way: Way) -> bool:
    """Whether there is a realization at `way` that names no hub."""
    realization = entry.get(way[0], {}).get(way[1])
    return realization is not None and "same_as" not in realization and "via" not in realization


def held(value: str | int) -> str:
    """What a cell gives back of a value that export wrote into it."""
    text = str(value)
    return text if len(text) * 7 <= MAX_TEXT else unescape(fitted(escape(text)))


def _member(entry: Entry, way: Way) -> Entry:
    group, member = way
    fresh: Entry = {"id": member, "to": {}} if group == "moves" else {}
    found: Entry = entry.setdefault(group, {}).setdefault(member, fresh)
    return found


def _set(entry: Entry, way: Way, value: object) -> None:
    if way[0] in ("moves", "realizations"):
        entry, way = _member(entry, way[:2]), way[2:]
    for step in way[:-1]:
        entry = entry.setdefault(step, {})
    entry[way[-1]] = value


def _delete(entry: Entry, way: Way) -> None:
    """Takes the value away, and what it stood in where that is empty then."""
    trail = [entry]
    for step in way[:-1]:
        inner = trail[-1].get(step)
        if not isinstance(inner, dict):
            return
        trail.append(inner)
    trail[-1].pop(way[-1], None)
    for depth in range(len(trail) - 1, 0, -1):
        if not trail[depth] and way[depth - 1] in ("needs_line", "available", "attributes"):
            del trail[depth - 1][way[depth - 1]]


def _not_read(wrong: NotUnderstood, table: Table, number: int, column: int) -> Finding:
    return Finding(
        "cell_not_understood",
        "error",
        wrong.message,
        table.sheet.place(number, column),
        wrong.suggestion,
        (("cell", table.sheet.cell(number, column)),),
    )

"""The rows of all tables → the document of a landscape, with the cell that each value came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from analyzer.landscape.places import Path
from analyzer.messages import Finding, Place, Text
from analyzer.tables.cells import cell_name
from analyzer.tables.defaults import Made, complete
from analyzer.tables.headings import LISTS, ListName, ListSchema
from analyzer.tables.keys import Key, key_of, key_text, read_key
from analyzer.tables.names import Names
from analyzer.tables.recognition import Table
from analyzer.tables.rows import Entry, RowResult, read_row

Document = dict[str, Any]


@dataclass(slots=True)
class Draft:
    """A document on its way: `places` has the cell of each value that came from a sheet."""

    document: Document
    places: dict[Path, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    added: list[tuple[ListName, str]] = field(default_factory=list)
    removed: list[tuple[ListName, str]] = field(default_factory=list)


def fill(draft: Draft, tables: list[Table], names: Names, made: Made) -> None:
    """Replaces each section that has a table by the rows of its tables."""
    for schema in LISTS:
        parts = [table for table in tables if table.schema is schema]
        if parts:
            _fill_section(draft, schema, parts, names, made)
    draft.added.sort()
    draft.removed.sort()


def _fill_section(draft: Draft, schema: ListSchema, tables: list[Table], names: Names, made: Made) -> None:
    old = {key_of(schema, entry): entry for entry in draft.document.get(schema.section, [])}
    places = {
        key: draft.places[schema.section, k]
        for k, key in enumerate(old)
        if (schema.section, k) in draft.places
    }
    entries: list[Entry] = []
    seen: dict[Key, Place] = {}
    at: dict[Key, int] = {}
    # What only adds to entries comes after the lists that make them.
    for table in sorted(tables, key=lambda table: table.sheet.partial):
        for number, cells in table.rows():
            key, findings = read_key(table, number, cells, names, old.keys())
            draft.findings.extend(findings)
            if key is None:
                continue
            place = table.sheet.place(number, table.key_column)
            if key in seen and not table.sheet.partial:
                draft.findings.append(_doubled_row(key, place, seen[key]))
                continue
            if key in at:
                row = read_row(table, number, cells, entries[at[key]], names)
                draft.findings.extend(row.findings)
                _note_places(draft, table, number, (schema.section, at[key]), row)
                entries[at[key]] = _folded(schema, row.entry)
                continue
            seen[key] = place
            row = read_row(table, number, cells, old.get(key), names)
            draft.findings.extend(row.findings)
            row.entry.update((name, part) for name, part in zip(schema.keys, key, strict=True))
            if key not in old:
                unreadable = [
                    column for column in schema.columns if column.needed and column.name in row.unread
                ]
                if unreadable:
                    draft.findings.append(_left_out(key, place))
                    continue
                draft.added.append((schema.name, key_text(key)))
                draft.findings.extend(complete(made, table, number, row.entry))
            _note_places(draft, table, number, (schema.section, len(entries)), row)
            at[key] = len(entries)
            entries.append(_folded(schema, row.entry))
    unlisted = old.keys() - seen.keys()
    gone = unlisted
    if all(table.sheet.partial for table in tables):
        gone = unlisted & {key for table in tables for key in table.sheet.gone}
    for key in sorted(gone, key=key_text):
        draft.removed.append((schema.name, key_text(key)))
        draft.findings.append(_gone(schema, key, tables[0]))
    for key, entry in old.items():
        if key in unlisted and key not in gone:
            way: Path = (schema.section, len(entries))
            draft.places.pop(way, None)
            if key in places:
                draft.places[way] = places[key]
            entries.append(entry)
    draft.document[schema.section] = entries


def _note_places(draft: Draft, table: Table, number: int, way: Path, row: RowResult) -> None:
    """The cells of a row, by the way to their values in the document."""
    draft.places[way] = table.sheet.place(number, table.key_column)
    for name in table.schema.keys:
        at = table.column_of(name)
        draft.places[(*way, name)] = table.sheet.place(number, table.key_column if at is None else at)
    positions = {move: k for k, move in enumerate(row.entry.get("moves", {}))}
    for inner, place in row.places.items():
        steps: Path = inner
        if len(inner) > 1 and inner[0] == "moves":
            if inner[1] not in positions:
                continue
            steps = ("moves", positions[inner[1]], *inner[2:])
        # The first cell of a move, a realization, a form stands for it as a whole.
        for length in range(len(steps)):
            draft.places.setdefault((*way, *steps[:length]), place)
        draft.places[(*way, *steps)] = place


def _folded(schema: ListSchema, entry: Entry) -> Entry:
    """The entry as the file has it: its moves as a list."""
    if schema.group is not None and schema.group.name == "moves" and "moves" in entry:
        entry["moves"] = list(entry["moves"].values())
    return entry


def _doubled_row(key: Key, place: Place, first: Place) -> Finding:
    return Finding(
        "row_doubled",
        "error",
        Text(f"{key_text(key)} の行は {first.file} の {first.line}行目にもあります。この行は読みませんでした。",
             f"{key_text(key)} also stands in row {first.line} of {first.file}; this row was not read."),
        place,
        Text("どちらかの行を消すか、IDを変えてください。", "Delete one of the rows, or change its id."),
        (("cell", cell_name(place.column - 1, place.line - 1)),),
    )  # fmt: skip


def _left_out(key: Key, place: Place) -> Finding:
    return Finding(
        "row_left_out",
        "error",
        Text(f"必要なセルが読めないため、{key_text(key)} の行は使いませんでした。",
             f"The row {key_text(key)} was left out: a cell that it needs was not understood."),
        place,
        Text("同じ行について報告されたセルを直してください。", "Mend the cells of this row that are reported."),
        (("cell", cell_name(place.column - 1, place.line - 1)),),
    )  # fmt: skip


def _gone(schema: ListSchema, key: Key, table: Table) -> Finding:
    return Finding(
        "row_gone",
        "info",
        Text(f"{key_text(key)} は{schema.sheet.ja}にないので、取り除きました。",
             f"{key_text(key)} is not in the list of {schema.sheet.en} any more and was taken out."),
        table.sheet.place(table.heading_row, table.key_column),
    )  # fmt: skip

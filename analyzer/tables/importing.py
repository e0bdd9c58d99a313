"""`kakehashi import`: lists of systems and links → a landscape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from analyzer.landscape.dumping import landscape_document
from analyzer.landscape.model import Landscape
from analyzer.messages import Finding, Place, Text
from analyzer.tables.cells import Problem, refuse, text_of
from analyzer.tables.defaults import (
    GENERATIONS,
    NO_OPTIONS,
    HeaderOptions,
    Made,
    create_named,
    header,
    horizon,
    missing_columns,
)
from analyzer.tables.headings import LISTS, ListName
from analyzer.tables.lists import Draft, fill
from analyzer.tables.mending import read_mended
from analyzer.tables.names import Names, as_id
from analyzer.tables.reading import read_sheets
from analyzer.tables.recognition import Table, recognise


@dataclass(frozen=True, slots=True)
class ImportResult:
    """`landscape` and the same as plain data (`document`), without what could not be read.

    `findings` are sorted by place; those of severity ``error`` are cells and rows that were left
    out. `added` and `removed` name the entries (list, key) that the base does not have, and that
    the lists do not have any more.
    """

    landscape: Landscape
    document: dict[str, object]
    findings: tuple[Finding, ...]
    added: tuple[tuple[ListName, str], ...]
    removed: tuple[tuple[ListName, str], ...]

    @property
    def complete(self) -> bool:
        """Whether every cell was understood."""
        return all(finding.severity != "error" for finding in self.findings)


def import_tables(
    paths: Sequence[FilePath], base: Landscape | None = None, options: HeaderOptions = NO_OPTIONS
) -> ImportResult:
    """Reads lists (CSV files, Excel workbooks) onto `base`, or into a new landscape.

    A list that is given replaces its section of the base, row by row: cells replace values, columns
    that a list lacks keep them, rows that are gone are gone. InputError where a file cannot be read or
    is hostile, where no list is recognised, or where no landscape can be made.
    """
    tables, findings = recognise(read_sheets(paths), _generations(base, options))
    names = _names(tables, base)
    if base is not None:
        draft = Draft(dict(landscape_document(base)), _base_places(base), findings)
        made = Made(list(base.generations))
    else:
        _need_systems(tables)
        draft = Draft({"schema_version": 1, "landscape": header(options, paths[0].stem)}, {}, findings)
        made = Made(draft.document["landscape"]["generations"])
        draft.findings.extend(create_named(made, tables, names))
    label = tables[0].sheet.label
    draft.places[()] = Place(label, 1, 1)
    fill(draft, tables, names, made)
    made.join(draft.document)
    draft.findings.extend(missing_columns(tables, {name for name, _ in draft.added}))
    if base is None:
        draft.findings.extend(horizon(draft.document, options, label))
    landscape = read_mended(draft)
    return ImportResult(
        landscape,
        landscape_document(landscape),
        _sorted(draft.findings),
        tuple(draft.added),
        tuple(draft.removed),
    )


def _sorted(findings: list[Finding]) -> tuple[Finding, ...]:
    """By place, each once."""
    return tuple(
        found for _, found in sorted({_by_place(f): f for f in findings}.items(), key=lambda item: item[0])
    )


def _by_place(finding: Finding) -> tuple[Place, str, Text]:
    return (finding.place or Place("", 0, 0), finding.code, finding.message)


def _generations(base: Landscape | None, options: HeaderOptions) -> tuple[str, ...]:
    return base.generations if base is not None else options.generations or GENERATIONS


def _need_systems(tables: list[Table]) -> None:
    if all(table.schema.name != "systems" for table in tables):
        raise refuse(
            "systems_missing",
            tables[0].sheet.label,
            Text("システム一覧がありません。", "There is no list of systems."),
            Text("システム一覧も渡すか、元のファイルを --base で指定してください。",
                 "Give the list of systems too, or a landscape with --base."),
        )  # fmt: skip


def _names(tables: list[Table], base: Landscape | None) -> Names:
    """Who can be named: the rows of the lists given, and the base for the other lists."""
    names = Names()
    given = {table.schema.name for table in tables}
    for schema in LISTS:
        if base is not None and schema.name not in given and schema.name != "links":
            for entry in getattr(base, schema.section).values():
                names.add(schema.name, entry.id, entry.name)
    for table in tables:
        at_id, at_name = table.key_column, table.column_of("name")
        for _, cells in table.rows():
            values = ["" if isinstance(cell, Problem) else text_of(cell) for cell in cells]
            entry_id = as_id(values[at_id]) if at_id < len(values) else None
            if entry_id is not None and table.schema.name != "links":
                name = values[at_name] if at_name is not None and at_name < len(values) else entry_id
                names.add(table.schema.name, entry_id, name)
    return names


def _base_places(base: Landscape) -> dict[Any, Place]:
    """Where the entries of the base that no list carries stand, in the order of its document."""
    sections: dict[str, Sequence[Any]] = {
        "lines": base.lines or (),
        "bridges": (*(base.catalogue or ()), *base.partner_answers),
        "existing_bridges": base.existing_bridges,
        "law_changes": base.law_changes,
        "rules": base.rules,
        "patterns": base.patterns,
        **{schema.section: tuple(getattr(base, schema.section).values()) for schema in LISTS},
    }
    found = {
        (section, at): base.places.at(entry.path)
        for section, entries in sections.items()
        for at, entry in enumerate(entries)
    }
    return {way: place for way, place in found.items() if place is not None}

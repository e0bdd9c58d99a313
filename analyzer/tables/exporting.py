"""`kakehashi export`: the systems and the links of a landscape as lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from analyzer.landscape.dumping import landscape_document
from analyzer.landscape.model import Landscape
from analyzer.messages import Finding, Language, Place, Text
from analyzer.tables.cells import cell_name, escape, fitted
from analyzer.tables.csv_writing import csv_bytes
from analyzer.tables.headings import (
    Column,
    Heading,
    ListName,
    ListSchema,
    attribute_column,
    heading_text,
    schema_of,
)  # fmt: skip
from analyzer.tables.rows import goes_direct, unfolded
from analyzer.tables.values import DIRECT, shown
from analyzer.tables.xlsx_writing import FormContent, SheetContent, workbook_bytes

Format = Literal["csv", "xlsx"]
DEFAULT_LISTS: tuple[ListName, ...] = ("systems", "links")


@dataclass(frozen=True, slots=True)
class ExportResult:
    """`files` by name (``systems.csv`` …, or ``<id>.xlsx``), and warnings of texts that were cut."""

    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]


def export_tables(
    landscape: Landscape,
    form: Format = "xlsx",
    language: Language = "ja",
    lists: Sequence[ListName] = DEFAULT_LISTS,
    sheets: Sequence[FormContent] = (),
) -> ExportResult:
    """The lists as CSV files or one workbook; `import_tables` onto the same landscape gives it back.

    Headings and words in `language`. A text longer than a cell of Excel holds is cut and reported. `sheets` of an office's form
    come first in the workbook.
    """
    document = landscape_document(landscape)
    findings: list[Finding] = []
    contents = []
    for name in lists:
        schema = schema_of(name)
        title = schema.sheet.in_language(language)
        label = f"{schema.name}.csv" if form == "csv" else f"{landscape.id}.xlsx[{title}]"
        entries = _entries(document, schema)
        headings = tuple(_headings(schema, entries, landscape.generations))
        rows: list[Sequence[str | int]] = [
            [_cell(entry, schema, heading, language) for heading in headings] for entry in entries
        ]
        heads: Sequence[str | int] = [heading_text(schema, heading, language) for heading in headings]
        fitting = [_fit(row, label, number, findings) for number, row in enumerate((heads, *rows))]
        contents.append(SheetContent(title, schema, headings, fitting))
    if form == "csv":
        files = {f"{content.schema.name}.csv": csv_bytes(content.rows) for content in contents}
    else:
        files = {f"{landscape.id}.xlsx": workbook_bytes([*sheets, *contents], language)}
    return ExportResult(files, tuple(findings))


def _entries(document: Mapping[str, Any], schema: ListSchema) -> list[dict[str, Any]]:
    return [unfolded(dict(entry), schema) for entry in document.get(schema.section, [])]


def _headings(
    schema: ListSchema, entries: list[dict[str, Any]], generations: Sequence[str]
) -> Iterable[Heading]:
    """All columns of the entry itself; of moves and realizations those that some entry fills."""
    for column in schema.columns:
        if column.kind != "order" or _order_of_moves(entries) is None:
            yield Heading(column)
    for name in _attributes(entries):
        yield Heading(attribute_column(name), attribute=name)
    if schema.group is None:
        return
    members = {
        member: [
            entry[schema.group.name][member]
            for entry in entries
            if member in entry.get(schema.group.name, {})
        ]
        for member in _members(schema, entries, generations)
    }
    for member, held in members.items():
        for column in schema.group.columns:
            if column.kind in ("route", "reference") or any(
                _at(entry, column.way) is not None for entry in held
            ):
                yield Heading(column, member)
        for name in _attributes(held):
            yield Heading(attribute_column(name), member, name)


def _attributes(entries: list[dict[str, Any]]) -> list[str]:
    return sorted({name for entry in entries for name in entry.get("attributes", {})})


def _members(schema: ListSchema, entries: list[dict[str, Any]], generations: Sequence[str]) -> list[str]:
    if schema.name == "links":
        return [g for g in generations if any(g in entry.get("realizations", {}) for entry in entries)]
    order = _order_of_moves(entries)
    return (
        order if order is not None else sorted({move for entry in entries for move in entry.get("moves", {})})
    )


def _order_of_moves(entries: list[dict[str, Any]]) -> list[str] | None:
    """One order of columns in which every system's moves stand in their own order; None if there is none."""
    follows: dict[str, set[str]] = {}
    for entry in entries:
        moves = list(entry.get("moves", {}))
        for move in moves:
            follows.setdefault(move, set())
        for earlier, later in pairwise(moves):
            follows[later].add(earlier)
    order: list[str] = []
    while follows:
        free = sorted(move for move, before in follows.items() if not before & follows.keys())
        if not free:
            return None
        order.append(free[0])
        del follows[free[0]]
    return order


def _at(entry: Mapping[str, Any], way: tuple[str, ...]) -> Any:
    value: Any = entry
    for step in way:
        if not isinstance(value, Mapping) or step not in value:
            return None
        value = value[step]
    return value


def _cell(entry: dict[str, Any], schema: ListSchema, heading: Heading, language: Language) -> str | int:
    column: Column = heading.column
    if column.kind == "order":
        return shown(column, list(entry.get("moves", {})), language)
    if column.kind == "branch":
        return str(entry.get("branch", "00"))
    if heading.member is None:
        return shown(column, _at(entry, column.way), language)
    assert schema.group is not None
    way = (schema.group.name, heading.member)
    if column.kind == "route" and goes_direct(entry, way):
        return DIRECT.in_language(language)
    return shown(column, _at(entry, (*way, *column.way)), language)


def _fit(row: Sequence[str | int], label: str, number: int, findings: list[Finding]) -> list[str | int]:
    """The row as cells hold it: escaped, and cut where it is too long."""
    cells: list[str | int] = []
    for column, value in enumerate(row):
        escaped = escape(value) if isinstance(value, str) else value
        cell = fitted(escaped) if isinstance(escaped, str) else escaped
        if cell != escaped:
            findings.append(_cut(Place(label, number + 1, column + 1), cell_name(column, number)))
        cells.append(cell)
    return cells


def _cut(place: Place, cell: str) -> Finding:
    return Finding(
        "text_cut",
        "warning",
        Text(
            "文字列が長すぎるため、セルには先頭だけを書きました。",
            "The text is too long: the cell holds its beginning.",
        ),
        place,
        Text(
            "元のファイルに重ねて取り込めば、全文が保たれます。",
            "An import onto the same landscape keeps the whole.",
        ),
        (("cell", cell),),
    )

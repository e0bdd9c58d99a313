"""Which list a sheet is, and what its columns carry: told by its headings alone."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from analyzer.errors import InputError
from analyzer.messages import Finding, Text
from analyzer.tables.cells import Problem, Sheet, Value, refuse, text_of
from analyzer.tables.headings import LISTS, Heading, HeadingReader, ListSchema, normalise

_SEARCHED_ROWS = 20
"""A title and remarks may stand above the headings."""

NOTE_MARKS = ("#", "※")
"""A row whose first cell begins with one of these is a remark, and is not read."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet that was recognised: `headings[column]`, and the rows below `heading_row`."""

    sheet: Sheet
    schema: ListSchema
    heading_row: int
    headings: dict[int, Heading]

    def column_of(self, name: str) -> int | None:
        """Where the column of the entry's own field `name` stands."""
        return next(
            (
                at
                for at, heading in self.headings.items()
                if heading.member is None and heading.column.name == name
            ),
            None,
        )

    @property
    def key_column(self) -> int:
        """The column of the ids: no list is recognised without it."""
        at = self.column_of("id")
        assert at is not None
        return at

    def rows(self) -> Iterator[tuple[int, list[Value | Problem]]]:
        """(number of the row, its cells), without empty rows and remarks."""
        for number, cells in enumerate(self.sheet.rows[self.heading_row + 1 :], self.heading_row + 1):
            filled = [cell for cell in cells if not is_blank(cell)]
            if filled and not (isinstance(cells[0], str) and cells[0].startswith(NOTE_MARKS)):
                yield number, cells


def is_blank(cell: Value | Problem) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def recognise(sheets: list[Sheet], generations: Collection[str] | None) -> tuple[list[Table], list[Finding]]:
    """The lists among the sheets, and what could not be read of their headings.

    InputError where no list is found, where a CSV file is none, and where a heading stands twice.
    `generations`: those that realizations may name; None for any.
    """
    tables: list[Table] = []
    findings: list[Finding] = []
    wrong: list[Finding] = []
    for sheet in sheets:
        found = best_list(sheet)
        if found is None:
            if any(sheet.rows) and sheet.typed:
                findings.append(_not_a_list(sheet))
            elif not sheet.typed:
                wrong.extend(_unusable(sheet).findings)
            continue
        schema, row = found
        table, ignored, doubled = _columns(sheet, schema, row, generations)
        tables.append(table)
        findings.extend(ignored)
        wrong.extend(doubled)
    if not tables and not wrong:
        wrong.extend(_unusable(sheets[0]).findings if sheets else ())
    if wrong:
        raise InputError(tuple(wrong))
    return tables, findings


def best_list(sheet: Sheet) -> tuple[ListSchema, int] | None:
    """The list with the most headings understood in one row; equal ones are told apart by the sheet's name."""
    best: tuple[int, bool, int] | None = None
    answer: tuple[ListSchema, int] | None = None
    title = normalise(sheet.title)
    for schema in LISTS:
        reader = HeadingReader(schema)
        named = any(normalise(word) in title for word in schema.sheet)
        for number, cells in enumerate(sheet.rows[:_SEARCHED_ROWS]):
            words = [heading for cell in cells if isinstance(cell, str) and (heading := reader.read(cell))]
            plain = {heading.column.name for heading in words if heading.member is None}
            if not plain.issuperset(schema.marks) or plain <= {"id", "note"}:
                continue
            score = (len(words), named, -number)
            if best is None or score > best:
                best, answer = score, (schema, number)
    return answer


def _columns(
    sheet: Sheet, schema: ListSchema, row: int, generations: Collection[str] | None
) -> tuple[Table, list[Finding], list[Finding]]:
    reader = HeadingReader(schema)
    headings: dict[int, Heading] = {}
    first: dict[Heading, int] = {}
    ignored: list[Finding] = []
    doubled: list[Finding] = []
    for column, cell in enumerate(sheet.rows[row]):
        if isinstance(cell, Problem) or is_blank(cell):
            if any(len(cells) > column and not is_blank(cells[column]) for cells in sheet.rows[row + 1 :]):
                ignored.append(_unknown_heading(sheet, schema, row, column, ""))
            continue
        text = text_of(cell)
        heading = reader.read(text)
        if heading and heading.member and schema.name == "links" and generations is not None:
            heading = heading if heading.member in generations else None
        if heading is None:
            ignored.append(_unknown_heading(sheet, schema, row, column, text))
        elif heading in first:
            doubled.append(_doubled_heading(sheet, row, column, first[heading], text))
        else:
            first[heading] = column
            headings[column] = heading
    return Table(sheet, schema, row, headings), ignored, doubled


def _unknown_heading(sheet: Sheet, schema: ListSchema, row: int, column: int, text: str) -> Finding:
    words = {normalise(word): word for known in schema.columns for word in (known.ja, known.name)}
    near = difflib.get_close_matches(normalise(text)[:100], words, n=1)
    return Finding(
        "heading_unknown",
        "error",
        Text(f"見出し「{text[:40]}」は{schema.sheet.ja}にありません。この列は読みませんでした。",
             f"The list of {schema.sheet.en} has no heading {text[:40]!r}; the column was not read."),
        sheet.place(row, column),
        Text(f"「{words[near[0]]}」でしょうか。" if near else "残したい列の見出しは「属性.名前」としてください。",
             f"Did you mean {words[near[0]]}?" if near else "Head a column that is to be kept attributes.NAME."),
        (("cell", sheet.cell(row, column)),),
    )  # fmt: skip


def _doubled_heading(sheet: Sheet, row: int, column: int, first: int, text: str) -> Finding:
    return Finding(
        "heading_doubled",
        "error",
        Text(f"見出し「{text[:40]}」が{sheet.cell(row, first)}と{sheet.cell(row, column)}にあります。",
             f"The heading {text[:40]!r} stands at {sheet.cell(row, first)} and at {sheet.cell(row, column)}."),
        sheet.place(row, column),
        Text("どちらかの列を消すか、見出しを変えてください。", "Delete one of the columns, or rename it."),
        (("cell", sheet.cell(row, column)),),
    )  # fmt: skip


def _not_a_list(sheet: Sheet) -> Finding:
    return Finding(
        "sheet_not_read",
        "info",
        Text(f"シート「{sheet.title}」は一覧の見出しがないので読みませんでした。",
             f"The sheet {sheet.title!r} has no headings of a list and was not read."),
        sheet.place(0, 0),
    )  # fmt: skip


def _unusable(sheet: Sheet) -> InputError:
    return refuse(
        "headings_missing",
        sheet.label,
        Text("一覧の見出しが見つかりません。", "There are no headings of a list."),
        Text(
            "システム一覧には「システムID」「システム名」、連携一覧には「連携ID」「連携元」「連携先」が要ります。",
            "A list of systems needs id and name; a list of links needs id, from and to.",
        ),
    )

"""Sheets → an Excel workbook, the same bytes each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from analyzer.messages import Language
from analyzer.tables.headings import Column, Heading, ListSchema
from analyzer.tables.values import NO, YES
from analyzer.tables.xlsx_bytes import book_bytes, make_text, new_workbook

_LAST_ROW = 5_000
"""Drop-downs reach down to this row."""
_HEAD = PatternFill("solid", start_color="DDEBF7")
_NEEDED = PatternFill("solid", start_color="FCE4D6")


@dataclass(frozen=True, slots=True)
class SheetContent:
    """`rows` as cells hold them (escaped, fitted), the row of headings first."""

    title: str
    schema: ListSchema
    headings: tuple[Heading, ...]
    rows: Sequence[Sequence[str | int]]
    notes: bool = False
    """Whether each heading explains itself in a comment."""


def workbook_bytes(contents: Sequence[SheetContent], language: Language) -> bytes:
    """The workbook; every text is a text cell, whatever it begins with."""
    book = new_workbook(write_only=True)
    for content in contents:
        _write(book, content, language)
    return book_bytes(book)


def _write(book: Any, content: SheetContent, language: Language) -> None:
    sheet = book.create_sheet(content.title)
    sheet.freeze_panes = "B2"
    for at, heading in enumerate(content.headings, 1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = max(10, min(30, 2 * len(str(content.rows[0][at - 1])) + 2))
        if heading.column.kind != "integer":
            # As text, so that Excel makes no date of 2025-04 and no number of 001.
            sheet.column_dimensions[letter].number_format = "@"
        words = _drop_down(heading.column, language)
        if words:
            validation = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
            validation.add(f"{letter}2:{letter}{_LAST_ROW}")
            sheet.data_validations.append(validation)
    if len(content.rows) > 1:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(content.headings))}{len(content.rows)}"
    heads = [
        _head(sheet, str(text), heading, content)
        for text, heading in zip(content.rows[0], content.headings, strict=True)
    ]
    sheet.append(heads)
    for row in content.rows[1:]:
        sheet.append([_cell(sheet, value) for value in row])


def _head(sheet: Any, text: str, heading: Heading, content: SheetContent) -> Any:
    cell = _cell(sheet, text)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.fill = _NEEDED if heading.member is None and heading.column.needed else _HEAD
    if content.notes:
        column = heading.column
        comment = Comment(f"{column.ja}: {column.hint.ja}\n{column.name}: {column.hint.en}", "kakehashi")
        comment.width, comment.height = 320, 90
        cell.comment = comment
    return cell


def _cell(sheet: Any, value: str | int) -> Any:
    if value == "":
        return None
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        make_text(cell)
    return cell


def _drop_down(column: Column, language: Language) -> list[str]:
    if column.kind == "boolean":
        return [YES.in_language(language), NO.in_language(language)]
    if column.kind == "choice":
        return [label if language == "ja" else choice for choice, label, *_ in column.choices]
    return []

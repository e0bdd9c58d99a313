"""Sheets → an Excel workbook, the same bytes each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import east_asian_width

from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from analyzer.messages import Language
from analyzer.tables.headings import Column, Heading, ListSchema
from analyzer.tables.values import NO, YES
from analyzer.tables.xlsx_bytes import book_bytes, make_text, new_workbook

_LAST_ROW = 5_000
"""Drop-downs reach down to this row."""
_HEAD = PatternFill("solid", start_color="DDEBF7")
_NEEDED = PatternFill("solid", start_color="FCE4D6")
_A4, _A3 = 9, 8
"""As Office Open XML counts papers."""
_A4_HOLDS = 160
"""Half-width letters beside each other that can still be read when they are fitted to the width of a page."""
_LINE_HEIGHT, _HIGHEST = 15, 400
_LINE = Side(style="thin", color="A6A6A6")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


@dataclass(frozen=True, slots=True)
class SheetContent:
    """`rows` as cells hold them (escaped, fitted), the row of headings first."""

    title: str
    schema: ListSchema
    headings: tuple[Heading, ...]
    rows: Sequence[Sequence[str | int]]
    notes: bool = False
    """Whether each heading explains itself in a comment."""


@dataclass(frozen=True, slots=True)
class FormContent:
    """A sheet of an office's form: lines `above`, one row of headings, rows; all as cells hold them.

    `choices` are the words of drop-downs by position of the column, `cells` those of single cells (``E5``); `comments` explain headings.
    """

    title: str
    above: Sequence[Sequence[str | int]]
    heads: Sequence[str]
    rows: Sequence[Sequence[str | int]]
    widths: Sequence[int]
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    cells: Mapping[str, Sequence[str]] = field(default_factory=dict)
    comments: Mapping[int, str] = field(default_factory=dict)


def workbook_bytes(contents: Sequence[SheetContent | FormContent], language: Language) -> bytes:
    """The workbook; every text is a text cell, whatever it begins with."""
    book = new_workbook(write_only=True)
    for content in contents:
        if isinstance(content, FormContent):
            _write_form(book, content)
        else:
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


def _write_form(book: Any, content: FormContent) -> None:
    sheet = book.create_sheet(content.title)
    first = len(content.above) + 1
    sheet.freeze_panes = f"A{first + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A3 if sum(content.widths) > _A4_HOLDS else _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{first}:{first}"
    for at, width in enumerate(content.widths, 1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = width
        sheet.column_dimensions[letter].number_format = "@"
    for at, words in content.choices.items():
        letter = get_column_letter(at + 1)
        _offer(sheet, f"{letter}{first + 1}:{letter}{_LAST_ROW}", words)
    for cell, words in content.cells.items():
        _offer(sheet, cell, words)
    for row in content.above:
        sheet.append([_cell(sheet, value) for value in row])
    sheet.row_dimensions[first].height = _height(content.heads, content.widths)
    heads = []
    for at, text in enumerate(content.heads):
        cell = _cell(sheet, text)
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _GRID
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if at in content.comments:
            cell.comment = Comment(content.comments[at], "kakehashi")
            cell.comment.width, cell.comment.height = 320, 90
        heads.append(cell)
    sheet.append(heads)
    for number, row in enumerate(content.rows, first + 1):
        sheet.row_dimensions[number].height = _height(row, content.widths)
        filled = [_cell(sheet, value) or WriteOnlyCell(sheet) for value in row]
        for held in filled:
            held.alignment = Alignment(wrap_text=True, vertical="top")
            held.border = _GRID
        sheet.append(filled)


def _height(row: Sequence[str | int], widths: Sequence[int]) -> int:
    """Of a row with its cells wrapped: not every program finds it out by itself."""
    lines = max((_lines(str(value), width) for value, width in zip(row, widths, strict=True)), default=1)
    return min(_HIGHEST, _LINE_HEIGHT * max(1, lines) + 2)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of so many half-width letters."""
    room = max(1, width - 1)
    return sum(
        1 + sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in line) // room
        for line in text.split("\n")
    )


def _offer(sheet: Any, cells: str, words: Sequence[str]) -> None:
    """A drop-down; another text may be typed, and is then reported by the import."""
    validation = DataValidation(
        type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=False
    )
    validation.add(cells)
    sheet.data_validations.append(validation)


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

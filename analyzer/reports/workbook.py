"""Reports → an Excel workbook for paper: a sheet for each report, the same bytes each time.

A report stands on its sheet as it stands on the screen: headings, sentences over the whole width, tables. Printed it fits
the width of A4 landscape, says its pages, and repeats the head of its last table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from analyzer.messages import Language, Text
from analyzer.reports.layout import Cell, Report, Section, Table, cell_text
from analyzer.reports.text import printable
from analyzer.reports.wrapping import width_of, wrapped
from analyzer.tables.cells import escape, fitted
from analyzer.tables.xlsx_bytes import book_bytes, make_text, new_workbook

NARROWEST, WIDEST, WIDEST_SENTENCE, WRITTEN = 8, 36, 60, 24
"""Widths of columns in letters of figures; a full-width letter takes two."""
_LEAST_WIDTH = 90
"""Of a sheet in all: a table of two narrow columns still has room for sentences over it."""
_MOST_WIDTH = 190
"""Of a sheet in all: fitted to A4 it is still read. Columns give way down to `_NARROW`, the widest first."""
_NARROW = 10
_LINE, _CELL_LINE = 16.0, 13.5
"""Height of a line of text, and of one in a table, in points."""
_HIGHEST = 400
"""Of a row, in points: Excel takes no more than 409."""
_FROZEN = 12
"""A head below this row stays where it is: frozen it would leave no room for what is under it."""
_TITLE_LETTERS = 31
_PIECES = re.compile(r"[!-~]+|.", re.DOTALL)
_FORBIDDEN_IN_TITLES = re.compile(r"[\[\]:*?/\\]")

_HEAD = PatternFill("solid", start_color="DDEBF7")
_THIN = Side("thin", color="999999")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_RIGHT = Alignment(wrap_text=True, vertical="top", horizontal="right")


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of a workbook: its name (shortened, and made different from the others where it must be), and its report."""

    title: Text
    report: Report


def reports_workbook(pages: Sequence[Page], language: Language = "ja", footer: str = "") -> bytes:
    """The workbook as xlsx; `footer` stands at the left under every printed page."""
    book = new_workbook()
    titles = _titles([page.title.in_language(language) for page in pages])
    for title, page in zip(titles, pages, strict=True):
        sheet = book.create_sheet(title)
        _Writer(sheet, page.report, language).write()
        _set_up_print(sheet, footer)
    return book_bytes(book)


def _titles(wanted: Iterable[str]) -> list[str]:
    r"""Names that Excel takes: at most 31 letters, none of ``[]:*?/\``, all different whatever their case."""
    found: list[str] = []
    taken: set[str] = set()
    for text in wanted:
        name = _FORBIDDEN_IN_TITLES.sub("_", " ".join(printable(text).split())).strip("'") or "_"
        title, number = _cut_title(name, ""), 2
        while title.casefold() in taken:
            title, number = _cut_title(name, f" ({number})"), number + 1
        taken.add(title.casefold())
        found.append(title)
    return found


def _cut_title(name: str, tail: str) -> str:
    """Excel counts in units of UTF-16."""
    room = _TITLE_LETTERS - len(tail)
    cut = name.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore")
    return f"{cut.rstrip()}{tail}"


class _Writer:
    """Writes one report onto one sheet, from the top."""

    def __init__(self, sheet: Any, report: Report, language: Language) -> None:
        self.sheet = sheet
        self.report = report
        self.language = language
        self.row = 0
        tables = [section.table for section in report.sections if section.table is not None]
        self.widths = _widths(tables, language)
        for at, width in enumerate(self.widths, 1):
            sheet.column_dimensions[get_column_letter(at)].width = width
        self.head = 0
        self.styles: dict[tuple[bool, str], Any] = {}

    def write(self) -> None:
        for number, section in enumerate(self.report.sections):
            if number:
                self.row += 1
            self._section(section, title=not number)
        if self.head:
            self.sheet.print_title_rows = f"{self.head}:{self.head}"
            if self.head <= _FROZEN:
                self.sheet.freeze_panes = f"A{self.head + 1}"

    def _section(self, section: Section, *, title: bool) -> None:
        if section.heading is not None:
            font = Font(bold=True, size=16) if title else Font(bold=True, size=12)
            self._sentence(self._said(section.heading), font)
        for text in (*section.lines, *section.entries):
            self._sentence(self._said(text))
        if section.table is not None:
            self._table(section.table)

    def _said(self, text: Text) -> str:
        return text.in_language(self.language)

    def _sentence(self, text: str, font: Font | None = None) -> None:
        """Over all columns; Excel fits no row to a merged cell, so its height is said."""
        self.row += 1
        cell = self._cell(1, text)
        cell.alignment = _WRAPPED
        if font is not None:
            cell.font = font
        if (
            len(self.widths) > 1
        ):  # not `merge_cells`: it makes a cell for every place under the sentence, which is slow
            self.sheet.merged_cells.add(f"A{self.row}:{get_column_letter(len(self.widths))}{self.row}")
        scale = 1.0 if font is None else font.size / 11
        room = int(sum(self.widths) * 0.95 / scale)
        self.sheet.row_dimensions[self.row].height = min(_HIGHEST, _LINE * scale * len(wrapped(text, room)))

    def _table(self, table: Table) -> None:
        self.row += 1
        self.head = self.row
        for at, column in enumerate(table.columns, 1):
            cell = self._cell(at, self._said(column.heading))
            cell.font, cell.fill, cell.border, cell.alignment = Font(bold=True), _HEAD, _BOX, _WRAPPED
        self._fit([self._said(column.heading) for column in table.columns])
        first = self.row + 1
        for row in table.rows:
            self.row += 1
            for at, (value, column) in enumerate(zip(row, table.columns, strict=True), 1):
                self._style(self._cell(at, value), number=column.number)
            self._fit([cell_text(value, self.language) for value in row])
        for at, column in enumerate(table.columns, 1):
            if column.choices and table.rows:
                letter = get_column_letter(at)
                self._offer([f"{letter}{first}:{letter}{self.row}"], column.choices)
        for words in dict.fromkeys(table.offered.values()):
            cells = [place for place, offered in table.offered.items() if offered == words]
            self._offer([f"{get_column_letter(column + 1)}{first + row}" for row, column in cells], words)
        if not table.rows:
            self._sentence(Text("(なし)", "(none)").in_language(self.language))

    def _fit(self, texts: Sequence[str]) -> None:
        """The height of the row, for its cells as wrapped: not every program finds it out by itself."""
        lines = max(
            sum(_lines(line, max(4, width)) for line in text.split("\n"))
            for text, width in zip(texts, self.widths, strict=False)
        )
        self.sheet.row_dimensions[self.row].height = min(_HIGHEST, _CELL_LINE * lines + 2)

    def _style(self, cell: Any, *, number: bool) -> None:
        """A cell of a table; the style is made once of each sort, and then copied: making it takes most of the time."""
        sort = (number, cell.number_format)
        if sort not in self.styles:
            cell.border, cell.alignment = _BOX, _RIGHT if number else _WRAPPED
            self.styles[sort] = copy(cell._style)  # noqa: SLF001 - openpyxl has no public name for it
        else:
            cell._style = copy(self.styles[sort])  # noqa: SLF001

    def _offer(self, cells: Sequence[str], words: Sequence[Text]) -> None:
        """A list to choose from, in cells or ranges of them."""
        listed = ",".join(map(self._said, words))
        offered = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
        for cell in cells:
            offered.add(cell)
        self.sheet.add_data_validation(offered)

    def _cell(self, column: int, value: Cell) -> Any:
        cell = self.sheet.cell(self.row, column)
        if isinstance(value, int):
            cell.value = value
        elif (text := cell_text(value, self.language)) != "":
            cell.value = fitted(escape(printable(text)))
            make_text(cell)
        return cell


def _lines(text: str, width: int) -> int:
    """How many lines a text takes where words and keys go to the next line whole, as LibreOffice has it."""
    if width_of(text) <= width:
        return 1
    lines, used = 1, 0
    for piece in _PIECES.findall(text):
        needed = width_of(piece)
        if used + needed <= width:
            used += needed
        elif needed <= width:
            lines, used = lines + 1, needed
        else:
            lines, used = lines + (1 if used else 0) + (needed - 1) // width, (needed - 1) % width + 1
    return lines


def _widths(tables: Sequence[Table], language: Language) -> list[int]:
    """A width for each column, fit for all tables: they stand under each other."""
    widths: list[int] = []
    for table in tables:
        for at, column in enumerate(table.columns):
            cells = [cell_text(row[at], language) for row in table.rows]
            most = max(
                (
                    width_of(line)
                    for cell in (column.heading.in_language(language), *cells)
                    for line in cell.split("\n")
                ),
                default=0,
            )
            least = WRITTEN if column.written else NARROWEST
            width = max(least, min(most + 2, WIDEST_SENTENCE if column.below else WIDEST))
            if at == len(widths):
                widths.append(width)
            widths[at] = max(widths[at], width)
    widths = _narrowed(widths) or [_LEAST_WIDTH]
    widths[-1] += max(0, _LEAST_WIDTH - sum(widths))
    return widths


def _narrowed(widths: Sequence[int]) -> list[int]:
    """The same, the widest cut to one width at which all fit."""
    cap = max(widths, default=0)
    while cap > _NARROW and sum(min(width, cap) for width in widths) > _MOST_WIDTH:
        cap -= 1
    return [min(width, cap) for width in widths]


def _set_up_print(sheet: Any, footer: str) -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.5, 0.7
    sheet.oddFooter.left.text = printable(footer).replace("&", "&&")[:100]
    sheet.oddFooter.center.text = "&P / &N"
    sheet.oddFooter.right.text = "&A"

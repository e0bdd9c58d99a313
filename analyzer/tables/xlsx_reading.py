"""An Excel workbook → sheets of values. Formulas are never run: what Excel stored as their result is read."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl

from analyzer.errors import InputError, MissingToolError
from analyzer.messages import Text
from analyzer.tables.cells import MAX_COLUMNS, MAX_ROWS, Problem, Sheet, Value, unescape
from analyzer.tables.csv_reading import too_large
from analyzer.tables.merging import fill_merged, merged_ranges
from analyzer.tables.xlsx_guard import broken, check_workbook

_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_MOST_SLOTS = 10_000_000
"""Cells, filled or not, that are walked through before a sheet is refused."""


def read_xlsx(data: bytes, label: str) -> list[Sheet]:
    """All sheets of cells, in their order; InputError for a file that is broken or hostile."""
    check_workbook(data, label)
    with _opened(data, label, results=True) as book:
        sheets = [_sheet(sheet, f"{label}[{sheet.title}]", data) for sheet in book.worksheets]
    if _has_formulas(data):
        with _opened(data, label, results=False) as book:
            for sheet, source in zip(sheets, book.worksheets, strict=True):
                _mark_formulas(sheet, source)
    return sheets


def _sheet(source: Any, label: str, data: bytes) -> Sheet:
    rows = _rows(source, label)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        ranges = merged_ranges(archive.read(source._worksheet_path), label)  # noqa: SLF001 - nowhere public
    return Sheet(label, source.title, rows, typed=True, merged=fill_merged(rows, ranges, label))


def _has_formulas(data: bytes) -> bool:
    """Whether a second reading, for the formulas themselves, can tell anything."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return any(
            _FORMULA.search(archive.read(name)) for name in archive.namelist() if "worksheets/" in name
        )


@contextmanager
def _opened(data: bytes, label: str, *, results: bool) -> Iterator[Any]:
    """The workbook in openpyxl, which raises what it likes on damaged parts: all of it is one answer here."""
    if not openpyxl.DEFUSEDXML:
        raise MissingToolError("defusedxml", "pip install defusedxml")
    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it leaves out (validations, styles): none of it is read here.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=results, keep_links=False
            )
            try:
                yield book
            finally:
                book.close()
    except (InputError, MissingToolError):
        raise
    except Exception:
        raise broken(label) from None


def _rows(sheet: Any, label: str) -> list[list[Value | Problem]]:
    # The dimension that a sheet declares of itself may be wrong.
    sheet.reset_dimensions()
    rows: list[list[Value | Problem]] = []
    slots = 0
    for number, cells in enumerate(sheet.iter_rows()):
        slots += 1 + len(cells)
        row: list[Value | Problem] = [_value(cell) for cell in cells]
        while row and row[-1] is None:
            row.pop()
        if len(row) > MAX_COLUMNS or (row and number >= MAX_ROWS) or slots > _MOST_SLOTS:
            raise too_large(label)
        if number < MAX_ROWS:
            rows.append(row)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _value(cell: Any) -> Value | Problem:
    value = cell.value
    if value is None or value == "":
        return None
    if cell.data_type == "e":
        return Problem(Text(f"セルがエラー値 {value} です。", f"The cell holds the error {value}."))
    match value:
        case bool() | int() | float() | datetime():
            return value
        case time() | timedelta():
            return Problem(Text("セルが時刻です。", "The cell holds a time of day."))
        case date():
            return value
        case _:
            return unescape(str(value)) or None


def _mark_formulas(sheet: Sheet, source: Any) -> None:
    """A formula that Excel has not stored a result for is not an empty cell: it is reported."""
    source.reset_dimensions()
    for cells, row in zip(source.iter_rows(), sheet.rows, strict=False):
        for cell in cells:
            if cell.data_type == "f":
                column = cell.column - 1
                row.extend([None] * (column + 1 - len(row)))
                if row[column] is None:
                    row[column] = Problem(
                        Text("数式の計算結果が保存されていません。", "The formula has no stored result.")
                    )

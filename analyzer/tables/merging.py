"""Merged cells of a workbook's sheet: the value that Excel keeps in the first cell stands in all of them.

openpyxl leaves them out where it streams, so the ranges are read from the sheet's XML; they never reach beyond the cells that there are.
"""

from __future__ import annotations

import re

from analyzer.errors import InputError
from analyzer.messages import Text
from analyzer.tables.cells import MAX_COLUMNS, MAX_ROWS, Merge, Problem, Value, refuse

_RANGE = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]{0,200}?ref=[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']"
)
_MOST = 20_000
_MOST_CELLS = 200_000
"""Cells of one range, and cells filled on one sheet: a title or a group of rows needs far fewer."""


def merged_ranges(xml: bytes, label: str) -> tuple[Merge, ...]:
    """The ranges of a sheet in its order; InputError where they are too many, or one is too large."""
    found: list[Merge] = []
    for match in _RANGE.finditer(xml):
        left, right = _column(match[1]), _column(match[3])
        top, bottom = int(match[2]) - 1, int(match[4]) - 1
        if min(left, right, top, bottom) < 0 or (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
            raise _too_large(label)
        found.append(Merge(top, left, bottom, right))
        if len(found) > _MOST:
            raise _too_large(label)
    return tuple(found)


def fill_merged(
    rows: list[list[Value | Problem]], ranges: tuple[Merge, ...], label: str
) -> tuple[Merge, ...]:
    """Fills `rows` in place; the ranges that had something to fill, cut to the rows that there are."""
    width = min(max(map(len, rows), default=0), MAX_COLUMNS)
    filled, spent = [], 0
    for merge in ranges:
        bottom, right = min(merge.bottom, len(rows) - 1, MAX_ROWS), min(merge.right, width - 1)
        if merge.top >= len(rows) or merge.left >= len(rows[merge.top]):
            continue
        value = rows[merge.top][merge.left]
        if value is None:
            continue
        spent += max(0, bottom - merge.top + 1) * max(0, right - merge.left + 1)
        if spent > _MOST_CELLS:
            raise _too_large(label)
        for row in rows[merge.top : bottom + 1]:
            row.extend([None] * (right + 1 - len(row)))
            for column in range(merge.left, right + 1):
                if row[column] is None:
                    row[column] = value
        filled.append(Merge(merge.top, merge.left, bottom, right))
    return tuple(filled)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _too_large(label: str) -> InputError:
    return refuse(
        "xlsx_merged_too_large",
        label,
        Text("結合セルの範囲が大きすぎるか、多すぎます。", "Ranges of merged cells are too large or too many."),
        Text("一覧の範囲だけを新しいブックに写してください。", "Copy only the cells of the list to a new workbook."),
    )  # fmt: skip

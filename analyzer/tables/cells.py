"""A sheet as it was read: text and numbers in rows, with nothing understood yet.

Text that a sheet cannot hold (control characters) is written as Office Open XML does it:
``_x0001_``, and a text that looks like such an escape gets its own underscore escaped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from analyzer.errors import InputError
from analyzer.messages import Finding, Place, Text

Value = str | int | float | bool | date | None

MAX_ROWS = 20_000
MAX_COLUMNS = 500
MAX_TEXT = 32_767
"""UTF-16 units that one cell of Excel holds."""

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)"
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell has no value that can be read: a formula without a stored result, an error such as #N/A."""

    message: Text


ERASE = Problem(Text("値を消す", "take the value away"))
"""In a partial sheet, where an empty cell says nothing: the value goes."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Merged cells, already filled with the value of the first; positions from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of values; row and column numbers count from 1 in places, from 0 here.

    `label` is what places call the sheet: ``links.csv``, ``book.xlsx[links]``. `typed` is True where
    numbers and dates have a type of their own (Excel), False where everything is text (CSV).
    `partial`: an empty cell and a row that is not there say nothing; `gone` are then the keys that go.
    """

    label: str
    title: str
    rows: list[list[Value | Problem]]
    typed: bool
    merged: tuple[Merge, ...] = ()
    partial: bool = False
    gone: frozenset[tuple[str | None, ...]] = frozenset()

    def place(self, row: int, column: int) -> Place:
        return Place(self.label, row + 1, column + 1)

    def cell(self, row: int, column: int) -> str:
        """The name of the cell as the office's own sheet has it."""
        place = self.place(row, column)
        return cell_name(place.column - 1, place.line - 1)


def cell_name(column: int, row: int) -> str:
    """The name of a cell as Excel shows it, from positions that count from 0: (2, 11) → ``C12``."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def text_of(value: Value) -> str:
    """What the cell says, as text; a whole number without a decimal point."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case date():
            return value.isoformat()
        case _:
            return str(value)


def escape(text: str) -> str:
    """Text → what a cell holds."""
    return _UNSAFE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescape(text: str) -> str:
    """What a cell holds → text; undoes `escape`."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def fitted(text: str) -> str:
    """As much of an escaped text as a cell holds; whole characters, whole escapes."""
    if len(text.encode("utf-16-le")) <= 2 * MAX_TEXT:
        return text
    cut = text.encode("utf-16-le")[: 2 * MAX_TEXT].decode("utf-16-le", errors="ignore")
    tail = cut.rfind("_x", -6)
    return cut[:tail] if tail >= 0 else cut


def refuse(code: str, label: str, message: Text, suggestion: Text) -> InputError:
    """The file cannot be used at all."""
    return InputError((Finding(code, "error", message, Place(label, 1, 1), suggestion),))

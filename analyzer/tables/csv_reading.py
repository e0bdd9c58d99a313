"""A CSV file → a sheet of text, in the encodings that Excel writes in Japan."""

from __future__ import annotations

import csv
import io
import re

from analyzer.errors import InputError
from analyzer.messages import Text
from analyzer.tables.cells import MAX_COLUMNS, MAX_ROWS, Problem, Sheet, Value, refuse, unescape

_GUARDED = tuple("=+-@\t\r\n＝＋－＠")
"""A cell that starts with one of these may be run as a formula by a spreadsheet."""

_NOT_CP932 = re.compile("[\x80\xa0\uf8f0-\uf8f3]")
"""What Python makes of bytes that no Japanese text in CP932 has: the file is in another encoding."""


def guard(text: str) -> str:
    """Puts an apostrophe before a text that a spreadsheet could take for a formula."""
    return f"'{text}" if text.lstrip("'").startswith(_GUARDED) else text


def unguard(text: str) -> str:
    """Undoes `guard`."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_GUARDED) else text


def read_csv(data: bytes, label: str) -> Sheet:
    """Rows of text from UTF-8 (with or without BOM) or CP932; InputError for anything else."""
    text = _decode(data, label)
    rows: list[list[Value | Problem]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), strict=True):
            while cells and not cells[-1].strip():
                cells.pop()
            if len(cells) > MAX_COLUMNS or len(rows) >= MAX_ROWS:
                raise too_large(label)
            rows.append([unescape(unguard(cell)) or None for cell in cells])
    except csv.Error as error:
        raise refuse(
            "csv_broken",
            label,
            Text(
                f"CSVとして読めません({len(rows) + 1}行目付近: {error})。",
                f"Not a CSV file (near row {len(rows) + 1}: {error}).",
            ),
            Text("引用符の閉じ忘れなどを確かめてください。", "Look for a quotation mark that is not closed."),
        ) from None
    return Sheet(label, label.rsplit(".", 1)[0], rows, typed=False)


def too_large(label: str) -> InputError:
    """More rows or columns than a list can sensibly have."""
    return refuse(
        "sheet_too_large",
        label,
        Text(f"表が大きすぎます(上限 {MAX_ROWS:,}行、{MAX_COLUMNS}列)。", f"The sheet is too large (limit {MAX_ROWS:,} rows, {MAX_COLUMNS} columns)."),
        Text("一覧だけを残して保存し直してください。", "Save it again with nothing but the list."),
    )  # fmt: skip


def _decode(data: bytes, label: str) -> str:
    if b"\x00" in data:
        raise refuse(
            "nul_byte",
            label,
            Text(
                "NULバイトが含まれており、CSVとして読めません。", "It holds NUL bytes and is not a CSV file."
            ),
            Text("CSV(UTF-8)で保存し直してください。", "Save it again as CSV UTF-8."),
        )
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "cp932" or not _NOT_CP932.search(text):
            return text
    raise refuse(
        "encoding_unknown",
        label,
        Text(
            "文字コードがUTF-8でもCP932(シフトJIS)でもありません。",
            "It is neither UTF-8 nor CP932 (Shift JIS).",
        ),
        Text("CSV(UTF-8)で保存し直してください。", "Save it again as CSV UTF-8."),
    )

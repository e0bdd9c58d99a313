"""What every workbook of ours shares: text stays text, and the same workbook is the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any

import openpyxl

_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - zip and Office files know no time zones


def new_workbook(*, write_only: bool = False) -> Any:
    """A workbook without sheets."""
    book = openpyxl.Workbook(write_only=write_only)
    for sheet in list(book.worksheets):
        book.remove(sheet)
    book.properties.creator = "kakehashi"
    book.properties.created = _EPOCH
    return book


def make_text(cell: Any) -> None:
    """Else a text that begins with "=" becomes a formula, and #N/A an error."""
    cell.data_type = "s"
    cell.number_format = "@"


def book_bytes(book: Any) -> bytes:
    """The archive without the time at which it was written."""
    written, stream = io.BytesIO(), io.BytesIO()
    book.save(written)
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*",
                    rb"\g<1>" + _EPOCH.isoformat().encode() + b"Z",
                    content,
                )
            target.writestr(zipfile.ZipInfo(name, _EPOCH.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()

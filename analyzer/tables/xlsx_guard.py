"""Looks at an Excel file before anything in it is opened: a 301 KB file can unfold to 993 MB.

Only the directory of the zip and the first element of each XML part are read here. `zipfile` never
reads more of a part than the directory says, so the totals of the directory hold.
"""

from __future__ import annotations

import io
import zipfile
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]

from analyzer.errors import InputError
from analyzer.messages import Text
from analyzer.tables.cells import refuse

MAX_UNPACKED = 64 * 1024 * 1024
MAX_PARTS = 2_000
_MAX_RATIO = 200
_RATIO_MATTERS_FROM = 4 * 1024 * 1024
"""Small parts of equal rows pack very well and harm nobody."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_PLAIN = Text(
    "通常のExcelブック(.xlsx)として保存し直してください。", "Save it again as a plain Excel workbook (.xlsx)."
)


def check_workbook(data: bytes, label: str) -> None:
    """InputError where the bytes are not an Excel workbook that is safe to open."""
    if data.startswith(_OLE):
        raise refuse(
            "xlsx_encrypted",
            label,
            Text(
                "パスワード付きのブック、または古い形式(.xls)です。",
                "The workbook has a password, or the old format (.xls).",
            ),
            Text(
                "パスワードを外し、.xlsx として保存し直してください。",
                "Remove the password and save it as .xlsx.",
            ),
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive.infolist(), label)
            _check_parts(archive, label)
    except InputError:
        raise
    except Exception:
        raise broken(label) from None


def _check_directory(parts: list[zipfile.ZipInfo], label: str) -> None:
    unpacked = sum(part.file_size for part in parts)
    dense = any(
        part.file_size > _RATIO_MATTERS_FROM and part.file_size > _MAX_RATIO * max(1, part.compress_size)
        for part in parts
    )
    if unpacked > MAX_UNPACKED or dense or len(parts) > MAX_PARTS:
        raise refuse(
            "xlsx_unpacks_too_large",
            label,
            Text(
                f"展開すると大きくなりすぎます({unpacked:,}バイト)。",
                f"It unpacks to too much ({unpacked:,} bytes).",
            ),
            Text(
                "一覧のシートだけを新しいブックに写してください。",
                "Copy only the sheets of lists to a new workbook.",
            ),
        )
    names = {part.filename.casefold() for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise refuse("xlsx_encrypted", label, Text("暗号化されています。", "It is encrypted."), _PLAIN)
    # Excel packs with deflate only; lzma may ask for gigabytes of memory before the first byte.
    packed = all(part.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts)
    if (
        not packed
        or len(names) < len(parts)
        or any(name.startswith("/") or ".." in name.split("/") for name in names)
    ):
        raise broken(label)
    if any(name.rsplit("/", 1)[-1].startswith("vbaproject") or "/macrosheets/" in name for name in names):
        raise refuse("xlsx_macros", label, Text("マクロが含まれています。", "It holds macros."), _PLAIN)
    if any(name.startswith("xl/externallinks/") for name in names):
        raise refuse(
            "xlsx_external_links",
            label,
            Text("他のブックへの参照が含まれています。", "It refers to other workbooks."),
            Text(
                "値の貼り付けで参照を外してから保存してください。",
                "Paste the cells as values and save it again.",
            ),
        )
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise broken(label)


def _check_parts(archive: zipfile.ZipFile, label: str) -> None:
    """A document type comes before the first element: reading up to there finds it."""
    for part in archive.infolist():
        if not part.filename.casefold().endswith((".xml", ".rels")):
            continue
        with archive.open(part) as stream:
            try:
                next(iter(iterparse(stream, events=("start",), forbid_dtd=True)))
            except DefusedXmlException:
                raise _hostile_xml(label) from None
            except (ParseError, StopIteration):
                raise broken(label) from None


def _hostile_xml(label: str) -> InputError:
    return refuse(
        "xlsx_document_type",
        label,
        Text(
            "XMLの文書型宣言が含まれており、安全に読めません。",
            "It holds an XML document type and is not safe to read.",
        ),
        _PLAIN,
    )


def broken(label: str) -> InputError:
    """The file is no Excel workbook, or a damaged one."""
    return refuse(
        "xlsx_broken",
        label,
        Text("Excelブック(.xlsx)として読めません。", "It is not a readable Excel workbook (.xlsx)."),
        _PLAIN,
    )

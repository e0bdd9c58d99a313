"""The files of an import → sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analyzer.errors import InputError
from analyzer.messages import Finding, Text
from analyzer.tables.cells import Sheet, refuse
from analyzer.tables.csv_reading import read_csv
from analyzer.tables.xlsx_reading import read_xlsx

MAX_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that is no file here: an upload."""

    name: str
    data: bytes


def read_sheets(files: Sequence[Path | GivenFile]) -> list[Sheet]:
    """Every sheet of every file; InputError with the faults of all files at once."""
    sheets: list[Sheet] = []
    findings: list[Finding] = []
    for file in files:
        try:
            sheets.extend(_sheets(file.data if isinstance(file, GivenFile) else _bytes(file), file.name))
        except InputError as error:
            findings.extend(error.findings)
    if findings:
        raise InputError(tuple(findings))
    return sheets


def _bytes(path: Path) -> bytes:
    label = path.name
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a path with NUL in it
        reason = getattr(error, "strerror", None) or str(error)
        raise refuse(
            "file_unreadable",
            label,
            Text(f"ファイルを読めません({reason})。", f"The file cannot be read ({reason})."),
            Text("パスと権限を確かめてください。", "Check its path and permissions."),
        ) from None
    return data


def _sheets(data: bytes, label: str) -> list[Sheet]:
    if len(data) > MAX_BYTES:
        raise refuse(
            "file_too_large",
            label,
            Text(
                f"ファイルが大きすぎます(上限 {MAX_BYTES:,}バイト)。",
                f"The file is too large (limit {MAX_BYTES:,} bytes).",
            ),
            Text("一覧だけを残して保存し直してください。", "Save it again with nothing but the lists."),
        )
    suffix = Path(label).suffix.casefold()
    if suffix in (".xlsx", ".xlsm", ".xls"):
        return read_xlsx(data, label)
    if suffix in (".csv", ".txt"):
        return [read_csv(data, label)]
    raise refuse(
        "file_kind_unknown",
        label,
        Text(
            "CSV(.csv)でもExcelブック(.xlsx)でもありません。",
            "It is neither a CSV file (.csv) nor an Excel workbook (.xlsx).",
        ),
        Text("拡張子を確かめてください。", "Check its extension."),
    )

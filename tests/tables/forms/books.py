"""Workbooks as offices fill them in, made for tests."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from analyzer.landscape.model import Landscape
from analyzer.tables.defaults import NO_OPTIONS, HeaderOptions
from analyzer.tables.forms.options import NO_FORMS, FormOptions
from analyzer.tables.importing import ImportResult, import_tables
from analyzer.tables.reading import GivenFile

Rows = Sequence[Sequence[Any]]

SAPPORO = (
    "連携\nID", "枝番", "標準仕\n様書関\n連箇所", "連携機能名Lv1", "連携機能名Lv2", "機能説明", "実装\n類型", "I/O", "連携先システム", "検討\n要否",
    "現行システムにおける連携ID", "現行連携先システム名", "連携\n方法", "提供時期", "備考",
)  # fmt: skip

SEED: Rows = (
    ("004o008", "00", "0010354", "支援措置対象者情報取得に伴う照会", None, "説明8", "○", "I", "戸籍の附票", "×", "XXXXXXXX(住記システム→○○システム)",
     "戸籍情報システム", "-", "2025年", "標準仕様書に基づいた連携を実装する想定であるが実装要否を確認する必要がある。"),
    ("004o009", 0, "0010354", "支援措置申出書情報取得に伴う照会", None, "説明9", "○", "I", "戸籍附票", "○", "既存なし", "戸籍情報システム", "-", None,
     "現行のシステム間インタフェースを継続して利用する想定。"),
    ("006o002", "00", "0010354", "選挙資格情報照会", None, "説明2", "○", "I", "選挙人名簿管理"),
    ("023o001", "00", "0010054", "介護保険資格情報照会", None, "説明1", "○", "I", "介護保険"),
    ("024o001", "00", "0010254", "国保資格情報照会", None, "説明", "○", "I", "国保"),
    ("024o028", "00", "0240165\n/0240315", "国保資格情報照会", None, "説明", "○", "I", "国民健康保険"),
)  # fmt: skip
"""The six rows of the case book, all inputs of 住民記録."""


def book(sheets: Mapping[str, Rows], merged: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """A workbook with the sheets in their order; `merged` ranges by sheet."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for cells in (merged or {}).get(title, ()):
            sheet.merge_cells(cells)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def csv(rows: Rows) -> bytes:
    return "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows).encode()


def imported(
    files: Mapping[str, bytes] | bytes,
    base: Landscape | None = None,
    forms: FormOptions = NO_FORMS,
    header: HeaderOptions = NO_OPTIONS,
) -> ImportResult:
    """The import of files by name, or of one workbook."""
    named = {"book.xlsx": files} if isinstance(files, bytes) else files
    given: list[Path | GivenFile] = [GivenFile(name, data) for name, data in named.items()]
    return import_tables(given, base, header, forms)


def links(result: ImportResult) -> list[dict[str, Any]]:
    """The links as the landscape file has them."""
    listed = result.document.get("integrations", [])
    assert isinstance(listed, list)
    return listed


def cells(result: ImportResult, code: str) -> list[str]:
    """``sheet!cell`` of every finding with the code."""
    return [
        f"{finding.place.file}!{dict(finding.details).get('cell')}"
        for finding in result.findings
        if finding.code == code and finding.place is not None
    ]

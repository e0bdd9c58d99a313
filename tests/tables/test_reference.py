"""docs/tables.md says what the import does."""

from __future__ import annotations

import re
from pathlib import Path

from analyzer.tables.cells import MAX_COLUMNS, MAX_ROWS
from analyzer.tables.dates import read_month
from analyzer.tables.reference import refreshed
from analyzer.tables.xlsx_guard import MAX_UNPACKED

PAGE = (Path(__file__).parents[2] / "docs" / "tables.md").read_text(encoding="utf-8")


def test_the_table_of_headings_in_the_docs_is_fresh() -> None:
    assert refreshed(PAGE) == PAGE


def test_the_months_of_the_docs_are_accepted_and_refused_as_they_say() -> None:
    accepted, refused = PAGE.split("## 年月")[1].split("## ")[0].split("二通りに読めるもの")
    assert all(read_month(text) for text in re.findall("`([^`]+)`", accepted))
    assert not any(read_month(text) for text in re.findall("`([^`]+)`", refused))


def test_the_limits_of_the_docs_are_those_of_the_import() -> None:
    assert f"{MAX_ROWS:,}行・{MAX_COLUMNS}列" in PAGE
    assert f"{MAX_UNPACKED // 1024**2} MiB" in PAGE

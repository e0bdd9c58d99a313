"""The workbook to fill in: read back by the import, explained in both languages, with drop-downs."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from analyzer.messages import Language
from analyzer.tables.headings import LISTS
from analyzer.tables.importing import import_tables
from analyzer.tables.recognition import recognise
from analyzer.tables.template import template_workbook
from analyzer.tables.xlsx_reading import read_xlsx

LANGUAGES: tuple[Language, ...] = ("ja", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_of_the_template_is_recognised_and_empty(language: Language) -> None:
    tables, findings = recognise(
        read_xlsx(template_workbook(language), "template.xlsx"), ("legacy", "standard")
    )
    assert findings == []
    assert [table.schema for table in tables] == list(LISTS)
    assert [list(table.rows()) for table in tables] == [[]] * len(LISTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_imports(language: Language, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(language)))
    titles = {schema.name: schema.sheet.in_language(language) for schema in LISTS}
    fill(book[titles["vendors"]], {1: "va", 2: "ベンダA"})
    fill(book[titles["environments"]], {1: "office", 2: "庁内", 3: "オンプレミス"})
    fill(
        book[titles["systems"]],
        {1: "jumin", 2: "住民記録", 5: "標準化対象", 7: "庁内", 8: "legacy", 9: "ベンダA"},
    )
    path = tmp_path / "filled.xlsx"
    book.save(path)
    result = import_tables([path])
    assert result.complete
    assert result.landscape.systems["jumin"].forms[0].environment == "office"
    assert set(result.landscape.vendors) == {"va"}


def fill(sheet: Worksheet, cells: dict[int, str]) -> None:
    for column, text in cells.items():
        sheet.cell(3, column, text)


def test_the_template_explains_itself_and_offers_choices() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_workbook("ja")))
    sheet = book["システム一覧"]
    assert all(cell.comment and cell.value for cell in sheet[1])
    assert "id or name of a vendor" in str(sheet["I2"].value)
    lists = {validation.formula1 for validation in sheet.data_validations.dataValidation}
    assert '"標準化対象,標準化対象外,共通機能,外部"' in lists
    assert sheet.column_dimensions["A"].number_format == "@"


def test_the_template_is_the_same_bytes_each_time() -> None:
    assert template_workbook("ja") == template_workbook("ja")

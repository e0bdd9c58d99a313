"""The workbook to fill in: read back by the import, explained in both languages, with drop-downs."""

from __future__ import annotations

import io
import re
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_filled_forms_of_offices_say_the_same_in_whichever_language_they_were_made(
    language: Language, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(language, forms=("sapporo", "suita", "oita"))))
    links, survey, listed = book.worksheets
    write(links, {"連携ID": "004o008", "I/O": "I", "連携先システム": "戸籍の附票", "検討要否": "○"})
    write(listed, {"連携元": "住民記録", "連携先": "介護保険", "連携名": "住民情報", "連携区分": "②"})
    answers = next(cell.column_letter for cell in survey[2] if cell.value == "回答")
    survey[f"{answers}3"], survey[f"{answers}8"] = "市民課", "令和8年3月"
    path = tmp_path / "filled.xlsx"
    book.save(path)

    result = import_tables([path])

    assert result.complete, result.findings
    assert sorted(result.landscape.systems) == ["fuhyo", "jumin", "kaigo"]
    assert {key.id for key in result.landscape.integrations} == {"004o008", "jumin-kaigo"}
    jumin = result.landscape.systems["jumin"]
    assert (jumin.owner, str(jumin.contract_end)) == ("市民課", "2026-03")


def write(sheet: Worksheet, cells: dict[str, str]) -> None:
    """Into the first row that is empty below the headings."""
    heads = {str(cell.value): at for at, cell in enumerate(sheet[2], 1)}
    row = next(row for row in range(3, 9) if all(cell.value is None for cell in sheet[row]))
    for head, text in cells.items():
        sheet.cell(row, heads[head], text)


def test_forms_of_offices_explain_each_column_in_english() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_workbook("en", forms=("sapporo", "suita", "oita"))))
    for sheet in (book.worksheets[0], book.worksheets[2]):
        assert str(sheet["A3"].value).startswith("※")
        assert all(re.search("[a-z]{3}", str(cell.value)) for cell in sheet[3])
    assert [cell.value for cell in book.worksheets[1]["D"][1:3]] == ["In English", "Name of the section."]


def test_the_template_is_the_same_bytes_each_time() -> None:
    assert template_workbook("ja") == template_workbook("ja")

"""The survey of intent: who is asked, and filled sheets read back."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analyzer import usecases
from analyzer.errors import InputError
from analyzer.landscape.loading import read_landscape
from analyzer.landscape.model import CatalogueEntry, Landscape
from analyzer.worksheets.worksheet import Worksheet
from tests.cli.command import kakehashi

PLAN = "sample_landscapes/higashimurayama/plans/main.yaml"
FIRST = "early_standard/vendor-a/jumin/vendor-c/kenko"


@cache
def _city() -> Landscape:
    return usecases.load("sample:higashimurayama").landscape


@cache
def _survey(vendor: str | None = None) -> Worksheet:
    return usecases.worksheet(_city(), "survey", usecases.load_plan(PLAN), vendor=vendor)


def _questions(sheet: Worksheet) -> list[dict[str, Any]]:
    questions = sheet.document["questions"]
    assert isinstance(questions, list)
    return questions


def _filled(tmp_path: Path, answers: dict[str, list[Any]], vendor: str | None = None) -> Path:
    """The workbook of the survey with cells from `提供できますか` on filled in."""
    book = openpyxl.load_workbook(io.BytesIO(usecases.worksheets_workbook([_survey(vendor)], _city(), "ja")))
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "調査番号" for cell in row))
    number = next(at for at, cell in enumerate(head, 1) if cell.value == "調査番号")
    for row in range(int(head[0].row or 0) + 1, sheet.max_row + 1):
        for offset, value in enumerate(answers.get(str(sheet.cell(row, number).value), []), 1):
            sheet.cell(row, number + offset).value = value
    path = tmp_path / "filled.xlsx"
    book.save(path)
    return path


def test_each_vendor_is_asked_for_just_the_links_that_need_an_answer() -> None:
    """8 mixed links between two vendors, each with a newer and an older end: 16 questions, 5 of them answered in the file."""
    assert len(_questions(_survey())) == 11
    answered = _survey().document["answered"]
    assert isinstance(answered, list)
    assert sorted((entry["id"], entry["offered"]) for entry in answered) == [
        ("early_standard/vendor-h/taino/vendor-a/zei", False),
        ("keep_legacy/vendor-a/jumin/vendor-b/kaigo", True),
        ("keep_legacy/vendor-a/jumin/vendor-e/shogai", False),
        ("keep_legacy/vendor-a/zei/vendor-b/kaigo", True),
        ("keep_legacy/vendor-c/kenko/vendor-a/jumin", False),
    ]
    first = _questions(_survey())[0]
    assert first["id"] == FIRST
    assert first["months"] == ["2025-11", "2025-12"]


def test_one_vendor_sees_its_own_questions() -> None:
    assert {entry["vendor"] for entry in _questions(_survey("vendor-b"))} == {"vendor-b"}
    assert len(_questions(_survey("vendor-b"))) == 3


def test_without_a_plan_every_link_that_could_be_mixed_is_asked_about() -> None:
    ids = {entry["id"] for entry in _questions(usecases.worksheet(_city(), "survey"))}
    assert {entry["id"] for entry in _questions(_survey())} < ids


def test_answers_and_prices_become_entries_of_the_catalogue(tmp_path: Path) -> None:
    path = _filled(
        tmp_path,
        {FIRST: ["はい", 30, 2, 1, "３"], "early_standard/vendor-b/kaigo/vendor-a/jumin": ["いいえ"]},
    )
    read = usecases.survey_answers(_city(), [path])
    assert (read.answered, read.unanswered, read.findings) == (2, 9, ())
    assert len(read.landscape.partner_answers) == len(_city().partner_answers) + 2
    assert read.landscape.catalogue is not None
    assert [
        (entry.setup, entry.per_link, entry.per_month, entry.lead_months)
        for entry in read.landscape.catalogue
        if (entry.kind, entry.system, entry.vendor) == ("early_standard", "jumin", "vendor-a")
    ] == [(30, 2, 1, 3)]
    again = usecases.worksheet(read.landscape, "survey", usecases.load_plan(PLAN))
    assert len(_questions(again)) == 9
    assert usecases.survey_answers(read.landscape, [path]).landscape == read.landscape


def test_every_fault_is_told_with_sheet_and_cell_and_nothing_is_taken(tmp_path: Path) -> None:
    path = _filled(
        tmp_path,
        {
            FIRST: ["たぶん", -1],
            "keep_legacy/vendor-a/jumin/vendor-f/koseki": [None, 5],
            "keep_legacy/vendor-a/jumin/vendor-g/seiho": ["=1+1"],
        },
    )
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.cell(sheet.max_row, 8).value = "keep_legacy/nobody/jumin/vendor-a/zei"
    book.save(path)
    with pytest.raises(InputError) as caught:
        usecases.survey_answers(_city(), [path])
    found = [(finding.code, dict(finding.details)["cell"]) for finding in caught.value.findings]
    codes = sorted(code for code, _ in found)
    assert codes == [
        "answer_missing",
        "answer_not_understood",
        "answer_not_understood",
        "cell_unreadable",
        "unknown_question",
    ]
    assert all(
        finding.place is not None and "意向調査票" in finding.place.file for finding in caught.value.findings
    )


def test_a_sheet_filled_as_csv_is_read_and_the_command_writes_the_landscape(tmp_path: Path) -> None:
    made, after = tmp_path / "survey.csv", tmp_path / "new.yaml"
    assert kakehashi("worksheet", "sample:higashimurayama", "survey", "-p", PLAN, "-o", str(made)).code == 0
    rows = list(csv.reader(io.StringIO(made.read_text("utf-8-sig"))))
    rows[1][8] = "yes"
    with made.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    result = kakehashi("survey", "sample:higashimurayama", str(made), "-o", str(after))
    assert result.code == 1  # ten questions have no answer
    read = read_landscape(after.read_bytes(), "new.yaml").landscape
    assert read is not None
    assert len(read.partner_answers) == len(_city().partner_answers) + 1
    nothing = tmp_path / "nothing.csv"
    nothing.write_text("a,b\n1,2\n")
    assert kakehashi("survey", "sample:higashimurayama", str(nothing)).code == 2


def test_an_offer_without_any_price_is_warned_of(tmp_path: Path) -> None:
    bare = _city().changed(catalogue=(CatalogueEntry("manual", setup=1),))
    read = usecases.survey_answers(bare, [_filled(tmp_path, {FIRST: ["はい"]})])
    assert [finding.code for finding in read.findings] == ["price_missing"]

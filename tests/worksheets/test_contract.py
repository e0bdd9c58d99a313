"""What holds of every worksheet, on every sample: plain data, tables, workbooks that open, and names that stay text."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analyzer import resources, usecases
from analyzer.errors import InputError
from analyzer.landscape.loading import read_document
from analyzer.landscape.model import Landscape
from analyzer.landscape.places import Places
from analyzer.messages import Language
from analyzer.plan.reading import PlanFile, read_plan
from analyzer.reports.html import render_html
from analyzer.reports.tables import render_csv
from analyzer.reports.text import Screen, render_text
from analyzer.worksheets.listing import sheets_document, sheets_report
from analyzer.worksheets.registry import SHEETS
from analyzer.worksheets.worksheet import Sheet, Worksheet
from tests.builders import landscape_document, link, move, system

SAMPLES = sorted(resources.sample_names())
HOSTILE = "=cmd|'/c calc'!A0<script>alert(1)</script>'\"&_x0041_" + "長" * 300
STEERING = f"{HOSTILE}\u202egnp\x07\n@"
"""What a name may not hold, but a note may."""


def _plan_of(sample: str) -> PlanFile | None:
    plans = sorted((resources.sample(sample).parent / "plans").glob("*.yaml"))
    return usecases.load_plan(str(plans[0])) if plans else None


@cache
def _loaded(sample: str) -> tuple[Landscape, Any]:
    """A sample, and its first plan evaluated."""
    landscape = usecases.load(f"sample:{sample}").landscape
    plan = _plan_of(sample)
    return landscape, None if plan is None else usecases.evaluate(landscape, plan)


@cache
def _hostile() -> tuple[Landscape, Any]:
    """A city in which every name is hostile."""
    document = landscape_document(
        landscape={"name": HOSTILE},
        vendors=[{"id": "va", "name": HOSTILE}, {"id": "vb", "name": HOSTILE}],
        systems=[
            system("jumin", move("shift"), name=HOSTILE, block="resident", owner=HOSTILE),
            system("zei", move("shift"), name=HOSTILE, owner=HOSTILE, current={"vendor": "vb"}),
            system("kaigo", name=HOSTILE, owner=HOSTILE, attributes={"x" * 50: STEERING}),
        ],
        integrations=[
            link("a", "jumin", "zei", name=HOSTILE, note=STEERING),
            link(
                "b", "zei", "kaigo", name=HOSTILE, realizations={"legacy": {"via": "master"}, "standard": {}}
            ),
            link("c", "kaigo", None, name=HOSTILE),
        ],
    )
    landscape = read_document(document, Places()).landscape
    assert landscape is not None
    plan = read_plan(b'{"moves": {"jumin.shift": "2025-02", "zei.shift": "2025-03"}}', "plan")
    return landscape, usecases.evaluate(landscape, plan)


def _made(landscape: Landscape, evaluation: Any) -> list[Worksheet]:
    """Every worksheet that the plan lets be made, and every one that can do without."""
    made = [
        usecases.make_worksheet(landscape, sheet, evaluation) for sheet in SHEETS if evaluation is not None
    ]
    return made + [usecases.make_worksheet(landscape, sheet) for sheet in SHEETS if sheet.plan != "needed"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_worksheet_can_be_made_of_every_sample_as_plain_data_text_csv_and_html(sample: str) -> None:
    for sheet in _made(*_loaded(sample)):
        assert json.loads(json.dumps(sheet.document)) == sheet.document, sheet.id
        assert sheet.document["worksheet"] == sheet.id
        assert sheet.report.answer is not None, sheet.id
        for language in ("ja", "en"):
            assert sheet.title.in_language(language) in render_text(sheet.report, Screen(language)), sheet.id
            rows = list(
                csv.reader(io.StringIO(render_csv(sheet.report.answer, language).decode("utf-8-sig")))
            )
            assert {len(row) for row in rows} == {len(sheet.report.answer.columns)}, sheet.id
            assert render_html(sheet.report, language).count("<section>") == len(sheet.report.sections)


@pytest.mark.parametrize("sample", ["asahikawa", "kokubunji"])
def test_worksheets_make_one_workbook_that_is_the_same_each_time(sample: str) -> None:
    landscape, evaluation = _loaded(sample)
    made = _made(landscape, evaluation)
    book = usecases.worksheets_workbook(made, landscape, "ja")
    assert book == usecases.worksheets_workbook(_made(landscape, evaluation), landscape, "ja")
    opened = openpyxl.load_workbook(io.BytesIO(book))
    assert len(opened.worksheets) == len(made)
    for sheet, written in zip(made, opened.worksheets, strict=True):
        assert written["A1"].value == sheet.title.ja
        assert written.page_setup.orientation == "landscape"
        assert {cell.data_type for row in written.iter_rows() for cell in row} <= {"s", "n"}


def test_hostile_names_stay_text_in_every_worksheet() -> None:
    landscape, evaluation = _hostile()
    made = _made(landscape, evaluation)
    languages: tuple[Language, ...] = ("ja", "en")
    for language in languages:
        opened = openpyxl.load_workbook(io.BytesIO(usecases.worksheets_workbook(made, landscape, language)))
        for sheet, written in zip(made, opened.worksheets, strict=True):
            assert {cell.data_type for row in written.iter_rows() for cell in row} <= {"s", "n"}, sheet.id
            page = render_html(sheet.report, language)
            assert "<script" not in page
            assert "\u202e" not in page
            assert "\x07" not in page
            assert sheet.report.answer is not None
            table = csv.reader(io.StringIO(render_csv(sheet.report.answer, language).decode("utf-8-sig")))
            assert not [cell for row in table for cell in row if cell.startswith(("=", "@", "\t"))], sheet.id


@pytest.mark.requires_soffice
def test_libreoffice_opens_every_worksheet_and_prints_it(tmp_path: Path) -> None:
    landscape, evaluation = _loaded("higashimurayama")
    book = tmp_path / "worksheets.xlsx"
    book.write_bytes(usecases.worksheets_workbook(_made(landscape, evaluation), landscape, "ja"))
    office = shutil.which("soffice")
    assert office is not None
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(book)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert (tmp_path / "worksheets.pdf").read_bytes().startswith(b"%PDF")


def test_the_registry_lists_every_worksheet_once_in_both_languages() -> None:
    ids = [sheet.id for sheet in SHEETS]
    assert len(set(ids)) == len(ids)
    listed = sheets_document()["worksheets"]
    assert isinstance(listed, list)
    assert [entry["id"] for entry in listed] == ids
    assert "ワークシート" in render_text(sheets_report(), Screen("ja"))
    for sheet in SHEETS:
        assert all((*sheet.title, *sheet.description)), sheet.id


def test_a_worksheet_that_needs_a_plan_says_so() -> None:
    landscape, _ = _loaded("asahikawa")
    needing: list[Sheet] = [sheet for sheet in SHEETS if sheet.plan == "needed"]
    for sheet in needing:
        with pytest.raises(InputError) as caught:
            usecases.worksheet(landscape, sheet.id)
        assert [finding.code for finding in caught.value.findings] == ["plan_needed"]


def test_an_unknown_worksheet_is_named_with_what_may_be_meant() -> None:
    landscape, _ = _loaded("asahikawa")
    with pytest.raises(InputError) as caught:
        usecases.worksheet(landscape, "peak")
    (finding,) = caught.value.findings
    assert finding.code == "unknown_worksheet"
    assert finding.suggestion is not None
    assert "peaks" in finding.suggestion.en

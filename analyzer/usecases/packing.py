"""Packs for meetings: what one vendor must build, test and answer, or everything for the secretariat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.landscape.model import Landscape
from analyzer.messages import Finding, Language, Text
from analyzer.plan.reading import PlanFile, read_plan
from analyzer.usecases.drawing import PICTURE_SECONDS
from analyzer.usecases.importing import import_forms
from analyzer.usecases.problems import NoFormsError, wrong
from analyzer.usecases.reading import OpenStore, load_plan, open_store
from analyzer.usecases.worksheets import make_worksheet, worksheets

if TYPE_CHECKING:
    from analyzer.evaluation import Evaluation
    from analyzer.packs.archive import PackFile
    from analyzer.packs.sheets import Sheet
    from analyzer.tables.defaults import HeaderOptions
    from analyzer.usecases.importing import Imported


PARTS = {
    "workbook": "workbook.xlsx", "page": "page.html", "calendar": "calendar.ics",
    "redmine": "redmine.csv", "jira": "jira.csv",
}  # fmt: skip
"""Parts that can be asked for alone, and their files."""


@dataclass(frozen=True, slots=True)
class Packed:
    """`files` with their names in the pack; `evaluation` of the plan they are of; `findings` are warnings."""

    files: tuple[PackFile, ...]
    evaluation: Evaluation
    findings: tuple[Finding, ...]


def pack(
    landscape: Landscape,
    plan: PlanFile,
    vendor: str | None,
    language: Language,
    *,
    answer_by: str | None = None,
    pictures: bool = True,
    wareki: bool = False,
    part: str | None = None,
    beside: Sequence[PackFile] = (),
    time_limit: float | None = None,
) -> Packed:
    """Of a vendor, or of the secretariat over all (None). `part`: one of `PARTS` alone; `beside`: files that come with the
    secretariat's pack.

    An answer that was made for the landscape counts with the ways that it lists. The search for the least cost ends
    after `time_limit` (seconds; `PICTURE_SECONDS` without). NoFormsError where the plan gives no forms, InputError for a
    day that is none, UnknownSubjectError for a vendor that is not there, MissingToolError for pictures without Graphviz.
    """
    from analyzer.graph.subjects import require
    from analyzer.packs.contents import matter_of, secretariat_files, vendor_files
    from analyzer.packs.deadlines import deadlines_of
    from analyzer.packs.pictures import drawn
    from analyzer.whatif.answered import evaluated

    if vendor is not None:
        require(landscape, "vendor", vendor)
    by = None if answer_by is None else _day(answer_by)
    evaluation = evaluated(landscape, plan, PICTURE_SECONDS if time_limit is None else time_limit)
    if evaluation.schedule is None:
        raise NoFormsError(evaluation.violations)
    deadlines, findings = deadlines_of(landscape, by)
    matter = matter_of(landscape, evaluation, deadlines, language, wareki=wareki)
    only = None if part is None else PARTS[part]
    if pictures and only in (None, PARTS["page"]):
        matter = drawn(matter, vendor)
    if vendor is not None:
        return Packed(vendor_files(matter, vendor, only), evaluation, findings)
    sheets = _sheets(landscape, evaluation) if only in (None, PARTS["workbook"], PARTS["page"]) else []
    return Packed(secretariat_files(matter, sheets, only, beside), evaluation, findings)


@dataclass(frozen=True, slots=True)
class FromLists:
    """A landscape and a plan that lists became, and what is kept of that beside a pack."""

    imported: Imported
    plan: PlanFile
    beside: tuple[PackFile, ...]


def from_lists(
    files: Sequence[Path],
    plan: str | None,
    language: Language,
    store: OpenStore = open_store,
    header: HeaderOptions | None = None,
) -> FromLists:
    """Workbooks and CSV files in any of the offices' forms, and a plan (None: the months that the lists name).

    InputError where nothing can be made of them, and where neither they nor anybody names the months.
    """
    from analyzer.packs.archive import PackFile
    from analyzer.reports.importing import findings_by_cell, missing_table
    from analyzer.reports.tables import render_csv

    imported = import_forms(files, header=header)
    text = imported.plan
    if plan is None and text is None:
        raise wrong(
            "plan_needed",
            Text("一覧に移行予定の年月がありません。", "The lists name no months of moves."),
            Text("計画のファイルも指定してください。", "Give a plan file too."),
        )
    planned = load_plan(plan, store) if plan is not None else read_plan((text or "").encode(), files[0].name)
    beside = [
        PackFile("landscape.yaml", "application/yaml", Text("一覧から作ったランドスケープ", "the landscape that the lists became"),
                 imported.text.encode()),
        PackFile("import.csv", "text/csv", Text("読めなかったセルと仮に作ったもの", "cells not understood, and what was made up"),
                 render_csv(findings_by_cell(imported.findings), language)),
        PackFile("missing.csv", "text/csv", Text("まだわからない項目", "fields that nobody named yet"),
                 render_csv(missing_table(imported.missing), language)),
    ]  # fmt: skip
    if plan is None and text is not None:
        about = Text("一覧にある移行予定の年月", "the months that the lists name")
        beside.append(PackFile("plan.yaml", "application/yaml", about, text.encode()))
    return FromLists(imported, planned, tuple(beside))


def zipped(files: Sequence[PackFile]) -> bytes:
    """The files of a pack as a zip archive, the same bytes each time."""
    from analyzer.packs.archive import zipped as packed

    return packed(files)


def _sheets(landscape: Landscape, evaluation: Evaluation) -> list[Sheet]:
    """Every worksheet that can be made of the plan, the first sheet first."""
    from analyzer.packs.sheets import Sheet

    made = [
        make_worksheet(landscape, sheet, evaluation)
        for sheet in worksheets()
        if sheet.plan != "needed" or evaluation.assessment is not None
    ]
    first = ("today", "questions")
    ordered = sorted(made, key=lambda sheet: first.index(sheet.id) if sheet.id in first else len(first))
    return [Sheet(sheet.id, sheet.title, sheet.report) for sheet in ordered]


def _day(text: str) -> str:
    from analyzer.tables.dates import read_day

    day = read_day(text)
    if day is None:
        raise wrong(
            "not_a_day",
            Text(f"「{text[:40]}」は年月日ではありません。", f"{text[:40]!r} is not a day."),
            Text("2026-01-31 のように書いてください。", "Write it like 2026-01-31."),
        )
    return day

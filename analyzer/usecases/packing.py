"""Packs for meetings: what one vendor must build, test and answer, or everything for the secretariat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.landscape.model import Landscape
from analyzer.messages import Finding, Language, Text
from analyzer.plan.reading import PlanFile
from analyzer.usecases.drawing import PICTURE_SECONDS
from analyzer.usecases.problems import NoFormsError, wrong
from analyzer.usecases.worksheets import make_worksheet, worksheets

if TYPE_CHECKING:
    from analyzer.evaluation import Evaluation
    from analyzer.packs.archive import PackFile
    from analyzer.packs.sheets import Sheet


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
    time_limit: float | None = None,
) -> Packed:
    """Of a vendor, or of the secretariat over all (None). `part`: one of `PARTS` alone.

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
    matter = matter_of(landscape, evaluation, deadlines, language)
    only = None if part is None else PARTS[part]
    if pictures and only in (None, PARTS["page"]):
        matter = drawn(matter, vendor)
    if vendor is not None:
        return Packed(vendor_files(matter, vendor, only), evaluation, findings)
    sheets = (
        _sheets(landscape, evaluation, wareki) if only in (None, PARTS["workbook"], PARTS["page"]) else []
    )
    return Packed(secretariat_files(matter, sheets, only), evaluation, findings)


def zipped(files: Sequence[PackFile]) -> bytes:
    """The files of a pack as a zip archive, the same bytes each time."""
    from analyzer.packs.archive import zipped as packed

    return packed(files)


def _sheets(landscape: Landscape, evaluation: Evaluation, wareki: bool) -> list[Sheet]:
    """Every worksheet that can be made of the plan, the first sheet first."""
    from analyzer.packs.sheets import Sheet

    made = [
        make_worksheet(landscape, sheet, evaluation, wareki=wareki)
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

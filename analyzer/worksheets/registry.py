"""Every worksheet there is, in the order in which lists show them."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.messages import Text
from analyzer.reports.layout import Report, Section, Table, columns
from analyzer.worksheets import (
    calendar,
    classes,
    extraction,
    gaps,
    issues,
    lines,
    matrix,
    packages,
    peaks,
    questions,
    responsibility,
    staffing,
    standard_links,
    summary,
    survey,
    today,
)
from analyzer.worksheets.worksheet import Sheet

SHEETS: tuple[Sheet, ...] = (
    today.SHEET, questions.SHEET, summary.SHEET, matrix.SHEET, survey.SHEET, calendar.SHEET, peaks.SHEET,
    responsibility.SHEET, packages.SHEET, staffing.SHEET,
    classes.SHEET, gaps.SHEET, lines.SHEET, extraction.SHEET, issues.SHEET, standard_links.SHEET,
)  # fmt: skip

BY_ID: Mapping[str, Sheet] = {sheet.id: sheet for sheet in SHEETS}

PLAN_NEEDS = {
    "needed": Text("要る", "needed"),
    "optional": Text("あれば使う", "optional"),
    "unused": Text("使わない", "not used"),
}


def sheets_report() -> Report:
    """The list of worksheets."""
    table = Table(
        columns(("ID", "id"), ("名前", "title"), ("計画", "plan"), ("内容", "content", "below")),
        tuple((sheet.id, sheet.title, PLAN_NEEDS[sheet.plan], sheet.description) for sheet in SHEETS),
    )
    return Report((Section(Text("ワークシート", "Worksheets"), table=table),), table)


def sheets_document() -> dict[str, object]:
    return {
        "worksheets": [
            {
                "id": sheet.id,
                "title": sheet.title._asdict(),
                "description": sheet.description._asdict(),
                "plan": sheet.plan,
            }
            for sheet in SHEETS
        ]
    }

"""Every worksheet there is, in the order in which lists show them."""

from __future__ import annotations

from collections.abc import Mapping

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

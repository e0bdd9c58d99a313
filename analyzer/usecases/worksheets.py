"""Worksheets: which there are, and one of them made."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.landscape.model import Landscape
from analyzer.messages import Language, Text
from analyzer.plan.reading import PlanFile
from analyzer.usecases.analysing import evaluate
from analyzer.usecases.months import month_within
from analyzer.usecases.problems import NoFormsError, UnknownWorksheetError, wrong

if TYPE_CHECKING:
    from analyzer.evaluation import Evaluation
    from analyzer.worksheets.survey_answers import SurveyAnswers
    from analyzer.worksheets.worksheet import Sheet, Worksheet


def worksheets() -> tuple[Sheet, ...]:
    """Every worksheet there is."""
    from analyzer.worksheets.registry import SHEETS

    return SHEETS


def find_worksheet(id: str) -> Sheet:
    """UnknownWorksheetError where there is none of the name."""
    from analyzer.worksheets.registry import BY_ID

    if id in BY_ID:
        return BY_ID[id]
    near = get_close_matches(id, BY_ID, n=1)
    raise UnknownWorksheetError(id, near[0] if near else ", ".join(BY_ID))


def worksheet(
    landscape: Landscape,
    id: str,
    plan: PlanFile | None = None,
    month: str | None = None,
    vendor: str | None = None,
    *,
    wareki: bool = False,
    time_limit: float | None = None,
) -> Worksheet:
    """One worksheet; a plan is evaluated only where the sheet reads it.

    InputError where there is no such sheet, vendor or month, or where the sheet needs a plan; NoFormsError where the plan
    gives no forms (or no cost, where the sheet needs a plan).
    """
    sheet = find_worksheet(id)
    evaluation = None
    if sheet.plan == "needed" and plan is None:
        raise wrong(
            "plan_needed",
            Text(f"「{sheet.title.ja}」には計画が要ります。", f"{sheet.title.en}: this worksheet needs a plan."),
            Text("--plan(サービスでは plan=)で計画を指定してください。",
                 "Name a plan with --plan (plan= in the service)."),
        )  # fmt: skip
    _check(landscape, month, vendor)
    if plan is not None and sheet.plan != "unused":
        evaluation = evaluate(landscape, plan, time_limit)
    return make_worksheet(landscape, sheet, evaluation, month, vendor, wareki=wareki)


def make_worksheet(
    landscape: Landscape,
    sheet: Sheet,
    evaluation: Evaluation | None = None,
    month: str | None = None,
    vendor: str | None = None,
    *,
    wareki: bool = False,
) -> Worksheet:
    """The same of a plan that is evaluated already: whoever makes many sheets evaluates once."""
    from analyzer.worksheets.worksheet import Asked

    _check(landscape, month, vendor)
    if evaluation is not None and (
        evaluation.schedule is None or (sheet.plan == "needed" and evaluation.assessment is None)
    ):
        raise NoFormsError(evaluation.violations)
    at = None if month is None else month_within(landscape, month)
    asked_evaluation = None if sheet.plan == "unused" else evaluation
    return sheet.make(Asked(landscape, asked_evaluation, at, vendor, wareki))


def worksheets_workbook(made: Sequence[Worksheet], landscape: Landscape, language: Language) -> bytes:
    """Worksheets as one Excel workbook, a sheet each."""
    from analyzer.reports.workbook import Page, reports_workbook

    return reports_workbook([Page(sheet.title, sheet.report) for sheet in made], language, landscape.name)


def survey_answers(landscape: Landscape, paths: Sequence[Path]) -> SurveyAnswers:
    """Filled surveys of intent (xlsx, csv) onto the landscape; InputError with every fault of every file."""
    from analyzer.tables.reading import read_sheets
    from analyzer.worksheets.survey_answers import read_survey

    return read_survey(landscape, read_sheets(paths))


def _check(landscape: Landscape, month: str | None, vendor: str | None) -> None:
    from analyzer.graph.subjects import require

    if vendor is not None:
        require(landscape, "vendor", vendor)
    if month is not None:
        month_within(landscape, month)

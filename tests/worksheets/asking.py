"""Worksheets of the samples and of small landscapes, made in one line."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from analyzer.evaluation.evaluate import Evaluation, evaluate_plan
from analyzer.landscape.loading import load_landscape
from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month
from analyzer.resources import samples_folder
from analyzer.worksheets.several import AskedOfSeveral, Municipality, SheetOfSeveral
from analyzer.worksheets.worksheet import Asked, Sheet, Worksheet
from tests.samples.test_expected_figures import given_moves


@cache
def sample_landscape(file: str) -> Landscape:
    """``kodaira/landscape``."""
    return load_landscape(str(samples_folder() / f"{file}.yaml"))


@cache
def sample_evaluation(file: str, plan: str) -> Evaluation:
    folder: Path = (samples_folder() / file).parent
    return evaluate_plan(sample_landscape(file), given_moves(folder / "plans" / f"{plan}.yaml"))


def made(sheet: Sheet, file: str, plan: str | None = None, month: str | None = None) -> Worksheet:
    """The worksheet of a sample."""
    evaluation = None if plan is None else sample_evaluation(file, plan)
    at = None if month is None else Month.parse(month)
    return sheet.make(Asked(sample_landscape(file), evaluation, at))


def made_of_several(
    sheet: SheetOfSeveral, *cases: tuple[str, str | None], vendor: str | None = None
) -> Worksheet:
    """The worksheet of several samples, each (file, plan or None)."""
    municipalities = tuple(
        Municipality(sample_landscape(file), None if plan is None else sample_evaluation(file, plan))
        for file, plan in cases
    )
    return sheet.make(AskedOfSeveral(municipalities, vendor))


def codes(worksheet: Worksheet) -> dict[str, int]:
    """How often each code is found."""
    return dict(Counter(finding.code for finding in worksheet.findings))


def document(worksheet: Worksheet) -> Any:
    return worksheet.document

"""Worksheets of several municipalities, each with its plan or all without."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from analyzer.landscape.model import Landscape
from analyzer.messages import Language, Text
from analyzer.plan.reading import PlanFile
from analyzer.usecases.analysing import evaluate
from analyzer.usecases.problems import NoFormsError, UnknownWorksheetError, wrong

if TYPE_CHECKING:
    from analyzer.worksheets.several import Municipality, SheetOfSeveral
    from analyzer.worksheets.worksheet import Worksheet

Planned = tuple[Landscape, PlanFile | None]
"""A municipality's landscape, and its plan, if there is one."""


def find_joint_worksheet(id: str) -> SheetOfSeveral:
    """UnknownWorksheetError where there is none of the name."""
    from analyzer.worksheets.joint import JOINT_BY_ID

    if id in JOINT_BY_ID:
        return JOINT_BY_ID[id]
    near = get_close_matches(id, JOINT_BY_ID, n=1)
    raise UnknownWorksheetError(id, near[0] if near else ", ".join(JOINT_BY_ID))


def joint_worksheet(
    planned: Sequence[Planned],
    id: str,
    vendor: str | None = None,
    *,
    wareki: bool = False,
    time_limit: float | None = None,
) -> Worksheet:
    """One worksheet of these municipalities, in their order.

    InputError where there is no such sheet, where two landscapes have one id, or where none has the vendor;
    NoFormsError with the violations of every plan that gives no forms.
    """
    from analyzer.worksheets.several import AskedOfSeveral

    sheet = find_joint_worksheet(id)
    _check(planned, vendor)
    made = [_municipality(one, time_limit) for one in planned]
    evaluations = [one.evaluation for one in made if one.evaluation is not None]
    formless = tuple(
        f for evaluation in evaluations if evaluation.schedule is None for f in evaluation.violations
    )
    if formless:
        raise NoFormsError(formless)
    return sheet.make(AskedOfSeveral(tuple(made), vendor, wareki))


def joint_workbook(made: Worksheet, language: Language) -> bytes:
    """The worksheet as an Excel workbook."""
    from analyzer.reports.workbook import Page, reports_workbook

    title = made.title.in_language(language)
    return reports_workbook([Page(made.title, made.report)], language, title)


def _municipality(planned: Planned, time_limit: float | None) -> Municipality:
    from analyzer.worksheets.several import Municipality

    landscape, plan = planned
    return Municipality(landscape, None if plan is None else evaluate(landscape, plan, time_limit))


def _check(planned: Sequence[Planned], vendor: str | None) -> None:
    ids = [landscape.id for landscape, _ in planned]
    twice = sorted({id for id in ids if ids.count(id) > 1})
    if twice:
        raise wrong(
            "landscape_twice",
            Text(f"同じ id のランドスケープが二つあります: {'、'.join(twice)}。", f"Two landscapes have the id {', '.join(twice)}."),
            Text("団体ごとに landscape.id を変えてください。", "Give each municipality a landscape.id of its own."),
        )  # fmt: skip
    vendors = sorted({id for landscape, _ in planned for id in landscape.vendors})
    if vendor is not None and vendor not in vendors:
        raise wrong(
            "unknown_vendor",
            Text(f"ベンダ「{vendor[:100]}」は、どのランドスケープにもありません。", f"No landscape has a vendor {vendor[:100]!r}."),
            _meant(get_close_matches(vendor, vendors, n=3)),
        )  # fmt: skip


def _meant(near: Sequence[str]) -> Text | None:
    return Text(f"もしかして: {'、'.join(near)}", f"Did you mean {' or '.join(near)}?") if near else None

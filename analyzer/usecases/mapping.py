"""A landscape as a map for pages that draw it themselves: places as plain data, once for all months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.landscape.model import Landscape
from analyzer.plan.reading import PlanFile
from analyzer.usecases.analysing import evaluate
from analyzer.usecases.drawing import PICTURE_SECONDS, Grouping
from analyzer.usecases.months import month_within
from analyzer.usecases.problems import NoFormsError

if TYPE_CHECKING:
    from analyzer.evaluation import Evaluation


def landscape_map(
    landscape: Landscape,
    plan: PlanFile | None,
    group: Grouping = "environment",
    month: str | None = None,
    time_limit: float | None = None,
) -> dict[str, Any]:
    """The map as plain data (docs/diagrams.md): the layout, and what stands where in each stretch of months.

    The layout depends on landscape and grouping alone: the same for every plan, month and run. With a `month` only the
    stretch of that month; without a plan only today. InputError for a month outside the horizon, NoFormsError where the
    plan gives no forms.
    """
    evaluation = None if plan is None else evaluate(landscape, plan, time_limit or PICTURE_SECONDS)
    return map_of(landscape, evaluation, group, month)


def map_of(
    landscape: Landscape,
    evaluation: Evaluation | None,
    group: Grouping = "environment",
    month: str | None = None,
) -> dict[str, Any]:
    """The same of a plan that is evaluated already (None: today)."""
    from analyzer.diagrams.map.document import layout_document, stretch_document
    from analyzer.diagrams.map.geometry import layout_of
    from analyzer.diagrams.map.stretches import stretch_at, stretches_of

    at = None if month is None else month_within(landscape, month)
    if evaluation is not None and evaluation.schedule is None:
        raise NoFormsError(evaluation.violations)
    layout = layout_of(landscape, group)
    stretches = (
        stretches_of(layout, landscape, evaluation)
        if at is None
        else (stretch_at(layout, landscape, evaluation, at),)
    )
    return {
        **layout_document(landscape, layout),
        "stretches": [stretch_document(layout, stretch) for stretch in stretches],
    }


def part(landscape: Landscape, evaluation: Evaluation | None, kind: str, id: str) -> dict[str, Any]:
    """A system (`kind` is ``system``) or a link (``integration``) with what an evaluated plan does with it; InputError where there is none of that name."""
    from analyzer.reports.part import link_document, system_document

    return (system_document if kind == "system" else link_document)(landscape, evaluation, id)

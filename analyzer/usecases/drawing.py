"""Answers as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from analyzer.landscape.model import Landscape
from analyzer.messages import Language
from analyzer.plan.reading import PlanFile
from analyzer.usecases.analysing import evaluate
from analyzer.usecases.months import month_named, month_shown, month_within
from analyzer.usecases.problems import NoFormsError

if TYPE_CHECKING:
    from analyzer.order.comparison import Comparison
    from analyzer.whatif.again import TradeOff
    from analyzer.whatif.answers import AnswerDifference
    from analyzer.whatif.scenarios import Changed
    from analyzer.whatif.slips.simulation import Slipping


def draw_comparison(comparison: Comparison, language: Language, form: Literal["svg", "png", "pdf"]) -> bytes:
    """A comparison as a picture for A4 paper; MissingToolError without Graphviz."""
    from analyzer.diagrams.comparison_picture import draw_comparison as draw

    return draw(comparison, language, form)


def require_pictures() -> None:
    """MissingToolError where no picture could be drawn: better said before a long search than after it."""
    from analyzer.diagrams.renderer import require_graphviz

    require_graphviz()


def draw_difference(
    difference: AnswerDifference,
    month: str | None,
    side: Literal["difference", "before", "after"],
    language: Language,
    form: Literal["svg", "png", "pdf", "dot"],
) -> bytes:
    """The difference as a picture, in a month or over all; InputError for a month outside both horizons."""
    from analyzer.diagrams.difference_picture import draw_difference as draw

    at = None
    if month is not None:
        at = month_named(month)
        if at not in difference.before.landscape.horizon:
            at = month_within(difference.after.landscape, month)
    return draw(difference, at, side, language, form)


def draw_curve(
    changed: Changed, curve: TradeOff, language: Language, form: Literal["svg", "png", "pdf"]
) -> bytes:
    """The curve as a picture for A4 paper; MissingToolError without Graphviz."""
    from analyzer.diagrams.curve_picture import draw_curve as draw

    return draw(changed, curve, language, form)


PICTURE_SECONDS = 10.0


def draw(
    landscape: Landscape,
    plan: PlanFile | None,
    month: str | None,
    group: Literal["environment", "vendor"],
    language: Language,
    form: Literal["svg", "png", "pdf", "dot"],
    time_limit: float | None = None,
) -> bytes:
    """A picture of a month under a plan, or of today; NoFormsError where the plan gives no forms.

    Without a limit the search for the least cost ends after `PICTURE_SECONDS`: nobody waits for a
    proof before seeing a picture, and a city of 34 systems is proven well before.
    """
    from analyzer.diagrams import draw_landscape

    at = None if plan is None and month is None else month_shown(landscape, month)
    evaluation = None if plan is None else evaluate(landscape, plan, time_limit or PICTURE_SECONDS)
    if evaluation is not None and evaluation.schedule is None:
        raise NoFormsError(evaluation.violations)
    return draw_landscape(
        landscape, month=at, evaluation=evaluation, group=group, language=language, format=form
    )


def draw_slips(slipping: Slipping, language: Language, form: Literal["svg", "png", "pdf"]) -> bytes:
    """A simulation as a picture for A4 paper; MissingToolError without Graphviz."""
    from analyzer.diagrams.slips_picture import draw_slips as draw

    return draw(slipping, language, form)

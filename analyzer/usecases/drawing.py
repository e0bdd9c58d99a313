"""Answers as pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analyzer.landscape.model import Landscape
from analyzer.messages import Language
from analyzer.plan.reading import PlanFile
from analyzer.usecases.analysing import evaluate
from analyzer.usecases.months import month_named, month_shown, month_within
from analyzer.usecases.problems import NoFormsError

if TYPE_CHECKING:
    from analyzer.diagrams.catalogue import Wanted
    from analyzer.diagrams.picture import Picture
    from analyzer.evaluation import Evaluation
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


PICTURE_SECONDS = 5.0
"""With what comes before and after the search, a picture of 300 systems is there within ten."""
Grouping = Literal["environment", "vendor", "block"]
ExchangeForm = Literal["mermaid", "drawio", "graphml", "archimate"]
ViewName = Literal["landscape", "map", "phases", "vendors", "bridges", "moves", "costs"]


@dataclass(frozen=True, slots=True)
class PictureWanted:
    """Which picture of a landscape: docs/diagrams.md says what each of them shows.

    `month`: YYYY-MM; `vendor`, `block`, `system` (and what is up to `depth` links away) and `only_mixed` choose a part.
    """

    view: ViewName = "landscape"
    month: str | None = None
    group: Grouping = "environment"
    vendor: str | None = None
    block: str | None = None
    system: str | None = None
    depth: int = 1
    only_mixed: bool = False
    paper: Literal["a4", "a3"] | None = None


def picture(
    landscape: Landscape,
    plan: PlanFile | None,
    wanted: PictureWanted,
    language: Language,
    time_limit: float | None = None,
) -> Picture:
    """A picture with its numbers, under a plan or of today; NoFormsError where the plan gives no forms.

    Without a limit the search for the least cost ends after `PICTURE_SECONDS`: nobody waits for a
    proof before seeing a picture, and a city of 34 systems is proven well before. A cost that is not
    proven least has its bound beside it.
    """
    from analyzer.diagrams.catalogue import picture_of

    evaluation = _evaluated(landscape, plan, time_limit)
    return picture_of(landscape, evaluation, _asked(landscape, evaluation, wanted), language)


def exchanged(
    landscape: Landscape,
    plan: PlanFile | None,
    wanted: PictureWanted,
    language: Language,
    form: ExchangeForm,
    time_limit: float | None = None,
) -> bytes:
    """The links of a month for another program: Mermaid, draw.io, GraphML or ArchiMate. The view does not matter."""
    from analyzer.diagrams.catalogue import exchange_of

    evaluation = _evaluated(landscape, plan, time_limit)
    return exchange_of(landscape, evaluation, _asked(landscape, evaluation, wanted), language, form)


def _evaluated(landscape: Landscape, plan: PlanFile | None, time_limit: float | None) -> Evaluation | None:
    evaluation = None if plan is None else evaluate(landscape, plan, time_limit or PICTURE_SECONDS)
    if evaluation is not None and evaluation.schedule is None:
        raise NoFormsError(evaluation.violations)
    return evaluation


def _asked(landscape: Landscape, evaluation: Evaluation | None, wanted: PictureWanted) -> Wanted:
    from analyzer.diagrams.catalogue import Wanted
    from analyzer.diagrams.filters import Filter

    at = None if evaluation is None and wanted.month is None else month_shown(landscape, wanted.month)
    if wanted.view == "phases" and wanted.month is None:
        at = None  # the months that show most, not the one of the file
    part = Filter(wanted.vendor, wanted.block, wanted.system, wanted.depth, wanted.only_mixed)
    return Wanted(wanted.view, at, wanted.group, part, wanted.paper)


def draw(
    landscape: Landscape,
    plan: PlanFile | None,
    month: str | None,
    group: Grouping,
    language: Language,
    form: Literal["svg", "png", "pdf", "dot"],
    time_limit: float | None = None,
) -> bytes:
    """The picture of a month's links; see `picture` for all others."""
    wanted = PictureWanted(month=month, group=group)
    return picture(landscape, plan, wanted, language, time_limit).rendered(form)


def draw_slips(slipping: Slipping, language: Language, form: Literal["svg", "png", "pdf"]) -> bytes:
    """A simulation as a picture for A4 paper; MissingToolError without Graphviz."""
    from analyzer.diagrams.slips_picture import draw_slips as draw

    return draw(slipping, language, form)

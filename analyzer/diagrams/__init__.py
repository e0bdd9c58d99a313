"""Pictures of a landscape: view → DOT → picture."""

from __future__ import annotations

from analyzer.diagrams.boxes import Grouping
from analyzer.diagrams.dot import to_dot
from analyzer.diagrams.landscape_view import landscape_view
from analyzer.diagrams.moment import moment_of
from analyzer.diagrams.renderer import DrawingError, Format, render
from analyzer.evaluation import Evaluation
from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month
from analyzer.messages import Language

__all__ = ["DrawingError", "Format", "Grouping", "draw_landscape"]


def draw_landscape(
    landscape: Landscape,
    *,
    month: Month | None,
    evaluation: Evaluation | None,
    group: Grouping,
    language: Language,
    format: Format,  # noqa: A002 - the word of the command line
) -> bytes:
    """The landscape in a month (None: the first of the horizon), under a plan if one was evaluated.

    Raises InputError for a month outside the horizon, MissingToolError without Graphviz
    (``dot`` needs none), DrawingError where Graphviz fails or takes too long.
    """
    view = landscape_view(moment_of(landscape, month, evaluation), group, language)
    return render(to_dot(view), format, view.title)

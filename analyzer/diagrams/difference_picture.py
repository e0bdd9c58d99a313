"""A difference of two answers as a picture in which everything keeps its place.

The layout is made once, of the difference; each side of it is then drawn into the same places.
"""

from __future__ import annotations

from dataclasses import replace

from analyzer.diagrams.difference_view import Side, difference_views, widest
from analyzer.diagrams.dot import Places, to_dot
from analyzer.diagrams.placing import places_of
from analyzer.diagrams.renderer import Format, laid_out, render
from analyzer.landscape.months import Month
from analyzer.messages import Language
from analyzer.whatif.answers import AnswerDifference


def draw_difference(
    difference: AnswerDifference,
    month: Month | None,
    side: Side,
    language: Language,
    format: Format,  # noqa: A002 - the word of the command line
) -> bytes:
    """The difference (or one side of it, in the same places) in a month, or over the whole time.

    Raises MissingToolError without Graphviz (``dot`` needs none, and has no places), DrawingError where it fails.
    """
    views = difference_views(difference, month, language)
    shown = views[side]
    if format == "dot":
        return to_dot(shown).encode()
    places = places_of(laid_out(to_dot(widest(views), Places())))
    if format == "png":  # as sharp as paper wants it; the other forms have no dots
        places = replace(places, graph={**places.graph, "dpi": '"150"'})
    return render(to_dot(shown, places), format, shown.title)

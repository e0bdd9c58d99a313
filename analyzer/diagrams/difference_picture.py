"""A difference of two answers as a picture in which everything keeps its place.

The layout is made once, of the difference; each side of it is then drawn into the same places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analyzer.diagrams.difference_view import Side, difference_views, widest
from analyzer.diagrams.dot import Places, quote, to_dot
from analyzer.diagrams.renderer import Format, laid_out, render
from analyzer.landscape.months import Month
from analyzer.messages import Language
from analyzer.whatif.answers import AnswerDifference

_LONG, _SHORT = 11.1, 7.7
"""Inches of A4 within its margins; the picture is made smaller where it has to be, and never larger."""

_MARGIN = 6.0
"""Points around the layout, in which a double border finds room."""


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
    places = _places(laid_out(to_dot(widest(views), Places())))
    if format == "png":  # as sharp as paper wants it; the other forms have no dots
        places = replace(places, graph={**places.graph, "dpi": '"150"'})
    return render(to_dot(shown, places), format, shown.title)


def _places(layout: Mapping[str, Any]) -> Places:
    """Graphviz' own words (``pos``, ``bb``, ``lp``) of every thing by its name."""
    objects = layout.get("objects", ())
    left, low, right, high = (float(part) for part in layout["bb"].split(","))
    size = (_LONG, _SHORT) if right - left >= high - low else (_SHORT, _LONG)
    return Places(
        nodes={
            thing["name"]: {**_words(thing, "pos", "width", "height"), "fixedsize": '"true"'}
            for thing in objects
            if "pos" in thing
        },
        lines={line["id"]: _words(line, "pos", "lp") for line in layout.get("edges", ()) if "id" in line},
        clusters={
            thing["name"].removeprefix("cluster_"): _words(thing, "bb", "lp") for thing in objects if "bb" in thing
        },
        graph={**_words(layout, "bb", "lp"), "layout": '"nop2"', "size": f'"{size[0]},{size[1]}"'},
        corners=(f"{left - _MARGIN},{low - _MARGIN}", f"{right + _MARGIN},{high + _MARGIN}"),
    )  # fmt: skip


def _words(thing: Mapping[str, Any], *names: str) -> dict[str, str]:
    return {name: quote(str(thing[name])) for name in names if name in thing}

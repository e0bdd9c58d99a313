"""A layout that Graphviz has made, as places into which the same things are drawn again, on a sheet of paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.diagrams.canvas import PAPERS, Paper
from analyzer.diagrams.dot import Places, quote

_EDGE = 21.0
"""Points of margin on each side; the picture is made smaller where it has to be, and never larger."""
_MARGIN = 6.0
"""Points around the layout, in which a double border finds room."""


def places_of(layout: Mapping[str, Any], paper: Paper = "a4") -> Places:
    """Graphviz' own words (``pos``, ``bb``, ``lp``) of every thing by its name; on a sheet that lies or stands as fits."""
    objects = layout.get("objects", ())
    left, low, right, high = (float(part) for part in layout["bb"].split(","))
    long, short = ((side - 2 * _EDGE) / 72 for side in PAPERS[paper])
    size = (long, short) if right - left >= high - low else (short, long)
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
        graph={**_words(layout, "bb", "lp"), "layout": '"nop2"', "size": f'"{size[0]:.2f},{size[1]:.2f}"'},
        corners=(f"{left - _MARGIN},{low - _MARGIN}", f"{right + _MARGIN},{high + _MARGIN}"),
    )  # fmt: skip


def _words(thing: Mapping[str, Any], *names: str) -> dict[str, str]:
    return {name: quote(str(thing[name])) for name in names if name in thing}

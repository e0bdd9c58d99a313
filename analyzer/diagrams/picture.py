"""A finished picture before any program draws it: DOT, and its numbers as text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analyzer.diagrams.canvas import Canvas, Paper
from analyzer.diagrams.dot import Places, quote, to_dot
from analyzer.diagrams.figures import Figures
from analyzer.diagrams.placing import places_of
from analyzer.diagrams.renderer import Format, laid_out, render
from analyzer.diagrams.views import View
from analyzer.messages import Language

SHARP = 150
"""Dots per inch of a PNG, as paper wants it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """`drawing`: a sheet drawn by ourselves, or a view that Graphviz lays out."""

    drawing: Canvas | View
    figures: Figures
    language: Language
    paper: Paper | None = None
    """For a view: the sheet that it is to fit on; without one it is as large as its layout."""

    def rendered(self, form: Format) -> bytes:
        """The picture; MissingToolError without Graphviz (``dot`` needs none), DrawingError where it fails."""
        title = self.figures.title.in_language(self.language)
        if isinstance(self.drawing, View):
            places = None
            if self.paper is not None and form != "dot":
                places = places_of(laid_out(to_dot(self.drawing, Places())), self.paper)
                if form == "png":
                    places = replace(places, graph={**places.graph, "dpi": quote(str(SHARP))})
            return render(to_dot(self.drawing, places), form, self.drawing.title)
        return render(self.drawing.to_dot(self.figures.view, dpi=SHARP if form == "png" else 72), form, title)

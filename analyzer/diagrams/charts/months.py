"""Months from left to right on a sheet: fiscal years above, months below, and where each month begins."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from analyzer.diagrams.canvas import Canvas, Fill
from analyzer.landscape.japanese_dates import fiscal_text, fiscal_year
from analyzer.landscape.months import Month
from analyzer.messages import Language

GRID = "#c8c8c8"
HEIGHT = 26.0
_EVERY = (1, 3, 6, 12, 24, 60, 1_200)


class MonthAxis:
    """`left` to `right` on the canvas, one column a month."""

    def __init__(self, months: Sequence[Month], left: float, right: float) -> None:
        self.months, self.left, self.right = months, left, right
        self.cell = (right - left) / max(1, len(months))

    def x(self, month: Month) -> float:
        """Where the month begins; months outside the axis lie outside it."""
        return self.left + (month - self.months[0]) * self.cell

    def draw(self, canvas: Canvas, top: float, bottom: float, language: Language) -> None:
        """The labels from `top` on (`HEIGHT` of them), and lines down to `bottom`."""
        apart = next(step for step in _EVERY if self.cell * step >= 11)
        for year, inside in groupby(self.months, key=fiscal_year):
            months = list(inside)
            x, width = self.x(months[0]), len(months) * self.cell
            canvas.rectangle(x, top, width, 12, Fill("#f0f0f0"), 0.4)
            words = fiscal_text(year).in_language(language)
            if width >= 34:
                canvas.text(x + width / 2, top + 6, words, 7.5, "middle")
            canvas.line(x, top, x, bottom, 0.8, "#888888")
        for month in self.months:
            x = self.x(month)
            if (month.number - 1) % min(apart, 12) == 0:
                canvas.line(x, top + 12, x, bottom, 0.35, GRID)
                canvas.text(x + self.cell * min(apart, 12) / 2, top + 19, str(month.number), 7, "middle")
        canvas.line(self.left, top + HEIGHT, self.right, top + HEIGHT, 0.6)
        canvas.line(self.right, top, self.right, bottom, 0.8, "#888888")

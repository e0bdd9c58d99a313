"""A sheet of paper for a picture: its size, its margins, and the words at its head that every sheet has."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.diagrams.canvas import PAPERS, Canvas, Paper
from analyzer.diagrams.safe_text import columns, shorten
from analyzer.messages import Language, Text

MARGIN = 28.0
TITLE, LINE, FLOW = 15.0, 12.0, 12.0


def sheet_for(width: float, height: float, paper: Paper, head: float) -> Canvas:
    """The sheet, lying or standing, on which a drawing of this form below a head of this height gets larger."""
    long, short = PAPERS[paper]

    def scale(size: tuple[float, float]) -> float:
        return min((size[0] - 2 * MARGIN) / width, (size[1] - 2 * MARGIN - head) / height)

    return Canvas(*max(((long, short), (short, long)), key=scale))


def head_height(lines: int) -> float:
    """Of the title and so many lines below it."""
    return TITLE + 8 + lines * LINE


def write_head(canvas: Canvas, title: str, lines: Sequence[Text], language: Language) -> float:
    """The title and the lines below it; where they end. What is too long for the sheet is cut."""
    room = canvas.width - 2 * MARGIN
    size = min(TITLE, room / max(1, columns(title)) / 0.56)
    canvas.text(MARGIN, MARGIN + TITLE / 2, title, size, bold=True)
    y = MARGIN + TITLE + 8
    for line in lines:
        words = shorten(line.in_language(language), int(room / 4.6))
        canvas.text(MARGIN, y + LINE / 2 - 2, words, min(8.5, room / max(1, columns(words)) / 0.54))
        y += LINE
    return y


class Flow:
    """Samples with their words from left to right, going on in the next row where the sheet ends."""

    def __init__(self, canvas: Canvas, y: float, language: Language) -> None:
        self._canvas, self._language = canvas, language
        self._x, self._y = MARGIN, y

    def place(self, text: Text, sample: float) -> tuple[float, float]:
        """Writes the words and gives where their sample of this width stands: its left end, and its middle's height."""
        words = text.in_language(self._language)
        width = sample + 4 + columns(words) * 4.3
        if self._x > MARGIN and self._x + width > self._canvas.width - MARGIN:
            self._x, self._y = MARGIN, self._y + FLOW
        x = self._x
        self._canvas.text(x + sample + 4, self._y, words, 7.5)
        self._x += width + 9
        return x, self._y

"""Lines and tables of a given width, in which a full-width letter takes two columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import combining, east_asian_width

_PIECES = re.compile(r"\s+|[（「『【〔]*(?:[!-.0-~]*/|[!-.0-~]+|.)", re.DOTALL)
"""What stays together: a word, a part of a key up to its slash; an opening bracket with what follows."""
_NOT_FIRST = frozenset(
    "、。，．,.）」』】〉》］｝)]}」・ーぁぃぅぇぉっゃゅょァィゥェォッャュョ：；！？:;!?～"
)
"""Letters that Japanese lines do not begin with (行頭禁則)."""

GAP = "  "


def width_of(text: str) -> int:
    """Columns of a terminal; letters of ambiguous width (→, …, ①) are narrow, as UTF-8 terminals have them."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns (at least 4), words and figures kept whole where they fit."""
    width = max(4, width)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph, width):
            if width_of(line) + width_of(piece) <= width:
                line += piece
            elif piece.isspace():
                lines.append(line)
                line = ""
            else:
                kept = line.rstrip()
                back = 0
                if piece[0] in _NOT_FIRST and len(kept) > 1 and kept[-1] not in _NOT_FIRST:
                    back = 1
                lines.append(kept[: len(kept) - back].rstrip())
                line = (kept[len(kept) - back :] if back else "") + piece
        lines.append(line)
    return [line.rstrip() for line in lines]


def _pieces(text: str, width: int) -> Iterator[str]:
    for piece in _PIECES.findall(text):
        if width_of(piece) <= width - 2:
            yield piece
        else:
            yield from _cut(piece, width - 2)


def _cut(piece: str, width: int) -> Iterator[str]:
    part = ""
    for letter in piece:
        if part and width_of(part + letter) > width:
            yield part
            part = ""
        part += letter
    yield part


def clipped(text: str, width: int) -> str:
    """The text, or as much of its beginning as is at most `width` columns wide."""
    if width_of(text) <= width:
        return text
    kept = ""
    for letter in text:
        if width_of(kept + letter) > width:
            break
        kept += letter
    return kept


def padded(text: str, width: int, right: bool = False) -> str:
    space = " " * max(0, width - width_of(text))
    return space + text if right else text + space


def column_widths(cells: Sequence[Sequence[str]], width: int) -> list[int]:
    """Widths of columns so that rows (headings among them) fit; the widest give way first."""
    widths = [
        max(1, *(width_of(line) for text in column for line in text.split("\n")))
        for column in zip(*cells, strict=True)
    ]
    least = [min(w, 8) for w in widths]
    excess = sum(widths) + len(GAP) * (len(widths) - 1) - width
    for _ in range(excess):
        room = [w - 1 if w > m else 0 for w, m in zip(widths, least, strict=True)]
        if not any(room):
            break
        widths[room.index(max(room))] -= 1
    return widths


def table_lines(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Sequence[bool],
    below: Sequence[Sequence[str]],
    width: int,
) -> Iterator[str]:
    """An aligned table. `below[i]` are sentences that stand under row i, indented."""
    widths = column_widths([headings, *rows], width)
    yield from _row(headings, widths, numbers)
    yield GAP.join("─" * w for w in widths)
    for row, sentences in zip(rows, below, strict=True):
        yield from _row(row, widths, numbers)
        for sentence in sentences:
            yield from (f"{GAP}{GAP}{line}" for line in wrapped(sentence, width - 2 * len(GAP)))


def _row(cells: Sequence[str], widths: Sequence[int], numbers: Sequence[bool]) -> Iterator[str]:
    columns = [wrapped(cell, w) for cell, w in zip(cells, widths, strict=True)]
    for at in range(max(len(lines) for lines in columns)):
        parts = [
            padded(lines[at] if at < len(lines) else "", w, number)
            for lines, w, number in zip(columns, widths, numbers, strict=True)
        ]
        yield GAP.join(parts).rstrip()

"""Text from files made fit to be drawn: one line, no control or direction letters, not too long."""

from __future__ import annotations

import unicodedata

LONGEST = 44
"""Columns (a Japanese letter takes two) after which a name is cut with …."""
LINE = 26
"""Columns after which a name goes on in a second line."""

_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MARK = "\ufffd"


def clean(text: str) -> str:
    """One line of drawable letters.

    White space of any sort becomes one blank; letters that XML forbids, lone surrogates and
    private ones become ``\ufffd``; marks that turn the direction of writing, which could make
    a name read as another one, are left out.
    """
    letters = []
    for letter in text[: 50 * LONGEST]:
        category = unicodedata.category(letter)
        if letter in _DIRECTION:
            continue
        if letter.isspace() or category in ("Zl", "Zp"):
            letters.append(" ")
        elif category in ("Cc", "Cs", "Co", "Cn"):
            letters.append(_MARK)
        else:
            letters.append(letter)
    return " ".join("".join(letters).split())


def columns(text: str) -> int:
    """How wide the text is, a Japanese letter as two."""
    return sum(_width(letter) for letter in text)


def shorten(text: str, longest: int = LONGEST) -> str:
    """The cleaned text, cut with … where it is wider than `longest` columns."""
    text = clean(text)
    if columns(text) <= longest:
        return text
    kept: list[str] = []
    used = columns("…")
    for letter in text:
        used += _width(letter)
        if used > longest or len(kept) >= longest:
            break
        kept.append(letter)
    return "".join(kept) + "…"


def fold(text: str, line: int = LINE) -> list[str]:
    """The text in lines of at most `line` columns, cut between letters as Japanese allows."""
    lines, current, used = [], "", 0
    for letter in text:
        width = _width(letter)
        if used + width > line and current:
            lines.append(current.strip())
            current, used = "", 0
        current += letter
        used += width
    return [*lines, current.strip()]


def _width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WFA" else 1

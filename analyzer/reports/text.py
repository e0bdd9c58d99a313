"""A report as text: aligned tables (a full-width letter is two columns), long lists bounded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.messages import Language, Text
from analyzer.reports.layout import Report, Section, Table, cell_text
from analyzer.reports.wrapping import table_lines, wrapped

LISTED = 20
"""Rows of a table, and entries of a list, that are shown unless all are asked for."""

_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Screen:
    """How text is shown: columns of the screen, rows of each list (None: all), bold headings or not."""

    language: Language = "ja"
    width: int = 120
    listed: int | None = LISTED
    styled: bool = False


def printable(text: str) -> str:
    """Without what would steer a terminal: each such character is shown as its code."""
    return _UNPRINTABLE.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def render_text(report: Report, screen: Screen) -> str:
    """The whole report, ending with a line feed."""
    blocks = ("\n".join(_section(section, screen)) for section in report.sections)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _section(section: Section, screen: Screen) -> Iterator[str]:
    indent = ""
    if section.heading is not None:
        heading = printable(section.heading.in_language(screen.language))
        yield f"\x1b[1m{heading}\x1b[0m" if screen.styled else heading
        indent = _INDENT
    width = screen.width - len(indent)
    for text in (*section.lines, *section.entries[: screen.listed]):
        first, *rest = printable(text.in_language(screen.language)).split("\n")
        for line in wrapped(first, width):
            yield indent + line
        for sentence in rest:  # how to mend it, under its finding
            yield from (
                f"{indent}{_INDENT}{line}" for line in wrapped(sentence.lstrip(), width - len(_INDENT))
            )
    yield from (indent + more for more in _more(len(section.entries), screen))
    if section.table is not None:
        if section.table.rows:
            yield from (indent + line for line in _table(section.table, screen, width))
        else:
            yield indent + Text("(なし)", "(none)").in_language(screen.language)
        yield from (indent + more for more in _more(len(section.table.rows), screen))


def _table(table: Table, screen: Screen, width: int) -> Iterator[str]:
    """Columns side by side, those marked `below` as sentences under their row."""
    side = [at for at, column in enumerate(table.columns) if not column.below]
    under = [at for at, column in enumerate(table.columns) if column.below]
    rows = [
        [printable(cell_text(cell, screen.language)) for cell in row] for row in table.rows[: screen.listed]
    ]
    return table_lines(
        [table.columns[at].heading.in_language(screen.language) for at in side],
        [[row[at] for at in side] for row in rows],
        [table.columns[at].number for at in side],
        [[row[at] for at in under if row[at]] for row in rows],
        width,
    )


def _more(count: int, screen: Screen) -> Iterator[str]:
    if screen.listed is not None and count > screen.listed:
        rest = count - screen.listed
        yield Text(
            f"…ほか {rest} 件(全 {count} 件は --all または --format json で)",
            f"… {rest} more (all {count}: --all, or --format json)",
        ).in_language(screen.language)

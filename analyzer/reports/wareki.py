"""Reports in 和暦: every month and day in a Japanese text of a report, whoever wrote the sentence.

Names of the file are not touched: a system may be called ``2025-04改修``, and an id is an id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from analyzer.landscape.dumping import landscape_document
from analyzer.landscape.japanese_dates import day_text, month_text
from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.reports.layout import Cell, Report, Section, Table

_DATE = r"[0-9]{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?"
_ANY = re.compile(_DATE)
_INSIDE = rf"(?<![A-Za-z0-9_./:#-]){_DATE}(?![A-Za-z0-9_/#-]|\.[A-Za-z0-9]|、令和)"
"""Not a part of an id, of a key of a link, or of the name of a file; nor an example of both ways to write it."""
_CALLED = ("id", "name", "owner", "block", "package", "method", "send", "receive")
"""Fields whose text is a name."""

Speak = Callable[[Text], Text]


def speaker(landscapes: Iterable[Landscape]) -> Speak:
    """What says a text with its months in 和暦, but for the names that these files have."""
    kept = sorted({text for one in landscapes for text in _own(landscape_document(one))}, key=len)[::-1]
    pattern = re.compile("|".join([*(f"(?:{re.escape(text)})" for text in kept), f"(?P<date>{_INSIDE})"]))

    def said(match: re.Match[str]) -> str:
        found = match["date"]
        return match[0] if found is None else _japanese(found)

    return lambda text: Text(pattern.sub(said, text.ja), text.en)


def report_in_wareki(report: Report, speak: Speak) -> Report:
    """The report as it is, its dates said otherwise."""
    sections = tuple(_section(section, speak) for section in report.sections)
    return Report(sections, None if report.answer is None else _table(report.answer, speak))


def _section(section: Section, speak: Speak) -> Section:
    return replace(
        section,
        heading=None if section.heading is None else speak(section.heading),
        lines=tuple(map(speak, section.lines)),
        table=None if section.table is None else _table(section.table, speak),
        entries=tuple(map(speak, section.entries)),
    )


def _table(table: Table, speak: Speak) -> Table:
    heads = tuple(replace(column, heading=speak(column.heading)) for column in table.columns)
    return replace(
        table, columns=heads, rows=tuple(tuple(_cell(cell, speak) for cell in row) for row in table.rows)
    )


def _cell(cell: Cell, speak: Speak) -> Cell:
    match cell:
        case Text():
            return speak(cell)
        case str():
            return speak(Text(cell, cell))
        case _:
            return cell


def _own(value: object, name: str = "") -> Iterator[str]:
    """Names of the file with a month in them."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _own(entry, str(key))
    elif isinstance(value, list):
        for entry in value:
            yield from _own(entry, name)
    elif isinstance(value, str) and name in _CALLED and _ANY.search(value):
        yield value


def _japanese(text: str) -> str:
    try:
        day = date.fromisoformat(text) if len(text) > len("2025-04") else None
    except ValueError:  # 2025-02-30
        return text
    return (month_text(Month.parse(text), wareki=True) if day is None else day_text(day, wareki=True)).ja

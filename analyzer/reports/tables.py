"""A report's table as CSV, the way Excel opens it in Japan."""

from __future__ import annotations

import csv
import io

from analyzer.messages import Language
from analyzer.reports.layout import Cell, Report, Table, cell_text

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def report_csv(report: Report, language: Language) -> bytes:
    """The table that a report answers with; nothing where it has none."""
    return render_csv(report.answer or Table((), ()), language)


def render_csv(table: Table, language: Language = "ja", *, bom: bool = True) -> bytes:
    """UTF-8 with BOM (Excel takes a file without one for CP932), CRLF, no text that runs as a formula.

    `bom`: False for programs that would take it for a part of the first heading.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([column.heading.in_language(language) for column in table.columns])
    writer.writerows([[_guarded(cell, language) for cell in row] for row in table.rows])
    return stream.getvalue().encode("utf-8-sig" if bom else "utf-8", errors="backslashreplace")


def _guarded(cell: Cell, language: Language) -> str | int:
    if isinstance(cell, int):
        return cell
    text = cell_text(cell, language)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text

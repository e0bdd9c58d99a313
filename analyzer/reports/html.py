"""A report as a fragment of HTML: headings, paragraphs, lists and tables; every text is escaped.

The fragment has no style, no script and no address in it: the page around it brings what it shows them with.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from analyzer.messages import Language, Text
from analyzer.reports.layout import Cell, Report, Section, Table, cell_text
from analyzer.reports.text import printable


def render_html(report: Report, language: Language = "ja", level: int = 2) -> str:
    """The whole report, its headings at a level (``<h2>``); a table that has a heading repeats it as its caption.

    Characters that would steer a terminal or turn the direction of writing are shown by their codes.
    """
    return (
        "\n".join(line for section in report.sections for line in _section(section, language, level)) + "\n"
    )


def html_text(text: str) -> str:
    """A text between tags or in a quoted attribute."""
    return escape(printable(text))


def _section(section: Section, language: Language, level: int) -> Iterator[str]:
    yield "<section>"
    if section.heading is not None:
        yield f"<h{level}>{_said(section.heading, language)}</h{level}>"
    for line in section.lines:
        yield f"<p>{_said(line, language)}</p>"
    if section.entries:
        yield "<ul>"
        for entry in section.entries:
            yield f"<li>{_said(entry, language)}</li>"
        yield "</ul>"
    if section.table is not None:
        yield from _table(section.table, section.heading, language)
    yield "</section>"


def _table(table: Table, caption: Text | None, language: Language) -> Iterator[str]:
    yield "<table>"
    if caption is not None:
        yield f"<caption>{_said(caption, language)}</caption>"
    heads = "".join(
        f'<th scope="col"{_number(column.number)}>{_said(column.heading, language)}</th>'
        for column in table.columns
    )
    yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        first, *rest = zip(row, table.columns, strict=True)
        cells = [f'<th scope="row"{_number(first[1].number)}>{_cell(first[0], language)}</th>']
        cells += [f"<td{_number(column.number)}>{_cell(cell, language)}</td>" for cell, column in rest]
        yield f"<tr>{''.join(cells)}</tr>"
    if not table.rows:
        none = Text("なし", "none").in_language(language)
        yield f'<tr><td colspan="{len(table.columns)}">{none}</td></tr>'
    yield "</tbody>"
    yield "</table>"


def _number(number: bool) -> str:
    return ' class="number"' if number else ""


def _cell(cell: Cell, language: Language) -> str:
    return _lines(cell_text(cell, language))


def _said(text: Text, language: Language) -> str:
    return _lines(text.in_language(language))


def _lines(text: str) -> str:
    return html_text(text).replace("\n", "<br>")

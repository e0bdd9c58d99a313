"""The numbers of a picture as text, tables and JSON."""

from __future__ import annotations

from analyzer.diagrams.figures import Figures, FigureTable
from analyzer.landscape.model import Landscape
from analyzer.messages import Text
from analyzer.reports.answer import text_document
from analyzer.reports.layout import Column, Report, Section, Table


def figures_report(figures: Figures) -> Report:
    """Title and lines as at the head of the picture, then its tables; the first of them is the answer."""
    tables = [(table.title, _table(table)) for table in figures.tables]
    sections = (
        Section(figures.title, figures.lines),
        *(Section(title, table=table) for title, table in tables if table.rows),
    )
    return Report(sections, tables[0][1] if tables else None)


def figures_document(landscape: Landscape, figures: Figures) -> dict[str, object]:
    """``{view, month, title, counts, tables: {id: [row…]}}``: words in both languages."""
    return {
        "schema_version": 1,
        "landscape": {"id": landscape.id, "hash": landscape.content_hash},
        "view": figures.view,
        "month": figures.month,
        "title": text_document(figures.title),
        "counts": dict(figures.counts),
        "tables": {
            table.id: [
                {
                    heading.id: text_document(cell) if isinstance(cell, Text) else cell
                    for heading, cell in zip(table.headings, row, strict=True)
                }
                for row in table.rows
            ]
            for table in figures.tables
        },
    }


def _table(table: FigureTable) -> Table:
    return Table(tuple(Column(heading.words, heading.number) for heading in table.headings), table.rows)

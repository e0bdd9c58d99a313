"""Partners in plain lists of links that no system's id or name is: read by business and alias, and reported."""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.messages import Finding, Text
from analyzer.tables.cells import Problem, text_of
from analyzer.tables.forms.registry import Registry
from analyzer.tables.headings import normalise
from analyzer.tables.names import Names
from analyzer.tables.recognition import Table, is_blank
from analyzer.tables.values import UNKNOWN_WORDS


def resolve_partners(tables: Iterable[Table], names: Names, registry: Registry) -> list[Finding]:
    """Puts the id of the system in place of such a name, where one system alone can be meant."""
    findings: dict[str, Finding] = {}
    for table in tables:
        if table.schema.name != "links" or table.sheet.partial:
            continue
        columns = [at for at in (table.column_of("from"), table.column_of("to")) if at is not None]
        for number, cells in table.rows():
            for at in columns:
                cell = cells[at] if at < len(cells) else None
                if is_blank(cell) or isinstance(cell, Problem):
                    continue
                text = text_of(cell)
                if (
                    normalise(text) in UNKNOWN_WORDS
                    or names.resolve("systems", text)
                    or names.ambiguous("systems", text)
                ):
                    continue
                found = [id for id in registry.find(text) if id in names.ids("systems")]
                if len(found) == 1:
                    cells[at] = found[0]
                    findings.setdefault(text, _guessed(table, number, at, text, found[0]))
    return list(findings.values())


def _guessed(table: Table, number: int, column: int, text: str, id: str) -> Finding:
    return Finding(
        "system_guessed",
        "info",
        Text(f"「{text[:40]}」はシステム {id} のこととして読みました。", f"{text[:40]!r} was read as the system {id}."),
        table.sheet.place(number, column),
        Text("違うときは、システムのIDか名称を書いてください。", "If it is another, write the system's id or name."),
        (("cell", table.sheet.cell(number, column)),),
    )  # fmt: skip

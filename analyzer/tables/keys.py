"""By what a row is known: the id of an entry; id, branch and both ends of a link."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from analyzer.messages import Finding, Text
from analyzer.tables.cells import Problem, Value
from analyzer.tables.headings import Column, ListSchema
from analyzer.tables.names import Names
from analyzer.tables.recognition import Table, is_blank
from analyzer.tables.understanding import NotUnderstood, understood

Key = tuple[str | None, ...]


def key_of(schema: ListSchema, entry: dict[str, Any]) -> Key:
    """The key of an entry of the landscape file."""
    if schema.name == "links":
        return (entry["id"], entry.get("branch", "00"), entry.get("from"), entry.get("to"))
    return (entry["id"],)


def key_text(key: Key) -> str:
    """``004o008/00/fuhyo/jumin``, an unknown partner as ``?``."""
    return "/".join(part or "?" for part in key)


def read_key(
    table: Table, number: int, cells: list[Value | Problem], names: Names, known: Collection[Key]
) -> tuple[Key | None, list[Finding]]:
    """The key of a row, None if a cell of it is not understood; all such cells are reported.

    `known` are the keys of the base: a branch that a spreadsheet has robbed of its zero is
    given it back, unless the base has the branch as it stands.
    """
    parts: list[str | None] = []
    findings: list[Finding] = []
    for name in table.schema.keys:
        at = table.column_of(name)
        cell = cells[at] if at is not None and at < len(cells) else None
        try:
            parts.append(_part(table.schema.column(name), cell, names))
        except NotUnderstood as wrong:
            at = table.key_column if at is None else at
            findings.append(
                Finding(
                    "row_key_not_understood",
                    "error",
                    Text(
                        f"{wrong.message.ja}この行は読みませんでした。",
                        f"{wrong.message.en} The row was not read.",
                    ),
                    table.sheet.place(number, at),
                    wrong.suggestion,
                    (("cell", table.sheet.cell(number, at)),),
                )
            )
    if findings:
        return None, findings
    key = tuple(parts)
    if table.schema.name == "links" and not table.sheet.typed and key not in known:
        key = (parts[0], str(parts[1]).zfill(2), *parts[2:])
    return key, []


def _part(column: Column, cell: Value | Problem, names: Names) -> str | None:
    if isinstance(cell, Problem):
        raise NotUnderstood(cell.message, Text("値として貼り付け直してください。", "Paste it as a value."))
    if is_blank(cell) and column.kind == "branch":
        return "00"
    if is_blank(cell) and column.kind == "id":
        raise NotUnderstood(
            Text(f"{column.ja}が空欄です。", f"The {column.name} is empty."),
            Text("IDを書くか、行を消してください。", "Write an id, or delete the row."),
        )
    value = understood(column, cell, names)
    assert value is None or isinstance(value, str)
    return value

"""A sheet with the plan: system, move, month."""

from __future__ import annotations

from dataclasses import dataclass, field

from analyzer.messages import Finding, Text
from analyzer.tables.cells import Problem, Sheet, Value
from analyzer.tables.dates import read_month
from analyzer.tables.forms.heads import Head, body, find_head
from analyzer.tables.forms.own_words import PLAN_TITLES, PLAN_WORDS
from analyzer.tables.forms.registry import Registry
from analyzer.tables.forms.saying import cell_wrong, row_wrong
from analyzer.tables.headings import MOVES, normalise
from analyzer.tables.names import as_id


@dataclass(slots=True)
class Planned:
    """Months by move (``jumin.shift``)."""

    months: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    rows: int = 0


def plan_head(sheet: Sheet) -> Head | None:
    """The headings, if the sheet is called a plan and has what one needs."""
    if normalise(sheet.title) not in map(normalise, PLAN_TITLES):
        return None
    head = find_head(sheet, PLAN_WORDS)
    return head if head is not None and {"system", "month"} <= head.columns.keys() else None


def planned(sheet: Sheet, head: Head, registry: Registry) -> Planned:
    found = Planned()
    for number, cells in body(sheet, head, found.findings):
        _row(found, sheet, head, registry, number, cells)
    return found


def _row(
    found: Planned, sheet: Sheet, head: Head, registry: Registry, number: int, cells: list[Value | Problem]
) -> None:
    name, cell = head.text(cells, "system"), head.cell(cells, "month")
    matching = registry.find(name)
    word = normalise(head.text(cells, "move")) or "shift"
    move = as_id(MOVES.aliases.get(word, word))
    if len(matching) != 1 or move is None:
        sentence = Text(
            f"「{name[:40]}」というシステム(または移行)がわかりません。",
            f"No system (or move) {name[:40]!r} is known.",
        )
        found.findings.append(row_wrong(sheet, number, head.columns["system"], sentence))
        return
    month = (
        None
        if isinstance(cell, Problem | float | bool) or cell is None
        else read_month(cell if not isinstance(cell, int) else str(cell))
    )
    if month is None:
        found.findings.append(
            cell_wrong(sheet, number, head.columns["month"],
                       Text("移行の月として読めません。", "It is no month of a move."),
                       Text("2025-04 のように書いてください。", "Write it like 2025-04."))
        )  # fmt: skip
        return
    found.months[f"{matching[0]}.{move}"] = month
    found.rows += 1

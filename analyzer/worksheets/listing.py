"""The list of all worksheets: those of one municipality, then the joint ones, each with its command."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.messages import Text
from analyzer.reports.layout import Report, Section, Table, columns
from analyzer.worksheets.joint import JOINT_SHEETS
from analyzer.worksheets.registry import SHEETS
from analyzer.worksheets.several import SheetOfSeveral
from analyzer.worksheets.worksheet import Sheet

PLAN_NEEDS = {
    "needed": Text("要る", "needed"),
    "optional": Text("あれば使う", "optional"),
    "unused": Text("使わない", "not used"),
}

_Entry = tuple[str, Sheet | SheetOfSeveral]
"""The command that makes a worksheet, and the worksheet."""

_ALONE: tuple[_Entry, ...] = tuple(("worksheet", sheet) for sheet in SHEETS)
_JOINT: tuple[_Entry, ...] = tuple(("joint-worksheet", sheet) for sheet in JOINT_SHEETS)


def sheets_report() -> Report:
    """Two tables for the screen; one for CSV."""
    return Report(
        (
            Section(Text("ワークシート", "Worksheets"), table=_table(_ALONE, below=True)),
            Section(
                Text("複数の団体のワークシート", "Worksheets of several municipalities"),
                table=_table(_JOINT, below=True),
            ),
        ),
        _table((*_ALONE, *_JOINT)),
    )


def _table(entries: Sequence[_Entry], *, below: bool = False) -> Table:
    content = ("内容", "content", "below") if below else ("内容", "content")
    return Table(
        columns(("ID", "id"), ("名前", "title"), ("計画", "plan"), ("コマンド", "command"), content),
        tuple(
            (sheet.id, sheet.title, PLAN_NEEDS[sheet.plan], command, sheet.description)
            for command, sheet in entries
        ),
    )


def sheets_document() -> dict[str, object]:
    return {
        "worksheets": [_entry(*entry) for entry in _ALONE],
        "joint_worksheets": [_entry(*entry) for entry in _JOINT],
    }


def _entry(command: str, sheet: Sheet | SheetOfSeveral) -> dict[str, object]:
    return {
        "id": sheet.id,
        "title": sheet.title._asdict(),
        "description": sheet.description._asdict(),
        "plan": sheet.plan,
        "command": command,
    }

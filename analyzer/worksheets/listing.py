"""The list of all worksheets: those of one municipality, then the joint ones, each with its command."""

from __future__ import annotations

from analyzer.messages import Text
from analyzer.reports.layout import Report, Section, Table, columns
from analyzer.worksheets.joint import JOINT_SHEETS
from analyzer.worksheets.registry import PLAN_NEEDS, SHEETS, sheets_document, sheets_report

_COMMAND = "worksheet"
_JOINT_COMMAND = "joint-worksheet"


def all_sheets_report() -> Report:
    """Two tables for the screen; one for CSV, where a column says the command of each row."""
    joint = Table(
        columns(
            ("ID", "id"),
            ("名前", "title"),
            ("計画", "plan"),
            ("コマンド", "command"),
            ("内容", "content", "below"),
        ),
        tuple(
            (sheet.id, sheet.title, PLAN_NEEDS[sheet.plan], _JOINT_COMMAND, sheet.description)
            for sheet in JOINT_SHEETS
        ),
    )
    answer = Table(
        columns(
            ("ID", "id"), ("名前", "title"), ("計画", "plan"), ("コマンド", "command"), ("内容", "content")
        ),
        (
            *(
                (sheet.id, sheet.title, PLAN_NEEDS[sheet.plan], _COMMAND, sheet.description)
                for sheet in SHEETS
            ),
            *(
                (sheet.id, sheet.title, PLAN_NEEDS[sheet.plan], _JOINT_COMMAND, sheet.description)
                for sheet in JOINT_SHEETS
            ),
        ),
    )
    title = Text("複数の団体のワークシート", "Worksheets of several municipalities")
    return Report((*sheets_report().sections, Section(title, table=joint)), answer)


def all_sheets_document() -> dict[str, object]:
    return sheets_document() | {
        "joint_worksheets": [
            {
                "id": sheet.id,
                "title": sheet.title._asdict(),
                "description": sheet.description._asdict(),
                "plan": sheet.plan,
                "command": _JOINT_COMMAND,
            }
            for sheet in JOINT_SHEETS
        ]
    }

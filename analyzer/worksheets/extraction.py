"""Data extraction at a vendor switch: who does which step when, which data by whom, and items of own policies.

国分寺市, case book of municipal standardization, 2nd edition, 「データ移行(東京都国分寺市)」: roles of city, current and next vendor are agreed right
after the next vendor is chosen; what the current vendor can extract it extracts, images only the city can; extraction takes
long in some businesses; items that own policies need are not in the standard-compliant system. That there are six steps is inferred.
Steps stand in attributes (docs/worksheets.md) and count in months back from the cutover.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.landscape.model import MoveRef
from analyzer.messages import Text
from analyzer.reports.layout import Cell, Section, Table, columns
from analyzer.reports.naming import system_named, vendor_named
from analyzer.worksheets.attributes import Attributes, Row
from analyzer.worksheets.extraction_steps import (
    DATA,
    ITEMS,
    ROLES,
    Switch,
    Window,
    data_wrong,
    roles_wrong,
    steps_of,
    undecided,
    window_of,
    without_steps,
)
from analyzer.worksheets.worksheet import Asked, Content, Sheet


def _content(asked: Asked) -> Content:
    attributes = Attributes(asked.landscape)
    switches = tuple(_switches(asked))
    steps = {switch: steps_of(attributes, switch) for switch in switches}
    data = {
        switch: tuple(window_of(row) for row in attributes.rows(switch.system, DATA)) for switch in switches
    }
    items = [(switch, row) for switch in switches for row in attributes.rows(switch.system, ITEMS)]
    findings = [
        *roles_wrong(asked, attributes, switches),
        *(finding for switch in switches for finding in data_wrong(asked, switch, steps[switch], data[switch])),
        *(undecided(asked, switch, row) for switch, row in items if row.text("対応") is None),
        *without_steps(asked, switches, steps),
    ]  # fmt: skip
    answer = _step_table(asked, steps)
    return Content(
        (
            Section(
                Text("ベンダ切替の移行", "Moves to another vendor"),
                (Text(f"ベンダが変わる移行は {len(switches)} 件です。●は主たる担当、○は従たる担当。",
                      f"{len(switches)} move(s) change the vendor. ● main, ○ supporting."),),
                _switch_table(asked, switches),
            ),
            Section(Text("工程と役割", "Steps and roles"), table=answer),
            Section(Text("移行データの抽出", "Extraction of data"), table=_data_table(asked, data)),
            Section(
                Text("標準準拠システムで使えなくなる独自施策のデータ項目", "Items of own policies that the standard-compliant system lacks"),
                table=_item_table(asked, items),
            ),
        ),
        answer,
        {
            "switches": [_switch_document(switch, steps[switch], data[switch]) for switch in switches],
            "own_items": [
                {"system": switch.system.id, "item": row.text("項目"), "policy": row.text("施策"), "treatment": row.text("対応")}
                for switch, row in items
            ],
        },
        (*findings, *attributes.findings),
    )  # fmt: skip


def _switches(asked: Asked) -> Iterator[Switch]:
    evaluation = asked.evaluation
    for system in asked.landscape.systems.values():
        for at, move in enumerate(system.moves):
            old = system.forms[at].vendor
            if move.to.vendor != old and asked.vendor in (None, old, move.to.vendor):
                cutover = None if evaluation is None else evaluation.moves.get(MoveRef(system.id, move.id))
                yield Switch(system, move, old, move.to.vendor, cutover)


def _when(asked: Asked, switch: Switch, window: Window) -> tuple[Cell, Cell]:
    """First and last month, or how many months before the cutover."""
    if switch.cutover is not None or window.before is None:
        return asked.month_text(window.first(switch.cutover)), asked.month_text(window.last(switch.cutover))
    first, last = window.before, window.before - window.months + 1
    return tuple(Text(f"切替の {n} か月前", f"{n} months before") for n in (first, last))  # type: ignore[return-value]


def _switch_table(asked: Asked, switches: tuple[Switch, ...]) -> Table:
    return Table(
        columns(("システム", "system"), ("移行", "move"), ("切替", "cutover"), ("現行ベンダ", "current vendor"), ("次期ベンダ", "next vendor"), ("所管課", "section")),
        tuple(
            (
                system_named(asked.landscape, switch.system.id), switch.move.id, asked.month_text(switch.cutover),
                vendor_named(asked.landscape, switch.old), vendor_named(asked.landscape, switch.new), switch.system.owner,
            )
            for switch in switches
        ),
    )  # fmt: skip


def _step_table(asked: Asked, steps: dict[Switch, tuple[Window, ...]]) -> Table:
    return Table(
        columns(
            ("システム", "system"), ("工程", "step"), ("開始", "from"), ("終了", "until"),
            *((role.ja, role.en) for role in ROLES.values()), ("備考", "remarks", "below"),
        ),
        tuple(
            (
                system_named(asked.landscape, switch.system.id), step.row.text("工程"), *_when(asked, switch, step),
                *(step.row.text(role) for role in ROLES), step.row.text("備考"),
            )
            for switch, found in steps.items() for step in found
        ),
    )  # fmt: skip


def _data_table(asked: Asked, data: dict[Switch, tuple[Window, ...]]) -> Table:
    return Table(
        columns(("システム", "system"), ("データ", "data"), ("抽出", "extracted by"), ("開始", "from"), ("終了", "until"), ("備考", "remarks", "below")),
        tuple(
            (
                system_named(asked.landscape, switch.system.id), entry.row.text("データ"),
                entry.row.text("抽出") or Text("未定", "nobody yet"), *_when(asked, switch, entry), entry.row.text("備考"),
            )
            for switch, found in data.items() for entry in found
        ),
    )  # fmt: skip


def _item_table(asked: Asked, items: list[tuple[Switch, Row]]) -> Table:
    return Table(
        columns(("システム", "system"), ("項目", "item"), ("施策", "policy"), ("対応", "treatment")),
        tuple(
            (system_named(asked.landscape, switch.system.id), row.text("項目"), row.text("施策"), row.text("対応") or Text("未定", "undecided"))
            for switch, row in items
        ),
    )  # fmt: skip


def _switch_document(
    switch: Switch, steps: tuple[Window, ...], data: tuple[Window, ...]
) -> dict[str, object]:
    def months(window: Window) -> dict[str, object]:
        first, last = window.first(switch.cutover), window.last(switch.cutover)
        return {
            "from": None if first is None else str(first),
            "until": None if last is None else str(last),
            "months_before": window.before,
            "months": window.months,
        }

    return {
        "move": f"{switch.system.id}.{switch.move.id}",
        "cutover": None if switch.cutover is None else str(switch.cutover),
        "current_vendor": switch.old,
        "next_vendor": switch.new,
        "steps": [
            {"step": step.row.text("工程"), "roles": {role: step.row.text(role) for role in ROLES}, **months(step)}
            for step in steps
        ],
        "data": [
            {"data": entry.row.text("データ"), "extracted_by": entry.row.text("抽出"), **months(entry)} for entry in data
        ],
    }  # fmt: skip


SHEET = Sheet(
    "extraction",
    Text("データ抽出の役割分担", "Roles in the extraction of data"),
    Text(
        "ベンダが変わるシステムの、データ抽出の工程・役割・月と、独自施策のデータ項目。",
        "Steps, roles and months of the extraction of data where the vendor changes; items of own policies.",
    ),
    "optional",
    _content,
)

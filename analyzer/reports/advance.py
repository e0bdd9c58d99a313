"""A landscape advanced to a new month: planned against actual, as text, table and JSON."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.messages.words import COST_PARTS, KINDS
from analyzer.reports.layout import Cell, Report, Section, Table, columns, findings_section, join
from analyzer.reports.naming import existing_place, named, place_named, vendor_named
from analyzer.whatif.advancing.values import Advanced, BridgeNews, MoveNews, Outcome

OUTCOMES: Mapping[Outcome, Text] = {
    "on_time": Text("予定どおり", "on time"),
    "early": Text("早く完了", "done early"),
    "late": Text("遅れて完了", "done late"),
    "overdue": Text("未了", "not done"),
    "moved": Text("延期", "put off"),
}
"""What became of a move. Put off: a rule holds it back for something that is late."""


def advance_document(advanced: Advanced) -> dict[str, object]:
    """The advance as plain data; `plan` is the short form of a plan for what is ahead."""
    spending = advanced.spending
    return {
        "schema_version": 1,
        "landscape": {
            "id": advanced.landscape.id,
            "before": advanced.before.content_hash,
            "after": advanced.landscape.content_hash,
        },
        "from": str(advanced.before.horizon.first),
        "to": str(advanced.to),
        "moves": [
            {
                "move": str(news.move),
                "first_planned": str(news.first_planned),
                "planned": str(news.planned),
                "month": str(news.month),
                "slip": news.slip,
                "outcome": news.outcome,
            }
            for news in advanced.moves
        ],
        "bridges": [
            {
                "kind": news.bridge.kind,
                "place": news.bridge.place,
                "vendor": news.bridge.vendor or None,
                "planned": [str(month) for month in news.planned],
                "actual": [str(month) for month in news.actual],
            }
            for news in advanced.bridges
        ],
        "cost": {
            "planned": spending.planned.as_dict(),
            "planned_before": spending.planned_before.as_dict(),
            "now": spending.now.as_dict(),
            "paid": spending.paid.as_dict(),
            "ahead": dict(spending.ahead),
        },
        "plan": plan_document(advanced.rest),
        "findings": [finding.as_dict() for finding in advanced.findings],
    }


def plan_document(rest: Mapping[MoveRef, Month]) -> dict[str, object]:
    """The short form of a plan, the moves sorted by month."""
    moves = sorted(rest.items(), key=lambda item: (item[1], item[0]))
    return {"schema_version": 1, "moves": {str(ref): str(month) for ref, month in moves}}


def advance_report(advanced: Advanced) -> Report:
    """Moves planned and done, bridges, what stands now, costs; the table that CSV would give is that of the moves."""
    moves = _moves(advanced)
    landscape = advanced.landscape
    done = sum(news.done for news in advanced.moves)
    overdue = sum(news.outcome == "overdue" for news in advanced.moves)
    ahead = len(advanced.rest)
    head = (
        named(landscape.name, landscape.id),
        Text(f"{advanced.before.horizon.first} から {advanced.to} へ: 完了 {done} 件、未了 {overdue} 件、これから {ahead} 件",
             f"From {advanced.before.horizon.first} to {advanced.to}: {done} done, {overdue} not done though planned, {ahead} ahead"),
    )  # fmt: skip
    return Report(
        (
            Section(Text("月の繰り越し", "Rolling forward"), head),
            Section(Text("移行の予定と実績", "Moves, planned and actual"), table=moves),
            Section(Text("過渡期連携の予定と実績", "Bridges, planned and actual"), table=_bridges(advanced)),
            Section(
                Text(f"{advanced.to} の時点の過渡期連携", f"Bridges as of {advanced.to}"),
                table=_standing(advanced),
            ),
            Section(Text("費用", "Cost"), table=_costs(advanced)),
            *findings_section(Text("確かめること", "To look at"), advanced.findings),
        ),
        moves,
    )


def _moves(advanced: Advanced) -> Table:
    return Table(
        columns(
            ("移行", "move"), ("最初の予定", "first planned"), ("予定", "planned"), ("実績・今の予定", "actual, or now"),
            ("遅れ(月)", "months late", "number"), ("状況", "outcome"),
        ),
        tuple(_move(advanced.before, news) for news in advanced.moves),
    )  # fmt: skip


def _move(landscape: Landscape, news: MoveNews) -> tuple[Cell, ...]:
    system = landscape.systems[news.move.system]
    name = Text(f"{system.name}（{news.move}）", str(news.move))
    return (
        name, str(news.first_planned), str(news.planned), str(news.month), news.slip, OUTCOMES[news.outcome],
    )  # fmt: skip


def _bridges(advanced: Advanced) -> Table:
    return Table(
        columns(
            ("種類", "kind"), ("場所", "place"), ("ベンダ", "vendor"), ("予定の月", "planned"), ("実際の月", "actual"),
            ("予定(月数)", "months planned", "number"), ("実績(月数)", "months served", "number"),
        ),
        tuple(_bridge(advanced.before, news) for news in advanced.bridges),
    )  # fmt: skip


def _bridge(landscape: Landscape, news: BridgeNews) -> tuple[Cell, ...]:
    key, place = news.bridge, news.place
    vendor = key.vendor or None
    where = place_named(landscape, place.system, vendor, place.hub, place.integration, place.between)
    return (
        KINDS[key.kind], where, vendor_named(landscape, vendor),
        _period(news.planned), _period(news.actual), len(news.planned), len(news.actual),
    )  # fmt: skip


def _period(months: tuple[Month, ...]) -> str | None:
    """First and last of the months."""
    return f"{months[0]} – {months[-1]}" if len(months) > 1 else str(months[0]) if months else None


def _standing(advanced: Advanced) -> Table:
    """What the new file lists under `existing_bridges`."""
    landscape = advanced.landscape
    return Table(
        columns(
            ("種類", "kind"), ("場所", "place"), ("開始", "from"), ("終了", "until"), ("連携", "links", "number"),
            ("運ぶ連携", "serves", "below"),
        ),
        tuple(
            (
                KINDS[bridge.kind], existing_place(landscape, bridge),
                Text("稼働中", "stands") if bridge.first is None else str(bridge.first),
                None if bridge.until is None else str(bridge.until), len(bridge.serves),
                join([Text(str(key), str(key)) for key in bridge.serves]) if bridge.serves else None,
            )
            for bridge in landscape.existing_bridges
        ),
    )  # fmt: skip


def _costs(advanced: Advanced) -> Table:
    spending = advanced.spending
    planned, before = spending.planned.as_dict(), spending.planned_before.as_dict()
    paid, now = spending.paid.as_dict(), spending.now.as_dict()
    return Table(
        columns(
            ("内訳", "part"), ("予定(これまで)", "planned so far", "number"), ("実績(これまで)", "spent so far", "number"),
            ("予定(これから)", "planned ahead", "number"), ("見込み(これから)", "now ahead", "number"),
            ("予定(計)", "planned in all", "number"), ("見込み(計)", "now in all", "number"),
        ),
        tuple(
            (
                word, before[part], paid[part], planned[part] - before[part], now[part] - paid[part], planned[part],
                now[part],
            )
            for part, word in COST_PARTS.items()
            if part == "total" or planned[part] or now[part]
        ),
    )  # fmt: skip

"""Months and days that cannot be as they stand."""

from __future__ import annotations

from datetime import date

from analyzer.landscape import documents as d
from analyzer.landscape.checks.context import Context
from analyzer.landscape.months import Month
from analyzer.landscape.places import Path
from analyzer.messages import Text

MAX_HORIZON = 600


def check(context: Context) -> None:
    _horizon(context)
    parts = context.parts
    for section in (parts.environments, parts.lines or [], parts.hubs, parts.packages):
        for path, entry in section:
            _in_order(
                context, entry.available.first, entry.available.until, (*path, "available", "until"), "from"
            )
    for path, environment in parts.environments:
        _extensions(context, environment.extensions, environment.available.until, (*path, "extensions"))
    for path, system in parts.systems:
        _extensions(context, system.contract_extensions, system.contract_end, (*path, "contract_extensions"))
        for i, move in enumerate(system.moves):
            _move(context, move, (*path, "moves", i))
    for path, bridge in parts.existing_bridges:
        _in_order(context, bridge.first, bridge.until, (*path, "until"), "from")
        if bridge.until is not None and Month.parse(bridge.until) < context.horizon.first:
            context.findings.add(
                "existing_over",
                (*path, "until"),
                "この過渡期連携は計画の前に終わっています。",
                "This bridge ends before the plan begins.",
                Text("取り除くか、until を直してください。", "Remove it, or correct until."),
            )
    for path, change in parts.law_changes:
        if Month.parse(change.month) not in context.horizon:
            context.findings.add(
                "law_change_outside",
                (*path, "month"),
                "制度改正の月が計画の期間の外です。費用は数えられません。",
                "The law change lies outside the horizon; it costs nothing.",
                Text("月か horizon を確かめてください。", "Check the month, or the horizon."),
            )
    for path, rule in parts.rules:
        if isinstance(rule, d.FixedDocument):
            for move_id, month in rule.fixed.items():
                inside_horizon(context, month, (*path, "fixed", move_id))
    for path, vendor in parts.vendors:
        _slip(context, vendor, path)


def _horizon(context: Context) -> None:
    horizon = context.header.horizon
    if horizon is None:
        context.findings.add(
            "no_months",
            ("landscape",),
            "計画の期間(horizon)がありません。月ごとの答えは出せません。",
            "There is no horizon: nothing can be planned, and there are no answers by month.",
            Text("「horizon: {first: …, last: …}」を加えてください。", "Add 'horizon: {first: …, last: …}'."),
        )
        return
    _in_order(context, horizon.first, horizon.last, ("landscape", "horizon", "last"), "first")
    if len(context.horizon) > MAX_HORIZON:
        context.findings.add(
            "horizon_too_long",
            ("landscape", "horizon"),
            f"計画の期間が長すぎます({len(context.horizon)} か月、上限 {MAX_HORIZON} か月)。",
            f"The horizon is too long ({len(context.horizon)} months; the limit is {MAX_HORIZON}).",
            Text("年を確かめてください。", "Check the years."),
        )


def _in_order(context: Context, first: str | None, last: str | None, path: Path, name: str) -> None:
    if first is not None and last is not None and last < first:
        context.findings.add(
            "dates_backwards",
            path,
            f"「{path[-1]}」({last})が「{name}」({first})より前です。",
            f"'{path[-1]}' ({last}) is before '{name}' ({first}).",
            Text("どちらかの月を直してください。", "Correct one of the two months."),
        )


def _extensions(context: Context, extensions: list[d.ExtensionDocument], end: str | None, path: Path) -> None:
    for i, extension in enumerate(extensions):
        if end is None or extension.until <= end:
            context.findings.add(
                "extension_not_longer",
                (*path, i, "until"),
                f"延長({extension.until})は今の終わりより後ではありません。",
                f"The extension ({extension.until}) is not later than what it extends.",
                Text(
                    "今の終わりの月と延長後の月を確かめてください。",
                    "Check both months; what it extends must have an end.",
                ),
            )


def inside_horizon(context: Context, month: str, path: Path) -> None:
    """Note a fixed month that no plan can have."""
    if len(context.horizon) and Month.parse(month) not in context.horizon:
        context.findings.add(
            "fixed_outside_horizon",
            path,
            f"決められた月 {month} が計画の期間の外です。",
            f"The fixed month {month} lies outside the horizon.",
            Text(
                f"{context.horizon.first} から {context.horizon.last} までの月にしてください。",
                f"Name a month from {context.horizon.first} to {context.horizon.last}.",
            ),
        )


def _move(context: Context, move: d.MoveDocument, path: Path) -> None:
    """Months that leave a move none are no mistake of the file: no plan can satisfy them (`windows`)."""
    if move.fixed is not None:
        inside_horizon(context, move.fixed, (*path, "fixed"))
        if move.fixed in move.blackout:
            context.findings.add(
                "fixed_in_blackout",
                (*path, "fixed"),
                f"決められた月 {move.fixed} は同じ移行の blackout にあります。",
                f"The fixed month {move.fixed} is a blackout month of the same move.",
                Text("どちらかを直してください。", "Correct one of the two."),
            )
    if move.day is not None:
        _day(context, move, move.day, (*path, "day"))


def _day(context: Context, move: d.MoveDocument, day: str, path: Path) -> None:
    try:
        date.fromisoformat(day)
    except ValueError:
        context.findings.add(
            "not_a_day",
            path,
            f"{day} という日はありません。",
            f"There is no day {day}.",
            Text("暦にある日を YYYY-MM-DD で書いてください。", "Write a day of the calendar as YYYY-MM-DD."),
        )
        return
    month = day[:7]
    if (
        (move.fixed is not None and month != move.fixed)
        or (move.earliest is not None and month < move.earliest)
        or (move.latest is not None and month > move.latest)
    ):
        context.findings.add(
            "day_outside_months",
            path,
            f"予定日 {day} は、この移行ができる月にありません。",
            f"The day {day} is not in a month that the move allows.",
            Text(
                "day か、earliest・latest・fixed を直してください。",
                "Correct day, or earliest, latest and fixed.",
            ),
        )


def _slip(context: Context, vendor: d.VendorDocument, path: Path) -> None:
    slip = vendor.slip
    if slip is None:
        return
    triangular, table = slip.triangular, slip.table
    both_or_none = (triangular is None) == (table is None)
    unordered = triangular is not None and sorted(triangular) != triangular
    weightless = table is not None and not any(table.values())
    if both_or_none or unordered or weightless:
        context.findings.add(
            "slip_not_usable",
            (*path, "slip"),
            "遅れの分布として使えません。",
            "This is not a distribution of slips.",
            Text(
                "triangular: [最小, 最頻, 最大](小さい順)か、table: {月数: 重み}(重みの合計は正)のどちらか一つにしてください。",
                "Write either triangular: [min, mode, max], in that order, or table: {months: weight} with a weight above 0.",
            ),
        )

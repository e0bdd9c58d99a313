"""A run over many landscapes and scenarios: what it comes to, who has it worst, and every result as a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from analyzer.messages import Text
from analyzer.messages.words import COST_PARTS
from analyzer.reports.answer import Plain
from analyzer.reports.layout import Cell, Column, Report, Section, Table, both, columns
from analyzer.whatif.many.summary import FIGURES, Row, Spread, Summary
from analyzer.whatif.many.tasks import Figures, Outcome, Status, program

if TYPE_CHECKING:
    from analyzer.whatif.many.terms import Tally

Rows = Iterable[tuple[str, Mapping[str, Outcome]]]

STATUSES: Mapping[Status, Text] = {
    "kept": Text("規則どおり", "kept"),
    "broken": Text("規則違反", "broken"),
    "unserved": Text("運べない連携", "unserved"),
    "inapplicable": Text("対象外", "does not apply"),
    "failed": Text("失敗", "failed"),
}
_FIGURES: Mapping[str, Text] = {
    "cost": Text("費用", "cost"),
    "delay": Text("完了の遅れ(月)", "end later (months)"),
    "violations": Text("規則違反", "violations"),
    "bridges": Text("過渡期連携", "bridges"),
    "bridge_months": Text("過渡期連携の延べ月", "bridge-months"),
    "tests": Text("連携テスト", "tests"),
}
_PARTS = tuple(COST_PARTS)
_COUNTS = ("violations", "bridges", "bridge_months", "tests")
_READ_SO = Text(
    "差はいずれも「シナリオの後 − 元の計画」。分位は、その値以下の結果が 10・50・90 % になる最小の値",
    "Differences are after the scenario minus the plan; quantiles: the least value that 10, 50, 90 % of the results do not exceed",
)


def many_report(summary: Summary, tally: Tally, run: str, rows: Rows | None = None) -> Report:
    """What the run comes to; with `rows`, its table of every result too (for CSV)."""
    sections = (
        Section(Text("多数のランドスケープとシナリオ", "Many landscapes, many scenarios"), _headline(summary, tally, run)),
        Section(Text("合計", "All results"), (_READ_SO,), _figures(summary.total)),
        Section(Text("シナリオ別", "By scenario"), table=_rows(summary.by_scenario, Text("シナリオ", "scenario"), Text("最悪", "worst landscape"))),
        Section(Text("ランドスケープ別", "By landscape"), table=_rows(summary.by_landscape, Text("ランドスケープ", "landscape"), Text("最悪", "worst scenario"))),
        *_failures(summary),
    )  # fmt: skip
    return Report(sections, None if rows is None else results_table(rows))


def many_document(summary: Summary, tally: Tally, run: str, rows: Rows) -> Plain:
    """Everything, each result with the figures before and after."""
    return {
        "schema_version": 1,
        "run": run,
        "program": program(),
        "tally": {
            "total": tally.total, "found": tally.found, "computed": tally.computed, "failed": tally.failed,
            "not_recorded": tally.passed_over, "missing": tally.total - tally.done, "lost_workers": tally.lost,
            "interrupted": tally.interrupted,
        },
        "all": _row_document(summary.total),
        "scenarios": [{"id": row.name, **_row_document(row)} for row in summary.by_scenario],
        "landscapes": [{"name": row.name, **_row_document(row)} for row in summary.by_landscape],
        "results": [
            {"landscape": name, "scenario": id_, **outcome.as_document()}
            for name, outcomes in rows
            for id_, outcome in outcomes.items()
        ],
    }  # fmt: skip


def results_table(rows: Rows) -> Table:
    """A row for each result: figures before and after, cost by part."""
    heads: list[Column] = list(
        columns(("ランドスケープ", "landscape"), ("シナリオ", "scenario"), ("結果", "result"))
    )
    sides = (("前", "before"), ("後", "after"))
    for ja, en in sides:
        heads += [Column(Text(f"{word.ja}({ja})", f"{word.en} {en}"), number=True)
                  for word in (*(COST_PARTS[part] for part in _PARTS), *(_FIGURES[f] for f in _COUNTS))]  # fmt: skip
        heads.append(Column(Text(f"完了({ja})", f"end {en}")))
    heads += columns(("新しい違反", "rules newly broken"), ("理由", "reason"))
    return Table(tuple(heads), tuple(
        (name, id_, STATUSES[outcome.status], *_side(outcome.before), *_side(outcome.after),
         ", ".join(f"{code} {count}" for code, count in sorted(outcome.broken.items())), outcome.reason)
        for name, outcomes in rows for id_, outcome in outcomes.items()
    ))  # fmt: skip


def _side(figures: Figures | None) -> tuple[Cell, ...]:
    if figures is None:
        return (None,) * (len(_PARTS) + len(_COUNTS) + 1)
    cost = figures.cost or {}
    counts = [
        getattr(figures, name) if figures.cost is not None or name == "violations" else None
        for name in _COUNTS
    ]
    return (*(cost.get(part) for part in _PARTS), *counts, figures.end)


def _headline(summary: Summary, tally: Tally, run: str) -> tuple[Text, ...]:
    statuses = summary.total.statuses
    said_ja = "、".join(f"{word.ja} {statuses[s]:,}" for s, word in STATUSES.items() if statuses.get(s))
    said_en = ", ".join(f"{word.en} {statuses[s]:,}" for s, word in STATUSES.items() if statuses.get(s))
    lines = [
        Text(
            f"ランドスケープ {len(summary.by_landscape):,}、シナリオ {len(summary.by_scenario):,}、実行名 {run}",
            f"{len(summary.by_landscape):,} landscape(s), {len(summary.by_scenario):,} scenario(s), run {run}",
        ),
        Text(
            f"結果 {tally.total:,} 件: 記録済み {tally.found:,}、今回 {tally.computed:,}、残り {tally.total - tally.done:,}",
            f"{tally.total:,} result(s): {tally.found:,} found, {tally.computed:,} computed now, {tally.total - tally.done:,} missing",
        ),
        Text(said_ja, said_en),
    ]
    if tally.lost:
        lines.append(Text(
            f"計算のプロセスが {tally.lost} 回失われ、その分は計算し直しました。",
            f"Workers were lost {tally.lost} time(s); what they had was computed again.",
        ))  # fmt: skip
    nowhere = [
        row.name for row in summary.by_scenario if row.statuses.get("inapplicable", 0) == row.results > 0
    ]
    if nowhere:
        names = ", ".join(nowhere)
        lines.append(Text(
            f"どのランドスケープにも当てはまらないシナリオ: {names}", f"Scenarios that apply to no landscape: {names}",
        ))  # fmt: skip
    return tuple(lines)


def _figures(row: Row) -> Table:
    heads = columns(
        ("差", "difference"), ("件数", "results", "number"), ("合計", "sum", "number"), ("10 %", "10 %", "number"),
        ("50 %", "50 %", "number"), ("90 %", "90 %", "number"), ("最大", "most", "number"), ("どこで", "where"),
    )  # fmt: skip
    return Table(heads, tuple(
        (_FIGURES[figure], *_numbers(row.spreads[figure]), both(row.spreads[figure].worst))
        for figure in FIGURES if figure in row.spreads
    ))  # fmt: skip


def _numbers(spread: Spread) -> tuple[int, ...]:
    return spread.count, spread.total, spread.low, spread.median, spread.high, spread.most


def _rows(rows: tuple[Row, ...], head: Text, worst: Text) -> Table:
    heads = (
        Column(head),
        *columns(
            ("違反", "broken", "number"), ("運べない", "unserved", "number"), ("失敗", "failed", "number"),
            ("費用の差 合計", "cost: sum", "number"), ("50 %", "50 %", "number"), ("90 %", "90 %", "number"),
            ("最大", "most", "number"), ("最大の遅れ", "latest end", "number"),
        ),
        Column(worst),
    )  # fmt: skip
    return Table(heads, tuple(_summary_row(row) for row in rows))


def _summary_row(row: Row) -> tuple[Cell, ...]:
    cost, delay = row.spreads.get("cost"), row.spreads.get("delay")
    return (
        row.name, *(row.statuses.get(status, 0) for status in ("broken", "unserved", "failed")),
        *((cost.total, cost.median, cost.high, cost.most) if cost else (None,) * 4),
        delay.most if delay else None, cost.worst if cost else None,
    )  # fmt: skip


def _failures(summary: Summary) -> tuple[Section, ...]:
    if not summary.failures:
        return ()
    entries = tuple(
        Text(
            f"{name} · {id_}: {STATUSES[outcome.status].ja} [{outcome.code}] {outcome.reason.ja}",
            f"{name} · {id_}: {STATUSES[outcome.status].en} [{outcome.code}] {outcome.reason.en}",
        )
        for name, id_, outcome in summary.failures
        if outcome.reason is not None
    )
    heading = Text(f"数値のない結果({len(entries):,} 件)", f"Results without figures ({len(entries):,})")
    return (Section(heading, entries=entries),)


def _row_document(row: Row) -> dict[str, Plain]:
    return {
        "statuses": {status: row.statuses.get(status, 0) for status in STATUSES},
        "differences": {
            figure: {
                "results": spread.count, "sum": spread.total, "q10": spread.low, "q50": spread.median,
                "q90": spread.high, "most": spread.most, "worst": spread.worst,
            }
            for figure, spread in row.spreads.items()
        },
    }  # fmt: skip

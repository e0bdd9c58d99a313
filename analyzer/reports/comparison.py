"""Patterns side by side with the optimum: cost by part, bridges, tests, repeats, peaks, end date."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.evaluation.assessment import Assessment, Peak
from analyzer.messages import Text
from analyzer.messages.words import COST_PARTS, STATUSES
from analyzer.order.comparison import Comparison, answer_named
from analyzer.order.final_months import FinalMonths, final_months
from analyzer.order.ordering import Ordering
from analyzer.order.patterns import block_named
from analyzer.reports.answer import Plain
from analyzer.reports.layout import Cell, Column, Report, Section, Table, columns, join
from analyzer.reports.naming import cost_heading, named
from analyzer.reports.ordering import gap_text, ordering_document, reasons_of

_READ_SO = (
    Text(
        "延べ月: 過渡期連携の動く月の合計、二度以上: 変わる連携 / テストする連携、山: 最も多い月(件数)",
        "months: bridge-months; twice: links that change / are tested twice or more; peaks: month (count)",
    ),
)
PARTS = tuple(part for part in COST_PARTS if part != "total")


@dataclass(frozen=True, slots=True)
class Figures:
    """What a plan comes to, as a comparison shows it; peaks are (month, count), months are texts."""

    cost: dict[str, int]
    bridges: int
    bridge_months: int
    tests: int
    changed_twice: int
    tested_twice: int
    cutover_peak: tuple[str | None, int]
    test_peak: tuple[str | None, int]
    end: str | None


def figures_of(ordering: Ordering) -> Figures | None:
    """None where there is no plan."""
    evaluation = ordering.evaluation
    assessment = None if evaluation is None else evaluation.assessment
    if evaluation is None or assessment is None:
        return None
    return Figures(
        cost=assessment.cost.as_dict(),
        bridges=len(assessment.bridges),
        bridge_months=sum(len(standing.months) for standing in assessment.bridges),
        tests=assessment.cases,
        changed_twice=assessment.changed_twice,
        tested_twice=assessment.tested_twice,
        cutover_peak=_peak(assessment, assessment.cutover_peak),
        test_peak=_peak(assessment, assessment.test_peak),
        end=str(max(evaluation.moves.values())) if evaluation.moves else None,
    )


def _peak(assessment: Assessment, peak: Peak) -> tuple[str | None, int]:
    return None if peak.month is None else str(assessment.schedule.month(peak.month)), peak.count


def comparison_document(comparison: Comparison) -> Plain:
    """The plan files of all answers, and of the optimum."""
    landscape, optimum = comparison.landscape, comparison.optimum
    return {
        "schema_version": 1,
        "landscape": {"id": landscape.id, "hash": landscape.content_hash},
        "answers": [ordering_document(answer) for answer in comparison.answers],
        "optimum": None if optimum is None else ordering_document(optimum),
    }


def comparison_report(comparison: Comparison) -> Report:
    """What it comes to, costs, figures, months of the blocks, reasons; the answer is one wide table."""
    landscape = comparison.landscape
    lines = [named(landscape.name, landscape.id), *_verdict(comparison)]
    sections = [
        Section(Text("移行順序の比較", "Patterns compared"), tuple(lines)),
        Section(cost_heading(landscape), table=_costs(comparison)),
        Section(Text("過渡期連携・連携テスト・山", "Bridges, tests, peaks"), _READ_SO, _counts(comparison)),
        *_final_moves(comparison),
        *_reasons(comparison),
    ]
    return Report(tuple(sections), _everything(comparison))


def _verdict(comparison: Comparison) -> list[Text]:
    """Which pattern costs least, and how much the optimum saves."""
    priced = [(answer.total, at) for at, answer in enumerate(comparison.answers) if answer.total is not None]
    if not priced:
        return [Text("計画を立てられた順序はありません。", "No pattern can be carried out.")]
    least, at = min(priced)
    name = answer_named(comparison.answers[at])
    unit = comparison.landscape.cost_unit or ""
    space = " " if unit else ""
    lines = [Text(
        f"費用が最も少ない順序: {name.ja}({least:,}{space}{unit})", f"Least cost: {name.en} ({least:,}{space}{unit})",
    )]  # fmt: skip
    optimum = comparison.optimum
    if optimum is not None and optimum.total is not None:
        saved = least - optimum.total
        word = answer_named(optimum)
        lines.append(Text(
            f"順序を決めない計画({word.ja}): {optimum.total:,}{space}{unit}(差 {saved:,})",
            f"Without a pattern ({word.en}): {optimum.total:,}{space}{unit} ({saved:,} less)",
        ))  # fmt: skip
    return lines


def _costs(comparison: Comparison) -> Table:
    """A row for each answer; parts that are 0 everywhere are left out."""
    figures = [figures_of(answer) for answer in comparison.all]
    shown = [part for part in PARTS if any(f is not None and f.cost[part] for f in figures)]
    heads = (
        *columns(("順序", "pattern"), ("状態", "status"), ("合計", "total", "number"), ("下限との差", "gap")),
        *(Column(COST_PARTS[part], number=True) for part in shown),
    )
    rows = []
    for answer, figure in zip(comparison.all, figures, strict=True):
        parts: list[Cell] = [None if figure is None else figure.cost[part] for part in shown]
        rows.append((answer_named(answer), STATUSES[answer.status], answer.total, _gap(answer), *parts))
    return Table(heads, tuple(rows))


def _gap(ordering: Ordering) -> str | None:
    if ordering.total is None or ordering.bound is None:
        return None
    return gap_text(ordering.total, ordering.bound) if ordering.total > ordering.bound else "0"


def _counts(comparison: Comparison) -> Table:
    heads = columns(
        ("順序", "pattern"), ("過渡期連携", "bridges", "number"), ("延べ月", "months", "number"),
        ("テスト", "tests", "number"), ("二度以上", "twice", "number"), ("切替の山", "cutovers"),
        ("テストの山", "tests"), ("完了", "end"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for answer in comparison.all:
        figures = figures_of(answer)
        if figures is not None:
            rows.append((
                answer_named(answer), figures.bridges, figures.bridge_months, figures.tests,
                f"{figures.changed_twice} / {figures.tested_twice}",
                _peak_text(figures.cutover_peak), _peak_text(figures.test_peak), figures.end,
            ))  # fmt: skip
    return Table(heads, tuple(rows))


def _peak_text(peak: tuple[str | None, int]) -> str | None:
    month, count = peak
    return None if month is None else f"{month} ({count})"


def _final_moves(comparison: Comparison) -> tuple[Section, ...]:
    """When the final moves of each block fall."""
    found = [final_months(answer) for answer in comparison.all]
    blocks = list(dict.fromkeys(block for months in found for block in months))
    if not blocks:
        return ()
    heads = (*columns(("順序", "pattern")), *(Column(block_named(block)) for block in blocks))
    rows = tuple(
        (answer_named(answer), *(_months_text(months.get(block)) for block in blocks))
        for answer, months in zip(comparison.all, found, strict=True)
        if months
    )
    return (
        Section(
            Text("最後の移行の年月(ブロック別)", "Months of the final moves by block"),
            table=Table(heads, rows),
        ),
    )


def _months_text(months: FinalMonths | None) -> Text | None:
    """The month, or months with their counts where they differ."""
    if months is None:
        return None
    if len(months) == 1:
        month = str(next(iter(months)))
        return Text(month, month)
    return join(
        (Text(f"{month}({count})", f"{month} ({count})") for month, count in sorted(months.items())), "、"
    )


def _reasons(comparison: Comparison) -> tuple[Section, ...]:
    entries = []
    for answer in comparison.all:
        name = answer_named(answer)
        if answer.status == "unknown":
            bound = "" if answer.bound is None else f"{answer.bound:,}"
            entries.append(Text(
                f"{name.ja}: 制限までに計画が見つかりませんでした" + (f"(下限 {bound})。" if bound else "。"),
                f"{name.en}: no plan was found within the limits" + (f" (bound {bound})." if bound else "."),
            ))  # fmt: skip
        reasons = reasons_of(answer)
        if reasons:
            first, *rules = reasons
            listed = join(rules, " ／ ", " / ")
            entries.append(
                Text(f"{name.ja}: {first.ja}\n  {listed.ja}", f"{name.en}: {first.en}\n  {listed.en}")
            )
    if not entries:
        return ()
    return (Section(Text("計画のない順序", "Patterns without a plan"), entries=tuple(entries)),)


def _everything(comparison: Comparison) -> Table:
    """All figures in one table, for CSV."""
    heads = (
        *columns(
            ("id", "id"), ("順序", "pattern"), ("状態", "status"), ("合計", "total", "number"),
            ("下限", "bound", "number"),
        ),
        *(Column(COST_PARTS[part], number=True) for part in PARTS),
        *columns(
            ("過渡期連携(件)", "bridges", "number"), ("過渡期連携(延べ月)", "bridge-months", "number"),
            ("連携テスト(件)", "tests", "number"), ("二度変わる連携", "changed twice", "number"),
            ("二度テストする連携", "tested twice", "number"), ("切替の山(月)", "peak of cutovers, month"),
            ("切替の山(件)", "peak of cutovers, count", "number"), ("テストの山(月)", "peak of tests, month"),
            ("テストの山(件)", "peak of tests, count", "number"), ("完了", "end"), ("理由", "reason"),
        ),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for answer in comparison.all:
        figures = figures_of(answer)
        head = (
            None if answer.pattern is None else answer.pattern.id, answer_named(answer),
            STATUSES[answer.status], answer.total, answer.bound,
        )  # fmt: skip
        reason = join(reasons_of(answer), " ", " ")
        if figures is None:
            rows.append((*head, *(None for _ in range(len(heads) - len(head) - 1)), reason))
            continue
        rows.append((
            *head, *(figures.cost[part] for part in PARTS), figures.bridges, figures.bridge_months, figures.tests,
            figures.changed_twice, figures.tested_twice, *figures.cutover_peak, *figures.test_peak, figures.end, reason,
        ))  # fmt: skip
    return Table(heads, tuple(rows))

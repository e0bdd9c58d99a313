"""Plans under the same slips, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analyzer.messages import Text
from analyzer.reports.answer import Plain, violation_document
from analyzer.reports.layout import Cell, Report, Section, Table, columns, join
from analyzer.reports.naming import named
from analyzer.reports.slips import decimal, percent
from analyzer.reports.slips_document import spread_document
from analyzer.whatif.slips.robust import Candidate, Robustness, Slipped

CRITERIA = {
    "expected_cost": Text("平均の費用が最も少ない", "least expected cost"),
    "cost_90": Text("費用の 90 % 点が最も少ない", "least 90 % quantile of the cost"),
    "expected_regret": Text("後悔の平均が最も小さい", "least expected regret"),
    "greatest_regret": Text("後悔の最大が最も小さい", "least greatest regret"),
    "in_time": Text("期限に間に合う確率が最も高い", "most likely in time"),
    "end_90": Text("終わりの 90 % 点が最も早い", "earliest 90 % quantile of the end"),
}


def robust_report(robustness: Robustness) -> Report:
    """Which plan is best by what, then every plan's figures, then what could not be compared."""
    landscape = robustness.landscape
    rows = [_row(robustness, plan) for plan in robustness.plans]
    sections = [
        Section(
            Text("遅れに強い計画", "Plans under slips"),
            (named(landscape.name, landscape.id), *_head(robustness)),
        ),
        Section(Text("どれがよいか", "Which is best"), table=_criteria(robustness)),
        Section(Text("費用と後悔", "Cost and regret"), _READ_SO, _part(rows, _COSTS)),
        Section(Text("期限と終わり", "Deadlines and ends"), table=_part(rows, _TIMES)),
    ]
    if robustness.left_out:
        sections.append(Section(
            Text("比べられなかった計画", "Plans left out"),
            entries=tuple(_left_out(candidate) for candidate in robustness.left_out),
        ))  # fmt: skip
    return Report(tuple(sections), _part(rows, range(len(COLUMNS))))


_READ_SO = (
    Text(
        "後悔: 同じ標本で最も安い計画との差。同じ遅れをすべての計画に当てはめています。",
        "regret: cost above the cheapest plan of the same sample. All plans meet the same slips.",
    ),
)


def _head(robustness: Robustness) -> tuple[Text, ...]:
    lines = [
        Text(
            f"標本: {robustness.samples:,} 件(乱数の種 {robustness.seed})",
            f"Samples: {robustness.samples:,} (seed {robustness.seed})",
        )
    ]
    if robustness.compared < 1 and robustness.plans:
        share = percent(robustness.compared)
        lines.append(Text(
            f"後悔は、すべての計画に費用がある標本({share})についてのものです。",
            f"Regret is of the samples in which every plan has a cost ({share}).",
        ))  # fmt: skip
    if robustness.bounded:
        lines.append(Text(
            "連携テストの主要なルートと会合の費用は下限で数えています。",
            "Main routes of tests and sessions are counted by a lower bound.",
        ))  # fmt: skip
    return tuple(lines)


def _criteria(robustness: Robustness) -> Table:
    names = {plan.candidate.id: plan.candidate.name for plan in robustness.plans}
    return Table(
        columns(("基準", "criterion"), ("計画", "plan")),
        tuple((CRITERIA[c.code], join(names[id_] for id_ in c.best)) for c in robustness.criteria),
    )


COLUMNS = columns(
    ("計画", "plan"), ("計画どおり", "planned", "number"), ("平均", "mean", "number"), ("90 %", "90 %", "number"),
    ("後悔の平均", "regret", "number"), ("後悔の最大", "greatest", "number"), ("最安の割合", "cheapest", "number"),
    ("運べる", "served", "number"), ("期限どおり", "in time", "number"), ("違反なし", "unbroken", "number"),
    ("終わり 50 %", "end, 50 %"), ("終わり 90 %", "end, 90 %"),
)  # fmt: skip
_COSTS, _TIMES = range(8), (0, 8, 9, 10, 11)


def _part(rows: Sequence[tuple[Cell, ...]], chosen: Iterable[int]) -> Table:
    """Some of the columns."""
    places = tuple(chosen)
    return Table(tuple(COLUMNS[at] for at in places), tuple(tuple(row[at] for at in places) for row in rows))


def _row(robustness: Robustness, plan: Slipped) -> tuple[Cell, ...]:
    cost, regret = plan.cost, plan.regret
    return (
        plan.candidate.name,
        f"{plan.planned_cost:,}",
        None if cost is None else decimal(cost.mean),
        None if cost is None else f"{cost.high:,}",
        None if regret is None else decimal(regret.mean),
        None if regret is None else f"{regret.most:,}",
        percent(plan.cheapest),
        percent(plan.served),
        None if plan.in_time is None else percent(plan.in_time),
        percent(plan.unbroken),
        str(robustness.month(plan.end.median)),
        str(robustness.month(plan.end.high)),
    )


def _left_out(candidate: Candidate) -> Text:
    name, evaluation = candidate.name, candidate.evaluation
    if evaluation is None:
        return Text(f"{name.ja}: 計画がありません。", f"{name.en}: there is no plan.")
    reason = evaluation.violations[0].message if evaluation.violations else Text("", "")
    return Text(f"{name.ja}: {reason.ja}", f"{name.en}: {reason.en}")


def robust_document(robustness: Robustness) -> Plain:
    """The comparison as data; shares are between 0 and 1."""
    landscape = robustness.landscape
    return {
        "schema_version": 1,
        "landscape": {"id": landscape.id, "hash": landscape.content_hash},
        "samples": robustness.samples,
        "seed": robustness.seed,
        "bounded_below": list(robustness.bounded),
        "compared": float(robustness.compared),
        "best": {criterion.code: list(criterion.best) for criterion in robustness.criteria},
        "plans": [_plan_document(robustness, plan) for plan in robustness.plans],
        "left_out": [_left_out_document(candidate) for candidate in robustness.left_out],
    }


def _plan_document(robustness: Robustness, plan: Slipped) -> Plain:
    evaluation = plan.candidate.evaluation
    assert evaluation is not None
    end = plan.end
    return {
        "id": plan.candidate.id,
        "name": plan.candidate.name._asdict(),
        "moves": {str(ref): str(month) for ref, month in sorted(evaluation.moves.items())},
        "planned_cost": plan.planned_cost,
        "cost": spread_document(plan.cost),
        "regret": spread_document(plan.regret),
        "cheapest": float(plan.cheapest),
        "in_time": None if plan.in_time is None else float(plan.in_time),
        "unbroken": float(plan.unbroken),
        "served": float(plan.served),
        "end": {
            name: str(robustness.month(index))
            for name, index in (("q10", end.low), ("q50", end.median), ("q90", end.high))
        },
    }


def _left_out_document(candidate: Candidate) -> Plain:
    evaluation = candidate.evaluation
    violations = () if evaluation is None else evaluation.violations
    return {
        "id": candidate.id,
        "name": candidate.name._asdict(),
        "violations": [violation_document(finding) for finding in violations],
    }

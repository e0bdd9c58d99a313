"""The best plan found, how far from the optimum it may be, and on what that rests; or why there is none."""

from __future__ import annotations

import analyzer
from analyzer.messages import Text
from analyzer.messages.words import STATUSES
from analyzer.order.near import Near, changed_moves
from analyzer.order.ordering import Ordering
from analyzer.order.patterns import pattern_named, why_not
from analyzer.order.why import Difference
from analyzer.reports.answer import Plain, answer_document, text_document
from analyzer.reports.conflict import conflict_certificate, conflict_document, conflict_sections, headline
from analyzer.reports.cutovers import cutovers_table
from analyzer.reports.difference import difference_document, difference_report
from analyzer.reports.evaluation import counts_of, evaluation_sections
from analyzer.reports.layout import Report, Section
from analyzer.reports.naming import named

_SOURCES = {
    "highs": Text("整数計画(HiGHS の分枝限定)", "integer programming (HiGHS, branch and bound)"),
    "branching": Text("月の分枝限定(緩和は HiGHS)", "branch and bound over months (relaxations by HiGHS)"),
    "cp-sat": Text("整数計画(CP-SAT)", "integer programming (CP-SAT)"),
    "bounds": Text("費用の分担額(双対)", "shares of the costs (dual)"),
    "sets": Text("費用の分担額(すべての順番)", "shares of the costs (in every order)"),
    "cycles": Text("費用の分担額(循環のない順番)", "shares of the costs (no order goes round in a circle)"),
    "evaluation": Text("ただ一つの計画の評価", "the evaluation of the only plan"),
}
"""Who can prove a bound; another source is shown by its name."""
_ADDED_UP = ("bounds", "sets", "cycles")
"""Those whose bounds anybody can add up again."""
_OMITTED = Text("分担額が多すぎるため、書き出していません。", "There are too many shares to be written down.")
_STOPPED = {
    "clock": Text("時間の制限で打ち切りました。", "Stopped by the limit of time."),
    "work": Text("作業量の制限で打ち切りました。", "Stopped by the limit of work."),
    "interrupt": Text("中断されました(Ctrl-C)。", "Interrupted (Ctrl-C)."),
}


def ordering_document(ordering: Ordering, tried: Difference | None = None) -> Plain:
    """The plan file of an ordering, ready for JSON; without a plan its figures are null.

    `tried`: what a change of the plan would cost, which stands beside it.
    """
    evaluation = ordering.evaluation
    document = _without_plan(ordering) if evaluation is None else answer_document(evaluation)
    certificate = document["certificate"]
    if ordering.bound is not None:
        known = certificate if isinstance(certificate, dict) else {}
        certificate = {**known, "order": _order_certificate(ordering)}
    if ordering.conflict is not None:
        certificate = {"conflict": conflict_certificate(ordering.conflict)}
    return document | {
        "pattern": None if ordering.pattern is None else ordering.pattern.id,
        **near_document(ordering),
        "status": ordering.status,
        "bound": ordering.bound,
        "conflict": conflict_documents(ordering),
        "certificate": certificate,
        "made_by": {
            "version": analyzer.__version__,
            "options": {
                "time_limit": ordering.time_limit,
                "work_limit": ordering.work_limit,
                "solver": ordering.solver,
            },
            "seed": 0,
            "stopped_by": ordering.stopped_by,
        },
        **({} if tried is None else {"tried": difference_document(tried)}),
    }


def near_document(ordering: Ordering) -> Plain:
    """`near`, where months of another plan were to stay: how many may change, and of which plan."""
    if ordering.near is None:
        return {}
    moves = {str(ref): str(month) for ref, month in sorted(ordering.near.moves.items())}
    return {"near": {"changes": ordering.near.changes, "moves": moves}}


def _order_certificate(ordering: Ordering) -> Plain:
    """What the bound of all plans rests on, and of an optimum whether ties are settled (docs/certificates.md)."""
    certificate: Plain = {"bound": ordering.bound, "source": ordering.bound_source}
    if ordering.status == "optimal":
        certificate["ties_proven"] = ordering.ties_proven
    reached = ordering.bound_by_shares
    if ordering.bound_source == "evaluation":
        return certificate | {"proof": "only_plan"}
    if ordering.shares is None or reached is None:
        return certificate | {"proof": "branch_and_bound", "shares_bound": None}
    certificate["proof"] = "shares" if reached == ordering.bound else "branch_and_bound"
    certificate["shares_bound"] = reached
    if ordering.shares.document is None:
        return certificate | {"omitted": text_document(_OMITTED)}
    return certificate | ordering.shares.document


def _without_plan(ordering: Ordering) -> Plain:
    landscape = ordering.landscape
    return {
        "schema_version": 1,
        "landscape": {"id": landscape.id, "hash": landscape.content_hash},
        **dict.fromkeys(("pattern", "status", "cost", "bound", "bridge_cost_alone")),
        "moves": {},
        **{name: [] for name in ("bridges", "suspended", "tests")},
        **dict.fromkeys(("baselines", "twice", "peaks")),
        **{name: [] for name in ("findings", "violations", "conflict")},
        **dict.fromkeys(("certificate", "made_by")),
    }


def conflict_documents(ordering: Ordering) -> list[Plain]:
    """Why there is no plan; never empty where there is none."""
    if ordering.status != "infeasible":
        return []
    conflict = ordering.conflict
    listed = [] if conflict is None else conflict_document(ordering.landscape, conflict)
    if listed:
        return listed
    code, reason = _reason(ordering)
    return [{"kind": "reason", "code": code, "message": text_document(reason), "place": None}]


def ordering_report(ordering: Ordering, tried: Difference | None = None) -> Report:
    """Status, cost, bound, gap and what they rest on; the months; then everything that an evaluation tells.

    `tried`: a change of the plan, which comes before the details of the plan itself.
    """
    sections = [Section(_heading(ordering), _summary(ordering))]
    if tried is not None:
        sections += difference_report(tried).sections
    evaluation = ordering.evaluation
    if evaluation is not None and evaluation.schedule is not None:
        sections.append(
            Section(Text("移行の年月", "Months of the moves"), table=cutovers_table(evaluation.schedule))
        )
        sections += evaluation_sections(evaluation)
    if ordering.conflict is not None:
        sections += conflict_sections(ordering.landscape, ordering.conflict)
    elif ordering.status == "infeasible":
        sections.append(
            Section(Text("計画を立てられない理由", "Why there is no plan"), (_reason(ordering)[1],))
        )
    return Report(tuple(sections))


def reasons_of(ordering: Ordering) -> tuple[Text, ...]:
    """In short why nothing can be carried out; nothing where a plan was found, or none is known."""
    if ordering.status != "infeasible":
        return ()
    conflict = ordering.conflict
    if conflict is None or not conflict.rules:
        return (_reason(ordering)[1],)
    return (headline(conflict), *(rule.sentence for rule in conflict.rules))


def _reason(ordering: Ordering) -> tuple[str, Text]:
    """(Code, sentence): the pattern speaks of nothing here, or all that is known is that no plan keeps the rules."""
    refused = None if ordering.pattern is None else why_not(ordering.landscape, ordering.pattern)
    if refused is not None:
        return "pattern_without_blocks", refused
    return "no_plan", Text("規則をすべて守る計画はありません。", "No plan keeps all of the rules.")


def _heading(ordering: Ordering) -> Text:
    if ordering.status == "optimal":
        return Text("最適な計画", "The optimal plan")
    if ordering.status == "feasible":
        return Text("見つかった最善の計画", "The best plan found")
    return Text("移行順序の計画", "The order of migration")


def _summary(ordering: Ordering) -> tuple[Text, ...]:
    landscape = ordering.landscape
    lines = [named(landscape.name, landscape.id)]
    if ordering.pattern is not None:
        name = pattern_named(ordering.pattern)
        lines.append(
            Text(f"順序: {name.ja}（{ordering.pattern.id}）", f"Pattern: {name.en} ({ordering.pattern.id})")
        )
    if ordering.near is not None:
        lines.append(_near(ordering.near, ordering))
    lines.append(Text(f"状態: {_status(ordering).ja}", f"Status: {_status(ordering).en}"))
    lines += _cost_and_bound(ordering)
    if ordering.status == "optimal" and not ordering.ties_proven:
        lines.append(_ties(ordering))
    elif ordering.stopped_by is not None:
        lines.append(_STOPPED[ordering.stopped_by])
    if ordering.evaluation is not None and ordering.evaluation.assessment is not None:
        lines += counts_of(ordering.evaluation.assessment)
    return tuple(lines)


def _near(near: Near, ordering: Ordering) -> Text:
    """How many months may change, and how many do."""
    most = near.changes
    if ordering.evaluation is None:
        return Text(f"変えてよい移行の年月: {most} 件まで", f"Months that may change: {most}")
    count = len(changed_moves(near.moves, ordering.evaluation.moves))
    return Text(
        f"変わった移行の年月: {count} 件（{most} 件まで）", f"Months that change: {count} (at most {most})"
    )


def _ties(ordering: Ordering) -> Text:
    """Whether another plan costs as little and is earlier is not known."""
    stopped = None if ordering.stopped_by is None else _STOPPED[ordering.stopped_by]
    return Text(
        (stopped.ja if stopped else "") + "費用が同じで、移行の年月の合計がもっと小さい計画がないかどうかは、確かめ終えていません。",
        (f"{stopped.en} " if stopped else "")
        + "Whether another plan of the same cost has a smaller sum of months was not settled.",
    )  # fmt: skip


def _status(ordering: Ordering) -> Text:
    word = STATUSES[ordering.status]
    said = {
        "optimal": Text("これより費用の少ない計画がないことを証明済み", "proven: no plan costs less"),
        "feasible": Text("規則はすべて守られる。最適であることは証明していない", "keeps every rule; not proven to be the best"),
        "infeasible": Text("規則をすべて守る計画はない", "no plan keeps every rule"),
        "unknown": Text("制限までに計画が見つからなかった", "no plan was found within the limits"),
    }[ordering.status]  # fmt: skip
    return Text(f"{word.ja}({said.ja})", f"{word.en} ({said.en})")


def _cost_and_bound(ordering: Ordering) -> list[Text]:
    total, bound = ordering.total, ordering.bound
    unit = ordering.landscape.cost_unit or ""
    space = " " if unit else ""
    lines: list[Text] = []
    if total is not None:
        lines.append(Text(f"費用: {total:,}{space}{unit}", f"Cost: {total:,}{space}{unit}"))
    if bound is None:
        if ordering.status != "infeasible":
            lines.append(Text("下限: なし", "Bound: none"))
        return lines
    source = source_named(ordering)
    gap = "" if total is None else gap_text(total, bound)
    reached = ordering.bound_by_shares
    reach = Text("", "")
    if reached is not None and ordering.bound_source not in _ADDED_UP:
        reach = Text(
            f"(分担額で確かめられるのは {reached:,} まで)",
            f" (by shares, which anybody can add up: {reached:,})",
        )
    lines.append(Text(
        f"下限: {bound:,}{space}{unit}" + (f"(差 {gap})" if gap else "") + f"、根拠: {source.ja}{reach.ja}",
        f"Bound: {bound:,}{space}{unit}" + (f" (gap {gap})" if gap else "") + f", proven by {source.en}{reach.en}",
    ))  # fmt: skip
    return lines


def source_named(ordering: Ordering) -> Text:
    """Who proved the bound."""
    source = ordering.bound_source
    return _SOURCES.get(source, Text(source or "—", source or "—"))


def gap_text(total: int, bound: int) -> str:
    """``37, 0.8 %``: what the optimum may cost less at most, and its part of the cost."""
    share = (total - bound) / total if total else 0.0
    return f"{total - bound:,}, {100 * share:.1f} %"

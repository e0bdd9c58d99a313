"""Why this order: every move of a plan with its nearest alternatives, each in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.landscape.model import Landscape, MoveRef
from analyzer.messages import Finding, Text
from analyzer.order.why import Alternative, MoveReasons, Reasons
from analyzer.reports.answer import Plain, text_document, violation_document
from analyzer.reports.causes import main_causes
from analyzer.reports.difference import amount_text, difference_document, move_named, signed
from analyzer.reports.headline import headline
from analyzer.reports.layout import Report, Section, Table, both, columns, findings_section, join

_KINDS = {
    "earlier": Text("早める", "earlier"),
    "later": Text("遅らせる", "later"),
    "with_previous": Text("前の移行と同じ月", "with the move before it"),
}
_RULES_SHOWN = 2


def reasons_report(reasons: Reasons) -> Report:
    """What was asked, then a table of moves and alternatives, then what was left out."""
    sections = [
        Section(
            Text("この順序の理由", "Why this order"), (*headline(reasons.evaluation), *_summary(reasons))
        ),
        Section(Text("移行ごとの隣の案", "The nearest alternatives of each move"), table=_table(reasons)),
    ]
    if reasons.left_out:
        sections.append(_left_out(reasons))
    sections += findings_section(
        Text("いまの計画の違反", "Violations of the plan"), reasons.evaluation.violations
    )
    return Report(tuple(sections))


def _summary(reasons: Reasons) -> Iterator[Text]:
    cost = reasons.evaluation.cost
    assert cost is not None
    unit = f" {reasons.evaluation.landscape.cost_unit}" if reasons.evaluation.landscape.cost_unit else ""
    yield Text(f"費用: {cost.total:,}{unit}", f"Cost: {cost.total:,}{unit}")
    alternatives = [alternative for move in reasons.moves for alternative in move.alternatives]
    totals = [
        a.difference.total
        for a in alternatives
        if a.difference is not None and a.difference.total is not None
    ]
    cheaper = sum(total < 0 for total in totals)
    closed = sum(a.difference is None and not a.stopped for a in alternatives)
    moves = len(reasons.moves)
    yield Text(
        f"移行(同じ月に行うものは一組){moves} 件の隣の案 {len(alternatives)} 件: 費用が減る {cheaper} 件、"
        f"同じ {totals.count(0)} 件、増える {len(totals) - cheaper - totals.count(0)} 件、できない {closed} 件",
        f"{len(alternatives)} alternatives of {moves} move(s) (those kept together count once): {cheaper} cost less, "
        f"{totals.count(0)} the same, {len(totals) - cheaper - totals.count(0)} more, {closed} cannot be",
    )
    surely = [a.difference.range for a in alternatives if a.difference is not None]
    if any(range_ is not None and range_[1] < 0 for range_ in surely):
        yield Text(
            "費用が減る案があるので、この計画は最適ではありません(ほかの移行の年月も一緒に見直すと、さらに下がることがあります)。",
            "Some cost less, so this plan is not optimal (with other moves changed too, more may be saved).",
        )


def _table(reasons: Reasons) -> Table:
    landscape = reasons.evaluation.landscape
    rows = []
    for move in reasons.moves:
        for at, alternative in enumerate(move.alternatives):
            difference = alternative.difference
            total = None if difference is None else difference.total
            rows.append((
                _names(landscape, move.moves) if at == 0 else None,
                str(move.month) if at == 0 else None,
                _KINDS[alternative.kind],
                _month(alternative),
                Text("不可", "no") if total is None and not alternative.stopped
                else None if total is None else both(signed(total)),
                alternative_sentence(landscape, move, alternative),
            ))  # fmt: skip
    return Table(
        columns(
            ("移行", "move"), ("年月", "month"), ("案", "alternative"), ("案の年月", "its month"),
            ("差", "difference", "number"), ("理由", "reason", "below"),
        ),
        tuple(rows),
    )  # fmt: skip


def _month(alternative: Alternative) -> str | None:
    months = sorted(set(alternative.changes.values()))
    return str(months[0]) if months else None


def _names(landscape: Landscape, moves: tuple[MoveRef, ...]) -> Text:
    return join(move_named(landscape, ref) for ref in moves)


def alternative_sentence(landscape: Landscape, move: MoveReasons, alternative: Alternative) -> Text:
    """``介護（kaigo）の shift を 2026-01 にすると +12 人日: …``, or which rule forbids it."""
    if alternative.next_month is None:
        return Text("計画期間の端なので、これ以上ありません。", "The horizon ends here.")
    names = _names(landscape, tuple(sorted(alternative.changes)) or move.moves)
    difference, next_month = alternative.difference, alternative.next_month
    rules = _rules(alternative.forbidden)
    if alternative.stopped:
        return Text("時間切れのため調べていません。", "Not looked at: the limit of time came first.")
    if difference is None:
        beyond = Text("", "")
        if alternative.kind != "with_previous" and next_month not in (
            landscape.horizon.first,
            landscape.horizon.last,
        ):
            beyond = Text(
                " その先の月もすべて、どれかのルールに反します。", " Every month beyond breaks some rule too."
            )
        return Text(
            f"{names.ja} を {next_month} にはできません: {rules.ja}{beyond.ja}",
            f"{names.en} cannot be in {next_month}: {rules.en}{beyond.en}",
        )
    assert difference.total is not None
    month = _month(alternative)
    amount = amount_text(landscape, difference.total)
    causes = join(main_causes(difference)) if main_causes(difference) else None
    why = Text("", "") if causes is None else Text(f": {causes.ja}", f": {causes.en}")
    range_ = difference.range
    if not difference.exact and range_ is not None:
        amount = f"{amount} [{signed(range_[0])}, {signed(range_[1])}]"
    said = Text(
        f"{names.ja} を {month} にすると {amount}{why.ja}。", f"{names.en} in {month}: {amount}{why.en}."
    )
    if alternative.forbidden:
        return Text(
            f"{said.ja} {next_month} にはできません: {rules.ja}",
            f"{said.en} {next_month} is forbidden: {rules.en}",
        )
    return said


def _rules(findings: tuple[Finding, ...]) -> Text:
    """The first of the rules with code and place, and how many more there are."""
    shown = [
        Text(f"[{finding.code}] {finding.message.ja}{_place(finding)}",
             f"[{finding.code}] {finding.message.en}{_place(finding)}")
        for finding in findings[:_RULES_SHOWN]
    ]  # fmt: skip
    rest = len(findings) - len(shown)
    said = join(shown, " ", " ")
    return Text(f"{said.ja} ほか {rest} 件。", f"{said.en} And {rest} more.") if rest > 0 else said


def _place(finding: Finding) -> str:
    return "" if finding.place is None else f"({finding.place})"


def _left_out(reasons: Reasons) -> Section:
    count = len(reasons.left_out)
    because = Text("時間切れのため", "the limit of time") if reasons.stopped_by == "clock" else Text(
        "件数の上限のため", "the limit of moves"
    )  # fmt: skip
    return Section(
        Text(f"調べていない移行({count} 件)", f"Moves left out ({count})"),
        (Text(f"{because.ja}調べていません。--move で選ぶか、--time-limit を長くしてください。",
              f"Left out by {because.en}: name them with --move, or give a longer --time-limit."),),
        entries=tuple(both(str(ref)) for ref in reasons.left_out),
    )  # fmt: skip


def reasons_document(reasons: Reasons) -> Plain:
    """The alternatives as data, each with its whole difference."""
    evaluation = reasons.evaluation
    landscape, cost = evaluation.landscape, evaluation.cost
    return {
        "schema_version": 1,
        "landscape": {"id": landscape.id, "hash": landscape.content_hash},
        "status": evaluation.status,
        "cost": None if cost is None else cost.as_dict(),
        "bound": evaluation.bound,
        "moves": [
            {
                "moves": [str(ref) for ref in move.moves],
                "month": str(move.month),
                "alternatives": [_alternative(landscape, move, found) for found in move.alternatives],
            }
            for move in reasons.moves
        ],
        "left_out": [str(ref) for ref in reasons.left_out],
        "stopped_by": reasons.stopped_by,
        "violations": [violation_document(finding) for finding in evaluation.violations],
    }


def _alternative(landscape: Landscape, move: MoveReasons, alternative: Alternative) -> Plain:
    difference = alternative.difference
    next_month = alternative.next_month
    return {
        "kind": alternative.kind,
        "changes": {str(ref): str(month) for ref, month in sorted(alternative.changes.items())},
        "sentence": text_document(alternative_sentence(landscape, move, alternative)),
        "difference": None if difference is None else difference_document(difference),
        "next_month": None if next_month is None else str(next_month),
        "forbidden": [violation_document(finding) for finding in alternative.forbidden],
        "stopped": alternative.stopped,
    }

"""A plan made again under a scenario, and what each month that may change is worth: for people and as plain data."""

from __future__ import annotations

from analyzer.evaluation.evaluate import Evaluation
from analyzer.landscape.model import Landscape
from analyzer.messages import Text
from analyzer.messages.words import STATUSES
from analyzer.order.near import changed_moves
from analyzer.order.ordering import Ordering
from analyzer.reports.answer import Plain
from analyzer.reports.cost_change import cost_change
from analyzer.reports.difference import move_named
from analyzer.reports.layout import Report, Section, Table, both, columns, join
from analyzer.reports.naming import named
from analyzer.reports.ordering import gap_text, ordering_document, ordering_report
from analyzer.whatif.again import Moves, Point, TradeOff
from analyzer.whatif.scenarios import Changed

# --- one plan --------------------------------------------------------------------------------


def again_document(changed: Changed, before: Evaluation, ordering: Ordering) -> Plain:
    """The plan file of the new plan on the changed landscape; `whatif` says what it comes from."""
    moves = {} if ordering.evaluation is None else ordering.evaluation.moves
    return ordering_document(ordering) | {
        "whatif": _from(changed, before) | {"changed": _changed(before.moves, moves)}
    }


def again_report(changed: Changed, before: Evaluation, ordering: Ordering) -> Report:
    """The months that change, the cost before and now, then everything about the new plan."""
    sections = [Section(_heading(changed), (named(changed.before.name, changed.before.id), _before(before)))]
    moves = before.moves if ordering.evaluation is None else ordering.evaluation.moves
    table = _months(changed.planning, before.moves, moves)
    if ordering.evaluation is not None:
        count = len(table.rows)
        heading = Text(f"月が変わる移行({count} 件)", f"Moves in other months ({count})")
        none = () if count else (Text("ありません。", "None."),)
        sections.append(Section(heading, none, table if count else None))
        if before.cost is not None and ordering.evaluation.cost is not None:
            sections.append(cost_change(changed.planning, before.cost, ordering.evaluation.cost))
    return Report((*sections, *ordering_report(ordering).sections), table)


def _from(changed: Changed, before: Evaluation) -> Plain:
    scenario, landscape = changed.scenario, changed.before
    return {
        "scenario": {"id": scenario.id, "name": scenario.name},
        "landscape": {"id": landscape.id, "hash": landscape.content_hash},
        "delays": {str(ref): months for ref, months in changed.delays.items()},
        "before": {
            "status": before.status,
            "cost": None if before.cost is None else before.cost.as_dict(),
            "moves": {str(ref): str(month) for ref, month in sorted(before.moves.items())},
        },
    }


def _changed(old: Moves, new: Moves) -> list[Plain]:
    return [
        {"move": str(ref), "before": str(old[ref]), "after": str(new[ref])} for ref in changed_moves(old, new)
    ]


def _heading(changed: Changed) -> Text:
    scenario = changed.scenario
    return Text(
        f"シナリオ「{scenario.name}」({scenario.id}): 計画を立て直した場合", f"Scenario {scenario.id}: planned again"
    )  # fmt: skip


def _before(before: Evaluation) -> Text:
    status = STATUSES[before.status]
    cost = "—" if before.cost is None else f"{before.cost.total:,}"
    return Text(f"元の計画: 費用 {cost}({status.ja})", f"The plan before: cost {cost} ({status.en})")


def _months(landscape: Landscape, old: Moves, new: Moves) -> Table:
    return Table(
        columns(("移行", "move"), ("計画", "planned"), ("変更後", "now"), ("月数", "months", "number")),
        tuple(
            (
                move_named(landscape, ref),
                both(str(old[ref])),
                both(str(new[ref])),
                new[ref] - old[ref],
            )
            for ref in changed_moves(old, new)
        ),
    )


# --- the curve -------------------------------------------------------------------------------


def curve_document(changed: Changed, before: Evaluation, curve: TradeOff) -> Plain:
    """Points in the order of their changes, and the optimum as a plan file; docs/what-if.md says what each field means."""
    landscape = changed.planning
    return {
        "schema_version": 1,
        "landscape": {"id": landscape.id, "hash": landscape.content_hash},
        "whatif": _from(changed, before),
        "fewest_proven": curve.fewest_proven,
        "points": [_point(point, curve.old) for point in curve.points],
        "optimum": ordering_document(curve.optimum),
    }


def _point(point: Point, old: Moves) -> Plain:
    ordering = point.ordering
    assert ordering.evaluation is not None and ordering.evaluation.cost is not None
    return {
        "changes": point.changes,
        "status": ordering.status,
        "cost": ordering.evaluation.cost.as_dict(),
        "bound": ordering.bound,
        "changed": _changed(old, ordering.evaluation.moves),
        "moves": {str(ref): str(month) for ref, month in sorted(ordering.evaluation.moves.items())},
    }


def curve_report(changed: Changed, before: Evaluation, curve: TradeOff) -> Report:
    """A row for each number of months that may change; without any plan why there is none."""
    heading = (named(changed.before.name, changed.before.id), _before(before))
    table = _table(changed.planning, curve)
    if not curve.points:
        sections = (Section(_heading(changed), heading), *ordering_report(curve.optimum).sections)
        return Report(sections, table)
    sections = (
        Section(_heading(changed), (*heading, *_remarks(curve))),
        Section(Text("変わる移行の年月の数と費用", "Months that change, and cost"), table=table),
    )
    return Report(sections, table)


def _remarks(curve: TradeOff) -> tuple[Text, ...]:
    fewest, last = curve.points[0].changes, curve.points[-1].changes
    lines = [
        Text("元の計画のままでも、規則はすべて守られます。", "The plan as it was still keeps every rule.")
        if not fewest
        else Text(f"少なくとも {fewest} 件の年月を変える必要があります(証明済み)。", f"At least {fewest} month(s) have to change (proven).")
        if curve.fewest_proven
        else Text(f"{fewest} 件の変更で足ります。もっと少なくて済むかどうかは確かめ終えていません。",
                  f"{fewest} change(s) will do; whether fewer would was not settled."),
        Text(f"{last} 件変えると、見つかった最善の計画と同じ費用になります。",
             f"With {last} change(s) the cost is that of the best plan found."),
    ]  # fmt: skip
    if curve.interrupted:
        lines.append(Text("途中で中断しました。", "Interrupted before the end."))
    return tuple(lines)


def _table(landscape: Landscape, curve: TradeOff) -> Table:
    rows = []
    cost: int | None = None
    for point in curve.points:
        ordering, before = point.ordering, cost
        assert ordering.evaluation is not None and ordering.total is not None
        cost = ordering.total
        moved = changed_moves(curve.old, ordering.evaluation.moves)
        proof = Text("最少(証明済み)", "least (proven)")
        if ordering.status != "optimal":
            gap = "—" if ordering.bound is None else gap_text(cost, ordering.bound)
            proof = Text(f"下限との差 {gap}", f"gap {gap}")
        listed = join(
            Text(f"{named_.ja} {ordering.evaluation.moves[ref]}", f"{named_.en} {ordering.evaluation.moves[ref]}")
            for ref in moved
            for named_ in (move_named(landscape, ref),)
        )  # fmt: skip
        saved = None if before is None else cost - before
        rows.append((point.changes, cost, saved, proof, listed))
    unit = landscape.cost_unit
    return Table(
        columns(("変更", "changes", "number"), (f"費用({unit})" if unit else "費用", f"cost ({unit})" if unit else "cost", "number"),
                ("差", "difference", "number"), ("証明", "proof"), ("変わる移行", "moves that change", "below")),
        tuple(rows),
    )  # fmt: skip

"""A plan that is kept under scenarios, as a report: what breaks, who is late, what to order, what to test again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analyzer.landscape.model import Landscape
from analyzer.messages import Text
from analyzer.messages.words import KINDS, STATUSES
from analyzer.reports.cost_change import cost_change
from analyzer.reports.difference import amount_text, months_text, move_named, signed
from analyzer.reports.layout import (
    NONE,
    Report,
    Section,
    Table,
    both,
    columns,
    findings_section,
    join,
    month_or_none,
)
from analyzer.reports.naming import bridge_place, cost_heading, named, vendor_named
from analyzer.whatif.consequences import BridgeLife, CaseChange
from analyzer.whatif.keeping import Kept
from analyzer.whatif.slipping import Push

BRIDGE_CHANGES = {
    "new": Text("新規", "new"),
    "gone": Text("不要に", "gone"),
    "longer": Text("延長", "longer"),
    "shorter": Text("短縮", "shorter"),
    "moved": Text("移動", "moved"),
    "same": Text("そのまま", "same"),
}
CASE_CHANGES: dict[CaseChange, Text] = {
    "new": Text("新規", "new"),
    "repeated": Text("再実施", "repeated"),
    "moved": Text("移動", "moved"),
    "void": Text("不要", "void"),
}


def kept_report(plans: Sequence[Kept]) -> Report:
    """One scenario after the other; of several a table side by side first, which is what CSV gives too."""
    first = (_side_by_side(plans),) if len(plans) > 1 else ()
    return Report((*first, *(section for kept in plans for section in _sections(kept))), _table(plans))


def kept_sentence(kept: Kept) -> Text:
    """The outcome in one sentence."""
    broken = len(kept.violations_new)
    before, after = kept.before.cost, kept.after.cost
    rules = Text("新たに破られるルールはありません", "no rule is newly broken") if not broken else Text(
        f"新たに破られるルールが {broken} 件あります", f"{broken} rule(s) are newly broken"
    )  # fmt: skip
    if after is None or before is None:
        return Text(f"{rules.ja}。費用は出せません。", f"{rules.en}; there is no cost.")
    amount = amount_text(kept.after.landscape, after.total - before.total)
    return Text(f"{rules.ja}。費用の差は {amount} です。", f"{rules.en}; the cost changes by {amount}.")


# --- one scenario ----------------------------------------------------------------------------


def _sections(kept: Kept) -> tuple[Section, ...]:
    scenario, landscape = kept.changed.scenario, kept.after.landscape
    before, after = (STATUSES[evaluation.status] for evaluation in (kept.before, kept.after))
    end_before, end_after = kept.ends
    lines = (
        named(landscape.name, landscape.id),
        Text(f"検討の時点: {kept.as_of}、期間 {landscape.horizon.first} ～ {landscape.horizon.last}",
             f"Considered in {kept.as_of}, horizon {landscape.horizon.first} to {landscape.horizon.last}"),
        Text(f"状態: {before.ja} → {after.ja}", f"Status: {before.en} → {after.en}"),
        Text(f"最後の移行: {end_before or 'なし'} → {end_after or 'なし'}",
             f"Last move: {end_before or 'none'} → {end_after or 'none'}"),
        kept_sentence(kept),
    )  # fmt: skip
    name = Text(
        f"シナリオ「{scenario.name}」({scenario.id}): 計画を維持した場合", f"Scenario {scenario.id}: the plan kept"
    )  # fmt: skip
    return (
        Section(name, lines),
        *findings_section(Text("新たに破られるルール", "Rules newly broken"), kept.violations_new),
        *findings_section(Text("破られなくなるルール", "Rules no longer broken"), kept.violations_gone),
        *_moves(kept),
        *_costs(kept),
        *_orders(kept),
        *_bridges(kept),
        *_tests(kept),
    )


def _moves(kept: Kept) -> tuple[Section, ...]:
    if not kept.moves:
        return ()
    landscape = kept.after.landscape
    rows = tuple(
        (move_named(landscape, moved.move), both(str(moved.before)), both(str(moved.after)),
         moved.after - moved.before, _why(landscape, moved.delay, moved.pushes))
        for moved in kept.moves
    )  # fmt: skip
    table = Table(
        columns(("移行", "move"), ("計画", "planned"), ("変更後", "now"), ("月数", "months", "number"),
                ("理由", "why", "below")),
        rows,
    )  # fmt: skip
    count = len(rows)
    return (Section(Text(f"月が変わる移行({count} 件)", f"Moves in other months ({count})"), table=table),)


def _why(landscape: Landscape, delay: int, pushes: Sequence[Push]) -> Text:
    own = [Text(f"それ自体が {delay} か月遅れる", f"itself late by {delay} month(s)")] if delay else []
    return join([*own, *(push_text(landscape, push) for push in pushes)], "。", "; ")


def push_text(landscape: Landscape, push: Push) -> Text:
    """What pushes a move, with the place of the rule."""
    by = Text("", "") if push.by is None else move_named(landscape, push.by)
    place = landscape.places.changed(push.path) or landscape.places.at(push.path)
    at = Text(f"({place})" if place else "", f" ({place})" if place else "")
    match push.kind:
        case "order":
            return Text(
                f"同じシステムの前の移行 {by.ja} より先にできない", f"not before {by.en} of the same system"
            )
        case "before":
            return Text(f"{by.ja} の後でなければならない{at.ja}", f"must come after {by.en}{at.en}")
        case "together":
            return Text(f"{by.ja} と同じ月でなければならない{at.ja}", f"must fall together with {by.en}{at.en}")  # fmt: skip
        case "vendor_unavailable":
            return Text(
                f"ベンダが {push.month} に対応できない{at.ja}", f"its vendor is unavailable in {push.month}{at.en}"
            )  # fmt: skip
        case _:
            return Text(f"{push.month} は切替ができない月{at.ja}", f"{push.month} is a blackout month{at.en}")


def _costs(kept: Kept) -> tuple[Section, ...]:
    before, after = kept.before.cost, kept.after.cost
    if before is None or after is None:
        which = Text("シナリオのもと", "under the scenario") if before is not None else Text("もともと", "already before")  # fmt: skip
        return (
            Section(cost_heading(kept.after.landscape), (Text(
                f"費用はありません: {which.ja}、移行の年月が正しくないか、運べない連携があります。",
                f"None: {which.en} moves are not in order, or a link cannot be carried.",
            ),)),
        )  # fmt: skip
    return (cost_change(kept.after.landscape, before, after),)


def to_order(kept: Kept) -> tuple[BridgeLife, ...]:
    """Bridges that must be ordered, or earlier than planned; by the month in which at the latest."""
    asked = (
        life for life in kept.bridges
        if life.order_by is not None and (life.planned_order is None or life.order_by < life.planned_order)
    )  # fmt: skip
    return tuple(sorted(asked, key=lambda life: (life.order_by, life.key)))


def _orders(kept: Kept) -> tuple[Section, ...]:
    orders = to_order(kept)
    if not orders:
        return ()
    landscape = kept.after.landscape
    rows = tuple(
        (both(str(life.order_by)), Text("手遅れ", "late") if life.late else Text("可", "yes"), KINDS[life.key.kind],
         bridge_place(landscape, life.standing), vendor_named(landscape, life.key.vendor),
         both(str(life.months_after[0])), month_or_none(life.planned_order))
        for life in orders
    )  # fmt: skip
    table = Table(
        columns(("発注期限", "order by"), ("判定", "in time"), ("種類", "kind"), ("場所", "place"), ("ベンダ", "vendor"),
                ("使い始め", "serves from"), ("計画での期限", "planned order")),
        rows,
    )  # fmt: skip
    late = sum(life.late for life in orders)
    heading = Text(
        f"発注が要る過渡期連携({len(rows)} 件、うち手遅れ {late} 件)",
        f"Bridges to be ordered ({len(rows)}, {late} of them late)",
    )
    return (Section(heading, table=table),)


def _bridges(kept: Kept) -> tuple[Section, ...]:
    landscape = kept.after.landscape
    changed = [life for life in kept.bridges if life.change != "same"]
    same = len(kept.bridges) - len(changed)
    if kept.before.cost is None or kept.after.cost is None:
        return ()
    rows = tuple(
        (BRIDGE_CHANGES[life.change], KINDS[life.key.kind], bridge_place(landscape, life.standing),
         vendor_named(landscape, life.key.vendor), months_text(life.months_before), months_text(life.months_after))
        for life in changed
    )  # fmt: skip
    heading = Text(
        f"過渡期連携の変化({len(rows)} 件、そのまま {same} 件)",
        f"Bridges that change ({len(rows)}; {same} stay as they are)",
    )
    if not rows:
        return (Section(heading),)
    table = Table(
        columns(("変化", "change"), ("種類", "kind"), ("場所", "place"), ("ベンダ", "vendor"), ("計画", "planned"),
                ("変更後", "now")),
        rows,
    )  # fmt: skip
    return (Section(heading, table=table),)


def _tests(kept: Kept) -> tuple[Section, ...]:
    if kept.before.assessment is None or kept.after.assessment is None:
        return ()
    counts = Counter(case.change for case in kept.tests)
    listed = [
        Text(f"{CASE_CHANGES[name].ja} {counts[name]} 件", f"{counts[name]} {CASE_CHANGES[name].en}")
        for name in CASE_CHANGES
        if counts[name]
    ]
    said = join(listed) if listed else Text("変化なし", "no change")
    before, after = kept.before.assessment.cases, kept.after.assessment.cases
    heading = Text(f"連携テスト({before} → {after} 件): {said.ja}", f"Tests ({before} → {after}): {said.en}")
    if not kept.tests:
        return (Section(heading),)
    integrations = {**kept.before.landscape.integrations, **kept.after.landscape.integrations}
    rows = tuple(
        (CASE_CHANGES[case.change], Text(f"{case.link} {integrations[case.link].name}", str(case.link)),
         month_or_none(case.before), month_or_none(case.after))
        for case in kept.tests
    )  # fmt: skip
    table = Table(
        columns(("変化", "change"), ("連携", "integration"), ("計画", "planned"), ("変更後", "now")), rows
    )
    return (Section(heading, table=table),)


# --- side by side ----------------------------------------------------------------------------


_COUNTED = columns(
    ("過渡期連携 新規", "bridges new", "number"), ("延長", "longer", "number"), ("短縮", "shorter", "number"),
    ("不要", "gone", "number"), ("手遅れの発注", "late orders", "number"), ("テスト 新規", "tests new", "number"),
    ("再実施", "repeated", "number"), ("移動", "moved", "number"), ("不要", "void", "number"),
)  # fmt: skip


def _table(plans: Sequence[Kept]) -> Table:
    """Every figure in a column of its own."""
    rows = tuple((*_head(kept)[:-1], _difference(kept), *_counts(kept)) for kept in plans)
    return Table((*_HEAD, *_COUNTED), rows)


_HEAD = columns(
    ("シナリオ", "scenario"), ("状態", "status"), ("新たな違反", "newly broken", "number"), ("移行の変更", "moves", "number"),
    ("最後の移行", "last move"), ("費用", "cost", "number"), ("差", "difference", "number"),
)  # fmt: skip


def _side_by_side(plans: Sequence[Kept]) -> Section:
    """The same in as many columns as a page has."""
    tail = columns(("過渡期連携", "bridges"), ("手遅れの発注", "late orders", "number"), ("テスト", "tests"))
    rows = []
    for kept in plans:
        counts = _counts(kept)
        rows.append((*_head(kept), _slashed(counts[:4]), counts[4], _slashed(counts[5:])))
    legend = Text(
        "過渡期連携は 新規/延長/短縮/不要、テストは 新規/再実施/移動/不要 の件数です。",
        "Bridges: new/longer/shorter/gone. Tests: new/repeated/moved/void.",
    )
    heading = Text("シナリオの比較(計画を維持した場合)", "Scenarios side by side, the plan kept")
    return Section(heading, (legend,), Table((*_HEAD, *tail), tuple(rows)))


def _slashed(counts: Sequence[int | None]) -> Text:
    return NONE if None in counts else both("/".join(map(str, counts)))


def _head(kept: Kept) -> tuple[Text | int | None, ...]:
    scenario, after, difference = kept.changed.scenario, kept.after.cost, _difference(kept)
    return (
        named(scenario.name, scenario.id), STATUSES[kept.after.status], len(kept.violations_new), len(kept.moves),
        month_or_none(kept.ends[1]), None if after is None else after.total,
        None if difference is None else both(signed(difference)),
    )  # fmt: skip


def _difference(kept: Kept) -> int | None:
    before, after = kept.before.cost, kept.after.cost
    return None if before is None or after is None else after.total - before.total


def _counts(kept: Kept) -> tuple[int | None, ...]:
    """Of bridges, late orders and tests; None where either plan has no cost."""
    if kept.before.cost is None or kept.after.cost is None:
        return (None,) * 9
    bridges = Counter(life.change for life in kept.bridges)
    tests = Counter(case.change for case in kept.tests)
    return (
        bridges["new"], bridges["longer"], bridges["shorter"], bridges["gone"],
        sum(life.late for life in kept.bridges), tests["new"], tests["repeated"], tests["moved"], tests["void"],
    )  # fmt: skip

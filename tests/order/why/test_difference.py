"""Two plans side by side: what is derived by hand for a small city, and what holds of every pair of plans."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.order.why import Difference, Item, compare_plans, try_change
from analyzer.order.why.items import (
    PARTS,
    BridgeItem,
    EnvironmentItem,
    LatenessItem,
    LawItem,
    TestItem,
)
from analyzer.reports.answer import answer_document
from analyzer.reports.difference import difference_document, difference_report
from analyzer.reports.text import Screen, render_text
from tests.evaluation.drawing import Drawn, drawn, priced, some
from tests.order.why.small import JUMIN, ZEIMU, city, evaluated, month
from tests.strategies import plans


def parts(difference: Difference) -> dict[str, int]:
    return {part.part: part.difference for part in difference.parts}


def items(difference: Difference, part: str) -> tuple[Item, ...]:
    return next(found.items for found in difference.parts if found.part == part)


def months(*texts: str) -> tuple[Any, ...]:
    return tuple(month(text) for text in texts)


def test_a_later_partner_keeps_the_bridge_and_the_office_longer_and_is_late() -> None:
    """zeimu in 2025-06: two months more of the bridge (2·2) and of the office (2·10), two months late (2·3)."""
    found = try_change(evaluated(city()), {ZEIMU: month("2025-06")})
    assert (found.total, found.exact, found.range) == (30, True, (30, 30))
    assert found.months == {ZEIMU: months("2025-04", "2025-06")}
    assert parts(found) == {
        "bridge": 4, "suspension": 0, "test": 0, "session": 0, "environment": 20, "law_change": 0, "lateness": 6,
    }  # fmt: skip
    (bridge,) = items(found, "bridge")
    assert isinstance(bridge, BridgeItem)
    assert (str(bridge.key), bridge.change, bridge.before, bridge.after) == (
        "keep_legacy|jumin|va",
        "longer",
        10,
        14,
    )
    assert bridge.months_after == months("2025-02", "2025-03", "2025-04", "2025-05")
    assert [str(link) for link in bridge.links] == ["001o001/00/jumin/zeimu"]
    (test,) = items(found, "test")
    assert isinstance(test, TestItem)
    assert test.case_before is not None
    assert test.case_after is not None
    assert (test.change, test.difference) == ("moved", 0)
    assert (test.case_before.month, test.case_after.month) == months("2025-04", "2025-06")
    assert [(leg.before, leg.after) for leg in test.legs] == [months("2025-04", "2025-06")]
    (office,) = items(found, "environment")
    assert isinstance(office, EnvironmentItem)
    assert (office.environment, office.change, office.systems, office.hubs) == (
        "office",
        "longer",
        ("zeimu",),
        (),
    )
    (late,) = items(found, "lateness")
    assert isinstance(late, LatenessItem)
    assert (late.move, late.change, late.late_before, late.late_after) == (ZEIMU, "new", 0, 2)


def test_a_big_bang_needs_no_bridge_and_one_test_fewer() -> None:
    """Both in 2025-02: the bridge (10), its test (1), two months of the office (20), the law change (7) go."""
    found = try_change(evaluated(city()), {ZEIMU: month("2025-02")})
    assert found.total == -38
    assert parts(found) == {
        "bridge": -10, "suspension": 0, "test": -1, "session": 0, "environment": -20, "law_change": -7, "lateness": 0,
    }  # fmt: skip
    (bridge,) = items(found, "bridge")
    assert (bridge.change, bridge.before, bridge.after) == ("gone", 10, 0)
    (test,) = items(found, "test")
    assert isinstance(test, TestItem)
    assert (test.change, test.case_before and test.case_before.month) == ("gone", month("2025-04"))
    (law,) = items(found, "law_change")
    assert isinstance(law, LawItem)
    assert (law.change, law.law.name, law.system) == ("gone", "改正", "zeimu")


def test_the_same_months_differ_in_nothing() -> None:
    found = try_change(evaluated(city()), {ZEIMU: month("2025-04")})
    assert (found.total, found.months, found.caused, found.mended) == (0, {}, (), ())
    assert all(part.items == () for part in found.parts)


def test_a_change_that_breaks_a_rule_names_it_and_still_has_its_figures() -> None:
    ruled = city(rules=[{"before": "jumin.shift", "after": "zeimu.shift"}])
    found = try_change(evaluated(ruled), {ZEIMU: month("2025-02")})
    assert [finding.code for finding in found.caused] == ["before"]
    assert (found.after.status, found.total) == ("infeasible", -38)
    back = try_change(evaluated(ruled, zeimu="2025-02"), {ZEIMU: month("2025-04")})
    assert ([finding.code for finding in back.mended], back.caused) == (["before"], ())


def test_a_link_that_nothing_can_carry_leaves_the_rule_and_no_figures() -> None:
    """With a lead of two months the bridge cannot serve in 2025-02."""
    slow = city(bridges=[{"kind": "keep_legacy", "setup": 5, "lead_months": 2}])
    found = try_change(evaluated(slow, "2025-03", "2025-04"), {JUMIN: month("2025-02")})
    assert [finding.code for finding in found.caused] == ["unserved_demand"]
    assert (found.total, found.range, found.parts, found.exact) == (None, None, (), False)


def test_moves_out_of_order_are_said_and_have_no_figures() -> None:
    two = city(
        systems=[
            {
                "id": "jumin", "name": "住民記録", "scope": "standard",
                "current": {"environment": "office", "generation": "legacy", "vendor": "va"},
                "moves": [{"id": "lift", "to": {"environment": "cloud"}}, {"id": "shift", "to": {"generation": "standard"}}],
            }
        ],
        integrations=[],
    )  # fmt: skip
    lift, shift = JUMIN._replace(move="lift"), JUMIN
    plan = evaluate_plan(two, {lift: month("2025-02"), shift: month("2025-03")})
    found = try_change(plan, {shift: month("2025-01")})
    assert [finding.code for finding in found.caused] == ["out_of_order"]
    assert found.parts == ()


def test_costs_that_are_not_proven_give_the_range_of_their_difference() -> None:
    """49 and 79; the least of the one is 45 to 49, of the other 70 to 79: between 70 − 49 and 79 − 45."""
    before, after = evaluated(city()), evaluated(city(), zeimu="2025-06")
    found = compare_plans(replace(before, bound=45), replace(after, bound=70))
    assert (found.total, found.exact, found.range) == (30, False, (21, 34))
    told = render_text(difference_report(found), Screen("en", width=200))
    assert "difference +30 人日 (not proven: between +21 and +34)" in told


# --- what holds of every pair of plans -------------------------------------------------------


@given(priced(), st.data())
@some()
def test_the_items_of_each_part_add_up_to_its_difference_and_the_parts_to_the_total(
    case: tuple[Drawn, Evaluation], data: st.DataObject
) -> None:
    (_, landscape, _), before = case
    after = evaluate_plan(landscape, data.draw(plans(landscape)))
    found = compare_plans(before, after)
    if before.cost is None or after.cost is None:
        assert (found.parts, found.total) == ((), None)
        return
    assert tuple(part.part for part in found.parts) == PARTS
    for part in found.parts:
        assert part.before == before.cost.as_dict()[part.part]
        assert part.after == after.cost.as_dict()[part.part]
        assert sum(item.difference for item in part.items) == part.difference, part.part
        sizes = [(-abs(item.difference), item.name) for item in part.items]
        assert sizes == sorted(sizes)
    assert found.total == sum(part.difference for part in found.parts)


@given(priced(with_rules=False), st.data())
@some()
def test_the_later_answer_is_the_earlier_one_with_the_items_put_in(
    case: tuple[Drawn, Evaluation], data: st.DataObject
) -> None:
    """The slow way: bridges, suspensions and tests of both answers as they are printed, and the items between them."""
    (_, landscape, _), before = case
    after = evaluate_plan(landscape, data.draw(plans(landscape)))
    found: Any = difference_document(compare_plans(before, after))
    if after.cost is None:
        return
    one: Any
    other: Any
    one, other = answer_document(before), answer_document(after)
    tests = Counter((case["month"], case["integration"]) for case in one["tests"])
    for item in found["items"].get("test", ()):
        for side, sign in (("before", -1), ("after", 1)):
            entry = item["tests"][side]
            if entry is not None:
                tests[entry["month"], entry["integration"]] += sign
    assert +tests == Counter((case["month"], case["integration"]) for case in other["tests"])

    changed = {item["bridge"]: item for item in found["items"].get("bridge", ())}
    standing = [{bridge["key"]: bridge for bridge in answer["bridges"]} for answer in (one, other)]
    for key in {*standing[0], *standing[1]}:
        served = [_served(bridges.get(key)) for bridges in standing]
        if key not in changed:
            assert served[0] == served[1]
            continue
        paid = [bridges[key]["paid"]["total"] if key in bridges else 0 for bridges in standing]
        assert paid == [changed[key]["before"], changed[key]["after"]]
        for entry in (*changed[key]["serves"], *changed[key]["moves"]):
            name = entry.get("integration") or entry["move"]
            assert served[0].get(name, []) == entry["before"]
            assert served[1].get(name, []) == entry["after"]
            served[0].pop(name, None)
            served[1].pop(name, None)
        assert served[0] == served[1]

    out = [
        {entry["integration"]: entry["months"] for entry in answer["suspended"]} for answer in (one, other)
    ]
    for item in found["items"].get("suspension", ()):
        (link,) = item["links"]
        assert out[0].pop(link, []) == item["months"]["before"]
        assert out[1].pop(link, []) == item["months"]["after"]
    assert out[0] == out[1]


def _served(bridge: Any) -> dict[str, list[str]]:
    if bridge is None:
        return {}
    links = {entry["integration"]: entry["months"] for entry in bridge["serves"]}
    return links | {entry["move"]: entry["months"] for entry in bridge.get("moves", ())}


@given(drawn(), st.data())
@some()
def test_a_change_and_its_reverse_differ_by_the_same_with_the_opposite_sign(
    case: Drawn, data: st.DataObject
) -> None:
    _, landscape, moves = case
    changed = data.draw(plans(landscape))
    changes = (
        {ref: changed[ref] for ref in data.draw(st.sets(st.sampled_from(sorted(moves))))} if moves else {}
    )
    there = try_change(evaluate_plan(landscape, moves), changes)
    back = try_change(evaluate_plan(landscape, {**moves, **changes}), {ref: moves[ref] for ref in changes})
    assert back.months == {ref: (after, before) for ref, (before, after) in there.months.items()}
    assert (back.caused, back.mended) == (there.mended, there.caused)
    assert (back.before, back.after) == (there.after, there.before)
    for one, other in zip(there.parts, back.parts, strict=True):
        assert one.difference == -other.difference
        assert _opposite(one.items) == sorted((item.before, item.after, item.links) for item in other.items)


def _opposite(found: tuple[Item, ...]) -> list[tuple[Any, ...]]:
    return sorted((item.after, item.before, item.links) for item in found)

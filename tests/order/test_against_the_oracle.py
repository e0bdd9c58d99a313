"""The proven optimum against trying every plan: its cost, its months, and whether there is a plan at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analyzer import order
from analyzer.evaluation import evaluate_plan
from analyzer.landscape.model import Before, Blackout, Fixed, Landscape, MoveRef, Pattern, Rule, Together
from analyzer.landscape.months import Month
from tests.evaluation.changes import doubled, shuffles
from tests.oracles.ordering import BUILT_IN, in_pattern, plans_that_keep, sum_of_months
from tests.order.drawing import few, landscapes, landscapes_with_patterns, orders, tried
from tests.strategies import Document, model

if not hasattr(order, "optimize_plan"):
    pytest.skip("the optimiser is not there yet", allow_module_level=True)
optimize_plan: Any = order.optimize_plan


def cost(landscape: Landscape, pattern: Pattern | None = None) -> int | None:
    """The proven least total, None where no plan keeps the rules."""
    answer = optimize_plan(landscape, pattern=pattern)
    if answer.status == "infeasible":
        assert answer.evaluation is None
        return None
    assert answer.status == "optimal"
    assert answer.bound == answer.evaluation.cost.total
    assert answer.evaluation.violations == ()
    return int(answer.bound)


@given(landscapes())
@few(20)
def test_the_optimum_is_the_least_of_all_plans_with_the_least_months(case: Landscape) -> None:
    expected = tried(case)
    assert cost(case) == expected.total
    if expected.total is not None:
        answer = optimize_plan(case)
        assert sum_of_months(answer.evaluation.moves) == expected.months
        assert answer.evaluation.moves in expected.earliest


@given(landscapes_with_patterns())
@few(20)
def test_so_is_that_of_a_pattern(case: tuple[Landscape, Pattern]) -> None:
    landscape, pattern = case
    expected = tried(landscape, pattern)
    assert cost(landscape, pattern) == expected.total
    if expected.total is not None:
        moves = optimize_plan(landscape, pattern=pattern).evaluation.moves
        assert in_pattern(landscape, pattern, moves)
        assert sum_of_months(moves) == expected.months


@given(landscapes(), st.data())
@few(20)
def test_months_that_are_given_are_kept_and_the_others_chosen_best(
    case: Landscape, data: st.DataObject
) -> None:
    refs = [MoveRef(system.id, move.id) for system in case.systems.values() for move in system.moves]
    chosen = data.draw(st.lists(st.sampled_from(refs), min_size=1, max_size=2, unique=True))
    fixed = {ref: data.draw(st.sampled_from(case.horizon.months())) for ref in chosen}
    expected = tried(case, fixed=fixed)
    assert cost(replace(case, rules=(*case.rules, Fixed(tuple(fixed.items()))))) == expected.total


# ---- what never costs more, and never less


def dearer(one: int | None, other: int | None) -> bool:
    """Is `one` at least `other`? No plan at all is dearer than any."""
    return one is None or (other is not None and one >= other)


@given(landscapes(), st.data())
@few(20)
def test_relaxing_a_rule_never_costs_more(case: Landscape, data: st.DataObject) -> None:
    vendors = {
        id: replace(vendor, cutovers_per_month=None, unavailable=frozenset())
        for id, vendor in case.vendors.items()
    }
    relaxed = [
        replace(case, rules=tuple(rule for rule in case.rules if rule is not dropped))
        for dropped in case.rules
    ]
    if case.cutovers_per_month is not None:
        relaxed.append(replace(case, cutovers_per_month=case.cutovers_per_month + 1))
    if vendors != case.vendors:
        relaxed.append(replace(case, vendors=vendors))
    if case.deadline is not None:
        relaxed.append(replace(case, deadline=case.deadline + 1))
    assume(relaxed)
    assert dearer(cost(case), cost(data.draw(st.sampled_from(relaxed))))


@st.composite
def rules_for(draw: st.DrawFn, case: Landscape) -> Rule:
    refs = [MoveRef(system.id, move.id) for system in case.systems.values() for move in system.moves]
    one, other = draw(st.permutations(refs))[:2]
    month = draw(st.sampled_from(case.horizon.months()))
    rules: list[Rule] = [
        Together((one, other)),
        Before(one, other, draw(st.integers(0, 2))),
        Blackout(frozenset({month})),
        Fixed(((one, month),)),
    ]
    return draw(st.sampled_from(rules))


@given(landscapes(), st.data())
@few(20)
def test_adding_a_rule_never_costs_less(case: Landscape, data: st.DataObject) -> None:
    rule = data.draw(rules_for(case))
    assert dearer(cost(replace(case, rules=(*case.rules, rule))), cost(case))


@given(landscapes())
@few(20)
def test_no_pattern_is_cheaper_than_the_optimum(case: Landscape) -> None:
    least = cost(case)
    for pattern in (*BUILT_IN.values(), *case.patterns):
        assert dearer(cost(case, pattern), least)


# ---- the same landscape said otherwise


@given(orders(), st.data())
@few(20)
def test_the_order_of_entries_in_the_file_changes_nothing(document: Document, data: st.DataObject) -> None:
    one, two = (optimize_plan(model(d)) for d in (document, data.draw(shuffles(document))))
    assert (one.status, one.bound) == (two.status, two.bound)
    if one.evaluation is not None:
        assert one.evaluation.moves == two.evaluation.moves


@given(orders())
@few(20)
def test_prices_that_are_doubled_double_the_cost(document: Document) -> None:
    once = cost(model(document))
    assert cost(model(doubled(document))) == (None if once is None else 2 * once)


# ---- limits, and plans to start from


@given(landscapes(), st.integers(0, 3))
@few(20)
def test_a_search_that_a_limit_of_work_stops_has_a_bound_and_repeats_exactly(
    case: Landscape, work: int
) -> None:
    expected = tried(case)
    one, two = (optimize_plan(case, work_limit=work) for _ in range(2))
    assert (one.status, one.bound) == (two.status, two.bound)
    if expected.total is None:
        assert one.status in ("infeasible", "unknown")
        assert one.evaluation is None
        return
    assert one.status in ("optimal", "feasible", "unknown")
    if one.bound is not None:
        assert one.bound <= expected.total
    if one.evaluation is not None:
        assert one.evaluation.violations == ()
        assert one.evaluation.cost.total >= expected.total
        assert one.evaluation.moves == two.evaluation.moves
        assert (one.status == "optimal") == (one.bound == one.evaluation.cost.total)


@given(landscapes(), st.data())
@few(20)
def test_a_plan_to_start_from_is_never_worsened(case: Landscape, data: st.DataObject) -> None:
    kept = plans_that_keep(case)
    assume(kept)
    start: dict[MoveRef, Month] = dict(data.draw(st.sampled_from(kept)))
    given_cost = evaluate_plan(case, start).cost
    assert given_cost is not None
    answer = optimize_plan(case, start=start, work_limit=1)
    assert answer.status in ("optimal", "feasible")
    assert answer.evaluation.cost.total <= given_cost.total
    assert optimize_plan(case, start=start).evaluation.moves == optimize_plan(case).evaluation.moves

"""Planning again: the optimum of the changed landscape, with few changed months, and what each of them is worth."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.order.near import Near
from analyzer.order.optimize import TEAMS
from analyzer.whatif.again import Moves, TradeOff, begin_with, plan_again, trade_off
from analyzer.whatif.scenarios import Changed, apply
from tests.builders import landscape, link, move, system
from tests.oracles.ordering import BestPlans, how_many_changed, plans_that_keep
from tests.order.drawing import few, landscapes, tried
from tests.whatif.scenarios.drawing import changes, scenario_of

SMALL_CHANGES = ("delay", "withdraw", "fix", "forbid", "capacity", "deadline", "together", "apart")


@st.composite
def changed_with_plans(draw: st.DrawFn) -> tuple[Changed, Moves]:
    """A small landscape under a scenario, and a plan that kept the rules before it."""
    before: Landscape = draw(landscapes())
    kept = plans_that_keep(before)
    assume(kept)
    changed = apply(before, scenario_of(*draw(changes(before, SMALL_CHANGES))))
    return changed, dict(draw(st.sampled_from(kept)))


def least(changed: Changed, old: Moves, keep: int | None = None) -> BestPlans:
    return tried(changed.planning, near=None if keep is None else Near(old, keep))


def at(**months: str) -> dict[MoveRef, Month]:
    """``at(jumin="2025-02")``: the month of each system's shift."""
    return {MoveRef(id_, "shift"): Month.parse(month) for id_, month in months.items()}


@given(changed_with_plans())
@few(20)
def test_each_point_of_the_curve_is_the_least_cost_with_so_many_changes(case: tuple[Changed, Moves]) -> None:
    changed, old = case
    curve = trade_off(changed, old)
    optimum = least(changed, old)
    assert curve.optimum.total == optimum.total
    if optimum.total is None:
        assert (curve.points, curve.optimum.status) == ((), "infeasible")
        return
    assert curve.fewest_proven
    assert not curve.interrupted
    first = curve.points[0].changes
    if first:
        assert least(changed, old, first - 1).total is None
    assert [point.changes for point in curve.points] == list(range(first, first + len(curve.points)))
    for point in curve.points:
        ordering = point.ordering
        assert ordering.status == "optimal"
        assert ordering.total == ordering.bound == least(changed, old, point.changes).total
        assert ordering.evaluation is not None
        assert how_many_changed(old, ordering.evaluation.moves) <= point.changes
    # It ends where the optimum is reached, and not later.
    assert [point.ordering.total == optimum.total for point in curve.points].index(True) == len(
        curve.points
    ) - 1


@given(changed_with_plans())
@few(20)
def test_points_that_are_only_searched_for_never_cost_more_with_more_changes(
    case: tuple[Changed, Moves],
) -> None:
    changed, old = case
    curve = trade_off(changed, old, work_limit=1, team=TEAMS["search"])
    assume(curve.points)
    _is_a_curve(curve)


def _is_a_curve(curve: TradeOff) -> None:
    totals = [point.ordering.total for point in curve.points]
    bounds = [point.ordering.bound for point in curve.points]
    assert totals == sorted(totals, reverse=True)  # type: ignore[type-var]
    assert bounds == sorted(bounds, reverse=True)  # type: ignore[type-var]
    assert curve.optimum.total == totals[-1]
    for point in curve.points:
        ordering = point.ordering
        assert ordering.near is not None
        assert ordering.evaluation is not None
        assert ordering.evaluation.violations == ()
        assert ordering.near.changes == point.changes
        assert how_many_changed(curve.old, ordering.evaluation.moves) <= point.changes
        assert ordering.bound is not None
        assert ordering.total is not None
        assert ordering.bound <= ordering.total
        assert (ordering.status == "optimal") == (ordering.bound == ordering.total)


# --- by hand -------------------------------------------------------------------------------------


def three(**fields: Any) -> Landscape:
    """Three systems; whoever moves before a linked one needs a bridge of 1 to keep its old interface."""
    return landscape(
        systems=[system(id_, move()) for id_ in ("fuhyo", "jumin", "zeimu")],
        integrations=[link("l1", "jumin", "zeimu"), link("l2", "jumin", "fuhyo")],
        bridges=[{"kind": "keep_legacy", "setup": 1}],
        **fields,
    )


TOGETHER = at(fuhyo="2025-02", jumin="2025-02", zeimu="2025-02")


def test_with_one_change_the_late_system_goes_alone_and_with_three_all_go_together() -> None:
    # jumin slips to 2025-03 at the earliest. Alone: both links are mixed for a month, a bridge at each of the others, 2 in all.
    # With two changes one link is mixed, 1; with three none, and all move together again: 0 (no tests cost anything).
    given_ = three(landscape={"costs": {"test_case": 0}})
    changed = apply(given_, scenario_of({"delay": {"move": "jumin.shift", "months": 2}}))
    curve = trade_off(changed, TOGETHER)
    assert [(p.changes, p.ordering.total) for p in curve.points] == [(1, 2), (2, 1), (3, 0)]
    assert [p.ordering.status for p in curve.points] == ["optimal"] * 3
    answer = plan_again(changed, TOGETHER, keep=1)
    assert answer.evaluation is not None
    assert dict(answer.evaluation.moves) == TOGETHER | at(jumin="2025-03")


def test_too_few_changes_are_a_conflict_that_says_how_many_more_it_takes() -> None:
    changed = apply(three(), scenario_of({"delay": {"vendor": "va", "months": 2}}))
    answer = plan_again(changed, TOGETHER, keep=1)
    assert answer.status == "infeasible"
    assert answer.conflict is not None
    assert answer.conflict.rules[-1].key == ("months_changed", "1")
    assert answer.conflict.relaxation is not None
    (change,) = answer.conflict.relaxation.changes
    assert (change.code, change.months, change.place) == ("months_changed", 2, None)
    assert change.sentence.en == "the months of the plan before that may change from 1 to 3 (2 more)"


def test_a_plan_that_is_still_the_best_changes_nothing() -> None:
    changed = apply(three(), scenario_of({"forbid": {"jumin.shift": ["2025-05"]}}))
    first = at(fuhyo="2025-01", jumin="2025-01", zeimu="2025-01")
    curve = trade_off(changed, first)
    assert [(point.changes, point.ordering.status) for point in curve.points] == [(0, "optimal")]
    assert curve.fewest_proven


def test_no_plan_at_all_has_no_curve_and_says_why() -> None:
    changed = apply(three(), scenario_of({"delay": {"vendor": "va", "months": 12}}))
    curve = trade_off(changed, TOGETHER)
    assert curve.points == ()
    assert curve.optimum.status == "infeasible"
    assert curve.optimum.conflict is not None


@pytest.mark.parametrize(
    ("keep", "months", "expected"),
    [
        (None, 1, TOGETHER),  # earliest is the horizon's first month + 1: the plan is late enough
        (None, 2, at(fuhyo="2025-02", jumin="2025-04", zeimu="2025-02")),  # months slip from the plan's own
        (0, 2, TOGETHER),  # slipping changes more than may change
    ],
)
def test_the_search_begins_with_the_old_plan_as_far_as_it_goes(
    keep: int | None, months: int, expected: Moves
) -> None:
    changed = apply(three(), scenario_of({"delay": {"move": "jumin.shift", "months": months}}))
    assert begin_with(changed, TOGETHER, keep) == expected


def test_a_stop_from_another_thread_ends_the_curve_with_what_is_known() -> None:
    changed = apply(three(), scenario_of({"delay": {"move": "jumin.shift", "months": 2}}))
    stop = threading.Event()
    heard: list[int | None] = []

    def announce(keep: int | None) -> None:
        heard.append(keep)
        if keep == 2:
            stop.set()

    curve = trade_off(changed, TOGETHER, announce=announce, stop=stop)
    assert curve.interrupted
    assert heard == [None, 1, 2]
    _is_a_curve(curve)

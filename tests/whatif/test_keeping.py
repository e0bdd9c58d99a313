"""A plan that is kept under a scenario: months slip as rules push, links go on as they did, the rest costs least."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from analyzer.bridges.carriage import Carriage
from analyzer.bridges.demands import Demands
from analyzer.errors import InputError
from analyzer.evaluation.assessment import Assessment
from analyzer.evaluation.evaluate import Evaluation, evaluate_plan
from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.plan.rules import rule_violations
from analyzer.whatif.keeping import Kept, keep_plan
from analyzer.whatif.scenarios import apply
from analyzer.whatif.slipping import lengthened, slipped
from tests import builders
from tests.strategies import landscapes_with_plans
from tests.whatif.scenarios.drawing import changes, scenario_of

JUMIN, ZEI = MoveRef("jumin", "shift"), MoveRef("zeimu", "shift")


def at(text: str) -> Month:
    return Month.parse(text)


@st.composite
def kept_plans(draw: st.DrawFn) -> Kept:
    landscape, moves = draw(landscapes_with_plans())
    scenario = scenario_of(*draw(changes(landscape)))
    try:
        changed = apply(landscape, scenario)
    except InputError:
        assume(False)
        raise
    return keep_plan(evaluate_plan(landscape, moves), changed)


def carried(evaluation: Evaluation) -> dict[tuple[str, str], tuple[tuple[int, int], str]]:
    """(link, month) → (forms of its ends, way), of mixed links."""
    assert evaluation.assessment is not None
    carriage = evaluation.assessment.carriage
    found = {}
    for stretch, span, option in carriage:
        if stretch.state.state == "mixed":
            covered = carriage.demands.schedule.spans[span]
            forms = stretch.source.form, stretch.target.form
            for month in range(covered.start, covered.stop):
                key = str(stretch.integration.key), str(carriage.demands.schedule.month(month))
                found[key] = forms, option.way.name
    return found


@given(landscapes_with_plans())
def test_under_no_change_the_plan_stays_what_it_was(case: tuple[Any, dict[MoveRef, Month]]) -> None:
    landscape, moves = case
    before = evaluate_plan(landscape, moves)
    kept = keep_plan(before, apply(landscape, scenario_of()))
    assert kept.after.cost == before.cost
    assert kept.after.violations == before.violations
    assert (kept.moves, kept.tests, kept.violations_new, kept.violations_gone) == ((), (), (), ())
    assert all(life.change == "same" for life in kept.bridges)


@given(kept_plans())
def test_a_kept_plan_slips_and_breaks_what_its_rules_say_and_its_differences_add_up(kept: Kept) -> None:
    changed, before = kept.changed, kept.before
    months = slipped(changed.keeping, before.moves, changed.delays) if changed.delays else before.moves
    assert kept.after.moves == months
    assert kept.after.landscape == (
        lengthened(changed.keeping, months) if changed.delays else changed.keeping
    )
    if kept.after.demands is not None:
        rules = rule_violations(kept.after.demands.schedule)
        assert kept.after.violations == (*rules, *kept.after.demands.unserved)
        assert (kept.after.cost is None) == bool(kept.after.demands.unserved)
    for moved in kept.moves:
        assert moved.after > moved.before
        assert moved.delay or moved.pushes
    _differences_add_up(kept)


@given(kept_plans())
def test_each_link_goes_on_as_the_plan_carried_it(kept: Kept) -> None:
    if kept.before.assessment is None or kept.after.assessment is None:
        return
    was = carried(kept.before)
    offered = {
        (str(stretch.integration.key), span): {option.way.name for option in options}
        for stretch in _all_demands(kept).stretches
        for span, options in zip(stretch.spans, stretch.options, strict=True)
    }
    schedule = kept.after.assessment.schedule
    for (link, text), (forms, way) in carried(kept.after).items():
        here = {month: w for (other, month), (f, w) in was.items() if other == link and f == forms}
        if here:
            month = at(text)
            nearest = min(here, key=lambda m: (abs(at(m) - month), m))
            span = next(
                s.index for s in schedule.spans if s.start <= schedule.landscape.horizon.index(month) < s.stop
            )
            assert way == here[nearest] or here[nearest] not in offered[link, span]


def _differences_add_up(kept: Kept) -> None:
    before, after = kept.before.assessment, kept.after.assessment
    if before is None or after is None:
        return
    by_kind = [case.change for case in kept.tests]
    added = by_kind.count("new") + by_kind.count("repeated") - by_kind.count("void")
    assert after.cases - before.cases == added
    standing = {life.key for life in kept.bridges if life.change != "gone"}
    assert standing == {bridge.bridge.key for bridge in after.bridges}
    assert {life.key for life in kept.bridges if life.change != "new"} == {
        bridge.bridge.key for bridge in before.bridges
    }
    for life in kept.bridges:
        if life.order_by is not None:
            assert life.order_by >= kept.after.landscape.horizon.first


def _all_demands(kept: Kept) -> Demands:
    """The demands of the kept plan with every way that is open, in its spans."""
    assert kept.after.assessment is not None
    return Demands(kept.after.assessment.schedule)


@given(kept_plans())
def test_what_is_chosen_anew_costs_least(kept: Kept) -> None:
    """Every other choice of the demands that had one costs as much or more."""
    demands = kept.after.demands
    if demands is None or kept.after.assessment is None:
        return
    choices = [options or (None,) for stretch in demands.stretches for options in stretch.options]
    count = 1
    for options in choices:
        count *= len(options)
    if count > 64:
        return
    for chosen in product(*choices):
        left = iter(chosen)
        picks = [[next(left) for _ in stretch.options] for stretch in demands.stretches]
        assert Assessment(Carriage(demands, picks)).cost.total >= kept.after.assessment.cost.total


# --- by example ------------------------------------------------------------------------------


def keep(*changed: Any, moves: dict[MoveRef, Month], **overrides: Any) -> Kept:
    landscape = builders.landscape(**overrides)
    return keep_plan(evaluate_plan(landscape, moves), apply(landscape, scenario_of(*changed)))


def test_a_delay_lets_the_bridge_live_longer() -> None:
    """jumin moves in February, zeimu in April: the link is mixed for two months, after the delay for three."""
    kept = keep(
        {"delay": {"move": "zeimu.shift", "months": 1}},
        moves={JUMIN: at("2025-02"), ZEI: at("2025-04")},
        bridges=[{"kind": "keep_legacy", "setup": 5, "per_month": 2}],
    )
    (bridge,) = kept.bridges
    assert (bridge.change, len(bridge.months_before), len(bridge.months_after)) == ("longer", 2, 3)
    assert kept.before.cost is not None
    assert kept.after.cost is not None
    assert (kept.before.cost.bridge, kept.after.cost.bridge) == (5 + 2 * 2, 5 + 3 * 2)
    (move,) = kept.moves
    assert (move.move, move.delay, move.pushes) == (ZEI, 1, ())
    # The test of the native link follows zeimu; that of the kept interface stays in February.
    (case,) = kept.tests
    assert (case.change, case.before, case.after) == ("moved", at("2025-04"), at("2025-05"))


def test_an_ordered_bridge_stays_though_another_is_cheaper_now() -> None:
    """The plan kept the legacy interface; the scenario offers an early standard one for nothing: it is not taken."""
    kept = keep(
        {"bridge": {"kind": "early_standard"}},
        moves={JUMIN: at("2025-02"), ZEI: at("2025-04")},
        bridges=[{"kind": "keep_legacy", "setup": 5}, {"kind": "early_standard", "setup": 9}],
    )
    assert [(life.key.kind, life.change) for life in kept.bridges] == [("keep_legacy", "same")]


def test_a_bridge_that_must_be_ordered_earlier_than_planned_is_late() -> None:
    """zeimu moves first now that jumin is late: its kept interface has to be ordered in January, and it is February."""
    scenario = scenario_of({"delay": {"move": "jumin.shift", "months": 2}})
    landscape = builders.landscape(
        landscape={"as_of": "2025-02"}, bridges=[{"kind": "keep_legacy", "setup": 5, "lead_months": 2}]
    )
    before = evaluate_plan(landscape, {JUMIN: at("2025-03"), ZEI: at("2025-03")})
    kept = keep_plan(before, apply(landscape, scenario))
    (bridge,) = kept.bridges
    assert (bridge.change, bridge.key.place, str(bridge.order_by), bridge.late) == (
        "new",
        "zeimu",
        "2025-01",
        True,
    )


def test_a_link_that_nothing_can_carry_any_more_leaves_no_cost() -> None:
    kept = keep(
        {"withdraw": {"vendor": "va", "from": "2025-03"}},
        moves={JUMIN: at("2025-02"), ZEI: at("2025-04")},
        bridges=[{"kind": "keep_legacy", "setup": 5}],
    )
    assert kept.after.cost is None
    assert [finding.code for finding in kept.violations_new] == ["unserved_demand"]


def test_violations_point_to_the_scenario_that_made_them() -> None:
    kept = keep(
        {"rule": {"blackout": ["2025-02"]}},
        {"capacity": {"cutovers_per_month": 0}},
        {"withdraw": {"vendor": "vb", "from": "2025-04"}},
        {"available": {"environment": "cloud", "from": "2025-05"}},
        moves={JUMIN: at("2025-02"), ZEI: at("2025-05")},
    )
    places = {finding.code: finding.place for finding in kept.violations_new}
    assert {code: place.file for code, place in places.items() if place} == dict.fromkeys(
        ("blackout", "capacity", "latest", "contract_end", "environment_unavailable"), "scenarios.yaml"
    )

"""The slip simulation of docs/examples/slips.yaml, whose figures are derived by hand, and of cities.

jumin moves in 2025-02, zei in 2025-04 or, as often, in 2025-06; the horizon ends there. Its bridge costs 10 + 1, and 3 in
each month from jumin's move to zei's: 17 for two months, 23 for four. Two legs are tested, whatever the months. The cloud
costs 5 in each of the five months from 2025-02 on.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.landscape.loading import read_landscape
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.whatif.slips.robust import Candidate, compare_under_slips
from analyzer.whatif.slips.simulation import Slipping, simulate
from analyzer.whatif.slips.spread import Spread

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "slips.yaml"


def example(**header: Any) -> Landscape:
    document = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    document["landscape"].update(header)
    return model(document)


def model(document: Any) -> Landscape:
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
    landscape = read_landscape(text.encode(), "slips.yaml").landscape
    assert landscape is not None
    return landscape


def plan(landscape: Landscape, jumin: str = "2025-02", zei: str = "2025-04") -> Evaluation:
    months = {"jumin": jumin, "zei": zei}
    return evaluate_plan(
        landscape, {MoveRef(id_, "shift"): Month.parse(month) for id_, month in months.items()}
    )


@pytest.fixture(scope="module")
def slipping() -> Slipping:
    return simulate(plan(example()), samples=2_000, exact=20)


def test_a_slip_of_two_months_lengthens_the_bridge_and_misses_the_deadline(slipping: Slipping) -> None:
    late = slipping.ends[Month.parse("2025-06")]
    assert slipping.ends == {Month.parse("2025-04"): 2_000 - late, Month.parse("2025-06"): late}
    assert 900 < late < 1_100
    assert slipping.in_time == slipping.unbroken == Fraction(2_000 - late, 2_000)
    assert slipping.served == 1
    assert slipping.planned_cost == {
        "bridge": 17, "suspension": 0, "test": 2, "session": 0, "environment": 25, "law_change": 0, "lateness": 0,
        "total": 44,
    }  # fmt: skip
    total = slipping.cost["total"]
    assert total.mean == 44 + Fraction(6 * late, 2_000)
    assert (total.low, total.high, total.least, total.most) == (44, 50, 44, 50)
    (bridge,) = slipping.bridges
    assert (bridge.bridge.kind, bridge.planned) == ("keep_legacy", 2)
    assert bridge.needed == 1
    assert bridge.months is not None
    assert (bridge.months.low, bridge.months.high) == (2, 4)
    (rule,) = slipping.breaking.rules
    assert (rule.code, rule.subject, rule.samples) == ("deadline", ("zei.shift",), late)
    assert [(str(d.name), d.share, d.gained) for d in slipping.driving.moves] == [
        ("zei.shift", Fraction(late, 2_000), Fraction(2 * late, 2_000))
    ]
    (swing,) = slipping.tornado
    assert (swing.vendor, swing.slips, swing.costs) == ("vendor-a", (0, 2), (44, 50))
    assert [str(month) for month in swing.ends] == ["2025-04", "2025-06"]


def test_the_fan_is_the_plan_where_nothing_slips_and_opens_where_something_does(slipping: Slipping) -> None:
    fan = slipping.fan
    assert [str(month) for month in fan.months] == [f"2025-0{n}" for n in range(1, 7)]
    assert fan.moved_planned == (0, 1, 1, 2, 2, 2)
    assert [band[0] for band in fan.moved] == [0, 1, 1, 1, 1, 2]
    assert [band[2] for band in fan.moved] == [0, 1, 1, 2, 2, 2]
    assert fan.standing_planned == (0, 1, 1, 0, 0, 0)
    assert [band[2] for band in fan.standing] == [0, 1, 1, 1, 1, 0]


def test_samples_solved_exactly_save_nothing_where_there_is_nothing_to_choose(slipping: Slipping) -> None:
    resolved = slipping.resolved
    assert (resolved.asked, resolved.solved, resolved.unserved, resolved.stopped) == (20, 20, 0, False)
    assert resolved.counted == resolved.kept == resolved.least
    assert resolved.saved is not None
    assert resolved.saved.most == 0


def test_the_horizon_grows_with_a_late_move_and_what_it_costs_goes_on() -> None:
    own = simulate(plan(example(horizon={"first": "2025-01", "last": "2025-04"})), samples=200, exact=5)
    total = own.cost["total"]
    # To 2025-04 the cloud costs 15; a slip of two months adds 10 to it, and 6 to the bridge.
    assert (own.planned_cost["total"], total.least, total.most) == (34, 34, 50)
    assert own.resolved.saved is not None
    assert own.resolved.saved.most == 0


def test_re_planning_saves_what_another_bridge_would_cost_less() -> None:
    document = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    # Two months by hand cost 10 (against 17), four cost 20 (against 23); six would cost 30, against 29 of the bridge.
    document["bridges"].append({"kind": "manual", "per_month": 5})
    document["vendors"][0]["slip"] = {"table": {4: 1}}
    own = simulate(plan(model(document)), samples=3, exact=3)
    assert own.planned_cost["bridge"] == 10
    assert own.cost["bridge"].mean == 30
    # The bridge's leg is tested once, at 1: 30 against 29 + 1, and fewer test cases go before.
    assert own.resolved.saved is not None
    assert own.resolved.saved.mean == 0
    document["vendors"][0]["slip"] = {"table": {6: 1}}
    own = simulate(plan(model(document)), samples=3, exact=3)
    assert own.resolved.saved is not None
    assert own.resolved.saved.mean == 40 - (11 + 3 * 8 + 1)


def test_what_cannot_be_carried_has_no_cost_and_is_named() -> None:
    document = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    document["existing_bridges"] = []
    document["bridges"] = [{"kind": "keep_legacy", "vendor": "vendor-b"}]  # none where zei moves first
    document["vendors"][1]["slip"] = {"table": {0: 1, 4: 1}}
    own = simulate(plan(model(document), zei="2025-02"), samples=400, exact=10)
    assert 0 < own.served < 1
    assert own.unserved == {"juki-zei/00/jumin/zei": 400 - round(own.served * 400)}
    assert own.resolved.unserved > 0
    assert own.resolved.solved + own.resolved.unserved == 10


def test_without_distributions_every_sample_is_the_plan() -> None:
    document = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    del document["vendors"][0]["slip"]
    own = simulate(plan(model(document)), samples=5, exact=1)
    assert own.tornado == ()
    assert own.cost["total"] == Spread(Fraction(44), 44, 44, 44, 44, 44)
    assert own.driving.late == 0
    assert not own.driving.moves


def test_a_limit_of_time_leaves_samples_unsolved_and_says_so() -> None:
    own = simulate(plan(example()), samples=20, exact=20, time_limit=0.0)
    assert own.resolved.stopped
    assert own.resolved.solved == 0


def test_the_order_of_the_file_changes_nothing() -> None:
    document = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    for section in ("vendors", "environments", "systems"):
        document[section].reverse()
    one, other = (simulate(plan(own), samples=300, exact=0) for own in (example(), model(document)))
    assert (one.ends, one.cost, one.fan) == (other.ends, other.cost, other.fan)


def test_plans_meet_the_same_slips_and_each_is_judged_against_the_cheapest() -> None:
    landscape = example()
    early, later = plan(landscape), plan(landscape, jumin="2025-04", zei="2025-05")
    candidates = [
        Candidate(name, Text(name, name), own) for name, own in (("early", early), ("later", later))
    ]
    own = compare_under_slips(landscape, candidates, samples=1_000)
    one, other = own.plans
    late = one.end.mean - 3
    share = late / 2
    # early: 44, or 50. later: 10 + 1 + 3 + 2 + 15 = 31, or (to 2025-07) 11 + 9 + 2 + 20 = 42.
    assert one.cost is not None
    assert other.cost is not None
    assert one.cost.mean == 44 + 6 * share
    assert other.cost.mean == 31 + 11 * share
    assert one.regret is not None
    assert one.regret.mean == 13 - 5 * share
    assert one.regret.most == 13
    assert one.cheapest == 0
    assert other.cheapest == own.compared == 1
    assert other.in_time == 1 - share
    assert {c.code: c.best for c in own.criteria} == {
        "expected_cost": ("later",), "cost_90": ("later",), "expected_regret": ("later",), "greatest_regret": ("later",),
        "in_time": ("early", "later"), "end_90": ("early",),
    }  # fmt: skip


def test_a_plan_without_a_cost_is_left_out() -> None:
    landscape = example()
    candidates = [
        Candidate("good", Text("good", "good"), plan(landscape)),
        Candidate("none", Text("none", "none"), None),
        Candidate("outside", Text("outside", "outside"), plan(landscape, zei="2026-01")),
    ]
    own = compare_under_slips(landscape, candidates, samples=50)
    assert [p.candidate.id for p in own.plans] == ["good"]
    assert [c.id for c in own.left_out] == ["none", "outside"]
    nothing = compare_under_slips(landscape, candidates[1:], samples=50)
    assert not nothing.plans
    assert not nothing.criteria
    assert nothing.compared == 0


def test_portions_of_the_samples_add_up_to_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    landscape = example()
    whole = simulate(plan(landscape), samples=90, exact=0)
    monkeypatch.setattr("analyzer.whatif.slips.counting._MEMORY", 1_000)
    monkeypatch.setattr("analyzer.whatif.slips.breaking._CELLS", 50)
    parts = simulate(plan(landscape), samples=90, exact=0)
    assert (parts.cost, parts.fan, parts.bridges[0].months) == (
        whole.cost,
        whole.fan,
        whole.bridges[0].months,
    )


def test_a_slip_of_a_century_or_more_is_counted_as_any_other() -> None:
    document = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    document["vendors"][0]["slip"] = {"table": {0: 1, 2_000: 1}}
    document["landscape"]["capacity"] = {"cutovers_per_month": 1}
    own = simulate(plan(model(document)), samples=200, exact=1, time_limit=5.0)
    (bridge,) = own.bridges
    assert bridge.months is not None
    assert (bridge.months.least, bridge.months.most) == (2, 2_002)
    assert own.cost["environment"].most == 5 * 2_003

"""The measure of the order of migration: what counts as reached, what is kept, what is shown. No test looks at a time."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.evaluation import evaluate_plan
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from tests.benchmarks import best_plans, order_run
from tests.benchmarks.best_plans import best_known, evaluated, keep_if_better, read_moves
from tests.benchmarks.cities import City
from tests.benchmarks.order_chart import Curve, Panel, chart
from tests.benchmarks.order_records import Record, Store, read_record, slope
from tests.benchmarks.order_rows import MUST, SEEDS, Row, grid_rows, must_rows
from tests.benchmarks.order_run import Outcome, Watch
from tests.benchmarks.ordering import Measured, gap_chart, goals, keep_plan, theme_of

SMALL = Row(12, 40, 12, 4, "capacity", "everything", 1, 5.0)


class Fake:
    """An optimiser that knows the generator's plan only, and a bound of half its cost."""

    def __call__(self, landscape: Landscape, limit: float, watch: Watch) -> Outcome:
        moves = SMALL.city.moves
        cost = evaluate_plan(landscape, moves).cost
        assert cost is not None
        watch.saw(2 * cost.total, None)
        watch.saw(cost.total, cost.total // 2)
        return Outcome("feasible", moves, cost.total // 2)


def test_the_rows_are_those_of_the_issue() -> None:
    grid = list(grid_rows())
    assert {row.systems for row in grid} == {12, 20, 34, 50, 100, 300}
    assert {row.months for row in grid} == {12, 24, 36, 53}
    assert all(row.links == 10 * row.systems for row in grid)
    assert len(grid) == 6 * 4 * 2 * 2
    assert len(list(must_rows())) == len(MUST) * len(SEEDS)
    assert len({row.name for row in grid}) == len(grid)


@pytest.mark.parametrize("row", [SMALL, replace(SMALL, regime="window")], ids=lambda row: row.regime)
def test_capacity_is_a_rounded_up_share_of_the_moving_systems_or_there_is_none(row: Row) -> None:
    capacity = row.city.landscape.cutovers_per_month
    if row.regime == "window":
        assert capacity is None
        assert any(move.earliest for system in row.city.landscape.systems.values() for move in system.moves)
    else:
        assert capacity == math.ceil(16 * row.city.moving / (10 * row.windows))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_bridges_only_nothing_else_costs_and_every_link_is_direct(seed: int) -> None:
    city = City(12, 60, 12, 4, 4, seed, bridges_only=True)
    answer = evaluate_plan(city.landscape, city.moves)
    assert answer.violations == ()
    assert answer.cost is not None
    assert answer.alone is not None
    assert answer.cost.total == answer.cost.bridge + answer.cost.suspension == answer.alone.value
    for integration in city.landscape.integrations.values():
        for realization in integration.realizations.values():
            assert (realization.via, realization.send, realization.receive) == (None, None, None)
    whole = City(12, 60, 12, 4, 4, seed, {"catalogue": "sided"}).landscape
    assert (whole.rules, whole.systems, whole.catalogue) == (
        city.landscape.rules,
        city.landscape.systems,
        city.landscape.catalogue,
    )
    assert list(whole.integrations) == list(city.landscape.integrations)


def test_a_run_is_recorded_with_its_plan_evaluated_anew_and_is_found_again(tmp_path: Path) -> None:
    record = order_run.run(SMALL, "product", Fake())
    assert record.cost is not None
    assert [event[1:] for event in record.events] == [
        (2 * record.cost, None),
        (record.cost, record.cost // 2),
    ]
    assert read_moves(record.moves) == SMALL.city.moves
    assert record.memory > 1
    store = Store(tmp_path / "records.jsonl")
    store.add(record)
    again = Store(tmp_path / "records.jsonl")
    assert again.find(SMALL.name, "product", SMALL.limit, record.fingerprint) == record
    assert again.find(SMALL.name, "product", SMALL.limit, "another code") is None
    assert again.find(SMALL.name, "product", 2 * SMALL.limit, record.fingerprint) is None


def test_a_contestant_that_does_not_stop_is_ended_and_what_was_heard_of_it_counts() -> None:
    code = """
import time
from dataclasses import replace
from tests.benchmarks import order_run
from tests.benchmarks.test_ordering import SMALL

def deaf(landscape, limit, watch):
    watch.saw(70, 40)
    time.sleep(60)

order_run.GRACE = 0.2
order_run.run(replace(SMALL, limit=0.1), "highs", deaf)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=50
    )
    record = read_record(json.loads(done.stdout))
    assert (record.status, record.cost, record.bound, record.moves) == ("unknown", 70, 40, {})
    assert record.failed == ""


def test_a_plan_that_breaks_a_rule_is_no_plan(tmp_path: Path) -> None:
    first = SMALL.city.landscape.horizon.first

    def cheat(landscape: Landscape, limit: float, watch: Watch) -> Outcome:
        return Outcome("optimal", dict.fromkeys(SMALL.city.moves, first), 0)

    record = order_run.run(SMALL, "product", cheat)
    assert record.failed.startswith("the plan breaks a rule")
    keep_plan(SMALL, record, tmp_path)
    assert best_known(SMALL, tmp_path) is None


def test_only_a_cheaper_plan_replaces_the_best_known_one(tmp_path: Path) -> None:
    assert keep_if_better(SMALL, 100, {"a.shift": "2025-05"}, tmp_path)
    assert not keep_if_better(SMALL, 100, {"a.shift": "2025-06"}, tmp_path)
    assert keep_if_better(SMALL, 99, {"a.shift": "2025-07"}, tmp_path)
    known = best_known(SMALL, tmp_path)
    assert known is not None
    assert (known["cost"], known["moves"]) == (99, {"a.shift": "2025-07"})
    assert best_known(replace(SMALL, seed=2), tmp_path) is None
    path = tmp_path / f"{SMALL.name}.json"
    other = {**known, "instance": {**known["instance"], "generator_version": -1}}
    path.write_text(json.dumps(other))
    assert best_known(SMALL, tmp_path) is None  # another generator's city


KEPT = sorted(best_plans.FOLDER.glob("*.json"))
CHEAP = [path for path in KEPT if int(path.name.split("-")[0]) <= 34][:6]


@pytest.mark.parametrize("path", CHEAP, ids=lambda path: path.stem)
def test_a_best_known_plan_keeps_every_rule_and_costs_what_is_said(path: Path) -> None:
    row = next(row for row in (*must_rows(), *grid_rows()) if row.name == path.stem)
    known = best_known(row)
    assert known is not None
    answer = evaluated(row, known["moves"])
    assert answer.violations == ()
    assert answer.cost is not None
    assert answer.cost.total == known["cost"]


def record(
    row: Row, by: str, *events: tuple[float, int | None, int | None], status: str = "feasible"
) -> Record:
    cost, bound = events[-1][1:]
    return Record(row.name, by, row.limit, "", status, row.limit, 0.0, list(events), cost, bound, {}, 100.0)


def test_times_to_a_share_of_the_best_known_are_those_of_the_first_plan_that_is_so_good() -> None:
    run = record(
        SMALL, "product", (0.5, 120, None), (1.0, 104, 50), (2.0, 101, 90), (3.0, 101, 101), status="optimal"
    )
    assert (run.first, run.within(100, 0.05), run.within(100, 0.02), run.within(100, 0.01)) == (
        0.5,
        1.0,
        2.0,
        2.0,
    )
    assert run.within(100, 0.0) == math.inf
    assert run.proof == 3.0
    assert (run.gap_at(0.7), run.gap_at(1.5), run.gap_at(9)) == (None, (104 - 50) / 104, 0.0)


def test_events_are_kept_where_plan_or_bound_gets_better() -> None:
    watch = Watch()
    for cost, bound in ((None, 3.2), (10, 3.2), (12, 2), (10, 4), (9, None)):
        watch.saw(cost, bound)
    assert [event[1:] for event in watch.events] == [(None, 3), (10, 3), (10, 4), (9, 4)]


def test_growth_is_the_exponent_of_a_power_law() -> None:
    assert slope([(n, 3 * n**2) for n in (12, 20, 34, 100)]) == pytest.approx(2.0)
    assert slope([(12, 1.0), (20, 2.0), (34, math.inf)]) is None


def test_goals_say_how_far_it_is_and_where_the_plain_model_was_better(tmp_path: Path) -> None:
    measured = Measured(tmp_path)
    for row in must_rows():
        keep_if_better(row, 100, {}, tmp_path)
        measured.records[row, "product"] = record(row, "product", (0.5, 110, None), (9.0, 101, 80 + row.seed))
        measured.records[row, "highs"] = record(row, "highs", (0.5, 100 if row.seed == 3 else 120, 70))
    by_name = {goal.what: goal for goal in goals(measured)}
    assert by_name["first plan, 34 / 600"].ok
    assert by_name["within 2 % of the best known, 34 / 600 / 24 / 8"].ok
    proof = by_name["proof, 12 / 100, everything"]
    assert not proof.ok
    assert "gap then 18.8%" in proof.verdict
    assert not by_name["gap, 20 / 200 / 24 / 6, everything"].ok
    worse = by_name["a plan worse than the plain model's in the same time"]
    assert not worse.ok
    assert worse.verdict.count("HiGHS: 100, ours: 101") == len(MUST)
    theme = theme_of(measured)
    assert {len(table.rows) for table in theme.tables} == {2 * len(MUST), len(MUST)}
    assert ET.fromstring(gap_chart(measured)).tag.endswith("svg")  # noqa: S314 (our own)


def test_a_chart_tells_its_curves_apart_without_colours() -> None:
    curves = [Curve(f"{n} systems", [(1.0, 0.5), (10.0, 0.1 / n)], 100.0) for n in range(1, 6)]
    drawn = ET.fromstring(chart([Panel("a < b", curves)]))  # noqa: S314 (our own)
    lines = [element for element in drawn.iter() if element.tag.endswith("polyline")]
    assert len({line.get("stroke-dasharray") for line in lines}) == len(curves)
    assert {line.get("stroke") for line in lines} == {"black"}
    words = {element.text for element in drawn.iter() if element.tag.endswith("text")}
    assert {curve.label for curve in curves} | {"a < b"} <= words


def test_moves_are_written_and_read_back() -> None:
    moves = {MoveRef("jumin", "shift"): Month.parse("2025-10")}
    assert read_moves(best_plans.write_moves(moves)) == moves

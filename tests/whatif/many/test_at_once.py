"""Delays counted all at once come to exactly what each comes to by itself."""

from __future__ import annotations

import json

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analyzer.errors import InputError
from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.generator import generate_plan, generate_yaml
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.whatif.keeping import keep_plan
from analyzer.whatif.many.at_once import Delays, figures_of, outcome_of
from analyzer.whatif.many.computing import Planned, keep_plans
from analyzer.whatif.many.tasks import Options, Outcome, Source
from analyzer.whatif.scenarios import Scenario, apply
from analyzer.whatif.ways import ways_given
from tests.profiles import examples
from tests.stores.landscapes import loaded
from tests.strategies import landscapes_with_plans
from tests.whatif.scenarios.drawing import changes, scenario_of

CITY = 12, 50, 18, 6, 4
FEW = settings(max_examples=examples(8))
"""Cities take longer."""


def alone(before: Evaluation, scenario: Scenario) -> Outcome:
    """The figures of the kept plan, one scenario at a time."""
    assert before.assessment is not None
    kept = keep_plan(before, apply(before.landscape, scenario), None, ways_given(before.assessment.carriage))
    return outcome_of(figures_of(before), before.violations, figures_of(kept.after), kept.after.violations)


def at_once(before: Evaluation, scenarios: list[Scenario]) -> list[Outcome]:
    assert before.assessment is not None
    delays = Delays(before, ways_given(before.assessment.carriage), figures_of(before), None)
    return delays.outcomes([apply(before.landscape, scenario).delays for scenario in scenarios])


@given(landscapes_with_plans(), st.data())
def test_delays_counted_at_once_come_to_what_each_comes_to_alone(
    case: tuple[Landscape, dict[MoveRef, Month]], data: st.DataObject
) -> None:
    before = evaluate_plan(*case)
    assume(before.assessment is not None)
    drawn = data.draw(st.lists(changes(case[0], ("delay",)), min_size=2, max_size=4))
    scenarios = [scenario_of(*each) for each in drawn]
    try:
        expected = [alone(before, scenario) for scenario in scenarios]
    except InputError:  # of a move or vendor that the landscape does not have
        return
    assert at_once(before, scenarios) == expected


@FEW
@given(st.integers(0, 1_000), st.data())
def test_so_they_do_in_cities_where_most_delays_can_be_counted(seed: int, data: st.DataObject) -> None:
    landscape = loaded(generate_yaml(*CITY, seed, main_routes=0).encode(), "city.yaml")
    moves = {
        MoveRef(*ref.split(".")): Month.parse(month)
        for ref, month in generate_plan(*CITY, seed, main_routes=0)["moves"].items()  # type: ignore[attr-defined]
    }
    before = evaluate_plan(landscape, moves)
    vendors = st.sampled_from(sorted(landscape.vendors))
    refs = st.sampled_from(sorted(map(str, moves)))
    delay = st.one_of(
        st.fixed_dictionaries({"vendor": vendors, "months": st.integers(1, 6)}),
        st.fixed_dictionaries({"move": refs, "months": st.integers(1, 6)}),
    )
    scenarios = [scenario_of({"delay": each}) for each in data.draw(st.lists(delay, min_size=2, max_size=4))]
    assert at_once(before, scenarios) == [alone(before, scenario) for scenario in scenarios]


@given(landscapes_with_plans(), st.data())
def test_whatever_a_scenario_changes_its_outcome_is_that_of_the_kept_plan(
    case: tuple[Landscape, dict[MoveRef, Month]], data: st.DataObject
) -> None:
    landscape, moves = case
    plan = Source(
        "p.json", json.dumps({"moves": {str(ref): str(month) for ref, month in moves.items()}}).encode()
    )
    planned = Planned(landscape, plan, Options())
    assume(planned.evaluation.assessment is not None)
    scenario = scenario_of(*data.draw(changes(landscape)))
    ((_, outcome),) = planned.outcomes({0: scenario})
    if outcome.status != "inapplicable":
        assert outcome == alone(planned.evaluation, scenario)


def test_a_file_of_scenarios_is_answered_each_in_its_own_way() -> None:
    landscape = loaded(generate_yaml(*CITY, 7).encode(), "city.yaml")
    plan = Source("plan.json", json.dumps(generate_plan(*CITY, 7)).encode())
    vendor = min(landscape.vendors)
    entries: list[list[object]] = [
        [],
        [{"delay": {"vendor": vendor, "months": 2}}],
        [{"delay": {"vendor": "nobody", "months": 1}}],
        [{"costs": {"test_case": 9}}],
        [{"capacity": {"cutovers_per_month": 0}}],
    ]
    scenarios = Source("s.json", json.dumps({
        "schema_version": 1, "scenarios": [{"id": f"s{n}", "name": "s", "changes": c} for n, c in enumerate(entries)],
    }).encode())  # fmt: skip
    found = dict(keep_plans(landscape, plan, scenarios, (4, 3, 2, 1, 0), Options()))
    before = figures_of(Planned(landscape, plan, Options()).evaluation)
    assert found[0] == Outcome("kept", before, before)
    assert found[2].status == "inapplicable"
    assert found[2].code == "unknown_id"
    assert found[4].status == "broken"
    assert found[4].broken.keys() == {"capacity"}
    assert before.cost is not None
    assert found[3].after is not None
    assert found[3].after.cost is not None
    assert found[3].after.cost["test"] == 9 * before.tests


def test_a_plan_that_has_no_cost_by_itself_has_failed_under_every_scenario() -> None:
    landscape = loaded(generate_yaml(*CITY, 7).encode(), "city.yaml")
    scenarios = Source(
        "s.json", b'{"schema_version": 1, "scenarios": [{"id": "s", "name": "s", "changes": []}]}'
    )
    found = dict(keep_plans(landscape, Source("p.json", b'{"moves": {}}'), scenarios, (0,), Options()))
    assert (found[0].status, found[0].code) == ("failed", "move_missing")

"""What holds of every answer: its parts add up, its bounds are bounds, everything mixed is carried once."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given

from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.evaluation.assessment import Assessment, Peak
from analyzer.landscape.model import IntegrationKey
from analyzer.landscape.months import Month
from analyzer.reports.answer import answer_document
from tests.evaluation.drawing import Drawn, drawn, priced, some
from tests.oracles.carrying import Way
from tests.oracles.reference import Choice, Figures
from tests.oracles.reference import figures as oracles_figures
from tests.oracles.world import World

Priced = tuple[Drawn, Evaluation]
Served = dict[tuple[IntegrationKey, Month], list[Way]]


def assessed(answer: Evaluation) -> Assessment:
    assert answer.assessment is not None
    return answer.assessment


def link(text: str) -> IntegrationKey:
    id, branch, source, target = text.split("/")
    return IntegrationKey(id, branch, source, target)


def ways_by_month(document: dict[str, Any]) -> Served:
    """What an answer says of how each link is carried in each month (relays aside)."""
    ways: Served = {}
    for bridge in document["bridges"]:
        if bridge["kind"] == "relay":
            continue
        for served in bridge["serves"]:
            for month in served["months"]:
                way = Way(bridge["kind"], bridge.get("hub"))
                ways.setdefault((link(served["integration"]), Month.parse(month)), []).append(way)
    for entry in document["suspended"]:
        for month in entry["months"]:
            ways.setdefault((link(entry["integration"]), Month.parse(month)), []).append(Way("suspended"))
    return ways


@given(drawn())
@some(3)
def test_the_cost_is_the_sum_of_parts_that_are_never_negative(case: Drawn) -> None:
    document: dict[str, Any] = answer_document(evaluate_plan(case.landscape, case.moves))
    cost = document["cost"]
    if cost is None:
        codes = {violation["code"] for violation in document["violations"]}
        assert codes & {"unserved_demand", "native_uncarried"}
        return
    parts = ["bridge", "suspension", "test", "session", "environment", "law_change", "lateness"]
    assert list(cost) == [*parts, "total"]
    assert all(cost[part] >= 0 for part in parts)
    assert cost["total"] == sum(cost[part] for part in parts)
    assert cost["bridge"] == sum(bridge["paid"]["total"] for bridge in document["bridges"])
    assert cost["test"] == len(document["tests"]) * case.landscape.test_case_cost
    for bridge in document["bridges"]:
        paid = bridge["paid"]
        assert paid["total"] == paid["setup"] + paid["per_link"] + paid["per_month"]
        months = {m for served in bridge["serves"] for m in served["months"]}
        months |= {m for move in bridge.get("moves", []) for m in move["months"]}
        assert (bridge["from"], bridge["until"]) == (min(months), max(months))
        assert bridge["permanent"] == (str(case.landscape.horizon.last) in months)
        assert paid["per_month"] == bridge["per_month"] * len(months)


@given(priced())
@some(3)
def test_the_bound_is_the_total_and_the_bridge_cost_alone_is_no_more_than_what_bridges_cost(
    case: Priced,
) -> None:
    answer = case[1]
    assert answer.cost is not None
    assert answer.alone is not None
    assert answer.bound == answer.cost.total
    assert answer.stopped_by is None
    assert answer.alone.bound == answer.alone.value <= answer.cost.bridge + answer.cost.suspension


@given(priced())
@some(3)
def test_test_cases_cover_just_the_due_legs_and_independent_legs_bound_their_number(case: Priced) -> None:
    (_, landscape, _), answer = case
    assessment = assessed(answer)
    if not landscape.main_routes:
        # With main routes, integrations without a due leg are tested too.
        assert assessment.cases <= assessment.changed_links
    tested = set(assessment.carriage.demands.tested_before)
    for test_set in assessment.test_sets:
        month = test_set.month
        assert {leg for case in test_set.cases for leg in case.route.due} == month.due
        assert month.due
        assert not month.due & tested
        tested |= month.due
        assert set(test_set.independent) <= month.due
        assert len(test_set.independent) <= len(test_set.cases)
        for route in month.routes:
            assert len(set(test_set.independent) & set(route.way.legs)) <= 1
        if test_set.proof == "matching":
            assert len(test_set.independent) == len(test_set.cases)
        assert len({id(case.route) for case in test_set.cases}) == len(test_set.cases)
    used = {leg for carried in assessment.carriage for leg in carried.option.way.legs}
    assert used <= tested


@given(priced())
@some(3)
def test_every_mixed_month_is_served_by_one_bridge_or_suspended_and_no_other_month_is(case: Priced) -> None:
    (_, landscape, moves), answer = case
    world = World(landscape, moves)
    ways = ways_by_month(answer_document(answer))
    mixed = {
        (integration.key, month)
        for integration in world.known_integrations()
        for month in world.months()
        if world.state(integration, month).name == "mixed"
    }
    assert set(ways) == mixed
    assert all(len(listed) == 1 for listed in ways.values())
    for span in world.spans():
        for integration in world.known_integrations():
            assert len({ways.get((integration.key, month), [None])[0] for month in span.months()}) == 1


@given(priced())
@some(3)
def test_baselines_repeats_and_due_legs_are_those_that_the_definitions_count_for_the_same_choice(
    case: Priced,
) -> None:
    drawn_case, answer = case
    document: dict[str, Any] = answer_document(answer)
    expected = figures_of_the_same_choice(drawn_case, document)
    assert document["cost"] == dict(expected.cost)
    assert document["baselines"] == {
        "changed_links": expected.changed_links,
        "everything": expected.everything,
    }
    assert document["twice"] == {"changed": expected.changed_twice, "tested": expected.tested_twice}
    assert len(document["bridges"]) == expected.bridge_count
    assert len(document["tests"]) == expected.test_count
    due = {Month.parse(row["month"]): row["due"] for row in document["certificate"]["tests"]}
    assert due == {month: len(legs) for month, legs in expected.due.items()}


def figures_of_the_same_choice(case: Drawn, document: dict[str, Any]) -> Figures:
    """What the definitions make of the ways and the test cases that an answer names."""
    ways = ways_by_month(document)
    starts = {span.first for span in World(case.landscape, case.moves).spans()}
    choice: Choice = {(key, month): listed[0] for (key, month), listed in ways.items() if month in starts}
    tests: dict[Month, list[IntegrationKey]] = {}
    for row in document["tests"]:
        tests.setdefault(Month.parse(row["month"]), []).append(link(row["integration"]))
    return oracles_figures(case.landscape, case.moves, choice, tests)


def highest(counts: Counter[int]) -> Peak:
    if not counts:
        return Peak(None, 0)
    month, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return Peak(month, count)


@given(priced())
@some(3)
def test_peaks_are_the_earliest_of_the_months_with_most(case: Priced) -> None:
    (_, landscape, moves), answer = case
    assessment, world = assessed(answer), World(landscape, moves)
    months = list(enumerate(world.months()))
    cutovers = [(i, m, s) for i, m in months for s in landscape.systems.values() if world.cuts_over(s.id, m)]
    tests = [
        (assessment.schedule.spans[test_set.month.span].start, case)
        for test_set in assessment.test_sets
        for case in test_set.cases
    ]
    assert assessment.cutover_peak == highest(Counter(index for index, _, _ in cutovers))
    assert assessment.test_peak == highest(Counter(index for index, _ in tests))
    vendors = {world.form(s.id, m).vendor for _, m, s in cutovers} | {v for _, c in tests for v in c.vendors}
    assert assessment.peaks_by_vendor == {
        vendor: (
            highest(Counter(i for i, m, s in cutovers if world.form(s.id, m).vendor == vendor)),
            highest(Counter(i for i, c in tests if vendor in c.vendors)),
        )
        for vendor in sorted(vendors)
    }

    def owners(key: IntegrationKey) -> set[str | None]:
        return {landscape.systems[end].owner for end in (key.source, key.target) if end is not None}

    sections = {s.owner for _, _, s in cutovers}.union(*(owners(c.route.integration.key) for _, c in tests))
    assert assessment.peaks_by_owner == {
        section: (
            highest(Counter(i for i, _, s in cutovers if s.owner == section)),
            highest(Counter(i for i, c in tests if section in owners(c.route.integration.key))),
        )
        for section in sorted(one for one in sections if one is not None)
    }


@given(drawn())
@some(3)
def test_a_search_without_time_still_gives_a_right_answer_with_its_bound(case: Drawn) -> None:
    hurried = evaluate_plan(case.landscape, case.moves, time_limit=1e-9)
    patient = evaluate_plan(case.landscape, case.moves)
    if patient.cost is None:
        assert hurried.cost is None
        return
    assert hurried.cost is not None
    assert hurried.bound is not None
    assert hurried.alone is not None
    assert patient.alone is not None
    assert hurried.bound <= patient.cost.total <= hurried.cost.total
    assert hurried.alone.bound <= patient.alone.value <= hurried.alone.value
    if hurried.stopped_by is None:
        assert hurried.bound == hurried.cost.total
        assert hurried.alone.bound == hurried.alone.value
    assert hurried.cost.as_dict() == figures_of_the_same_choice(case, answer_document(hurried)).cost

"""Forms, spans, states, violations and findings of drawn plans, beside those of the oracle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analyzer.bridges.demands import Demands
from analyzer.evaluation import evaluate_plan
from analyzer.landscape.model import IntegrationKey, Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Finding
from analyzer.plan.rules import lateness_months, structural_violations
from analyzer.plan.schedule import Schedule
from tests.evaluation.drawing import some
from tests.oracles import rules as oracle
from tests.oracles.carrying import Carrying
from tests.oracles.world import World
from tests.strategies import landscapes, landscapes_with_plans

Given = tuple[Landscape, dict[MoveRef, Month]]


@st.composite
def landscapes_with_any_plan(draw: st.DrawFn) -> Given:
    """Plans that may break the order, miss moves, leave the horizon, or name moves that are not there."""
    landscape = draw(landscapes())
    first, length = landscape.horizon.first, len(landscape.horizon)
    plan: dict[MoveRef, Month] = {}
    for system in landscape.systems.values():
        for move in system.moves:
            if draw(st.integers(0, 9)) < 9:
                plan[MoveRef(system.id, move.id)] = first + draw(st.integers(-1, length))
    if draw(st.integers(0, 4)) == 0:
        plan[MoveRef("s0", "nowhere")] = first
    return landscape, plan


def months(text: str) -> tuple[Month, int]:
    """``first/last`` → the first month, and how many there are."""
    first, last = (Month.parse(part) for part in text.split("/"))
    return first, last - first + 1


def move(details: Mapping[str, Any]) -> MoveRef:
    return MoveRef(*str(details["move"]).split("."))


def key(details: Mapping[str, Any]) -> IntegrationKey:
    id, branch, source, target = str(details["integration"]).split("/")
    return IntegrationKey(id, branch, source, target)


def subject(finding: Finding) -> oracle.Violation:
    """A violation in the oracle's form: its code and whom it concerns."""
    details: dict[str, Any] = dict(finding.details)
    match finding.code:
        case "contract_end":
            return finding.code, details["system"]
        case "environment_unavailable" | "package_unavailable":
            return finding.code, details["system"], details["subject"]
        case "blackout" | "vendor_unavailable":
            return finding.code, details["system"], Month.parse(details["month"])
        case "vendor_capacity":
            return finding.code, details["vendor"], Month.parse(details["month"])
        case "capacity":
            return finding.code, Month.parse(details["month"])
        case "together":
            return finding.code, tuple(MoveRef(*ref.split(".")) for ref in details["moves"])
        case "before":
            before, after = (MoveRef(*details[end].split(".")) for end in ("before", "after"))
            return finding.code, before, after
        case "unserved_demand" | "native_uncarried":
            return finding.code, key(details), Month.parse(details["month"])
        case _:
            return finding.code, move(details)


def found(finding: Finding) -> oracle.Finding:
    """A finding in the oracle's form."""
    details: dict[str, Any] = dict(finding.details)
    if finding.code in ("link_lost", "absent_high"):
        return oracle.Finding(finding.code, key(details), Month.parse(details["month"]), details["months"])
    first, count = months(details["months"])
    return oracle.Finding(finding.code, details["system"], first, details.get("count", count))


def oracles_violations(landscape: Landscape, plan: Mapping[MoveRef, Month]) -> set[oracle.Violation]:
    wrong = oracle.structural(landscape, plan)
    if wrong:
        return set(wrong)
    carrying = Carrying(World(landscape, plan))
    violations = set(oracle.broken_rules(carrying))
    for link in carrying.world.known_integrations():
        for span in carrying.world.spans():
            state = carrying.world.state(link, span.first).name
            if state in ("native", "mixed") and not carrying.options(link, span):
                code = "native_uncarried" if state == "native" else "unserved_demand"
                violations.add((code, link.key, span.first))
    return violations


@given(landscapes_with_plans())
@some(2)
def test_every_violation_has_the_subject_that_the_definitions_give_it(case: Given) -> None:
    answer = evaluate_plan(*case)
    assert {subject(violation) for violation in answer.violations} == oracles_violations(*case)


@given(landscapes_with_any_plan())
@some(2)
def test_plans_out_of_order_or_incomplete_have_the_structural_violations_alone(case: Given) -> None:
    answer = evaluate_plan(*case)
    assert {subject(violation) for violation in answer.violations} == oracles_violations(*case)
    assert answer.status == ("infeasible" if answer.violations else "feasible")
    if structural_violations(*case):
        assert answer.cost is None


@given(landscapes_with_plans())
@some(3)
def test_every_finding_has_its_first_month_and_its_number_of_months(case: Given) -> None:
    answer = evaluate_plan(*case)
    assert {found(finding) for finding in answer.findings} == oracle.findings(World(*case))


@given(landscapes_with_plans())
@some(3)
def test_forms_cutovers_spans_and_lateness_are_those_of_the_definitions(case: Given) -> None:
    landscape, plan = case
    schedule, world = Schedule(landscape, plan), World(landscape, plan)
    assert [(schedule.month(span.start), schedule.month(span.stop - 1)) for span in schedule.spans] == [
        (span.first, span.last) for span in world.spans()
    ]
    cutovers = set()
    for system in landscape.systems.values():
        for index, month in enumerate(landscape.horizon.months()):
            assert schedule.form_index(system.id, index) == world.form_index(system.id, month)
            assert schedule.form(system.id, index) == world.form(system.id, month)
            if world.cuts_over(system.id, month):
                cutovers.add((system.id, index, world.form_index(system.id, month)))
        assert [
            (form, landscape.horizon.first + first, landscape.horizon.first + last)
            for form, (first, last) in schedule.forms_in_use(system).items()
        ] == months_of_forms(world, system.id)
    assert {(cutover.system, cutover.month, cutover.form) for cutover in schedule.cutovers} == cutovers
    late = {
        MoveRef(system.id, one.id): count
        for system in landscape.systems.values()
        for number, one in enumerate(system.moves, start=1)
        if (count := oracle.months_late(world, system, number))
    }
    assert lateness_months(schedule) == late


def months_of_forms(world: World, system: str) -> list[tuple[int, Month, Month]]:
    by_form: dict[int, list[Month]] = {}
    for month in world.months():
        by_form.setdefault(world.form_index(system, month), []).append(month)
    return [(form, when[0], when[-1]) for form, when in by_form.items()]


@given(landscapes_with_plans())
@some(3)
def test_every_link_has_in_every_month_the_state_of_the_definitions(case: Given) -> None:
    landscape, plan = case
    world = World(landscape, plan)
    demands = Demands(Schedule(landscape, plan))
    states = {
        (stretch.integration.key, demands.schedule.month(month)): stretch.state.state
        for stretch in demands.stretches
        for index in stretch.spans
        for month in range(demands.schedule.spans[index].start, demands.schedule.spans[index].stop)
    }
    assert states == {
        (link.key, month): world.state(link, month).name
        for link in world.known_integrations()
        for month in world.months()
    }

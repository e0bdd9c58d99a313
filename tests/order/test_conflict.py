"""An infeasible problem: which rules contradict each other, and the least that has to give way."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analyzer.bridges.demands import Demands
from analyzer.landscape.loading import read_document
from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month
from analyzer.landscape.places import Places
from analyzer.order.conflict import Conflict, explain
from analyzer.order.conflict.changing import GivesWay, relax
from analyzer.order.problem import OrderProblem
from analyzer.plan.rules import rule_violations
from analyzer.plan.schedule import Schedule
from tests.order.contradictions import (
    FEWER,
    Key,
    broken_rules,
    every_plan,
    months_given,
    offered_documents,
    tight_documents,
)
from tests.order.drawing import nearness
from tests.strategies import Document


def problem_of(document: Document, data: st.DataObject | None = None) -> OrderProblem:
    """`data` draws how many months of another plan may change, now and then."""
    landscape = read_document(document, Places()).landscape
    assume(landscape is not None)
    assert landscape is not None
    near = None
    if data is not None and data.draw(st.booleans()):
        near = data.draw(nearness(landscape))
    problem = OrderProblem(landscape, near=near)
    moves = sum(len(landscape.systems[id_].moves) for id_ in problem.systems)
    assume(moves > 0 and problem.length**moves <= 1_500)
    return problem


def conflict_of(problem: OrderProblem) -> Conflict:
    conflict = explain(problem)
    assert conflict is not None
    return conflict


def keys(conflict: Conflict) -> frozenset[Key]:
    return frozenset(rule.key for rule in conflict.rules)


@given(tight_documents(), st.data())
def test_the_set_contradicts_itself_none_of_it_can_be_spared_and_smallest_is_smallest(
    document: Document, data: st.DataObject
) -> None:
    problem = problem_of(document, data)
    broken = {broken_rules(problem, plan) for plan in every_plan(problem)}
    if frozenset() in broken:
        with pytest.raises(ValueError, match="keeps all rules"):
            explain(problem)
        return
    conflict = conflict_of(problem)
    found = keys(conflict)
    assert conflict.irreducible
    assert all(found & one for one in broken)
    for key in found:
        assert any(not (found - {key}) & one for one in broken)
    if conflict.smallest:
        every = sorted(set().union(*broken))
        for fewer in itertools.combinations(every, len(found) - 1):
            assert any(not set(fewer) & one for one in broken)


@given(tight_documents())
def test_a_problem_is_feasible_where_some_plan_breaks_no_rule_and_serves_every_link(
    document: Document,
) -> None:
    problem = problem_of(document)
    if any(not _violations(problem.landscape, problem, plan) for plan in every_plan(problem)):
        with pytest.raises(ValueError, match="keeps all rules"):
            explain(problem)
    else:
        conflict_of(problem)


def _violations(landscape: Landscape, problem: OrderProblem, plan: dict[str, tuple[int, ...]]) -> bool:
    schedule = Schedule(landscape, problem.moves(plan))
    return bool(rule_violations(schedule)) or bool(Demands(schedule).unserved)


@given(tight_documents(with_links=False), st.data())
def test_the_least_relaxation_is_what_trying_every_plan_gives(
    document: Document, data: st.DataObject
) -> None:
    problem = problem_of(document, data)
    costs = [months_given(problem, plan) for plan in every_plan(problem)]
    assume(all(costs))
    relaxation = conflict_of(problem).relaxation
    assert relaxation is not None
    assert relaxation.proven
    asked = months_given(problem, problem.plan(relaxation.moves))
    assert {change.key: change.months for change in relaxation.changes} == asked
    # without lines no date but those of the rules gives way
    if problem.landscape.lines is None:
        assert (len(asked), sum(asked.values())) == min((len(c), sum(c.values())) for c in costs)


def _feasible(problem: OrderProblem) -> bool:
    return any(problem.keeps_rules(plan) for plan in every_plan(problem))


@given(offered_documents())
def test_the_least_offer_is_what_taking_every_choice_of_offers_gives(document: Document) -> None:
    problem = problem_of(document)
    assume(not _feasible(problem))
    landscape = problem.landscape
    choices: list[list[tuple[str, str, Month | None, int]]] = []
    for environment in landscape.environments.values():
        end = environment.available.last
        untils = {extension.until for extension in environment.extensions}
        if end is not None:
            choices.append([("environment", environment.id, until, until - end) for until in sorted(untils)])
    for system in landscape.systems.values():
        end = system.contract_end
        untils = {extension.until for extension in system.contract_extensions}
        if end is not None:
            choices.append([("contract", system.id, until, until - end) for until in sorted(untils)])
    costs = []
    for taken in itertools.product(*([("none", "", None, 0), *choice] for choice in choices)):
        extended = landscape
        for kind, id_, until, _ in taken:
            if kind == "environment":
                environment = extended.environments[id_]
                there = replace(environment.available, last=until)
                environments = {**extended.environments, id_: replace(environment, available=there)}
                extended = replace(extended, environments=environments)
            elif kind == "contract":
                system = replace(extended.systems[id_], contract_end=until)
                extended = replace(extended, systems={**extended.systems, id_: system})
        if _feasible(OrderProblem(extended)):
            costs.append((sum(kind != "none" for kind, *_ in taken), sum(months for *_, months in taken)))
    offered = conflict_of(problem).offered
    found = None if offered is None else (len(offered.changes), offered.months)
    assert found == min(costs, default=None)


@FEWER
@given(tight_documents())
def test_no_date_of_the_file_helps_by_fewer_months_than_the_least_relaxation(document: Document) -> None:
    problem = problem_of(document)
    assume(problem.length ** len(problem.systems) <= 200)
    assume(not _feasible(problem))
    landscape = problem.landscape
    relaxation = conflict_of(problem).relaxation
    assert relaxation is not None
    least = (len(relaxation.changes), relaxation.months)
    keys: list[Key] = [
        (code, id_, side)
        for code, dated in (
            ("environment_unavailable", landscape.environments),
            ("hub_unavailable", landscape.hubs),
            ("line_unavailable", {line.id: line for line in landscape.lines or ()}),
        )
        for id_, thing in dated.items()
        for side, month in (("from", thing.available.first), ("until", thing.available.last))
        if month is not None
    ]
    keys += [("bridges_until", v.id) for v in landscape.vendors.values() if v.bridges_until is not None]
    keys += [("lead_months", str(n)) for n, e in enumerate(landscape.catalogue or ()) if e.lead_months]
    for key in keys:
        most = problem.length if key[0] != "lead_months" else landscape.catalogue[int(key[1])].lead_months  # type: ignore[index]
        for months in range(1, most + 1):
            if (1, months) < least:
                _, relaxed = relax(landscape, [GivesWay(key, {"": months}, {})])
                assert not _feasible(OrderProblem(relaxed)), (key, months)


@FEWER
@given(tight_documents())
def test_the_order_of_the_entries_in_the_file_changes_nothing(document: Document) -> None:
    turned = {
        name: list(reversed(value)) if isinstance(value, list) else value for name, value in document.items()
    }
    answers: list[object] = []
    for one in (document, turned):
        problem = problem_of(one)
        try:
            conflict = conflict_of(problem)
        except ValueError:
            answers.append(None)
            continue
        relaxation = conflict.relaxation
        assert relaxation is not None
        changes = [(change.key, change.months, change.sentence) for change in relaxation.changes]
        answers.append((keys(conflict), conflict.smallest, changes, dict(relaxation.moves)))
    assert answers[0] == answers[1]

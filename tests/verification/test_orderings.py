"""Answers of the search for an order: accepted as they are, and every change of one is found."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from analyzer.evaluation import evaluate_plan
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.order.near import Near
from analyzer.order.optimize import optimize_plan as search_for_the_order
from analyzer.order.ordering import Ordering
from analyzer.order.patterns import find_pattern
from analyzer.reports.ordering import ordering_document
from analyzer.verification import verify_answer
from tests.builders import landscape, system
from tests.order.exhaustive import optimize_plan
from tests.profiles import examples
from tests.strategies import landscapes, landscapes_with_plans
from tests.verification.answers import Answer
from tests.verification.mutations import changed, leaves, others, still_a_proof

moderately = settings(max_examples=examples(30), deadline=None, suppress_health_check=list(HealthCheck))


def as_read(ordering: Ordering) -> Answer:
    document: Answer = json.loads(json.dumps(ordering_document(ordering)))
    return document


def codes(where: Landscape, answer: Answer) -> list[str]:
    return [fault.code for fault in verify_answer(where, answer).faults]


def apart() -> tuple[Landscape, Answer]:
    """The residents' system before the taxes' one: 3, of which 3 is the least."""
    where = landscape()
    return where, as_read(optimize_plan(where, pattern=find_pattern(where, "p3a")))


@moderately
@given(landscapes_with_plans(), st.integers(0, 3), st.data())
def test_a_plan_with_a_bound_of_all_plans_is_accepted_and_another_value_in_one_place_is_not(
    drawn: tuple[Landscape, dict[MoveRef, Month]], below: int, data: st.DataObject
) -> None:
    evaluation = evaluate_plan(*drawn)
    assume(not evaluation.violations)
    assert evaluation.cost is not None
    bound = max(0, evaluation.cost.total - below)
    status: Any = "optimal" if bound == evaluation.cost.total else "feasible"
    answer = as_read(Ordering(drawn[0], None, status, evaluation, bound, "highs"))
    assert codes(drawn[0], answer) == []
    places = [
        (path, value) for path, value in leaves(answer) if path[0] != "moves" and not still_a_proof(path)
    ]
    path, value = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from(others(value)))
    assert codes(drawn[0], changed(answer, path, other)) != []


def test_the_bound_is_that_of_its_certificate_and_no_more_than_the_total() -> None:
    where, answer = apart()
    assert (answer["status"], answer["bound"], answer["certificate"]["order"]["bound"]) == ("optimal", 3, 3)
    assert codes(where, answer) == []
    assert codes(where, {**answer, "bound": 2}) == ["status", "certificate"]
    lower = changed(answer, ("certificate", "order", "bound"), 2)
    assert codes(where, {**lower, "bound": 2}) == ["status"]
    assert codes(where, {**lower, "bound": 2, "status": "feasible"}) == []
    higher = changed(answer, ("certificate", "order", "bound"), 4)
    assert "above_proof" in codes(where, {**higher, "bound": 4, "status": "feasible"})


def test_the_proof_for_the_given_months_is_checked_as_ever() -> None:
    where, answer = apart()
    wrong = changed(answer, ("certificate", "cost", "bound"), 4)
    assert "above_proof" in codes(where, wrong)


@pytest.mark.parametrize("pattern", ["p3b", "p4", "p1", "tax/resident", "resident+tax", "own"])
def test_a_pattern_that_the_months_do_not_keep_is_found(pattern: str) -> None:
    where, answer = apart()
    where = landscape(
        patterns=[{"id": "own", "name": "税先行", "groups": [["tax"], ["resident"]], "together": False}]
    )
    answer["landscape"]["hash"] = where.content_hash
    assert codes(where, {**answer, "pattern": pattern}) == ["pattern_broken"]


@pytest.mark.parametrize("pattern", ["p3a", "resident/tax", "resident/tax/other", "resident/other", None])
def test_a_pattern_that_the_months_keep_is_accepted(pattern: str | None) -> None:
    where, answer = apart()
    assert codes(where, {**answer, "pattern": pattern}) == []


def test_months_of_another_plan_that_change_are_counted() -> None:
    where = landscape()
    best = optimize_plan(where)
    assert best.evaluation is not None
    moves = dict(best.evaluation.moves)
    old = {ref: month + 1 for ref, month in moves.items()}
    answer = as_read(replace(best, near=Near(old, len(old))))
    assert codes(where, answer) == []
    assert codes(where, {**answer, "near": {**answer["near"], "changes": len(old) - 1}}) == ["months_changed"]
    # A move that there was none of before is free.
    (one, month), *_ = sorted(answer["near"]["moves"].items())
    assert codes(where, {**answer, "near": {"changes": 1, "moves": {one: month}}}) == []


@pytest.mark.parametrize("pattern", ["p5", "", "/", "resident+resident", "resident/nothing", "x" * 1_000])
def test_a_pattern_that_there_is_not_is_found(pattern: str) -> None:
    where, answer = apart()
    assert codes(where, {**answer, "pattern": pattern}) == ["pattern_unknown"]


def test_groups_of_which_the_file_says_that_they_need_not_fall_together_may_fall_apart() -> None:
    groups = [["resident", "tax"]]
    where = landscape(patterns=[{"id": "own", "name": "順不同", "groups": groups, "together": False}])
    _, answer = apart()
    answer["landscape"]["hash"] = where.content_hash
    assert codes(where, {**answer, "pattern": "own"}) == []
    assert codes(where, {**answer, "pattern": "resident+tax"}) == ["pattern_broken"]


def test_an_answer_that_there_is_no_plan_claims_no_figures() -> None:
    where = landscape(rules=[
        {"fixed": {"zeimu.shift": "2025-02"}}, {"before": "jumin.shift", "after": "zeimu.shift", "gap": 2},
    ])  # fmt: skip
    answer = as_read(optimize_plan(where))
    assert answer["status"] == "infeasible"
    result = verify_answer(where, answer)
    assert (result.faults, result.conflict_listed, result.exit_code) == ((), True, 1)
    assert codes(where, {**answer, "moves": {"jumin.shift": "2025-01"}}) == ["status"]
    assert codes(where, {**answer, "twice": {"changed": 0, "tested": 0}}) == ["no_figures"]
    # Without a reason it is the answer about a plan without months, whose violations are missing.
    assert set(codes(where, {**answer, "conflict": []})) == {"violation_missing"}


def test_an_unknown_answer_may_say_what_bound_was_learned_and_on_what_it_rests() -> None:
    where = landscape()
    answer = as_read(optimize_plan(where, time_limit=0))
    assert (answer["status"], answer["bound"]) == ("unknown", 0)
    assert codes(where, answer) == []
    assert codes(where, {**answer, "bound": 1}) == ["certificate"]
    assert codes(where, {**answer, "certificate": None}) == ["certificate_missing"]


def held_apart() -> tuple[Landscape, Answer]:
    """One cutover a month: a bridge for a month, 12 with two tests; shares prove it."""
    where = landscape(
        landscape={"capacity": {"cutovers_per_month": 1}}, bridges=[{"kind": "keep_legacy", "setup": 10}]
    )
    return where, as_read(search_for_the_order(where))


def test_the_shares_of_an_order_are_added_up_again() -> None:
    where, answer = held_apart()
    order = answer["certificate"]["order"]
    assert (answer["status"], order["proof"], order["shares_bound"]) == ("optimal", "shares", answer["bound"])
    result = verify_answer(where, answer)
    assert (result.faults, result.notes) == ((), ())


def test_shares_that_are_raised_or_left_out_and_a_higher_bound_are_found() -> None:
    where, answer = held_apart()
    shares = answer["certificate"]["order"]["shares"]
    number = max(range(len(shares["build"])), key=lambda at: shares["build"][at][3])
    path: tuple[str | int, ...] = ("certificate", "order", "shares", "build")
    raised = changed(answer, (*path, number, 3), 11 * answer["certificate"]["order"]["scale"])
    assert codes(where, raised) == ["certificate"]
    without = changed(answer, path, [row for at, row in enumerate(shares["build"]) if at != number])
    assert codes(where, without) == ["above_proof"]
    assert codes(where, changed(answer, (*path, number, 3), -1)) == ["shape"]
    dearer = held_apart()[0]
    lower = {**changed(answer, ("certificate", "order", "bound"), 13), "bound": 13, "status": "feasible"}
    assert "above_proof" in codes(dearer, lower)
    nothing = changed(answer, ("certificate", "order", "shares"), None)
    assert codes(where, nothing) == ["certificate_missing"]


def test_a_bound_on_a_solvers_word_is_noted_with_what_the_shares_reach() -> None:
    where, answer = held_apart()
    order = answer["certificate"]["order"]
    weaker = {**order, "proof": "branch_and_bound", "source": "highs", "shares_bound": 1, "shares": {}}
    told = verify_answer(where, changed(answer, ("certificate", "order"), {**weaker, "shares_bound": 0}))
    assert told.faults == ()
    assert "highs" in told.notes[0].en
    claimed = changed(answer, ("certificate", "order"), {**weaker, "shares_bound": answer["bound"]})
    assert codes(where, claimed) == ["above_proof"]


def test_that_a_plan_is_the_only_one_is_said_only_where_nothing_moves() -> None:
    where, answer = held_apart()
    order = {"bound": answer["bound"], "source": "evaluation", "proof": "only_plan"}
    assert codes(where, changed(answer, ("certificate", "order"), order)) == ["certificate"]
    still = landscape(systems=[system("jumin"), system("zeimu")])
    alone = as_read(search_for_the_order(still))
    assert alone["certificate"]["order"]["proof"] == "only_plan"
    assert codes(still, alone) == []


@settings(max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck))
@given(landscapes())
def test_whatever_the_search_answers_its_certificate_holds(where: Landscape) -> None:
    answer = as_read(search_for_the_order(where, work_limit=200))
    assert codes(where, answer) == []

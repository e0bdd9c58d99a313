"""The conflict of an infeasible answer, tried by `verify` without a solver."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given

from analyzer import usecases
from analyzer.landscape.loading import read_document
from analyzer.landscape.model import Landscape, MoveRef, Pattern
from analyzer.landscape.months import Month
from analyzer.landscape.places import Places
from analyzer.order.conflict import explain
from analyzer.order.near import Near
from analyzer.order.ordering import Ordering
from analyzer.order.problem import OrderProblem
from analyzer.reports.ordering import ordering_document
from analyzer.verification import verify_answer
from tests.builders import landscape, move, system
from tests.order.contradictions import FEWER, tight_documents
from tests.strategies import Document


def answer_of(where: Landscape, pattern: Pattern | None = None, near: Near | None = None) -> dict[str, Any]:
    conflict = explain(OrderProblem(where, pattern, near=near))
    ordering = Ordering(where, pattern, "infeasible", conflict=conflict, near=near)
    answer: dict[str, Any] = json.loads(json.dumps(ordering_document(ordering)))
    return answer


def codes(where: Landscape, answer: dict[str, Any]) -> list[str]:
    return [fault.code for fault in verify_answer(where, answer).faults]


def rules(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry for entry in answer["conflict"] if entry["kind"] == "rule"]


def test_the_conflict_of_miyake_is_tried() -> None:
    where = usecases.load("sample:miyake").landscape
    answer = answer_of(where)
    result = verify_answer(where, answer)
    assert (result.faults, result.notes, result.conflict_listed) == ((), (), True)


@FEWER
@given(tight_documents())
def test_what_is_found_is_accepted_and_with_a_rule_less_it_can_hold(document: Document) -> None:
    where = read_document(document, Places()).landscape
    assume(where is not None)
    assert where is not None
    problem = OrderProblem(where)
    moves = sum(len(where.systems[id_].moves) for id_ in problem.systems)
    assume(moves > 0 and problem.length**moves <= 1_500)
    try:
        answer = answer_of(where)
    except ValueError:
        return  # a plan keeps all rules
    assert codes(where, answer) == []
    listed = rules(answer)
    assume(len(listed) > 1)
    fewer = [entry for entry in answer["conflict"] if entry is not listed[0]]
    assert codes(where, {**answer, "conflict": fewer}) == ["conflict_holds"]


def test_a_rule_that_has_no_part_in_it_is_found() -> None:
    leaving = {**system("jumin", move(earliest="2025-03")), "contract_end": "2025-01"}
    where = landscape(systems=[leaving, system("zeimu", move(latest="2025-03"))], integrations=[])
    answer = answer_of(where)
    assert codes(where, answer) == []
    idle = {"kind": "rule", "code": "latest", "key": ["latest", "zeimu.shift"]}
    assert codes(where, {**answer, "conflict": [*answer["conflict"], idle]}) == ["conflict_reducible"]


@pytest.mark.parametrize(
    "key",
    [[], ["earliest"], ["earliest", "jumin.shift"], ["latest", "x.y"], ["latest", "."], ["together", "0"], ["before", "9" * 9],
     ["environment_unavailable", "office", "until"], ["environment_unavailable", "office", "sideways"], ["unserved_demand", "x"],
     ["pattern"], ["pattern", "p1", "together", "0"], ["pattern", "p1", "before", "a", "b"], ["nothing"], ["together", "x"]],
)  # fmt: skip
def test_a_rule_that_there_is_not_is_found(key: list[str]) -> None:
    where = landscape(systems=[system("jumin", move(latest="2024-01"))], integrations=[])
    answer = answer_of(where)
    entry = {"kind": "rule", "code": "x", "key": key}
    assert codes(where, {**answer, "conflict": [entry]}) == ["conflict_rule_unknown"]


def test_a_pattern_is_tried_with_the_rules_that_forbid_it() -> None:
    pattern = Pattern("p3a", "住民が先", (("resident",), ("tax",), ("other",)))
    where = landscape(
        systems=[
            {**system("jumin", move(earliest="2025-03")), "block": "resident"},
            {**system("zeimu", move(latest="2025-03")), "block": "tax"},
        ],
        integrations=[],
    )
    answer = answer_of(where, pattern)
    assert [entry["code"] for entry in rules(answer)] == ["earliest", "latest", "pattern"]
    assert codes(where, answer) == []
    assert codes(where, {**answer, "pattern": "p3b"}) == ["conflict_rule_unknown"]


def test_where_there_are_too_many_plans_that_is_said() -> None:
    systems = [system(f"s{n}", move(earliest="2025-02", latest="2025-03")) for n in range(9)]
    where = landscape(systems=systems, landscape={"capacity": {"cutovers_per_month": 4}}, integrations=[])
    result = verify_answer(where, answer_of(where))
    assert result.faults == ()
    assert ["確かめ直していません" in note.ja for note in result.notes] == [True]


def test_months_that_may_change_are_tried_with_the_rules_that_forbid_it() -> None:
    where = landscape(
        systems=[system("jumin", move(earliest="2025-03")), system("zeimu", move(earliest="2025-03"))]
    )
    old = {MoveRef(id_, "shift"): Month.parse("2025-02") for id_ in ("jumin", "zeimu")}
    answer = answer_of(where, near=Near(old, 1))
    assert [entry["key"] for entry in rules(answer)] == [
        ["earliest", "jumin.shift"], ["earliest", "zeimu.shift"], ["months_changed", "1"]
    ]  # fmt: skip
    assert codes(where, answer) == []
    # With two changes allowed nothing contradicts, and the key is another one.
    near = {**answer["near"], "changes": 2}
    assert codes(where, {**answer, "near": near}) == ["conflict_rule_unknown"]
    later = {**answer["near"], "moves": dict.fromkeys(answer["near"]["moves"], "2025-04")}
    assert codes(where, {**answer, "near": later}) == ["conflict_holds"]

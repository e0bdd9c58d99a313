"""What the solvers answer is accepted, whatever the landscape; what is changed in it is found."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from analyzer.evaluation import evaluate_plan
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.plan.schedule import Schedule
from analyzer.reports.answer import answer_document
from analyzer.verification import verify_answer
from analyzer.verification.prices import Shares, proven_bound, usable_lines
from analyzer.verification.world import World
from tests.profiles import examples
from tests.strategies import landscapes_with_plans
from tests.verification.mutations import changed, leaves, others, still_a_proof

moderately = settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
Drawn = tuple[Landscape, dict[MoveRef, Month]]


def answered(drawn: Drawn) -> dict[str, Any]:
    """The answer as a reader of its file sees it."""
    document: dict[str, Any] = json.loads(json.dumps(answer_document(evaluate_plan(*drawn))))
    return document


@moderately
@given(landscapes_with_plans())
def test_verify_accepts_every_answer_that_evaluate_gives(drawn: Drawn) -> None:
    answer = answered(drawn)

    result = verify_answer(drawn[0], answer)

    assert [f"{fault.code}: {fault.message.en}" for fault in result.faults] == []
    assert result.violations_listed == (answer["status"] == "infeasible")


@moderately
@given(landscapes_with_plans(), st.data())
def test_verify_rejects_an_evaluated_answer_with_any_other_value_in_one_place(
    drawn: Drawn, data: st.DataObject
) -> None:
    answer = answered(drawn)
    parts = data.draw(st.sampled_from([("certificate",), ("tests", "bridges", "suspended"), tuple(answer)]))
    places = [
        (path, value)
        for path, value in leaves(answer)
        # Another month of a move is another plan, of which the answer may happen to be true.
        if path[0] in parts and path[0] != "moves" and not still_a_proof(path)
    ]
    assume(places)
    path, value = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from(others(value)))

    assert not verify_answer(drawn[0], changed(answer, path, other)).ok


@moderately
@given(landscapes_with_plans(), st.data())
def test_verify_rejects_an_evaluated_answer_with_an_entry_left_out(drawn: Drawn, data: st.DataObject) -> None:
    answer = answered(drawn)
    assume(answer["cost"] is not None)
    lists = [name for name in ("bridges", "suspended", "tests") if answer[name]]
    assume(lists)
    entries = answer[data.draw(st.sampled_from(lists))]
    entries.remove(data.draw(st.sampled_from(entries)))

    assert not verify_answer(drawn[0], answer).ok


@moderately
@given(landscapes_with_plans(), st.data())
def test_verify_rejects_an_evaluated_answer_with_another_served_or_suspended_month(
    drawn: Drawn, data: st.DataObject
) -> None:
    answer = answered(drawn)
    assume(answer["cost"] is not None)
    served = [
        *(entry for bridge in answer["bridges"] for entry in bridge["serves"]),
        *answer["suspended"],
    ]
    assume(served)
    months = data.draw(st.sampled_from(served))["months"]
    before = deepcopy(months)
    index = data.draw(st.integers(0, len(months) - 1))
    months[index] = str(Month.parse(months[index]) + data.draw(st.sampled_from([-1, 1])))
    assert months != before

    assert not verify_answer(drawn[0], answer).ok


@moderately
@given(landscapes_with_plans(), st.data())
def test_no_shares_whatever_prove_more_than_the_least_cost(drawn: Drawn, data: st.DataObject) -> None:
    """Weak duality over drawn landscapes: the proof is added up soundly whatever it lists."""
    answer = answered(drawn)
    assume(answer["cost"] is not None)
    world = World(Schedule(*drawn))
    lines = sorted(usable_lines(world))
    amounts = st.integers(0, data.draw(st.sampled_from([2, 5, 20])))
    shares = Shares(data.draw(st.integers(1, 3)))
    shares.paid = {line: data.draw(amounts) for line in lines}

    assert proven_bound(world, shares) <= answer["cost"]["total"]
    assert proven_bound(world, shares, bridges_alone=True) <= answer["bridge_cost_alone"]

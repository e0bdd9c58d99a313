"""What an answer says was ordered is what the plan is carried by."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from analyzer.errors import InputError
from analyzer.evaluation.assessment import Cost
from analyzer.evaluation.evaluate import evaluate_plan
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.plan.reading import read_plan
from analyzer.reports.answer import answer_document
from analyzer.whatif.answered import evaluated
from tests import builders
from tests.strategies import landscapes_with_plans

MOVES = {MoveRef("jumin", "shift"): Month.parse("2025-02"), MoveRef("zeimu", "shift"): Month.parse("2025-04")}


def said(landscape: Landscape, document: dict[str, object]) -> Cost | None:
    return evaluated(landscape, read_plan(json.dumps(document).encode(), "plan.json")).cost


@given(landscapes_with_plans())
def test_an_answer_costs_what_it_says(case: tuple[Landscape, dict[MoveRef, Month]]) -> None:
    landscape, moves = case
    answer = evaluate_plan(landscape, moves)
    assert said(landscape, answer_document(answer)) == answer.cost


def test_a_dearer_bridge_that_was_ordered_counts() -> None:
    """An answer that kept the legacy interface (9) where the early standard one costs 5."""
    city = builders.landscape(
        bridges=[{"kind": "keep_legacy", "setup": 9}, {"kind": "early_standard", "setup": 5}]
    )
    document = answer_document(evaluate_plan(city, MOVES))
    bridges = [{"kind": "keep_legacy", "serves": [{"integration": "001o001/00/jumin/zeimu", "months": ["2025-02", "2025-03"]}]}]  # fmt: skip
    ordered = said(city, {**document, "bridges": bridges})
    assert ordered is not None
    assert ordered.bridge == 9
    # Of another landscape only the months are used, and the least cost is that of its own.
    other = {**document, "bridges": bridges, "landscape": {"id": "small", "hash": "sha256:other"}}
    assert said(city, other) == evaluate_plan(city, MOVES).cost


def test_an_answer_that_cannot_be_read_is_refused_with_every_place() -> None:
    city = builders.landscape()
    document = answer_document(evaluate_plan(city, MOVES))
    document["bridges"] = [{"kind": 3, "serves": [{"integration": "x", "months": ["soon"]}]}]
    document["suspended"] = "none"
    with pytest.raises(InputError) as refused:
        said(city, document)
    assert len(refused.value.findings) == 3
    assert all(finding.place is not None for finding in refused.value.findings)

"""What the property tests draw: landscapes as documents, with plans, and how many of them."""

from __future__ import annotations

import json
from typing import NamedTuple

from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st

from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.landscape.loading import read_document
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.landscape.places import Places
from analyzer.reports.answer import answer_document
from tests.profiles import examples
from tests.strategies import Document, landscape_documents, model, plans

Moves = dict[MoveRef, Month]


class Drawn(NamedTuple):
    """A document, its landscape, and a month for every move; each move in order."""

    document: Document
    landscape: Landscape
    moves: Moves


def some(part: int = 3) -> settings:
    """One example in `part` of what the profile asks for: every one loads landscapes and solves programs."""
    return settings(
        max_examples=examples(100 // part),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )


@st.composite
def drawn(draw: st.DrawFn, with_rules: bool = True, with_existing: bool = True) -> Drawn:
    document = draw(landscape_documents(with_rules=with_rules, with_existing=with_existing))
    landscape = model(document)
    return Drawn(document, landscape, draw(plans(landscape)))


@st.composite
def priced(draw: st.DrawFn, with_rules: bool = True) -> tuple[Drawn, Evaluation]:
    """A landscape and a plan that everything can be carried under, and its evaluation."""
    case = draw(drawn(with_rules=with_rules))
    answer = evaluate_plan(case.landscape, case.moves)
    assume(answer.cost is not None)
    return case, answer


def changed(document: Document) -> Landscape:
    """The landscape of a document that was changed; an example whose change is an error of the file is dropped."""
    result = read_document(document, Places())
    assume(result.landscape is not None)
    assert result.landscape is not None
    return result.landscape


def total(landscape: Landscape, moves: Moves) -> int:
    """The least joint cost; everything must be carried."""
    cost = evaluate_plan(landscape, moves).cost
    assert cost is not None
    return cost.total


def alone(landscape: Landscape, moves: Moves) -> int:
    """The least bridge + suspension cost; everything must be carried."""
    found = evaluate_plan(landscape, moves).alone
    assert found is not None
    return found.value


def written(landscape: Landscape, moves: Moves) -> str:
    """The answer as it would be printed."""
    return as_text(answer_document(evaluate_plan(landscape, moves)))


def as_text(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1)

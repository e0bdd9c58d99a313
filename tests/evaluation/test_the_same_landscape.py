"""The same landscape said otherwise has the same answer: shuffled, renamed, in other units, asked again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.reports.answer import answer_document
from tests.evaluation.changes import (
    doubled,
    fresh_names,
    renamed,
    renamed_moves,
    shuffles,
    with_offers,
    with_old_names,
)
from tests.evaluation.drawing import Drawn, as_text, drawn, priced, some, total, written
from tests.strategies import model

ROOT = Path(__file__).parents[2]


def without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_places(one) for name, one in value.items() if name != "place"}
    return [without_places(one) for one in value] if isinstance(value, list) else value


@given(drawn(), st.data())
@some()
def test_the_order_of_entries_and_keys_in_the_file_changes_nothing(case: Drawn, data: st.DataObject) -> None:
    other = model(data.draw(shuffles(case.document)))
    assert other.content_hash == case.landscape.content_hash
    one, two = (
        answer_document(evaluate_plan(landscape, case.moves)) for landscape in (case.landscape, other)
    )
    assert as_text(without_places(two)) == as_text(without_places(one))


@given(drawn(), st.data())
@some()
def test_names_that_keep_their_order_rename_the_answer_and_change_nothing_else(
    case: Drawn, data: st.DataObject
) -> None:
    def in_order(old: list[str]) -> list[int]:
        """The n-th id of the old order gets the n-th of some numbers, the smallest first."""
        numbers = data.draw(st.lists(st.integers(0, 99), min_size=len(old), max_size=len(old), unique=True))
        place = dict(zip(sorted(old), sorted(numbers), strict=True))
        return [place[id] for id in old]

    names = fresh_names(case.document, in_order)
    other = model(renamed(case.document, names))
    text = written(other, renamed_moves(case.moves, names)).replace(
        other.content_hash, case.landscape.content_hash
    )
    assert with_old_names(text, names) == written(case.landscape, case.moves)


@given(priced(), st.data())
@some()
def test_names_in_any_order_keep_every_cost_and_bound(
    case: tuple[Drawn, Evaluation], data: st.DataObject
) -> None:
    (document, _, moves), answer = case

    def in_any_order(old: list[str]) -> list[int]:
        return data.draw(st.permutations(range(len(old))))

    names = fresh_names(document, in_any_order)
    other = evaluate_plan(model(renamed(document, names)), renamed_moves(moves, names))
    assert answer.cost is not None
    assert other.cost is not None
    assert other.cost.total == answer.cost.total
    assert other.bound == answer.bound
    assert other.alone is not None
    assert answer.alone is not None
    assert (other.alone.value, other.alone.bound) == (answer.alone.value, answer.alone.bound)
    assert other.assessment is not None
    assert answer.assessment is not None
    assert len(other.assessment.bridges) == len(answer.assessment.bridges)
    assert other.assessment.cases == answer.assessment.cases
    assert sorted(v.code for v in other.violations) == sorted(v.code for v in answer.violations)
    assert sorted(f.code for f in other.findings) == sorted(f.code for f in answer.findings)


@given(priced())
@some()
def test_costs_twice_as_high_make_the_total_twice_as_high(case: tuple[Drawn, Evaluation]) -> None:
    (document, _, moves), answer = case
    assert answer.cost is not None
    assert total(model(doubled(document)), moves) == 2 * answer.cost.total


@given(drawn())
@some(5)
def test_no_catalogue_is_the_catalogue_of_every_kind_but_manual_at_setup_1(case: Drawn) -> None:
    other = model(with_offers(case.document))
    text = written(other, case.moves)
    assert text.replace(other.content_hash, case.landscape.content_hash) == written(
        case.landscape, case.moves
    )


@given(drawn())
@some(5)
def test_asked_twice_the_same_bytes_come_out(case: Drawn) -> None:
    assert written(case.landscape, case.moves) == written(
        model(case.document), dict(reversed(case.moves.items()))
    )


@given(drawn())
@some(5)
def test_the_moves_of_an_answer_lead_to_the_same_answer(case: Drawn) -> None:
    text = written(case.landscape, case.moves)
    moves = {MoveRef(*ref.split(".")): Month.parse(month) for ref, month in json.loads(text)["moves"].items()}
    assert moves == case.moves
    assert written(case.landscape, moves) == text


ASKED = """
import sys
from analyzer.evaluation import evaluate_plan
from analyzer.generator import generate, generate_plan
from analyzer.landscape.loading import read_document
from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.landscape.places import Places
from analyzer.reports.answer import answer_document
import json

size = dict(systems=10, links=60, months=12, windows=5, vendors=5, seed=3, session_cost=1, lines=True)
landscape = read_document(generate(**size), Places()).landscape
moves = {MoveRef(*ref.split(".")): Month.parse(month) for ref, month in generate_plan(**size)["moves"].items()}
sys.stdout.write(json.dumps(answer_document(evaluate_plan(landscape, moves)), ensure_ascii=False))
"""


def test_the_seed_of_pythons_hashes_changes_nothing() -> None:
    said = [
        subprocess.run(
            [sys.executable, "-c", ASKED],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "4321")
    ]
    assert said[0] == said[1]
    answer = json.loads(said[0])
    assert answer["cost"]["total"] > 0
    assert answer["tests"]

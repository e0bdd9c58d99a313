"""Plan files: what is a plan at all, and what only breaks a rule."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import InputError
from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.plan.reading import KEYS, nearest_month, read_plan
from analyzer.reports.answer import answer_document
from analyzer.usecases import evaluate
from tests.builders import landscape

SHORT = "moves: {jumin.shift: 2025-02, zeimu.shift: '2025-04'}"
MOVES = {MoveRef("jumin", "shift"): Month.parse("2025-02"), MoveRef("zeimu", "shift"): Month.parse("2025-04")}


def errors(text: str) -> list[tuple[str, int, int]]:
    with pytest.raises(InputError) as raised:
        read_plan(text.encode(), "plan.yaml")
    found = raised.value.findings
    assert all(finding.message.ja and finding.message.en for finding in found)
    return [(f.code, f.place.line, f.place.column) for f in found if f.place is not None]


def test_the_short_form_is_read_from_yaml_and_from_json() -> None:
    assert read_plan(SHORT.encode(), "p").moves == MOVES
    assert read_plan(json.dumps(yaml.safe_load(SHORT)).encode(), "p").moves == MOVES
    assert read_plan(f"schema_version: 1\n{SHORT}".encode(), "p").moves == MOVES
    assert read_plan(b"moves: {}", "p").moves == {}


def test_an_answer_is_a_plan_with_every_name_that_answers_have() -> None:
    city = landscape()
    answer = answer_document(evaluate(city, read_plan(SHORT.encode(), "p")))
    assert set(answer) <= set(KEYS)
    read = read_plan(json.dumps(answer).encode(), "p")
    assert read.moves == MOVES
    assert read.landscape_hash == city.content_hash


def test_everything_that_is_wrong_is_told_at_once_with_its_place() -> None:
    text = "schema_version: 2\nmove: 1\nmoves:\n  jumin: 2025-02\n  a.b: 2025-13\n  c.d: [1]\n"
    assert errors(text) == [
        ("unsupported_version", 1, 17), ("unknown_key", 2, 1), ("not_a_move", 4, 3),
        ("not_a_month", 5, 8), ("not_a_month", 6, 8),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("move: {}", "missing_field"), ("moves:", "wrong_type"), ("moves: [a.b]", "wrong_type"),
        ("- 1", "wrong_root"), ("null", "wrong_root"), ("", "empty_file"), ("{moves: {a.b: 202502}}", "not_a_month"),
        ("moves: {a.b: 2025-02, a.b: 2025-03}", "duplicate_key"), ("moves: {a.b: null}", "not_a_month"),
        ("moves: {a.b.c: 2025-02}", "not_a_move"), ("moves: {A.b: 2025-02}", "not_a_move"),
        ("moves: {a.b: true}", "not_a_month"), ("moves: &m {}", "yaml_anchor"),
    ],
)  # fmt: skip
def test_what_is_no_plan_is_an_error_of_the_file(text: str, code: str) -> None:
    assert code in [found for found, _, _ in errors(text)]


@pytest.mark.parametrize("text", ["moves: {a.b: 1999-01}", "moves: {nobody.knows: 2025-01}"])
def test_a_move_that_breaks_a_rule_is_still_a_plan(text: str) -> None:
    assert len(read_plan(text.encode(), "p").moves) == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2025/4", "2025-04"), ("2025年4月", "2025-04"), ("202504", "2025-04"), ("2025-4", "2025-04"),
        ("2025-04-15", "2025-04"), ("2025-13", None), ("April", None), ("", None),
    ],
)  # fmt: skip
def test_a_month_in_another_writing_is_suggested(written: str, meant: str | None) -> None:
    assert nearest_month(written) == meant


@given(st.binary(max_size=60))
def test_any_bytes_are_a_plan_or_a_list_of_errors(data: bytes) -> None:
    with suppress(InputError):
        read_plan(data, "p")

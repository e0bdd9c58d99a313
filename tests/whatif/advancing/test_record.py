"""The record of planned and actual months: read back as it was written, and refused where it does not go on."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from analyzer.errors import InputError
from analyzer.landscape.documents.record import RecordFile
from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.landscape.recording import dump_record, read_record
from analyzer.landscape.schema import record_schema, schema_text
from analyzer.whatif.advancing import Advanced, advance
from analyzer.whatif.advancing.record import recorded
from tests.builders import landscape
from tests.evaluation.drawing import some
from tests.landscape.test_schema import SCHEMAS
from tests.whatif.advancing.test_rolling import Case, cases

M = Month.parse
JUMIN, ZEIMU = MoveRef("jumin", "shift"), MoveRef("zeimu", "shift")


def first_step() -> Advanced:
    """To 2025-03: jumin was planned for 2025-02 and is done, zeimu for 2025-02 and is not."""
    planned = {JUMIN: M("2025-02"), ZEIMU: M("2025-02")}
    return advance(landscape(), planned, {JUMIN: M("2025-02")}, M("2025-03"))


def next_step(before: Advanced) -> Advanced:
    """To 2025-04: zeimu was done at last."""
    return advance(before.landscape, before.rest, {ZEIMU: M("2025-03")}, M("2025-04"))


def test_the_first_planned_month_stays_on_record_until_a_late_move_is_done() -> None:
    first = first_step()
    record = recorded(next_step(first), recorded(first))
    assert [[(m.move, m.first_planned, m.month, m.outcome) for m in a.moves] for a in record.advances] == [
        [("jumin.shift", "2025-02", "2025-02", "on_time"), ("zeimu.shift", "2025-02", "2025-03", "overdue")],
        [("zeimu.shift", "2025-02", "2025-03", "late")],
    ]
    # The link between them is mixed in 2025-02, which the plan did not have.
    assert [(b.planned, b.actual) for b in record.advances[0].bridges] == [([], ["2025-02"])]
    assert record.advances[1].before == record.advances[0].after


@some(6)
@given(cases())
def test_a_record_reads_back_as_it_was_written(case: Case) -> None:
    record = recorded(advance(case.landscape, case.planned, case.done, case.to))
    assert read_record(dump_record(record).encode(), "record.yaml") == record


def test_an_advance_that_is_not_the_next_one_is_refused() -> None:
    first = first_step()
    record = recorded(first)
    with pytest.raises(InputError) as caught:
        recorded(first, record)
    assert [finding.code for finding in caught.value.findings] == ["record_elsewhere"]
    with pytest.raises(InputError) as caught:
        recorded(next_step(first), RecordFile(schema_version=1, landscape="elsewhere"))
    assert [finding.code for finding in caught.value.findings] == ["record_of_another"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("[]", ["wrong_root"]),
        ("{schema_version: 2, landscape: A b, advance: []}", ["not_one_of", "not_an_id", "unknown_key"]),
        (
            "{schema_version: 1, landscape: a, advances: [{to: 2025/03}]}",
            ["missing_field"] * 5 + ["not_a_month"],
        ),
        ("{schema_version: 1, landscape: a, advances: null}", ["null_value"]),
        ("{schema_version: 1, landscape: &a a}", ["yaml_anchor"]),
    ],
)
def test_a_file_that_is_no_record_is_told_with_every_place(text: str, codes: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        read_record(text.encode(), "record.yaml")
    found = caught.value.findings
    assert sorted(finding.code for finding in found) == sorted(codes)
    assert all(finding.place is not None for finding in found)


def test_advances_that_do_not_join_are_no_record() -> None:
    first = first_step()
    record = recorded(first)
    twice = record.model_copy(update={"advances": [*record.advances, *record.advances]})
    with pytest.raises(InputError) as caught:
        read_record(dump_record(twice).encode(), "record.yaml")
    assert [finding.code for finding in caught.value.findings] == ["record_with_gap"]


def test_the_committed_schema_of_the_record_is_fresh_and_speaks_both_languages() -> None:
    assert (SCHEMAS / "record.schema.json").read_text(encoding="utf-8") == schema_text(record_schema())
    assert "予定" in json.dumps(record_schema(), ensure_ascii=False)

"""`whatif` and `changed`: answers on standard output, codes, and errors at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analyzer.resources import samples_folder
from tests.cli.command import kakehashi

CITY = samples_folder() / "higashimurayama"
LANDSCAPE, PLAN, SCENARIOS = (
    str(CITY / name) for name in ("landscape.yaml", "plans/main.yaml", "scenarios.yaml")
)


def asked(*more: str) -> Any:
    return kakehashi("whatif", LANDSCAPE, PLAN, "--scenarios", SCENARIOS, *more)


def test_the_document_says_everything_and_its_kept_plan_is_an_answer_for_the_changed_landscape(
    tmp_path: Path,
) -> None:
    run = asked("--scenario", "a-late", "--format", "json")
    assert run.code == 1  # the promised month is broken
    (kept,) = run.json["scenarios"]
    assert (kept["id"], kept["cost"]["difference"]["total"], kept["end"]["after"]) == (
        "a-late",
        -12,
        "2026-10",
    )
    assert [violation["place"]["file"] for violation in kept["violations"]["new"]] == [LANDSCAPE]
    assert kept["plan"]["landscape"] == kept["landscape"]
    assert kept["plan"]["cost"] == kept["cost"]["after"]
    assert {move["move"]: move["pushed"] for move in kept["moves"]}["tohyo.shift"][0]["by"] == "senkyo.shift"
    # The landscape has not changed but for the delay, so the kept plan may be kept again, as it was answered.
    answer = tmp_path / "kept.json"
    answer.write_text(json.dumps(kept["plan"]), encoding="utf-8")
    again = kakehashi("whatif", LANDSCAPE, str(answer), "--scenarios", SCENARIOS, "--scenario", "h-leaves-early", "--format", "json")  # fmt: skip
    assert again.json["scenarios"][0]["cost"]["before"]["total"] == 91


def test_several_scenarios_are_set_side_by_side_and_csv_is_that_table() -> None:
    assert "シナリオの比較" in asked().text
    lines = asked("--format", "csv", "--lang", "en").text.splitlines()
    assert len(lines) == 4
    assert lines[2].startswith("a-late,infeasible,1,11,2026-10,91,-12")
    combined = asked("--combine", "--format", "json").json["scenarios"]
    assert [kept["id"] for kept in combined] == ["e-late+a-late+h-leaves-early"]


def test_a_changed_landscape_is_a_file_that_every_command_reads(tmp_path: Path) -> None:
    file = tmp_path / "changed.yaml"
    run = kakehashi("changed", LANDSCAPE, SCENARIOS, "--scenario", "a-late", "-o", str(file))
    assert (run.code, run.out) == (0, b"")
    assert kakehashi("validate", str(file)).code == 0
    assert "earliest: 2025-12" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["whatif", "changed"])
def test_wrong_inputs_are_said_together(command: str, tmp_path: Path) -> None:
    scenarios = tmp_path / "s.yaml"
    scenarios.write_text("schema_version: 1\nscenarios: [{id: a, name: A, changes: [{dealy: {}}]}]\n", encoding="utf-8")  # fmt: skip
    if command == "whatif":
        run = kakehashi("whatif", "/nowhere.yaml", PLAN, "--scenarios", str(scenarios))
    else:
        run = kakehashi("changed", "/nowhere.yaml", str(scenarios))
    assert (run.code, run.out) == (2, b"")
    assert "unreadable_file" in run.err
    assert "unknown_key" in run.err


def test_what_the_landscape_does_not_have_is_said_for_all_scenarios(tmp_path: Path) -> None:
    scenarios = tmp_path / "s.yaml"
    scenarios.write_text(
        "schema_version: 1\nscenarios:\n"
        "- {id: a, name: A, changes: [{delay: {vendor: vendor-x, months: 1}}]}\n"
        "- {id: b, name: B, changes: [{delay: {move: jumin.lift, months: 1}}]}\n",
        encoding="utf-8",
    )
    run = kakehashi("whatif", LANDSCAPE, PLAN, "--scenarios", str(scenarios))
    assert run.code == 2
    assert "s.yaml:3:" in run.err
    assert "s.yaml:4:" in run.err

"""kakehashi advance: from a landscape and a plan to the next month's, with the record."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.cli.command import Result, kakehashi, small_landscape, small_plan


def advanced(folder: Path, landscape: Path, plan: Path, *arguments: object) -> Result:
    files = (
        "-o", folder / "next.yaml", "--plan", folder / "rest.yaml", "--record", folder / "record.yaml",
    )  # fmt: skip
    return kakehashi("advance", landscape, plan, *arguments, *files)


def test_what_it_writes_is_what_the_next_months_call_reads(tmp_path: Path) -> None:
    landscape, plan = small_landscape(tmp_path), small_plan(tmp_path)  # 2025-02 and 2025-04
    step = advanced(tmp_path, landscape, plan, "--to", "2025-03", "--done", "jumin.shift", "--lang", "en")
    assert step.code == 0, step.err
    assert "jumin.shift" in step.text
    assert kakehashi("validate", tmp_path / "next.yaml").code == 0
    assert kakehashi("evaluate", tmp_path / "next.yaml", tmp_path / "rest.yaml").code == 0
    late = ("--to", "2025-05", "--as-planned", "--late", "zeimu.shift", "--format", "json")
    again = advanced(tmp_path, tmp_path / "next.yaml", tmp_path / "rest.yaml", *late)
    assert again.code == 0, again.err
    assert again.json["moves"] == [
        {"move": "zeimu.shift", "first_planned": "2025-04", "planned": "2025-04", "month": "2025-05", "slip": 1,
         "outcome": "overdue"}
    ]  # fmt: skip
    assert again.json["plan"] == {"schema_version": 1, "moves": {"zeimu.shift": "2025-05"}}
    record = yaml.safe_load((tmp_path / "record.yaml").read_text(encoding="utf-8"))
    assert [(entry["from"], entry["to"]) for entry in record["advances"]] == [
        ("2025-01", "2025-03"), ("2025-03", "2025-05"),
    ]  # fmt: skip
    # The link between the two was mixed from 2025-02 on: one bridge at setup 1 (no catalogue), built once.
    assert [entry["paid"]["bridge"] for entry in record["advances"]] == [1, 0]


def test_wrong_arguments_are_said_and_nothing_is_written(tmp_path: Path) -> None:
    landscape, plan = small_landscape(tmp_path), small_plan(tmp_path)
    for arguments, word in (
        (("--to", "2025-03", "--done", "jumin.shif"), "unknown_move"),
        (("--to", "2025-09"), "outside_horizon"),
        (("--to", "2025/3"), "not_a_month"),
        (("--to", "2025-03", "--late", "jumin.shift"), "late_alone"),
    ):
        failed = advanced(tmp_path, landscape, plan, *arguments)
        assert (failed.code, failed.out) == (2, b"")
        assert word in failed.err
    assert not (tmp_path / "next.yaml").exists()
    assert kakehashi("advance", landscape, plan, "--to", "2025-03", "-o", "a", "--plan", "a").code == 2


def test_a_plan_without_forms_cannot_go_on(tmp_path: Path) -> None:
    landscape, plan = small_landscape(tmp_path), small_plan(tmp_path, zeimu="2026-04")
    assert advanced(tmp_path, landscape, plan, "--to", "2025-03").code == 1
    assert not (tmp_path / "record.yaml").exists()


def test_a_record_that_is_none_is_told_with_its_place_and_left_as_it_is(tmp_path: Path) -> None:
    landscape, plan = small_landscape(tmp_path), small_plan(tmp_path)
    record = tmp_path / "record.yaml"
    record.write_text("schema_version: 1\nlandscape: small\nadvances: 3\n", encoding="utf-8")
    failed = advanced(tmp_path, landscape, plan, "--to", "2025-02")
    assert (failed.code, f"{record}:3:" in failed.err) == (2, True)
    assert record.read_text(encoding="utf-8").endswith("advances: 3\n")
    assert not (tmp_path / "next.yaml").exists()

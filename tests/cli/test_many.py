"""kakehashi many: recorded, continued, reported, ended."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from analyzer.stores.opening import open_store
from tests.cli.command import PLAN, Result, kakehashi, small_landscape, write
from tests.cli.test_process import COMMAND, ENVIRONMENT

SCENARIOS = {
    "schema_version": 1,
    "scenarios": [
        {"id": "on-time", "name": "予定どおり", "changes": []},
        {"id": "b-late", "name": "Bが1か月遅れる", "changes": [{"delay": {"vendor": "vb", "months": 1}}]},
    ],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two small cities with their plans, and scenarios."""
    monkeypatch.setenv("KAKEHASHI_STORE", f"sqlite:///{tmp_path / 'store.db'}")
    monkeypatch.setenv("KAKEHASHI_LANG", "en")
    monkeypatch.chdir(tmp_path)
    for name in ("east", "west"):
        (tmp_path / name).mkdir()
        small_landscape(tmp_path / name, landscape={"id": name})
        write(tmp_path / name / "actual.yaml", PLAN)
    write(tmp_path / "scenarios.yaml", SCENARIOS)
    return tmp_path


def many(folder: Path, *arguments: object) -> Result:
    cities = [f"{name}/landscape.yaml" for name in ("east", "west")]
    return kakehashi("many", *cities, "--scenarios", "scenarios.yaml", "--workers", 1, *arguments)


def test_every_plan_is_kept_under_every_scenario_and_asked_again_nothing_is_computed(folder: Path) -> None:
    first = many(folder, "--format", "json")
    assert first.code == 0, first.err
    assert first.json["tally"]["computed"] == 4
    results = {(r["landscape"], r["scenario"]): r for r in first.json["results"]}
    late: Any = results["east/landscape.yaml", "b-late"]
    # Mixed in 2025-02 and 2025-03 as planned; zeimu a month later makes it three months with the same bridge.
    assert (late["before"]["bridge_months"], late["after"]["bridge_months"]) == (2, 3)
    assert (late["before"]["end"], late["after"]["end"]) == ("2025-04", "2025-05")
    again = many(folder, "--format", "json")
    assert again.json["tally"] | {"computed": 4, "found": 0} == first.json["tally"]
    assert again.json["tally"]["found"] == 4
    assert again.json["results"] == first.json["results"]
    assert "of 4 results 4 are recorded already" in again.err


def test_text_says_what_it_comes_to_and_csv_has_a_row_for_each_result(folder: Path) -> None:
    text = many(folder)
    assert "4 result(s): 0 found, 4 computed now, 0 missing" in text.text
    rows = list(csv.reader(io.StringIO(many(folder, "--format", "csv").out.decode("utf-8-sig"))))
    head, *body = rows
    assert [row[:3] for row in body] == [
        [f"{city}/landscape.yaml", scenario, "kept"] for city in ("east", "west") for scenario in ("on-time", "b-late")
    ]  # fmt: skip
    assert body[1][head.index("end after")] == "2025-05"


def test_a_bad_file_is_a_result_the_others_go_on_and_a_scenario_that_applies_nowhere_is_told(
    folder: Path,
) -> None:
    (folder / "east" / "landscape.yaml").write_text("landscape: {")
    late, nobody = ({"delay": {"vendor": vendor, "months": 1}} for vendor in ("vb", "nobody"))
    scenarios = [
        {"id": "late", "name": "l", "changes": [late]},
        {"id": "odd", "name": "o", "changes": [nobody]},
    ]
    write(folder / "scenarios.yaml", {"schema_version": 1, "scenarios": scenarios})
    result = many(folder, "--format", "json")
    assert result.code == 1
    assert [r["status"] for r in result.json["results"]] == ["failed", "failed", "kept", "inapplicable"]
    (folder / "east" / "landscape.yaml").unlink()
    west = kakehashi("many", "west/landscape.yaml", "--scenarios", "scenarios.yaml")
    assert west.code == 1
    assert "Scenarios that apply to no landscape: odd" in west.text


def test_kept_landscapes_are_meant_by_a_pattern(folder: Path) -> None:
    for name in ("east", "west"):
        kakehashi("store", "put", f"{name}/landscape.yaml")
    kakehashi("store", "put-plan", "west", "actual", "west/actual.yaml")
    result = kakehashi(
        "many", "stored:*", "--scenarios", "scenarios.yaml", "--workers", 1, "--format", "json"
    )
    assert result.code == 1, "one has no plan"
    assert [(r["landscape"], r["status"], r["code"]) for r in result.json["results"]] == [
        ("stored:east", "failed", "not_kept_plan"), ("stored:east", "failed", "not_kept_plan"),
        ("stored:west", "kept", None), ("stored:west", "kept", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("stored:*", "--scenarios", "scenarios.yaml"), "No landscape is meant"),
        (("-", "--scenarios", "scenarios.yaml"), "Standard input"),
        (("east/landscape.yaml", "--scenarios", "gone.yaml"), "gone.yaml"),
        (("east/landscape.yaml", "--scenarios", "east/landscape.yaml"), "scenarios"),
        (
            ("east/landscape.yaml", "--scenarios", "scenarios.yaml", "--ledger", "nonsense"),
            "no URL of a store",
        ),
        (("sample:nowhere", "--scenarios", "scenarios.yaml"), "no sample"),
    ],
)
def test_a_wrong_question_is_told_before_anything_is_computed(
    folder: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = kakehashi("many", *arguments)
    assert (result.code, result.out) == (2, b"")
    assert said in result.err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_ended_run_keeps_what_it_has_and_goes_on_when_it_is_asked_again(folder: Path, number: int) -> None:
    entries = [{"id": f"s{n}", "name": "s", "changes": [{"costs": {"test_case": n + 2}}]} for n in range(800)]
    write(folder / "scenarios.yaml", {"schema_version": 1, "scenarios": entries})
    write(folder / "few.yaml", {"schema_version": 1, "scenarios": entries[:50]})
    asked = [
        "many",
        "east/landscape.yaml",
        "west/landscape.yaml",
        "--scenarios",
        "scenarios.yaml",
        "--workers",
        "1",
        "--format",
        "json",
    ]
    process = subprocess.Popen(
        [*COMMAND, *asked],
        env={**os.environ, "PYTHONPATH": ENVIRONMENT["PYTHONPATH"]},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 60
    while not _recorded(folder) and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert b"of 1,600 results are recorded" in err
    assert b'"interrupted": true' in out
    there = kakehashi(*asked[:3], "--scenarios", "few.yaml", *asked[5:])
    assert there.json["tally"]["found"] > 0
    assert there.json["tally"]["missing"] == 0


def _recorded(folder: Path) -> bool:
    if not (folder / "store.db").exists():
        return False
    store = open_store(f"sqlite:///{folder / 'store.db'}")
    try:
        return bool(store.records("results"))
    finally:
        store.close()

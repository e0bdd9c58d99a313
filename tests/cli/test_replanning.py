"""``whatif --again``: what it answers, what it refuses, and that its answer is one that `verify` takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.builders import landscape_document, link, move, system
from tests.cli.command import kakehashi

SCENARIOS = {
    "schema_version": 1,
    "scenarios": [
        {"id": "late", "name": "遅れ", "changes": [{"delay": {"move": "jumin.shift", "months": 2}}]},
        {"id": "all-late", "name": "皆の遅れ", "changes": [{"delay": {"vendor": "va", "months": 2}}]},
    ],
}


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str, str]:
    """A landscape, a plan in which all three systems move in 2025-02, and scenarios."""
    document = landscape_document(
        landscape={"costs": {"test_case": 0}, "cost_unit": "人日"},
        systems=[system(id_, move()) for id_ in ("fuhyo", "jumin", "zeimu")],
        integrations=[link("l1", "jumin", "zeimu"), link("l2", "jumin", "fuhyo")],
        bridges=[{"kind": "keep_legacy", "setup": 1}],
    )
    plan = {"moves": {f"{id_}.shift": "2025-02" for id_ in ("fuhyo", "jumin", "zeimu")}}
    paths = []
    for name, value in (("city", document), ("plan", plan), ("scenarios", SCENARIOS)):
        path = tmp_path / f"{name}.yaml"
        path.write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")
        paths.append(str(path))
    return paths[0], paths[1], paths[2]


def asked(files: tuple[str, str, str], *options: str, scenario: str = "late") -> list[str]:
    return ["whatif", files[0], files[1], "--scenarios", files[2], "--scenario", scenario, *options]


def test_the_answer_is_a_plan_file_of_the_changed_landscape_that_verify_takes(
    files: tuple[str, str, str], tmp_path: Path
) -> None:
    run = kakehashi(*asked(files, "--again", "--keep", "2", "--format", "json"))
    assert run.code == 0
    answer: dict[str, Any] = run.json
    # jumin is late by itself; whoever goes with it saves the bridge that keeps one link.
    assert (answer["status"], answer["cost"]["total"]) == ("optimal", 1)
    assert answer["near"]["changes"] == 2
    assert answer["whatif"]["scenario"] == {"id": "late", "name": "遅れ"}
    assert answer["whatif"]["before"]["cost"]["total"] == 0
    changed = {entry["move"]: (entry["before"], entry["after"]) for entry in answer["whatif"]["changed"]}
    assert changed["jumin.shift"] == ("2025-02", "2025-03")
    assert len(changed) == 2
    (tmp_path / "answer.json").write_bytes(run.out)
    where = str(tmp_path / "changed.yaml")
    assert kakehashi("changed", files[0], files[2], "--scenario", "late", "-o", where).code == 0
    assert kakehashi("verify", where, str(tmp_path / "answer.json")).code == 0


def test_the_curve_has_a_row_for_each_number_of_changes(files: tuple[str, str, str]) -> None:
    run = kakehashi(*asked(files, "--again", "--curve", "--format", "csv", "--lang", "en"))
    assert run.code == 0
    rows = [line.split(",")[:4] for line in run.text.removeprefix("\ufeff").splitlines()]
    assert rows[0] == ["changes", "cost (人日)", "difference", "proof"]
    assert [row[:3] for row in rows[1:]] == [["1", "2", ""], ["2", "1", "-1"], ["3", "0", "-1"]]


@pytest.mark.requires_dot
def test_the_curve_is_drawn_beside_the_answer(files: tuple[str, str, str], tmp_path: Path) -> None:
    picture = tmp_path / "curve.svg"
    run = kakehashi(*asked(files, "--again", "--curve", "--picture", str(picture), "--format", "json"))
    assert run.code == 0
    document = run.json
    assert document["fewest_proven"]
    assert [(point["changes"], point["cost"]["total"]) for point in document["points"]] == [
        (1, 2),
        (2, 1),
        (3, 0),
    ]
    assert document["optimum"]["cost"]["total"] == 0
    drawn = picture.read_text(encoding="utf-8")
    for word in ("小さな市", "遅れ", "費用(人日)"):
        assert word in drawn


def test_too_few_changes_end_with_1_and_say_how_many_more_it_takes(files: tuple[str, str, str]) -> None:
    run = kakehashi(*asked(files, "--again", "--keep", "1", "--lang", "en", scenario="all-late"))
    assert run.code == 1
    assert "at most 1 month(s) of the plan before may change" in " ".join(run.text.split())
    assert "from 1 to 3 (2 more)" in " ".join(run.text.split())


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--keep", "1"), "needs_again"),
        (("--curve",), "needs_again"),
        (("--again", "--curve", "--keep", "1"), "keep_or_curve"),
        (("--again", "--picture", "x.svg"), "picture_of_curve"),
        (("--again", "--scenario", "all-late"), "one_scenario"),
        (("--again", "--curve", "--picture", "x.txt"), "not_a_picture"),
    ],
)
def test_options_that_do_not_go_together_are_told_with_2(
    files: tuple[str, str, str], options: tuple[str, ...], code: str
) -> None:
    run = kakehashi(*asked(files, *options))
    assert (run.code, run.out) == (2, b"")
    assert f"[{code}]" in run.err


def test_scenarios_are_planned_for_together_where_they_are_combined(files: tuple[str, str, str]) -> None:
    run = kakehashi(*asked(files, "--again", "--combine", "--scenario", "all-late", "--format", "json"))
    assert run.code == 0
    assert set(run.json["moves"].values()) == {"2025-03"}

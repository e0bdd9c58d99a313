"""A landscape without months is fine and gets a sensible answer from every command."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer import usecases
from tests.cli.command import kakehashi
from tests.order.exhaustive import optimize_plan

LANDSCAPE = """\
schema_version: 1
landscape: {id: x, name: 期間なし}
vendors: [{id: v, name: V}]
environments: [{id: e, name: E, hosting: on_premises}]
systems:
  - {id: a, name: A, scope: standard, current: {environment: e, generation: legacy, vendor: v}}
  - {id: b, name: B, scope: standard, current: {environment: e, generation: standard, vendor: v}}
integrations:
  - {id: l1, name: L, from: a, to: b, realizations: {legacy: {}, standard: {}}}
"""


@pytest.fixture
def landscape(tmp_path: Path) -> Path:
    path = tmp_path / "landscape.yaml"
    path.write_text(LANDSCAPE, encoding="utf-8")
    return path


@pytest.mark.parametrize("command", ["evaluate", "bridges", "tests", "why"])
def test_a_plan_without_months_and_moves_costs_nothing(landscape: Path, command: str) -> None:
    told = kakehashi(command, landscape, "-", "--format", "json", stdin=b"{moves: {}}")
    assert told.code == 0
    if command == "evaluate":
        assert told.json["cost"]["total"] == 0


@pytest.mark.parametrize("command", ["show", "status"])
def test_what_stands_today_is_told_without_months(landscape: Path, command: str) -> None:
    assert kakehashi(command, landscape).code == 0


@pytest.mark.requires_dot
def test_a_picture_without_months_is_of_today(landscape: Path, tmp_path: Path) -> None:
    picture = tmp_path / "x.svg"
    assert kakehashi("diagram", landscape, "-o", picture).code == 0
    assert "今の連携" in picture.read_text(encoding="utf-8")


def test_the_best_plan_without_months_and_moves_costs_nothing(
    landscape: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usecases.ordering, "optimizer", lambda *_: optimize_plan)
    best = kakehashi("optimize", landscape, "--format", "json")
    assert (best.code, best.json["status"], best.json["cost"]["total"], best.json["moves"]) == (
        0,
        "optimal",
        0,
        {},
    )
    assert kakehashi("verify", landscape, "-", stdin=best.out).code == 0
    assert kakehashi("optimize", landscape).code == 0


@pytest.mark.requires_dot
def test_patterns_without_months_are_compared_and_drawn(
    landscape: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usecases.ordering, "optimizer", lambda *_: optimize_plan)
    picture = tmp_path / "x.svg"
    done = kakehashi("compare", landscape, "--picture", picture)
    assert done.code == 1  # no system has a block
    assert "移行順序の比較" in picture.read_text(encoding="utf-8")

"""docs/decisions.md: readings that no other test says in a sentence, seen in answers of small landscapes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tests.cli.command import kakehashi, write
from tests.docs.pages import EXAMPLES

PLAN = {"jumin.shift": "2025-02", "zei.shift": "2025-04"}


def minimal(**top: Any) -> Any:
    """docs/examples/minimal.yaml with other entries."""
    document = yaml.safe_load((EXAMPLES / "minimal.yaml").read_text(encoding="utf-8"))
    return {**document, **top}


def link(**fields: Any) -> Any:
    return {"id": "juki-zei", "name": "住民情報", "from": "jumin", "to": "zei", **fields}


def evaluated(folder: Path, document: Any, moves: dict[str, str] | None = None) -> Any:
    """The answer for a landscape; its shape is docs/certificates.md."""
    landscape = write(folder / "landscape.yaml", document)
    plan = write(folder / "plan.yaml", {"moves": PLAN if moves is None else moves})
    done = kakehashi("evaluate", landscape, plan, "--format", "json")
    assert done.code in (0, 1), done.err
    return done.json


def codes(answer: Any, part: str) -> list[str]:
    return [entry["code"] for entry in answer[part]]


def test_a_link_is_lost_where_a_generation_earlier_than_both_ends_had_a_realization(tmp_path: Path) -> None:
    document = minimal(integrations=[link(realizations={"between": {}})])
    document["landscape"]["generations"] = ["legacy", "between", "standard"]
    lost = evaluated(tmp_path, document)
    assert codes(lost, "findings") == ["link_lost"]
    # In 2025-02 and 2025-03 only one end has passed the generation that had a realization.
    assert (lost["findings"][0]["month"], lost["findings"][0]["months"]) == ("2025-04", 3)
    never = evaluated(tmp_path, minimal(integrations=[link(realizations={})]))
    assert codes(never, "findings") == []


def test_what_never_was_cannot_have_ended(tmp_path: Path) -> None:
    def high(**realizations: Any) -> Any:
        fields = {"criticality": "high", "ends": True, "realizations": realizations}
        return evaluated(tmp_path, minimal(integrations=[link(**fields)]))

    assert codes(high(legacy={}), "findings") == []
    assert codes(high(), "findings") == ["absent_high"]


def test_a_link_of_a_system_with_a_package_to_itself_is_internal(tmp_path: Path) -> None:
    document = minimal(integrations=[link(to="jumin", realizations={"legacy": {}, "standard": {}})])
    assert len(evaluated(tmp_path, document)["tests"]) == 1
    document["systems"][0]["current"]["package"] = "old"
    assert evaluated(tmp_path, document)["tests"] == []


def test_with_no_catalogue_an_existing_bridge_serves_links_that_it_does_not_list(tmp_path: Path) -> None:
    both = [link(realizations={"legacy": {}, "standard": {}})]
    existing = [{"kind": "keep_legacy", "system": "jumin"}]
    answer = evaluated(tmp_path, minimal(integrations=both, existing_bridges=existing))
    assert [(bridge["kind"], bridge["existing"]) for bridge in answer["bridges"]] == [("keep_legacy", True)]
    assert answer["cost"]["bridge"] == 0
    empty = evaluated(tmp_path, minimal(integrations=both, existing_bridges=existing, bridges=[]))
    assert (empty["cost"], codes(empty, "violations")) == (None, ["unserved_demand"])


def test_a_listed_link_is_not_carried_as_it_is_once_its_bridge_has_ended(tmp_path: Path) -> None:
    document = minimal(integrations=[link(realizations={"legacy": {}, "standard": {}})])
    document["systems"][1]["current"]["generation"] = "standard"
    document["systems"][1]["moves"] = []
    moves = {"jumin.shift": "2025-06"}
    assert [bridge["kind"] for bridge in evaluated(tmp_path, document, moves)["bridges"]] == ["as_is"]
    standing = {"kind": "early_standard", "system": "jumin", "serves": ["juki-zei"], "until": "2025-03"}
    answer = evaluated(tmp_path, {**document, "existing_bridges": [standing]}, moves)
    # Until 2025-03 the standing bridge could go on; one that serves to the end is fewer bridges for the same cost.
    assert [(bridge["kind"], bridge["until"]) for bridge in answer["bridges"]] == [("keep_legacy", "2025-05")]


def test_of_a_needed_line_the_months_with_a_relay_are_charged_though_others_are_missing(
    tmp_path: Path,
) -> None:
    document = minimal(
        lines=[],
        integrations=[],
        bridges=[
            {"kind": "relay", "between": ["office", "cloud"], "setup": 7, "per_month": 2, "lead_months": 1}
        ],
    )
    document["environments"].append({"id": "cloud", "name": "クラウド", "hosting": "government_cloud"})
    needs = {"between": ["office", "cloud"], "months_before": 2}
    document["systems"][0]["moves"][0]["needs_line"] = needs
    # Needed in 2025-01 (before the lead time: missing) and 2025-02 (charged), the two months before 2025-03.
    answer = evaluated(tmp_path, document, {**PLAN, "jumin.shift": "2025-03"})
    assert codes(answer, "violations") == ["line_needed"]
    assert answer["cost"]["bridge"] == 7 + 2


def test_status_without_a_month_is_that_of_as_of_drawn_into_the_horizon(tmp_path: Path) -> None:
    document = minimal()
    for as_of, shown in (("2025-03", "2025-03"), ("2024-01", "2025-01"), ("2026-01", "2025-06")):
        document["landscape"]["as_of"] = as_of
        landscape = write(tmp_path / "landscape.yaml", document)
        plan = write(tmp_path / "plan.yaml", {"moves": PLAN})
        assert kakehashi("status", landscape, "--plan", plan, "--format", "json").json["month"] == shown

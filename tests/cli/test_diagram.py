"""`kakehashi diagram`: views, their numbers, parts of a landscape, forms for other programs."""

from __future__ import annotations

from pathlib import Path

import networkx
import pytest

from tests.cli.command import kakehashi, small_landscape, small_plan


@pytest.fixture
def landscape(tmp_path: Path) -> Path:
    return small_landscape(tmp_path)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return small_plan(tmp_path)


def test_the_numbers_of_a_picture_stand_beside_it_as_text_table_and_json(landscape: Path, plan: Path) -> None:
    options = ("--plan", plan, "--month", "2025-02", "--view", "map")
    document = kakehashi("diagram", landscape, *options, "--format", "json").json
    assert (document["view"], document["month"]) == ("map", "2025-02")
    assert document["counts"]["links"] == len(document["tables"]["mixed"]) == 1
    text = kakehashi("diagram", landscape, *options, "--format", "text").text
    assert f"移行済み {document['counts']['moved']}" in text
    table = kakehashi("diagram", landscape, *options, "--format", "csv", "--lang", "en").out.decode(
        "utf-8-sig"
    )
    assert table.startswith("group,other group,native,mixed")


def test_a_picture_of_a_plan_asks_for_one_and_a_part_for_a_known_name(landscape: Path) -> None:
    refused = kakehashi("diagram", landscape, "--view", "costs", "--format", "dot")
    assert refused.code == 2
    assert "picture_needs_plan" in refused.err
    refused = kakehashi(
        "diagram", landscape, "--format", "mermaid", "--vendor", "nobody", "--system", "nothing"
    )
    assert refused.code == 2
    assert refused.err.count("unknown_part") == 2


def test_other_programs_are_written_for_by_the_name_of_the_file(
    landscape: Path, plan: Path, tmp_path: Path
) -> None:
    for name, start in (("a.mmd", "%% Kakehashi"), ("a.drawio", "<?xml"), ("a.graphml", "<?xml")):
        assert kakehashi("diagram", landscape, "--plan", plan, "-o", tmp_path / name).code == 0
        assert (tmp_path / name).read_text("utf-8").startswith(start)
    graph = networkx.read_graphml(tmp_path / "a.graphml")
    assert {values["entry"] for _, values in graph.nodes(data=True)} >= {"jumin", "zeimu"}
    out = kakehashi("diagram", landscape, "--plan", plan, "--format", "archimate").text
    assert "ApplicationComponent" in out

"""docs/neo4j.md says what the graph has, and its saved queries answer what it shows."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from analyzer.graph.landscape_graph import build_graph
from analyzer.landscape.loading import read_landscape
from analyzer.landscape.model import Landscape
from tests.docs.neo4j import FOLDER, PAGE, fresh, queries
from tests.docs.pages import ROOT
from tests.docs.pictures import words
from tests.stores.neo4j_server import NEO4J

pytestmark = [*NEO4J, pytest.mark.requires_dot]

SAMPLES = ROOT / "sample_landscapes"


def sample(name: str) -> Landscape:
    landscape = read_landscape((SAMPLES / name / "landscape.yaml").read_bytes(), "landscape.yaml").landscape
    assert landscape is not None
    return landscape


def rows(query: str) -> list[list[str]]:
    """The rows that the page shows of a query."""
    section = PAGE.read_text(encoding="utf-8").partition(f"({FOLDER.name}/{query}.cypher)")[2]
    table = section.partition("|---|")[2].partition("\n\n")[0]
    return [line.strip("| ").split(" | ") for line in table.splitlines()[1:]]


def test_the_page_is_made_from_the_declarations_and_from_what_the_queries_answer() -> None:
    assert PAGE.read_text(encoding="utf-8") == fresh()[0], "python -m tests.docs.neo4j"


def test_the_pictures_show_what_the_queries_answer(tmp_path: Path) -> None:
    pictures = fresh()[1]
    assert set(pictures) == {file.name for file in FOLDER.glob("*.svg")}
    for name, picture in pictures.items():
        (tmp_path / name).write_bytes(picture)
        assert words(tmp_path / name) == words(FOLDER / name), f"{name}: python -m tests.docs.neo4j"


def test_every_saved_query_has_a_title_in_both_languages_and_answers_something() -> None:
    for query in queries():
        assert all(query.title), query.file
        assert rows(query.file.stem), query.file


def test_bridged_after_a_move_are_the_links_that_are_mixed_then() -> None:
    mixed = build_graph(sample("asahikawa"), {"jumin": 2}).mixed_links()
    assert [row[0] for row in rows("bridged-after-a-move")] == [link.key.id for link in mixed]


def test_links_of_a_system_are_those_of_the_landscape_in_memory() -> None:
    links = build_graph(sample("asahikawa")).links_of("senkyo")
    assert list(dict.fromkeys(row[0] for row in rows("links-of-a-system"))) == [link.key.id for link in links]


def test_links_between_vendors_are_those_of_the_vendor_matrix() -> None:
    landscape = sample("asahikawa")
    matrix = build_graph(landscape).vendor_matrix()
    expected = {
        tuple(landscape.vendors[vendor].name for vendor in pair): len(links) for pair, links in matrix.items()
    }
    assert {(one, other): int(links) for one, other, links in rows("vendors")} == expected


def test_bridges_and_tests_of_the_plan_are_those_of_the_samples_derivation() -> None:
    expected = json.loads((SAMPLES / "asahikawa" / "expected" / "actual.json").read_text(encoding="utf-8"))
    served = Counter((row[0], row[3], row[4]) for row in rows("bridges-of-a-plan"))
    assert served == {(b["kind"], b["from"], b["until"]): b["serves_count"] for b in expected["bridges"]}
    assert len(rows("tests-of-a-month")) == expected["tests_by_month"]["2024-05"]


def test_systems_in_the_government_cloud_are_counted_in_their_first_and_last_forms() -> None:
    def counted(landscape: Landscape, form: int) -> str:
        cloud = {e.id for e in landscape.environments.values() if e.hosting == "government_cloud"}
        return str(sum(s.forms[form].environment in cloud for s in landscape.systems.values()))

    assert rows("government-cloud") == [
        [name, str(len(landscape.systems)), counted(landscape, 0), counted(landscape, -1)]
        for name in ("asahikawa", "suita")
        for landscape in [sample(name)]
    ]

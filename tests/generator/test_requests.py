"""What cannot be made is refused with a sentence; the smallest and oddest requests work."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.generator import ImpossibleRequestError, generate, generate_plan
from tests.generator.arguments import CITY, Arguments


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"systems": 0}, "systems must be 1"),
        ({"systems": -3}, "systems must be 1"),
        ({"links": -1}, "links must be 0"),
        ({"months": 0}, "months must be 1"),
        ({"windows": -1}, "windows must be 0"),
        ({"vendors": 0}, "vendors must be 1"),
        ({"systems": 1}, "at least two systems"),
        ({"systems": 2, "links": 5000}, "at most 1998 links"),
        ({"links": 10**9}, "links must be 0 to 200000"),
        ({"unknown_partners": 601}, "unknown_partners must be 0 to 600"),
        ({"unknown_partners": -1}, "unknown_partners must be 0 to 600"),
        ({"capacity_factor": 0.9}, "capacity_factor must be 1 to"),
        ({"capacity_factor": float("nan")}, "capacity_factor must be 1 to"),
        ({"first": "2025-13"}, "YYYY-MM"),
        ({"first": "9999-12"}, "after 9999-12"),
        ({"catalogue": "some"}, "full or sided"),
        ({"session_cost": -1}, "session_cost must be 0"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_an_impossible_request_is_refused_with_a_sentence(change: Arguments, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        generate(**CITY | change)


def test_everything_that_is_wrong_is_said_at_once_in_both_languages() -> None:
    with pytest.raises(ImpossibleRequestError) as caught:
        generate(0, -1, 0, 1, 1, 1)
    assert [sentence.en.split()[0] for sentence in caught.value.sentences] == ["systems", "links", "months"]
    assert all(sentence.ja.endswith("。") for sentence in caught.value.sentences)


@pytest.mark.parametrize(
    "arguments",
    [
        (1, 0, 1, 1, 1, 0),
        (1, 0, 1, 0, 9, 0),
        (2, 1998, 1, 5, 1, 0),
        (5, 0, 24, 8, 3, 0),
        (40, 10, 6, 100, 50, -9),
    ],
)
def test_the_smallest_and_oddest_requests_work(arguments: tuple[int, int, int, int, int, int]) -> None:
    document: dict[str, Any] = generate(*arguments, unknown_partners=0)
    assert len(document["systems"]) == arguments[0]
    assert len({(x["id"], x["branch"], x["from"], x["to"]) for x in document["integrations"]}) == arguments[1]


def test_without_windows_nothing_moves() -> None:
    document: dict[str, Any] = generate(**CITY | {"windows": 0})
    assert not any("moves" in system for system in document["systems"])
    assert generate_plan(**CITY | {"windows": 0}) == {"moves": {}}


def test_one_system_alone_may_have_links_with_unknown_partners() -> None:
    document: dict[str, Any] = generate(1, 3, 2, 1, 1, 0, unknown_partners=3)
    assert [link["id"] for link in document["integrations"]] == ["unknown-001", "unknown-002", "unknown-003"]

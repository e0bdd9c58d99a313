"""Vendor × vendor, against the README of 東村山市."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from analyzer import usecases
from analyzer.landscape.model import NO_REMARKS, Landscape

PLAN = "sample_landscapes/higashimurayama/plans/main.yaml"


@cache
def _city() -> Landscape:
    return usecases.load("sample:higashimurayama").landscape


def _pairs(landscape: Landscape, month: str | None = None) -> dict[str, Any]:
    document = usecases.worksheet(landscape, "matrix", usecases.load_plan(PLAN), month).document
    assert isinstance(document["pairs"], list)
    return {"–".join(pair["vendors"]): pair for pair in document["pairs"]}


def test_links_bridges_and_tests_of_each_pair_are_those_of_the_readme() -> None:
    pairs = _pairs(_city())
    a_b = pairs["vendor-a–vendor-b"]
    assert len(a_b["links"]) == 2
    assert set(map(tuple, a_b["mixed"].values())) == {("2026-01",)}
    assert [test["month"] for test in a_b["tests"]] == ["2026-01", "2026-01", "2026-02"]
    assert a_b["carried_by"] == ["keep_legacy"]
    assert a_b["cutovers"] == {"vendor-a": ["2026-01"], "vendor-b": ["2026-02"]}
    b_e = pairs["vendor-b–vendor-e"]
    assert list(b_e["mixed"].values()) == [["2026-02"]]
    assert sum(len(pair["tests"]) for pair in pairs.values()) == 14


def test_a_link_whose_vendor_gives_way_belongs_to_both_pairs_each_in_its_months() -> None:
    pairs = _pairs(_city())
    months = [f"2026-0{month}" for month in range(1, 10)]
    assert list(pairs["vendor-a–vendor-h"]["mixed"].values()) == [months]
    assert not pairs["vendor-a–vendor-next"]["mixed"]
    assert [test["month"] for test in pairs["vendor-a–vendor-next"]["tests"]] == ["2026-10"]


def test_vendor_a_coordinates_its_own_links_and_the_secretariat_the_rest_said_or_not() -> None:
    city = _city()
    unsaid = city.changed(
        integrations={key: replace(link, remarks=NO_REMARKS) for key, link in city.integrations.items()}
    )
    for landscape in (city, unsaid):
        for name, pair in _pairs(landscape).items():
            expected = "ベンダA" if name.startswith("vendor-a") else "事務局"
            assert [text["ja"] for text in pair["coordinators"]] == [expected], name


def test_a_month_shows_that_month_only() -> None:
    pairs = _pairs(_city(), "2026-02")
    assert list(pairs["vendor-b–vendor-e"]["mixed"].values()) == [["2026-02"]]
    assert sum(len(pair["tests"]) for pair in pairs.values()) == 3
    assert "vendor-a–vendor-next" not in pairs

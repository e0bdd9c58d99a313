"""The picture of a comparison: a sheet of A4, legible in black and white, whatever the names."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from analyzer.diagrams.canvas import A4, Canvas, Fill, _hatch
from analyzer.diagrams.comparison_picture import FILLS, draw_comparison
from analyzer.landscape.model import Landscape
from analyzer.messages.words import COST_PARTS
from analyzer.order.comparison import Comparison, compare_patterns
from analyzer.order.ordering import Ordering
from analyzer.order.patterns import built_in_patterns, weak_orders
from tests.builders import landscape, link, move, system
from tests.order.exhaustive import optimize_plan

_SVG = "{http://www.w3.org/2000/svg}"


@cache
def small() -> Comparison:
    """Two systems; ③a and ③b cost 3, the others 1 (`tests.order.test_comparison`); tests cost 2 each here."""
    where = landscape(
        landscape={
            "cost_unit": "人日",
            "costs": {"test_case": 2},
            "horizon": {"first": "2025-01", "last": "2025-03"},
        }
    )
    return compare_patterns(optimize_plan, where, built_in_patterns())


def drawn(comparison: Comparison, language: Any = "ja") -> Element:
    picture: Element = fromstring(draw_comparison(comparison, language, "svg"))
    return picture


def words(picture: Element) -> list[str]:
    return [element.text or "" for element in picture.iter(f"{_SVG}text")]


@pytest.mark.requires_dot
def test_it_shows_every_pattern_its_cost_by_part_and_when_each_block_moves_last() -> None:
    said = words(drawn(small()))
    for text in (
        "小さな市 移行順序の比較", "期間 2025-01 ～ 2025-03", "費用(人日)", "過渡期連携", "連携テスト",
        "③a 住民記録 → 税 → その他", "④ 住民記録・税・その他", "最適", "2025-01", "税",
        "過渡期連携 1 件・延べ 1 か月、連携テスト 2 件",
    ):  # fmt: skip
        assert text in said, text
    assert said.count("5") == 2  # totals of ③a and ③b: a bridge and two tests
    assert said.count("2") >= 4  # totals of the others: a test
    assert "環境" not in said  # a part that costs nothing anywhere
    bold = [e.text for e in drawn(small()).iter(f"{_SVG}text") if e.get("font-weight") == "bold"]
    assert {"小さな市 移行順序の比較", "順序", "最適", "5"} <= set(bold)
    english = words(drawn(small(), "en"))
    assert "③a resident → tax → other" in english
    assert "1 bridges, 1 bridge-months, 2 tests" in english


@pytest.mark.requires_dot
def test_it_is_a_sheet_of_a4_and_nothing_lies_outside() -> None:
    picture = drawn(small())
    assert (picture.get("width"), picture.get("height")) == ("842pt", "595pt")
    for element in picture.iter(f"{_SVG}text"):
        assert 0 <= float(element.get("x", "")) <= A4[0]
        assert -A4[1] <= float(element.get("y", "")) <= 0


@pytest.mark.requires_dot
def test_a_pattern_without_a_plan_has_its_reason_in_the_place_of_the_bar() -> None:
    where = landscape(systems=[system("kaigo", move(), block="welfare")], integrations=[])
    said = words(drawn(compare_patterns(optimize_plan, where, built_in_patterns())))
    assert said.count("resident・tax のブロックがない") == 5
    assert said.count("実行不可") == 5
    unknown = Comparison(where, (Ordering(where, built_in_patterns()[0], "unknown"),), None)
    assert "制限までに計画が見つからなかった" in words(drawn(unknown))
    forbidden = Comparison(
        where, (Ordering(where, weak_orders(("welfare", "other"))[0], "infeasible"),), None
    )
    assert "規則をすべて守る計画はない" in words(drawn(forbidden))


@pytest.mark.requires_dot
def test_the_same_comparison_gives_the_same_bytes() -> None:
    for form in ("svg", "pdf", "png"):
        assert draw_comparison(small(), "ja", form) == draw_comparison(small(), "ja", form)


HOSTILE = [
    "\\N \\l \\r",
    'a"];b[label="x',
    "<b>太字</b>",
    "&lt;&#0;",
    "＼" * 300,
    "http://x.example/?a",
    "\\",
]


@pytest.mark.requires_dot
@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_acts_as_anything_but_a_name(name: str) -> None:
    where = landscape(
        landscape={"name": name, "cost_unit": name[:100]},
        systems=[system("a", move(), block=name), system("b", move(), block="tax")],
        integrations=[link("001", "a", "b")],
        patterns=[{"id": "own", "name": name, "groups": [["tax"], ["other"]]}],
    )
    comparison = compare_patterns(optimize_plan, where, where.patterns)
    picture = draw_comparison(comparison, "ja", "svg")
    said = words(fromstring(picture))
    shown = name if len(name) < 30 else name[:8]
    assert any(shown in text.replace("\xa0", " ") for text in said)
    for unsafe in (b"<image", b"<a ", b"href", b"<script", b"foreignObject"):
        assert unsafe not in picture


@pytest.mark.requires_dot
def test_many_patterns_and_many_blocks_are_drawn_as_far_as_the_sheet_goes_and_the_rest_is_counted() -> None:
    where: Landscape = landscape(
        systems=[system(f"s{number}", move(), block=f"b{number}") for number in range(9)], integrations=[]
    )
    evaluation = optimize_plan(where, work_limit=1).evaluation
    orders = weak_orders(("b0", "b1", "b2", "b3"))
    answers = tuple(Ordering(where, pattern, "feasible", evaluation, 0, "x") for pattern in orders)
    said = words(drawn(Comparison(where, answers, None)))
    assert any(
        re.search(r"ほか \d+ 件の順序は表にあります。ほか \d ブロックは省きました。", text) for text in said
    )
    long = landscape(
        landscape={"horizon": {"first": "2020-01", "last": "2029-12"}},
        systems=[system("a", move())],
        integrations=[],
    )
    assert any(
        "■ は最後の移行のある月" in text
        for text in words(drawn(compare_patterns(optimize_plan, long, orders[:0])))
    )


def test_every_part_of_the_cost_has_a_filling_of_its_own() -> None:
    assert set(FILLS) == set(COST_PARTS) - {"total"}
    assert len(set(FILLS.values())) == len(FILLS)
    for fill in FILLS.values():
        red, green, blue = (fill.shade[at : at + 2] for at in (1, 3, 5))
        assert red == green == blue  # grey: nothing is lost in black and white


@given(
    st.sampled_from(["up", "down", "across", "upright"]), st.floats(1, 10), st.floats(0, 800), st.floats(0, 500),
    st.floats(0.1, 300), st.floats(0.1, 100),
)  # fmt: skip
def test_hatching_stays_within_its_rectangle(
    lines: str, gap: float, x: float, y: float, width: float, height: float
) -> None:
    slack = 1e-6
    for one, other in _hatch(lines, gap, x, y, x + width, y + height):
        for at_x, at_y in (one, other):
            assert x - slack <= at_x <= x + width + slack
            assert y - slack <= at_y <= y + height + slack


def test_no_string_is_longer_than_graphviz_reads() -> None:
    canvas = Canvas()
    for number in range(40):
        canvas.rectangle(1.23, number / 7, 800.5, 33.33, Fill("#ffffff", ("up", "down"), 2.0))
    quoted = re.findall(r'"([^"]*)"', canvas.to_dot("long"))
    assert max(map(len, quoted)) < 16_384
    assert len(quoted) > 40

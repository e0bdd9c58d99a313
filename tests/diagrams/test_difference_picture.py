"""A difference as a picture: signs that need no colour, positions that stay, and no more lines than a sheet bears."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from analyzer.diagrams.difference_boxes import MOST_LINES
from analyzer.diagrams.difference_picture import draw_difference
from analyzer.diagrams.difference_view import Side, difference_views
from analyzer.diagrams.dot import _EDGES, _MARKS
from analyzer.diagrams.views import Node, View
from analyzer.evaluation import evaluate_plan
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.whatif.answers import AnswerDifference, difference_of, view_of
from tests.builders import landscape, link, move, system
from tests.diagrams.pictures import SVG, generated

SIDES: tuple[Side, ...] = ("difference", "before", "after")


def between(where: Landscape, before: dict[str, str], after: dict[str, str], other: Landscape | None = None) -> AnswerDifference:  # fmt: skip
    """Of two plans that give each system's ``shift`` a month; the later one may be of another landscape."""
    sides = [
        view_of(evaluate_plan(place, {MoveRef(s, "shift"): Month.parse(m) for s, m in months.items()}))
        for place, months in ((where, before), (other or where, after))
    ]
    return difference_of(*sides)


@cache
def city() -> Landscape:
    """jumin sends to zeimu by the master, to kaigo directly; all three move."""
    via = {"legacy": {"via": "master"}, "standard": {"via": "master"}}
    return landscape(
        systems=[
            system("jumin", move(), name="住民記録", block="resident"),
            system("zeimu", move(), name="税務", block="tax"),
            system("kaigo", move(), name="介護"),
            system("print", name="印刷", scope="external"),
        ],
        integrations=[
            link("001", "jumin", "zeimu", realizations=via),
            link("002", "jumin", "kaigo"),
            link("003", "print", None),
        ],
        bridges=[{"kind": "keep_legacy", "setup": 1}],
    )


@cache
def changed() -> AnswerDifference:
    """zeimu later by two months: its bridge lives longer; kaigo with jumin: its bridge goes."""
    before = {"jumin": "2025-02", "zeimu": "2025-03", "kaigo": "2025-04"}
    return between(city(), before, {**before, "zeimu": "2025-05", "kaigo": "2025-02"})


def boxes(view: View) -> dict[str, Node]:
    return {node.lines[0]: node for node in view.loose}


def lines(view: View) -> dict[str, tuple[str, str]]:
    """Label → sort of line, and the names of its ends."""
    names = {node.id: node.lines[0] for node in view.loose}
    return {edge.label: (edge.kind, f"{names[edge.tail]} {names[edge.head]}") for edge in view.edges}


def test_over_the_whole_time_boxes_say_which_moves_change_and_lines_how_bridges_live() -> None:
    view = difference_views(changed(), None, "ja")["difference"]
    drawn = boxes(view)
    assert drawn["≠ 税務"].lines[1] == "shift 2025-03 → 2025-05"
    assert (drawn["≠ 税務"].mark, drawn["≠ 介護"].mark, drawn["住民記録"].mark) == (
        "changed",
        "changed",
        None,
    )
    assert drawn["≠ 介護"].lines[2].startswith("テスト ")
    assert lines(view) == {
        "≠ 現行維持 延長 1\n2025-02 →\n2025-02–2025-04": ("changed", "住民記録 連携用マスタ"),
        "− 現行維持 1\n2025-02–2025-03": ("gone", "住民記録 ≠ 介護"),
    }
    assert {node.column for node in view.loose} == {0, 1, 2}


def test_in_a_month_boxes_say_the_form_and_unchanged_links_are_thin() -> None:
    view = difference_views(changed(), Month.parse("2025-03"), "en")["difference"]
    assert boxes(view)["≠ 税務"].lines[1:3] == ("form 1, ガバメントクラウド →", "form 0, 庁内")
    assert lines(view) == {
        "1": ("kept", "連携用マスタ ≠ 税務"),
        "+ keep legacy 1": ("added", "住民記録 連携用マスタ"),
        "− keep legacy 1": ("gone", "住民記録 ≠ 介護"),
    }


def test_a_side_shows_what_is_there_and_hides_the_rest_in_its_place() -> None:
    """Of the three lines two are there on both sides: natively where the bridge is not."""
    views = difference_views(changed(), Month.parse("2025-03"), "ja")
    for side, told in (
        ("before", ["現行維持 1", "連携 1", "連携 1"]), ("after", ["現行維持 1", "連携 1", "連携 1"]),
    ):  # fmt: skip
        view = views[side]  # type: ignore[index]
        assert not any(node.mark or "≠" in node.lines[0] for node in view.loose)
        assert [node.id for node in view.loose] == [node.id for node in views["difference"].loose]
        assert sorted(edge.label for edge in view.edges if not edge.hidden) == told
    whole = difference_views(changed(), None, "ja")
    assert [[edge.hidden for edge in whole[side].edges] for side in SIDES] == [
        [False, False], [False, False], [False, True],
    ]  # fmt: skip


def test_what_only_one_landscape_has_is_marked_and_hidden_on_the_other_side() -> None:
    fewer = landscape(systems=[system("jumin", move()), system("zeimu", move())], bridges=[])
    more = landscape(
        systems=[system("jumin", move()), system("zeimu", move()), system("new", move(), name="新")]
    )
    months = {"jumin": "2025-02", "zeimu": "2025-02"}
    views = difference_views(between(fewer, months, {**months, "new": "2025-03"}, more), None, "ja")
    assert boxes(views["difference"])["＋ 新"].mark == "added"
    assert (boxes(views["before"])["新"].hidden, boxes(views["after"])["新"].hidden) == (True, False)


def test_signs_need_no_colour() -> None:
    """Sorts of lines, and marks of boxes, differ in more than what colour they have."""
    colourless = [
        {name: value for name, value in style.items() if "color" not in name}
        | {"double": ":" in style["color"]}
        for style in (_EDGES["added"], _EDGES["gone"], _EDGES["changed"], _EDGES["kept"])
    ]
    assert len({str(sorted(style.items())) for style in colourless}) == 4
    assert (
        len({str(sorted((n, v) for n, v in mark.items() if n != "color")) for mark in _MARKS.values()}) == 3
    )
    labels = [edge.label for edge in difference_views(changed(), None, "ja")["difference"].edges]
    assert all(label[0] in "＋−≠" for label in labels)


@pytest.mark.requires_dot
def test_everything_stands_in_the_same_place_on_every_side() -> None:
    drawn = {side: fromstring(draw_difference(changed(), None, side, "ja", "svg")) for side in SIDES}
    assert len({(picture.get("width"), picture.get("viewBox")) for picture in drawn.values()}) == 1
    places = {side: words(picture) for side, picture in drawn.items()}
    for name in ("住民記録", "連携用マスタ"):
        assert len({places[side][name] for side in SIDES}) == 1
    for name in ("税務", "介護"):
        assert len({places["difference"][f"≠ {name}"], places["before"][name], places["after"][name]}) == 1
    paths = {side: {p.get("d") for p in drawn[side].iter(f"{SVG}path")} for side in SIDES}
    assert paths["after"] - paths["difference"] == set()  # a double line has its own two paths beside it
    assert paths["before"]


def words(picture: Any) -> dict[str, tuple[float, float]]:
    """Text → the middle of its line."""
    return {
        (text.text or "").replace("\xa0", " "): (float(text.get("x")), float(text.get("y")))
        for text in picture.iter(f"{SVG}text")
    }


@pytest.mark.requires_dot
def test_it_fits_a_sheet_of_a4_and_the_same_difference_gives_the_same_bytes() -> None:
    svg = draw_difference(changed(), None, "difference", "en", "svg")
    assert svg == draw_difference(changed(), None, "difference", "en", "svg")
    picture = fromstring(svg)
    sizes = sorted(float(picture.get(name).removesuffix("pt")) for name in ("width", "height"))
    assert sizes[0] <= 595
    assert sizes[1] <= 842


def test_a_crowded_city_is_drawn_with_as_many_lines_as_a_sheet_bears() -> None:
    where, moves = generated(70, 500, 24, 6, 6)
    months = sorted(set(moves.values()))
    later = {ref: months[min(months.index(m) + 1, len(months) - 1)] if n % 9 == 0 else m for n, (ref, m) in enumerate(sorted(moves.items()))}  # fmt: skip
    difference = difference_of(*(view_of(evaluate_plan(where, plan, 1.0)) for plan in (moves, later)))
    views = difference_views(difference, None, "ja")
    drawn = views["difference"]
    own = [node for node in drawn.loose if node.kind == "system"]
    shared = [node for node in drawn.loose if node.kind == "rest"]
    assert len(drawn.edges) <= MOST_LINES * 2
    assert len(own) + sum(int(re.findall(r"\d+", node.lines[0])[0]) for node in shared) <= 70
    assert any("ブロックごとにまとめた" in row for row in drawn.legend.rows) == bool(shared)
    moved = {move.move.system for move in difference.moves}
    assert sum(node.mark == "changed" for node in own) == min(len(moved), len(own))


@pytest.mark.parametrize("name", ["\\N \\l", 'a"];b[label="x', "<b>太字</b>", "&lt;&#0;"])
def test_no_name_acts_as_anything_but_a_name(name: str) -> None:
    where = landscape(
        landscape={"name": name}, systems=[system("jumin", move(), name=name), system("zeimu", move())]
    )
    difference = between(
        where, {"jumin": "2025-02", "zeimu": "2025-02"}, {"jumin": "2025-04", "zeimu": "2025-02"}
    )
    dot = draw_difference(difference, None, "difference", "ja", "dot").decode()
    assert not re.search(r"label=<|URL|href|image", dot)
    for quoted in re.findall(r'label=("(?:[^"\\]|\\.)*")', dot):
        assert quoted.endswith('"')

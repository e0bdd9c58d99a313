"""Every picture by its name: what it counts, what it leaves out, and that no name acts in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from analyzer.diagrams.catalogue import OF_A_PLAN, VIEWS, ViewName, Wanted, picture_of
from analyzer.diagrams.charts.costs import month_figures
from analyzer.diagrams.charts.moves import closed_months
from analyzer.diagrams.charts.vendors import vendor_cells
from analyzer.diagrams.filters import Filter, part_of
from analyzer.diagrams.map.geometry import phases_layout
from analyzer.diagrams.map.sheet import state_layout
from analyzer.diagrams.map.stretches import stretches_of
from analyzer.diagrams.moment import moment_of
from analyzer.diagrams.safe_text import shorten
from analyzer.errors import InputError
from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from tests.builders import landscape, link, move, system
from tests.diagrams.pictures import MOVED, SVG, generated, mixed_city, mixed_plan, texts_of
from tests.diagrams.test_renderer import HOSTILE, renamed
from tests.strategies import landscapes, landscapes_with_plans

Moves = dict[MoveRef, Month]
KINDS: tuple[ViewName, ...] = tuple(VIEWS)
DRAWING = {"svg", "g", "title", "polygon", "polyline", "path", "ellipse", "text"}
_STRING = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"')
_ATTRIBUTE = re.compile(r"([A-Za-z_]+)=")


@pytest.fixture(scope="module")
def city() -> tuple[Landscape, Evaluation]:
    found, moves = generated(34, 600, 24, 8, 8)
    return found, evaluate_plan(found, moves, 2.0)


def dot_of(found: Landscape, evaluation: Evaluation | None, wanted: Wanted) -> str:
    return picture_of(found, evaluation, wanted, "ja").rendered("dot").decode()


@given(landscapes_with_plans(with_rules=False), st.sampled_from(KINDS), st.text(max_size=60))
def test_whatever_the_names_every_picture_is_strings_and_words_of_our_own(
    case: tuple[Landscape, Moves], view: ViewName, name: str
) -> None:
    found, moves = case
    hostile = renamed(found, name)
    evaluation = evaluate_plan(hostile, moves)
    rest = _STRING.sub('""', dot_of(hostile, evaluation, Wanted(view, group_month(hostile))))
    assert rest.isascii()
    assert '"' not in rest.replace('""', "")
    used = set(_ATTRIBUTE.findall(rest))
    assert not used & {"URL", "href", "image", "shapefile", "tooltip", "target", "comment", "script"}
    assert "<" not in rest


def group_month(found: Landscape) -> Month:
    return found.horizon.last


@pytest.mark.requires_dot
@pytest.mark.parametrize("view", KINDS)
def test_a_picture_of_hostile_names_has_drawing_elements_alone(view: ViewName) -> None:
    for name in ("</text><script>alert(1)</script>", "<<TABLE HREF='javascript:alert(1)'>>"):
        assert name in HOSTILE
        found = renamed(mixed_city(), name)
        svg = picture_of(found, mixed_plan(found), Wanted(view, MOVED, "block"), "ja").rendered("svg")
        root = fromstring(svg)
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= DRAWING
        assert not [n for e in root.iter() for n in e.keys() if n.startswith("on") or "href" in n]  # noqa: SIM118


@pytest.mark.parametrize("view", KINDS)
@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_every_word_of_a_sheet_stands_on_the_paper(
    city: tuple[Landscape, Evaluation], view: ViewName, paper: str
) -> None:
    found, evaluation = city
    if view == "landscape":
        pytest.skip("Graphviz lays it out")
    dot = dot_of(found, evaluation, Wanted(view, found.horizon.first + 13, paper=paper))  # type: ignore[arg-type]
    (width, height), words = sheet(dot)
    assert {round(width), round(height)} == ({842, 595} if paper == "a4" else {1191, 842})
    for x, y, wide in words:
        assert 0 <= y <= height
        assert x - wide / 2 >= -2
        assert x + wide / 2 <= width + 2


def sheet(dot: str) -> tuple[tuple[float, float], list[tuple[float, float, float]]]:
    """The size of the page, and middle and width of each of its words."""
    found = re.search(r'page \[.*?width="([\d.]+)", height="([\d.]+)"', dot)
    assert found is not None
    words = [
        (float(m[2]), float(m[3]), float(m[1]) * 72)
        for m in re.finditer(r'^  w\d+ .*?width="([\d.]+)".*?pos="([-\d.]+),([-\d.]+)"', dot, re.MULTILINE)
    ]
    return (float(found[1]) * 72, float(found[2]) * 72), words


def test_the_same_landscape_gives_the_same_bytes_and_places_stay_between_months(
    city: tuple[Landscape, Evaluation],
) -> None:
    found, evaluation = city
    first, second = (Wanted("map", found.horizon.first + at) for at in (2, 13))
    drawn = dot_of(found, evaluation, first)
    assert drawn == dot_of(found, evaluation, first)
    boxes = [set(re.findall(r"P 4 [-\d. ]+", dot)) for dot in (drawn, dot_of(found, evaluation, second))]
    layout = state_layout(found, "environment", "a4")
    assert len(boxes[0] & boxes[1]) >= len(layout.places) + len(layout.frames)


def test_pictures_of_a_plan_say_that_they_need_one() -> None:
    for view in sorted(OF_A_PLAN):
        with pytest.raises(InputError) as error:
            picture_of(mixed_city(), None, Wanted(view), "ja")
        assert [finding.code for finding in error.value.findings] == ["picture_needs_plan"]


@given(landscapes_with_plans())
def test_costs_of_the_months_add_up_to_the_cost_of_the_plan(case: tuple[Landscape, Moves]) -> None:
    found, moves = case
    evaluation = evaluate_plan(found, moves)
    rows = month_figures(evaluation)
    if evaluation.cost is None:
        assert rows == ()
        return
    whole = evaluation.cost.as_dict()
    assert {part: sum(row.parts[part] for row in rows) for part in whole} == whole
    assert evaluation.assessment is not None
    assert sum(row.tests for row in rows) == evaluation.assessment.cases
    assert sum(row.bridges for row in rows) == sum(len(b.months) for b in evaluation.assessment.bridges)


@given(landscapes_with_plans(with_rules=False))
def test_the_matrix_of_vendors_holds_every_live_link_once(case: tuple[Landscape, Moves]) -> None:
    found, moves = case
    moment = moment_of(found, found.horizon.last, evaluate_plan(found, moves))
    live = sum(link.manner in ("native", "mixed", "suspended") for link in moment.links)
    assert sum(counts.total() for counts in vendor_cells(moment).values()) == live


def reached(found: Landscape, start: str, depth: int) -> Iterator[set[str]]:
    """The systems up to 0, 1, … links away, slowly and obviously."""
    near = {start}
    yield near
    for _ in range(depth):
        near = near | {
            end
            for key in found.integrations
            if key.source in near or key.target in near
            for end in (key.source, key.target)
            if end is not None
        }
        yield near


@given(landscapes(with_rules=False), st.integers(1, 3))
def test_around_a_system_there_is_what_is_so_many_links_away(found: Landscape, depth: int) -> None:
    start = next(iter(found.systems))
    part = part_of(found, Filter(system=start, depth=depth))
    assert set(part.systems) == list(reached(found, start, depth))[-1]
    assert all(key in found.integrations for key in part.integrations)


def test_a_part_is_what_concerns_a_vendor_or_a_block_with_both_ends_of_its_links() -> None:
    found = landscape(
        systems=[
            system("a", block="tax"),
            system("b", current={"vendor": "vb"}, block="tax"),
            system("c", move(to={"vendor": "vb"}), block="resident"),
            system("d"),
        ],
        integrations=[link("1", "a", "b"), link("2", "a", "d"), link("3", "c", None)],
    )
    assert set(part_of(found, Filter(vendor="vb")).systems) == {"a", "b", "c"}
    assert set(part_of(found, Filter(block="resident")).systems) == {"c"}
    assert {key.id for key in part_of(found, Filter(block="tax")).integrations} == {"1", "2"}


def test_an_unknown_part_is_an_error_for_each_name_with_those_that_there_are() -> None:
    with pytest.raises(InputError) as error:
        part_of(landscape(), Filter(vendor="vz", block="welfare", system="nobody"))
    assert [finding.code for finding in error.value.findings] == ["unknown_part"] * 3
    assert "va" in str(error.value.findings[0].suggestion)


def test_only_mixed_leaves_out_systems_without_such_links_and_says_how_many_lines_it_saves() -> None:
    found = mixed_city()
    picture = picture_of(
        found, mixed_plan(found), Wanted("landscape", MOVED, part=Filter(only_mixed=True)), "ja"
    )
    assert picture.figures.counts["systems"] == 2
    assert picture.figures.counts["mixed"] == 2
    assert "混在のみ" in picture.figures.title.ja


def test_before_during_and_after_are_the_first_the_most_mixed_and_the_last_stretch(
    city: tuple[Landscape, Evaluation],
) -> None:
    found, evaluation = city
    table = picture_of(found, evaluation, Wanted("phases"), "ja").figures.tables[0]
    mixed = [row[4] for row in table.rows]
    assert len(mixed) == 3
    assert mixed[1] == max(
        moment_of(found, found.horizon.first + at, evaluation).counts()["mixed"]
        for at in range(len(found.horizon))
    )
    assert table.rows[0][0] == str(found.horizon.first)
    assert table.rows[2][1] == str(found.horizon.last)


def test_of_many_systems_before_and_after_show_frames_with_how_many_have_moved() -> None:
    found, moves = generated(80, 300, 12, 4, 8)
    evaluation = evaluate_plan(found, moves, 1.0)
    last = stretches_of(phases_layout(found, "environment"), found, evaluation)[-1]
    moved = Counter(
        last.moment.form(system).environment for system, form in last.moment.forms.items() if form > 0
    )
    dot = dot_of(found, evaluation, Wanted("phases"))
    for environment in found.environments:
        assert f'"移行済み {moved[environment]}\\l"' in dot
    assert not any(f'"{system.name}\\l"' in dot for system in found.systems.values())


def test_months_are_closed_to_a_move_by_itself_its_vendor_and_rules() -> None:
    found = landscape(
        vendors=[{"id": "va", "name": "A", "unavailable": ["2025-02"]}],
        systems=[system("a", move(blackout=["2025-03"]), block="tax")],
        integrations=[],
        rules=[
            {"blackout": ["2025-04"], "systems": {"block": "tax"}},
            {"blackout": ["2025-05"], "systems": {"block": "resident"}},
        ],
    )
    one = found.systems["a"]
    assert [str(m) for m in sorted(closed_months(found, one, one.moves[0]))] == [
        "2025-02",
        "2025-03",
        "2025-04",
    ]


@pytest.mark.requires_dot
def test_the_plan_of_moves_writes_fiscal_years_as_offices_do() -> None:
    found = mixed_city()
    svg = picture_of(found, mixed_plan(found), Wanted("moves"), "ja").rendered("svg")
    assert {"令和6年度", "令和7年度"} & set(texts_of(svg))


def test_counts_of_a_picture_are_those_of_its_month(city: tuple[Landscape, Evaluation]) -> None:
    found, evaluation = city
    month = found.horizon.first + 13
    counts = moment_of(found, month, evaluation).counts()
    for view in ("landscape", "map"):
        shown = picture_of(found, evaluation, Wanted(view, month, "vendor"), "en").figures
        assert {name: shown.counts[name] for name in counts} == dict(counts)
        between = Counter[str]()
        for row in shown.tables[0].rows:
            between.update({"native": row[2], "mixed": row[3]})
        assert between == {"native": counts["native"], "mixed": counts["mixed"]}


def test_of_a_part_only_the_bridges_that_serve_it_are_counted() -> None:
    found = mixed_city()
    part = part_of(found, Filter(system="inkan"))
    assert moment_of(part, MOVED, mixed_plan(found)).bridges == {}
    assert moment_of(replace(found), MOVED, mixed_plan(found)).bridges == {"keep_legacy": 1}


def test_every_picture_of_a_part_says_which_part_it_is() -> None:
    found, part = mixed_city(), Filter(vendor="vb")
    for view in KINDS:
        if view == "costs":
            continue  # of the whole plan
        picture = picture_of(found, mixed_plan(found), Wanted(view, MOVED, part=part), "ja")
        assert picture.figures.title.ja.endswith("に関わる分"), view
        assert "に関わる分" in picture.rendered("dot").decode(), view


def test_a_cost_that_is_not_proven_least_has_its_bound_in_every_head_that_names_it() -> None:
    found = mixed_city()
    proven = mixed_plan(found)
    assert proven.cost is not None
    doubtful = replace(proven, bound=proven.cost.total - 1)
    for view in ("landscape", "map", "phases", "vendors", "moves", "costs"):
        heads = [
            picture_of(found, evaluation, Wanted(view, MOVED), "ja").rendered("dot").decode()
            for evaluation in (proven, doubtful)
        ]
        assert ["未証明、下限" in head for head in heads] == [False, True], view


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_before_during_and_after_are_arranged_so_that_letters_are_largest(paper: str) -> None:
    found = mixed_city()
    dot = dot_of(found, mixed_plan(found), Wanted("phases", paper=paper))  # type: ignore[arg-type]
    (width, height), _ = sheet(dot)
    assert width < height, "three small maps below each other are larger than beside each other"


def test_letters_of_thirty_four_systems_are_printed_large_enough_to_be_read_on_a4(
    city: tuple[Landscape, Evaluation],
) -> None:
    found, evaluation = city
    dot = dot_of(found, evaluation, Wanted("map", found.horizon.first + 13))
    names = {shorten(system.name, 30) for system in found.systems.values()}
    sizes = [
        float(m[2]) for m in re.finditer(r'label="([^"]*?)\\l", fontsize=([\d.]+)', dot) if m[1] in names
    ]
    assert len(sizes) > len(names) // 2
    assert min(sizes) >= 5.5


def test_labels_of_bridges_do_not_lie_on_each_other(city: tuple[Landscape, Evaluation]) -> None:
    found, evaluation = city
    dot = dot_of(found, evaluation, Wanted("map", found.horizon.first + 13))
    places: dict[str, list[float]] = {}
    for m in re.finditer(
        r'label="[^"]*(?:維持|先行|戻し|変換|読出)[^"]*", fontsize=([\d.]+), fontcolor="#800000".*?height="([\d.]+)", pos="[-\d.]+,([-\d.]+)"',
        dot,
    ):
        places.setdefault(m[1], []).append(float(m[3]))
    assert places
    for size, heights in places.items():
        for one in heights:
            near = [other for other in heights if 0 < abs(other - one) < float(size) * 0.8]
            assert not near, (size, one, near)


def test_a_map_says_which_links_are_tested_and_which_systems_cut_over_in_its_month() -> None:
    found = mixed_city()
    figures = picture_of(found, mixed_plan(found), Wanted("map", MOVED), "ja").figures
    table = figures.tables[-1]
    kinds = Counter(row[0].en for row in table.rows)  # type: ignore[union-attr]
    assert kinds["cutover"] == figures.counts["cutovers"] == 2
    assert kinds["integration test"] == figures.counts["tests"] > 0


def test_a_map_of_too_many_systems_for_its_paper_counts_them_by_frame_and_says_so() -> None:
    found, _ = generated(300, 400, 12, 4, 8)
    name = shorten(next(iter(found.systems.values())).name, 24)
    a4, a3 = (dot_of(found, None, Wanted("map", paper=paper)) for paper in ("a4", "a3"))
    assert ("枠ごとにまとめた" in a4, "枠ごとにまとめた" in a3) == (True, False)
    assert (f'"{name}' in a4, f'"{name}' in a3) == (False, True)

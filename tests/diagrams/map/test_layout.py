"""Where things stand on a map, whatever the month."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.diagrams.boxes import Grouping, frame_of
from analyzer.diagrams.map.frames import GROUPINGS
from analyzer.diagrams.map.geometry import Layout, Rectangle, layout_of
from analyzer.landscape.model import Landscape
from tests.builders import landscape
from tests.diagrams.pictures import generated, mixed_city
from tests.strategies import landscapes

groupings = st.sampled_from(GROUPINGS)


def overlap(one: Rectangle, other: Rectangle) -> bool:
    return (
        one.x < other.x + other.w
        and other.x < one.x + one.w
        and one.y < other.y + other.h
        and other.y < one.y + one.h
    )


def assert_apart(layout: Layout) -> None:
    """No two boxes overlap, every system's lies in its frame, and all lie on the sheet."""
    frames = {frame.entry: frame.box for frame in layout.frames}
    middles = [place.box for place in layout.places if place.kind != "system"]
    for one, other in combinations([place.box for place in layout.places], 2):
        assert not overlap(one, other)
    for one, other in combinations([*frames.values(), *middles], 2):
        assert not overlap(one, other)
    for place in layout.places:
        x, y, w, h = place.box
        assert x >= 0 <= y
        assert x + w <= layout.width
        assert y + h <= layout.height + 1e-6
        if place.kind == "system":
            fx, fy, fw, fh = frames[place.group or ""]
            assert fx <= x
            assert fy <= y
            assert x + w <= fx + fw
            assert y + h <= fy + fh


@given(landscapes(with_rules=False), groupings)
def test_every_form_of_every_system_has_its_place_and_nothing_overlaps(
    city: Landscape, grouping: Grouping
) -> None:
    layout = layout_of(city, grouping)
    assert_apart(layout)
    wanted = {
        (system.id, frame_of(system, form, grouping))
        for system in city.systems.values()
        for form in system.forms
    }
    assert set(layout.place_of) == wanted


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_three_hundred_systems_fill_a_sheet_of_about_the_form_of_paper(grouping: Grouping) -> None:
    city, _ = generated(300, 900, 12, 4, 25)
    layout = layout_of(city, grouping)
    assert_apart(layout)
    assert layout.detail == "groups"
    assert 1.2 < layout.width / layout.height < 1.7


def test_a_system_has_a_place_in_each_environment_that_it_ever_stands_in() -> None:
    layout = layout_of(mixed_city(), "environment")
    assert sorted(layout.place_of) == [
        ("inkan", "cloud"),
        ("inkan", "office"),
        ("jumin", "cloud"),
        ("jumin", "office"),
        ("print", "office"),
        ("zeimu", "cloud"),
        ("zeimu", "office"),
    ]
    assert {frame.entry: frame.side for frame in layout.frames} == {"office": "left", "cloud": "right"}


def test_blocks_are_groups_too_and_systems_without_one_stand_together() -> None:
    layout = layout_of(landscape(), "block")
    assert [frame.entry for frame in layout.frames] == ["resident", "tax"]
    layout = layout_of(mixed_city(), "block")
    assert [frame.entry for frame in layout.frames] == [""]


def test_a_landscape_without_systems_has_a_map_all_the_same() -> None:
    layout = layout_of(landscape(systems=[], integrations=[], hubs=[]), "environment")
    assert (layout.frames, layout.places) == ((), ())
    assert layout.width > 0 < layout.height

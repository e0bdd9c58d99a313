"""The questions of the graph, on cases small enough to read, and as properties of any landscape."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from analyzer.graph.landscape_graph import build_graph
from analyzer.graph.links import Link
from analyzer.graph.subjects import UnknownSubjectError
from analyzer.landscape.model import Hub, Landscape, Realization
from tests.graph.small_landscapes import form, landscape, landscapes, link, system
from tests.profiles import examples


def ids(links: tuple[Link, ...]) -> list[str]:
    return [link.key.id for link in links]


CITY = landscape(
    [
        system(
            "jumin", form(), form("cloud", "standard", "vendor-b", "std-b"), block="resident", owner="市民課"
        ),
        system(
            "zeimu", form(), form("cloud", "standard", "vendor-b", "std-b"), block="tax", owner="市民税課"
        ),
        system("kaigo", form(vendor="vendor-c"), owner="市民課"),
        system("toshokan", form("library", vendor="vendor-c")),
        system("gaibu", form("outside", vendor="vendor-x")),
    ],
    [
        link("l1", "jumin", "zeimu", {g: Realization(g, via="master") for g in ("legacy", "standard")}),
        link("l2", "zeimu", "jumin"),
        link("l3", "jumin", "kaigo"),
        link("l4", "gaibu", None),
        link("l5", None, "kaigo"),
    ],
    hubs=[Hub("master", "連携用マスタ", "office", "vendor-a")],
)


def test_links_of_a_system_hold_both_directions_and_unknown_partners_in_order_of_keys() -> None:
    graph = build_graph(CITY)
    assert ids(graph.links_of("jumin")) == ["l1", "l2", "l3"]
    assert ids(graph.links_of("kaigo")) == ["l3", "l5"]
    assert ids(graph.links_of("toshokan")) == []


def test_links_between_vendors_follow_the_forms() -> None:
    today, moved = build_graph(CITY), build_graph(CITY, {"jumin": 1})
    assert ids(today.links_between("vendor-a", "vendor-a")) == ["l1", "l2"]
    assert ids(today.links_between("vendor-c", "vendor-a")) == ["l3"]
    assert ids(moved.links_between("vendor-a", "vendor-a")) == []
    assert ids(moved.links_between("vendor-a", "vendor-b")) == ["l1", "l2"]
    assert ids(moved.links_between("vendor-b", "vendor-c")) == ["l3"]


def test_links_turn_mixed_when_one_end_moves_and_internal_in_a_common_package() -> None:
    assert ids(build_graph(CITY).mixed_links()) == []
    assert ids(build_graph(CITY, {"jumin": 1}).mixed_links()) == ["l1", "l2", "l3"]
    together = build_graph(CITY, {"jumin": 1, "zeimu": 1})
    assert ids(together.mixed_links()) == ["l3"]
    assert [link.state for link in together.links.values()] == [
        "internal",
        "internal",
        "mixed",
        "unknown",
        "unknown",
    ]


def test_links_via_a_hub_and_in_an_environment() -> None:
    graph = build_graph(CITY)
    assert ids(graph.links_via("master")) == ["l1"]
    assert ids(graph.links_in_environment("office")) == ["l1", "l2", "l3", "l5"]
    assert ids(graph.links_in_environment("cloud")) == []
    assert ids(graph.links_in_environment("outside")) == ["l4"]


def test_systems_are_found_by_all_that_is_named() -> None:
    graph = build_graph(CITY, {"jumin": 1})
    assert graph.systems_of(vendor="vendor-a") == ("zeimu",)
    assert graph.systems_of(environment="cloud") == ("jumin",)
    assert graph.systems_of(block="tax") == ("zeimu",)
    assert graph.systems_of(owner="市民課") == ("jumin", "kaigo")
    assert graph.systems_of(owner="市民課", vendor="vendor-c") == ("kaigo",)
    assert graph.systems_of() == ("gaibu", "jumin", "kaigo", "toshokan", "zeimu")


def test_neighbours_are_told_by_direction() -> None:
    graph = build_graph(CITY)
    assert graph.neighbours("jumin") == ("kaigo", "zeimu")
    assert graph.neighbours("jumin", "in") == ("zeimu",)
    assert graph.neighbours("kaigo", "out") == ()
    assert graph.neighbours("gaibu") == ()


def test_a_system_with_a_link_to_an_unknown_partner_is_not_isolated() -> None:
    graph = build_graph(CITY)
    assert graph.isolated_systems() == ("toshokan",)
    assert ids(graph.unknown_partners()) == ["l4", "l5"]


def test_a_part_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UnknownSubjectError):
        build_graph(CITY, {"jumn": 1})
    graph = build_graph(CITY)
    for ask in (graph.links_of, graph.neighbours, graph.links_via, graph.links_in_environment):
        with pytest.raises(UnknownSubjectError):
            ask("nobody")


def test_an_empty_landscape_has_an_answer_to_everything() -> None:
    graph = build_graph(landscape([]))
    assert (graph.mixed_links(), graph.cycles(), graph.vendor_matrix(), graph.isolated_systems()) == (
        (),
        (),
        {},
        (),
    )


@settings(max_examples=examples(100), deadline=None)
@given(landscapes())
def test_every_link_with_known_partners_stands_in_exactly_one_cell_of_the_vendor_matrix(
    place: Landscape,
) -> None:
    graph = build_graph(place)
    cells = graph.vendor_matrix()
    listed = [link.key for links in cells.values() for link in links]
    unknown = [link.key for link in graph.unknown_partners()]
    assert len(listed) == len(set(listed))
    assert set(listed) | set(unknown) == set(place.integrations)
    assert not set(listed) & set(unknown)
    for (a, b), links in cells.items():
        assert a <= b
        assert graph.links_between(a, b) == graph.links_between(b, a) == links


@settings(max_examples=examples(100), deadline=None)
@given(landscapes())
def test_a_link_is_a_link_of_its_ends_and_of_nobody_else(place: Landscape) -> None:
    graph = build_graph(place)
    for id_ in place.systems:
        links = graph.links_of(id_)
        assert {link.key for link in links} == {
            key for key in place.integrations if id_ in (key.source, key.target)
        }
        around = {end for link in links for end in link.ends} - {id_}
        assert set(graph.neighbours(id_)) == around
        assert (id_ in graph.isolated_systems()) == (not links)

"""Affected links: the figures of small cases by hand, all the rest by a slow obvious oracle."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.graph.affected import AffectedBy, AffectedLink, Way, affected
from analyzer.graph.landscape_graph import Direction, LandscapeGraph, build_graph
from analyzer.graph.subjects import SUBJECT_KINDS, SubjectKind, UnknownSubjectError
from analyzer.landscape.model import Hub, Integration, IntegrationKey, Landscape, Line, Realization
from tests.graph.small_landscapes import form, landscape, landscapes, link, system
from tests.profiles import examples

DIRECTIONS: tuple[Direction, ...] = get_args(Direction)


def names(links: tuple[AffectedLink, ...]) -> list[tuple[str, int]]:
    return [(affected_link.key.id, affected_link.depth) for affected_link in links]


def ask(
    place: Landscape, kind: SubjectKind, id_: str, direction: Direction = "both", depth: int = 1
) -> list[tuple[str, int]]:
    return names(affected(build_graph(place), AffectedBy(kind, id_), direction, depth))


CHAIN = landscape(
    [system(name) for name in ("a", "b", "c", "d")],
    [link("ab", "a", "b"), link("bc", "b", "c"), link("cd", "c", "d")],
)


def test_at_depth_1_every_link_of_the_system_is_listed_whatever_the_direction() -> None:
    for direction in DIRECTIONS:
        assert ask(CHAIN, "system", "b", direction) == [("ab", 1), ("bc", 1)]


def test_the_direction_says_which_ends_are_followed() -> None:
    assert ask(CHAIN, "system", "b", "out", 2) == [("ab", 1), ("bc", 1), ("cd", 2)]
    assert ask(CHAIN, "system", "b", "in", 2) == [("ab", 1), ("bc", 1)]
    assert ask(CHAIN, "system", "c", "in", 2) == [("bc", 1), ("cd", 1), ("ab", 2)]
    assert ask(CHAIN, "integration", "bc", "both", 2) == [("bc", 1), ("ab", 2), ("cd", 2)]


def test_the_path_leads_from_the_change_to_the_link() -> None:
    far = affected(build_graph(CHAIN), AffectedBy("system", "a"), "out", 3)[-1]
    ab, bc, cd = sorted(CHAIN.integrations)
    assert far.path == ("a", ab, "b", bc, "c", cd)


def test_internal_links_are_listed_and_marked_but_not_followed() -> None:
    std = form(package="std-a")
    place = landscape(
        [system("a", std), system("b", std), system("c")], [link("ab", "a", "b"), link("bc", "b", "c")]
    )
    found = affected(build_graph(place), AffectedBy("system", "a"), "both", 5)
    assert [(x.key.id, x.mark) for x in found] == [("ab", "internal")]


def test_unknown_partners_are_listed_and_marked_but_not_followed() -> None:
    place = landscape(
        [system("a"), system("b")],
        [link("a-to-nobody", "a", None, {"legacy": Realization("legacy", via="hub")}), link("ab", "a", "b")],
        hubs=[Hub("hub", "統合DB", "office", "vendor-h")],
    )
    found = affected(build_graph(place), AffectedBy("hub", "hub"), "both", 5)
    assert [(x.key.id, x.state, x.mark) for x in found] == [("a-to-nobody", "unknown", "unknown_partner")]


def test_a_hub_touches_mixed_links_by_either_realization_and_native_ones_by_the_one_that_holds() -> None:
    moved, stayed = form(generation="standard"), form()
    ways = {
        "legacy": Realization("legacy", via="old-hub"),
        "standard": Realization("standard", via="new-hub"),
    }
    place = landscape(
        [system("moved", moved), system("stayed", stayed), system("other", stayed)],
        [link("mixed", "moved", "stayed", ways), link("native", "stayed", "other", ways)],
        hubs=[Hub("old-hub", "旧", "office", "vendor-a"), Hub("new-hub", "新", "cloud", "vendor-h")],
    )
    assert ask(place, "hub", "old-hub") == [("mixed", 1), ("native", 1)]
    assert ask(place, "hub", "new-hub") == [("mixed", 1)]
    assert ask(place, "vendor", "vendor-h") == [("mixed", 1)]
    assert ask(place, "environment", "cloud") == [("mixed", 1)]


def test_a_line_touches_the_links_with_a_leg_between_its_environments() -> None:
    via = {"legacy": Realization("legacy", via="hub")}
    place = landscape(
        [system("a"), system("b"), system("c", form(environment="cloud"))],
        [
            link("a-b-by-hub", "a", "b", via),
            link("ab", "a", "b"),
            link("ca", "c", "a"),
            link("c-c", "c", "c"),
        ],
        hubs=[Hub("hub", "統合DB", "cloud", "vendor-h")],
        lines=[Line("wan", ("office", "cloud"))],
    )
    assert ask(place, "line", "wan") == [("a-b-by-hub", 1), ("ca", 1)]


def test_an_integration_touches_itself_and_those_that_share_an_interface_with_it() -> None:
    def named(send: str | None = None, receive: str | None = None) -> dict[str, Realization]:
        return {"legacy": Realization("legacy", send=send, receive=receive)}

    place = landscape(
        [system(name) for name in ("a", "b", "c")],
        [
            link("first", "a", "b", named("out", "in")),
            link("same-send", "a", "c", named("out")),
            link("same-receive", "c", "b", named(receive="in")),
            link("elsewhere", "c", "a", named("out", "in")),
            link("unnamed", "a", "b"),
        ],
    )
    found = affected(build_graph(place), AffectedBy("integration", "first"))
    assert names(found) == [("first", 1), ("same-receive", 1), ("same-send", 1)]
    first, receive, send = (x.key for x in found)
    assert [x.path for x in found] == [(first,), (first, "b", receive), (first, "a", send)]


def test_an_integration_that_shares_both_interfaces_shares_them_at_the_first_system_by_id() -> None:
    both = {"legacy": Realization("legacy", send="x", receive="x")}
    place = landscape([system("a"), system("b")], [link("1", "b", "a", both), link("2", "b", "a", both)])
    first, second = place.integrations
    found = affected(build_graph(place), AffectedBy("integration", "1"))
    assert [x.path for x in found] == [(first,), (first, "a", second)]


def test_of_two_shortest_ways_the_one_with_the_earlier_keys_is_given_then_the_earlier_system() -> None:
    via = {"legacy": Realization("legacy", via="hub")}
    place = landscape(
        [system(name) for name in ("a", "b", "c", "d")],
        [
            link("k1", "d", "c", via), link("k2", "a", "b", via),
            link("k3", "a", "c"), link("k4", "b", "a"), link("k5", "b", "d"),
        ],
        hubs=[Hub("hub", "統合DB", "office", "vendor-h")],
    )  # fmt: skip
    k1, k2, k3, k4, k5 = place.integrations
    found = affected(build_graph(place), AffectedBy("hub", "hub"), "both", 2)
    assert [x.path for x in found] == [(k1,), (k2,), (k1, "c", k3), (k2, "a", k4), (k1, "d", k5)]


def test_ways_go_on_in_the_order_of_the_ways_before_them_not_of_their_last_key() -> None:
    place = landscape(
        [system(name) for name in ("s", "a", "b", "c", "d", "z")],
        [
            link("k1", "s", "b"), link("k2", "s", "a"),
            link("k3", "a", "c"), link("k4", "b", "d"),
            link("k5", "c", "z"), link("k6", "d", "z"), link("k7", "z", "z"),
        ],
    )  # fmt: skip
    k1, k4, k6, k7 = (key for key in place.integrations if key.id in {"k1", "k4", "k6", "k7"})
    last = affected(build_graph(place), AffectedBy("system", "s"), "out", 4)[-1]
    assert last.path == ("s", k1, "b", k4, "d", k6, "z", k7)


def test_forms_are_those_of_the_graph() -> None:
    place = landscape([system("a", form(), form(vendor="vendor-b")), system("b")], [link("ab", "a", "b")])
    change = AffectedBy("vendor", "vendor-b")
    assert names(affected(build_graph(place), change)) == []
    assert names(affected(build_graph(place, {"a": 1}), change)) == [("ab", 1)]


@pytest.mark.parametrize("kind", SUBJECT_KINDS)
def test_a_change_of_what_the_landscape_does_not_have_is_an_error(kind: SubjectKind) -> None:
    with pytest.raises(UnknownSubjectError) as caught:
        affected(build_graph(CHAIN), AffectedBy(kind, "nobody"))
    assert caught.value.kind == kind


def test_a_depth_below_1_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        affected(build_graph(CHAIN), AffectedBy("system", "a"), depth=0)


# The oracle reads section 8 aloud: realizations, what they touch, every way there is.


def realizations(place: Landscape, integration: Integration) -> list[Realization]:
    r = integration.realizations
    ends = [place.systems[end].forms[0] for end in integration.key[2:] if end is not None]
    if len(ends) == 2:
        o, n = sorted((end.generation for end in ends), key=place.generations.index)
        internal = ends[0].package is not None and ends[0].package == ends[1].package
        if o not in r:
            return []
        mixed = not internal and (n not in r or r[n] is not r[o])
        return [r[o], r[n]] if mixed and n in r else [r[o]]
    return [r[end.generation] for end in ends if end.generation in r]


def is_dead_end(place: Landscape, key: IntegrationKey) -> bool:
    if key.source is None or key.target is None:
        return True
    packages = {place.systems[key.source].forms[0].package, place.systems[key.target].forms[0].package}
    return len(packages) == 1 and None not in packages


def is_touched(place: Landscape, kind: SubjectKind, id_: str, integration: Integration) -> bool:
    key = integration.key
    ends = [end for end in (key.source, key.target) if end is not None]
    hubs = [place.hubs[r.via] for r in realizations(place, integration) if r.via is not None]
    if kind == "system":
        return id_ in ends
    if kind == "vendor":
        return id_ in [place.systems[end].forms[0].vendor for end in ends] + [hub.vendor for hub in hubs]
    if kind == "environment":
        standing = [place.systems[end].forms[0].environment for end in ends]
        return id_ in standing + [hub.environment for hub in hubs]
    if kind == "hub":
        return id_ in [hub.id for hub in hubs]
    (line,) = [line for line in place.lines or () if line.id == id_]
    if len(ends) == 2 and is_dead_end(place, key):
        return False
    for realization in realizations(place, integration):
        stops = (
            [key.source, key.target] if realization.via is None else [key.source, realization.via, key.target]
        )
        stand = [
            None if stop is None
            else place.hubs[stop].environment if stop in place.hubs
            else place.systems[stop].forms[0].environment
            for stop in stops
        ]  # fmt: skip
        if any({a, b} == set(line.between) for a, b in pairwise(stand)):
            return True
    return False


def first_ways(place: Landscape, kind: SubjectKind, id_: str) -> Iterator[Way]:
    if kind != "integration":
        for key, integration in place.integrations.items():
            if is_touched(place, kind, id_, integration):
                yield (id_, key) if kind == "system" else (key,)
        return
    (start,) = [integration for key, integration in place.integrations.items() if str(key) == id_]
    yield (start.key,)
    for key, integration in place.integrations.items():
        if key != start.key:
            for mine in realizations(place, start):
                for other in realizations(place, integration):
                    if mine.generation == other.generation:
                        if (
                            None not in (mine.send, key.source)
                            and mine.send == other.send
                            and key.source == start.key.source
                        ):
                            yield (start.key, str(key.source), key)
                        if (
                            None not in (mine.receive, key.target)
                            and mine.receive == other.receive
                            and key.target == start.key.target
                        ):
                            yield (start.key, str(key.target), key)


def by_length_then_keys_then_systems(way: Way) -> tuple[object, ...]:
    keys = [str(step) for step in way if isinstance(step, IntegrationKey)]
    return len(way), keys, [step for step in way if not isinstance(step, IntegrationKey)]


def oracle(
    place: Landscape, kind: SubjectKind, id_: str, direction: Direction, depth: int
) -> dict[IntegrationKey, tuple[int, Way]]:
    """Every way there is, one step longer each time; the first and best that reaches a link stays."""
    best: dict[IntegrationKey, tuple[int, Way]] = {}
    ways = set(first_ways(place, kind, id_))
    for level in range(1, depth + 1):
        known = set(best)
        for way in sorted(ways, key=by_length_then_keys_then_systems):
            last = way[-1]
            assert isinstance(last, IntegrationKey)
            if last not in known and last not in best:
                best[last] = (level, way)
        longer: set[Way] = set()
        for way in ways:
            last = way[-1]
            assert isinstance(last, IntegrationKey)
            followed = {"out": [last.target], "in": [last.source], "both": [last.source, last.target]}[
                direction
            ]
            if not is_dead_end(place, last):
                longer |= {
                    (*way, end, key)
                    for end in followed
                    if end is not None
                    for key in place.integrations
                    if end in (key.source, key.target) and key not in best
                }
        ways = longer
    return best


@st.composite
def questions(draw: st.DrawFn) -> tuple[Landscape, SubjectKind, str, Direction, int]:
    place = draw(landscapes())
    kind: SubjectKind = draw(st.sampled_from(SUBJECT_KINDS))
    ids = {
        "system": list(place.systems),
        "vendor": list(place.vendors),
        "environment": list(place.environments),
        "line": [line.id for line in place.lines or ()],
        "hub": list(place.hubs),
        "integration": [str(key) for key in place.integrations],
    }[kind]
    if not ids:
        kind, ids = "system", list(place.systems)
    return place, kind, draw(st.sampled_from(ids)), draw(st.sampled_from(DIRECTIONS)), draw(st.integers(1, 4))


@settings(max_examples=examples(300), deadline=None)
@given(questions())
def test_the_answer_is_that_of_trying_every_way(
    question: tuple[Landscape, SubjectKind, str, Direction, int],
) -> None:
    place, kind, id_, direction, depth = question
    answer = affected(build_graph(place), AffectedBy(kind, id_), direction, depth)
    assert {x.key: (x.depth, x.path) for x in answer} == oracle(place, kind, id_, direction, depth)
    assert [(x.depth, str(x.key)) for x in answer] == sorted((x.depth, str(x.key)) for x in answer)
    assert [x.mark is not None for x in answer] == [is_dead_end(place, x.key) for x in answer]


@settings(max_examples=examples(100), deadline=None)
@given(questions())
def test_a_greater_depth_keeps_what_was_found_and_adds_only_what_is_deeper(
    question: tuple[Landscape, SubjectKind, str, Direction, int],
) -> None:
    place, kind, id_, direction, depth = question
    graph = build_graph(place)
    near = affected(graph, AffectedBy(kind, id_), direction, depth)
    far = affected(graph, AffectedBy(kind, id_), direction, depth + 1)
    assert far[: len(near)] == near
    assert {x.depth for x in far[len(near) :]} <= {depth + 1}


@settings(max_examples=examples(100), deadline=None)
@given(questions())
def test_both_finds_whatever_one_direction_finds_and_no_later(
    question: tuple[Landscape, SubjectKind, str, Direction, int],
) -> None:
    place, kind, id_, direction, depth = question
    graph = build_graph(place)
    both = {x.key: x.depth for x in affected(graph, AffectedBy(kind, id_), "both", depth)}
    for x in affected(graph, AffectedBy(kind, id_), direction, depth):
        assert both[x.key] <= x.depth


@settings(max_examples=examples(50), deadline=None)
@given(questions(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_nothing(
    question: tuple[Landscape, SubjectKind, str, Direction, int], shuffle: random.Random
) -> None:
    place, kind, id_, direction, depth = question
    integrations = list(place.integrations.values())
    shuffle.shuffle(integrations)
    systems = list(place.systems.values())
    shuffle.shuffle(systems)
    other = landscape(systems, integrations, hubs=place.hubs.values(), lines=place.lines)

    def answer(graph: LandscapeGraph) -> tuple[AffectedLink, ...]:
        return affected(graph, AffectedBy(kind, id_), direction, depth)

    assert answer(build_graph(other)) == answer(build_graph(place))

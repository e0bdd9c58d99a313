"""Questions: what a store answers from what it keeps is what the landscape in memory answers."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.errors import InputError
from analyzer.graph.affected import AffectedBy, affected
from analyzer.graph.landscape_graph import Direction, LandscapeGraph, build_graph
from analyzer.graph.subjects import SUBJECT_KINDS, UnknownSubjectError
from analyzer.landscape.dumping import landscape_document
from analyzer.landscape.model import Landscape
from analyzer.stores.errors import NotFoundError
from analyzer.stores.port import ANYTHING, Store
from analyzer.stores.sources import Source
from tests import strategies
from tests.profiles import examples
from tests.stores.homes import EACH_HOME, HOMES, Clock
from tests.stores.landscapes import as_json, as_yaml, city, loaded

DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
Answer = tuple[str, object]


@pytest.fixture(scope="module", params=EACH_HOME)
def home(request: pytest.FixtureRequest) -> Iterator[Store]:
    """One store for all examples, each of which leaves it empty."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        yield stack.enter_context(HOMES[request.param](folder, Clock()))


def answered(question: Callable[[], object]) -> Answer:
    """What it answers, or how it refuses."""
    try:
        return "answer", question()
    except InputError as error:
        return type(error).__name__, error.findings


profile = settings(max_examples=examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
"""Each example asks hundreds of questions."""


@st.composite
def landscapes_with_forms(draw: st.DrawFn) -> tuple[Landscape, dict[str, int]]:
    """A landscape, and for some of its systems the index of a form that they have."""
    landscape = draw(strategies.landscapes())
    forms = {
        system.id: draw(st.integers(0, len(system.forms) - 1))
        for system in landscape.systems.values()
        if draw(st.booleans())
    }
    return landscape, forms


def canonical(landscape: Landscape) -> Landscape:
    """Equal to it, mappings in the order of the canonical form: so JSON of answers is the same to the byte."""
    return strategies.model(landscape_document(landscape))


def subjects(landscape: Landscape) -> Iterator[AffectedBy]:
    """Everything that can change, integrations by key and by shorter names, and what is not there."""
    names: dict[str, set[str]] = {
        "system": set(landscape.systems),
        "vendor": set(landscape.vendors),
        "environment": set(landscape.environments),
        "line": {line.id for line in landscape.lines or ()},
        "hub": set(landscape.hubs),
        "integration": {
            name
            for key in landscape.integrations
            for name in (str(key), key.id, f"{key.id}/{key.branch}", f"{key.id}/{key.branch}/a/b")
        },
    }
    for kind in SUBJECT_KINDS:
        for name in sorted(names[kind] | {"nowhere", "s", ""}):
            yield AffectedBy(kind, name)


@profile
@given(drawn=landscapes_with_forms(), data=st.data())
def test_affected_links_are_those_of_the_landscape_in_memory(
    home: Store, drawn: tuple[Landscape, dict[str, int]], data: st.DataObject
) -> None:
    landscape, forms = drawn
    home.put_version(landscape)
    graph = build_graph(canonical(landscape), forms)
    for change in subjects(landscape):
        direction: Direction = data.draw(st.sampled_from(DIRECTIONS))
        depth = data.draw(st.sampled_from([1, 1, 2, 3]))
        asked = partial(home.affected, landscape.id, change, direction=direction, depth=depth, forms=forms)
        expected = answered(partial(affected, graph, change, direction, depth))
        got = answered(asked)
        assert got == expected, change
        assert as_json(got) == as_json(expected)
    home.delete(landscape.id, expect=ANYTHING)


@profile
@given(drawn=landscapes_with_forms())
def test_neighbours_links_between_vendors_and_systems_in_an_environment_are_those_in_memory(
    home: Store, drawn: tuple[Landscape, dict[str, int]]
) -> None:
    landscape, forms = drawn
    home.put_version(landscape)
    graph = build_graph(canonical(landscape), forms)
    for asked, expected in _other_questions(home, landscape, graph, forms):
        assert answered(asked) == answered(expected)
        assert as_json(answered(asked)) == as_json(answered(expected))
    home.delete(landscape.id, expect=ANYTHING)


Question = Callable[[], object]


def _other_questions(
    home: Store, landscape: Landscape, graph: LandscapeGraph, forms: dict[str, int]
) -> Iterator[tuple[Question, Question]]:
    name = landscape.id
    for system in (*landscape.systems, "nowhere"):
        for way in DIRECTIONS:
            yield partial(home.neighbours, name, system, way), partial(graph.neighbours, system, way)
    for vendor in (*landscape.vendors, "nowhere"):
        for other in landscape.vendors:
            asked = partial(home.links_between, name, vendor, other, forms=forms)
            yield asked, partial(graph.links_between, vendor, other)
    for environment in (*landscape.environments, "nowhere"):
        here = partial(home.systems_in, name, environment, forms=forms)
        yield here, partial(graph.systems_of, environment=environment)


@profile
@given(landscape=strategies.landscapes())
def test_whatever_is_put_comes_back_equal_and_with_the_same_hash(home: Store, landscape: Landscape) -> None:
    version = home.put_version(landscape)
    got = home.landscape(landscape.id)
    assert got == landscape
    assert got.content_hash == landscape.content_hash == version.hash
    assert landscape_document(got) == landscape_document(landscape)
    home.delete(landscape.id, expect=ANYTHING)


@profile
@given(document=strategies.landscape_documents(), data=st.data())
def test_places_name_the_line_of_the_source_where_its_author_wrote_the_value(
    home: Store, document: dict[str, object], data: st.DataObject
) -> None:
    """Entries stand in the author's order; those that are kept stand in the canonical one."""
    shuffled = {
        section: data.draw(st.permutations(entries)) if isinstance(entries, list) else entries
        for section, entries in document.items()
    }
    text = as_yaml(shuffled)
    written = loaded(text, "市.yaml")
    home.put_version(written, Source("市.yaml", text))
    got = home.landscape(written.id)
    assert got == written
    for ours, theirs in _entries(got, written):
        assert got.places.at(ours.path) == written.places.at(theirs.path), ours
    for system, theirs in zip(got.systems.values(), written.systems.values(), strict=True):
        for move, its in zip(system.moves, theirs.moves, strict=True):
            assert got.places.at(move.path) == written.places.at(its.path)
        name = (*system.path, "name"), (*theirs.path, "name")
        assert got.places.at(name[0]) == written.places.at(name[1])
    assert got.places.at(("landscape", "id")) == written.places.at(("landscape", "id"))
    home.delete(written.id, expect=ANYTHING)


def _entries(one: Landscape, other: Landscape) -> Iterator[tuple[Any, Any]]:
    """Entries of two equal landscapes that correspond and of which no two say the same."""
    for section in ("vendors", "environments", "hubs", "packages", "systems", "integrations"):
        mine, its = getattr(one, section), getattr(other, section)
        yield from ((mine[key], its[key]) for key in mine)
    for section in (
        "lines",
        "catalogue",
        "partner_answers",
        "existing_bridges",
        "law_changes",
        "rules",
        "patterns",
    ):
        mine, its = getattr(one, section) or (), getattr(other, section) or ()
        yield from (pair for pair in zip(mine, its, strict=True) if mine.count(pair[0]) == 1)


def test_a_question_about_an_earlier_version_is_answered_from_that_version(store: Store) -> None:
    old = store.put_version(city(links=1))
    store.put_version(city(links=3))
    change = AffectedBy("system", "jumin")
    assert len(store.affected("asahi", change)) == 2
    assert len(store.affected("asahi", change, version=old.hash)) == 1
    assert store.neighbours("asahi", "jumin") == ("fukushi", "zeimu")
    assert store.neighbours("asahi", "jumin", version=old.hash) == ("zeimu",)


def test_a_question_about_what_is_not_kept_says_what_is_missing(store: Store) -> None:
    change = AffectedBy("system", "jumin")
    with pytest.raises(NotFoundError) as raised:
        store.affected("asahi", change)
    assert (raised.value.kind, raised.value.name) == ("landscape", "asahi")
    store.put_version(city())
    with pytest.raises(NotFoundError) as raised:
        store.affected("asahi", change, version="sha256:none")
    assert (raised.value.kind, raised.value.name) == ("version", "sha256:none")
    with pytest.raises(UnknownSubjectError) as unknown:
        store.affected("asahi", AffectedBy("system", "jumim"))
    assert unknown.value.near == ("jumin",)
    with pytest.raises(UnknownSubjectError):
        store.affected("asahi", change, forms={"nowhere": 0})
    with pytest.raises(ValueError, match="depth"):
        store.affected("asahi", change, depth=0)

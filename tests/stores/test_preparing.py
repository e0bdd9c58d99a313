"""A version that comes prepared by another process is kept as one that comes as a landscape."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from analyzer.landscape.loading import read_landscape
from analyzer.stores.memory import MemoryStore
from analyzer.stores.preparing import Prepared, prepare
from analyzer.stores.sources import Source
from tests.stores.homes import Clock, memory, sqlite
from tests.strategies import landscapes

TEXT = """schema_version: 1
landscape: {id: city, name: 市, horizon: {first: 2025-01, last: 2025-03}}
vendors: [{id: va, name: ベンダ}]
environments: [{id: office, name: 庁内, hosting: on_premises}]
systems:
  - {id: zei, name: 税, scope: standard, current: {environment: office, generation: legacy, vendor: va}}
  - {id: jumin, name: 住民, scope: standard, current: {environment: office, generation: legacy, vendor: va}}
integrations: [{id: a, name: 連携, from: jumin, to: zei, realizations: {legacy: {}}}]
""".encode()


def _sent(prepared: Prepared) -> Prepared:
    """As it comes out of the other process."""
    sent: Prepared = pickle.loads(pickle.dumps(prepared))  # noqa: S301 - our own
    return sent


@pytest.mark.parametrize("home", [memory, sqlite])
def test_it_is_the_same_version_with_the_same_places(home: Any, tmp_path: Path) -> None:
    read = read_landscape(TEXT, "city.yaml").landscape
    assert read is not None
    source = Source("city.yaml", TEXT)
    kept = []
    for name, value in (("a", read), ("b", _sent(prepare(read)))):
        folder = tmp_path / name
        folder.mkdir()
        with home(folder, Clock()) as store:
            version = store.put_version(value, source, actor="x")
            landscape = store.landscape("city")
            paths = [landscape.places.at(system.path) for system in landscape.systems.values()]
            kept.append(
                (version, store.document("city"), landscape, paths, store.search("税"), store.sources("city"))
            )
    assert kept[0] == kept[1]
    assert [place.line for place in kept[1][3] if place] == [7, 6]


@given(landscapes())
def test_what_is_prepared_says_all_that_the_landscape_says(landscape: Any) -> None:
    prepared = _sent(prepare(landscape))
    assert prepared.landscape == landscape
    assert prepared.content.hash == landscape.content_hash
    assert prepare(prepared) is prepared
    store, other = MemoryStore(Clock()), MemoryStore(Clock())
    assert store.put_version(prepared) == other.put_version(landscape)
    assert store.document(landscape.id) == other.document(landscape.id)

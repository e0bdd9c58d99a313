from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer.stores.port import Store
from tests.stores.homes import EACH_HOME, HOMES, Clock
from tests.stores.neo4j_server import neo4j_process, neo4j_url

__all__ = ["neo4j_process", "neo4j_url"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=EACH_HOME)
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """An empty store of each home."""
    with HOMES[request.param](tmp_path, clock) as store:
        yield store

"""A running service for tests of operations: one for all of them, each with a landscape of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from starlette.testclient import TestClient

from analyzer.stores.memory import MemoryStore
from api.app import create_app
from api.settings import Settings
from tests.api.asking import HERE, City

_numbers = count(1)


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(max_body=2_000_000), MemoryStore()), base_url=HERE) as client:
        yield client


@pytest.fixture
def city(client: TestClient) -> City:
    """A landscape that nobody else knows, with one version."""
    city = City(client, f"city-{next(_numbers)}")
    city.put()
    return city

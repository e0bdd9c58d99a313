"""Link rows of one version, looked up by index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from analyzer.landscape.model import Landscape
from analyzer.stores.asking import systems_holding
from analyzer.stores.compact import compact
from analyzer.stores.sqlite.schema import LINKS_PER_VERSION

_OF_SYSTEMS = """
    SELECT body FROM link WHERE version = :version AND source IN (SELECT value FROM json_each(:systems))
    UNION ALL
    SELECT body FROM link WHERE version = :version AND target IN (SELECT value FROM json_each(:systems))
        AND (source IS NULL OR source NOT IN (SELECT value FROM json_each(:systems)))
"""
_VIA_HUBS = """
    SELECT body FROM link WHERE key IN (
        SELECT link FROM link_hub WHERE version = :version AND hub IN (SELECT value FROM json_each(:hubs))
    )
"""


class SqliteReader:
    """A `LinkReader` over one snapshot of the file."""

    def __init__(self, connection: sqlite3.Connection, version: int, parts: Landscape) -> None:
        self._connection = connection
        self._version = version
        self._parts = parts

    @property
    def parts(self) -> Landscape:
        return self._parts

    def of_systems(self, systems: Sequence[str]) -> Iterable[bytes]:
        return self._bodies(_OF_SYSTEMS, systems=compact(list(systems)))

    def of_vendor(self, vendor: str, forms: Mapping[str, int]) -> Iterable[bytes]:
        yield from self.of_systems(systems_holding(self._parts, forms, vendor=vendor))
        yield from self._via(hub.id for hub in self._parts.hubs.values() if hub.vendor == vendor)

    def in_environment(self, environment: str, forms: Mapping[str, int]) -> Iterable[bytes]:
        yield from self.of_systems(systems_holding(self._parts, forms, environment=environment))
        yield from self._via(hub.id for hub in self._parts.hubs.values() if hub.environment == environment)

    def via_hub(self, hub: str) -> Iterable[bytes]:
        return self._via([hub])

    def called(self, id: str) -> Iterable[bytes]:
        return self._bodies("SELECT body FROM link WHERE version = :version AND id = :id", id=id)

    def all_links(self) -> Iterable[bytes]:
        return all_bodies(self._connection, self._version)

    def _via(self, hubs: Iterable[str]) -> Iterable[bytes]:
        return self._bodies(_VIA_HUBS, hubs=compact(list(hubs)))

    def _bodies(self, question: str, **values: str | bytes) -> Iterable[bytes]:
        texts = {
            name: value.decode() if isinstance(value, bytes) else value for name, value in values.items()
        }
        for (body,) in self._connection.execute(question, {"version": self._version, **texts}):
            yield body


def all_bodies(connection: sqlite3.Connection, version: int) -> Iterable[bytes]:
    """In the order of the integrations' keys."""
    first = version * LINKS_PER_VERSION
    rows = connection.execute(
        "SELECT body FROM link WHERE key >= ? AND key < ? ORDER BY key", (first, first + LINKS_PER_VERSION)
    )
    return (body for (body,) in rows)

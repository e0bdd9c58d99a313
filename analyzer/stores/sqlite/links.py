"""The links of a version: blocks of them, and where in the blocks the links of a part stand."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from analyzer.landscape.model import Landscape
from analyzer.stores.asking import systems_holding
from analyzer.stores.compact import compact, parsed
from analyzer.stores.content import LinkRow
from analyzer.stores.sqlite.schema import LINKS_PER_BLOCK

Kind = Literal["system", "hub"]

_AT = """
    SELECT positions FROM link_at
    WHERE version = :version AND kind = :kind AND id IN (SELECT value FROM json_each(:ids))
"""
_BLOCKS = """
    SELECT number, bodies FROM link_block
    WHERE version = ? AND number IN (SELECT value FROM json_each(?)) ORDER BY number
"""


def ids_of(rows: Sequence[LinkRow]) -> str:
    """`version.ids`. Links with one id stand together, for keys are sorted as written and no id has a ``/`` in it."""
    first: dict[str, int] = {}
    for position, row in enumerate(rows):
        first.setdefault(row.key.id, position)
    return "".join(f"\n{id_} {position}" for id_, position in first.items())


def put(connection: sqlite3.Connection, version: int, rows: Sequence[LinkRow]) -> None:
    """The links of a version that has none yet."""
    bodies = [row.body for row in rows]
    connection.executemany(
        "INSERT INTO link_block (version, number, bodies) VALUES (?, ?, ?)",
        [
            (version, number, b"\n".join(bodies[start : start + LINKS_PER_BLOCK]))
            for number, start in enumerate(range(0, len(bodies), LINKS_PER_BLOCK))
        ],
    )
    systems: dict[str, list[int]] = defaultdict(list)
    hubs: dict[str, list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        _, _, source, target = row.key
        if source is not None:
            systems[source].append(position)
        if target is not None and target != source:
            systems[target].append(position)
        for hub in row.hubs:
            hubs[hub].append(position)
    connection.executemany(
        "INSERT INTO link_at (version, kind, id, positions) VALUES (?, ?, ?, ?)",
        [
            (version, kind, id_, compact(positions[id_]).decode())
            for kind, positions in (("hub", hubs), ("system", systems))
            for id_ in sorted(positions)
        ],
    )


def all_bodies(connection: sqlite3.Connection, version: int) -> Iterator[bytes]:
    """In the order of the integrations' keys."""
    rows = connection.execute("SELECT bodies FROM link_block WHERE version = ? ORDER BY number", (version,))
    for (bodies,) in rows:
        yield from bodies.split(b"\n")


def bodies_at(connection: sqlite3.Connection, version: int, positions: Iterable[int]) -> Iterator[bytes]:
    """The links at these positions, in their order."""
    wanted: dict[int, list[int]] = defaultdict(list)
    for position in sorted(positions):
        wanted[position // LINKS_PER_BLOCK].append(position % LINKS_PER_BLOCK)
    for number, bodies in connection.execute(_BLOCKS, (version, compact(list(wanted)).decode())):
        lines = bodies.split(b"\n")
        for line in wanted[number]:
            yield lines[line]


def first_of_ids(ids: str, prefix: str) -> Iterator[tuple[str, int]]:
    """連携ID that begin with the prefix, each with the position of its first link; `ids` as `ids_of` wrote it."""
    start = ids.find(f"\n{prefix}")
    while start >= 0:
        end = ids.find("\n", start + 1)
        id_, _, position = ids[start + 1 : end if end >= 0 else len(ids)].partition(" ")
        yield id_, int(position)
        start = ids.find(f"\n{prefix}", start + 1)


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
        return self._bodies(self._positions("system", systems))

    def of_vendor(self, vendor: str, forms: Mapping[str, int]) -> Iterable[bytes]:
        systems = systems_holding(self._parts, forms, vendor=vendor)
        hubs = [hub.id for hub in self._parts.hubs.values() if hub.vendor == vendor]
        return self._bodies(self._positions("system", systems) | self._positions("hub", hubs))

    def in_environment(self, environment: str, forms: Mapping[str, int]) -> Iterable[bytes]:
        systems = systems_holding(self._parts, forms, environment=environment)
        hubs = [hub.id for hub in self._parts.hubs.values() if hub.environment == environment]
        return self._bodies(self._positions("system", systems) | self._positions("hub", hubs))

    def via_hub(self, hub: str) -> Iterable[bytes]:
        return self._bodies(self._positions("hub", [hub]))

    def called(self, id: str) -> Iterable[bytes]:
        ids, count = self._connection.execute(
            "SELECT ids, integrations FROM version WHERE id = ?", (self._version,)
        ).fetchone()
        starts = [*first_of_ids(ids, ""), ("", count)]
        for (found, start), (_, end) in pairwise(starts):
            if found == id:
                return self._bodies(range(start, end))
        return ()

    def all_links(self) -> Iterable[bytes]:
        return all_bodies(self._connection, self._version)

    def _positions(self, kind: Kind, ids: Sequence[str]) -> set[int]:
        values = {"version": self._version, "kind": kind, "ids": compact(list(ids)).decode()}
        return set().union(*(parsed(row[0]) for row in self._connection.execute(_AT, values)))

    def _bodies(self, positions: Iterable[int]) -> Iterable[bytes]:
        return bodies_at(self._connection, self._version, positions)

"""Search over the current versions: one landscape after the other, and no further than the page is full."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from analyzer.stores.compact import parsed
from analyzer.stores.port import Hit, SearchKind
from analyzer.stores.searching import fold, hit_order
from analyzer.stores.sqlite.links import bodies_at, first_of_ids

_CURRENT = """
    SELECT landscape.id, version.id, CASE WHEN instr(ids, char(10) || :text) THEN ids ELSE '' END
    FROM landscape JOIN version ON version.id = landscape.current
    WHERE landscape.id >= :first ORDER BY landscape.id
"""
_PARTS = """
    SELECT kind, id, name FROM part
    WHERE landscape = :landscape AND kind LIKE :kind AND (instr(folded, :text) OR substr(id, 1, length(:text)) = :text)
"""


def search(
    connection: sqlite3.Connection,
    text: str,
    kind: SearchKind | None,
    landscapes: Iterable[str] | None,
    after: tuple[str, str, str] | None,
    limit: int,
) -> list[Hit]:
    """`analyzer.stores.port.Store.search`."""
    folded = fold(text)
    first = "" if after is None else after[0]
    wanted = None if landscapes is None else set(landscapes)
    hits: list[Hit] = []
    for landscape, version, ids in connection.execute(_CURRENT, {"text": folded, "first": first}):
        if len(hits) >= limit:
            break
        if wanted is not None and landscape not in wanted:
            continue
        found: list[Hit] = []
        if kind != "integration":
            asked = {"landscape": landscape, "text": folded, "kind": kind or "%"}
            found += [Hit(landscape, *row) for row in connection.execute(_PARTS, asked)]
        if kind in {None, "integration"}:
            found += _integrations(connection, landscape, version, list(first_of_ids(ids, folded)))
        hits += sorted((hit for hit in found if after is None or hit_order(hit) > after), key=hit_order)
    return hits[: max(0, limit)]


def _integrations(
    connection: sqlite3.Connection, landscape: str, version: int, found: list[tuple[str, int]]
) -> list[Hit]:
    bodies = bodies_at(connection, version, [position for _, position in found])
    return [
        Hit(landscape, "integration", id_, parsed(body)["name"])
        for (id_, _), body in zip(found, bodies, strict=True)
    ]

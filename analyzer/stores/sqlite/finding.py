"""Search over the current versions: one landscape after the other, and no further than the page is full."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from analyzer.stores.content import integration_of
from analyzer.stores.port import Hit, SearchKind
from analyzer.stores.searching import fold, hit_order

_LANDSCAPES = "SELECT id, current FROM landscape WHERE id >= ? ORDER BY id"
_PARTS = """
    SELECT kind, id, name FROM part
    WHERE landscape = :landscape AND kind LIKE :kind AND (instr(folded, :text) OR (id >= :text AND id < :beyond))
"""
_INTEGRATIONS = """
    SELECT id, body FROM link WHERE key IN (
        SELECT min(key) FROM link WHERE version = :version AND id >= :text AND id < :beyond GROUP BY id
    )
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
    asked = {"text": folded, "beyond": folded + "\x7f", "kind": kind or "%"}
    wanted = None if landscapes is None else set(landscapes)
    hits: list[Hit] = []
    for landscape, version in connection.execute(_LANDSCAPES, ("" if after is None else after[0],)):
        if len(hits) >= limit:
            break
        if wanted is not None and landscape not in wanted:
            continue
        found: list[Hit] = []
        if kind != "integration":
            rows = connection.execute(_PARTS, asked | {"landscape": landscape})
            found += [Hit(landscape, *row) for row in rows]
        if kind in {None, "integration"}:
            rows = connection.execute(_INTEGRATIONS, asked | {"version": version})
            found += [Hit(landscape, "integration", id_, _name(body)) for id_, body in rows]
        hits += sorted((hit for hit in found if after is None or hit_order(hit) > after), key=hit_order)
    return hits[: max(0, limit)]


def _name(body: bytes) -> str:
    return integration_of(body).name

"""Search over the current versions: in the order of the hits, and no further than the page is full."""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice

from analyzer.stores.compact import compact, parsed
from analyzer.stores.port import Hit, SearchKind
from analyzer.stores.searching import fold, hit_order
from analyzer.stores.sqlite.links import bodies_at, first_of_ids

_PARTS = """
    SELECT landscape, kind, id, name FROM part
    WHERE (landscape, kind, id) > (:landscape, :kind, :id)
        AND (instr(folded, :text) OR (id >= :text AND id < :beyond)) {of_kind} {among}
    ORDER BY landscape, kind, id
"""
_CURRENT = """
    SELECT landscape.id, version.id, ids FROM landscape JOIN version ON version.id = landscape.current
    WHERE landscape.id >= :landscape AND instr(ids, char(10) || :text) {among} ORDER BY landscape.id
"""
_OF_KIND = "AND kind = :only"
_AMONG = "AND {column} IN (SELECT value FROM json_each(:among))"


def search(
    connection: sqlite3.Connection,
    text: str,
    kind: SearchKind | None,
    landscapes: Iterable[str] | None,
    after: tuple[str, str, str] | None,
    limit: int,
) -> list[Hit]:
    """`analyzer.stores.port.Store.search`."""
    cursor = after or ("", "", "")
    folded = fold(text)  # ids are plain ASCII: DEL comes after all that begin with the text
    asked = {
        "text": folded,
        "beyond": folded + "\x7f",
        **dict(zip(("landscape", "kind", "id"), cursor, strict=True)),
        "only": kind,
    }
    among = {"part": "", "landscape": ""}
    if landscapes is not None:
        asked["among"] = compact(list(landscapes)).decode()
        among = {"part": _AMONG.format(column="landscape"), "landscape": _AMONG.format(column="landscape.id")}
    streams: list[Iterator[Hit]] = []
    if kind != "integration":
        question = _PARTS.format(of_kind=_OF_KIND if kind else "", among=among["part"])
        streams.append(Hit(*row) for row in connection.execute(question, asked))
    if kind in {None, "integration"}:
        current = connection.execute(_CURRENT.format(among=among["landscape"]), asked)
        streams.append(_integrations(connection, current, folded, cursor, limit))
    return list(islice(heapq.merge(*streams, key=hit_order), max(0, limit)))


def _integrations(
    connection: sqlite3.Connection,
    current: Iterable[tuple[str, int, str]],
    text: str,
    after: tuple[str, str, str],
    limit: int,
) -> Iterator[Hit]:
    """By landscape and 連携ID; of each landscape no more than a page may hold."""
    for landscape, version, ids in current:
        found = sorted(
            (id_, position)
            for id_, position in first_of_ids(ids, text)
            if (landscape, "integration", id_) > after
        )[: max(0, limit)]
        named = dict(zip(*_positions_and_bodies(connection, version, found), strict=True))
        for id_, position in found:
            yield Hit(landscape, "integration", id_, parsed(named[position])["name"])


def _positions_and_bodies(
    connection: sqlite3.Connection, version: int, found: list[tuple[str, int]]
) -> tuple[list[int], list[bytes]]:
    positions = sorted(position for _, position in found)
    return positions, list(bodies_at(connection, version, positions))

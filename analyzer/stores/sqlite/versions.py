"""Rows of landscapes, versions and sources; every function works within the transaction of its connection."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from typing import Any

from analyzer.landscape.places import Places
from analyzer.stores.content import Content
from analyzer.stores.errors import NotFoundError
from analyzer.stores.port import SourceEntry, Summary, Version
from analyzer.stores.searching import NamedPart
from analyzer.stores.sources import Source, read_places
from analyzer.stores.sqlite import links

COLUMNS = "landscape, number, hash, made, actor, name, municipality_code, first, last, systems, integrations"
SOURCE_COLUMNS = "hash, name, media_type, size, made, actor"


def version_of(row: tuple[Any, ...]) -> Version:
    """From a row of COLUMNS."""
    landscape, number, hash_, made, actor, *summary = row
    return Version(landscape, number, hash_, made, actor, Summary(*summary))


def current_hash(connection: sqlite3.Connection, landscape: str) -> str | None:
    """None where no such landscape is kept."""
    row = connection.execute(
        "SELECT hash FROM version WHERE id = (SELECT current FROM landscape WHERE id = ?)", (landscape,)
    ).fetchone()
    return None if row is None else str(row[0])


def require_current(connection: sqlite3.Connection, landscape: str) -> str:
    found = current_hash(connection, landscape)
    if found is None:
        raise NotFoundError("landscape", landscape)
    return found


def find(connection: sqlite3.Connection, landscape: str, version: str | None) -> tuple[int, Version]:
    """The id of a version's row, and the version."""
    current = require_current(connection, landscape)
    hash_ = current if version is None else version
    row = connection.execute(
        f"SELECT id, {COLUMNS} FROM version WHERE landscape = ? AND hash = ?", (landscape, hash_)
    ).fetchone()
    if row is None:
        raise NotFoundError("version", hash_)
    return row[0], version_of(row[1:])


def frame_of(connection: sqlite3.Connection, version: int) -> bytes:
    (frame,) = connection.execute("SELECT frame FROM version WHERE id = ?", (version,)).fetchone()
    return bytes(frame)


def put(connection: sqlite3.Connection, version: Version, content: Content) -> int:
    """A version that is not there yet (its number is given here), and its landscape where there is none."""
    s = version.summary
    (numbered,) = connection.execute(
        "SELECT coalesce(max(numbered), 0) FROM landscape WHERE id = ?", (version.landscape,)
    ).fetchone()
    cursor = connection.execute(
        f"INSERT INTO version ({COLUMNS}, frame, ids) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            version.landscape, numbered + 1, version.hash, version.made, version.actor,
            s.name, s.municipality_code, s.first, s.last, s.systems, s.integrations, content.frame,
            links.ids_of(content.links),
        ),
    )  # fmt: skip
    id_ = cursor.lastrowid
    assert id_ is not None, "a row that was inserted has an id"
    links.put(connection, id_, content.links)
    connection.execute(
        "INSERT INTO landscape (id, current, numbered) VALUES (?1, ?2, ?3)"
        " ON CONFLICT DO UPDATE SET numbered = ?3",
        (version.landscape, id_, numbered + 1),
    )
    return id_


def point_to(
    connection: sqlite3.Connection, landscape: str, version: int, parts: Iterable[NamedPart]
) -> None:
    """Makes a version current: searches find its parts from now on."""
    connection.execute("UPDATE landscape SET current = ? WHERE id = ?", (version, landscape))
    connection.execute("DELETE FROM part WHERE landscape = ?", (landscape,))
    connection.executemany(
        "INSERT INTO part (landscape, kind, id, name, folded) VALUES (?, ?, ?, ?, ?)",
        [(landscape, *part) for part in parts],
    )


def put_source(
    connection: sqlite3.Connection, version: int, source: Source, places: bytes, made: str, actor: str
) -> None:
    connection.execute("DELETE FROM source WHERE version = ? AND hash = ?", (version, source.hash))
    connection.execute(
        f"INSERT INTO source (key, version, {SOURCE_COLUMNS}, text, places)"
        " VALUES ((SELECT coalesce(max(key), 0) + 1 FROM source), ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            version, source.hash, source.name, source.media_type, len(source.text), made, actor,
            zlib.compress(source.text, 1), zlib.compress(places, 1),
        ),
    )  # fmt: skip


def sources(connection: sqlite3.Connection, version: int) -> list[SourceEntry]:
    rows = connection.execute(
        f"SELECT {SOURCE_COLUMNS} FROM source WHERE version = ? ORDER BY key", (version,)
    )
    return [SourceEntry(*row) for row in rows]


def source_text(connection: sqlite3.Connection, landscape: str, hash: str) -> bytes:
    row = connection.execute(
        "SELECT text FROM source WHERE hash = ? AND version IN (SELECT id FROM version WHERE landscape = ?)",
        (hash, landscape),
    ).fetchone()
    if row is None:
        require_current(connection, landscape)
        raise NotFoundError("source", hash)
    return zlib.decompress(row[0])


def newest_places(connection: sqlite3.Connection, version: int) -> Places:
    row = connection.execute(
        "SELECT name, places FROM source WHERE version = ? ORDER BY key DESC LIMIT 1", (version,)
    ).fetchone()
    return Places() if row is None else read_places(row[0], zlib.decompress(row[1]))

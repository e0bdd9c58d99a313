"""All rows out of a file, and into an empty one, each within one transaction."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from analyzer.landscape.model import IntegrationKey
from analyzer.stores.asking import parts_of
from analyzer.stores.compact import compact, parsed
from analyzer.stores.content import Content, LinkRow
from analyzer.stores.errors import ChangedError
from analyzer.stores.port import (
    AuditEntry,
    Event,
    Kept,
    KeptSource,
    KeptVersion,
    PlanEntry,
    Record,
    SourceEntry,
)
from analyzer.stores.searching import named_parts
from analyzer.stores.sources import Source
from analyzer.stores.sqlite import ledger, links, versions

_VERSIONS = f"""
    SELECT version.id, version.id = current, numbered, frame, {", ".join("version." + c for c in versions.COLUMNS.split(", "))}
    FROM version JOIN landscape ON landscape.id = version.landscape ORDER BY version.landscape, number
"""


def dump(connection: sqlite3.Connection) -> Iterator[Kept]:
    """`analyzer.stores.port.Store.dump`."""
    for id_, current, newest, frame, *row in connection.execute(_VERSIONS):
        version = versions.version_of(tuple(row))
        content = Content(version.hash, bytes(frame), tuple(_links(connection, id_)))
        yield KeptVersion(version, bool(current), newest, content, tuple(_sources(connection, id_)))
    for row in connection.execute(f"SELECT {ledger.PLAN_COLUMNS} FROM plan ORDER BY landscape, id"):
        yield PlanEntry(*row)
    for collection, key, revision, value in connection.execute(
        "SELECT collection, key, revision, value FROM record ORDER BY collection, key"
    ):
        yield Record(collection, key, revision, parsed(value))
    for number, at, actor, action, subject, details in connection.execute(
        "SELECT number, at, actor, action, subject, details FROM audit ORDER BY number"
    ):
        yield AuditEntry(number, at, actor, action, subject, parsed(details))


def fill(connection: sqlite3.Connection, kept: Iterable[Kept]) -> None:
    """`analyzer.stores.port.Store.fill`."""
    for table in ("landscape", "record", "audit"):
        if connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():
            raise ChangedError("store", None, table)
    for piece in kept:
        match piece:
            case KeptVersion():
                _put_version(connection, piece)
            case PlanEntry():
                ledger.put_plan(connection, piece)
            case Record():
                ledger.put_record(connection, piece, compact(piece.value))
            case AuditEntry():
                event = Event(piece.actor, piece.action, piece.subject, piece.details)
                told = ledger.put_audit(connection, event, piece.at)
                assert told.number == piece.number, "entries come by number, from 1"


def _links(connection: sqlite3.Connection, version: int) -> Iterator[LinkRow]:
    for body in links.all_bodies(connection, version):
        entry = parsed(body)
        key = IntegrationKey(entry["id"], entry.get("branch", "00"), entry["from"], entry["to"])
        hubs = {realization.get("via") for realization in entry.get("realizations", {}).values()}
        yield LinkRow(key, tuple(sorted(hubs - {None})), body)


def _sources(connection: sqlite3.Connection, version: int) -> Iterator[KeptSource]:
    for text, places, *entry in connection.execute(
        f"SELECT text, places, {versions.SOURCE_COLUMNS} FROM source WHERE version = ? ORDER BY key",
        (version,),
    ):
        yield KeptSource(SourceEntry(*entry), zlib.decompress(text), zlib.decompress(places))


def _put_version(connection: sqlite3.Connection, piece: KeptVersion) -> None:
    landscape = piece.version.landscape
    id_ = versions.put(connection, replace(piece.version, number=0), piece.content)
    connection.execute("UPDATE version SET number = ? WHERE id = ?", (piece.version.number, id_))
    connection.execute("UPDATE landscape SET numbered = ? WHERE id = ?", (piece.newest, landscape))
    if piece.current:
        versions.point_to(connection, landscape, id_, named_parts(parts_of(piece.content.frame)))
    for source in piece.sources:
        entry = source.entry
        versions.put_source(
            connection, id_, Source(entry.name, source.text, entry.media_type), source.places, entry.made, entry.actor
        )  # fmt: skip

"""Everything out of a server, and into an empty one."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from analyzer.stores.asking import parts_of
from analyzer.stores.compact import compact
from analyzer.stores.content import Content, LinkRow, integration_of
from analyzer.stores.errors import ChangedError, StoreUnavailableError
from analyzer.stores.neo4j import failures, ledger, loading, plans, reading, rows, statements
from analyzer.stores.neo4j.connection import Answer, Connection, Transaction
from analyzer.stores.port import AuditEntry, Kept, KeptSource, KeptVersion, PlanEntry, Record, SourceEntry
from analyzer.stores.sources import Source


def dump(connection: Connection) -> Iterator[Kept]:
    """`analyzer.stores.port.Store.dump`: lists under the lock that changes take, then contents, which never change."""

    def lists(transaction: Transaction) -> tuple[Answer, list[Answer], Answer, Answer, Answer]:
        versions = transaction.run(statements.ALL_VERSIONS)
        sources = [
            transaction.run(statements.KEPT_SOURCES, version=row["version"]["key"]) for row in versions
        ]
        kept = (statements.ALL_PLANS, statements.ALL_RECORDS, statements.ALL_AUDIT)
        all_plans, records, audit = (transaction.run(statement) for statement in kept)
        return versions, sources, all_plans, records, audit

    versions, sources, all_plans, records, audit = connection.change(lists)
    for row, texts in zip(versions, sources, strict=True):
        version = loading.version_of(row["version"])
        content = _content(connection, row["version"]["key"], version.hash)
        if content is None or len(content.links) != version.summary.integrations:
            raise failures.damaged(connection.url, version.landscape)
        yield KeptVersion(version, row["current"], row["newest"], content, tuple(map(_source, texts)))
    yield from (ledger.plan_of(row["plan"]) for row in all_plans)
    yield from (ledger.record_of(row["record"]) for row in records)
    yield from (ledger.audit_of(row["entry"]) for row in audit)


def fill(connection: Connection, kept: Iterable[Kept]) -> None:
    """`analyzer.stores.port.Store.fill`: versions first, unseen; then all is kept in one transaction."""
    _require_empty(connection.one(statements.HOLDS_ANYTHING))
    loaded: list[tuple[str, KeptVersion]] = []
    entries: list[PlanEntry | Record | AuditEntry] = []
    try:
        for piece in kept:
            if isinstance(piece, KeptVersion):
                loaded.append((loading.load(connection, piece.version, piece.content), piece))
            else:
                entries.append(piece)
        connection.change(lambda transaction: _keep(transaction, loaded, entries))
    except BaseException:
        with suppress(StoreUnavailableError):
            for key, _ in loaded:
                loading.abandon(connection, key)
        raise


def _keep(
    transaction: Transaction,
    loaded: list[tuple[str, KeptVersion]],
    entries: list[PlanEntry | Record | AuditEntry],
) -> None:
    _require_empty(transaction.one(statements.HOLDS_ANYTHING))
    known = {}
    for key, piece in loaded:
        version = piece.version
        name, hash_ = version.landscape, version.hash
        transaction.run(
            statements.KEEP_AS,
            version=key, landscape=name, newest=piece.newest, number=version.number, made=version.made,
        )  # fmt: skip
        if piece.current:
            transaction.run(statements.POINT_TO, landscape=name, hash=hash_)
        for kept in piece.sources:
            entry = kept.entry
            source = Source(entry.name, kept.text, entry.media_type)
            put_source(transaction, name, hash_, source, kept.places, entry.made, entry.actor)
        known[name, hash_] = key, piece.content.frame
    for each in entries:
        match each:
            case PlanEntry():
                batches: Iterable[rows.Batch] = ()
                if (each.landscape, each.version) in known:
                    key, frame = known[each.landscape, each.version]
                    batches = plans.batches(key, parts_of(frame), plans.document_of(each.body))
                ledger.put_plan(transaction, each, batches)
            case Record():
                ledger.put_record(transaction, each, compact(each.value))
            case AuditEntry():
                ledger.put_audit_entry(transaction, each, compact(each.details))


def put_source(
    transaction: Transaction,
    landscape: str,
    version: str,
    source: Source,
    places: bytes,
    made: str,
    actor: str,
) -> None:
    """As the newest of the version with this hash."""
    properties = {
        "hash": source.hash,
        "name": source.name,
        "media_type": source.media_type,
        "size": len(source.text),
        "made": made,
        "actor": str(actor),
        "text": zlib.compress(source.text, 1),
        "places": zlib.compress(places, 1),
    }
    transaction.run(statements.PUT_SOURCE, landscape=landscape, hash=version, properties=properties)


def source_of(node: dict[str, Any]) -> SourceEntry:
    return SourceEntry(**node)


def _require_empty(holds: Any) -> None:
    for what in ("landscape", "record", "audit"):
        if holds[what]:
            raise ChangedError("store", None, what)


def _content(connection: Connection, version: str, hash_: str) -> Content | None:
    frame = reading.frame_of(connection, version)
    if frame is None:
        return None
    found = connection.ask(statements.KEPT_LINKS, links=rows.link_key(version, ""))
    links = (_link_row(record["body"].encode(), tuple(record["hubs"])) for record in found)
    return Content(hash_, frame, tuple(links))


def _link_row(body: bytes, hubs: tuple[str, ...]) -> LinkRow:
    return LinkRow(integration_of(body).key, hubs, body)


def _source(record: Any) -> KeptSource:
    return KeptSource(
        source_of(record["source"]), zlib.decompress(record["text"]), zlib.decompress(record["places"])
    )

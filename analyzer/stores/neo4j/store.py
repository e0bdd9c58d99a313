"""Landscapes in a Neo4j server: the graph of every version, for whoever asks it in Cypher, and for our own questions."""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from analyzer.landscape.model import Landscape
from analyzer.landscape.places import Places
from analyzer.stores.answering import Answering
from analyzer.stores.asking import LinkReader
from analyzer.stores.changes import (
    Clock,
    hash_of,
    instant,
    landscape_deleted,
    next_revision,
    plan_deleted,
    plan_put,
    plan_subject,
    record_subject,
    require_expected,
    utc_now,
    version_deleted,
    version_made_current,
    version_put,
)
from analyzer.stores.compact import compact, parsed
from analyzer.stores.content import document_of, landscape_of
from analyzer.stores.errors import ChangedError, NotFoundError
from analyzer.stores.neo4j import (
    clearing,
    failures,
    finding,
    ledger,
    loading,
    moving,
    plans,
    reading,
    statements,
)
from analyzer.stores.neo4j.address import Address
from analyzer.stores.neo4j.connection import PATIENCE, Connection, Transaction
from analyzer.stores.port import (
    ANYTHING,
    AuditEntry,
    Event,
    Expected,
    Hit,
    Kept,
    PlanEntry,
    Record,
    SearchKind,
    SourceEntry,
    Version,
)
from analyzer.stores.preparing import Prepared, prepare
from analyzer.stores.remembering import RememberedParts
from analyzer.stores.sources import Source, read_places


class Neo4jStore(Answering):
    """A `Store` in a Neo4j server (5.23 or newer), which several processes may use at once.

    Versions are loaded beside everything else and become visible in one small transaction, so an interrupted load is
    never seen. Changes follow one another under the lock of one node. `stale` and `grace` are those of `clearing.clear`.
    StoreUnavailableError where the server cannot be reached within `patience` seconds.
    """

    def __init__(
        self,
        address: Address,
        *,
        clock: Clock = utc_now,
        patience: float = PATIENCE,
        stale: float = clearing.STALE,
        grace: float = clearing.GRACE,
    ) -> None:
        self._clock = clock
        self._stale = stale
        self._grace = grace
        self._connection = Connection(address, patience)
        self._parts = RememberedParts()

    @property
    def url(self) -> str:
        return self._connection.url

    # Versions

    def put_version(
        self,
        landscape: Landscape | Prepared,
        source: Source | None = None,
        *,
        expect: Expected = ANYTHING,
        actor: str = "",
    ) -> Version:
        prepared = prepare(landscape, with_places=source is not None)
        id_, content = prepared.id, prepared.content
        require_expected(id_, expect, self._current_hash(id_))
        load: str | None = None

        def keep(transaction: Transaction) -> Version | None:
            """None where the version would have to be loaded first."""
            used.clear()
            current = transaction.one(statements.CURRENT_HASH, landscape=id_)
            require_expected(id_, expect, current["hash"] if current else None)
            node = _version_node(transaction, id_, content.hash) if current else None
            if node is None and load is None:
                return None
            made = instant(self._clock())
            if node is None:
                kept = transaction.one(statements.KEEP, version=load, landscape=id_, made=made)
                if kept is None:
                    raise failures.given_up(self.url)
                node = kept["version"]
            if current is None or current["hash"] != content.hash:
                transaction.run(statements.POINT_TO, landscape=id_, hash=content.hash)
            if source is not None:
                moving.put_source(transaction, id_, content.hash, source, prepared.places, made, actor)
            version = loading.version_of(node)
            ledger.put_audit(transaction, version_put(actor, version, source), made)
            used.append(node["key"])
            return version

        used: list[str] = []
        version = self._connection.change(keep)
        if version is None:
            new = Version(id_, 0, content.hash, "", actor, prepared.summary)
            load = loading.load(self._connection, new, content)
            try:
                version = self._connection.change(keep)
            finally:
                if used[-1:] != [load]:  # somebody else was faster, or something was not as expected
                    loading.abandon(self._connection, load)
        assert version is not None, "what is loaded is kept"
        return version

    def make_current(self, landscape: str, version: str, *, expect: Expected, actor: str = "") -> Version:
        def swing(transaction: Transaction) -> Version:
            require_expected(landscape, expect, _require_current(transaction, landscape))
            found = _find(transaction, landscape, version)
            transaction.run(statements.POINT_TO, landscape=landscape, hash=version)
            self._note(transaction, version_made_current(actor, found))
            return found

        return self._connection.change(swing)

    def current(self, landscape: str) -> Version:
        return loading.version_of(self._node(landscape, None))

    def version(self, landscape: str, version: str) -> Version:
        return loading.version_of(self._node(landscape, version))

    def versions(self, landscape: str, *, after: int = 0, limit: int = 100) -> Sequence[Version]:
        found = self._connection.ask(
            statements.VERSIONS, landscape=landscape, after=after, limit=max(0, limit)
        )
        if not found:
            self._node(landscape, None)
        return [loading.version_of(record["version"]) for record in found]

    def landscapes(self, *, after: str = "", limit: int = 100) -> Sequence[Version]:
        found = self._connection.ask(statements.LANDSCAPES, after=after, limit=max(0, limit))
        return [loading.version_of(record["version"]) for record in found]

    def delete(self, landscape: str, *, expect: Expected, actor: str = "") -> None:
        def drop(transaction: Transaction) -> None:
            current = _require_current(transaction, landscape)
            require_expected(landscape, expect, current)
            transaction.run(statements.DELETE_LANDSCAPE, landscape=landscape)
            self._note(transaction, landscape_deleted(actor, landscape, current))

        self._connection.change(drop)

    def delete_version(self, landscape: str, version: str, *, actor: str = "") -> None:
        def drop(transaction: Transaction) -> None:
            current = _require_current(transaction, landscape)
            found = _find(transaction, landscape, version)
            if version == current:
                raise ChangedError(landscape, version, current)
            transaction.run(statements.DELETE_VERSION, landscape=landscape, hash=version)
            self._note(transaction, version_deleted(actor, found))

        self._connection.change(drop)

    # Content

    def landscape(self, landscape: str, version: str | None = None) -> Landscape:
        node = self._node(landscape, version)
        newest = self._connection.one(statements.NEWEST_PLACES, version=node["key"])
        frame, bodies = self._content(node)
        places = (
            Places() if newest is None else read_places(newest["name"], zlib.decompress(newest["places"]))
        )
        return landscape_of(frame, bodies, places)

    def document(self, landscape: str, version: str | None = None) -> bytes:
        return compact(document_of(*self._content(self._node(landscape, version))))

    def sources(self, landscape: str, version: str | None = None) -> Sequence[SourceEntry]:
        found = self._connection.ask(statements.SOURCES, version=self._node(landscape, version)["key"])
        return [moving.source_of(record["source"]) for record in found]

    def source(self, landscape: str, hash: str) -> bytes:
        found = self._connection.one(statements.SOURCE_TEXT, landscape=landscape, source=hash)
        if found is None:
            self._node(landscape, None)
            raise NotFoundError("source", hash)
        return zlib.decompress(found["text"])

    # Questions

    @contextmanager
    def _reading(self, landscape: str, version: str | None) -> Iterator[LinkReader]:
        node = self._node(landscape, version)
        yield reading.Neo4jReader(self._connection, node["key"], self._parts_of(node))

    def search(
        self,
        text: str,
        *,
        kind: SearchKind | None = None,
        landscapes: Iterable[str] | None = None,
        after: tuple[str, str, str] | None = None,
        limit: int = 100,
    ) -> Sequence[Hit]:
        return finding.search(self._connection, text, kind, landscapes, after, limit)

    # Plans

    def put_plan(
        self,
        landscape: str,
        id: str,
        version: str,
        body: bytes,
        *,
        expect: Expected = ANYTHING,
        actor: str = "",
    ) -> PlanEntry:
        node = self._node(landscape, version)
        batches = list(plans.batches(node["key"], self._parts_of(node), plans.document_of(body)))
        revision = hash_of(body)

        def put(transaction: Transaction) -> PlanEntry:
            _find(transaction, landscape, version)
            found = ledger.find_plan(transaction, landscape, id)
            require_expected(plan_subject(landscape, id), expect, found.revision if found else None)
            made = instant(self._clock())
            entry = PlanEntry(landscape, id, version, revision, made, actor, body)
            ledger.put_plan(transaction, entry, batches)
            ledger.put_audit(transaction, plan_put(entry), made)
            return entry

        return self._connection.change(put)

    def plan(self, landscape: str, id: str) -> PlanEntry:
        found = self._connection.one(statements.PLAN, plan=ledger.plan_key(landscape, id))
        if found is None:
            self._node(landscape, None)
            raise NotFoundError("plan", id)
        return ledger.plan_of(found["plan"])

    def plans(self, landscape: str, *, after: str = "", limit: int = 100) -> Sequence[PlanEntry]:
        found = self._connection.ask(statements.PLANS, landscape=landscape, after=after, limit=max(0, limit))
        if not found:
            self._node(landscape, None)
        return [ledger.plan_of(record["plan"]) for record in found]

    def delete_plan(self, landscape: str, id: str, *, expect: Expected = ANYTHING, actor: str = "") -> None:
        def drop(transaction: Transaction) -> None:
            _require_current(transaction, landscape)
            found = ledger.find_plan(transaction, landscape, id)
            if found is None:
                raise NotFoundError("plan", id)
            require_expected(plan_subject(landscape, id), expect, found.revision)
            ledger.delete_plan(transaction, landscape, id)
            self._note(transaction, plan_deleted(actor, landscape, id, found.revision))

        self._connection.change(drop)

    # Records and the audit log

    def record(self, collection: str, key: str) -> Record | None:
        found = self._connection.one(statements.RECORD, key=ledger.record_key(collection, key))
        return None if found is None else ledger.record_of(found["record"])

    def records(
        self, collection: str, *, prefix: str = "", after: str = "", limit: int = 100
    ) -> Sequence[Record]:
        found = self._connection.ask(
            statements.RECORDS,
            prefix=ledger.record_key(collection, prefix),
            after=ledger.record_key(collection, after),
            limit=max(0, limit),
        )
        return [ledger.record_of(record["record"]) for record in found]

    def put_record(
        self,
        collection: str,
        key: str,
        value: Mapping[str, object],
        *,
        expect: Expected = ANYTHING,
        audit: Event | None = None,
    ) -> Record:
        written = compact(value)

        def put(transaction: Transaction) -> Record:
            found = ledger.find_record(transaction, collection, key)
            before = found.revision if found else None
            require_expected(record_subject(collection, key), expect, before)
            record = Record(collection, key, next_revision(before, written), parsed(written))
            ledger.put_record(transaction, record, written)
            self._note(transaction, audit)
            return record

        return self._connection.change(put)

    def delete_record(
        self, collection: str, key: str, *, expect: Expected = ANYTHING, audit: Event | None = None
    ) -> None:
        def drop(transaction: Transaction) -> None:
            found = ledger.find_record(transaction, collection, key)
            require_expected(record_subject(collection, key), expect, found.revision if found else None)
            ledger.delete_record(transaction, collection, key)
            self._note(transaction, audit)

        self._connection.change(drop)

    def audit(self, event: Event) -> AuditEntry:
        return self._connection.change(lambda t: ledger.put_audit(t, event, instant(self._clock())))

    def audit_log(self, *, subject: str = "", after: int = 0, limit: int = 100) -> Sequence[AuditEntry]:
        statement = statements.AUDIT_LOG_OF if subject else statements.AUDIT_LOG
        found = self._connection.ask(statement, subject=subject, after=after, limit=max(0, limit))
        return [ledger.audit_of(record["entry"]) for record in found]

    # The store itself

    def check(self) -> None:
        self._connection.change(lambda t: t.run(statements.CHECKED, at=instant(self._clock())))

    def tidy(self) -> int:
        return clearing.clear(self._connection, self._stale, self._grace)

    def dump(self) -> Generator[Kept, None, None]:
        yield from moving.dump(self._connection)

    def fill(self, kept: Iterable[Kept]) -> None:
        moving.fill(self._connection, kept)

    def close(self) -> None:
        self._connection.close()

    def _note(self, transaction: Transaction, event: Event | None) -> None:
        if event is not None:
            ledger.put_audit(transaction, event, instant(self._clock()))

    def _current_hash(self, landscape: str) -> str | None:
        found = self._connection.one(statements.CURRENT_HASH, landscape=landscape)
        return None if found is None else found["hash"]

    def _node(self, landscape: str, version: str | None) -> dict[str, Any]:
        """The properties of a version's node, the frame aside."""
        return _required(
            self._connection.one(statements.FIND_VERSION, landscape=landscape, hash=version), landscape
        )

    def _parts_of(self, node: Mapping[str, Any]) -> Landscape:
        return self._parts.of(node["hash"], lambda: self._frame(node))

    def _frame(self, node: Mapping[str, Any]) -> bytes:
        frame = reading.frame_of(self._connection, node["key"])
        if frame is None:
            raise failures.damaged(self.url, node["landscape"])
        return frame

    def _content(self, node: Mapping[str, Any]) -> tuple[bytes, list[bytes]]:
        """Frame and entries of the integrations; what is not whole is not answered."""
        frame, bodies = self._frame(node), reading.all_bodies(self._connection, node["key"])
        if len(bodies) != node["integrations"]:
            raise failures.damaged(self.url, node["landscape"])
        return frame, bodies


def _required(found: Any, landscape: str) -> dict[str, Any]:
    if found is None:
        raise NotFoundError("landscape", landscape)
    if found["version"] is None:
        raise NotFoundError("version", found["hash"])
    node: dict[str, Any] = found["version"]
    return node


def _find(transaction: Transaction, landscape: str, version: str) -> Version:
    found = transaction.one(statements.FIND_VERSION, landscape=landscape, hash=version)
    return loading.version_of(_required(found, landscape))


def _version_node(transaction: Transaction, landscape: str, version: str) -> dict[str, Any] | None:
    found = transaction.one(statements.FIND_VERSION, landscape=landscape, hash=version)
    return None if found is None else found["version"]


def _require_current(transaction: Transaction, landscape: str) -> str:
    found = transaction.one(statements.CURRENT_HASH, landscape=landscape)
    if found is None:
        raise NotFoundError("landscape", landscape)
    current: str = found["hash"]
    return current

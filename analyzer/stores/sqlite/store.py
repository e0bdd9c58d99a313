"""Landscapes in one file, without a server: the store that is used where nothing else is said."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from analyzer.landscape.model import Landscape
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
from analyzer.stores.searching import named_parts
from analyzer.stores.sources import Source
from analyzer.stores.sqlite import finding, ledger, moving, versions
from analyzer.stores.sqlite.connections import PATIENCE, Connections
from analyzer.stores.sqlite.links import SqliteReader, all_bodies


class SqliteStore(Answering):
    """A `Store` in the file at `path`, which is made where there is none; its folder must be there.

    Several threads and processes may use the file at once: readers see one moment, writers wait for each
    other `patience` seconds at most. StoreUnavailableError where the file cannot be opened or is no store.
    """

    def __init__(self, path: Path, *, clock: Clock = utc_now, patience: float = PATIENCE) -> None:
        self._path = path.absolute()
        self._clock = clock
        self._connections = Connections(self._path, self.url, patience)
        self._parts = RememberedParts()

    @property
    def url(self) -> str:
        return f"sqlite:///{self._path}"

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
        content = prepared.content
        with self._connections.changing() as connection:
            made = instant(self._clock())
            current = versions.current_hash(connection, prepared.id)
            require_expected(prepared.id, expect, current)
            try:
                id_, version = versions.find(connection, prepared.id, content.hash)
            except NotFoundError:
                new = Version(prepared.id, 0, content.hash, made, actor, prepared.summary)
                versions.put(connection, new, content)
                id_, version = versions.find(connection, prepared.id, content.hash)
            if current != content.hash:
                versions.point_to(connection, prepared.id, id_, prepared.named)
            if source is not None:
                versions.put_source(connection, id_, source, prepared.places, made, actor)
            ledger.put_audit(connection, version_put(actor, version, source), made)
        return version

    def make_current(self, landscape: str, version: str, *, expect: Expected, actor: str = "") -> Version:
        with self._connections.changing() as connection:
            require_expected(landscape, expect, versions.require_current(connection, landscape))
            id_, found = versions.find(connection, landscape, version)
            parts = named_parts(self._parts_of(connection, id_, version))
            versions.point_to(connection, landscape, id_, parts)
            ledger.put_audit(connection, version_made_current(actor, found), instant(self._clock()))
        return found

    def current(self, landscape: str) -> Version:
        with self._connections.reading() as connection:
            return versions.find(connection, landscape, None)[1]

    def version(self, landscape: str, version: str) -> Version:
        with self._connections.reading() as connection:
            return versions.find(connection, landscape, version)[1]

    def versions(self, landscape: str, *, after: int = 0, limit: int = 100) -> Sequence[Version]:
        with self._connections.reading() as connection:
            versions.require_current(connection, landscape)
            rows = connection.execute(
                f"SELECT {versions.COLUMNS} FROM version WHERE landscape = ? AND number > ?"
                " ORDER BY number LIMIT ?",
                (landscape, after, max(0, limit)),
            )
            return [versions.version_of(row) for row in rows]

    def landscapes(self, *, after: str = "", limit: int = 100) -> Sequence[Version]:
        with self._connections.reading() as connection:
            rows = connection.execute(
                f"SELECT {versions.COLUMNS} FROM (SELECT id AS named, current FROM landscape WHERE id > ?"
                " ORDER BY id LIMIT ?) JOIN version ON version.id = current ORDER BY named",
                (after, max(0, limit)),
            )
            return [versions.version_of(row) for row in rows]

    def delete(self, landscape: str, *, expect: Expected, actor: str = "") -> None:
        with self._connections.changing() as connection:
            current = versions.require_current(connection, landscape)
            require_expected(landscape, expect, current)
            connection.execute("DELETE FROM landscape WHERE id = ?", (landscape,))
            at = instant(self._clock())
            ledger.put_audit(connection, landscape_deleted(actor, landscape, current), at)

    def delete_version(self, landscape: str, version: str, *, actor: str = "") -> None:
        with self._connections.changing() as connection:
            id_, found = versions.find(connection, landscape, version)
            current = versions.require_current(connection, landscape)
            if version == current:
                raise ChangedError(landscape, version, current)
            connection.execute("DELETE FROM version WHERE id = ?", (id_,))
            ledger.put_audit(connection, version_deleted(actor, found), instant(self._clock()))

    # Content

    def landscape(self, landscape: str, version: str | None = None) -> Landscape:
        with self._connections.reading() as connection:
            id_, _ = versions.find(connection, landscape, version)
            frame = versions.frame_of(connection, id_)
            bodies = list(all_bodies(connection, id_))
            places = versions.newest_places(connection, id_)
        return landscape_of(frame, bodies, places)

    def document(self, landscape: str, version: str | None = None) -> bytes:
        with self._connections.reading() as connection:
            id_, _ = versions.find(connection, landscape, version)
            frame = versions.frame_of(connection, id_)
            bodies = list(all_bodies(connection, id_))
        return compact(document_of(frame, bodies))

    def sources(self, landscape: str, version: str | None = None) -> Sequence[SourceEntry]:
        with self._connections.reading() as connection:
            return versions.sources(connection, versions.find(connection, landscape, version)[0])

    def source(self, landscape: str, hash: str) -> bytes:
        with self._connections.reading() as connection:
            return versions.source_text(connection, landscape, hash)

    # Questions

    @contextmanager
    def _reading(self, landscape: str, version: str | None) -> Iterator[LinkReader]:
        with self._connections.reading() as connection:
            id_, found = versions.find(connection, landscape, version)
            yield SqliteReader(connection, id_, self._parts_of(connection, id_, found.hash))

    def search(
        self,
        text: str,
        *,
        kind: SearchKind | None = None,
        landscapes: Iterable[str] | None = None,
        after: tuple[str, str, str] | None = None,
        limit: int = 100,
    ) -> Sequence[Hit]:
        with self._connections.reading() as connection:
            return finding.search(connection, text, kind, landscapes, after, limit)

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
        revision = hash_of(body)
        with self._connections.changing() as connection:
            versions.find(connection, landscape, version)
            found = ledger.plan(connection, landscape, id)
            require_expected(plan_subject(landscape, id), expect, found.revision if found else None)
            made = instant(self._clock())
            entry = PlanEntry(landscape, id, version, revision, made, actor, body)
            ledger.put_plan(connection, entry)
            ledger.put_audit(connection, plan_put(entry), made)
        return entry

    def plan(self, landscape: str, id: str) -> PlanEntry:
        with self._connections.reading() as connection:
            return _require_plan(connection, landscape, id)

    def plans(self, landscape: str, *, after: str = "", limit: int = 100) -> Sequence[PlanEntry]:
        with self._connections.reading() as connection:
            versions.require_current(connection, landscape)
            return ledger.plans(connection, landscape, after, limit)

    def delete_plan(self, landscape: str, id: str, *, expect: Expected = ANYTHING, actor: str = "") -> None:
        with self._connections.changing() as connection:
            found = _require_plan(connection, landscape, id)
            require_expected(plan_subject(landscape, id), expect, found.revision)
            ledger.delete_plan(connection, landscape, id)
            event = plan_deleted(actor, landscape, id, found.revision)
            ledger.put_audit(connection, event, instant(self._clock()))

    # Records and the audit log

    def record(self, collection: str, key: str) -> Record | None:
        with self._connections.reading() as connection:
            return ledger.record(connection, collection, key)

    def records(
        self, collection: str, *, prefix: str = "", after: str = "", limit: int = 100
    ) -> Sequence[Record]:
        with self._connections.reading() as connection:
            return ledger.records(connection, collection, prefix, after, limit)

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
        with self._connections.changing() as connection:
            found = ledger.record(connection, collection, key)
            before = found.revision if found else None
            require_expected(record_subject(collection, key), expect, before)
            record = Record(collection, key, next_revision(before, written), parsed(written))
            ledger.put_record(connection, record, written)
            self._note(connection, audit)
        return record

    def delete_record(
        self, collection: str, key: str, *, expect: Expected = ANYTHING, audit: Event | None = None
    ) -> None:
        with self._connections.changing() as connection:
            found = ledger.record(connection, collection, key)
            require_expected(record_subject(collection, key), expect, found.revision if found else None)
            ledger.delete_record(connection, collection, key)
            self._note(connection, audit)

    def audit(self, event: Event) -> AuditEntry:
        with self._connections.changing() as connection:
            return ledger.put_audit(connection, event, instant(self._clock()))

    def audit_log(self, *, subject: str = "", after: int = 0, limit: int = 100) -> Sequence[AuditEntry]:
        with self._connections.reading() as connection:
            return ledger.audit_log(connection, subject, after, limit)

    # The store itself

    def check(self) -> None:
        with self._connections.changing() as connection:
            connection.execute("INSERT OR REPLACE INTO checked VALUES (1, ?)", (instant(self._clock()),))

    def tidy(self) -> int:
        """Nothing is ever left behind (a change is whole or not there); the log is written back to the file."""
        with self._connections.alone() as connection:
            connection.execute("PRAGMA optimize")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return 0

    def dump(self) -> Generator[Kept, None, None]:
        with self._connections.reading() as connection:
            yield from moving.dump(connection)

    def fill(self, kept: Iterable[Kept]) -> None:
        with self._connections.changing() as connection:
            moving.fill(connection, kept)

    def close(self) -> None:
        self._connections.close()

    def _note(self, connection: sqlite3.Connection, event: Event | None) -> None:
        if event is not None:
            ledger.put_audit(connection, event, instant(self._clock()))

    def _parts_of(self, connection: sqlite3.Connection, id_: int, hash_: str) -> Landscape:
        return self._parts.of(hash_, lambda: versions.frame_of(connection, id_))


def _require_plan(connection: sqlite3.Connection, landscape: str, id: str) -> PlanEntry:
    versions.require_current(connection, landscape)
    found = ledger.plan(connection, landscape, id)
    if found is None:
        raise NotFoundError("plan", id)
    return found

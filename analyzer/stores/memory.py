"""Landscapes in the memory of one process: for tests, and for a service that forgets when it stops.

Everything is kept as the other stores keep it (a frame, link rows, sources with places) and looked for by going
through it: plain enough to hold the others to.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from analyzer.landscape.model import Landscape
from analyzer.landscape.places import Places
from analyzer.stores.answering import Answering
from analyzer.stores.asking import LinkReader, parts_of, systems_holding
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
from analyzer.stores.content import Content, LinkRow, document_of, integrations_of, landscape_of
from analyzer.stores.errors import ChangedError, NotFoundError
from analyzer.stores.port import (
    ANYTHING,
    AuditEntry,
    Event,
    Expected,
    Hit,
    Kept,
    KeptSource,
    KeptVersion,
    PlanEntry,
    Record,
    SearchKind,
    SourceEntry,
    Version,
)
from analyzer.stores.preparing import Prepared, prepare
from analyzer.stores.searching import found_among, hit_order, named_parts
from analyzer.stores.sources import Source, read_places

T = TypeVar("T")


@dataclass(slots=True)
class _KeptVersion:
    version: Version
    content: Content
    parts: Landscape
    sources: dict[str, KeptSource] = field(default_factory=dict)
    """By hash, the newest last."""

    @property
    def bodies(self) -> Iterator[bytes]:
        return (row.body for row in self.content.links)


@dataclass(slots=True)
class _KeptLandscape:
    current: str = ""
    numbered: int = 0
    """The number of the newest version, also where that was deleted."""
    versions: dict[str, _KeptVersion] = field(default_factory=dict)
    """By content hash, in the order of their numbers."""
    plans: dict[str, PlanEntry] = field(default_factory=dict)


class MemoryStore(Answering):
    """A `Store` without a file."""

    def __init__(self, clock: Clock = utc_now) -> None:
        self._clock = clock
        self._lock = threading.RLock()
        self._landscapes: dict[str, _KeptLandscape] = {}
        self._records: dict[str, dict[str, Record]] = {}
        self._audit: list[AuditEntry] = []

    @property
    def url(self) -> str:
        return "memory:"

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
        with self._lock:
            made = instant(self._clock())
            home = self._landscapes.get(prepared.id)
            require_expected(prepared.id, expect, home.current if home else None)
            home = home or _KeptLandscape()
            kept = home.versions.get(content.hash)
            if kept is None:
                number = home.numbered + 1
                version = Version(prepared.id, number, content.hash, made, actor, prepared.summary)
                kept = _KeptVersion(version, content, parts_of(content.frame))
                home.numbered = number
                home.versions[content.hash] = kept
            home.current = content.hash
            self._landscapes[prepared.id] = home
            if source is not None:
                entry = SourceEntry(
                    source.hash, source.name, source.media_type, len(source.text), made, actor
                )
                kept.sources.pop(source.hash, None)
                kept.sources[source.hash] = KeptSource(entry, source.text, prepared.places)
            self._note(version_put(actor, kept.version, source), made)
            return kept.version

    def make_current(self, landscape: str, version: str, *, expect: Expected, actor: str = "") -> Version:
        with self._lock:
            home = self._home(landscape)
            require_expected(landscape, expect, home.current)
            kept = self._kept(landscape, version)
            home.current = version
            self._note(version_made_current(actor, kept.version))
            return kept.version

    def current(self, landscape: str) -> Version:
        with self._lock:
            return self._kept(landscape, None).version

    def version(self, landscape: str, version: str) -> Version:
        with self._lock:
            return self._kept(landscape, version).version

    def versions(self, landscape: str, *, after: int = 0, limit: int = 100) -> Sequence[Version]:
        with self._lock:
            kept = [kept.version for kept in self._home(landscape).versions.values()]
        return _page((version for version in kept if version.number > after), limit)

    def landscapes(self, *, after: str = "", limit: int = 100) -> Sequence[Version]:
        with self._lock:
            names = (name for name in sorted(self._landscapes) if name > after)
            return [self._kept(name, None).version for name in _page(names, limit)]

    def delete(self, landscape: str, *, expect: Expected, actor: str = "") -> None:
        with self._lock:
            current = self._home(landscape).current
            require_expected(landscape, expect, current)
            del self._landscapes[landscape]
            self._note(landscape_deleted(actor, landscape, current))

    def delete_version(self, landscape: str, version: str, *, actor: str = "") -> None:
        with self._lock:
            home = self._home(landscape)
            kept = self._kept(landscape, version)
            if version == home.current:
                raise ChangedError(landscape, version, home.current)
            del home.versions[version]
            self._note(version_deleted(actor, kept.version))

    # Content

    def landscape(self, landscape: str, version: str | None = None) -> Landscape:
        with self._lock:
            kept = self._kept(landscape, version)
            newest = list(kept.sources.values())[-1:]
        places = [read_places(source.entry.name, source.places) for source in newest] or [Places()]
        return landscape_of(kept.content.frame, kept.bodies, *places)

    def document(self, landscape: str, version: str | None = None) -> bytes:
        with self._lock:
            kept = self._kept(landscape, version)
        return compact(document_of(kept.content.frame, kept.bodies))

    def sources(self, landscape: str, version: str | None = None) -> Sequence[SourceEntry]:
        with self._lock:
            return [source.entry for source in self._kept(landscape, version).sources.values()]

    def source(self, landscape: str, hash: str) -> bytes:
        with self._lock:
            for kept in self._home(landscape).versions.values():
                if hash in kept.sources:
                    return kept.sources[hash].text
        raise NotFoundError("source", hash)

    # Questions

    @contextmanager
    def _reading(self, landscape: str, version: str | None) -> Iterator[LinkReader]:
        with self._lock:
            kept = self._kept(landscape, version)
        yield _Reader(kept)

    def search(
        self,
        text: str,
        *,
        kind: SearchKind | None = None,
        landscapes: Iterable[str] | None = None,
        after: tuple[str, str, str] | None = None,
        limit: int = 100,
    ) -> Sequence[Hit]:
        with self._lock:
            names = set(self._landscapes) & set(self._landscapes if landscapes is None else landscapes)
            current = [(name, self._kept(name, None)) for name in sorted(names)]
        hits = (
            hit
            for name, kept in current
            for hit in found_among(name, named_parts(kept.parts), _named_links(kept.bodies), text, kind)
        )
        return _page((hit for hit in hits if after is None or hit_order(hit) > after), limit)

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
        with self._lock:
            plans = self._home(landscape).plans
            self._kept(landscape, version)
            found = plans.get(id)
            require_expected(plan_subject(landscape, id), expect, found.revision if found else None)
            made = instant(self._clock())
            entry = PlanEntry(landscape, id, version, hash_of(body), made, actor, body)
            plans[id] = entry
            self._note(plan_put(entry), made)
            return entry

    def plan(self, landscape: str, id: str) -> PlanEntry:
        with self._lock:
            found = self._home(landscape).plans.get(id)
        if found is None:
            raise NotFoundError("plan", id)
        return found

    def plans(self, landscape: str, *, after: str = "", limit: int = 100) -> Sequence[PlanEntry]:
        with self._lock:
            plans = self._home(landscape).plans
            return _page((plans[id_] for id_ in sorted(plans) if id_ > after), limit)

    def delete_plan(self, landscape: str, id: str, *, expect: Expected = ANYTHING, actor: str = "") -> None:
        with self._lock:
            found = self.plan(landscape, id)
            require_expected(plan_subject(landscape, id), expect, found.revision)
            del self._landscapes[landscape].plans[id]
            self._note(plan_deleted(actor, landscape, id, found.revision))

    # Records and the audit log

    def record(self, collection: str, key: str) -> Record | None:
        with self._lock:
            found = self._records.get(collection, {}).get(key)
            return None if found is None else _copied(found)

    def records(
        self, collection: str, *, prefix: str = "", after: str = "", limit: int = 100
    ) -> Sequence[Record]:
        with self._lock:
            found = self._records.get(collection, {})
            keys = (key for key in sorted(found) if key.startswith(prefix) and key > after)
            return [_copied(found[key]) for key in _page(keys, limit)]

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
        with self._lock:
            kept = self._records.setdefault(collection, {})
            before = kept[key].revision if key in kept else None
            require_expected(record_subject(collection, key), expect, before)
            record = Record(collection, key, next_revision(before, written), parsed(written))
            if audit is not None:
                self._note(audit)
            kept[key] = record
            return _copied(record)

    def delete_record(
        self, collection: str, key: str, *, expect: Expected = ANYTHING, audit: Event | None = None
    ) -> None:
        with self._lock:
            kept = self._records.get(collection, {})
            before = kept[key].revision if key in kept else None
            require_expected(record_subject(collection, key), expect, before)
            if audit is not None:
                self._note(audit)
            kept.pop(key, None)

    def audit(self, event: Event) -> AuditEntry:
        with self._lock:
            return self._note(event)

    def audit_log(self, *, subject: str = "", after: int = 0, limit: int = 100) -> Sequence[AuditEntry]:
        with self._lock:
            entries = (
                entry
                for entry in self._audit
                if entry.number > after
                and (not subject or entry.subject == subject or entry.subject.startswith(f"{subject}/"))
            )
            return _page(entries, limit)

    # The store itself

    def check(self) -> None:
        return None

    def tidy(self) -> int:
        return 0

    def dump(self) -> Generator[Kept, None, None]:
        with self._lock:
            pieces = list(self._all())
        yield from pieces

    def fill(self, kept: Iterable[Kept]) -> None:
        filled = MemoryStore(self._clock)
        for piece in kept:
            filled._take(piece)
        with self._lock:
            if self._landscapes or self._audit or any(self._records.values()):
                raise ChangedError("store", None, self.url)
            self._landscapes, self._records, self._audit = filled._landscapes, filled._records, filled._audit

    def close(self) -> None:
        return None

    def _all(self) -> Iterator[Kept]:
        homes = sorted(self._landscapes.items())
        for _, home in homes:
            for hash_, kept in home.versions.items():
                sources = tuple(kept.sources.values())
                yield KeptVersion(kept.version, hash_ == home.current, home.numbered, kept.content, sources)
        for _, home in homes:
            yield from (home.plans[id_] for id_ in sorted(home.plans))
        for _, records in sorted(self._records.items()):
            yield from (_copied(records[key]) for key in sorted(records))
        yield from self._audit

    def _take(self, piece: Kept) -> None:
        match piece:
            case KeptVersion():
                home = self._landscapes.setdefault(piece.version.landscape, _KeptLandscape())
                hash_ = piece.version.hash
                sources = {source.entry.hash: source for source in piece.sources}
                parts = parts_of(piece.content.frame)
                home.versions[hash_] = _KeptVersion(piece.version, piece.content, parts, sources)
                home.numbered = piece.newest
                home.current = hash_ if piece.current else home.current
            case PlanEntry():
                self._landscapes[piece.landscape].plans[piece.id] = piece
            case Record():
                self._records.setdefault(piece.collection, {})[piece.key] = _copied(piece)
            case AuditEntry():
                self._audit.append(piece)

    def _home(self, landscape: str) -> _KeptLandscape:
        home = self._landscapes.get(landscape)
        if home is None:
            raise NotFoundError("landscape", landscape)
        return home

    def _kept(self, landscape: str, version: str | None) -> _KeptVersion:
        home = self._home(landscape)
        kept = home.versions.get(home.current if version is None else version)
        if kept is None:
            raise NotFoundError("version", str(version))
        return kept

    def _note(self, event: Event, at: str | None = None) -> AuditEntry:
        details: Mapping[str, object] = parsed(compact(event.details))
        number = len(self._audit) + 1
        at = at or instant(self._clock())
        entry = AuditEntry(number, at, event.actor, event.action, event.subject, details)
        self._audit.append(entry)
        return entry


class _Reader:
    """Goes through all link rows."""

    def __init__(self, kept: _KeptVersion) -> None:
        self._rows = kept.content.links
        self._parts = kept.parts

    @property
    def parts(self) -> Landscape:
        return self._parts

    def of_systems(self, systems: Sequence[str]) -> Iterable[bytes]:
        return self._at(set(systems), set())

    def of_vendor(self, vendor: str, forms: Mapping[str, int]) -> Iterable[bytes]:
        hubs = {hub.id for hub in self._parts.hubs.values() if hub.vendor == vendor}
        return self._at(set(systems_holding(self._parts, forms, vendor=vendor)), hubs)

    def in_environment(self, environment: str, forms: Mapping[str, int]) -> Iterable[bytes]:
        hubs = {hub.id for hub in self._parts.hubs.values() if hub.environment == environment}
        return self._at(set(systems_holding(self._parts, forms, environment=environment)), hubs)

    def via_hub(self, hub: str) -> Iterable[bytes]:
        return self._at(set(), {hub})

    def called(self, id: str) -> Iterable[bytes]:
        return (row.body for row in self._rows if row.key.id == id)

    def all_links(self) -> Iterable[bytes]:
        return (row.body for row in self._rows)

    def _at(self, systems: set[str], hubs: set[str]) -> Iterable[bytes]:
        return (row.body for row in self._rows if _touches(row, systems, hubs))


def _touches(row: LinkRow, systems: set[str], hubs: set[str]) -> bool:
    return row.key.source in systems or row.key.target in systems or not hubs.isdisjoint(row.hubs)


def _named_links(bodies: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    return ((integration.key.id, integration.name) for integration in integrations_of(bodies))


def _copied(record: Record) -> Record:
    """With a value of its own: what a caller does to it is not kept."""
    return Record(record.collection, record.key, record.revision, parsed(compact(record.value)))


def _page(entries: Iterable[T], limit: int) -> list[T]:
    return list(islice(entries, max(0, limit)))

"""A store's content into a backup, piece by piece: never more than one version is held."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import BinaryIO

from analyzer.stores.backup import layout
from analyzer.stores.backup.layout import Counts, ManifestEntry
from analyzer.stores.compact import compact, parsed
from analyzer.stores.content import document_of
from analyzer.stores.port import AuditEntry, Kept, KeptVersion, PlanEntry, Record

_DATE = (1980, 1, 1, 0, 0, 0)
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Written:
    """`hash` is that of the manifest, and so of everything in the backup."""

    hash: str
    counts: Counts


def write_backup(kept: Iterable[Kept], file: BinaryIO) -> Written:
    """Everything that `Store.dump` gives into a file; OSError where it cannot be written."""
    with zipfile.ZipFile(file, "w") as archive:
        writer = _Writer(archive)
        for piece in kept:
            writer.add(piece)
        return writer.finish()


class _Writer:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._entries: list[ManifestEntry] = []
        self._texts: set[str] = set()
        self._landscapes: set[str] = set()
        self._counts = Counts(0, 0, 0, 0, 0, 0)
        self._chunk: list[bytes] = []
        self._chunk_kind = ""
        self._chunk_bytes = 0
        self._chunks: dict[str, int] = {}

    def add(self, piece: Kept) -> None:
        counts = self._counts
        match piece:
            case KeptVersion():
                self._landscapes.add(piece.version.landscape)
                self._counts = replace(
                    counts, landscapes=len(self._landscapes), versions=counts.versions + 1,
                    sources=counts.sources + len(piece.sources),
                )  # fmt: skip
                self._version(piece)
            case PlanEntry():
                self._counts = replace(counts, plans=counts.plans + 1)
                self._line("plans", compact({**asdict(piece), "body": piece.body.decode("utf-8")}))
            case Record(collection=collection) if collection in layout.LEFT_OUT:
                pass
            case Record():
                self._counts = replace(counts, records=counts.records + 1)
                self._line("records", compact({**_fields(piece), "value": dict(piece.value)}))
            case AuditEntry():
                self._counts = replace(counts, audit=counts.audit + 1)
                self._line("audit", compact({**_fields(piece), "details": dict(piece.details)}))

    def finish(self) -> Written:
        self._end_chunk()
        manifest = compact({
            "format": layout.FORMAT,
            "version": layout.FORMAT_VERSION,
            "counts": self._counts.as_dict(),
            "entries": [asdict(entry) for entry in self._entries],
        })  # fmt: skip
        self._write(layout.MANIFEST, manifest)
        return Written(f"sha256:{layout.digest(manifest)}", self._counts)

    def _version(self, piece: KeptVersion) -> None:
        version = piece.version
        content = piece.content
        document = {
            **asdict(version),
            "current": piece.current,
            "newest": piece.newest,
            "sources": [{**asdict(kept.entry), "places": parsed(kept.places)} for kept in piece.sources],
            "document": document_of(content.frame, (link.body for link in content.links)),
        }
        self._entry(layout.version_name(version.landscape, version.number), compact(document))
        for kept in piece.sources:
            if kept.entry.hash not in self._texts:
                self._texts.add(kept.entry.hash)
                self._entry(layout.source_name(kept.entry.hash), kept.text)

    def _line(self, kind: str, row: bytes) -> None:
        full = len(self._chunk) == layout.CHUNK_ROWS or self._chunk_bytes > layout.CHUNK_BYTES
        if kind != self._chunk_kind or full:
            self._end_chunk()
        self._chunk_kind = kind
        self._chunk.append(row)
        self._chunk_bytes += len(row)

    def _end_chunk(self) -> None:
        if self._chunk:
            number = self._chunks[self._chunk_kind] = self._chunks.get(self._chunk_kind, 0) + 1
            self._entry(layout.chunk_name(self._chunk_kind, number), b"[" + b",\n".join(self._chunk) + b"]")
            self._chunk, self._chunk_bytes = [], 0

    def _entry(self, name: str, data: bytes) -> None:
        self._entries.append(ManifestEntry(name, len(data), layout.digest(data)))
        self._write(name, data)

    def _write(self, name: str, data: bytes) -> None:
        info = zipfile.ZipInfo(name, _DATE)
        info.external_attr = 0o600 << 16
        bomb = len(data) > layout.SMALL and len(zlib.compress(data, _LEVEL)) * layout.MAX_RATIO < len(data)
        info.compress_type = zipfile.ZIP_STORED if bomb else zipfile.ZIP_DEFLATED
        self._archive.writestr(info, data, compresslevel=_LEVEL)


def _fields(piece: Record | AuditEntry) -> dict[str, object]:
    return {name: getattr(piece, name) for name in piece.__dataclass_fields__}

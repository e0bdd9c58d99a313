"""A backup, read with suspicion, and poured into an empty store.

Nobody knows where a backup was in the meantime. Sizes are looked at before anything is unpacked, every entry is
held against the manifest, every landscape is checked as an uploaded file is, and every hash is computed anew. What is wrong is
an `InputError`, and then the store is as it was.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from typing import BinaryIO, TypeVar

from analyzer.errors import InputError
from analyzer.messages import Finding, Text
from analyzer.stores.backup import layout
from analyzer.stores.backup.layout import Counts, ManifestEntry, digest
from analyzer.stores.backup.rows import (
    Damaged,
    Row,
    read_audit,
    read_list,
    read_plan,
    read_record,
    read_version,
    row,
)
from analyzer.stores.changes import Clock, instant, utc_now
from analyzer.stores.port import AuditEntry, Kept, PlanEntry, Record, Store

Result = TypeVar("Result")

_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, struct.error,
)  # fmt: skip
"""What zipfile says of files that are no zip, or damaged; RuntimeError: encrypted."""


class Backup:
    """An open backup; `file` can be read and sought, `name` is what findings call it.

    Opening it reads its directory and its manifest; InputError where they are not those of a backup.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._name = name
        try:
            self._archive = zipfile.ZipFile(file)
            self._listed = self._directory()
            manifest = row(self._bytes(layout.MANIFEST), layout.MANIFEST)
            if manifest.get("format") != layout.FORMAT:
                raise Damaged(layout.MANIFEST, _NO_BACKUP)
            if manifest.get("version") != layout.FORMAT_VERSION:
                raise Damaged(layout.MANIFEST, _OTHER_VERSION)
            self._entries = self._manifest(manifest)
            counts = row(manifest.get("counts"), layout.MANIFEST)
            self.counts = Counts(*(counts.number(name) for name in Counts.__dataclass_fields__))
            self.hash = f"sha256:{digest(self._bytes(layout.MANIFEST))}"
        except Damaged as damage:
            raise self._wrong(damage) from None
        except (*_UNREADABLE, KeyError) as error:
            raise self._wrong(
                Damaged("", Text(f"バックアップではありません({error})", f"no backup ({error})"))
            ) from None

    def check(self) -> None:
        """Unpacks everything once, and holds it against the manifest; InputError where it differs."""
        self._guarded(lambda: [self._entry(name) for name in self._entries])

    def kept(self) -> Iterator[Kept]:
        """What `Store.fill` takes; InputError at the first piece that is not what a store could have given."""
        pieces = self._pieces()
        while (piece := self._guarded(lambda: next(pieces, None))) is not None:
            yield piece

    def _pieces(self) -> Iterator[Kept]:
        versions: dict[str, set[str]] = {}
        current: set[str] = set()
        sources = 0
        for landscape, number in sorted(self._versions()):
            name = layout.version_name(landscape, number)
            piece = read_version(row(self._entry(name), name), landscape, number, self._text)
            known = versions.setdefault(landscape, set())
            if piece.version.hash in known or (piece.current and landscape in current):
                raise Damaged(name, _TWICE)
            known.add(piece.version.hash)
            if piece.current:
                current.add(landscape)
            sources += len(piece.sources)
            yield piece
        if current != set(versions):
            raise Damaged(
                "versions",
                Text("現在の版のないランドスケープがあります", "a landscape has no current version"),
            )
        plans, records, audit = yield from self._rest(versions)
        found = Counts(len(versions), sum(map(len, versions.values())), sources, plans, records, audit)
        if found != self.counts:
            raise Damaged(
                layout.MANIFEST, Text("数が目録と合いません", "there is not as much as the manifest says")
            )

    def _rest(self, versions: dict[str, set[str]]) -> Generator[Kept, None, tuple[int, int, int]]:
        plans: list[tuple[str, str]] = []
        for name, entry in self._rows("plans"):
            plan: PlanEntry = read_plan(entry, versions)
            _in_order(name, plans, (plan.landscape, plan.id))
            yield plan
        records: list[tuple[str, str]] = []
        for name, entry in self._rows("records"):
            record: Record = read_record(entry)
            _in_order(name, records, (record.collection, record.key))
            yield record
        audit = 0
        for name, entry in self._rows("audit"):
            told: AuditEntry = read_audit(entry)
            audit += 1
            if told.number != audit:
                raise Damaged(
                    name, Text("監査記録の番号が抜けています", "the numbers of the audit log have a gap")
                )
            yield told
        return len(plans), len(records), audit

    def _rows(self, kind: str) -> Iterator[tuple[str, Row]]:
        for name in sorted(name for name in self._entries if name.startswith(f"{kind}/")):
            for value in read_list(self._entry(name), name):
                yield name, value

    def _versions(self) -> Iterator[tuple[str, int]]:
        for name in self._entries:
            if name.startswith("versions/"):
                _, landscape, file = name.split("/")
                yield landscape, int(file.removesuffix(".json"))

    def _text(self, hash: str) -> bytes:
        name = layout.source_name(hash)
        if name not in self._entries:
            raise Damaged(name, _MISSING)
        return self._entry(name)

    def _entry(self, name: str) -> bytes:
        data = self._bytes(name)
        if digest(data) != self._entries[name].sha256:
            raise Damaged(name, Text("ハッシュが目録と合いません", "its hash is not that of the manifest"))
        return data

    def _bytes(self, name: str) -> bytes:
        """An entry, unpacked: not more of it than the directory says, and its checksum right."""
        info = self._listed.get(name)
        if info is None:
            raise Damaged(name, _MISSING)
        with self._archive.open(info) as stream:
            return stream.read()

    def _directory(self) -> dict[str, zipfile.ZipInfo]:
        infos = self._archive.infolist()
        if len(infos) > layout.MAX_ENTRIES:
            raise Damaged("", Text("項目が多すぎます", "too many entries"))
        for info in infos:
            name = info.filename
            if name != layout.MANIFEST and layout.ENTRY_NAME.match(name) is None:
                raise Damaged(name[:100], Text("バックアップにない名前です", "no name of a backup"))
            packed = max(info.compress_size, 1)
            bomb = info.file_size > layout.SMALL and info.file_size > packed * layout.MAX_RATIO
            if info.file_size > layout.MAX_ENTRY or bomb:
                raise Damaged(name, Text("展開すると大きすぎます", "too large when unpacked"))
        listed = {info.filename: info for info in infos}
        if len(listed) < len(infos):
            raise Damaged("", _TWICE)
        return listed

    def _manifest(self, manifest: Row) -> dict[str, ManifestEntry]:
        entries = {}
        for value in read_list(manifest.get("entries"), layout.MANIFEST):
            entry = ManifestEntry(value.text("name"), value.number("size"), value.text("sha256"))
            info = self._listed.get(entry.name)
            if info is None or entry.name == layout.MANIFEST:
                raise Damaged(entry.name[:100], _MISSING)
            if info.file_size != entry.size or entry.name in entries:
                raise Damaged(
                    entry.name, Text("大きさが目録と合いません", "its size is not that of the manifest")
                )
            entries[entry.name] = entry
        if len(entries) + 1 != len(self._listed):
            raise Damaged(
                layout.MANIFEST, Text("目録にない項目があります", "there are entries that it does not name")
            )
        return entries

    def _guarded(self, work: Callable[[], Result]) -> Result:
        try:
            return work()
        except Damaged as damage:
            raise self._wrong(damage) from None
        except _UNREADABLE as error:
            raise self._wrong(Damaged("", Text(f"壊れています({error})", f"damaged ({error})"))) from None

    def _wrong(self, damage: Damaged) -> InputError:
        where = f"{self._name}: {damage.entry}" if damage.entry else self._name
        return InputError((
            Finding(
                "damaged_backup", "error",
                Text(f"バックアップを復元できません。{where}: {damage.reason.ja}。",
                     f"The backup cannot be restored. {where}: {damage.reason.en}."),
                None,
                Text("別のバックアップを使ってください。保存先には何も書き込んでいません。",
                     "Use another backup. Nothing was written to the store."),
            ),
        ))  # fmt: skip


def restore(store: Store, backup: Backup, actor: str, clock: Clock = utc_now) -> Counts:
    """Everything of a backup into an empty store, whole or not at all; the audit log says so in the same change.

    InputError where the backup is not right, ChangedError where the store is not empty.
    """
    backup.check()
    store.fill(_told(backup, actor, clock))
    return backup.counts


def _told(backup: Backup, actor: str, clock: Clock) -> Iterator[Kept]:
    yield from backup.kept()
    details = {"backup": backup.hash}
    yield AuditEntry(backup.counts.audit + 1, instant(clock()), actor, "store.restore", "store", details)


def _in_order(name: str, seen: list[tuple[str, str]], key: tuple[str, str]) -> None:
    if seen and key <= seen[-1]:
        raise Damaged(name, _TWICE)
    seen.append(key)


_NO_BACKUP = Text("架け橋のバックアップではありません", "no backup of Kakehashi")
_OTHER_VERSION = Text("この版の書式は読めません", "this version of the format is not known")
_MISSING = Text("ありません", "missing")
_TWICE = Text("同じものが二つあるか、順番が違います", "something is there twice, or out of order")

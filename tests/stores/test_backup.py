"""A backup holds everything, moves between stores, and is refused where anything about it is wrong."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from analyzer.errors import InputError
from analyzer.landscape.loading import read_landscape
from analyzer.landscape.model import Landscape
from analyzer.stores.backup import Backup, layout, restore, write_backup
from analyzer.stores.errors import ChangedError
from analyzer.stores.memory import MemoryStore
from analyzer.stores.port import AuditEntry, Event, Kept, Store
from analyzer.stores.sources import Source
from tests.builders import landscape_document
from tests.stores.homes import EACH_HOME, HOMES, Clock
from tests.strategies import landscapes

QUICK = ("memory", "sqlite")


class Ticking(Clock):
    """A second later each time."""

    def __call__(self) -> datetime:
        self.tick()
        return self.now


@pytest.fixture(params=QUICK)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with HOMES[request.param](tmp_path, Ticking()) as home:
        yield home


def read(**overrides: Any) -> tuple[Landscape, Source]:
    text = json.dumps(landscape_document(**overrides), ensure_ascii=False).encode()
    landscape = read_landscape(text, "upload.yaml").landscape
    assert landscape is not None
    return landscape, Source("upload.yaml", text)


def lived_in(store: Store) -> Store:
    """A store with versions, one of them deleted, sources, plans, records and what the audit log says of it."""
    first, text = read()
    store.put_version(first, text, actor="akari")
    for day in ("2025-07", "2025-08"):
        later, text = read(landscape={"horizon": {"first": "2025-01", "last": day}, "note": "改\n"})
        version = store.put_version(later, text, actor="akari")
    store.put_plan("small", "後", version.hash, b'{"moves":{"jumin.shift":"2025-02"}}', actor="ken")
    store.make_current("small", first.content_hash, expect=version.hash, actor="ken")
    store.delete_version("small", version.hash, actor="ken")
    other, _ = read(landscape={"id": "other"})
    store.put_version(other)
    store.put_plan("other", "a", other.content_hash, b"{}")
    store.put_record("keys", "k1", {"hash": "x", "large": 2**70}, audit=Event("ken", "key.create", "keys/k1"))
    store.put_record("jobs", "j1", {"state": "done"})
    store.put_record("jobs", "j1", {"state": "queued"})
    return store


def everything(store: Store) -> list[Kept]:
    return list(store.dump())


def backed_up(store: Store) -> bytes:
    file = io.BytesIO()
    write_backup(store.dump(), file)
    return file.getvalue()


def poured(data: bytes, store: Store, actor: str = "ken") -> None:
    restore(store, Backup(io.BytesIO(data), "b.zip"), actor, Ticking())


@pytest.mark.parametrize("before", EACH_HOME)
@pytest.mark.parametrize("after", EACH_HOME)
def test_what_is_restored_is_what_was_there_and_an_audit_entry(
    before: str, after: str, tmp_path: Path
) -> None:
    (tmp_path / "old").mkdir()
    with HOMES[before](tmp_path / "old", Ticking()) as old:
        lived_in(old)
        data, kept = backed_up(old), everything(old)
        landscape, hits = old.landscape("small"), old.search("jumin")
    with HOMES[after](tmp_path, Ticking()) as new:
        poured(data, new)
        *restored, told = everything(new)
        assert restored == kept
        assert isinstance(told, AuditEntry)
        assert (told.actor, told.action) == ("ken", "store.restore")
        assert told.number == sum(isinstance(piece, AuditEntry) for piece in kept) + 1
        assert new.landscape("small") == landscape
        assert new.landscape("small").places.at(("systems", 0)) == landscape.places.at(("systems", 0))
        assert new.search("jumin") == hits
        put = new.put_version(read(landscape={"as_of": "2025-01"})[0])
        assert put.number == 4, "the number of the deleted version is not given again"


@pytest.mark.parametrize("home", EACH_HOME)
def test_the_same_content_gives_the_same_bytes_from_every_store(home: str, tmp_path: Path) -> None:
    with HOMES[home](tmp_path, Ticking()) as store:
        assert backed_up(lived_in(store)) == backed_up(lived_in(MemoryStore(Ticking())))


@pytest.mark.parametrize("home", EACH_HOME)
def test_what_is_found_wrong_at_the_very_end_leaves_nothing_behind(home: str, tmp_path: Path) -> None:
    data = rewritten(backed_up(lived_in(MemoryStore(Ticking()))), FORGED["an audit entry less than counted"])
    with HOMES[home](tmp_path, Ticking()) as store:
        refused(data, store)
        poured(backed_up(lived_in(MemoryStore(Ticking()))), store)
        assert store.current("small").number == 1


@given(landscapes())
def test_every_landscape_survives_a_backup(landscape: Landscape) -> None:
    old, new = MemoryStore(Ticking()), MemoryStore(Ticking())
    old.put_version(landscape)
    poured(backed_up(old), new)
    assert everything(new)[:-1] == everything(old)
    assert new.landscape(landscape.id) == old.landscape(landscape.id)


def test_whoever_is_logged_in_is_not_so_again_after_a_restore(store: Store) -> None:
    old = MemoryStore(Ticking())
    old.put_record("sessions", "s1", {"user": "akari"})
    poured(backed_up(old), store)
    assert store.record("sessions", "s1") is None


def test_an_empty_store_has_a_backup_too(store: Store) -> None:
    poured(backed_up(MemoryStore()), store)
    assert [piece.action for piece in everything(store) if isinstance(piece, AuditEntry)] == ["store.restore"]


def test_a_store_that_holds_anything_is_not_restored_over(store: Store) -> None:
    store.audit(Event("", "looked", "x"))
    before = everything(store)
    with pytest.raises(ChangedError):
        poured(backed_up(lived_in(MemoryStore(Ticking()))), store)
    assert everything(store) == before


def test_what_deflates_too_well_is_kept_as_it_is_and_restored(store: Store) -> None:
    landscape, _ = read()
    text = b" " * 3_000_000
    store.put_version(landscape, Source("blank.yaml", text))
    data = backed_up(store)
    assert len(data) > len(text)
    new = MemoryStore()
    poured(data, new)
    assert new.source("small", Source("", text).hash) == text


# Damaged and hostile backups

Rewrite = Callable[[dict[str, bytes]], None]


def rewritten(data: bytes, change: Rewrite, *, manifest: bool = True) -> bytes:
    """The backup with other entries; its manifest says what they are now, as a forger would have it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    if manifest:
        document = json.loads(entries[layout.MANIFEST])
        document["entries"] = [
            {"name": name, "size": len(entry), "sha256": layout.digest(entry)}
            for name, entry in entries.items()
            if name != layout.MANIFEST
        ]
        entries[layout.MANIFEST] = json.dumps(document).encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, entry in entries.items():
            archive.writestr(name, entry)
    return file.getvalue()


def of_json(name: str, change: Callable[[Any], None]) -> Rewrite:
    def rewrite(entries: dict[str, bytes]) -> None:
        document = json.loads(entries[name])
        change(document)
        entries[name] = json.dumps(document).encode()

    return rewrite


V1, PLANS, RECORDS, AUDIT = (
    "versions/small/1.json",
    "plans/000000001.json",
    "records/000000001.json",
    "audit/000000001.json",
)

FORGED: dict[str, Rewrite] = {
    "another name in the landscape": of_json(V1, lambda v: v["document"]["systems"][0].update(name="別")),
    "a landscape with an error": of_json(V1, lambda v: v["document"]["integrations"][0].update({"to": "nobody"})),
    "a landscape of another id": of_json(V1, lambda v: v.update(landscape="other")),
    "no landscape": of_json(V1, lambda v: v.update(document=[])),
    "another number": of_json(V1, lambda v: v.update(number=9)),
    "a number that is to come": of_json(V1, lambda v: v.update(newest=0)),
    "an instant that is none": of_json(V1, lambda v: v.update(made="yesterday")),
    "two current versions": of_json("versions/small/2.json", lambda v: v.update(current=True)),
    "no current version": of_json(V1, lambda v: v.update(current=False)),
    "current as a word": of_json(V1, lambda v: v.update(current="yes")),
    "places that are none": of_json(V1, lambda v: v["sources"][0].update(places=[[{}, 1, 2]])),
    "a source of another size": of_json(V1, lambda v: v["sources"][0].update(size=1)),
    "a source twice": of_json(V1, lambda v: v["sources"].append(v["sources"][0])),
    "a source that is missing": of_json(V1, lambda v: v["sources"][0].update(hash="sha256:" + "0" * 64)),
    "a plan of nobody": of_json(PLANS, lambda p: p[0].update(landscape="nobody")),
    "a plan that is no JSON": of_json(PLANS, lambda p: p[0].update(body="{")),
    "a plan with another revision": of_json(PLANS, lambda p: p[0].update(body="[]")),
    "a plan twice": of_json(PLANS, lambda p: p.append(p[0])),
    "a record that is a list": of_json(RECORDS, lambda r: r[0].update(value=[])),
    "a record twice": of_json(RECORDS, lambda r: r.append(r[0])),
    "a gap in the audit log": of_json(AUDIT, lambda a: a.pop(1)),
    "an audit entry less than counted": of_json(AUDIT, lambda a: a.pop()),
    "lists that are none": lambda e: e.update({RECORDS: b"{}"}),
    "no JSON": lambda e: e.update({RECORDS: b"\xff"}),
    "JSON too deep": lambda e: e.update({RECORDS: b"[" * 100_000}),
    "a name outside": lambda e: e.update({"../../etc/passwd": b"x"}),
    "a name of nothing": lambda e: e.update({"versions/small/x.json": b"{}"}),
    "another format": of_json(layout.MANIFEST, lambda m: m.update(format="zip")),
    "another version": of_json(layout.MANIFEST, lambda m: m.update(version=2)),
    "no counts": of_json(layout.MANIFEST, lambda m: m.update(counts=None)),
    "counts of nothing": of_json(layout.MANIFEST, lambda m: m["counts"].update(plans=-1)),
}  # fmt: skip


def refused(data: bytes, store: Store) -> str:
    with pytest.raises(InputError) as caught:
        poured(data, store)
    (finding,) = caught.value.findings
    assert finding.code == "damaged_backup"
    assert everything(store) == []
    return finding.message.en


@pytest.mark.parametrize("forgery", FORGED)
def test_a_forged_backup_is_refused_and_nothing_is_restored(forgery: str, store: Store) -> None:
    data = backed_up(lived_in(MemoryStore(Ticking())))
    assert "b.zip" in refused(rewritten(data, FORGED[forgery]), store)


def without_records(entries: dict[str, bytes]) -> None:
    del entries[RECORDS]


def test_entries_that_are_not_those_of_the_manifest_are_refused(store: Store) -> None:
    data = backed_up(lived_in(MemoryStore(Ticking())))
    swapped: Rewrite = lambda e: e.update({V1: e[V1].replace(b"akari", b"akira")})  # noqa: E731
    assert "its hash" in refused(rewritten(data, swapped, manifest=False), store)
    assert "missing" in refused(rewritten(data, without_records, manifest=False), store)
    more: Rewrite = lambda e: e.update({"sources/" + "0" * 64: b"x"})  # noqa: E731
    assert "does not name" in refused(rewritten(data, more, manifest=False), store)


def test_what_is_no_backup_is_refused(store: Store) -> None:
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    for data in (b"", b"PK\x03\x04", b"moves: {}", empty.getvalue()):
        refused(data, store)


@pytest.mark.parametrize("at", range(1, 12))
def test_a_backup_that_was_cut_or_flipped_is_refused(at: int) -> None:
    data = backed_up(lived_in(MemoryStore(Ticking())))
    cut = len(data) * at // 12
    refused(data[:cut], MemoryStore())
    flipped = bytearray(data)
    flipped[cut] ^= 0x10
    try:
        poured(bytes(flipped), again := MemoryStore(Ticking()))
    except InputError:
        return
    # A field of the zip that nobody reads (a date, say): then all the rest is as it was.
    assert everything(again)[:-1] == everything(lived_in(MemoryStore(Ticking())))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(store: Store) -> None:
    data = backed_up(lived_in(MemoryStore(Ticking())))
    assert "too large" in refused(
        rewritten(data, lambda e: e.update({"sources/" + "0" * 64: bytes(20_000_000)})), store
    )


def test_an_entry_that_unpacks_to_more_than_it_says_is_refused(store: Store) -> None:
    data = backed_up(lived_in(MemoryStore(Ticking())))
    name = b"records/000000001.json"
    at = data.rindex(name) - 46 + 24  # the size in the entry of the directory
    forged = data[:at] + (3).to_bytes(4, "little") + data[at + 4 :]
    refused(forged, store)


def test_a_name_twice_is_refused(store: Store) -> None:
    data = io.BytesIO(backed_up(lived_in(MemoryStore(Ticking()))))
    with zipfile.ZipFile(data, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(RECORDS, b"[]")
    refused(data.getvalue(), store)

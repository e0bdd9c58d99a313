"""What goes wrong with a file: processes die, write together, disks fill up, files are not what they should be."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from analyzer.graph.affected import AffectedBy
from analyzer.stores.errors import StoreUnavailableError
from analyzer.stores.port import Event
from analyzer.stores.sources import Source
from analyzer.stores.sqlite.schema import APPLICATION_ID, STEPS, VERSION
from analyzer.stores.sqlite.store import SqliteStore
from tests.profiles import LONG
from tests.stores.landscapes import city, city_text
from tests.stores.working import UNAVAILABLE, count_up

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@contextmanager
def opened(file: Path, patience: float = 15.0) -> Iterator[SqliteStore]:
    store = SqliteStore(file, patience=patience)
    try:
        yield store
    finally:
        store.close()


def working(file: Path, name: str, count: int, limit: int | None = None) -> subprocess.Popen[str]:
    """`tests.stores.working` on the file, as a process of its own."""
    limits = [] if limit is None else [str(limit)]
    command = [sys.executable, "-m", "tests.stores.working", str(file), name, str(count), *limits]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def require_whole(store: SqliteStore, name: str, acknowledged: list[str]) -> None:
    """Every version that was acknowledged is there, and every one that is there is whole."""
    versions = store.versions(name, limit=10_000) if acknowledged else []
    assert {version.hash for version in versions} >= set(acknowledged)
    for version in versions:
        assert store.landscape(name, version.hash).content_hash == version.hash
        (source,) = store.sources(name, version.hash)
        assert Source(source.name, store.source(name, source.hash)).hash == source.hash
        assert len(store.affected(name, AffectedBy("system", "jumin"), version=version.hash)) == 30
    assert len(store.audit_log(subject=name, limit=10_000)) == len(versions)
    numbers = [entry.number for entry in store.audit_log(limit=10_000)]
    assert numbers == list(range(1, len(numbers) + 1))


def require_sound(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_what_was_acknowledged_is_there_and_whole_after_a_kill(file: Path) -> None:
    dice = random.Random(5)
    acknowledged: list[str] = []
    for round_ in range(60 if LONG else 3):
        name = f"city-{round_}"
        process = working(file, name, 10_000)
        assert process.stdout is not None
        told = [process.stdout.readline().strip()]
        time.sleep(dice.uniform(0.0, 0.2))
        process.kill()
        rest, _ = process.communicate()
        told += rest.split()  # lines that were on their way; a line is written at once
        acknowledged += told
        with opened(file) as store:
            require_whole(store, name, told)
            count = store.record("counts", "all")
            assert count is not None
            assert count.value["n"] == pytest.approx(len(acknowledged), abs=round_ + 1)
    require_sound(file)


def test_two_processes_and_a_thread_write_together_and_nothing_is_lost(file: Path) -> None:
    each = 40 if LONG else 10
    processes = [working(file, name, each) for name in ("asahi", "kita")]
    with opened(file) as store:
        for _ in range(each):
            count_up(store)
            store.audit(Event("test", "note", "here"))
        for process in processes:
            _, said = process.communicate()
            assert process.returncode == 0, said
        count = store.record("counts", "all")
        assert count is not None
        assert count.value["n"] == 3 * each
        for name in ("asahi", "kita"):
            assert [version.number for version in store.versions(name)] == list(range(1, each + 1))
            require_whole(store, name, [version.hash for version in store.versions(name)])
        assert len(store.audit_log(limit=1_000)) == 3 * each
    require_sound(file)


def test_threads_write_and_read_together_and_nothing_is_lost(file: Path) -> None:
    with opened(file) as store:
        store.put_version(city(links=4))

        def work(n: int) -> None:
            count_up(store)
            store.put_version(city(f"c{n % 3}", f"{n}"))
            assert len(store.affected("asahi", AffectedBy("system", "jumin"))) == 3
            store.search("旭")

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(work, range(40)))
        count = store.record("counts", "all")
        assert count is not None
        assert count.value["n"] == 40
        assert sum(len(store.versions(f"c{n}")) for n in range(3)) == 40


def test_a_process_that_is_forked_has_connections_of_its_own(file: Path) -> None:
    with opened(file) as store:
        store.put_version(city())
        child = multiprocessing.get_context("fork").Process(target=count_up, args=(store,))
        child.start()
        count_up(store)
        child.join()
        assert child.exitcode == 0
        count = store.record("counts", "all")
        assert count is not None
        assert count.value["n"] == 2
    require_sound(file)


def test_a_full_disk_stops_the_change_and_leaves_what_was_there(file: Path) -> None:
    process = working(file, "asahi", 10_000, limit=1_500_000)
    told, said = process.communicate()
    assert process.returncode == UNAVAILABLE, said
    assert "disk" in said
    acknowledged = told.split()
    assert len(acknowledged) > 3
    with opened(file) as store:
        require_whole(store, "asahi", acknowledged)
        store.put_version(city("asahi", "続き"))  # there is room again
        assert store.current("asahi").number >= len(acknowledged) + 1
    require_sound(file)


def test_a_change_that_finds_no_room_is_not_there_at_all_and_the_store_goes_on(file: Path) -> None:
    with opened(file) as store:
        first = store.put_version(city())
        with store._connections.alone() as connection:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {pages + 4}")
        with pytest.raises(StoreUnavailableError) as raised:
            store.put_version(city(links=3_000), Source("a.yaml", city_text(links=3_000)))
        assert "空き" in raised.value.reason.ja
        assert raised.value.hint is not None
        assert store.versions("asahi") == [first]
        assert len(store.audit_log()) == 1
        store.put_version(city(links=3_000))  # on a new connection, without the limit
        assert store.current("asahi").number == 2


def test_a_file_that_cannot_be_written_is_read(file: Path) -> None:
    with opened(file) as store:
        version = store.put_version(city())
        with store._connections.alone() as connection:
            connection.execute("PRAGMA query_only = ON")
        assert store.current("asahi") == version
        with pytest.raises(StoreUnavailableError) as raised:
            store.check()
        assert "読み取り専用" in raised.value.reason.ja


def test_a_file_that_somebody_holds_for_too_long_is_said_to_be_held(file: Path) -> None:
    with opened(file, patience=0.1) as store, closing(sqlite3.connect(file, isolation_level=None)) as other:
        version = store.put_version(city())
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailableError) as raised:
            store.put_version(city(name="別"))
        assert "ほかの処理" in raised.value.reason.ja
        assert store.current("asahi") == version  # readers do not wait
        other.execute("ROLLBACK")
        store.put_version(city(name="別"))


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(file: Path) -> None:
    file.write_text("schema_version: 1\n" * 1_000, encoding="utf-8")
    before = file.read_bytes()
    with pytest.raises(StoreUnavailableError) as raised:
        SqliteStore(file)
    assert "SQLite" in raised.value.reason.ja
    assert file.read_bytes() == before


def test_a_database_of_another_program_is_refused_and_left_as_it_is(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE books (title TEXT)")
        other.commit()
    before = file.read_bytes()
    with pytest.raises(StoreUnavailableError) as raised:
        SqliteStore(file)
    assert "別のプログラム" in raised.value.reason.ja
    assert file.read_bytes() == before


def test_a_file_of_a_newer_program_is_refused_with_a_sentence(file: Path) -> None:
    with opened(file) as store:
        store.put_version(city())
    with closing(sqlite3.connect(file)) as other:
        other.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(StoreUnavailableError) as raised:
        SqliteStore(file)
    assert f"{VERSION + 1}" in raised.value.reason.ja
    assert raised.value.hint is not None


def test_an_empty_file_becomes_a_store(file: Path) -> None:
    file.touch()
    with opened(file) as store:
        store.put_version(city())
    with opened(file) as store:
        assert store.current("asahi").number == 1


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError) as raised:
        SqliteStore(tmp_path / "none" / "store.db")
    assert "開けません" in raised.value.reason.ja
    assert not (tmp_path / "none").exists()


def test_a_damaged_file_is_said_to_be_damaged(file: Path) -> None:
    with opened(file) as store:
        store.put_version(city(links=400))
    data = bytearray(file.read_bytes())
    data[8_192:] = random.Random(1).randbytes(len(data) - 8_192)
    file.write_bytes(data)
    with pytest.raises(StoreUnavailableError) as raised, opened(file) as store:
        store.landscape("asahi")
    assert "壊れて" in raised.value.reason.ja


def test_the_steps_that_make_the_tables_lead_from_each_version_to_the_newest(file: Path) -> None:
    with opened(file) as store:
        store.put_version(city())
    with closing(sqlite3.connect(file)) as made:
        tables = made.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name").fetchall()
        assert made.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
        assert made.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    for start in range(len(STEPS)):
        older = file.with_name(f"older-{start}.db")
        with closing(sqlite3.connect(older)) as connection:
            for step in STEPS[:start]:
                for statement in step:
                    connection.execute(statement)
            if start:
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {start}")
        with opened(older):
            pass
        with closing(sqlite3.connect(older)) as connection:
            question = "SELECT type, name, sql FROM sqlite_schema ORDER BY name"
            assert connection.execute(question).fetchall() == tables


def test_a_store_that_was_closed_says_so(file: Path) -> None:
    with opened(file) as store:
        store.put_version(city())
    with pytest.raises(StoreUnavailableError) as raised:
        store.current("asahi")
    assert "閉じ" in raised.value.reason.ja


def test_a_copy_of_a_closed_file_is_the_whole_store(file: Path, tmp_path: Path) -> None:
    with opened(file) as store:
        version = store.put_version(city(links=4))
    shutil.copy(file, tmp_path / "copy.db")
    with opened(tmp_path / "copy.db") as copy:
        assert copy.current("asahi") == version
        assert copy.landscape("asahi") == city(links=4)

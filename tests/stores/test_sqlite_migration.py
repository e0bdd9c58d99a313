"""A file of an older program, opened by a newer one: brought to its tables whole, or left as it was."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from analyzer.stores.errors import StoreUnavailableError
from analyzer.stores.sqlite import connections
from analyzer.stores.sqlite.schema import STEPS, VERSION
from analyzer.stores.sqlite.store import SqliteStore
from tests.stores.test_backup import Ticking, everything, lived_in

NEXT = (
    "ALTER TABLE plan ADD COLUMN title TEXT NOT NULL DEFAULT ''",
    "CREATE TABLE tag (landscape TEXT NOT NULL REFERENCES landscape ON DELETE CASCADE, name TEXT NOT NULL) STRICT",
)
"""What a later version of the program might do."""


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A store that has been lived in, and was closed by the program of today."""
    file = tmp_path / "older.db"
    store = SqliteStore(file, clock=Ticking())
    lived_in(store)
    store.close()
    return file


def newer(monkeypatch: pytest.MonkeyPatch, *steps: tuple[str, ...]) -> None:
    monkeypatch.setattr(connections, "STEPS", (*STEPS, *steps))
    monkeypatch.setattr(connections, "VERSION", VERSION + len(steps))


def version_of(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        return int(version)


def kept(file: Path) -> list[object]:
    store = SqliteStore(file, clock=Ticking())
    try:
        return list(everything(store))
    finally:
        store.close()


def test_what_was_kept_is_kept_after_the_migration(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept(older)
    newer(monkeypatch, NEXT)
    assert kept(older) == before
    assert version_of(older) == VERSION + 1
    assert kept(older) == before, "and is not done twice"


def test_a_step_that_fails_leaves_the_file_as_it_was(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept(older)
    with monkeypatch.context() as patch:
        newer(patch, NEXT, ("CREATE TABLE audit (number INTEGER)",))
        with pytest.raises((StoreUnavailableError, sqlite3.Error)):
            SqliteStore(older)
        assert version_of(older) == VERSION
    assert kept(older) == before
    with closing(sqlite3.connect(older)) as connection:
        assert connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'tag'").fetchone() is None


def test_several_that_open_it_at_once_migrate_it_once(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept(older)
    newer(monkeypatch, NEXT)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(kept, [older] * 8)) == [before] * 8
    assert version_of(older) == VERSION + 1


def test_the_program_of_yesterday_refuses_the_file_of_today(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        newer(patch, NEXT)
        kept(older)
    with pytest.raises(StoreUnavailableError, match="newer"):
        SqliteStore(older)

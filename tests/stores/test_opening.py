from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import InputError
from analyzer.stores.memory import MemoryStore
from analyzer.stores.opening import open_store
from analyzer.stores.sqlite.store import SqliteStore
from tests.stores.landscapes import city


def test_memory_is_a_new_store_each_time() -> None:
    store = open_store("memory:")
    assert isinstance(store, MemoryStore)
    assert store.url == "memory:"


def test_three_strokes_name_a_file_in_the_working_folder_and_four_an_absolute_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    relative = open_store("sqlite:///市 %41?.db")
    assert isinstance(relative, SqliteStore)
    relative.put_version(city())
    assert (tmp_path / "市 %41?.db").is_file()
    monkeypatch.chdir("/")
    absolute = open_store(f"sqlite:///{tmp_path}/市 %41?.db")
    assert absolute.current("asahi") == relative.current("asahi")
    assert absolute.url == relative.url == f"sqlite:///{tmp_path}/市 %41?.db"
    relative.close()
    absolute.close()


@pytest.mark.parametrize(
    "url",
    [
        "", "memory", "memory://", "sqlite:", "sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite://a.db",
        "sqlite:///a\0b", "sqlite:///a/", "postgres://h/db", "neo4j://", "bolt:", "file.db", "http://h",
    ],
)  # fmt: skip
def test_what_is_no_url_of_a_store_is_refused_with_what_could_be_written(url: str) -> None:
    with pytest.raises(InputError) as raised:
        open_store(url)
    (finding,) = raised.value.findings
    assert finding.code == "wrong_store_url"
    assert finding.suggestion is not None
    assert "sqlite:///" in finding.suggestion.ja


def test_a_password_in_a_wrong_url_is_not_repeated() -> None:
    with pytest.raises(InputError) as raised:
        open_store("postgres://sato:secret@host/db")
    assert "secret" not in str(raised.value)
    assert "sato" in str(raised.value)

"""API keys: made, used, ended, revoked."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.access import records
from analyzer.access.keys import Keys, opens, split_key
from analyzer.errors import InputError
from analyzer.stores.changes import instant
from analyzer.stores.errors import ChangedError, NotFoundError
from analyzer.stores.memory import MemoryStore
from analyzer.stores.port import Store
from analyzer.stores.sqlite.store import SqliteStore
from tests.access.clocks import Clock


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    kept: Store = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "kept.db")
    yield kept
    kept.close()


def test_a_key_opens_until_it_is_revoked_and_never_again(store: Store) -> None:
    keys = Keys(store, Clock())
    made = keys.create("夜間バッチ", scopes=["create"], actor="shell")

    opened = keys.authenticate(made.text)
    assert opened is not None
    assert (opened.name, opened.scopes, opened.subject) == ("夜間バッチ", ("create",), f"key:{made.key.id}")

    revoked = keys.revoke(made.key.id, actor="key:admin")
    assert revoked.revoked == instant(Clock().now)
    assert keys.authenticate(made.text) is None
    assert keys.revoke(made.key.id, actor="key:other") == revoked  # the first time holds
    assert [(e.action, e.actor) for e in store.audit_log()] == [
        ("key.create", "shell"),
        ("key.revoke", "key:admin"),
    ]


def test_a_key_ends_at_its_end(store: Store) -> None:
    clock = Clock()
    keys = Keys(store, clock)
    made = keys.create("一日だけ", lasts=timedelta(days=1), actor="shell")
    clock.pass_by(hours=23, minutes=59, seconds=59)
    assert keys.authenticate(made.text) is not None
    clock.pass_by(seconds=1)
    assert keys.authenticate(made.text) is None


def test_no_secret_is_at_rest_anywhere(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "kept.db")
    made = Keys(store).create("端末", actor="shell")
    store.close()
    secret = made.text.split("_", 2)[2]
    for file in tmp_path.iterdir():
        assert secret.encode() not in file.read_bytes()
    assert secret not in repr(made)
    assert made.key.hash not in repr(made)


def test_keys_are_never_alike() -> None:
    keys = Keys(MemoryStore())
    made = [keys.create("x", actor="shell") for _ in range(50)]
    assert (
        len({one.text for one in made})
        == len({one.key.id for one in made})
        == len({one.key.hash for one in made})
        == 50
    )
    # base64 of 32 random bytes: 256 bits
    assert {len(split_key(one.text)[1]) for one in made if split_key(one.text)} == {43}  # type: ignore[index]


def test_another_keys_secret_opens_nothing() -> None:
    keys = Keys(MemoryStore())
    one, other = (keys.create("x", actor="shell") for _ in range(2))
    (id, _), (_, secret) = split_key(one.text) or ("", ""), split_key(other.text) or ("", "")
    assert keys.authenticate(f"kakehashi_{id}_{secret}") is None


@given(st.text(max_size=120))
def test_what_is_no_key_opens_nothing(text: str) -> None:
    keys = Keys(MemoryStore())
    made = keys.create("x", actor="shell")
    for shown in (text, f"kakehashi_{text}", f"kakehashi_{made.key.id}_{text}", f"{made.text}{text or 'x'}"):
        assert keys.authenticate(shown) is None


def test_secrets_are_compared_in_constant_time_and_also_for_keys_that_are_not_there() -> None:
    keys = Keys(MemoryStore(), Clock())
    made = keys.create("x", actor="shell")
    compared: list[tuple[Any, Any]] = []

    real = hmac.compare_digest

    def compare(one: Any, other: Any) -> bool:
        compared.append((one, other))
        return real(one, other)

    with patch.object(hmac, "compare_digest", compare):
        assert keys.authenticate(f"kakehashi_{made.key.id}_wrong") is None
        assert keys.authenticate("kakehashi_000000000000_wrong") is None
        assert keys.authenticate(made.text) is not None
    assert [len(one) == len(other) == 64 for one, other in compared] == [True] * 3


def test_the_last_use_is_written_at_most_once_an_hour_and_is_no_change(store: Store) -> None:
    clock = Clock()
    keys = Keys(store, clock)
    id = keys.create("x", actor="shell").key.id
    for minutes in (0, 10, 49):
        clock.pass_by(minutes=minutes)
        keys.note_use(keys.key(id))
    assert keys.key(id).used == "2026-04-01T09:00:00.000Z"
    clock.pass_by(minutes=2)
    keys.note_use(keys.key(id))
    assert keys.key(id).used == "2026-04-01T10:01:00.000Z"
    assert [entry.action for entry in store.audit_log()] == ["key.create"]


def test_writing_down_a_use_never_undoes_a_revocation(store: Store) -> None:
    keys = Keys(store, Clock())
    made = keys.create("x", actor="shell")
    seen = keys.key(made.key.id)  # before it is revoked
    real = store.put_record

    def revoked_just_before(*arguments: Any, **options: Any) -> Any:
        with patch.object(store, "put_record", real):
            keys.revoke(made.key.id, actor="shell")
        return real(*arguments, **options)

    with patch.object(store, "put_record", revoked_just_before):
        keys.note_use(seen)
    assert keys.authenticate(made.text) is None


def test_two_who_change_a_key_at_once_both_succeed(store: Store) -> None:
    keys = Keys(store, Clock())
    id = keys.create("x", actor="shell").key.id
    real = store.put_record
    raced: list[bool] = []

    def with_a_race(collection: str, key: str, value: Any, **options: Any) -> Any:
        if not raced:
            raced.append(True)
            record = store.record(collection, key)
            assert record is not None
            real(collection, key, {**record.value, "used": "2026-04-01T09:00:00.000Z"})
        return real(collection, key, value, **options)

    with patch.object(store, "put_record", with_a_race):
        assert keys.revoke(id, actor="shell").used == "2026-04-01T09:00:00.000Z"


def test_whoever_is_always_overtaken_gives_up(store: Store) -> None:
    keys = Keys(store, Clock())
    id = keys.create("x", actor="shell").key.id
    with (
        patch.object(store, "put_record", side_effect=ChangedError("x", None, None)),
        pytest.raises(ChangedError),
    ):
        keys.revoke(id, actor="shell")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "\x00", "あ" * 101])
def test_a_key_without_a_proper_name_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="bad_key_name"):
        Keys(MemoryStore()).create(name, actor="shell")


def test_a_key_that_would_end_at_once_is_refused() -> None:
    with pytest.raises(InputError, match="key_ends_at_once"):
        Keys(MemoryStore()).create("x", lasts=timedelta(0), actor="shell")


def test_a_key_that_is_not_there_cannot_be_revoked(store: Store) -> None:
    with pytest.raises(NotFoundError, match="not_kept_key"):
        Keys(store).revoke("000000000000", actor="shell")


def test_keys_are_listed_from_the_oldest_also_when_they_are_many(store: Store) -> None:
    clock = Clock()
    keys = Keys(store, clock)
    made = []
    for _ in range(30):
        made.append(keys.create("x", actor="shell").key)
        clock.pass_by(seconds=1)
    with patch.object(records, "_PAGE", 7):
        assert list(keys.all()) == made


def test_a_missing_key_opens_nothing_even_with_the_stand_ins_hash() -> None:
    assert opens(None, "anything", Clock().now) is None

"""Plans, records and the audit log: the contract of every store."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.stores.errors import ChangedError, NotFoundError
from analyzer.stores.memory import MemoryStore
from analyzer.stores.port import ANYTHING, Event, Store
from analyzer.stores.sources import Source
from analyzer.stores.sqlite.ledger import _beyond
from tests.stores.homes import Clock
from tests.stores.landscapes import city, city_text


def test_a_plan_is_kept_beside_its_landscape_with_the_hash_of_what_it_says(
    store: Store, clock: Clock
) -> None:
    version = store.put_version(city())
    body = '{"moves": {"市": "2025-01"}}'.encode()
    put = store.put_plan("asahi", "案1", version.hash, body, actor="sato")
    assert put.revision == "sha256:" + hashlib.sha256(body).hexdigest()
    assert (put.landscape, put.id, put.version, put.actor, put.body) == (
        "asahi", "案1", version.hash, "sato", body,
    )  # fmt: skip
    assert store.plan("asahi", "案1") == put
    clock.tick()
    again = store.put_plan("asahi", "案1", version.hash, b"[]", expect=put.revision)
    assert again.made == "2026-04-01T09:30:01.000Z"
    assert store.plans("asahi") == [again]


def test_plans_are_listed_by_id_in_pages(store: Store) -> None:
    version = store.put_version(city())
    made = [store.put_plan("asahi", id_, version.hash, b"{}") for id_ in ("b", "a", "案", "c")]
    by_id = sorted(made, key=lambda entry: entry.id)
    assert store.plans("asahi") == by_id
    assert store.plans("asahi", after="a", limit=2) == by_id[1:3]


def test_a_plan_is_changed_and_deleted_only_as_expected(store: Store) -> None:
    version = store.put_version(city())
    put = store.put_plan("asahi", "p", version.hash, b"{}", expect=None)
    with pytest.raises(ChangedError) as raised:
        store.put_plan("asahi", "p", version.hash, b"[]", expect=None)
    assert (raised.value.subject, raised.value.found) == ("asahi/plans/p", put.revision)
    with pytest.raises(ChangedError):
        store.delete_plan("asahi", "p", expect="sha256:other")
    assert store.plan("asahi", "p") == put
    store.delete_plan("asahi", "p", expect=put.revision)
    for gone in (lambda: store.plan("asahi", "p"), lambda: store.delete_plan("asahi", "p")):
        with pytest.raises(NotFoundError) as missing:
            gone()
        assert (missing.value.kind, missing.value.name) == ("plan", "p")


def test_a_plan_needs_a_landscape_and_a_version_that_are_kept(store: Store) -> None:
    with pytest.raises(NotFoundError) as raised:
        store.put_plan("asahi", "p", "sha256:none", b"{}")
    assert raised.value.kind == "landscape"
    store.put_version(city())
    with pytest.raises(NotFoundError) as raised:
        store.put_plan("asahi", "p", "sha256:none", b"{}")
    assert raised.value.kind == "version"
    assert store.plans("asahi") == []


def test_a_plan_outlives_the_version_that_it_was_made_for(store: Store) -> None:
    old = store.put_version(city(name="旧"))
    put = store.put_plan("asahi", "p", old.hash, b"{}")
    store.put_version(city(name="新"))
    store.delete_version("asahi", old.hash)
    assert store.plan("asahi", "p") == put


def test_a_record_comes_back_as_its_json_and_what_a_caller_does_to_it_is_not_kept(store: Store) -> None:
    value = {"state": "待ち", "n": 1, "cost": 0.5, "big": 2**80, "list": [None, True, {"a": ""}]}
    put = store.put_record("jobs", "j1", value)
    assert put.value == value
    assert list(put.value) == list(value)
    assert store.record("jobs", "j1") == put
    value["state"] = "別"
    put.value["list"].append(1)  # type: ignore[attr-defined]
    kept = store.record("jobs", "j1")
    assert kept is not None
    assert kept.value["state"] == "待ち"
    assert kept.value["list"] == [None, True, {"a": ""}]
    assert store.record("jobs", "j2") is None
    assert store.record("keys", "j1") is None


def test_every_change_of_a_record_is_another_revision_also_back_to_what_it_said_before(store: Store) -> None:
    revisions = [
        store.put_record("jobs", "j", {"state": state}).revision for state in ("a", "b", "a", "a", "b")
    ]
    assert len(set(revisions)) == 5


def test_a_record_is_changed_and_deleted_only_as_expected(store: Store) -> None:
    with pytest.raises(ChangedError):
        store.put_record("jobs", "j", {}, expect="some")
    first = store.put_record("jobs", "j", {"n": 1}, expect=None)
    second = store.put_record("jobs", "j", {"n": 2}, expect=first.revision)
    for expected in (None, first.revision):
        with pytest.raises(ChangedError) as raised:
            store.put_record("jobs", "j", {"n": 3}, expect=expected, audit=Event("a", "never", "jobs/j"))
        assert (raised.value.subject, raised.value.expected) == ("jobs/j", expected)
        assert raised.value.found == second.revision
        with pytest.raises(ChangedError):
            store.delete_record("jobs", "j", expect=expected, audit=Event("a", "never", "jobs/j"))
    assert store.record("jobs", "j") == second
    assert store.audit_log() == []
    store.delete_record("jobs", "j", expect=second.revision)
    assert store.record("jobs", "j") is None
    store.delete_record("jobs", "j")
    store.delete_record("jobs", "j", expect=None)
    with pytest.raises(ChangedError):
        store.delete_record("jobs", "j", expect=second.revision)


def test_records_are_listed_by_key_by_prefix_and_in_pages(store: Store) -> None:
    keys = ["b/1", "a", "b/2", "b0", "b", "か/1", "b/", "b/\U0010ffff", "b/か"]
    for key in keys:
        store.put_record("c", key, {"key": key})
    store.put_record("other", "b/3", {})

    def listed(prefix: str = "", after: str = "", limit: int = 100) -> list[str]:
        return [record.key for record in store.records("c", prefix=prefix, after=after, limit=limit)]

    assert listed() == sorted(keys)
    assert listed("b/") == ["b/", "b/1", "b/2", "b/か", "b/\U0010ffff"]
    assert listed("b/", after="b/1", limit=2) == ["b/2", "b/か"]
    assert listed("か") == ["か/1"]
    assert listed("z") == []
    assert listed(limit=0) == []


@given(st.text(), st.text())
def test_what_lies_beyond_a_prefix_is_after_all_that_begin_with_it_and_nothing_else(
    prefix: str, text: str
) -> None:
    beyond = _beyond(prefix)
    assert text.startswith(prefix) == (prefix <= text and (beyond is None or text < beyond))


def test_the_audit_log_has_every_change_in_order_without_a_gap(store: Store, clock: Clock) -> None:
    old = store.put_version(city(name="旧"), Source("a.yaml", city_text(name="旧")), actor="sato")
    clock.tick()
    new = store.put_version(city(name="新"), actor="suzuki")
    store.make_current("asahi", old.hash, expect=new.hash, actor="sato")
    plan = store.put_plan("asahi", "p", new.hash, b"{}", actor="ito")
    store.delete_plan("asahi", "p", actor="ito")
    store.delete_version("asahi", new.hash, actor="sato")
    store.put_record("keys", "k", {"n": 1}, audit=Event("root", "key.create", "keys/k", {"for": "ito"}))
    store.delete_record("keys", "k", audit=Event("root", "key.revoke", "keys/k"))
    store.delete("asahi", expect=ANYTHING, actor="root")
    noted = store.audit(Event("root", "service.start", "service", {"port": 8000}))
    log = store.audit_log()
    assert [entry.number for entry in log] == list(range(1, 11))
    assert [(entry.action, entry.actor, entry.subject) for entry in log] == [
        ("landscape.put", "sato", "asahi"),
        ("landscape.put", "suzuki", "asahi"),
        ("landscape.current", "sato", "asahi"),
        ("plan.put", "ito", "asahi/plans/p"),
        ("plan.delete", "ito", "asahi/plans/p"),
        ("version.delete", "sato", "asahi"),
        ("key.create", "root", "keys/k"),
        ("key.revoke", "root", "keys/k"),
        ("landscape.delete", "root", "asahi"),
        ("service.start", "root", "service"),
    ]
    assert [entry.at for entry in log[:2]] == ["2026-04-01T09:30:00.000Z", "2026-04-01T09:30:01.000Z"]
    text = Source("a.yaml", city_text(name="旧"))
    assert [dict(entry.details) for entry in log[:9]] == [
        {"version": old.hash, "number": 1, "source": text.hash, "file": "a.yaml"},
        {"version": new.hash, "number": 2},
        {"version": old.hash, "number": 1},
        {"version": new.hash, "revision": plan.revision},
        {"revision": plan.revision},
        {"version": new.hash, "number": 2},
        {"for": "ito"},
        {},
        {"version": old.hash},
    ]
    assert log[-1] == noted


def test_the_audit_log_of_one_subject_has_what_stands_below_it_too(store: Store) -> None:
    for subject in ("asahi", "asahi-2", "asahi/plans/p", "asahi0", "kita", "asahi/x"):
        store.audit(Event("a", "b", subject))
    assert [entry.subject for entry in store.audit_log(subject="asahi")] == [
        "asahi",
        "asahi/plans/p",
        "asahi/x",
    ]
    assert [entry.number for entry in store.audit_log(subject="asahi", after=1, limit=1)] == [3]
    assert [entry.number for entry in store.audit_log(after=4)] == [5, 6]
    assert store.audit_log(limit=0) == []


def test_a_store_that_works_says_so(store: Store) -> None:
    store.put_version(city())
    store.check()
    assert store.tidy() == 0
    store.check()
    assert store.current("asahi").number == 1


def test_two_stores_in_memory_share_nothing() -> None:
    one = MemoryStore()
    one.put_version(city())
    assert MemoryStore().landscapes() == []

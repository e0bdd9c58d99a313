"""Versions, their order and their pointer: the contract of every store."""

from __future__ import annotations

import json

import pytest

from analyzer.landscape.dumping import content_hash
from analyzer.stores.errors import ChangedError, NotFoundError
from analyzer.stores.port import ANYTHING, Store, Summary
from analyzer.stores.sources import Source
from tests.builders import landscape as model
from tests.builders import landscape_document, link
from tests.stores.homes import Clock
from tests.stores.landscapes import city, city_text, loaded


def test_what_is_put_comes_back_equal_and_with_the_same_hash(store: Store) -> None:
    put = city(links=7)
    version = store.put_version(put, actor="sato")
    got = store.landscape("asahi")
    assert got == put
    assert got.content_hash == put.content_hash == version.hash
    assert (version.landscape, version.number, version.actor) == ("asahi", 1, "sato")
    assert version.summary == Summary("旭市", None, "2025-01", "2025-06", 3, 7)
    assert version.made == "2026-04-01T09:30:00.000Z"
    assert store.current("asahi") == version == store.version("asahi", version.hash)


def test_the_document_of_a_version_is_its_canonical_form_and_has_its_hash(store: Store) -> None:
    put = city(links=3)
    store.put_version(put)
    document = json.loads(store.document("asahi"))
    assert content_hash(document) == put.content_hash
    assert list(document) == [
        "schema_version", "landscape", "vendors", "environments", "hubs", "systems", "integrations",
    ]  # fmt: skip


def test_integers_of_any_length_among_free_attributes_come_back_whole(store: Store) -> None:
    numbers = {"多い": 2**70, "負": -(2**65), "文": "1234567890123456789012345", "比": 0.1}
    document = landscape_document(landscape={"attributes": numbers})
    document["integrations"][0]["attributes"] = numbers
    document["systems"][0]["attributes"] = numbers
    put = model(document)
    store.put_version(put)
    assert store.landscape("small") == put
    assert store.landscape("small").content_hash == put.content_hash


def test_the_same_content_again_is_no_second_version_and_leaves_the_first_as_it_was(
    store: Store, clock: Clock
) -> None:
    first = store.put_version(city(), actor="sato")
    clock.tick()
    assert store.put_version(city(), actor="suzuki") == first
    assert store.versions("asahi") == [first]


def test_a_new_version_becomes_current_and_the_old_one_stays(store: Store, clock: Clock) -> None:
    old = store.put_version(city(name="旧"))
    clock.tick()
    new = store.put_version(city(name="新", links=2))
    assert (old.number, new.number, new.made) == (1, 2, "2026-04-01T09:30:01.000Z")
    assert store.current("asahi") == new
    assert store.landscape("asahi").name == "新"
    assert store.landscape("asahi", old.hash).name == "旧"
    assert store.versions("asahi") == [old, new]


def test_versions_come_in_pages_from_a_number_on(store: Store) -> None:
    made = [store.put_version(city(name=f"{n}")) for n in range(5)]
    assert store.versions("asahi", limit=2) == made[:2]
    assert store.versions("asahi", after=2, limit=2) == made[2:4]
    assert store.versions("asahi", after=5) == []
    assert store.versions("asahi", limit=0) == []


def test_an_earlier_content_put_again_is_current_again(store: Store) -> None:
    old = store.put_version(city(name="旧"))
    new = store.put_version(city(name="新"))
    assert store.put_version(city(name="旧"), expect=new.hash) == old
    assert store.current("asahi") == old
    assert store.versions("asahi") == [old, new]


def test_a_version_can_be_made_current_where_one_knows_what_is(store: Store) -> None:
    old = store.put_version(city(name="旧"))
    new = store.put_version(city(name="新"))
    with pytest.raises(ChangedError) as raised:
        store.make_current("asahi", old.hash, expect=old.hash)
    assert (raised.value.subject, raised.value.expected, raised.value.found) == ("asahi", old.hash, new.hash)
    assert store.make_current("asahi", old.hash, expect=new.hash) == old
    assert store.current("asahi") == old
    with pytest.raises(NotFoundError, match="version"):
        store.make_current("asahi", "sha256:none", expect=ANYTHING)


def test_who_expects_nothing_or_something_else_does_not_put(store: Store) -> None:
    with pytest.raises(ChangedError):
        store.put_version(city(), expect="sha256:some")
    assert store.landscapes() == []
    first = store.put_version(city(), expect=None)
    with pytest.raises(ChangedError) as raised:
        store.put_version(city(name="別"), expect=None)
    assert (raised.value.expected, raised.value.found) == (None, first.hash)
    assert store.versions("asahi") == [first]
    second = store.put_version(city(name="別"), expect=first.hash)
    assert store.current("asahi") == second
    assert [entry.action for entry in store.audit_log()] == ["landscape.put", "landscape.put"]


def test_landscapes_are_listed_by_id_each_with_its_current_version(store: Store) -> None:
    for id_ in ("kita", "asahi", "minami"):
        store.put_version(city(id_, "旧"))
    current = [store.put_version(city(id_, "新")) for id_ in ("asahi", "kita", "minami")]
    assert store.landscapes() == current
    assert store.landscapes(limit=1) == current[:1]
    assert store.landscapes(after="asahi", limit=1) == current[1:2]
    assert store.landscapes(after="minami") == []


def test_a_deleted_landscape_is_gone_with_all_that_stood_beside_it(store: Store) -> None:
    old = store.put_version(city(name="旧"), Source("a.yaml", city_text(name="旧")))
    new = store.put_version(city(name="新"))
    store.put_plan("asahi", "p", new.hash, b"{}")
    kept = store.put_version(city("kita"))
    with pytest.raises(ChangedError):
        store.delete("asahi", expect=old.hash)
    store.delete("asahi", expect=new.hash, actor="sato")
    assert store.landscapes() == [kept]
    assert store.search("旧") == store.search("新") == []
    for question in (store.current, store.versions, store.plans, store.landscape, store.document):
        with pytest.raises(NotFoundError) as raised:
            question("asahi")
        assert (raised.value.kind, raised.value.name) == ("landscape", "asahi")
    with pytest.raises(NotFoundError):
        store.delete("asahi", expect=ANYTHING)
    again = store.put_version(city(name="旧"), expect=None)
    assert again.number == 1
    assert store.sources("asahi") == []
    assert store.plans("asahi") == []


def test_a_version_can_be_deleted_unless_it_is_current_and_its_number_is_not_given_again(
    store: Store,
) -> None:
    made = [store.put_version(city(name=f"{n}")) for n in range(3)]
    store.make_current("asahi", made[0].hash, expect=ANYTHING)
    with pytest.raises(ChangedError):
        store.delete_version("asahi", made[0].hash)
    store.delete_version("asahi", made[2].hash)
    assert store.versions("asahi") == made[:2]
    with pytest.raises(NotFoundError) as raised:
        store.version("asahi", made[2].hash)
    assert (raised.value.kind, raised.value.name) == ("version", made[2].hash)
    assert store.put_version(city(name="2")).number == 4


def test_a_source_comes_back_byte_by_byte_and_is_listed_without_its_text(store: Store, clock: Clock) -> None:
    text = "# 書き出し\r\n".encode() + city_text() + b"\n# \xef\xbc\x9f\n"
    first = Source("旭市.yaml", text)
    version = store.put_version(loaded(text, "旭市.yaml"), first, actor="sato")
    clock.tick()
    second = Source("b.json", city_text(), "application/json")
    assert store.put_version(city(), second, actor="suzuki") == version
    assert store.source("asahi", first.hash) == text
    listed = store.sources("asahi")
    assert [(s.hash, s.name, s.media_type, s.size, s.made, s.actor) for s in listed] == [
        (first.hash, "旭市.yaml", "application/yaml", len(text), "2026-04-01T09:30:00.000Z", "sato"),
        (second.hash, "b.json", "application/json", len(city_text()), "2026-04-01T09:30:01.000Z", "suzuki"),
    ]
    with pytest.raises(NotFoundError) as raised:
        store.source("asahi", "sha256:none")
    assert (raised.value.kind, raised.value.name) == ("source", "sha256:none")


def test_a_text_that_comes_again_is_one_entry_and_the_newest(store: Store) -> None:
    one, other = Source("a.yaml", city_text()), Source("b.yaml", b"# b\n" + city_text())
    store.put_version(loaded(one.text, one.name), one)
    store.put_version(loaded(other.text, other.name), other)
    store.put_version(loaded(one.text, "c.yaml"), Source("c.yaml", one.text))
    assert [source.name for source in store.sources("asahi")] == ["b.yaml", "c.yaml"]
    assert store.landscape("asahi").places.file == "c.yaml"


def test_each_version_has_its_own_sources(store: Store) -> None:
    old = store.put_version(city(name="旧"), Source("old.yaml", city_text(name="旧")))
    new = store.put_version(city(name="新"), Source("new.yaml", city_text(name="新")))
    assert [source.name for source in store.sources("asahi")] == ["new.yaml"]
    assert [source.name for source in store.sources("asahi", old.hash)] == ["old.yaml"]
    assert store.sources("asahi", new.hash) == store.sources("asahi")
    old_text = store.sources("asahi", old.hash)[0].hash
    store.delete_version("asahi", old.hash)
    with pytest.raises(NotFoundError):
        store.source("asahi", old_text)


def test_a_landscape_without_links_or_with_a_link_to_nobody_is_kept_as_any(store: Store) -> None:
    for put in (
        model(landscape_document(integrations=None)),
        model(landscape_document(integrations=[link("1", "jumin", None), link("2", None, "jumin")])),
        model(landscape_document(integrations=[link("1", "jumin", "jumin")])),
    ):
        store.put_version(put)
        assert store.landscape("small") == put

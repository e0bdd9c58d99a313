"""Search over many landscapes: the contract of every store."""

from __future__ import annotations

from analyzer.stores.port import ANYTHING, Hit, Store
from tests.builders import landscape as model
from tests.builders import landscape_document, link, system
from tests.stores.landscapes import city


def _put(store: Store, id: str, **names: str) -> None:
    """A landscape whose systems have these names."""
    systems = [system(id_) | {"name": name} for id_, name in names.items()]
    header = {"id": id, "name": id}
    store.put_version(model(landscape_document(landscape=header, systems=systems, integrations=None)))


def _found(store: Store, text: str) -> list[tuple[str, str]]:
    return [(hit.landscape, hit.id) for hit in store.search(text, kind="system")]


def test_a_name_is_found_by_any_part_of_it_with_width_and_case_aside(store: Store) -> None:
    _put(store, "kita", a="住民記録システム", b="Ｊ－ＬＩＳ連携", c="ﾏｲﾅﾎﾟｰﾀﾙ", d="100%_確認")
    assert _found(store, "記録") == [("kita", "a")]
    assert _found(store, "j-lis") == [("kita", "b")]
    assert _found(store, "マイナポータル") == [("kita", "c")]
    assert _found(store, "ｼｽﾃﾑ") == [("kita", "a")]
    assert _found(store, "%") == _found(store, "_") == [("kita", "d")]
    assert _found(store, "なし") == []


def test_an_id_is_found_by_how_it_begins(store: Store) -> None:
    _put(store, "kita", **{"jumin-kihon": "甲", "kojin-jumin": "乙"})
    assert _found(store, "JUMIN") == [("kita", "jumin-kihon")]


def test_every_kind_of_part_is_found_in_the_order_of_landscape_kind_and_id(store: Store) -> None:
    store.put_version(city("b"))
    store.put_version(city("a", links=2))
    hits = store.search("")
    assert [(hit.landscape, hit.kind, hit.id) for hit in hits] == [
        (name, kind, id_)
        for name in ("a", "b")
        for kind, id_ in [
            ("environment", "cloud"), ("environment", "office"), ("hub", "master"),
            ("integration", "0001o001"), *([("integration", "0002o001")] if name == "a" else []),
            ("system", "fukushi"), ("system", "jumin"), ("system", "zeimu"), ("vendor", "va"), ("vendor", "vb"),
        ]
    ]  # fmt: skip
    assert hits[0] == Hit("a", "environment", "cloud", "ガバメントクラウド")
    assert store.search("", kind="vendor") == [hit for hit in hits if hit.kind == "vendor"]
    for size in (1, 3, 7):
        paged: list[Hit] = []
        while page := store.search("", limit=size, after=_last(paged)):
            paged += page
        assert paged == hits
    assert store.search("", limit=0) == []


def _last(hits: list[Hit]) -> tuple[str, str, str] | None:
    return (hits[-1].landscape, hits[-1].kind, hits[-1].id) if hits else None


def test_an_integration_is_found_once_by_its_id_and_not_by_its_name(store: Store) -> None:
    links = [
        {**link("004o008", "zeimu", "jumin"), "name": "後"},
        {**link("004o008", "jumin", "zeimu"), "name": "先"},
        {**link("005o001", "jumin", "zeimu"), "name": "004o008"},
    ]
    store.put_version(model(landscape_document(integrations=links)))
    assert store.search("004") == [Hit("small", "integration", "004o008", "先")]
    assert store.search("先") == []


def test_a_search_stays_within_the_landscapes_that_it_is_given(store: Store) -> None:
    for id_ in ("a", "b", "c"):
        store.put_version(city(id_))
    hits = store.search("jumin", landscapes=["c", "a", "nowhere"])
    assert [hit.landscape for hit in hits] == ["a", "c"]
    assert store.search("jumin", landscapes=[]) == []


def test_a_search_knows_the_current_versions_and_no_others(store: Store) -> None:
    _put(store, "kita", a="旧住民", b="同じ")
    old = store.current("kita")
    _put(store, "kita", a="新住民", c="同じ")
    assert _found(store, "住民") == [("kita", "a")]
    assert _found(store, "旧") == []
    assert _found(store, "同じ") == [("kita", "c")]
    store.make_current("kita", old.hash, expect=ANYTHING)
    assert _found(store, "旧") == [("kita", "a")]
    assert _found(store, "同じ") == [("kita", "b")]

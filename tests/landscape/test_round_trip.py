"""load → dump → load gives the same landscape and hash; the hash ignores what means nothing."""

from __future__ import annotations

import random
from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.landscape.dumping import content_hash, dump_landscape, landscape_document
from analyzer.landscape.loading import read_document, read_landscape
from analyzer.landscape.places import Places
from tests import builders
from tests.profiles import examples
from tests.strategies import landscape_documents, landscapes_with_plans, model


@settings(max_examples=examples(60), deadline=None)
@given(landscape_documents())
def test_a_dumped_landscape_loads_as_the_same_one(document: dict[str, Any]) -> None:
    landscape = model(document)
    again = read_landscape(dump_landscape(landscape).encode(), "again.yaml").landscape
    assert again == landscape
    assert again.content_hash == landscape.content_hash == content_hash(landscape_document(landscape))
    assert dump_landscape(again) == dump_landscape(landscape)


def shuffled(value: Any, rng: random.Random, ordered: bool = False) -> Any:
    """The same data with lists (those whose order means nothing) and mappings in another order."""
    if isinstance(value, dict):
        items = [
            (k, shuffled(v, rng, k in ("generations", "moves", "groups", "triangular")))
            for k, v in value.items()
        ]
        rng.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        result = [shuffled(entry, rng) for entry in value]
        if not ordered:
            rng.shuffle(result)
        return result
    return value


@settings(max_examples=examples(40), deadline=None)
@given(landscape_documents(), st.randoms(use_true_random=False))
def test_the_order_of_entries_changes_neither_landscape_nor_hash(
    document: dict[str, Any], rng: random.Random
) -> None:
    one, other = model(document), model(shuffled(document, rng))
    assert one == other
    assert one.content_hash == other.content_hash
    assert list(one.integrations) == list(other.integrations)


def test_comments_and_defaults_written_out_do_not_change_the_hash() -> None:
    document = builders.landscape_document()
    plain = builders.landscape(document)
    written = deepcopy(document)
    written["landscape"].update(
        generations=["legacy", "standard"],
        costs={"test_case": 1, "session": 0},
        tests={"main_routes": 0},
        capacity={},
    )
    written["integrations"][0].update(branch="00", criticality="normal", main_route=False, ends=False)
    written["systems"][0]["moves"][0].update(not_with_previous=False, blackout=[])
    written["rules"] = []
    assert builders.landscape(written).content_hash == plain.content_hash
    text = "# 注\n" + dump_landscape(plain).replace("\n", "  # 注\n", 1)
    commented = read_landscape(text.encode(), "a.yaml").landscape
    assert commented is not None
    assert commented.content_hash == plain.content_hash


def test_what_the_file_says_changes_the_hash() -> None:
    plain = builders.landscape()
    changes: list[dict[str, Any]] = [{"lines": []}, {"bridges": []}, {"landscape": {"name": "別の市"}}]
    for overrides in changes:
        assert builders.landscape(**overrides).content_hash != plain.content_hash


def test_text_that_looks_like_something_else_is_quoted() -> None:
    texts = ["001", "no", "on", "NO", "yes", "~", "null", "1.10", "012", "2025-01-04", "1e3", "true", "0x1f", "", "- a",
             "a: b", "#x", "12:30:45", "=", "<<", "*a", "&a", "!a", "%a", "@a", "`a", "\u3000", " a ", "改行\nあり", "9" * 40]  # fmt: skip
    document = builders.landscape_document()
    document["systems"][0]["attributes"] = {"texts": texts, **{text: text for text in texts if text}}
    document["systems"][0]["note"] = "一行目\n二行目: #\n"
    landscape = builders.landscape(document)
    again = read_landscape(dump_landscape(landscape).encode(), "again.yaml").landscape
    assert again == landscape
    assert again.systems["jumin"].remarks.attributes["texts"] == texts


def test_numbers_and_truth_values_of_attributes_survive() -> None:
    attributes = {
        "人月": 3.7,
        "済": True,
        "件数": 12,
        "小さい": 1e-7,
        "大きい": 1e16,
        "なし": None,
        "一覧": [1, [2.5, {"a": False}]],
    }
    document = builders.landscape_document()
    document["vendors"][0]["attributes"] = attributes
    landscape = builders.landscape(document)
    again = read_landscape(dump_landscape(landscape).encode(), "again.yaml").landscape
    assert again is not None
    assert again.vendors["va"].remarks.attributes == attributes
    assert again.content_hash == landscape.content_hash


@settings(max_examples=examples(30), deadline=None)
@given(landscapes_with_plans())
def test_drawn_plans_keep_the_order_of_moves(drawn: Any) -> None:
    landscape, plan = drawn
    assert len(plan) == sum(len(system.moves) for system in landscape.systems.values())
    assert all(month in landscape.horizon for month in plan.values())


def test_an_entry_that_is_wrong_gives_no_landscape() -> None:
    result = read_document(builders.landscape_document(vendors=[{"id": "va"}]), Places())
    assert result.landscape is None

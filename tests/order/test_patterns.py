"""Patterns: 吹田's five, every weak order of blocks, and how people name them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import InputError
from analyzer.landscape.checks.identity import BUILT_IN_PATTERNS
from analyzer.landscape.model import Landscape, Pattern
from analyzer.messages import Finding
from analyzer.order.patterns import (
    asked_weak_orders,
    built_in_patterns,
    find_pattern,
    pattern_named,
    patterns_of,
    weak_orders,
    why_not,
)
from analyzer.order.rules import final_moves
from tests.builders import landscape, move, system


def three_blocks(**overrides: Any) -> Landscape:
    return landscape(
        systems=[
            system("jumin", move(), block="resident"),
            system("kaigo", move(), block="welfare"),
            system("kouei"),
            system("zei", move(), block="tax"),
        ],
        integrations=[],
        **overrides,
    )


def moved(where: Landscape, pattern: Pattern) -> list[set[str]]:
    return [{ref.system for ref in group} for group in final_moves(where, pattern)]


def test_the_file_may_not_use_the_ids_of_the_built_in_patterns() -> None:
    assert tuple(pattern.id for pattern in built_in_patterns()) == BUILT_IN_PATTERNS


@pytest.mark.parametrize(
    ("id", "groups", "ja", "en"),
    [
        ("p1", [{"jumin", "zei"}, {"kaigo"}], "① 住民記録・税 → その他", "① resident, tax → other"),
        ("p2", [{"kaigo"}, {"jumin", "zei"}], "② その他 → 住民記録・税", "② other → resident, tax"),
        ("p3a", [{"jumin"}, {"zei"}, {"kaigo"}], "③a 住民記録 → 税 → その他", "③a resident → tax → other"),
        ("p3b", [{"zei"}, {"jumin"}, {"kaigo"}], "③b 税 → 住民記録 → その他", "③b tax → resident → other"),
        ("p4", [{"jumin", "zei", "kaigo"}], "④ 住民記録・税・その他", "④ resident, tax, other"),
    ],
)
def test_a_built_in_pattern_orders_residents_taxes_and_all_others(
    id: str, groups: list[set[str]], ja: str, en: str
) -> None:
    where = three_blocks()
    pattern = find_pattern(where, id)
    assert moved(where, pattern) == groups
    assert pattern_named(pattern) == (ja, en)


def test_other_is_every_block_that_the_pattern_does_not_name_one_called_other_among_them() -> None:
    where = landscape(
        systems=[
            system("a", move(), block="other"),
            system("b", move(), block="welfare"),
            system("c", move(), block="tax"),
            system("d", move()),
        ],
        integrations=[],
    )
    assert moved(where, Pattern("own", "own", (("tax",), ("other",)))) == [{"c"}, {"a", "b"}]
    # A system in no block is free in every pattern.
    assert moved(where, Pattern("own", "own", (("other",),))) == [{"a", "b", "c"}]


@pytest.mark.parametrize(("count", "orders"), [(1, 1), (2, 3), (3, 13), (4, 75), (5, 541)])
def test_blocks_have_as_many_weak_orders_as_the_ordered_bell_numbers_say(count: int, orders: int) -> None:
    found = weak_orders("abcde"[:count])
    assert len(found) == orders
    assert len({pattern.id for pattern in found}) == orders
    assert all(sorted(b for g in p.groups for b in g) == list("abcde"[:count]) for p in found)


@given(st.integers(1, 4))
def test_weak_orders_are_those_that_ranks_give(count: int) -> None:
    """Every assignment of ranks to blocks, ranks without a gap, is one weak order."""
    blocks = "abcd"[:count]
    ranked = set()
    for ranks in product(range(count), repeat=count):
        groups = tuple(
            tuple(block for block, own in zip(blocks, ranks, strict=True) if own == rank)
            for rank in sorted(set(ranks))
        )
        ranked.add(groups)
    assert {pattern.groups for pattern in weak_orders(blocks)} == ranked


def test_weak_orders_stand_in_one_order_with_ids_that_tell_their_groups() -> None:
    assert [pattern.id for pattern in weak_orders(("resident", "tax", "other"))] == [
        "other+resident+tax",
        "resident/other+tax", "resident+tax/other", "other+resident/tax",
        "tax/other+resident", "other+tax/resident", "other/resident+tax",
        "resident/tax/other", "resident/other/tax", "tax/resident/other",
        "tax/other/resident", "other/resident/tax", "other/tax/resident",
    ]  # fmt: skip


def test_a_weak_order_that_is_one_of_suitas_says_so() -> None:
    named = {pattern.id: pattern_named(pattern).ja for pattern in weak_orders(("resident", "tax", "other"))}
    assert named["resident+tax/other"] == "住民記録・税 → その他（①）"
    assert named["tax/other/resident"] == "税 → その他 → 住民記録"
    marks = [name[-3:] for name in named.values() if name.endswith("）")]
    assert len(marks) == 5


def test_every_weak_order_is_found_by_its_id_whatever_the_order_within_a_group() -> None:
    where = three_blocks()
    for pattern in weak_orders(("resident", "tax", "other")):
        assert find_pattern(where, pattern.id) == pattern
    assert find_pattern(where, "tax+resident/other").id == "resident+tax/other"
    assert [p.id for p in asked_weak_orders(where, " resident, tax ")] == [
        "resident+tax",
        "resident/tax",
        "tax/resident",
    ]


def test_patterns_of_the_file_come_after_the_built_in_ones() -> None:
    where = three_blocks(patterns=[{"id": "first", "name": "福祉先行", "groups": [["welfare"], ["other"]]}])
    assert [pattern.id for pattern in patterns_of(where)] == [*BUILT_IN_PATTERNS, "first"]
    assert pattern_named(find_pattern(where, "first")) == ("福祉先行", "福祉先行")


@pytest.mark.parametrize(
    ("text", "code", "suggestion"),
    [
        ("p5", "unknown_pattern", "p1"),
        ("①", "unknown_pattern", "p1"),
        ("③b", "unknown_pattern", "p3b"),
        ("P3A", "unknown_pattern", "p3a"),
        ("welfare-frist", "unknown_pattern", "welfare-first"),
        ("福祉先行", "unknown_pattern", "welfare-first"),
        ("zzzzzz", "unknown_pattern", "p1, p2, p3a, p3b, p4, welfare-first"),
        ("", "unknown_pattern", "p1, p2"),
        ("resident/taxes", "unknown_block", "tax"),
        ("resident/", "unknown_block", "other, resident, tax, welfare"),
        ("resident+tax/tax", "duplicate_block", None),
        ("x" * 10_000, "unknown_pattern", "p1"),
    ],
)
def test_an_unknown_pattern_is_told_with_what_may_be_meant(
    text: str, code: str, suggestion: str | None
) -> None:
    where = three_blocks(
        patterns=[{"id": "welfare-first", "name": "福祉先行", "groups": [["welfare"], ["other"]]}]
    )
    finding = refused(lambda: find_pattern(where, text))
    assert finding.code == code
    assert len(finding.message.ja) < 250
    assert suggestion is None or (finding.suggestion is not None and suggestion in finding.suggestion.ja)


@pytest.mark.parametrize(
    "text", ["", "resident", "resident,resident", ",,", "a,b", "resident,tax,welfare,other,x,y"]
)
def test_weak_orders_need_two_to_five_blocks_that_there_are(text: str) -> None:
    assert refused(lambda: asked_weak_orders(three_blocks(), text)).code in (
        "weak_orders_of",
        "unknown_block",
    )


def test_a_block_whose_name_would_hide_its_groups_has_to_stand_in_the_file() -> None:
    where = landscape(
        systems=[system("a", move(), block="a+b"), system("b", move(), block="c/d")], integrations=[]
    )
    assert refused(lambda: asked_weak_orders(where, "a+b,c/d")).code == "unknown_block"


def refused(act: Callable[[], object]) -> Finding:
    with pytest.raises(InputError) as caught:
        act()
    return caught.value.findings[0]


def test_built_in_patterns_speak_of_a_landscape_with_residents_or_taxes_only() -> None:
    both, one = three_blocks(), landscape(systems=[system("zei", move(), block="tax")], integrations=[])
    none = landscape(systems=[system("kaigo", move(), block="welfare")], integrations=[])
    for pattern in built_in_patterns():
        assert why_not(both, pattern) is None
        assert why_not(one, pattern) is None
        reason = why_not(none, pattern)
        assert reason is not None
        assert "resident" in reason.ja
    assert why_not(none, weak_orders(("welfare", "other"))[0]) is None

"""The bridges of today: as few as can be, against every choice and against what `evaluate` finds for the same landscape."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.evaluation import evaluate_plan
from analyzer.landscape.model import MoveRef
from analyzer.nation.areas import AREA_IDS
from analyzer.nation.assumptions import Assumptions, Per, Vendors
from analyzer.nation.covers import least_cover, mixed_links
from analyzer.nation.fleet import as_landscape, landscape_document
from analyzer.nation.links import LINKS, AssumedLink
from analyzer.nation.standing import cover_today
from tests.nation.made_up import nation, package
from tests.profiles import examples

PAIRS = [AssumedLink(one, other, "x") for one, other in combinations(AREA_IDS[:6], 2)]


@given(st.sets(st.sampled_from(PAIRS)), st.sets(st.sampled_from(AREA_IDS[:6])), st.integers(1, 6))
def test_no_choice_of_bridges_is_smaller(links: set[AssumedLink], moved: set[str], vendors: int) -> None:
    def place(area: str) -> str:
        return str(AREA_IDS.index(area) % vendors)

    mixed = mixed_links(sorted(links), frozenset(moved), frozenset(AREA_IDS[:6]) - moved)
    cover = least_cover(mixed, frozenset(moved), place)
    choices = {
        link: {
            ("keep_legacy" if link.provider in moved else "early_standard", place(link.provider)),
            ("keep_legacy" if link.receiver in moved else "early_standard", place(link.receiver)),
        }
        for link in mixed
    }
    bridges = sorted({bridge for pair in choices.values() for bridge in pair})
    least = next(
        size
        for size in range(len(bridges) + 1)
        if any(all(pair & set(chosen) for pair in choices.values()) for chosen in combinations(bridges, size))
    )
    assert cover.bridges == least == len(cover.apart)
    assert sorted(link for links in cover.serves.values() for link in links) == sorted(mixed)
    for bridge, served in cover.serves.items():
        assert all(bridge in choices[link] for link in served)
    used = [bridge for link in cover.apart for bridge in choices[link]]
    assert len(set(used)) == len(used)  # no two of them share a bridge


@pytest.mark.parametrize("per", ["system", "vendor"])
@settings(max_examples=examples(8))
@given(
    moved=st.sets(st.sampled_from(AREA_IDS), min_size=1),
    known=st.sets(st.sampled_from(AREA_IDS)),
    seed=st.integers(0, 9),
)
def test_evaluate_finds_the_same_number_for_the_month_in_which_all_have_moved(
    per: Per, moved: set[str], known: set[str], seed: int
) -> None:
    packages = [
        package("1" * 13, *AREA_IDS[:12]),
        package("2" * 13, *AREA_IDS[8:]),
        package("3" * 13, *AREA_IDS),
    ]
    read = nation({"甲市": dict.fromkeys(known, 0.5) | dict.fromkeys(moved, 1.0)}, packages=packages)
    assumptions = Assumptions(per=per, seed=seed, seeds=1)
    vendors = Vendors(read.packages)
    landscape = as_landscape(landscape_document(read.municipalities[0], assumptions, vendors, before=True))
    plan = {MoveRef(s.id, move.id): assumptions.as_of for s in landscape.systems.values() for move in s.moves}
    evaluation = evaluate_plan(landscape, plan)
    assert not evaluation.violations
    cover = cover_today(read.municipalities[0], assumptions, vendors, seed)
    assert evaluation.alone is not None
    assert evaluation.alone.value == cover.bridges


def test_residents_that_moved_alone_need_one_bridge_and_so_do_all_others() -> None:
    # 住民記録 sends to or receives from every other area that has a link with it: one kept interface carries all of these.
    others = frozenset(AREA_IDS) - {"jumin"}
    mixed = mixed_links(LINKS, frozenset({"jumin"}), others)
    assert list(least_cover(mixed, frozenset({"jumin"}), str).serves) == [("keep_legacy", "jumin")]
    mixed = mixed_links(LINKS, others, frozenset({"jumin"}))
    assert list(least_cover(mixed, others, str).serves) == [("early_standard", "jumin")]


def test_areas_without_data_have_no_mixed_links() -> None:
    assert mixed_links(LINKS, frozenset({"jumin"}), frozenset()) == ()

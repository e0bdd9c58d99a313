"""The nation's answer: figures derived by hand for a few made-up municipalities, and what holds of any."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import InputError
from analyzer.landscape.months import Month
from analyzer.nation.answer import NationAnswer, answer_nation
from analyzer.nation.areas import AREA_IDS
from analyzer.nation.asking import Request, prefectures_asked, understood
from analyzer.nation.assumptions import Assumptions, Vendors
from analyzer.nation.joining import Nation, read_nation
from analyzer.nation.workload import Remaining, VendorLoad
from analyzer.reports.nation_document import nation_document
from tests.nation.made_up import CSV, HEAD, ONE, OTHER, body, extended, folder, listed, nation, package, rates
from tests.profiles import examples

A, B = package("1" * 13, "jumin", "kojin-juminzei"), package("2" * 13, "kaigo", "kokuho")
"""One package for each of four areas: nothing is left to chance but the month."""


def three() -> Nation:
    """甲市: 住民記録 has moved; 国保 may wait. 乙町: 個人住民税 has moved. 丙村: all four have. 丁市: no data of progress."""
    return nation(
        {
            "甲市": {"jumin": 1.0, "kojin-juminzei": 0.6, "kokuho": 0.7, "kaigo": 0.5},
            "乙町": {"jumin": 0.9, "kojin-juminzei": 1.0, "kokuho": 0.8},
            "丙村": {"jumin": 1.0, "kojin-juminzei": 1.0, "kokuho": 1.0, "kaigo": 1.0},
        },
        {"甲市": ["kokuho"], "丁市": ["kaigo"]},
        [A, B],
    )


def vendor(answer: NationAnswer, company: str) -> VendorLoad:
    return next(load for load in answer.workload.vendors if load.company == company)


def test_bridges_of_today_by_hand() -> None:
    # 甲市: links of 住民記録 with the three others: to 個人住民税, 国保, 介護, and from 国保, 介護: 5 mixed, one bridge at 住民記録.
    # 乙町: of 個人住民税: from 住民記録 and 国保, to 国保: 3 mixed, one bridge at 個人住民税. 丙村: none.
    answer = answer_nation(three(), Assumptions())
    assert {row.municipality.body.city: (row.mixed, row.bridges and row.bridges[0]) for row in answer.municipalities} == {
        "甲市": (5, 1), "乙町": (3, 1), "丙村": (0, 0), "丁市": (0, None),
    }  # fmt: skip
    hokkaido, aomori = answer.prefectures[:2]
    assert (hokkaido.mixed_municipalities, hokkaido.moved, hokkaido.to_move, hokkaido.unknown) == (
        2,
        6,
        5,
        49,
    )
    assert (hokkaido.mixed, hokkaido.bridges and hokkaido.bridges.value) == (8, 2)
    assert aomori.bridges is None
    coverage = hokkaido.coverage
    assert (coverage.all, coverage.progress, coverage.extensions, coverage.both, coverage.no_data) == (
        179,
        3,
        2,
        1,
        175,
    )


def test_the_load_of_a_vendor_by_hand() -> None:
    # Left by 2026-03: 個人住民税 and 介護 of 甲市 (by the law), 住民記録 and 国保 of 乙町 (not listed); 国保 of 甲市 may wait.
    answer = answer_nation(three(), Assumptions(capacity=1, teams=1, spread="last"))
    assert answer.workload.remaining == Remaining(by_law=2, extended=1, unlisted=2, left_out=0)
    one = vendor(answer, "2" * 13)  # 国保 and 介護: two until 2026-03, one until 2031-03
    assert one.remaining.value == 3
    assert {month: n for month, n in zip(answer.workload.months, one.demand, strict=True) if n} == {
        Month.parse("2026-03"): 2, Month.parse("2031-03"): 1,
    }  # fmt: skip
    assert (one.late.value, one.proof, one.needed, one.course.done) == (0, (), 1, (1, 1, 1))
    assert [(row.capacity, row.late, str(row.end)) for row in one.teams] == [
        (1, 0, "2026-04"),
        (2, 0, "2026-03"),
    ]
    (asked,) = [a for a in answer.workload.asked_too_much if a.vendor is one]
    assert (str(asked.month), asked.demand, asked.capacity, asked.excess) == ("2026-03", 2, 1, 1)


def test_a_closed_month_takes_its_places_away() -> None:
    closed = frozenset({Month.parse("2026-02")})
    one = vendor(answer_nation(three(), Assumptions(capacity=1, closed=closed)), "2" * 13)
    assert one.demand[0] == 0
    assert (one.late.value, one.needed) == (1, 2)  # two are due in 2026-03, and there is one place
    assert [(s.first, s.last, s.excess) for s in one.proof] == [(0, 1, 1)]


def test_after_the_deadline_what_remains_is_late_at_any_capacity() -> None:
    one = vendor(answer_nation(three(), Assumptions(as_of=Month.parse("2026-05"), capacity=9)), "2" * 13)
    assert (one.overdue, one.late.value, one.needed) == (2, 2, None)


def test_what_is_not_listed_may_be_extended_or_left_out() -> None:
    later = answer_nation(three(), Assumptions(unlisted="extended", capacity=1))
    assert vendor(later, "2" * 13).needed == 1
    left_out = answer_nation(three(), Assumptions(unlisted="left-out"))
    assert left_out.workload.remaining == Remaining(2, 1, 0, 2)


def test_without_a_capacity_a_vendor_goes_on_as_so_far() -> None:
    # 住民記録 has moved in 甲市 and 丙村, 個人住民税 in 乙町 and 丙村: four in the two months of 2025-12 and 2026-01.
    answer = answer_nation(three(), Assumptions(since=Month.parse("2025-12")))
    assert [vendor(answer, c * 13).capacity for c in "12"] == [2, 1]
    given_one = answer_nation(three(), Assumptions(capacity=5, capacity_of={f"vendor {'1' * 13}": 7}))
    assert [vendor(given_one, c * 13).capacity for c in "12"] == [7, 5]
    with pytest.raises(InputError, match="unknown_vendor"):
        answer_nation(three(), Assumptions(capacity_of={"vendr": 7}))


def test_a_vendor_is_drawn_by_its_share_of_the_packages_of_the_area() -> None:
    packages = tuple(
        sorted(
            [package("1" * 13, "kaigo"), package("2" * 13, "kaigo"), A, package("3" * 13, "kaigo", "koki")]
        )
    )
    vendors = Vendors(packages)
    drawn = [vendors.package(1, body(f"市{n}"), "kaigo").company for n in range(3_000)]
    for company in ("1" * 13, "2" * 13, "3" * 13):
        assert abs(drawn.count(company) - 1_000) < 150
    assert vendors.package(1, body("市"), "jumin") == A
    assert vendors.package(1, body("市"), "nenkin").company == ""  # nobody offers it


states = st.dictionaries(
    st.sampled_from(["甲市", "乙町", "丙村", "丁市", "戊市"]),
    st.dictionaries(st.sampled_from(AREA_IDS), st.sampled_from([0.0, 0.5, 0.975, 1.0])),
)


@settings(max_examples=examples(25))
@given(
    states, st.dictionaries(st.sampled_from(["甲市", "己町"]), st.sets(st.sampled_from(AREA_IDS)).map(sorted))
)
def test_coverage_and_sums_add_up(
    progress: dict[str, dict[str, float]], extensions: dict[str, list[str]]
) -> None:
    offered = [package("1" * 13, *AREA_IDS[:12]), package("2" * 13, *AREA_IDS[8:])]
    answer = answer_nation(nation(progress, extensions, offered), Assumptions(per="vendor", seeds=3))
    whole, rows = answer.whole, answer.prefectures
    for name in ("all", "progress", "extensions", "both", "no_data"):
        assert getattr(whole.coverage, name) == sum(getattr(row.coverage, name) for row in rows)
    for name in ("mixed_municipalities", "moved", "to_move", "unknown", "mixed"):
        assert getattr(whole, name) == sum(getattr(row, name) for row in rows)
    assert whole.moved + whole.to_move + whole.unknown == len(AREA_IDS) * whole.coverage.progress
    remaining = answer.workload.remaining
    assert remaining.by_law + remaining.extended + remaining.unlisted == whole.to_move
    assert sum(load.remaining.value for load in answer.workload.vendors) == whole.to_move
    for load in answer.workload.vendors:
        assert sum(load.demand) == load.remaining.value == sum(load.course.done)
        assert load.course.late == load.overdue + sum(stretch.excess for stretch in load.proof)
        assert load.late.least <= load.late.value <= load.late.most
        assert all(row.gain >= 0 for row in load.teams)
    if whole.bridges is not None:
        assert whole.bridges.least <= whole.bridges.value <= whole.bridges.most <= whole.mixed


def test_the_order_of_rows_does_not_matter_and_the_seed_does(tmp_path: Path) -> None:
    progress = [rates("北海道", f"市{n}", 住民記録=1.0, 介護保険=0.5) for n in range(30)]
    extensions = [extended(f"01{n:04d}", "北海道", f"市{n}", "介護保険") for n in range(0, 30, 2)]
    rows = [*CSV.splitlines()[1:], f"丙,丙介護,介護保険,023-0_{'3' * 13}_1,2025-07-01"]

    def answered(seed: int, *, shuffled: bool) -> object:
        if shuffled:
            dice = random.Random(7)
            for part in (progress, extensions, rows):
                dice.shuffle(part)
        data = folder(tmp_path, listed(*progress), listed(*extensions), "\n".join([HEAD, *rows]).encode())
        return nation_document(answer_nation(read_nation(str(data)), Assumptions(seed=seed, per="vendor")))

    first = answered(1, shuffled=False)
    assert answered(1, shuffled=True) == first
    assert answered(2, shuffled=True) != first
    assert ONE != OTHER


def test_everything_wrong_with_a_request_is_said_at_once() -> None:
    with pytest.raises(InputError) as caught:
        understood(
            Request(as_of="2026/1", closed=["2026-13"], capacity_of=["甲", "=3"], prefectures=["北海"])
        )
    assert [f.code for f in caught.value.findings] == [
        "not_a_month", "not_a_month", "not_a_capacity", "not_a_capacity", "unknown_prefecture",
    ]  # fmt: skip
    with pytest.raises(InputError) as caught:
        understood(Request(deadline="2032-01", since="2026-02", seeds=0, extended_until="2031-03"))
    assert [f.code for f in caught.value.findings] == ["wrong_assumption"] * 3


def test_prefectures_are_asked_for_by_name_or_number() -> None:
    assert prefectures_asked(["沖縄,北海道", "13"]) == (1, 13, 47)

"""The oracle of the order against plans derived by hand, and against itself without its short cuts.

Unless said otherwise the horizon is January to April 2025, systems shift from legacy to standard in the office, a
mixed link is kept alive at a cost per month, and tests cost nothing.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import assume, given

from analyzer.evaluation import evaluate_plan
from analyzer.landscape.model import (
    Before,
    Blackout,
    Environment,
    Fixed,
    Landscape,
    LawChange,
    MoveRef,
    Pattern,
    Together,
    Vendor,
)
from tests.order.drawing import few, landscapes, tried

from .ordering import (
    BUILT_IN,
    TooLarge,
    best_plans,
    how_many_plans,
    in_pattern,
    some_plan_keeps,
    sum_of_months,
)
from .reference import evaluate
from .small import A_AND_B, form, landscape, link, m, months, offer, plan, shifting, staying, system

KEPT = (offer("keep_legacy", per_month=1),)


def free(*systems: object, **fields: object) -> Landscape:
    """A landscape in which tests cost nothing; `systems` and `links` as `landscape` takes them."""
    return landscape(systems, **{"last": 4, "catalogue": KEPT, "test_case_cost": 0, **fields})  # type: ignore[arg-type]


def test_systems_with_a_link_move_together_as_early_as_they_may() -> None:
    found = best_plans(free(*A_AND_B, links=[link("a", "b")]))
    # together in any of four months costs nothing; apart costs a month at least
    assert found.total == 0
    assert len(found.optimal) == 4
    assert found.earliest == (plan(a=1, b=1),)
    assert found.kept == 16


def test_one_system_a_month_never_lets_both_ends_wait_for_the_middle() -> None:
    path = [shifting(name) for name in "abc"]
    found = best_plans(free(*path, links=[link("a", "b"), link("b", "c")], cutovers_per_month=1))
    # one system keeps its old interface in each of two months, unless a and c both wait for b; January to March are
    # the earliest months
    assert found.total == 2
    assert found.earliest == (
        plan(a=1, b=2, c=3), plan(a=2, b=1, c=3), plan(a=3, b=1, c=2), plan(a=3, b=2, c=1),
    )  # fmt: skip
    # of 4³ plans, 4·3·2 have three different months
    assert found.kept == 24


def test_two_moves_of_a_system_keep_their_order() -> None:
    two = system("a", form(), form(environment="cloud"), form("standard", "cloud"))
    given_landscape = free(two)
    assert how_many_plans(given_landscape) == 4 + 6
    assert best_plans(given_landscape).kept == 10
    # the cloud is open from March on: both moves in March or April
    late = replace(
        given_landscape,
        environments={
            **given_landscape.environments,
            "cloud": Environment("cloud", "cloud", "government_cloud", available=months(3)),
        },
    )
    assert best_plans(late).kept == 3
    assert best_plans(late).earliest == (plan(a=(3, 3)),)


def test_every_cost_is_weighed_against_the_others() -> None:
    # a law changes in March: 9 at legacy. Vendor va may do one cutover a month, so that one of the two comes in
    # February; the link between them then needs one month at 1.
    given_landscape = free(
        *(shifting(name) for name in "ab"),
        links=[link("a", "b")],
        law_changes=(LawChange(m(3), "law", {"legacy": 9}),),
        vendors=[Vendor("va", "A", 1)],
    )
    found = best_plans(given_landscape)
    assert found.total == 1
    assert found.earliest == (plan(a=1, b=2), plan(b=1, a=2))
    # with a in April: b comes in March (one month of the bridge), and a pays 9
    assert best_plans(given_landscape, fixed=plan(a=4)).total == 10
    assert best_plans(given_landscape, fixed=plan(a=4)).optimal == (plan(a=4, b=3),)


def test_rules_that_cannot_hold_together_leave_no_plan_until_one_is_overlooked() -> None:
    a, b = MoveRef("a", "m1"), MoveRef("b", "m1")
    rules = (Together((a, b)), Before(a, b))
    given_landscape = free(*A_AND_B, rules=rules)
    assert best_plans(given_landscape).total is None
    assert best_plans(given_landscape).months is None
    assert not some_plan_keeps(given_landscape)
    for code in ("together", "before"):
        assert some_plan_keeps(given_landscape, lambda violation, code=code: violation[0] == code)  # type: ignore[misc]
    for rule in rules:
        assert best_plans(replace(given_landscape, rules=(rule,))).total == 0


def test_a_link_that_nobody_can_carry_forbids_the_plans_in_which_it_is_mixed() -> None:
    given_landscape = free(*A_AND_B, links=[link("a", "b")], catalogue=())
    assert best_plans(given_landscape).kept == 4
    assert best_plans(replace(given_landscape, cutovers_per_month=1)).total is None
    assert some_plan_keeps(
        replace(given_landscape, cutovers_per_month=1), lambda violation: violation[0] == "unserved_demand"
    )


def test_blackouts_fixed_months_and_unavailable_vendors_leave_what_remains() -> None:
    given_landscape = free(
        *A_AND_B,
        rules=(Blackout(frozenset({m(1), m(2)})), Fixed(((MoveRef("b", "m1"), m(4)),))),
        vendors=[Vendor("va", "A", unavailable=frozenset({m(3)}))],
    )
    found = best_plans(given_landscape)
    assert (found.kept, found.optimal) == (1, (plan(a=4, b=4),))


BLOCKS = [
    shifting("r1", block="resident"),
    shifting("r2", block="resident"),
    shifting("t", block="tax"),
    shifting("w", block="welfare"),
    shifting("x"),
    staying("y", block="welfare"),
]


@pytest.mark.parametrize(
    ("id", "earliest"),
    [
        ("p1", {"r1": 1, "r2": 1, "t": 1, "w": 2}),
        ("p2", {"r1": 2, "r2": 2, "t": 2, "w": 1}),
        ("p3a", {"r1": 1, "r2": 1, "t": 2, "w": 3}),
        ("p3b", {"r1": 2, "r2": 2, "t": 1, "w": 3}),
        ("p4", {"r1": 1, "r2": 1, "t": 1, "w": 1}),
    ],
)
def test_the_patterns_of_suita_order_the_blocks(id: str, earliest: dict[str, int]) -> None:
    found = best_plans(free(*BLOCKS), BUILT_IN[id])
    # x is in no block and moves when it likes: the first month
    assert found.earliest == (plan(**earliest, x=1),)


def test_a_pattern_orders_final_moves_and_leaves_earlier_ones_alone() -> None:
    two = system("t", form(), form(environment="cloud"), form("standard", "cloud"), block="tax")
    given_landscape = free(shifting("r", block="resident"), two)
    assert in_pattern(given_landscape, BUILT_IN["p3a"], plan(r=2, t=(1, 3)))
    assert not in_pattern(given_landscape, BUILT_IN["p3a"], plan(r=2, t=(1, 2)))


def test_systems_of_a_group_may_be_apart_where_the_pattern_says_so_but_not_beside_the_next_group() -> None:
    given_landscape = free(*BLOCKS)
    apart = Pattern("own", "own", (("resident",), ("other",)), together=False)
    assert in_pattern(given_landscape, apart, plan(r1=1, r2=2, t=3, w=4, x=1))
    assert not in_pattern(given_landscape, replace(apart, together=True), plan(r1=1, r2=2, t=3, w=3, x=1))
    assert not in_pattern(given_landscape, apart, plan(r1=1, r2=3, t=3, w=4, x=1))


def test_other_is_what_the_pattern_does_not_name_and_the_block_of_that_name() -> None:
    given_landscape = free(
        shifting("o", block="other"), shifting("t", block="tax"), shifting("w", block="welfare")
    )
    pattern = Pattern("own", "own", (("tax",), ("other",)))
    assert best_plans(given_landscape, pattern).earliest == (plan(t=1, o=2, w=2),)
    assert best_plans(given_landscape, replace(pattern, groups=(("tax",),))).kept == 4**3


def test_a_group_without_a_move_stands_in_nobodys_way_but_the_order_around_it_holds() -> None:
    given_landscape = free(
        shifting("r", block="resident"), shifting("t", block="tax"), staying("w", block="welfare")
    )
    pattern = Pattern("own", "own", (("tax",), ("welfare",), ("resident",)))
    assert best_plans(given_landscape, pattern).earliest == (plan(t=1, r=2),)


def test_a_pattern_that_capacity_forbids_has_no_plan() -> None:
    assert best_plans(free(*BLOCKS, cutovers_per_month=2), BUILT_IN["p1"]).total is None
    assert not some_plan_keeps(free(*BLOCKS, cutovers_per_month=2), pattern=BUILT_IN["p1"])


def test_more_plans_or_choices_than_can_be_tried_are_refused() -> None:
    given_landscape = free(*A_AND_B, links=[link("a", "b")])
    with pytest.raises(TooLarge):
        best_plans(given_landscape, most_plans=15)
    with pytest.raises(TooLarge):
        best_plans(given_landscape, most_choices=3)
    with pytest.raises(TooLarge):
        some_plan_keeps(given_landscape, most_plans=15)


# ---- the short cuts leave nothing out


@given(landscapes())
@few(4)
def test_passing_over_what_cannot_be_best_finds_what_trying_all_of_it_finds(case: Landscape) -> None:
    assume(how_many_plans(case) <= 150)
    refs = [MoveRef(s.id, move.id) for s in case.systems.values() for move in s.moves]
    costs = {}
    for when in product(case.horizon.months(), repeat=len(refs)):
        one = dict(zip(refs, when, strict=True))
        try:
            answer = evaluate(case, one, most_combinations=300)
        except TooLarge:
            assume(False)
        if not answer.violations:
            assert answer.cost is not None
            costs[when] = answer.cost["total"]
    found = tried(case)
    assert found.kept == len(costs)
    assert found.total == (min(costs.values()) if costs else None)
    assert some_plan_keeps(case) == bool(costs)
    best = [dict(zip(refs, when, strict=True)) for when, total in costs.items() if total == found.total]
    assert sorted(map(str, map(sorted, map(dict.items, best)))) == sorted(
        str(sorted(one.items())) for one in found.optimal
    )
    assert found.months == min(map(sum_of_months, best), default=None)


@given(landscapes())
@few(8)
def test_the_evaluation_of_a_plan_gives_each_best_plan_the_least_cost(case: Landscape) -> None:
    found = tried(case)
    for one in found.optimal[:5]:
        answer = evaluate_plan(case, one)
        assert answer.violations == ()
        assert answer.cost is not None
        assert answer.cost.total == found.total

"""The oracle against violations and figures derived by hand: the rules of a plan.

Unless said otherwise the horizon is January to June 2025, system a shifts to standard in March
and b in May, so that a link between them is mixed in March and April: spans 1-2, 3-4, 5-6.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyzer.landscape.model import (
    Before,
    Blackout,
    Environment,
    Fixed,
    LawChange,
    Move,
    MoveRef,
    Package,
    SystemSelector,
    Together,
    Vendor,
)

from .reference import Finding, TooLarge, evaluate
from .small import A_AND_B, AB, costs, form, landscape, link, m, months, plan, shifting, staying, system


def test_a_plan_without_forms_has_only_its_structural_violations() -> None:
    two = system("a", form(), form(environment="cloud"), form("standard", "cloud"))
    given = landscape([two, shifting("b")], [link("a", "b")])
    assert evaluate(given, plan(a=(4, 3), b=9, x=1)).violations == (
        ("move_unknown", MoveRef("x", "m1")),
        ("out_of_horizon", MoveRef("b", "m1")),
        ("out_of_order", MoveRef("a", "m2")),
    )
    assert evaluate(given, plan(a=(3, 3))).violations == (("move_missing", MoveRef("b", "m1")),)


def test_the_rules_of_a_move_are_each_named() -> None:
    moves = [
        Move(
            "m1",
            form(environment="cloud"),
            earliest=m(4),
            latest=m(2),
            fixed=m(2),
            blackout=frozenset({m(3)}),
        ),
        Move("m2", form("standard", "cloud"), not_with_previous=True, deadline=m(2)),
    ]
    given = landscape([system("a", form(), moves[0].to, moves[1].to, moves=moves)])
    found = evaluate(given, plan(a=(3, 3)))
    assert [code for code, *_ in found.violations] == [
        "earliest",
        "latest",
        "fixed",
        "move_blackout",
        "not_with_previous",
        "deadline",
    ]
    assert costs(found) == {}


def test_the_rules_of_a_cutover_speak_of_the_form_that_the_system_then_has() -> None:
    # a passes to vx and in the same month to vy: one cutover, of vy
    a = system("a", form(), form(vendor="vx"), form("standard", vendor="vy"))
    given = landscape(
        [a, shifting("b", "vy")],
        vendors=[Vendor("vx", "x", 0, frozenset({m(3)})), Vendor("vy", "y", 1, frozenset({m(3)}))],
        cutovers_per_month=1,
        rules=(
            Blackout(frozenset({m(3)}), SystemSelector(vendor="vx")),
            Blackout(frozenset({m(3)}), SystemSelector(vendor="vy", ids=frozenset({"a"}))),
        ),
    )
    assert set(evaluate(given, plan(a=(3, 3), b=3)).violations) == {
        ("vendor_unavailable", "a", m(3)),
        ("vendor_unavailable", "b", m(3)),
        ("vendor_capacity", "vy", m(3)),
        ("capacity", m(3)),
        ("blackout", "a", m(3)),
    }


def test_rules_between_moves() -> None:
    a, b = MoveRef("a", "m1"), MoveRef("b", "m1")
    given = landscape(
        A_AND_B,
        rules=(
            Together((a, b)),
            Before(b, a),
            Before(a, b, gap=3),
            Before(a, b, gap=2),
            Fixed(((a, m(4)), (b, m(5)))),
        ),
    )
    assert evaluate(given, AB).violations == (
        ("together", (a, b)),
        ("before", b, a),
        ("before", a, b),
        ("fixed", a),
    )


def test_a_form_is_in_use_only_while_contract_environment_and_package_last() -> None:
    # a: form 0 until it moves in March, contract until January; the cloud opens in April; the package is there from May
    a = system("a", form(), form("standard", "cloud", package="p"), contract_end=m(1))
    given = landscape(
        [a],
        environments=[Environment("cloud", "cloud", "government_cloud", available=months(4))],
        packages={"p": Package("p", "p", available=months(5))},
    )
    assert evaluate(given, plan(a=3)).violations == (
        ("contract_end", "a"),
        ("environment_unavailable", "a", "cloud"),
        ("package_unavailable", "a", "p"),
    )


def test_a_system_without_moves_breaks_no_rule_but_is_a_finding() -> None:
    # the horizon is January to June: three months beyond the contract, one beyond the office
    given = landscape(
        [staying("a", contract_end=m(3))],
        environments=[Environment("office", "office", "on_premises", available=months(None, 5))],
    )
    found = evaluate(given, {})
    assert found.violations == ()
    assert found.findings == {
        Finding("contract_end", "a", m(4), 3),
        Finding("environment_unavailable", "a", m(6), 1),
    }


def test_lateness_is_a_cost_where_the_file_prices_it() -> None:
    # deadline March: b is two months late; a is in time; x is out of scope; y's own deadline is May, it moves in June
    y = shifting("y", moves=[Move("m1", form("standard"), deadline=m(5))])
    systems = [*A_AND_B, shifting("x", scope="out_of_scope"), y]
    soft = landscape(systems, deadline=m(3), lateness_per_month=50)
    assert costs(evaluate(soft, plan(a=3, b=5, x=6, y=6))) == {"lateness": 150, "total": 150}
    hard = evaluate(replace(soft, lateness_per_month=None), plan(a=3, b=5, x=6, y=6))
    assert hard.violations == (("deadline", MoveRef("b", "m1")), ("deadline", MoveRef("y", "m1")))
    assert costs(hard) == {}


def test_only_the_final_move_has_the_landscapes_deadline() -> None:
    a = system("a", form(), form(environment="cloud"), form("standard", "cloud"))
    given = landscape([a], deadline=m(2))
    assert evaluate(given, plan(a=(4, 5))).violations == (("deadline", MoveRef("a", "m2")),)


def test_a_law_change_costs_the_larger_of_environment_and_generation() -> None:
    # in April: a is at standard in the office, b at legacy in the office; month 13 lies outside
    change = LawChange(m(4), "law", {"office": 30, "standard": 2, "legacy": 40})
    given = landscape(A_AND_B, law_changes=(change, replace(change, month=m(13))))
    assert costs(evaluate(given, AB)) == {"law_change": 30 + 40, "total": 70}
    only_a = replace(change, systems=SystemSelector(ids=frozenset({"a"})))
    assert costs(evaluate(replace(given, law_changes=(only_a,)), AB))["law_change"] == 30


def test_too_many_combinations_are_refused() -> None:
    with pytest.raises(TooLarge, match="4 combinations"):
        evaluate(landscape(A_AND_B, [link("a", "b"), link("b", "a")]), AB, most_combinations=3)

"""Patterns beside each other: each at its least cost, the optimum never above one of them."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.landscape.model import Landscape, Pattern
from analyzer.order import optimize
from analyzer.order.comparison import Comparison, Optimizer, compare_patterns
from analyzer.order.final_months import final_months
from analyzer.order.ordering import Ordering
from analyzer.order.patterns import built_in_patterns, find_pattern, patterns_of, weak_orders
from analyzer.order.starting import start_violations
from analyzer.plan.reading import read_plan
from analyzer.reports.comparison import comparison_document, figures_of
from analyzer.verification import verify_answer
from tests.builders import landscape, link, move, system
from tests.order.exhaustive import optimize_plan


def totals(comparison: Comparison) -> list[int | None]:
    return [answer.total for answer in comparison.all]


def test_two_systems_that_exchange_data_are_cheapest_together() -> None:
    """Together: the link is tested once, 1. Apart: a bridge for 1, and a test at either cutover, 2: 3.

    No system is in another block, so ① and ② are the same as ④.
    """
    comparison = compare_patterns(optimize_plan, landscape(), built_in_patterns())
    assert totals(comparison) == [1, 1, 3, 3, 1, 1]
    apart = figures_of(comparison.answers[2])
    assert apart is not None
    assert (apart.bridges, apart.bridge_months, apart.tests) == (1, 1, 2)
    assert (apart.changed_twice, apart.tested_twice) == (1, 1)
    # Of equal plans the one with the least sum of months: January and February.
    assert (apart.cutover_peak, apart.test_peak, apart.end) == (("2025-01", 1), ("2025-01", 1), "2025-02")
    together = figures_of(comparison.answers[4])
    assert together is not None
    assert (together.bridges, together.tests, together.cutover_peak) == (0, 1, ("2025-01", 2))


def test_the_optimum_is_never_dearer_than_a_pattern_and_equals_the_cheapest_weak_order_of_single_systems() -> (
    None
):
    """With one system in each block every plan is of one weak order."""
    where = landscape(
        landscape={"horizon": {"first": "2025-01", "last": "2025-03"}, "capacity": {"cutovers_per_month": 2}},
        systems=[system(name, move(), block=name) for name in ("a", "b", "c")],
        integrations=[link("001", "a", "b"), link("002", "b", "c"), link("003", "c", "a")],
    )
    comparison = compare_patterns(optimize_plan, where, weak_orders(("a", "b", "c")))
    assert len(comparison.answers) == 13
    together = comparison.answers[0]
    assert (together.status, together.evaluation) == ("infeasible", None)  # three cutovers in one month
    found = [total for total in totals(comparison)[:-1] if total is not None]
    assert len(found) == 12
    assert comparison.optimum is not None
    assert comparison.optimum.total == min(found)


def test_every_answer_of_a_comparison_is_verified_without_a_solver() -> None:
    where = landscape(
        patterns=[{"id": "own", "name": "税務先行", "groups": [["tax"], ["other"]], "together": False}]
    )
    comparison = compare_patterns(optimize_plan, where, patterns_of(where))
    document: Any = comparison_document(comparison)
    assert [answer["pattern"] for answer in document["answers"]] == ["p1", "p2", "p3a", "p3b", "p4", "own"]
    for answer in (*document["answers"], document["optimum"]):
        assert [fault.message.en for fault in verify_answer(where, answer).faults] == []
        assert answer["status"] == "optimal"


def test_a_landscape_without_residents_and_taxes_has_a_reason_instead_of_suitas_patterns() -> None:
    where = landscape(
        systems=[system("kaigo", move(), block="welfare"), system("kokuho", move())],
        integrations=[link("001", "kaigo", "kokuho")],
    )
    comparison = compare_patterns(optimize_plan, where, built_in_patterns())
    assert not comparison.has_plan
    document: Any = comparison_document(comparison)
    for answer in document["answers"]:
        assert (answer["status"], answer["cost"], answer["moves"]) == ("infeasible", None, {})
        assert [entry["code"] for entry in answer["conflict"]] == ["pattern_without_blocks"]
        result = verify_answer(where, answer)
        assert (result.faults, result.conflict_listed, result.exit_code) == ((), True, 1)
    assert document["optimum"]["status"] == "optimal"


@pytest.mark.parametrize("optimizer", [optimize.optimize_plan, optimize_plan], ids=["real", "every plan"])
def test_whoever_is_asked_refuses_a_pattern_of_blocks_that_there_are_not(optimizer: Optimizer) -> None:
    where = landscape(systems=[system("kaigo", move(), block="welfare")], integrations=[])
    answer = compare_patterns(optimizer, where, built_in_patterns()[:1]).answers[0]
    assert (answer.status, answer.conflict) == ("infeasible", None)
    assert optimize.optimize_plan(where, pattern=built_in_patterns()[0]).status == "infeasible"


def test_the_optimum_starts_from_the_cheapest_plan_of_the_patterns() -> None:
    starts: list[Any] = []

    def remembering(
        where: Landscape, *, pattern: Pattern | None = None, start: Any = None, **limits: Any
    ) -> Ordering:
        starts.append(start)
        return optimize_plan(where, pattern=pattern, start=start, **limits)

    comparison = compare_patterns(remembering, landscape(), built_in_patterns())
    best = comparison.answers[0].evaluation
    assert best is not None
    assert starts == [None] * 5 + [best.moves]
    without = compare_patterns(remembering, landscape(), built_in_patterns()[:1], with_optimum=False)
    assert without.optimum is None
    assert len(starts) == 7


def test_after_an_interruption_nothing_more_is_computed() -> None:
    asked: list[Pattern | None] = []

    def interrupted(where: Landscape, *, pattern: Pattern | None = None, **_: Any) -> Ordering:
        asked.append(pattern)
        if len(asked) == 1:
            return optimize_plan(where, pattern=pattern)
        return Ordering(where, pattern, "unknown", stopped_by="interrupt")

    comparison = compare_patterns(interrupted, landscape(), built_in_patterns())
    assert len(asked) == 2
    assert [answer.status for answer in comparison.all] == ["optimal", *["unknown"] * 5]
    assert comparison.interrupted
    assert comparison.has_plan


def test_the_limits_hold_for_each_answer() -> None:
    comparison = compare_patterns(optimize_plan, landscape(), built_in_patterns(), work_limit=1)
    assert {answer.status for answer in comparison.all} == {"feasible"}
    assert {answer.stopped_by for answer in comparison.all} == {"work"}
    nothing = compare_patterns(optimize_plan, landscape(), built_in_patterns(), time_limit=0)
    assert {answer.status for answer in nothing.all} == {"unknown"}
    assert not nothing.has_plan


def test_final_moves_are_counted_by_block_with_residents_first_and_systems_without_a_block_last() -> None:
    where = landscape(
        landscape={"horizon": {"first": "2025-01", "last": "2025-02"}},
        systems=[
            system(
                "a",
                move("lift", {"environment": "cloud"}),
                move(to={"generation": "standard"}),
                block="other",
            ),
            system("b", move(), block="tax"),
            system("c", move(fixed="2025-02"), block="tax"),
            system("d", move()),
            system("e", move(), block="resident"),
            system("f", block="welfare"),
        ],
        integrations=[],
    )
    ordering = optimize_plan(where)
    assert [
        (block, {str(m): n for m, n in months.items()}) for block, months in final_months(ordering).items()
    ] == [
        ("resident", {"2025-01": 1}),
        ("tax", {"2025-01": 1, "2025-02": 1}),
        ("other", {"2025-01": 1}),
        (None, {"2025-01": 1}),
    ]


@pytest.mark.parametrize(
    ("moves", "pattern", "codes"),
    [
        ({"jumin": "2025-02", "zeimu": "2025-02"}, "p4", []),
        ({"jumin": "2025-02", "zeimu": "2025-03"}, "p4", ["pattern"]),
        ({"jumin": "2025-02", "zeimu": "2025-03"}, "p3a", []),
        ({"jumin": "2025-02", "zeimu": "2025-02"}, "p3a", ["pattern"]),
        ({"jumin": "2025-02", "zeimu": "2025-03"}, "p3b", ["pattern"]),
        ({"jumin": "2025-02", "zeimu": "2025-03"}, None, []),
        ({"jumin": "2025-02"}, "p3b", ["move_missing"]),
    ],
)
def test_a_plan_to_start_from_is_told_what_it_breaks(
    moves: dict[str, str], pattern: str | None, codes: list[str]
) -> None:
    where = landscape()
    plan = read_plan(str({"moves": {f"{s}.shift": m for s, m in moves.items()}}).encode(), "plan.yaml")
    asked = None if pattern is None else find_pattern(where, pattern)
    assert [finding.code for finding in start_violations(where, plan.moves, asked)] == codes

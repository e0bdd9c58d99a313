"""Answers of plans that break rules, that cannot be served, or that were never found."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.verification import verify_answer
from tests.builders import landscape, link, move, system
from tests.verification.answers import Answer, lift_before_the_line, plan_file, two_systems

NO_FIGURES: Answer = {
    "cost": None, "bound": None, "bridge_cost_alone": None, "bridges": [], "tests": [],
    "baselines": None, "twice": None, "peaks": None, "certificate": None,
}  # fmt: skip


def violation(code: str, **details: Any) -> Answer:
    return {"code": code, "message": {"ja": "…", "en": "…"}, "place": None, **details}


def codes(where: Any, answer: Answer) -> list[str]:
    return [fault.code for fault in verify_answer(where, answer).faults]


def test_a_broken_rule_has_to_be_listed_and_makes_the_status_infeasible() -> None:
    _, answer = two_systems()
    ruled = landscape(rules=[{"before": "zeimu.shift", "after": "jumin.shift"}])
    answer["landscape"]["hash"] = ruled.content_hash
    assert codes(ruled, answer) == ["violation_missing", "status"]

    answer["violations"] = [violation("before", before="zeimu.shift", after="jumin.shift")]
    assert codes(ruled, answer) == ["status"]

    answer["status"] = "infeasible"
    result = verify_answer(ruled, answer)
    assert result.ok
    assert result.violations_listed
    assert result.exit_code == 1


def test_a_violation_that_does_not_hold_is_a_fault() -> None:
    where, answer = two_systems()
    answer["violations"] = [violation("capacity", month="2025-02", count=2)]
    answer["status"] = "infeasible"

    assert codes(where, answer) == ["violation_wrong", "status"]


def unserved() -> tuple[Any, Answer]:
    """The catalogue offers nothing: the link, mixed from 2025-02 to the end of 2025-03, has no way.

    A second link goes via a hub that is there until 2025-04 only, and stays native all the time: from
    2025-05 on it cannot be carried.
    """
    where = landscape(
        hubs=[
            {"id": "master", "name": "マスタ", "environment": "office", "vendor": "va",
             "available": {"until": "2025-04"}},
        ],
        systems=[system("jumin", move()), system("kaigo"), system("zeimu", move())],
        integrations=[
            link("001", "jumin", "zeimu"),
            link("002", "kaigo", "kaigo", realizations={"legacy": {"via": "master"}}),
        ],
        bridges=[],
    )  # fmt: skip
    return where, plan_file(
        where,
        **NO_FIGURES,
        moves={"jumin.shift": "2025-02", "zeimu.shift": "2025-04"},
    ) | {
        "status": "infeasible",
        "violations": [
            violation(
                "native_uncarried",
                integration="002/00/kaigo/kaigo",
                month="2025-05",
                until="2025-06",
                missing=["hub"],
            ),
            violation(
                "unserved_demand",
                integration="001/00/jumin/zeimu",
                month="2025-02",
                until="2025-03",
                missing="offer",
            ),
        ],
    }


def test_demands_that_nothing_serves_are_violations_one_for_each_span() -> None:
    where, answer = unserved()

    result = verify_answer(where, answer)

    assert [f.message.en for f in result.faults] == []
    assert result.violations_listed


def test_an_unserved_demand_that_is_not_listed_or_elsewhere_is_found() -> None:
    where, answer = unserved()
    answer["violations"][1]["month"] = "2025-03"

    assert codes(where, answer) == ["violation_wrong", "violation_missing"]


def test_a_plan_that_cannot_be_served_has_no_cost_and_no_bound() -> None:
    where, answer = unserved()
    answer["cost"] = dict.fromkeys(
        ("bridge", "suspension", "test", "session", "environment", "law_change", "lateness", "total"), 0
    )
    answer["bound"] = 0

    assert codes(where, answer) == ["no_figures", "no_figures"]


def test_a_plan_that_can_be_served_needs_its_cost() -> None:
    where, answer = two_systems()
    answer |= NO_FIGURES

    assert codes(where, answer) == ["cost_missing"]


@pytest.mark.parametrize(
    ("moves", "violations"),
    [
        ({"jumin.shift": "2025-02"}, [violation("move_missing", move="zeimu.shift")]),
        (
            {"jumin.shift": "2025-02", "zeimu.shift": "2026-02"},
            [violation("out_of_horizon", move="zeimu.shift", month="2026-02")],
        ),
        (
            {"jumin.shift": "2025-02", "zeimu.shift": "2025-02", "a.b": "2025-02"},
            [violation("move_unknown", move="a.b")],
        ),
    ],
)
def test_moves_that_give_no_forms_have_their_violations_and_no_figures(
    moves: Answer, violations: list[Answer]
) -> None:
    where, _ = two_systems()
    answer = plan_file(where, **NO_FIGURES) | {
        "moves": moves,
        "violations": violations,
        "status": "infeasible",
    }

    assert codes(where, answer) == []


def test_the_short_form_claims_that_the_plan_breaks_no_rule() -> None:
    where, answer = two_systems()
    short = {"moves": answer["moves"]}
    assert verify_answer(where, short).ok

    ruled = landscape(rules=[{"before": "zeimu.shift", "after": "jumin.shift"}])
    assert codes(ruled, short) == ["violation_missing"]
    assert verify_answer(where, {"moves": {"jumin": "2025-02"}}).malformed


def test_unknown_means_that_no_plan_was_found_and_claims_nothing() -> None:
    where, answer = two_systems()
    nothing = plan_file(where, **NO_FIGURES) | {"moves": {}, "status": "unknown"}
    assert codes(where, nothing) == []
    assert codes(where, {**answer, "status": "unknown"}) != []


def test_optimal_needs_a_bound_that_meets_the_total() -> None:
    where, answer = lift_before_the_line()
    assert codes(where, {**answer, "status": "optimal"}) == []
    assert codes(where, {**answer, "status": "optimal", "bound": 24}) == ["status"]
    assert codes(where, {**answer, "bound": 24}) == []


def test_a_bound_above_what_the_shares_prove_is_found_though_the_total_would_allow_it() -> None:
    where, answer = lift_before_the_line()
    proof = answer["certificate"]["cost"]
    proof["shares"]["leg"] = []  # 24 is what remains proven
    assert "above_proof" in codes(where, answer)

    answer["bound"] = proof["bound"] = 24
    assert codes(where, answer) == []


def test_a_landscape_of_another_hash_is_another_landscape() -> None:
    where, answer = two_systems()
    answer["landscape"]["hash"] = "sha256:0"

    assert codes(where, answer) == ["landscape"]

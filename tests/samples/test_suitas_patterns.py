"""吹田's comparison comes out of one command, with the figures that the sample's README derives by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from analyzer import usecases
from tests.cli.command import Result, kakehashi
from tests.order.exhaustive import optimize_plan

PATTERNS = {
    "p1": (67, 46, 13, 15, 23, (11, 7), ("2026-02", 5), ("2026-02", 16)),
    "p2": (65, 44, 13, 13, 22, (11, 7), ("2026-03", 5), ("2026-02", 11)),
    "p3a": (87, 52, 16, 23, 26, (14, 10), ("2026-02", 4), ("2026-02", 11)),
    "p3b": (90, 52, 16, 26, 26, (14, 10), ("2026-01", 4), ("2026-01", 11)),
    "p4": (10, 22, 2, 2, 11, (0, 0), ("2026-03", 8), ("2026-03", 11)),
}
"""Bridge cost, test cost, bridges, bridge-months, tests, (changed, tested) twice, peaks of cutovers and tests."""
MONTHS = {
    "p1": ("2026-02", "2026-02", "2026-03"),
    "p2": ("2026-03", "2026-03", "2026-02"),
    "p3a": ("2026-01", "2026-02", "2026-03"),
    "p3b": ("2026-02", "2026-01", "2026-03"),
    "p4": ("2026-03", "2026-03", "2026-03"),
}
"""Residents, taxes, others."""


@pytest.fixture(scope="module")
def every_plan() -> Result:
    """By trying every plan of each pattern; the plans without a pattern are too many."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(usecases.ordering, "optimizer", lambda *_: optimize_plan)
        return kakehashi("compare", "sample:suita", "--no-optimum", "--format", "json")


@pytest.fixture(scope="module")
def command() -> Result:
    """What everybody gets."""
    return kakehashi("compare", "sample:suita", "--time-limit", "600", "--format", "json")


def check(answer: dict[str, Any]) -> None:
    name = answer["pattern"] or "p4"
    bridge, test, bridges, bridge_months, tests, twice, cutovers, cases = PATTERNS[name]
    assert (answer["status"], answer["bound"]) == ("optimal", bridge + test)
    assert {part: cost for part, cost in answer["cost"].items() if cost} == {
        "bridge": bridge, "test": test, "total": bridge + test,
    }  # fmt: skip
    assert len(answer["bridges"]) == bridges
    served = [{month for entry in b["serves"] for month in entry["months"]} for b in answer["bridges"]]
    assert sum(map(len, served)) == bridge_months
    assert (len(answer["tests"]), (answer["twice"]["changed"], answer["twice"]["tested"])) == (tests, twice)
    peaks = answer["peaks"]
    assert (peaks["cutovers"]["month"], peaks["cutovers"]["count"]) == cutovers
    assert (peaks["tests"]["month"], peaks["tests"]["count"]) == cases
    moves = answer["moves"]
    assert (moves["jumin.shift"], moves["kojin.shift"], moves["kokuho.shift"]) == MONTHS[name]
    assert kakehashi("verify", "sample:suita", "-", stdin=json.dumps(answer).encode()).code == 0


@pytest.mark.parametrize("by", ["every_plan", "command"])
def test_each_pattern_has_its_least_cost_and_the_months_next_to_each_other(
    by: str, request: pytest.FixtureRequest
) -> None:
    done: Result = request.getfixturevalue(by)
    assert (done.code, done.err) == (0, "")
    assert [answer["pattern"] for answer in done.json["answers"]] == list(PATTERNS)
    for answer in done.json["answers"]:
        check(answer)


def test_no_plan_at_all_costs_less_than_everything_in_the_last_month(command: Result) -> None:
    assert command.json["optimum"]["pattern"] is None
    check(command.json["optimum"])

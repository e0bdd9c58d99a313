"""Rules on finished moves as months for the others; nothing else is lost, and nothing is repaired."""

from __future__ import annotations

from typing import Any

from analyzer.landscape.dumping import landscape_document
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.whatif.advancing.ahead import landscape_ahead
from tests.builders import landscape, move, system

M = Month.parse
LIFT = move("lift", {"environment": "cloud"})
SHIFT = move("shift", {"generation": "standard"})
NEXT = M("2025-03")


def city(*rules: Any, lift: Any = None, shift: Any = None, tax: Any = None, **fields: Any) -> Landscape:
    """jumin lifts (planned 2025-02), then shifts (2025-05); zeimu does both in 2025-02. 2025-01 to 2025-06."""
    jumin = system(
        "jumin", {**LIFT, **(lift or {})}, {**SHIFT, **(shift or {})}, contract_end="2025-04", **fields
    )
    return landscape(systems=[jumin, system("zeimu", {**move(), **(tax or {})})], rules=list(rules))


def ahead(given: Landscape, **done: str) -> tuple[dict[str, Any], list[str]]:
    """The canonical document as of 2025-03 and the codes of findings; `done` as ``jumin_lift="2025-02"``."""
    planned = {
        MoveRef(*name.split(".")): M(month)
        for name, month in (("jumin.lift", "2025-02"), ("jumin.shift", "2025-05"), ("zeimu.shift", "2025-02"))
    }
    happened = {MoveRef(*name.split("_")): M(month) for name, month in done.items()}
    found = landscape_ahead(given, planned, happened, NEXT)
    document: Any = landscape_document(found.landscape)
    return document, [finding.code for finding in found.findings]


def jumin(document: Any) -> Any:
    return document["systems"][0]


def zeimu(document: Any) -> Any:
    return document["systems"][1]


def test_finished_moves_become_the_current_form_and_the_contract_of_the_form_that_was_left_goes() -> None:
    document, codes = ahead(city(), jumin_lift="2025-02")
    assert jumin(document)["current"]["environment"] == "cloud"
    assert [m["id"] for m in jumin(document)["moves"]] == ["shift"]
    assert "contract_end" not in jumin(document)
    assert jumin(document)["attributes"] == {
        "moves_done": [{"actual": "2025-02", "move": "lift", "planned": "2025-02"}]
    }
    assert (document["landscape"]["as_of"], document["landscape"]["horizon"]["first"]) == (
        "2025-03",
        "2025-03",
    )
    assert codes == []


def test_a_system_that_has_not_moved_keeps_its_contract() -> None:
    assert jumin(ahead(city())[0])["contract_end"] == "2025-04"


def test_a_late_move_has_the_new_month_as_its_earliest_and_loses_its_day() -> None:
    document, codes = ahead(city(tax={"day": "2025-02-03"}))
    assert zeimu(document)["moves"][0]["earliest"] == "2025-03"
    assert "day" not in zeimu(document)["moves"][0]
    assert codes == []


def test_an_open_gap_is_the_earliest_month_of_the_other() -> None:
    rule = {"before": "zeimu.shift", "after": "jumin.shift", "gap": 3}
    document, _ = ahead(city(rule), zeimu_shift="2025-02", jumin_lift="2025-02")
    assert jumin(document)["moves"][0]["earliest"] == "2025-05"
    assert "rules" not in document
    document, _ = ahead(city({**rule, "gap": 1}), zeimu_shift="2025-02", jumin_lift="2025-02")
    assert "earliest" not in jumin(document)["moves"][0]


def test_a_gap_beyond_the_latest_month_stays_a_rule_that_cannot_be_kept() -> None:
    rule = {"before": "zeimu.shift", "after": "jumin.shift", "gap": 3}
    document, _ = ahead(city(rule, shift={"latest": "2025-04"}), zeimu_shift="2025-02", jumin_lift="2025-02")
    shift = jumin(document)["moves"][0]
    assert (shift["earliest"], shift["latest"]) == ("2025-05", "2025-04")


def test_a_fixed_month_that_has_passed_is_kept_as_the_latest() -> None:
    document, codes = ahead(city({"fixed": {"zeimu.shift": "2025-02", "jumin.shift": "2025-05"}}))
    assert zeimu(document)["moves"][0]["latest"] == "2025-02"
    assert document["rules"] == [{"fixed": {"jumin.shift": "2025-05"}}]
    assert codes == ["fixed_month_passed"]
    document, _ = ahead(city(tax={"fixed": "2025-02"}))
    assert (zeimu(document)["moves"][0]["latest"], zeimu(document)["moves"][0].get("fixed")) == (
        "2025-02",
        None,
    )


def test_a_together_rule_goes_on_among_what_is_left() -> None:
    rule = {"together": ["zeimu.shift", "jumin.lift", "jumin.shift"]}
    document, codes = ahead(city(rule), zeimu_shift="2025-02")
    assert document["rules"] == [{"together": ["jumin.lift", "jumin.shift"]}]
    assert codes == ["left_behind"]
    document, codes = ahead(city(rule), zeimu_shift="2025-02", jumin_lift="2025-02")
    assert "rules" not in document


def test_a_rule_whose_later_move_was_done_first_goes_and_is_told() -> None:
    document, codes = ahead(city({"before": "jumin.shift", "after": "zeimu.shift"}), zeimu_shift="2025-02")
    assert "rules" not in document
    assert codes == ["done_before_its_time"]


def test_rules_about_months_that_are_over_go() -> None:
    given = city(
        {"blackout": ["2025-02"]}, {"blackout": ["2025-02", "2025-04"]}, shift={"not_with_previous": True}
    )
    document, _ = ahead(given, jumin_lift="2025-02")
    assert document["rules"] == [{"blackout": ["2025-04"]}]
    assert "not_with_previous" not in jumin(document)["moves"][0]

"""The first sheet, against what the samples' READMEs derive by hand."""

from __future__ import annotations

from typing import Any

from analyzer import usecases


def sheet(sample: str, plan: str | None, month: str | None, vendor: str | None = None) -> Any:
    landscape = usecases.load(f"sample:{sample}").landscape
    planned = None if plan is None else usecases.load_plan(f"sample_landscapes/{sample}/plans/{plan}.yaml")
    return usecases.worksheet(landscape, "today", planned, month, vendor).document


def test_two_bridges_stand_in_higashimurayama_when_a_cuts_over_each_with_its_end() -> None:
    standing = sheet("higashimurayama", "main", "2026-01")["standing"]

    assert [(b["kind"], b["vendor"], b["until"], b["ending"]["ja"]) for b in standing] == [
        ("early_standard", "vendor-e", "2026-02", "障害者福祉の切替で不要になります。"),
        ("keep_legacy", "vendor-a", "2026-09", "滞納管理の切替で不要になります。"),
    ]


def test_bridges_live_longer_if_a_vendor_slips_three_months() -> None:
    slips = {slip["vendor"]: slip for slip in sheet("higashimurayama", "main", "2026-01")["slips"]}

    def longer(vendor: str) -> list[tuple[str, str, str]]:
        return [(life["kind"], life["before"], life["after"]) for life in slips[vendor]["longer"]]

    assert longer("vendor-e") == [("early_standard", "2026-02", "2026-05")]
    assert longer("vendor-next") == [("keep_legacy", "2026-09", "2026-12")]
    assert longer("vendor-b") == []
    assert len(slips["vendor-b"]["new"]) == 1
    assert slips["vendor-c"]["longer"] == slips["vendor-c"]["new"] == []  # its only move is done by then


def test_moves_that_are_done_slip_no_more() -> None:
    (slip,) = sheet("asahikawa", "actual", "2024-06", "vendor-n")["slips"]

    assert {(life["before"], life["after"]) for life in slip["longer"]} == {("2025-12", "2026-03")}
    assert len(slip["longer"]) == 2


def test_without_a_plan_the_bridges_of_the_file_stand_and_nobody_slips() -> None:
    found = sheet("asahikawa-midway", None, None)

    assert found["standing"]
    assert all(bridge["existing"] for bridge in found["standing"])
    assert found["slips"] == []


def test_the_first_sheet_counts_the_questions_of_each_vendor() -> None:
    counts = {entry["vendor"]: entry["count"] for entry in sheet("higashimurayama", None, None)["questions"]}

    assert counts["vendor-e"] == 5

"""三宅村's gap between the end of the cloud and the lift, and what closes it."""

from __future__ import annotations

from analyzer.worksheets.gaps import SHEET
from analyzer.worksheets.worksheet import Asked
from tests.builders import landscape as model
from tests.builders import landscape_document, system
from tests.worksheets.asking import codes, document, made


def gaps(data: dict[str, list[dict[str, object]]]) -> list[tuple[object, ...]]:
    return [
        (b["system"], len(b["gap"]), b["least_extension"], b["offered_extension"], b["offered_is_enough"])  # type: ignore[arg-type]
        for b in data["bounds"]
    ]


def test_without_a_plan_the_least_gap_of_miyake_is_two_months_and_the_offered_extension_closes_it() -> None:
    sheet = made(SHEET, "miyake/landscape")

    assert gaps(document(sheet)) == [
        (system, 2, "2023-03", "2024-01", True) for system in ("jumin", "kokuho", "zei")
    ]
    assert document(sheet)["bounds"][0]["gap"] == ["2023-02", "2023-03"]
    assert codes(sheet) == {"support_gap": 3}
    assert not sheet.is_broken


def test_a_lift_together_with_the_shift_leaves_37_months_and_no_offer_reaches_so_far() -> None:
    sheet = made(SHEET, "miyake/landscape", "lift-with-shift")

    assert {row[1:] for row in gaps(document(sheet))} == {(37, "2026-02", "2024-01", False)}
    assert sheet.is_broken


def test_with_the_extension_taken_ten_months_are_left() -> None:
    sheet = made(SHEET, "miyake/landscape-extended", "lift-first")

    assert [(len(b["gap"]), b["slack"]) for b in document(sheet)["bounds"]] == [(0, 10)] * 3
    assert codes(sheet) == {}


def test_a_contract_that_ends_before_the_package_comes_is_a_gap_too() -> None:
    landscape = model(landscape_document(
        packages=[{"id": "std", "name": "標準", "available": {"from": "2025-05"}}],
        systems=[
            system("jumin", {"id": "shift", "to": {"generation": "standard", "package": "std"}}, contract_end="2025-02",
                   contract_extensions=[{"until": "2025-03"}, {"until": "2025-06"}, {"until": "2025-12"}]),
            system("zeimu", contract_end="2025-05"),
        ],
    ))  # fmt: skip

    assert gaps(document(SHEET.make(Asked(landscape)))) == [
        ("jumin", 2, "2025-04", "2025-06", True),
        ("zeimu", 1, "2025-06", None, None),
    ]

"""Figures of worksheets against the READMEs of the samples, which derive them by hand."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from analyzer import usecases
from analyzer.landscape.dumping import landscape_document
from analyzer.landscape.loading import read_document
from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month
from analyzer.landscape.places import Places
from analyzer.reports.japanese_dates import fiscal_text, fiscal_year, month_text

PLANS = {
    "asahikawa": "actual", "higashimurayama": "main", "suita": "p1", "osaka": "two-steps", "sendai": "combined",
}  # fmt: skip


@cache
def _city(sample: str) -> Landscape:
    return usecases.load(f"sample:{sample}").landscape


@cache
def _evaluated(sample: str) -> Any:
    plan = usecases.load_plan(f"sample_landscapes/{sample}/plans/{PLANS[sample]}.yaml")
    return usecases.evaluate(_city(sample), plan)


def _document(sample: str, id: str, landscape: Landscape | None = None) -> dict[str, Any]:
    sheet = usecases.find_worksheet(id)
    if landscape is not None:
        return dict(usecases.make_worksheet(landscape, sheet).document)
    return dict(usecases.make_worksheet(_city(sample), sheet, _evaluated(sample)).document)


def _said(sample: str, **attributes: Any) -> Landscape:
    """The sample with other attributes of the landscape."""
    document = landscape_document(_city(sample))
    head = document["landscape"]
    assert isinstance(head, dict)
    head["attributes"] = {**head.get("attributes", {}), **attributes}
    landscape = read_document(document, Places()).landscape
    assert landscape is not None
    return landscape


def _codes(document: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in document["findings"]]


# 東村山: 11 cutovers and 7 tests in 2026-01


def test_peaks_are_those_of_the_evaluation() -> None:
    document = _document("higashimurayama", "peaks")
    by_month = {entry["month"]: (entry["cutovers"], entry["tests"]) for entry in document["months"]}
    assert by_month["2026-01"] == (11, 7)
    assert sum(tests for _, tests in by_month.values()) == 14
    vendor_a = next(entry for entry in document["parties"] if entry["id"] == "vendor-a")
    assert vendor_a["cutovers"] == {"2026-01": 10}
    assert sum(vendor_a["tests"].values()) == 14  # A is a party of every case: it owns the object storage


# 大阪: 27 scopes


def test_osaka_has_one_main_role_for_each_of_27_scopes_and_3_links() -> None:
    document = _document("osaka", "responsibility")
    assert len(document["scopes"]) == 27
    roles = document["roles"]
    assert {role: entry["main"] for role, entry in roles.items()} == {
        "運用管理補助者": 13,
        "共通機能ASP": 7,
        "業務ASP": 7,
    }
    assert sum(entry["supporting"] for entry in roles.values()) == 10
    assert {role: entry["links"] for role, entry in roles.items()} == {
        "運用管理補助者": 2,
        "共通機能ASP": 1,
        "業務ASP": 0,
    }
    assert document["findings"] == []


def test_a_scope_with_none_two_or_unknown_main_roles_is_broken() -> None:
    rows = [
        {"業務": "監視", "工程": "運用", "範囲": "A", "業務ASP": "●", "共通機能ASP": "●"},
        {"業務": "監視", "工程": "運用", "範囲": "B", "業務ASP": "○"},
        {"業務": "監視", "工程": "運用", "範囲": "C", "だれか": "●"},
        {"業務": "監視", "工程": "運用", "範囲": "C", "業務ASP": "★"},
    ]
    document = _document("osaka", "responsibility", _said("osaka", 責任分担=rows))
    assert sorted(_codes(document)) == [
        "responsibility_mark_unknown", "responsibility_role_unknown", "responsibility_scope_twice",
        "responsibility_several_mains", "responsibility_without_main", "responsibility_without_main",
    ]  # fmt: skip
    sheet = usecases.worksheet(_said("osaka", 責任分担=rows), "responsibility")
    assert sheet.is_broken


def test_a_landscape_without_a_matrix_is_not_broken_and_says_what_is_missing() -> None:
    sheet = usecases.worksheet(_city("asahikawa"), "responsibility")
    assert not sheet.is_broken
    assert _codes(dict(sheet.document)) == ["responsibility_not_written"]


# 仙台: two combinations


def test_sendais_combinations_are_those_of_its_two_files() -> None:
    combined, separate = _document("sendai", "packages")["combinations"]
    assert (combined["packages"]["zei"], combined["inside"], combined["across"]) == ("pkg-p", 2, 2)
    assert (combined["earliest"], combined["initial"], combined["yearly"]) == ("2025-12", 15_500, 10_500)
    assert (separate["packages"]["zei"], separate["inside"], separate["across"]) == ("pkg-r", 1, 3)
    assert (separate["earliest"], separate["initial"], separate["yearly"]) == ("2026-03", 18_500, 13_000)
    earliest = {one["id"]: one["earliest"] for one in _document("sendai", "packages")["packages"]}
    assert earliest == {"pkg-p": "2025-10", "pkg-q": "2025-12", "pkg-r": "2026-03"}


# 吹田: 25.0 person-months


def test_suitas_effort_of_one_business_is_25_person_months() -> None:
    one = _document("suita", "staffing")["one_business"]
    assert (one["hours"], one["person_months"]) == (4001.0, 25.0)
    assert [(phase["months"], phase["person_months"]) for phase in one["phases"]] == [
        (8, 6.3),
        (5, 3.7),
        (16, 15.0),
    ]


def test_suitas_curve_adds_up_to_eight_businesses_and_ends_with_the_last_cutover() -> None:
    """8 businesses move (住民記録, 4 taxes, 収納, 国保, 福祉), each 4,001 h: 8 · 4,001 / 160 = 200.05, rounded half up 200.1."""
    document = _document("suita", "staffing")
    assert document["total"] == {"person_months": 200.1}
    evaluation = _evaluated("suita")
    assert document["months"][-1]["month"] == str(max(evaluation.moves.values()))


def test_effort_is_the_same_whatever_the_order_of_names() -> None:
    again = read_document(landscape_document(_city("suita")), Places()).landscape
    assert again is not None
    assert (
        _document("suita", "staffing", again)["one_business"]
        == _document("suita", "staffing")["one_business"]
    )


# 旭川: 6 months of operation tests for 住民記録


def test_a_test_begins_its_window_before_the_cutover_and_ends_in_the_month_before() -> None:
    tests = _document("asahikawa", "calendar")["tests"]
    assert len(tests) == 17
    printed = next(test for test in tests if test["integration"].startswith("juki-print"))
    assert (printed["start"], printed["finish"], printed["months"]) == ("2023-11", "2024-04", 6)
    assert (printed["external"], printed["apply_by"]) == (["print"], None)
    assert [test["number"] for test in tests if test["integration"].startswith("juki-kaigo")] == [1, 2]
    assert _document("asahikawa", "calendar")["tested_twice"] == 6


@pytest.mark.parametrize(("months", "short"), [("3か月", True), ("６ヶ月", False), (6, False)])
def test_three_months_of_operation_test_are_too_short_and_six_are_accepted(months: Any, short: bool) -> None:
    document = landscape_document(_city("asahikawa"))
    systems: Any = document["systems"]
    jumin, printing = (next(one for one in systems if one["id"] == id) for id in ("jumin", "print"))
    jumin["attributes"]["運用テスト期間"] = months
    printing["attributes"] = {"外部委託の月数": 1, "テスト申入れの月数": "2か月"}
    landscape = read_document(document, Places()).landscape
    assert landscape is not None
    plan = usecases.load_plan("sample_landscapes/asahikawa/plans/actual.yaml")
    found: dict[str, Any] = dict(usecases.worksheet(landscape, "calendar", plan).document)
    assert ("test_window_short" in _codes(found)) is short
    assert "external_test_application" not in _codes(found)
    printed = next(test for test in found["tests"] if test["integration"].startswith("juki-print"))
    begin = Month.parse("2024-05") + (-4 if short else -7)  # the window and a month more for the printer
    assert (printed["start"], printed["apply_by"]) == (str(begin), str(begin + -2))


def test_each_section_sees_its_systems_cutovers_and_tests() -> None:
    sections = {entry["owner"]: entry for entry in _document("asahikawa", "summary")["sections"]}
    assert sections["市民課"]["systems"] == ["inkan", "jumin"]
    assert sections["市民課"]["tests"] == {"2024-05": 8, "2026-01": 6}
    assert sections["税制課"]["cutovers"] == [{"month": "2026-01", "system": "zei"}]


# 和暦


def test_months_in_the_japanese_calendar() -> None:
    shown = {
        "1989-01": "平成元年1月",
        "2019-04": "平成31年4月",
        "2019-05": "令和元年5月",
        "2026-01": "令和8年1月",
    }
    for month, text in shown.items():
        assert month_text(Month.parse(month), wareki=True) == (text, month)
    assert month_text(Month.parse("2026-01")) == ("2026-01", "2026-01")
    assert [fiscal_year(Month.parse(month)) for month in ("2026-03", "2026-04")] == [2025, 2026]
    assert [fiscal_text(year).ja for year in (2018, 2019, 2025)] == ["平成30年度", "令和元年度", "令和7年度"]

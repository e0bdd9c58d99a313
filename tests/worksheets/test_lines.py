"""小平市's lines: which one is needed when, and what is left at the end."""

from __future__ import annotations

from analyzer.worksheets.lines import SHEET
from tests.worksheets.asking import codes, document, made


def needs(plan: str) -> list[tuple[object, ...]]:
    data = document(made(SHEET, "kodaira/landscape", plan))
    return [
        (n["phase"], n["move"], n["from"], n["until"], ",".join(n["lines"]) or n["relay"])
        for n in data["needs"]
    ]


def test_who_changes_the_vendor_needs_a_dedicated_line_and_the_others_wait_for_lgwan() -> None:
    assert needs("january") == [
        ("build", "fukushi.shift", "2025-03", "2025-06", "build"),
        ("build", "jumin.shift", "2025-06", "2025-09", "build"),
        ("build", "kaigo.shift", "2025-03", "2025-06", "build"),
        ("build", "zei.shift", "2025-06", "2025-09", "build"),
        ("check", "fukushi.shift", "2025-07", "2025-09", True),
        ("check", "fukushi.shift", "2025-10", "2025-12", "lgwan5"),
        ("check", "jumin.shift", "2025-10", "2025-12", "lgwan5"),
        ("check", "kaigo.shift", "2025-07", "2025-09", True),
        ("check", "kaigo.shift", "2025-10", "2025-12", "lgwan5"),
        ("check", "zei.shift", "2025-10", "2025-12", "lgwan5"),
        ("operation", None, "2026-01", "2026-03", "lgwan5"),
    ]


def test_links_of_systems_that_moved_first_run_over_the_dedicated_line_too() -> None:
    assert [need for need in needs("switch-first") if need[0] == "operation"] == [
        ("operation", None, "2025-08", "2025-09", True),
        ("operation", None, "2025-10", "2026-03", "lgwan5"),
    ]


def test_at_the_end_there_is_one_line() -> None:
    for plan in ("january", "switch-first"):
        sheet = made(SHEET, "kodaira/landscape", plan)
        assert document(sheet)["lines_at_end"] == ["lgwan5"]
        assert codes(sheet) == {}


def test_without_lines_in_the_file_nothing_is_checked_and_the_sheet_says_so() -> None:
    sheet = made(SHEET, "suita/landscape", "p4")

    assert document(sheet)["checked"] is False
    assert codes(sheet) == {}
    assert any("調べていません" in line.ja for section in sheet.report.sections for line in section.lines)

"""名古屋市's register of issues and risks: only what touches others than one section."""

from __future__ import annotations

from analyzer.worksheets.issues import SHEET
from tests.worksheets.asking import codes, document, made


def test_the_rows_of_nagoya_are_those_that_its_readme_derives() -> None:
    sheet = made(SHEET, "nagoya/landscape", "resident-first")
    data = document(sheet)

    assert [
        (e["number"], e["code"], e["kind"], e["importance"], e["wanted_by"], e["sections"]) for e in data["entries"]
    ] == [
        (1, "layout_not_convertible", "issue", "high", "2025-12", ["住民課", "保険年金課"]),
        (2, "layout_not_surveyed", "issue", "middle", "2025-12", ["介護保険課", "住民課"]),
        (3, "bridge", "risk", "middle", "2025-12", ["介護保険課", "住民課", "保険年金課", "市民税課"]),
    ]  # fmt: skip
    assert data["left_to_sections"] == ["juki-inkan/00/jumin/inkan"]
    assert [(row["survey"], row["convertible"]) for row in data["layouts"]].count(("済", "可")) == 2
    assert sum(row["survey"] is None for row in data["layouts"]) == 1
    assert codes(sheet) == {}


def test_broken_rules_and_links_that_a_plan_lets_go_are_issues_of_high_importance() -> None:
    entries = document(made(SHEET, "sapporo/landscape", "apart"))["entries"]

    assert [(e["code"], e["importance"], e["wanted_by"]) for e in entries[:2]] == [
        ("absent_high", "high", "2025-12"),
        ("together", "high", None),
    ]

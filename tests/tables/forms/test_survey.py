"""Suita's 16 items: on a sheet for each system, in a column for each, in a row for each; and what is still missing, filled in."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer import usecases
from analyzer.tables.forms.suita_items import ITEMS
from tests import builders
from tests.tables.forms.books import book, cells, imported

ANSWERS = {1: "市民課", 2: "山田", 3: "1234", 4: "ベンダA", 5: "住記パッケージ", 6: "令和8年3月31日", 7: "対応する", 8: "なし", 9: "Bパターン(ベンダ変更なし)",
           10: "令和8年1月", 11: "随意契約", 12: "移行する", 13: "共同利用方式", 14: "マネージド", 15: "現行ベンダ"}  # fmt: skip
HEAD = ("No.", "分類", "概要", "質問")


def asked(*answers: dict[int, str]) -> list[tuple[Any, ...]]:
    return [(i.number, i.group, i.summary, i.question, *(a.get(i.number) for a in answers)) for i in ITEMS]


@pytest.mark.parametrize(
    "sheets",
    [
        {"住民記録の調査票": [("調査票",), (*HEAD, "回答"), *asked(ANSWERS)]},
        {"調査": [(*HEAD, "住民記録", "介護保険"), *asked(ANSWERS, {1: "介護課"})]},
        {
            "回答一覧": [
                ("No.", "システム名", *(i.name for i in ITEMS)),
                (1, "住民記録", *(ANSWERS.get(i.number) for i in ITEMS)),
            ]
        },
    ],
    ids=["a sheet each", "a column each", "a row each"],
)
def test_answers_become_fields_and_all_of_them_attributes(sheets: Any) -> None:
    result = imported(book(sheets))
    assert result.complete, result.findings
    jumin = result.landscape.systems["jumin"]
    assert (jumin.owner, str(jumin.contract_end)) == ("市民課", "2026-03")
    assert result.landscape.vendors[jumin.forms[0].vendor].name == "ベンダA"
    assert result.landscape.environments[jumin.forms[1].environment].hosting == "government_cloud"
    assert result.planned == {"jumin.shift": "2026-01"}
    assert jumin.remarks.attributes["15_ガバメントクラウド運用管理補助者"] == "現行ベンダ"
    assert len(jumin.remarks.attributes) == 15
    assert len(cells(result, "survey_unanswered")) >= 1


def test_a_survey_adds_to_the_systems_that_a_list_or_the_base_has() -> None:
    base = builders.landscape()
    result = imported(book({"住民記録": [(*HEAD, "回答"), *asked({1: "市民課", 6: "たぶん来年"})]}), base)
    assert result.landscape.systems["jumin"].owner == "市民課"
    assert set(result.landscape.systems) == {"jumin", "zeimu"}
    assert (result.added, result.removed) == ((), ())
    assert cells(result, "cell_not_understood") == ["book.xlsx[住民記録]!E7"]


def test_the_templates_are_recognised_as_the_forms_that_they_are() -> None:
    data = usecases.template("ja", forms=("sapporo", "suita", "oita", "plain"))
    systems = builders.landscape()
    readings = {reading.sheet: reading.form for reading in imported(data, systems).readings}
    assert set(readings.values()) == {"sapporo", "suita", "oita", "plain"}


def test_what_is_missing_is_asked_for_and_the_answers_fill_it() -> None:
    made = imported(
        book(
            {
                "システム": [
                    ("業務システム名", "標準化対象", "所管課"),
                    ("住民記録", "○", "市民課"),
                    ("図書館", "×", None),
                ]
            }
        )
    ).landscape
    rows = {row.id: [field.field for field in row.fields] for row in usecases.missing_data(made)}
    assert rows == {
        "jumin": [
            "current.environment",
            "current.vendor",
            "contract_end",
            "shift.environment",
            "shift.latest",
        ],
        "system-1": ["owner", "current.environment", "current.vendor"],
    }
    answers = {"jumin": {"current.environment": "庁内", "current.vendor": "ベンダA", "contract_end": "R8.3", "shift.latest": "2026年3月",
                         "shift.environment": "ガバメントクラウド"},
               "system-1": {"owner": "図書館課", "current.environment": "庁内", "current.vendor": "なぞ?", "contract_end": ""}}  # fmt: skip
    filled = usecases.fill_missing(made, {"systems": answers})
    assert filled.result.complete
    assert filled.missing == ()
    assert str(filled.landscape.systems["jumin"].moves[0].latest) == "2026-03"
    assert filled.landscape.systems["jumin"].owner == "市民課"
    assert "unassigned" not in filled.landscape.vendors
    wrong = usecases.fill_missing(made, {"systems": {"jumin": {"shift.latest": "そのうち"}}})
    assert [(f.code, f.place.column) for f in wrong.findings if f.severity == "error" and f.place] == [
        ("cell_not_understood", 2)
    ]
